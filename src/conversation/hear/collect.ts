import type { Renewal } from '../../renewal/renewal.ts';
import { certificateOf, revocationAt, revokesOld } from '../ask.ts';
import type { Heard } from '../conversation.ts';
import { explain } from '../focus.ts';
import type { Meaning } from '../meaning.ts';
import type { Turn } from '../turn.ts';
import { wondersAt } from '../words/clause.ts';
import { gist } from '../words/match.ts';
import { plain } from '../words/normal.ts';
import { saysNotWorking } from '../words/use.ts';
import { mayAct } from './identity.ts';
import { holdsOld } from './revoke.ts';

/**
 * The end of a renewal: the new certificate works, so the old one is not needed any more. What the product knows by itself
 * is only that the page was opened and a file made in the browser of somebody; that it was installed, and that its
 * passphrase is at hand, is known to the person alone.
 */

/** The certificate works, he says. Where the old one is revoked after that, he is asked back: a mere download is no reason. */
export function hearCollected(turn: Turn): void {
  if (!mayAct(turn)) return;
  turn.understood = true;
  const { certificates } = turn.applicant!;
  const renewal = collectable(turn);
  if (renewal !== undefined) askOrComplete(turn, renewal);
  // With AMS the renewal has ended with the certificate itself, and this is only good news.
  else if (turn.open.length === 0 && certificates.length > 0) turn.say({ say: 'thanks' });
  else turn.follow = 'next';
}

const collectable = (turn: Turn) => turn.open.find(({ facts }) => facts.certificate !== undefined);

function askOrComplete(turn: Turn, renewal: Renewal): void {
  const isGrave = renewal.facts.keyLost === undefined && revokesOld(renewal, turn.applicant!, turn.known.now);
  if (isGrave) askWhether(turn, renewal);
  else complete(turn, renewal);
}

function askWhether(turn: Turn, renewal: Renewal): void {
  const { serial, expires } = certificateOf(renewal, turn.applicant!);
  const at = revocationAt(renewal, turn.applicant!, turn.known);
  const about = renewal.facts.certificate!.id;
  turn.ask(
    { what: 'confirm-collected', renewal: renewal.id, about },
    { say: 'collected-confirm', serial, expires, ...(at && { at }) },
  );
}

/** The yes. Said of a certificate that was replaced meanwhile it says nothing of the one that is there now. */
export function collectedConfirmed(turn: Turn): void {
  if (!mayAct(turn)) return;
  const renewal = collectable(turn);
  if (renewal === undefined) turn.follow = 'next';
  else if (renewal.facts.certificate!.id === turn.conversation.question?.about) complete(turn, renewal);
  else askOrComplete(turn, renewal);
}

/** Not yet: the renewal waits with its page. */
export function notCollected(turn: Turn): void {
  turn.understood = true;
  turn.say({ say: 'not-collected' });
  turn.follow = 'next';
}

/**
 * It is installed, and does not sign: an operator knows at once, and the old one stays until the new one works. Returns
 * whether he has a new one; of any other certificate this is a question like many.
 */
export function hearNotWorking(turn: Turn): boolean {
  if (turn.proven === undefined || turn.applicant === undefined) return false;
  const renewal = collectable(turn);
  const isRenewed = turn.open.length === 0 && turn.applicant.certificates.some(({ hasSuccessor }) => hasSuccessor);
  if (renewal === undefined && !isRenewed) return false;
  turn.understood = true;
  // Said once more it is more of the same for the operator, who knows.
  const isRepeated = turn.hasCalled && turn.conversation.question?.what === 'collect';
  turn.act({ act: 'call-operator', why: 'not-working' });
  if (isRepeated) turn.say({ say: 'passed-on' });
  else if (renewal === undefined) turn.say({ say: 'not-working-noted', old: holdsOld(turn) ? 'held' : 'gone' });
  else {
    const old = revokesOld(renewal, turn.applicant, turn.known.now) ? 'kept' : 'gone';
    // No longer the question whether it is installed, which a later "ya" would answer.
    const about = renewal.facts.certificate!.id;
    turn.ask({ what: 'collect', renewal: renewal.id, about }, { say: 'not-working-noted', old });
  }
  return true;
}

/** What is said beside it is how it came to be said, or more of the same. */
const GIVES_WAY: ReadonlySet<Meaning['means']> = new Set<Meaning['means']>([
  ...([
    'not-now',
    'help',
    'unknown',
    'renew',
    'resume',
    'collected',
    'yes',
    'no',
    'hurry',
    'keep-certificate',
  ] as const),
  ...(['how-to-install', 'about-installing', 'about-key', 'status', 'not-working', 'greeting', 'thanks'] as const),
]);

/** "Sudah bisa", of whatever it was that did not work; it is asked back whether it is installed. */
const WORKS =
  /^(?:iya |akhirnya )*(?:sudah )+(?:bisa|berhasil|normal|lancar|beres|jalan)(?: sekarang| semua| alhamdulil?lah| terima kasih)*$|^(?:ok |yes )?(?:it )?(?:works|is working|is fixed)(?: now)?$/;
const BESIDE_WORKS: ReadonlySet<Meaning['means']> = new Set<Meaning['means']>([
  'unknown',
  'thanks',
  'greeting',
  'collected',
]);

/** With a new certificate at hand, that it does not sign is what matters; of data and mailboxes something else is said. */
export function aboutUse(meanings: readonly Meaning[], heard: Pick<Heard, 'meanings' | 'text'>): readonly Meaning[] {
  if (heard.meanings.every(({ means }) => BESIDE_WORKS.has(means)) && WORKS.test(gist(heard.text)))
    return heard.meanings.length > 0 ? [{ means: 'collected' }] : meanings;
  const said = heard.meanings.length > 0 ? saysNotWorking(heard.text) : undefined;
  if (said === undefined || !meanings.every(({ means }) => GIVES_WAY.has(means))) return meanings;
  return [{ means: 'not-working', ...(said === 'supposed' && { supposed: true as const }) }];
}

function complete(turn: Turn, renewal: Renewal): void {
  const result = turn.apply(renewal, { is: 'collected' });
  if (result !== 'applied') {
    explain(turn, renewal, result);
    return;
  }
  const at = revocationAt(renewal, turn.applicant!, turn.known);
  const revokes = revokesOld(renewal, turn.applicant!, turn.known.now);
  turn.say({ say: 'completed', revokesOld: revokes, ...(at && { at }) });
}

/** What may stand beside an answer without being another matter. */
const BESIDE: ReadonlySet<Meaning['means']> = new Set<Meaning['means']>(['collected', 'thanks', 'greeting', 'unknown']);
const ALREADY =
  /^(?:iya )?(?:sudah|done|already|i have|i do)(?: sudah)?(?: semua| ada| punya)?(?: terima kasih| matur (?:nuwun|suwun)| thanks?(?: you)?)?$/;
const NOT_YET = /^(?:(?:belum|not yet)\b|not$)/;
const BESIDE_NOT_YET: ReadonlySet<Meaning['means']> = new Set<Meaning['means']>([
  ...BESIDE,
  ...(['no', 'not-now', 'resume'] as const),
]);
/** Installed or in use; what was merely downloaded, received or kept is asked about once more. */
const IN_USE =
  /pasang|instal|impor|import|pakai|kepake|guna|fungsi|aktif|tanda tangan|ttd|login|lancar|berhasil|sukses|(?:sudah|coba(?: dan)?) bisa(?! \w*(?:unduh|download|buka|simpan))|normal|works?\b/;

/** "Sudah saya pakai tanda tangan tadi pagi": more words than the table has for it. */
const SAYS_SO = /^(?:iya )?(?:sudah|alhamdulil?ah|syukur)\b/;
/** The yes revokes the old certificate, so it is made of these words alone; beside any other it is asked about once more. */
export const PLAIN_USE: ReadonlySet<string> = new Set(
  [
    'iya ya yes sudah selesai semua saya aku kami terpasang dipasang pasang memasang kepasang terinstal diinstal instal menginstal',
    'terinstall diinstall install installed terimpor diimpor impor terimport diimport import imported coba dicoba mencoba tes dites',
    'bisa dapat pakai dipakai memakai terpakai kepake kepakai guna gunakan digunakan menggunakan berfungsi fungsi aktif buat untuk',
    'tanda tangan tandatangan ttd menandatangani lancar berhasil sukses normal baik bagus aman dengan dan serta juga',
    'yang tadi pagi siang sore malam kemarin barusan baru hari ini di laptop komputer pc saja langsung',
    'sertifikat sertifikatnya certificate it its is was has have been i ive my the new works work working fine well now',
    'already done successfully in use used on computer sign signed signing with and tested tried no problem problems',
    'terima kasih banyak sekali thanks thank you cheers alhamdulillah syukur akhirnya',
  ]
    .join(' ')
    .split(' ')
    .map(plain),
);
/** What can be installed is not installed. */
const CAN_BE = /\bbisa (?:saya )?(?:di)?(?:pasang|instal|impor|import)/;
const isPlain = (said: string): boolean => !CAN_BE.test(said) && said.split(' ').every((word) => PLAIN_USE.has(word));
/** Received or kept, and no more. */
const MERELY_HERE = /unduh|download|simpan|terima\b(?! kasih)|saved?\b|received/;

/** In answer to "is it installed?", saying so once more is the yes, and "belum" is the no; beside anything else neither is. */
export function aboutCollected(
  meanings: readonly Meaning[],
  heard: Pick<Heard, 'meanings' | 'text'>,
): readonly Meaning[] {
  // What came late or from others has lost its meanings by now: it answers nothing.
  if (heard.meanings.length === 0 || wondersAt(heard.text)) return meanings;
  const said = gist(heard.text);
  const keep = meanings.some(({ means }) => means === 'keep-certificate');
  if (keep || (NOT_YET.test(said) && meanings.every(({ means }) => BESIDE_NOT_YET.has(means))))
    return [...meanings.filter(({ means }) => means !== 'keep-certificate' && means !== 'not-now'), { means: 'no' }];
  if (ALREADY.test(said)) return [{ means: 'yes' }];
  // Beside a yes it is taken for the same thing twice, and has gone from the meanings by now.
  const isSaid = heard.meanings.some(({ means }) => means === 'collected');
  const isOnlyThat = meanings.every(({ means }) => means === 'yes' || BESIDE.has(means));
  if (isOnlyThat && (isSaid || SAYS_SO.test(said)) && IN_USE.test(said) && !heard.text.includes('?'))
    return [{ means: isPlain(said) ? 'yes' : 'collected' }];
  // "Iya, sudah saya unduh" is the yes to another question.
  return isOnlyThat && isSaid && MERELY_HERE.test(said) ? [{ means: 'collected' }] : meanings;
}
