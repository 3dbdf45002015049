import { createHash, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { House } from '../compose/house.ts';
import type { Operator, RecordedCertificate } from '../desk/entry.ts';
import { DAY_MS } from '../durations.ts';
import { Fault } from '../fault.ts';
import type { Data } from '../renewal/renewal.ts';

export type Sample = { readonly data: Data; readonly serial: string; readonly days: number };

const person = (
  name: string,
  nik: string,
  nip: string,
  email: string,
  phone: string,
  position: string,
  unit: string,
): Data => ({
  nik,
  nip,
  name,
  email,
  phone,
  position,
  unit,
  organisation: 'Dinas Komunikasi dan Informatika',
  city: 'Kota Contoh',
  province: 'Provinsi Contoh',
});

/** Invented people with certificates near their end, so that every case can be played at once. */
export const SAMPLES: readonly Sample[] = [
  {
    data: person(
      'Siti Rahmawati',
      '1371015203850004',
      '198503122010012004',
      'siti.rahmawati@contohprov.example',
      '+6281234567801',
      'Analis Kebijakan',
      'Bidang Aplikasi Informatika',
    ),
    serial: '6f3a91c2d4e85b70',
    days: 14,
  },
  {
    data: person(
      'Budi Santoso',
      '1371010807790003',
      '197907082005011003',
      'budi.santoso@contohprov.example',
      '+6281234567802',
      'Kepala Seksi Persandian',
      'Bidang Persandian',
    ),
    serial: '51b0d7e94c2af386',
    days: 7,
  },
  {
    data: person(
      'Dewi Lestari',
      '1371016511900002',
      '199011252015022002',
      'dewi.lestari@contohprov.example',
      '+6281234567803',
      'Pranata Komputer Ahli Muda',
      'Sekretariat',
    ),
    serial: '7c4e02a8b95d1f63',
    days: 25,
  },
  {
    data: person(
      'Rizal Effendi',
      '1371012104820005',
      '198204212008011005',
      'rizal.effendi@contohprov.example',
      '+6281234567804',
      'Kepala Bidang Statistik',
      'Bidang Statistik',
    ),
    serial: '2d98f6b1a3c70e54',
    days: -3,
  },
  {
    data: person(
      'Nurul Hidayah',
      '1371014709930001',
      '199309072019032001',
      'nurul.hidayah@contohprov.example',
      '+6281234567805',
      'Arsiparis Ahli Pertama',
      'Sekretariat',
    ),
    serial: '4a17c5e8d2b0936f',
    days: 120,
  },
];

/** The private key and certificate that a sample person holds before he renews. */
export type Holding = { readonly key: KeyObject; readonly certificate: Uint8Array };

/**
 * Puts the sample people on record through the same door as an import. With a CA in the house their certificates are
 * real ones of it, begun two years ago; else they are known by number and date, as with AMS. Safe to repeat.
 */
export async function addSamples(
  house: Pick<House, 'desk' | 'issuer'>,
  operator: Operator,
  now: Date,
  samples: readonly Sample[] = SAMPLES,
): Promise<Map<string, Holding>> {
  const holdings = new Map<string, Holding>();
  await house.desk.receive(
    samples.map(({ data }) => ({ enter: 'operator', operator, act: { act: 'import-applicant', data } })),
  );
  for (const sample of samples) {
    const certificate = await certificateOf(house, sample, now, holdings);
    await house.desk.receive([
      { enter: 'operator', operator, act: { act: 'import-certificate', nip: sample.data.nip, certificate } },
    ]);
  }
  return holdings;
}

async function certificateOf(
  { issuer }: Pick<House, 'issuer'>,
  { data, serial, days }: Sample,
  now: Date,
  holdings: Map<string, Holding>,
): Promise<RecordedCertificate> {
  const notAfter = new Date(now.getTime() + days * DAY_MS);
  const notBefore = twoYearsBefore(notAfter);
  const byNumber = { serial, notBefore, notAfter, evidence: 'number', state: 'valid', issuer: 'ams' } as const;
  if (!issuer.issueSample) return byNumber;
  const { publicKey, privateKey } = await newKeyPair('rsa', { modulusLength: 2048 });
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  const issuance = await issuer.issueSample(`sample:${serial}`, data, spki, notBefore);
  // A CA that somebody made himself (`ca init`) began later than the sample's certificate.
  if (issuance.status === 'refused' && issuance.why === 'validity-beyond-issuer') return byNumber;
  if (issuance.status !== 'issued') throw new Fault('issuance', `a sample certificate was ${issuance.status}`);
  holdings.set(data.nip, { key: privateKey, certificate: issuance.certificate });
  const spkiHash = createHash('sha256').update(spki).digest('hex');
  return {
    serial: issuance.serial,
    notBefore: issuance.notBefore,
    notAfter: issuance.notAfter,
    evidence: 'certificate',
    state: 'valid',
    issuer: 'local',
    der: issuance.certificate,
    spki: spkiHash,
  };
}

const newKeyPair = promisify(generateKeyPair);

function twoYearsBefore(date: Date): Date {
  const before = new Date(date);
  before.setUTCFullYear(before.getUTCFullYear() - 2);
  return before;
}
