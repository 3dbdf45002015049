import type { Sign } from '../../../../db/console/messages.ts';
import type { MessageView } from '../../../../db/console/talk.ts';
import type { Outcome } from '../../../desk/entry.ts';
import { REFUSALS, SAID } from '../words.ts';

/** The console's words about messages: why one could not be read, what became of it, who proved what. */

const FAULTS: Readonly<Record<string, string>> = {
  unparsable: 'Susunan email ini rusak, sehingga isinya tidak dapat dibaca.',
  'from-unclear': 'Pengirimnya tidak jelas: alamat pengirim tidak ada, lebih dari satu, atau bukan alamat yang sah.',
  'too-large': 'Email ini melampaui batas ukuran. Yang diambil hanya bagian kepalanya, tanpa isi dan lampiran.',
  'an update of Telegram could not be read':
    'Kiriman Telegram ini bentuknya tidak dikenal, sehingga tidak dapat dibaca.',
};

/** Why a message is kept with a fault. What is not the sender's doing is ours, and says so. */
export const faultInWords = (fault: string): string =>
  FAULTS[fault] ?? 'Pesan ini sampai dengan utuh, tetapi sistem gagal memprosesnya. Isinya belum dijalankan.';
/** A fault of ours has a code that whoever looks after the system can use. */
export const isOurs = (fault: string): boolean => !Object.hasOwn(FAULTS, fault);

/** How it went when a message was processed again. */
export function againInWords(outcome: Outcome): string {
  if ('done' in outcome) return SAID['processed-again'];
  if ('duplicate' in outcome) return SAID['processed-before'];
  if ('refused' in outcome) return REFUSALS[outcome.refused];
  return `Pesan ini masih belum dapat diproses dan tetap tersimpan. ${faultInWords(outcome.fault)}`;
}

/** A badge's words and tone, with a sentence beside it where that says more. */
export type Worded = { readonly text: string; readonly tone: '' | 'good' | 'warn' | 'bad'; readonly note?: string };

type Proof = NonNullable<MessageView['detail']['proof']>;
const SPF: Readonly<Record<NonNullable<Proof['spf']>, string>> = {
  pass: ' SPF cocok.',
  fail: ' SPF tidak cocok.',
  unknown: '',
};

/** How far it is proven who wrote a mail. It decides nothing here: what it may do was decided when it came. */
export function verdictInWords(proof: Proof | undefined): Worded {
  const spf = SPF[proof?.spf ?? 'unknown'];
  const answers = proof?.token ? 'Membawa kode balasan dari surat kita.' : 'Tanpa kode balasan dari surat kita.';
  switch (proof?.authentic) {
    case 'aligned':
      return { text: 'terbukti dari pemilik alamat', tone: 'good', note: answers + spf };
    case 'failed':
      return {
        text: 'pengirim tidak terbukti',
        tone: 'bad',
        note: `Tanda tangan emailnya gagal diperiksa. ${answers}${spf}`,
      };
    default:
      return {
        text: 'pengirim belum terbukti',
        tone: 'warn',
        note: `Servernya tidak menandatangani email ini. ${answers}${spf}`,
      };
  }
}

export const AUTOMATIC: Readonly<Record<'auto-reply' | 'list' | 'own' | 'bounce', string>> = {
  'auto-reply': 'Balasan otomatis, tidak dijawab',
  list: 'Kiriman milis, tidak dijawab',
  own: 'Surat kita sendiri yang kembali, tidak dijawab',
  bounce: 'Pemberitahuan bahwa surat kita tidak sampai',
};

/** Where a message of ours is on its way. */
export function deliveryInWords(
  { state, why, attempts, nextTryAt, sentAt }: MessageView,
  moment: (at: Date) => string,
): Worded {
  switch (state) {
    case 'queued':
      return attempts === 0
        ? { text: 'menunggu dikirim', tone: '' }
        : {
            text: 'dicoba lagi',
            tone: 'warn',
            ...(nextTryAt ? { note: `${moment(nextTryAt)}, percobaan ke-${attempts + 1}.` } : {}),
          };
    case 'sent':
      return why === SOFT_BOUNCE
        ? { text: 'terkirim, tetapi tertunda', tone: 'warn' }
        : { text: 'terkirim', tone: 'good', ...(sentAt ? { note: moment(sentAt) } : {}) };
    case 'held':
      if (why === 'superseded')
        return { text: 'tidak dikirim', tone: '', note: 'Kabar berikutnya sudah ada sebelum pesan ini berangkat.' };
      return { text: 'ditahan', tone: 'warn', note: 'Tidak dikirim karena operator sedang berbicara.' };
    case 'unsure':
      return {
        text: 'mungkin sudah sampai',
        tone: 'warn',
        note: 'Sambungan terputus saat dikirim, sehingga tidak dapat dipastikan.',
      };
    case 'failed':
      return why === HARD_BOUNCE ? { text: 'dikembalikan', tone: 'bad' } : { text: 'gagal terkirim', tone: 'bad' };
    default:
      return { text: state, tone: '' };
  }
}

const HARD_BOUNCE = 'bounced';
const SOFT_BOUNCE = 'bounced for now';
const WHYS: Readonly<Record<string, string>> = {
  [HARD_BOUNCE]: 'Server penerima menolak alamat ini.',
  [SOFT_BOUNCE]: 'Server penerima melaporkan bahwa surat ini belum sampai dan masih mencobanya.',
  blocked: 'Orangnya memblokir bot kita.',
  erased: 'Isinya dihapus sebelum dikirim.',
  'channel is off': 'Salurannya sedang dimatikan.',
  'not ready': 'Lampirannya belum dapat disiapkan.',
  'telegram did not answer in time': 'Telegram tidak menjawab pada waktunya.',
};

/** What channels say, in the forms their rooms give it; the code stays for whoever looks after the system. */
const PATTERNS: readonly (readonly [RegExp, (code: string) => string])[] = [
  [/^smtp (4\d\d.*)$/, (code) => `Server email meminta dicoba lagi nanti (SMTP ${code}).`],
  [/^smtp (\d.*)$/, (code) => `Server email menolak pesan ini (SMTP ${code}).`],
  [/^(\S+) after the message was handed over$/, (code) => `Sambungan terputus setelah pesannya diserahkan (${code}).`],
  [/^telegram (429.*)$/, () => 'Telegram meminta kita menunggu karena terlalu banyak pesan.'],
  [/^telegram (403.*)$/, () => 'Orangnya memblokir bot kita atau menutup akunnya.'],
  [/^telegram (5\d\d.*)$/, (code) => `Telegram sendiri sedang terganggu (${code}).`],
  [/^telegram (\d.*)$/, (code) => `Telegram menolak pesan ini (${code}).`],
  [/^telegram: (.*)$/, (code) => `Telegram tidak dapat dihubungi (${code}).`],
  [/^(E[A-Z]+)$/, (code) => `Servernya tidak dapat dihubungi (${code}).`],
];

/** Why a message did not leave, or why nothing arrives. */
export function whyInWords(why: string): string {
  if (Object.hasOwn(WHYS, why)) return WHYS[why]!;
  for (const [pattern, words] of PATTERNS) {
    const code = pattern.exec(why)?.[1];
    if (code !== undefined) return words(code);
  }
  return `Sebabnya: ${why}.`;
}

/** Why somebody is suggested as the one a message is about. */
export const SIGNS_IN_WORDS: Readonly<Record<Sign, string>> = {
  nip: 'NIP-nya disebut',
  nik: 'NIK-nya disebut',
  email: 'alamat emailnya disebut',
  serial: 'nomor seri sertifikatnya disebut',
  name: 'namanya disebut',
  'display-name': 'nama pengirim mirip namanya',
  'same-mailbox': 'nama kotak suratnya sama',
  'same-domain': 'domain email sama dan nama pengirim mirip',
};
