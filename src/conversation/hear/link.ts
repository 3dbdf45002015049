import { isAwaited } from '../../renewal/awaited.ts';
import type { LinkState } from '../../renewal/renewal.ts';
import type { Heard } from '../conversation.ts';
import { explain } from '../focus.ts';
import type { Meaning } from '../meaning.ts';
import type { Turn } from '../turn.ts';
import { gist } from '../words/match.ts';
import { mayAct } from './identity.ts';

/** Issuer `ams`: the applicant and the CA's mail with the link to set his passphrase. */

/**
 * What is said while we ask about that mail is about that mail: "ya, sudah", "tautannya kedaluwarsa", "emailnya belum
 * ada" mean something else at any other time.
 */
export function aboutLink(meanings: readonly Meaning[], heard: Pick<Heard, 'meanings' | 'text'>): readonly Meaning[] {
  // What came late or from others has lost its meanings by now, the unknown ones too: it answers nothing.
  const bare = heard.meanings.every(({ means }) => BESIDE_DONE.has(means)) && heard.meanings.length > 0;
  const said = gist(heard.text);
  if (bare && DONE.test(said)) return [{ means: 'link', state: 'set' }];
  const came = heard.meanings.every(({ means }) => BESIDE_DONE.has(means) || means === 'arrived');
  if (came && LINK.test(said) && NO_USE.test(said)) return [{ means: 'link', state: 'expired' }];
  if (came && LINK.test(said) && NOT_THERE.test(said)) return [{ means: 'link', state: 'missing' }];
  return meanings.map((meaning) => inContext(meaning, said));
}

/** The whole answer to "Apakah passphrase sudah Anda tetapkan?"; of anything else it says nothing. */
const DONE = /^(?:sudah|done|already)(?: terima kasih| thanks?(?: you)?)?$/;
const BESIDE_DONE: ReadonlySet<Meaning['means']> = new Set<Meaning['means']>(['unknown', 'thanks']);
const LINK = /\b(?:link|tautan|url)\b/;
/** "Sudah saya klik, tapi kedaluwarsa." */
const OPENED = /\b(?:klik|diklik|buka|dibuka|link|tautan|opened|clicked)\b/;
/** A link that is there and does not open: its mail has come. */
const NO_USE =
  /\b404\b|kadaluarsa|hangus|basi|\bmati\b|rusak|eror|(?:tidak|belum) (?:bisa|dapat|berlaku)|(?:not|doesnt|invalid)\b/;

/** "Link set passphrase mana?" */
const NOT_THERE =
  /\bmana\b|\b(?:kirim|dikirim|kirimkan|minta)\b.*\b(?:lagi|ulang|kembali)\b|\b(?:tidak|belum) (?:ada|masuk|sampai|terima|diterima)\b/;

function inContext(meaning: Meaning, said: string): Meaning {
  switch (meaning.means) {
    case 'yes':
    case 'collected':
      return { means: 'link', state: 'set' };
    case 'page':
      return { means: 'link', state: NO_USE.test(said) ? 'expired' : 'missing' };
    case 'new-code':
      return { means: 'link', state: 'missing' };
    case 'renew':
      return OPENED.test(said) && NO_USE.test(said) ? { means: 'link', state: 'expired' } : meaning;
    // There is no file to install and no letter to send: what we ask says how the passphrase is set.
    case 'about-installing':
    case 'which-documents':
      return { means: 'resume' };
    case 'wrong':
      return meaning.fields.length === 1 && meaning.fields[0] === 'email'
        ? { means: 'link', state: 'missing' }
        : meaning;
    default:
      return meaning;
  }
}

/** Each answer leads on: set means that the operator looks for the certificate, anything else that he sends the link again. */
export function hearLink(turn: Turn, state: LinkState): void {
  if (!mayAct(turn)) return;
  turn.understood = true;
  const renewal = turn.open.find((each) => each.facts.ams !== undefined && each.facts.certificate === undefined);
  if (renewal === undefined) {
    turn.follow = 'next';
    return;
  }
  const result = turn.apply(renewal, { is: 'link-said', state });
  if (result !== 'applied') explain(turn, renewal, result);
  else if (state === 'set') turn.say({ say: 'passphrase-noted' });
  // Whatever he says, a certificate that is there already is the better news, and on its way to him.
  else if (isAwaited(turn.renewal(renewal.id)!, 'resend-link')) turn.say({ say: 'link-noted', state });
  else turn.follow = 'next';
}
