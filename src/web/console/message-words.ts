import type { Outcome } from '../../desk/entry.ts';
import { REFUSALS } from './words.ts';

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
  if ('done' in outcome) return 'Pesan sudah diproses ulang. Jawabannya ada dalam percakapan.';
  if ('duplicate' in outcome)
    return 'Pesan yang sama sudah diterima dan diproses sebelumnya, jadi tidak ada yang dilakukan dua kali. Gangguannya ditutup.';
  if ('refused' in outcome) return REFUSALS[outcome.refused];
  return `Pesan ini masih belum dapat diproses dan tetap tersimpan. ${faultInWords(outcome.fault)}`;
}
