import { DAY_MS } from '../../durations.ts';
import type { Applicant, Question, RevocationReason } from '../conversation.ts';
import { serialEnd } from '../format.ts';
import type { Meaning } from '../meaning.ts';
import type { Turn } from '../turn.ts';
import { mayAct } from './identity.ts';

type Certificate = Applicant['certificates'][number];

/** A wish that somebody had before he had proven who he is; older than this he may have forgotten it. */
const WISH_KEPT_MS = DAY_MS;

/** Why, in the words of RFC 5280 5.3.1; people say it in their own. */
const REASON_OF_LEAVING = {
  left: 'affiliationChanged',
  moved: 'affiliationChanged',
  retired: 'cessationOfOperation',
  died: 'cessationOfOperation',
} as const;
export const reasonOfLeaving = (why: keyof typeof REASON_OF_LEAVING): RevocationReason => REASON_OF_LEAVING[why];

function reasonIn(turn: Turn, meanings: readonly Meaning[]): RevocationReason | undefined {
  for (const meaning of meanings) {
    if (meaning.means === 'device-lost' || meaning.means === 'key-lost') return 'keyCompromise';
    if (meaning.means === 'left') return reasonOfLeaving(meaning.why);
    if (meaning.means === 'unused') return 'cessationOfOperation';
    if (saysMoved(meaning, turn.conversation.question?.what)) return 'affiliationChanged';
  }
  return undefined;
}

/** "Pindah instansi", in answer to "why?" also "tidak menjabat sebagai kabid lagi": a reason, and no data to change. */
function saysMoved(meaning: Meaning, asked: Question['what'] | undefined): boolean {
  if (meaning.means === 'change') return meaning.changes.organisation !== undefined;
  if (meaning.means !== 'wrong') return false;
  return meaning.fields.some((field) => field === 'organisation' || (field === 'position' && asked === 'revoke-why'));
}

/** "Cabut sertifikat saya": why, which one, and whether he really wants it; then an operator decides. */
export function hearRevoke(turn: Turn, meanings: readonly Meaning[] = turn.heard.meanings): void {
  turn.understood = true;
  // A thief does not wait for an answer: the operator knows at once, whoever it is that says so.
  if (meanings.some(({ means }) => means === 'device-lost')) {
    turn.act({ act: 'call-operator', why: 'lost' });
    // Whoever has just been robbed and is asked who he is should not think that nobody has heard him.
    if (turn.proven === undefined) turn.say({ say: 'loss-heard' });
  }
  const reason = reasonIn(turn, meanings) ?? wishOf(turn)?.reason;
  remember(turn, reason);
  if (mayAct(turn)) goOn(turn, reason);
}

/** What was wished for before the person had proven who he is, now that he has. */
export function resumesRevocation(turn: Turn): boolean {
  const wish = wishOf(turn);
  if (wish === undefined || turn.applicant === undefined) return false;
  goOn(turn, wish.reason);
  return true;
}

function wishOf({ state, known }: Turn) {
  const { revoking } = state;
  return revoking && known.now.getTime() - revoking.at.getTime() < WISH_KEPT_MS ? revoking : undefined;
}

export function remember(turn: Turn, reason: RevocationReason | undefined): void {
  turn.state = { ...turn.state, revoking: { at: turn.known.now, ...(reason ? { reason } : {}) } };
}

export function forget(turn: Turn): void {
  turn.state = { ...turn.state, revoking: undefined };
}

/** One question at a time: why, which one, and is that really your wish? */
function goOn(turn: Turn, reason: RevocationReason | undefined, chosen?: string): void {
  const open = revocable(turn);
  if (open.length === 0) {
    forget(turn);
    const line = nothingToRevoke(turn);
    if (line.say === 'revoke-unsure') turn.act({ act: 'call-operator', why: 'other' });
    turn.say(line);
    return;
  }
  if (reason === undefined) {
    turn.ask({ what: 'revoke-why', about: turn.applicant!.id }, { say: 'revoke-why' });
    return;
  }
  // A lost device may hold the keys of all.
  const picked = reason === 'keyCompromise' || open.length === 1 ? open : open.filter(({ id }) => id === chosen);
  const certificates = (picked.length > 0 ? picked : open).map(({ id, serial, expires }) => ({ id, serial, expires }));
  if (picked.length === 0) {
    turn.ask({ what: 'revoke-which', about: reason }, { say: 'revoke-which', certificates });
    return;
  }
  const about = [reason, ...picked.map(({ id }) => id)].join(' ');
  turn.ask({ what: 'confirm-revoke', about }, { say: 'revoke-confirm', certificates, reason });
}

function nothingToRevoke({ applicant }: Turn) {
  const asked = (state: Certificate['revoking']) => applicant!.certificates.some(({ revoking }) => revoking === state);
  if (asked('asked')) return { say: 'revoke-pending' } as const;
  if (asked('decided')) return { say: 'revoke-decided' } as const;
  // It may well be valid, and is known from a notice alone: who looks for it finds it.
  const isUnsure = applicant!.certificates.some(({ state }) => state === 'provisional');
  return isUnsure ? ({ say: 'revoke-unsure' } as const) : ({ say: 'revoke-none' } as const);
}

/** Those that can still be used, and that nobody is revoking already at his wish. */
export const revocable = ({ applicant, known }: Turn): readonly Certificate[] =>
  applicant!.certificates.filter(
    ({ state, expires, revoking }) => state === 'valid' && expires > known.now && revoking === undefined,
  );

const ASK_BACK: ReadonlySet<Question['what']> = new Set<Question['what']>(['confirm-revoke', 'confirm-device-lost']);
const ASK_ON: ReadonlySet<Question['what']> = new Set<Question['what']>(['revoke-why', 'revoke-which']);

/** Whether he is being asked about a revocation just now; "why?" and "which one?" are over when the wish is. */
export function isAskedAboutRevocation(turn: Turn): boolean {
  const { question, outdated } = turn.conversation;
  if (question === undefined || outdated) return false;
  return ASK_BACK.has(question.what) || (ASK_ON.has(question.what) && wishOf(turn) !== undefined);
}

/** The answer to "why?" or "which one?". Returns whether there was one. */
export function answersRevocation(turn: Turn, meanings: readonly Meaning[]): boolean {
  const { question } = turn.conversation;
  if (question === undefined || !isAskedAboutRevocation(turn)) return false;
  if (turn.proven === undefined || turn.applicant === undefined) return false;
  if (question.what === 'revoke-why') {
    if (reasonIn(turn, meanings) === undefined) return false;
    hearRevoke(turn, meanings);
    return true;
  }
  const chosen = question.what === 'revoke-which' ? chosenIn(turn, meanings) : undefined;
  if (chosen === undefined) return false;
  turn.understood = true;
  goOn(turn, question.about as RevocationReason, chosen);
  return true;
}

/** By its button, or by the end of its number written in a mail. */
function chosenIn(turn: Turn, meanings: readonly Meaning[]): string | undefined {
  const pressed = meanings.find((meaning) => meaning.means === 'certificate');
  if (pressed !== undefined) return pressed.id;
  const text = turn.heard.text.toUpperCase();
  const named = revocable(turn).filter(({ serial }) => serial !== undefined && text.includes(serialEnd(serial)));
  return named.length === 1 ? named[0]!.id : undefined;
}

/** The yes: an operator decides, and the person hears of it. */
export function revocationConfirmed(turn: Turn): void {
  if (!mayAct(turn)) return;
  const [reason, ...certificates] = (turn.conversation.question?.about ?? '').split(' ');
  turn.act({ act: 'ask-revocation', reason: reason as RevocationReason, certificates });
  forget(turn);
  turn.say({ say: 'revoke-noted' });
}

/**
 * "Batal cabut": said while it is being asked about it is a no, later it takes the request back, until it is decided. The
 * old certificate of a renewal that was completed too soon is held for an operator to decide on.
 */
export function hearKeep(turn: Turn): void {
  turn.understood = true;
  const isAsked = isAskedAboutRevocation(turn);
  forget(turn);
  const states = turn.applicant?.certificates.map(({ revoking }) => revoking) ?? [];
  if (isAsked && !states.includes('asked')) {
    turn.say({ say: 'kept-going' });
    turn.follow = 'next';
  } else if (!mayAct(turn)) return;
  else if (isForAnotherContact(turn)) turn.say({ say: 'revoke-not-from-here' });
  else if (states.includes('asked')) {
    turn.act({ act: 'take-back-revocation' });
    turn.say({ say: 'revoke-taken-back' });
  } else if (holdsOld(turn)) turn.say({ say: 'revoke-held' });
  else turn.say({ say: states.includes('decided') ? 'revoke-decided' : 'revoke-not-asked' });
}

/** An old certificate makes way by itself and has not gone yet: it is held now, or was before. */
export function holdsOld(turn: Turn): boolean {
  if (isForAnotherContact(turn)) return false;
  const { revocations = [], now } = turn.known;
  const own = new Set(turn.applicant!.certificates.flatMap(({ id, revoking }) => (revoking ? [id] : [])));
  const others = revocations.filter(({ certificate }) => !own.has(certificate));
  const goes = others.some(({ state, at }) => state === 'by-hand' || (state === 'due' && at !== undefined && at > now));
  if (goes) turn.act({ act: 'hold-revocation' });
  return goes || others.some(({ state }) => state === 'asked');
}

/**
 * Whoever stole the telephone has its chat, too, and would keep the certificate alive that its owner wants revoked. A
 * request that waits for an operator does less harm than one that a thief takes back.
 */
const isForAnotherContact = ({ applicant, conversation }: Turn): boolean =>
  applicant?.certificates.some(({ lostBy }) => lostBy !== undefined && lostBy !== conversation.contact) ?? false;
