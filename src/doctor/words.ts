import { date } from '../conversation/format.ts';
import type { Finding, Part, Values } from './finding.ts';
import { AMS } from './words/ams.ts';
import { MAIL, TELEGRAM } from './words/channels.ts';
import { ADDRESS, CLOCK, DATABASE, DISK, KEYS } from './words/ground.ts';
import { LEVELS, type Level, note, type Words, warning, wrong } from './words/levels.ts';

export type { Level };

/**
 * What each finding means and what mends it, for operators and engineers. The codes are stable: programs go by them. PURE.
 */

export const PART_NAMES: Readonly<Record<Part, string>> = {
  database: 'Basis data',
  mail: 'Email',
  telegram: 'Telegram',
  address: 'Alamat publik',
  clock: 'Jam',
  disk: 'Ruang penyimpanan',
  keys: 'Kunci dan CA',
  ams: 'AMS',
};

const ANY = {
  embedded: note('Memakai bagian bawaan untuk percobaan, jadi tidak ada server luar yang perlu diperiksa.'),
  off: note('Dimatikan dalam konfigurasi, jadi tidak diperiksa.'),
  'no-database': note('Tidak dapat diperiksa selama basis data tidak dapat dimasuki.'),
  'timed-out': wrong(
    'Pemeriksaan bagian ini tidak selesai dalam {seconds} detik, sehingga keadaannya belum diketahui seluruhnya.',
    'Periksa jaringan ke server yang bersangkutan, lalu jalankan pemeriksaan sekali lagi.',
  ),
  'not-examined': wrong(
    'Pemeriksaan bagian ini terhenti ({why}), sehingga keadaannya belum diketahui seluruhnya.',
    'Jalankan sekali lagi. Bila berulang, sampaikan kode dalam kurung kepada pengelola sistem.',
  ),
  'certificate-ends': warning(
    'Sertifikat server {host} berakhir pada {until}, {days} hari lagi. Setelah itu, sambungan ke sana ditolak.',
    'Mintalah pengelola server memperbarui sertifikatnya sebelum tanggal itu.',
  ),
} as const;

const WORDS = {
  ...ANY,
  ...MAIL,
  ...TELEGRAM,
  ...DATABASE,
  ...ADDRESS,
  ...CLOCK,
  ...DISK,
  ...KEYS,
  ...AMS,
} satisfies Readonly<Record<string, Words>>;
export type Code = keyof typeof WORDS;
export const CODES = Object.keys(WORDS) as Code[];

export const levelOf = ({ code }: Pick<Finding, 'code'>): Level => WORDS[code].level;

/** The sentence of a finding, and what mends it where something has to be mended. */
export function inWords({ code, values }: Finding, timeZone: string): { says: string; todo?: string } {
  const { says, todo }: Words = WORDS[code];
  return { says: filled(says, values, timeZone), ...(todo ? { todo: filled(todo, values, timeZone) } : {}) };
}

const filled = (words: string, values: Values, timeZone: string) =>
  words.replace(/\{(\w+)\}/g, (gap, name) => {
    const value = values[name];
    if (value === undefined) return gap;
    if (value instanceof Date) return date(value, { language: 'id', timeZone });
    return typeof value === 'number' ? value.toLocaleString('id-ID', { maximumFractionDigits: 1 }) : value;
  });

const MARKS: Readonly<Record<Level, string>> = { good: 'ok', note: ' -', warning: ' !', wrong: '!!' };

/** One part with its findings, for a terminal. */
export function partInWords(part: Part, findings: readonly Finding[], timeZone: string): string {
  const lines = findings.flatMap((finding) => {
    const { says, todo } = inWords(finding, timeZone);
    return [`  ${MARKS[levelOf(finding)]} ${says} [${finding.code}]`, ...(todo ? [`     → ${todo}`] : [])];
  });
  return [PART_NAMES[part], ...lines].join('\n');
}

/** The gravest of these; `good` where there is nothing to tell. */
export const gravest = (findings: readonly Finding[]): Level =>
  LEVELS.findLast((level) => findings.some((finding) => levelOf(finding) === level)) ?? 'good';
