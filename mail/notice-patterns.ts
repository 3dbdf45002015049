import { z } from 'zod';
import { Fault } from '../src/fault.ts';

/**
 * What the CA's mails look like. The real wording, sender and timing are not published (PROCEDURE, facts of the
 * domain), so this page is made to be changed: plain words, no code. Upper and lower case and line breaks do not
 * matter. A notice is only a hint; the certificate is looked up in our own records.
 */
export type NoticePatterns = {
  /** Domains (with all below them) or addresses that the CA writes from. */
  readonly senders: readonly string[];
  /** One of these stands in the subject or the text. */
  readonly topics: readonly string[];
  /** Which kind of mail it is: looked for in the subject first, then in the text, where the earliest decides. */
  readonly kinds: Readonly<Record<'expiring' | 'expired' | 'revoked' | 'issued', readonly string[]>>;
  /** Names of the fields in the text, followed by a colon, a line break or directly by the value. */
  readonly fields: Readonly<Record<'name' | 'email' | 'serial' | 'expires', readonly string[]>>;
  /** What stands before the name at the beginning of the letter. */
  readonly greetings: readonly string[];
};

export const NOTICE_PATTERNS: NoticePatterns = {
  senders: ['bsre.bssn.go.id', 'bssn.go.id', 'bsre.go.id'],
  topics: [
    'sertifikat elektronik',
    'sertifikat digital',
    'electronic certificate',
    'digital certificate',
    'tanda tangan elektronik',
  ],
  kinds: {
    expiring: [
      'akan berakhir',
      'akan segera berakhir',
      'akan habis',
      'segera berakhir',
      'akan kedaluwarsa',
      'akan kadaluarsa',
      'akan kadaluwarsa',
      'will expire',
      'about to expire',
      'is expiring',
      'expires soon',
      'expiring soon',
      'expiry notice',
      'expiration notice',
    ],
    expired: [
      'telah berakhir',
      'sudah berakhir',
      'telah kedaluwarsa',
      'telah kadaluarsa',
      'telah kadaluwarsa',
      'telah habis',
      'sudah tidak berlaku',
      'tidak berlaku lagi',
      'has expired',
      'have expired',
      'is no longer valid',
    ],
    revoked: [
      'telah dicabut',
      'sudah dicabut',
      'pencabutan sertifikat',
      'has been revoked',
      'was revoked',
      'certificate revocation',
      'certificate revoked',
    ],
    issued: [
      'telah diterbitkan',
      'berhasil diterbitkan',
      'penerbitan sertifikat',
      'sudah terbit',
      'has been issued',
      'was issued',
      'certificate issued',
      'certificate issuance',
    ],
  },
  fields: {
    name: ['nama lengkap', 'nama pemilik', 'nama pengguna', 'nama', 'full name', 'common name', 'name'],
    email: ['alamat email', 'alamat e-mail', 'e-mail', 'email', 'surel'],
    serial: ['nomor seri sertifikat', 'nomor seri', 'no. seri', 'no seri', 'serial number', 'serial no', 'serial'],
    expires: [
      'berlaku sampai dengan',
      'berlaku sampai',
      'berlaku hingga',
      'masa berlaku sampai',
      'tanggal berakhir',
      'tanggal kedaluwarsa',
      'berakhir pada',
      'berakhir tanggal',
      'kedaluwarsa pada',
      'habis pada',
      'masa berlaku',
      'valid until',
      'valid to',
      'expiry date',
      'expiration date',
      'expires on',
      'expire on',
      'expired on',
      'expires',
    ],
  },
  greetings: ['yth. bapak/ibu', 'yth bapak/ibu', 'yth. sdr.', 'yth.', 'kepada', 'dear'],
};

const words = z.array(z.string().min(1).max(200)).max(200);
const Overrides = z.strictObject({
  senders: words.optional(),
  topics: words.optional(),
  kinds: z.strictObject({ expiring: words, expired: words, revoked: words, issued: words }).partial().optional(),
  fields: z.strictObject({ name: words, email: words, serial: words, expires: words }).partial().optional(),
  greetings: words.optional(),
});

/** The defaults with what a JSON text replaces. Throws Fault('config') that names the place, never the content. */
export function readNoticePatterns(json: string): NoticePatterns {
  const read = Overrides.safeParse(parsed(json));
  if (!read.success) {
    const places = read.error.issues.map(({ path }) => path.join('.') || 'the file');
    throw new Fault('config', `NOTICE_PATTERNS_FILE: wrong at ${[...new Set(places)].join(', ')}`);
  }
  const { kinds, fields, ...rest } = read.data;
  return {
    ...NOTICE_PATTERNS,
    ...rest,
    kinds: { ...NOTICE_PATTERNS.kinds, ...kinds },
    fields: { ...NOTICE_PATTERNS.fields, ...fields },
  };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new Fault('config', 'NOTICE_PATTERNS_FILE: is not JSON');
  }
}
