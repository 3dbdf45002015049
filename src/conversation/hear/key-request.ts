import { primary } from '../../renewal/awaited.ts';
import type { Renewal } from '../../renewal/renewal.ts';
import { about } from '../ask.ts';
import type { Enclosed } from '../conversation.ts';
import { explain, focus } from '../focus.ts';
import type { Turn } from '../turn.ts';
import { mayAct } from './identity.ts';

/** "Kuncinya sudah saya buat", and nothing came: what is lost is the request, on the page that still has the key. */
export function hearKeyMade(turn: Turn): void {
  if (!mayAct(turn)) return;
  turn.understood = true;
  const renewal = focus(turn);
  if (renewal === undefined || primary(renewal)?.what !== 'key') turn.follow = 'next';
  else turn.ask({ what: 'key', renewal: renewal.id, about: about(renewal, 'key') }, { say: 'key-unseen' });
}

const lacksKey = ({ facts, rules }: Renewal) => rules.needsCsr && facts.key === undefined;

/** The renewal that lacks a key: the one we talk about before any other. */
function forKey(turn: Turn): Renewal | undefined {
  const here = focus(turn);
  return here !== undefined && lacksKey(here) ? here : (turn.open.find(lacksKey) ?? here);
}

/** A request for a certificate that came as a file: it is the new key. */
export function hearRequest(turn: Turn, { document, request: reading }: Enclosed): void {
  if (reading === undefined || !mayAct(turn)) return;
  turn.understood = true;
  turn.follow = 'next';
  const renewal = forKey(turn);
  if (renewal === undefined) turn.say({ say: 'status-none' });
  else if (!renewal.rules.needsCsr) turn.say({ say: 'key-not-needed' });
  else if (!reading.ok) turn.say({ say: 'key-refused', refused: reading.refused });
  else {
    const result = turn.apply(renewal, { is: 'key-received', request: document, spki: reading.spki });
    if (result === 'applied' || result === 'already') turn.say({ say: 'key-received' });
    else explain(turn, renewal, result);
  }
}
