import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Profile, personalProfile } from '../../src/issuance/certificate/profile.ts';
import type { Authority } from '../../src/issuance/custody/custody.ts';
import { initAuthority } from '../../src/issuance/custody/establish.ts';
import type { SubjectData } from '../../src/issuance/issuer.ts';
import { createLocalIssuer, type LocalIssuer } from '../../src/issuance/local.ts';
import { readRequest } from '../../src/issuance/request/csr.ts';
import { makeRequest } from '../../src/issuance/request/make-request.ts';
import type { SignatureKind } from '../../src/issuance/signature/signing.ts';
import { type Agreement, createAgreement } from '../../src/issuance/signer/reconcile.ts';
import type { ApprovedRequest, IssuanceStorage } from '../../src/issuance/storage.ts';
import { somebody } from '../support/person.ts';
import { MemoryStorage } from './memory.ts';

export const PASSPHRASE = 'a passphrase of the tests';
export const NOW = new Date('2026-11-23T02:03:04.567Z');
export const NAMES = {
  organisation: 'Dinas Komunikasi dan Informatika',
  root: 'Root CA Uji',
  issuing: 'Issuing CA Uji',
};
export const PROFILE: Profile = personalProfile({
  policies: ['1.3.6.1.4.1.55555.1.1', '2.16.360.1.1.1.3.12'],
  addresses: { crl: 'http://127.0.0.1/ca.crl', caIssuers: 'http://127.0.0.1/ca.cer', ocsp: 'http://127.0.0.1/ocsp' },
});

export const SITI: SubjectData = somebody({
  name: 'Siti Nurhaliza Wulandari, S.Kom.',
  email: 'siti.wulandari@sgs.go.id',
});

export const newRsaKey = (modulusLength = 2048): KeyObject => generateKeyPairSync('rsa', { modulusLength }).privateKey;
export const newEcKey = (namedCurve = 'P-256'): KeyObject => generateKeyPairSync('ec', { namedCurve }).privateKey;

/** The public key of a fresh request, as the office takes it out. */
export function spkiFor(key: KeyObject = newEcKey()): Uint8Array {
  const reading = readRequest(Buffer.from(makeRequest('Siti', key)));
  if (!reading.ok) throw new Error(reading.refused);
  return reading.spki;
}

export const approved = (change: Partial<ApprovedRequest> = {}): ApprovedRequest => ({
  renewal: 'renewal-1',
  content: 'v1|letter|key',
  approved: 'v1|letter|key',
  approvals: [{ at: NOW, mayDecide: true }],
  needed: 1,
  subject: SITI,
  spki: spkiFor(),
  keySeen: false,
  keyBlocked: false,
  ...change,
});

export type Office = {
  readonly dir: string;
  readonly authority: Authority;
  readonly storage: MemoryStorage;
  readonly journalPath: string;
  now: Date;
  /** A new process over what the old one left behind. `storage` may be a wrapped one that crashes. */
  start(
    storage?: IssuanceStorage,
    authority?: Authority,
    agreement?: Agreement,
    fourEyes?: boolean,
  ): Promise<LocalIssuer>;
  close(): Promise<void>;
};

/** A CA in a folder of its own. */
export async function openOffice(kind: SignatureKind = 'p-384', profile = PROFILE, now = NOW): Promise<Office> {
  const dir = await mkdtemp(join(tmpdir(), 'perbarui-ca-'));
  const authority = await initAuthority({ dir: join(dir, 'ca'), passphrase: PASSPHRASE, names: NAMES, now, kind });
  const memory = new MemoryStorage();
  const journalPath = join(dir, 'signer.journal');
  const onJournal = (storage: IssuanceStorage) => createAgreement(journalPath, storage, () => office.now);
  const office: Office = {
    dir,
    authority,
    storage: memory,
    journalPath,
    now,
    async start(storage = memory, signer = authority, agreement = onJournal(storage), fourEyes = false) {
      return createLocalIssuer({ authority: signer, storage, agreement, clock: () => office.now, profile, fourEyes });
    },
    close: () => rm(dir, { recursive: true, force: true }),
  };
  return office;
}

/** The independent judge. Tests that need it skip where it is not installed. */
export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

export function openssl(args: readonly string[], input?: Uint8Array): { status: number | null; text: string } {
  const { status, stdout, stderr } = spawnSync('openssl', args, { input, encoding: 'utf8' });
  return { status, text: `${stdout}${stderr}` };
}
