import { DAY_MS } from '../../durations.ts';
import type { Applicant } from '../conversation.ts';
import type { Line } from '../line.ts';
import type { Turn } from '../turn.ts';
import { mayAct } from './identity.ts';

type Certificate = Applicant['certificates'][number];

/** SOP activity 1, by the applicant himself. An open renewal goes on; a lapsed one is taken up again with all it has. */
export function hearRenew(turn: Turn): void {
  if (!mayAct(turn)) return;
  turn.understood = true;
  if (turn.open.length > 0) {
    turn.follow = 'next';
    return;
  }
  const lapsed = turn.lapsed.find((renewal) => certificate(turn, renewal.certificate)?.hasSuccessor === false);
  if (lapsed !== undefined) {
    turn.act({ act: 'resume-renewal', renewal: lapsed.id });
    turn.say({ say: 'resumed' });
  } else choose(turn);
}

/** The certificate that was chosen by its button; only one of his own that can be renewed now. */
export function hearCertificate(turn: Turn, id: string): void {
  if (!mayAct(turn)) return;
  turn.understood = true;
  if (turn.open.length === 0 && renewable(turn).some((each) => each.id === id)) start(turn, id);
  else hearRenew(turn);
}

function choose(turn: Turn): void {
  const [one, ...others] = renewable(turn);
  if (one === undefined) notYet(turn);
  else if (others.length === 0) start(turn, one.id);
  else {
    const certificates = [one, ...others].map(({ id, serial, expires }) => ({ id, serial, expires }));
    turn.ask({ what: 'which-certificate', about: turn.applicant!.id }, { say: 'which-certificate', certificates });
  }
}

/** What comes next is said by whoever opens the renewal (`begin`), once it is there. */
function start(turn: Turn, id: string): void {
  turn.act({ act: 'start-renewal', certificate: id, how: 'applicant' });
}

/**
 * Those in their last days; or, if none is valid any more, the one that ended last. Someone with a certificate that is
 * valid for long has no use for renewing an older one.
 */
function renewable(turn: Turn): readonly Certificate[] {
  const { now, windowDays } = turn.known;
  const valid = stillValid(turn);
  if (valid.length > 0) return valid.filter(({ expires }) => expires.getTime() - now.getTime() <= windowDays * DAY_MS);
  const ended = current(turn).filter(({ state }) => state !== 'provisional');
  return ended.sort((a, b) => b.expires.getTime() - a.expires.getTime()).slice(0, 1);
}

/** Too early, unknown, or not confirmed yet: nothing is opened, and it is said what will happen. */
function notYet(turn: Turn): void {
  const early = tooEarly(turn);
  if (early !== undefined) turn.say(early);
  else if (current(turn).length > 0) turn.say({ say: 'certificate-noted' });
  else {
    turn.act({ act: 'call-operator', why: 'no-certificate' });
    turn.say({ say: 'no-certificate' });
  }
}

/** From when on he can renew, if he has what is valid and cannot be renewed yet. */
export function tooEarly(turn: Turn): Extract<Line, { say: 'too-early' }> | undefined {
  const [first] = stillValid(turn).sort((a, b) => a.expires.getTime() - b.expires.getTime());
  if (first === undefined || renewable(turn).length > 0) return undefined;
  const from = new Date(first.expires.getTime() - turn.known.windowDays * DAY_MS);
  return { say: 'too-early', from, expires: first.expires };
}

const current = (turn: Turn) => turn.applicant!.certificates.filter(({ hasSuccessor }) => !hasSuccessor);
const stillValid = (turn: Turn) =>
  current(turn).filter(({ state, expires }) => state === 'valid' && expires > turn.known.now);
const certificate = (turn: Turn, id: string) => turn.applicant?.certificates.find((each) => each.id === id);
