import EmailReplyParser from 'email-reply-parser';
import { REPLY_TEXT_LIMIT } from './limits.ts';

/**
 * What the person wrote, for interpretation only: without quoted text, signature and disclaimer. No parser is always
 * right (FIELD-NOTES, Mail), so the operator always sees the whole body. Never throws; may be empty.
 */
export function replyText(whole: string): string {
  const text = compact(whole).slice(0, REPLY_TEXT_LIMIT);
  const above = untilFirst(withoutQuoteHeads(text), QUOTE_BEGINS);
  const visible = new EmailReplyParser().parseReply(above);
  const unquoted = visible
    .split('\n')
    .filter((line) => !/^\s*>/.test(line))
    .join('\n');
  return untilFirst(unquoted, SIGNATURE_BEGINS).trim();
}

/** Long runs of blanks say nothing, and the patterns below are slow on them. */
const compact = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    .slice(0, 10 * REPLY_TEXT_LIMIT)
    .replace(/[ \t\u00a0]{20,}/g, ' ')
    .replace(/\n(?:[ \t\u00a0]*\n){3,}/g, '\n\n\n');

/** "Pada 12 Jan 2027, Sertifikat <...> menulis:", also over two or three lines, in the languages that clients here use. */
const QUOTE_HEAD =
  /^[>\s]*(?:Pada (?:tanggal )?|Pada\s*(?:hari )?|On |Dari )[^\n]{0,300}(?:\n[^\n]{0,200}){0,2}?(?:menulis|wrote|menulis pesan)\s*:[ \t]*$/m;

/**
 * From these lines on all is quoted. Outlook and Zimbra put the head of the original in front of it, without marks
 * on its lines.
 */
const QUOTE_BEGINS: readonly RegExp[] = [
  /^\s*-{2,}\s*(?:Original Message|Original Appointment|Pesan Asli|Pesan asli|Forwarded message|Pesan terusan|Pesan yang diteruskan|Diteruskan)\s*-{2,}\s*$/im,
  /^\s*(?:Begin forwarded message|Mulai pesan yang diteruskan)\s*:/im,
  // Outlook: a rule of underscores, then the head.
  /^_{10,}\s*\n\s*\*?(?:From|Dari)\*?\s*:/im,
  // A head of at least two fields, in English or Indonesian, bold in some clients.
  /^\s*\*?(?:From|Dari|Pengirim)\s*:\*?[^\n]+\n(?:\s*\n)?\s*\*?(?:Sent|Date|To|Cc|Subject|Dikirim|Terkirim|Tanggal|Kepada|Ke|Perihal|Subjek|Judul)\s*:\*?/im,
];

/** From these lines on it is a signature, the note of a phone, or what a lawyer wants below every mail. */
const SIGNATURE_BEGINS: readonly RegExp[] = [
  /^--\s*$/m,
  /^(?:Dikirim|Terkirim) dari (?:iPhone|iPad|HP|ponsel|perangkat|Samsung|Yahoo|Outlook|Gmail|Mail|Xiaomi|Oppo|Vivo|Android|smartphone|telepon)[^\n]*$/im,
  /^(?:Unduh|Dapatkan) Outlook untuk [^\n]*$/im,
  /^Sent from my [^\n]*$/im,
  /^\**(?:Hormat (?:kami|saya)|Salam hormat|Salam|Wassalam(?:u'?alaikum)?[^\n]{0,30}|Terima kasih dan salam|Best regards|Kind regards|Regards)\**[,.]?\s*$/im,
  /^[*_\s]*(?:Disclaimer|Penafian|Pernyataan penyangkalan|Peringatan|Perhatian)[*_]*\s*:[^\n]*$/im,
  /^[^\n]{0,80}(?:e-?mail ini (?:beserta|dan) (?:seluruh )?lampiran|surel ini (?:beserta|dan) lampiran|informasi (?:yang terkandung )?dalam (?:e-?mail|surel) ini (?:bersifat )?rahasia|this e-?mail (?:message )?and any (?:attachments|files))/im,
];

function untilFirst(text: string, patterns: readonly RegExp[]): string {
  const starts = patterns.map((pattern) => pattern.exec(text)?.index ?? text.length);
  return text.slice(0, Math.min(...starts));
}

/**
 * The answer stands above the quote, or below it. Where the lines that follow are marked, only these and their head
 * are taken out; where they are not, all that follows is the quote.
 */
function withoutQuoteHeads(text: string): string {
  let rest = text;
  for (let head = QUOTE_HEAD.exec(rest); head; head = QUOTE_HEAD.exec(rest)) {
    const before = rest.slice(0, head.index);
    const after = rest.slice(head.index + head[0].length).replace(/^\s*\n/, '');
    if (!/^\s*>/.test(after)) return before;
    rest = before + after.replace(/^(?:[ \t]*>[^\n]*(?:\n|$)|[ \t]*\n(?=[ \t]*>))+/, '');
  }
  return rest;
}
