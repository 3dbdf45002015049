import type { Field } from '../../renewal/renewal.ts';
import type { Meaning } from '../meaning.ts';
import type { Placed } from './numbers.ts';

type Means = Meaning['means'];

export const MANNERS: ReadonlySet<string> = new Set<Means>(['thanks', 'greeting']);

/** What a meaning is dropped beside: the other says better, or otherwise, what is wanted. */
const DROPPED_BESIDE: Partial<Record<Means, readonly Means[]>> = {
  // "Pangkat saya naik, perlu diubah juga?", "kalau saya pindah?": asked about, and nothing is wrong.
  wrong: ['cancel-change', 'if-moving', 'if-retiring'],
  left: ['if-moving', 'if-retiring'],
  // "Tidak jadi perpanjang, saya mau pensiun": the reason.
  'if-moving': ['withdraw', 'revoke'],
  'if-retiring': ['withdraw', 'revoke'],
  'about-letter': ['if-rejected', 'why-rejected'],
  'if-rejected': ['why-rejected'],
  // "Laptop saya kena virus, apa perlu ganti sertifikat?"
  'not-renewing': ['device-lost'],
  revocation: ['device-lost'],
  status: ['if-moving', 'if-retiring', 'if-rejected', 'why-rejected'],
  yes: ['wrong', 'change', 'not-now', 'withdraw', 'stop', 'not-me', 'left', 'cancel-change'],
  withdraw: ['cancel-change'],
  // "Besok saya perlu, mohon dipercepat" is the opposite of later.
  'not-now': [
    'hurry',
    'not-renewing',
    'deadline',
    'if-moving',
    'if-retiring',
    'if-rejected',
    'apply-again',
    'channels',
    'status',
    'how-long',
  ],
  'not-me': ['wrong-file'],
  tedious: ['person', 'withdraw', 'complaint'],
  complaint: ['person'],
  hurry: ['revoke', 'device-lost'],
  'how-long': ['deadline'],
  deadline: ['hurry', 'not-renewing'],
  // "Laptop kantor dipakai bersama, aman tidak?" asks about the laptop.
  'is-it-real': ['about-device', 'about-data', 'revoke', 'device-lost'],
  // "... kok pakai gmail?" is the reason for the doubt.
  'about-number': ['is-it-real', 'wrong'],
  help: ['apply-again'],
  resume: ['apply-again'],
  renew: [
    'withdraw',
    'deadline',
    'apply-again',
    'left',
    'not-me',
    'cost',
    'how-long',
    'hurry',
    'not-renewing',
    'which-documents',
    'about-helpers',
    'tedious',
    'complaint',
    'collected',
    'status',
    'revocation',
  ],
};

/** One `wrong` with all fields, without those that have a new value; each other meaning once; what excludes a yes beats it. */
export function settled(found: readonly Placed[], namesRevoking: boolean): Meaning[] {
  const sorted = [...found].sort((a, b) => a.place - b.place);
  const ordered = [
    ...new Map(sorted.toReversed().map(({ meaning }) => [JSON.stringify(meaning), meaning])).values(),
  ].reverse();
  const has = (...names: Means[]): boolean => ordered.some(({ means }) => names.includes(means));
  const { fields, allChanged } = wrongFields(ordered);
  const out: Meaning[] = [];
  for (const meaning of ordered) {
    if (has(...(DROPPED_BESIDE[meaning.means] ?? []))) continue;
    if (isBesidePoint(meaning, ordered, out)) continue;
    if (meaning.means === 'wrong' && fields.length === 0 && has('about-data', 'other-data')) continue;
    // Whoever says that his data is old because he has moved is still here.
    if (meaning.means === 'left' && meaning.why === 'moved' && has('wrong', 'change')) continue;
    // "Sertifikat tidak dipakai lagi, tolong dicabut": not the request, the certificate.
    if (meaning.means === 'withdraw' && namesRevoking && has('unused')) out.push({ means: 'revoke' });
    else if (meaning.means !== 'wrong') out.push(meaning);
    else if (!allChanged && !out.some(({ means }) => means === 'wrong')) out.push({ means: 'wrong', fields });
  }
  return out;
}

/** The fields that are wrong and have no new value; `allChanged`: there are new values, and nothing but them. */
function wrongFields(ordered: readonly Meaning[]): { readonly fields: readonly Field[]; readonly allChanged: boolean } {
  const changed = new Set(
    ordered.flatMap((meaning) => (meaning.means === 'change' ? Object.keys(meaning.changes) : [])),
  );
  const named = ordered.flatMap((meaning) => (meaning.means === 'wrong' ? meaning.fields : []));
  const fields = [...new Set(named)].filter((field) => !changed.has(field));
  return { fields, allChanged: changed.size > 0 && fields.length === 0 };
}

/** "Belum bisa, password salah": why the step is not done yet. */
const OF_THE_STEP: readonly Means[] = ['about-letter', 'about-installing'];
/** "Eh tunggu, nomor HP juga ganti": he goes on at once. */
const GOES_ON: readonly Means[] = ['wrong', 'change'];
/** A no or a call for help beside what is meant by it; a later without a day, or a second one. */
function isBesidePoint(meaning: Meaning, ordered: readonly Meaning[], out: readonly Meaning[]): boolean {
  switch (meaning.means) {
    case 'no':
      return ordered.length > 1;
    // "Jabatan tidak jadi diganti, biarkan yang lama": that one, and not all that was noted.
    case 'cancel-change':
      return meaning.fields === undefined && ordered.some((each) => each.means === 'cancel-change' && each.fields);
    case 'arrived':
      return ordered.some(({ means }) => !MANNERS.has(means) && means !== 'arrived' && means !== 'help');
    case 'help':
      return ordered.some(({ means }) => !MANNERS.has(means) && means !== 'help' && means !== 'yes');
    case 'not-now':
      if (
        meaning.days === undefined &&
        ordered.slice(ordered.indexOf(meaning)).some(({ means }) => GOES_ON.includes(means))
      )
        return true;
      return meaning.days === undefined
        ? ordered.some(({ means, ...other }) => OF_THE_STEP.includes(means) || (means === 'not-now' && 'days' in other))
        : out.some(({ means }) => means === 'not-now');
    default:
      return false;
  }
}
