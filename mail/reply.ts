import EmailReplyParser from 'email-reply-parser';
import { REPLY_TEXT_LIMIT, SIGNATURE_LIMIT_LINES } from './limits.ts';

/**
 * What the person wrote, for interpretation only: without quoted text, signature and disclaimer. No parser is always
 * right (FIELD-NOTES, Mail), so the operator always sees the whole body. Never throws; may be empty.
 */
export function replyText(whole: string): string {
  const text = compact(whole).slice(0, REPLY_TEXT_LIMIT);
  const above = untilFirst(withoutQuotes(text), QUOTE_BEGINS);
  return withoutEnd(readable(above) ? unsigned(above) : above)
    .replace(/\n(?:[ \t]*\n)+/g, '\n\n')
    .trim();
}

/** No head of a quote and no signature is as long, in characters: the library's patterns grow with the fourth power of a line. */
const LIBRARY_LINE_LIMIT = 250;
/** Its Dutch and Danish heads may go over lines, and are looked for from each line on to each of these words. */
const OVER_LINES = /schreef|skrev/g;
const OVER_LINES_LIMIT = 10;
const readable = (text: string): boolean => (text.match(OVER_LINES)?.length ?? 0) <= OVER_LINES_LIMIT;

/** By the library, which sees a mark where a long line stands; the marks' letters are nobody's (Unicode, private use). */
function unsigned(text: string): string {
  const long: string[] = [];
  const marked = text.replaceAll(/[\ue000\ue001]/g, '').replaceAll(LONG_LINE, (line) => {
    long.push(line);
    return `\ue000${long.length - 1}\ue001`;
  });
  return new EmailReplyParser()
    .read(marked)
    .getFragments()
    .filter((fragment) => !fragment.isQuoted() && !(fragment.isSignature() && !isRule(fragment.getContent())))
    .map((fragment) => fragment.getContent())
    .join('\n')
    .replaceAll(/\ue000(\d+)\ue001/g, (_, at: string) => long[Number(at)] ?? '');
}
const LONG_LINE = new RegExp(`[^\\n]{${LIBRARY_LINE_LIMIT + 1},}`, 'g');

/** Long runs of blanks say nothing, and the patterns below are slow on them. Most mails have none, which is seen quickly. */
function compact(whole: string): string {
  const text = whole.replace(/\r\n?|[\u2028\u2029]/g, '\n').slice(0, 10 * REPLY_TEXT_LIMIT);
  const dense = /\s{20}/.test(text) ? text.replace(/[^\S\n]{20,}/g, ' ') : text;
  return dense.replace(/\n(?:[^\S\n]*\n){3,}/g, '\n\n\n');
}

/** What the library takes for a signature and is a rule between paragraphs, or a sentence that begins like a phone's note. */
const isRule = (fragment: string): boolean =>
  /^\s*(?:-{3,}|={2,}|\+{2,}|Sent from [^\n<]*[,;][^\n]*)\s*(?:\n|$)/.test(fragment);

/** "Pada 12 Jan 2027, Sertifikat <...> menulis:", also over two or three lines, in the languages that clients here use. */
const QUOTE_HEAD =
  /^[>\s]*(?:Pada (?:tanggal )?|Pada\s*(?:hari )?|On |Dari )[^\n]{0,300}(?:\n(?!\s*[>\n])[^\n]{0,200}){0,2}?(?:menulis|wrote|menulis pesan)\s*:[ \t]*$/m;
/** In any language: a line with a time or an address that ends in a colon, right above marked lines. */
const MARKED_HEAD =
  /^(?=[^\n]{0,300}(?:\d[.:/-]\d\d|@))[^\n>]{1,300}(?:\n[^\n]{0,120})?:[ \t]*\n(?:[ \t]*\n)?(?=[ \t]*>)/gm;
const MARKED_LINES = /^(?:[ \t]*>[^\n]*(?:\n|$))+/gm;

/**
 * From these lines on all is quoted. Outlook and Zimbra put the head of the original in front of it, without marks
 * on its lines.
 */
const QUOTE_BEGINS: readonly RegExp[] = [
  /^\s*-{2,}\s*(?:Original Message|Original Appointment|Pesan Asli|Forwarded message|Pesan terusan|Pesan yang diteruskan|Diteruskan)\s*-{2,}\s*$/im,
  /^\s*(?:Begin forwarded message|Mulai pesan yang diteruskan)\s*:/im,
  // Outlook: a rule of underscores, then the head.
  /^_{10,}\s*\n\s*\*?(?:From|Dari)\*?\s*:/im,
  // A head of at least two fields, bold in some clients, in the languages that these come in.
  /^\s*\*?(?:From|Dari|Pengirim|De|Da|Von|Van|Fra|Message du)\s*:\*?[^\n]+\n(?:\s*\n|[ \t]*<[^\n]*>[ \t]*\n)?\s*\*?(?:Sent|Date|To|Cc|Subject|Dikirim|Terkirim|Tanggal|Kepada|Ke|Perihal|Subjek|Judul|De|À|A|Envoyé(?: le)?|Objet|Gesendet|An|Betreff|Verzonden|Aan|Onderwerp|Inviato|Oggetto|Enviado|Para|Dato|Til|Emne)\s*:\*?/im,
];

/** A client's mark, or the note of a phone: from here on it is no text of the person, even if nothing stands above. */
const NOTES: readonly RegExp[] = [
  /^--\s*$/m,
  /^(?:Dikirim|Terkirim) dari (?:iPhone|iPad|HP|ponsel|perangkat|Samsung|Yahoo|Outlook|Gmail|Mail|Xiaomi|Oppo|Vivo|Android|smartphone|telepon)[^\n]*$/im,
  /^(?:Unduh|Dapatkan) Outlook untuk [^\n]*$/im,
  /^Sent from my [^\n,;:]{1,60}$/im,
];
/**
 * The end of a letter, with little after it but a name and an office, and what a lawyer wants below every mail. With
 * nothing above it is the beginning: people also greet with "Salam", and warn with "Perhatian:".
 */
const ENDS: readonly RegExp[] = [
  /^[—–―]+\s*$/m,
  /^\**(?:Hormat (?:kami|saya)|Salam hormat|Salam|Wassalam(?:u'?alaikum)?[^\n]{0,30}|Terima kasih dan salam|Best regards|Kind regards|Regards|Sincerely|Cheers)\**[,.!]?\s*\p{Extended_Pictographic}?\s*$/imu,
];
const DISCLAIMERS: readonly RegExp[] = [
  /^[*_\s]*(?:Disclaimer|Penafian|Pernyataan penyangkalan|Peringatan|Perhatian)[*_]*\s*:[^\n]*$/im,
  /^[^\n]{0,80}(?:e-?mail ini (?:beserta|dan) (?:seluruh )?lampiran|surel ini (?:beserta|dan) lampiran|informasi (?:yang terkandung )?dalam (?:e-?mail|surel) ini (?:bersifat )?rahasia|this e-?mail (?:message )?and any (?:attachments|files))/im,
];
/** A rule that led to what is gone by now. */
const RULE_AT_END = /(?:\n\s*[-_=*]{3,}[ \t]*)+\s*$/;

function untilFirst(text: string, patterns: readonly RegExp[], counts = (_at: number) => true): string {
  const starts = patterns.map((pattern) => pattern.exec(text)?.index).filter((at) => at !== undefined && counts(at));
  return text.slice(0, Math.min(text.length, ...starts.map((at) => at!)));
}

function withoutEnd(text: string): string {
  const body = untilFirst(text, NOTES);
  const below = (at: number) => body.slice(0, at).trim() !== '';
  const lines = (at: number) =>
    body
      .slice(at)
      .split('\n')
      .filter((line) => line.trim() !== '').length;
  const ended = untilFirst(body, ENDS, (at) => below(at) && lines(at) <= SIGNATURE_LIMIT_LINES);
  return untilFirst(ended, DISCLAIMERS, below).replace(RULE_AT_END, '');
}

/**
 * The answer stands above the quote, below it, or between its lines. Where the quoted lines are marked, only these and
 * their head are taken out; where they are not, all that follows a head is the quote.
 */
function withoutQuotes(text: string): string {
  let rest = text;
  for (let head = QUOTE_HEAD.exec(rest); head; head = QUOTE_HEAD.exec(rest)) {
    const before = rest.slice(0, head.index);
    const after = rest.slice(head.index + head[0].length).replace(/^\s*\n/, '');
    if (!/^\s*>/.test(after)) return before;
    rest = before + after.replace(/^(?:[ \t]*>[^\n]*(?:\n|$)|[ \t]*\n(?=[ \t]*>))+/, '');
  }
  return rest.replace(MARKED_HEAD, '').replace(MARKED_LINES, '\n');
}
