import { primary } from '../renewal/awaited.ts';
import type { Renewal } from '../renewal/renewal.ts';
import { sentBack } from './ask.ts';
import type { Heard, Question } from './conversation.ts';
import { aboutAwaitedLetter, speaksOfRefusal } from './hear/awaited-letter.ts';
import { aboutCollected, aboutUse } from './hear/collect.ts';
import { aboutLink } from './hear/link.ts';
import { aboutWhichLetter } from './hear/which-letter.ts';
import type { Meaning } from './meaning.ts';
import { foundAgain } from './words/found.ts';
import { gist, matches } from './words/match.ts';
import { tokens } from './words/normal.ts';

type Place = {
  readonly asked: Question['what'] | undefined;
  /** The renewal that is talked about. */
  readonly renewal?: Renewal;
  /** There is none, since he has a new certificate that is valid for long. */
  readonly renewed?: boolean;
};

/** What is said at a place is about that place: the same words mean something else elsewhere. */
export function atPlace(
  meanings: readonly Meaning[],
  { asked, renewal, renewed }: Place,
  heard: Pick<Heard, 'meanings' | 'text' | 'pressed'>,
): readonly Meaning[] {
  return withGuidance(spoken(meanings, { asked, renewal, renewed }, heard), asked, heard);
}

function spoken(
  meanings: readonly Meaning[],
  { asked, renewal, renewed = false }: Place,
  heard: Pick<Heard, 'meanings' | 'text'>,
): readonly Meaning[] {
  if (asked === 'number' || asked === 'code') return meanings.map(atSignIn);
  if (
    sentLetter(asked, renewal) &&
    meanings.some(({ means }) => means === 'not-me') &&
    SENT_WRONG.test(gist(heard.text))
  )
    return [{ means: 'wrong-file' }];
  // "Salah kirim file, bisa dibatalkan?": the file, unless the request is named.
  const has = (wanted: Meaning['means']) => meanings.some(({ means }) => means === wanted);
  if (has('wrong-file') && has('withdraw') && !OF_REQUEST.test(gist(heard.text)))
    return meanings.filter(({ means }) => means !== 'withdraw');
  if (saysSent(asked, renewal, heard)) return [{ means: 'sent' }];
  if (disputes(meanings, renewal, heard)) return [{ means: 'person' }];
  if (isOurTurn(asked, renewal) && STILL_NEEDED.test(gist(heard.text))) return meanings.map(whatIsLeft);
  if (isOurTurn(asked, renewal) && asksForNews(meanings, heard)) return [{ means: 'status' }];
  if (asked === 'letter' || asked === 'change-letter')
    return speaksOfRefusal(meanings, renewal, heard)
      ? [{ means: 'why-rejected' }]
      : aboutAwaitedLetter(meanings, heard.text);
  if (asked === 'letter-which') return aboutWhichLetter(meanings, heard);
  if (asked === 'revoke-why') return stillRevokes(meanings, heard) ? [{ means: 'revoke' }] : meanings.map(whyRevoked);
  if (asked === 'sign-in' && meanings.some(isLaterAnyDay) && WANTS_GUIDANCE.test(gist(heard.text)))
    return [{ means: 'resume' }];
  if (ASKED_BACK.has(asked) && takesBack(heard.text) && heard.meanings.length > 0) return [{ means: 'no' }];
  if (asked === 'change-values') {
    const done = heard.meanings.length > 0 && meanings.length === 0 && DONE.test(gist(heard.text));
    return done ? [{ means: 'that-is-all' }] : meanings.map((meaning) => atChange(meaning, heard.text));
  }
  if (asked === 'passphrase') return aboutLink(meanings, heard);
  if (asked === 'key' && heard.meanings.length > 0 && meanings.every(isAck) && DONE.test(gist(heard.text)))
    return [{ means: 'key-made' }];
  // It is asked back, where anything depends on it.
  if (asked === 'collect' && heard.meanings.length > 0 && DONE.test(gist(heard.text))) return [{ means: 'collected' }];
  const key = renewal?.rules.needsCsr === true && (asked === 'key' || renewal.facts.key !== undefined);
  const isThere = renewal?.facts.certificate !== undefined || renewed;
  const used = isThere ? aboutUse(meanings, heard) : meanings;
  const here = asked === 'confirm-collected' ? aboutCollected(used, heard) : used;
  return key ? here.map((meaning) => atKey(meaning, heard.text, renewal)) : here;
}

/** Whoever is lost is helped with the step at hand, and whoever fails at it with what fails there. */
const LOST: Partial<Record<Question['what'], Meaning['means']>> = {
  letter: 'about-letter',
  'change-letter': 'about-letter',
  key: 'resume',
  collect: 'how-to-install',
  passphrase: 'resume',
  'sign-in': 'resume',
};
/** What it is all about, rather than what to do. */
const PUZZLES: Partial<Record<Question['what'], Meaning['means']>> = {
  key: 'about-key',
  'sign-in': 'help',
  number: 'about-number',
};
const PUZZLED =
  /\b(?:langkah|paham|mengerti|ngerti|mudeng|maksud|apaan|bingung|(?:untuk|buat) apa|understand|confus\w*|mean)\b/;
const FAILS: Partial<Record<Question['what'], Meaning['means']>> = { key: 'page', collect: 'about-installing' };
const FAILING = /\b(?:eror|gagal|tidak (?:bisa|berhasil|jalan|muncul|terbuka)|failed|fails|doesnt|cant)\b/;
/** What may be done here at all is another question. */
const IN_GENERAL = /^(?:tolong |minta |butuh |perlu |need )*(?:bantu|bantuan|help|menu)$/;

function withGuidance(
  meanings: readonly Meaning[],
  asked: Question['what'] | undefined,
  { text, pressed }: Pick<Heard, 'text' | 'pressed'>,
): readonly Meaning[] {
  if (asked === undefined || pressed || !meanings.some(({ means }) => means === 'help')) return meanings;
  const said = gist(text);
  const fails = FAILING.test(said) ? FAILS[asked] : undefined;
  const guide = fails ?? (PUZZLED.test(said) ? PUZZLES[asked] : undefined) ?? LOST[asked];
  if (guide === undefined || IN_GENERAL.test(said)) return meanings;
  return meanings.map((meaning) => (meaning.means === 'help' ? ({ means: guide } as Meaning) : meaning));
}

/** "Eh ketemu, tidak jadi": the wish that is asked back is taken back, and nothing else is. */
const ASKED_BACK: ReadonlySet<Question['what'] | undefined> = new Set<Question['what'] | undefined>([
  ...(['confirm-withdraw', 'confirm-stop', 'confirm-left', 'confirm-device-lost'] as const),
  ...(['confirm-key-lost', 'confirm-revoke'] as const),
]);
const TAKES_BACK =
  /\b(?:(?:tidak|belum) jadi|masih (?:saya )?(?:di)?pakai|never ?mind|forget it|by mistake|acident\w*|salah (?:pencet|tekan|klik|sentuh|ketik|paham)|kepencet|(?:tidak|bukan|jangan|belum|dont|not)(?: (?:saya|ingin|mau|jadi|usah|perlu|bermaksud|berniat|pernah|minta|untuk|dulu|want|to|please)){0,3} (?:di|mem)?(?:batal(?:kan)?|cabut|cancel|withdraw|revoke)|^jangan dulu|jangan$)/;

function takesBack(text: string): boolean {
  const at = tokens(text);
  return TAKES_BACK.test(gist(text)) || foundAgain(at, matches(at));
}

/** "Salah kirim" is said of what he has sent himself, once there is a letter to send. */
const SENT_WRONG = /^(?!.*\b(?:orang|anda|bukan|nomor|alamat)\b).*\bsalah kirim\b/;
const sentLetter = (asked: Question['what'] | undefined, renewal: Renewal | undefined): boolean =>
  asked === 'letter' || asked === 'change-letter' || asked === 'kept-letter' || renewal?.facts.letter !== undefined;

const isAck = (meaning: Meaning): boolean => meaning.means === 'thanks' && meaning.ack === true;
/** In answer to "have you made it?"; at any other place this says nothing. */
const DONE = /^(?:iya )?(?:sudah(?: selesai| jadi| berhasil| beres)?|selesai|beres)$|^(?:done|finished|ready)$/;

const SENT =
  /^(?:iya |oke )?(?:sudah(?: (?:semua|saja|saya|selesai|jadi|beres|lama|tadi|dari|dikirim|kirim|terkirim|diupload|upload|perbaiki|diperbaiki|revisi|direvisi))*|selesai|beres)$|^(?:all )?done$|^already$/;

const isOurTurn = (asked: Question['what'] | undefined, renewal: Renewal | undefined): boolean =>
  asked === undefined && renewal !== undefined && primary(renewal)?.who !== 'applicant';

const STILL_NEEDED = /\b(?:masih|lagi|tambahan|still|more|else)\b/;
/** "Masih perlu kirim surat?", while nothing is awaited of him. */
const whatIsLeft = (meaning: Meaning): Meaning => (meaning.means === 'which-documents' ? { means: 'status' } : meaning);

const NEWS =
  /\b(?:masuk|terima|diterima|sampai|dibaca|terbaca|diac|ac|setuju|disetujui|diproses|selesai|jadi|beres|aproved|received)\b/;
/** "Tadi sudah saya kirim, masuk kan?", "udah diacc belum?", while it is our turn. */
const asksForNews = (meanings: readonly Meaning[], { meanings: heard, text }: Pick<Heard, 'meanings' | 'text'>) =>
  heard.length > 0 &&
  NEWS.test(gist(text)) &&
  (meanings.length === 0 ? text.includes('?') : meanings.every(isOfLetter) && HAS_COME.test(gist(text)));
const isOfLetter = ({ means }: Meaning): boolean => means === 'about-letter';
const HAS_COME = /\b(?:apakah|konfirmasi|apa)\b.*\b(?:sudah|telah) (?:diterima|masuk|sampai|dibaca|received)\b/;

/** "Sudah", while a letter is awaited, and while it is our turn: what he means has come, or has not. */
function saysSent(
  asked: Question['what'] | undefined,
  renewal: Renewal | undefined,
  { meanings, text }: Pick<Heard, 'meanings' | 'text'>,
): boolean {
  const awaits = asked === 'letter' || asked === 'change-letter';
  return (awaits || isOurTurn(asked, renewal)) && meanings.length > 0 && SENT.test(gist(text));
}

const DISPUTES =
  /\b(?:surat|data|berkas|leter)\b.*\b(?:sudah|memang|padahal) (?:saya )?(?:benar|betul|sesuai|lengkap|ditandatangani|ditanda|ttd|dicap|distempel)|\b(?:cek|dicek|periksa|diperiksa|lihat|check) (?:lagi|ulang|kembali|again)\b/;
/** "Surat saya sudah benar kok", of what an operator sent back: that one has to look again. */
const disputes = (
  meanings: readonly Meaning[],
  renewal: Renewal | undefined,
  heard: Pick<Heard, 'meanings' | 'text'>,
): boolean =>
  renewal !== undefined &&
  sentBack(renewal).length > 0 &&
  heard.meanings.length > 0 &&
  meanings.every(({ means }) => means === 'unknown' || means === 'about-letter' || means === 'arrived') &&
  DISPUTES.test(gist(heard.text));

/** Said with more words it takes the whole back, which is asked back. */
const TAKEN_BACK =
  /^(?:maaf |eh |oh |saya )*(?:batal|batalkan|dibatalkan|tidak jadi|berubah pikiran|cancel|changed my mind)(?: saja| saya| maaf)*$/;
const OF_DATA = /\b(?:data|yang lama|semula)\b/;
const OF_REQUEST =
  /\b(?:permohonan|pengajuan|\w*perpanjang\w*|\w*per?barui|pembaruan|proses|sertifikat|(?<!(?:benar|betul|sesuai) )semua|request|renew\w*)\b/;
const AFTER_ALL = /\b(?:ternyata|after al)\b/;

/** What is under way at this place is a change: that is cancelled, and data that is right after all has none. */
function atChange(meaning: Meaning, text: string): Meaning {
  const said = gist(text);
  if (meaning.means === 'withdraw' && (TAKEN_BACK.test(said) || (OF_DATA.test(said) && !OF_REQUEST.test(said))))
    return { means: 'cancel-change' };
  return meaning.means === 'yes' && AFTER_ALL.test(said) ? { means: 'cancel-change' } : meaning;
}

const isLaterAnyDay = (meaning: Meaning): boolean => meaning.means === 'not-now' && meaning.days === undefined;
/** "Akan saya kerjakan, mohon dipandu": he wants to begin, and at once. */
const WANTS_GUIDANCE = /\b(?:pandu|dipandu|panduan|dibimbing|petunjuk|arahan|langkah|guide|guidance)\b/;

const REVOKES = /\b(?:di)?cabut\b|\brevoke\b/;
/** "Tidak tahu alasannya, pokoknya cabut", in answer to "why?": he still wishes it, and is asked once more. */
const stillRevokes = (meanings: readonly Meaning[], { meanings: heard, text }: Pick<Heard, 'meanings' | 'text'>) =>
  heard.length > 0 && meanings.length === 0 && REVOKES.test(gist(text)) && !TAKES_BACK.test(gist(text));

/** "Saya mau pensiun", in answer to "why?": a reason, and no question about it. */
function whyRevoked(meaning: Meaning): Meaning {
  if (meaning.means === 'if-retiring') return { means: 'left', why: 'retired' };
  return meaning.means === 'if-moving' ? { means: 'left', why: 'moved' } : meaning;
}

/** His mail is where the code comes in: one that he cannot open, or that brings nothing, is no data that has changed. */
function atSignIn(meaning: Meaning): Meaning {
  switch (meaning.means) {
    case 'wrong':
      // Data is none of a stranger's: something is wrong with his number or his code, and is asked for again.
      return { means: meaning.fields.includes('email') ? 'no-mailbox' : 'resume' };
    case 'link':
      return { means: 'new-code' };
    default:
      return meaning;
  }
}

/** A number is said to be one; a "HP" that is changed while the key is talked about is where the key lies. */
const IS_NUMBER = /\b(?:no|nomor|number|telepon|wa)\b/;

const REFUSED = /\b(?:salah|ditolak|invalid|wrong|incorect|rejected)\b/;
const FORGOTTEN = /\b(?:lupa|ingat|hilang|forg[eo]t\w*|remember|lost)\b/;
/** From his own key on, the only passphrase is that of the key. */
function atKey(meaning: Meaning, text: string, { facts }: Renewal): Meaning {
  switch (meaning.means) {
    case 'forgotten-passphrase':
      if (facts.key === undefined) return meaning;
      // "Katanya password salah": the wrong one may have been typed.
      return REFUSED.test(gist(text)) && !FORGOTTEN.test(gist(text))
        ? { means: 'about-installing' }
        : { means: 'key-lost' };
    case 'wrong': {
      const device = meaning.fields.length === 1 && meaning.fields[0] === 'phone' && !IS_NUMBER.test(gist(text));
      return device ? { means: 'about-key' } : meaning;
    }
    default:
      return meaning;
  }
}
