import { connect, type Sql } from '../../db/connect.ts';
import { createIssuanceStorage } from '../../db/issuance.ts';
import { createLease } from '../../db/leases.ts';
import { signerJournalIn } from '../issuance/custody/ca-folder.ts';
import { hasAuthority, openFamily, readFamily } from '../issuance/custody/custody.ts';
import { createRequestReader } from '../issuance/request/csr.ts';
import type { OwnAuthority } from '../issuance/signer/reconcile.ts';
import type { IssuanceStorage } from '../issuance/storage.ts';
import type { Keyring } from '../seal.ts';

/** What a command works with that does something in the signer's place. */
export type StandingInParts = {
  /** Of the signer's role. */
  readonly issuerUrl: string;
  readonly keyring: Keyring;
  readonly clock: () => Date;
  readonly caDir: string;
  readonly passphrase: string | undefined;
  readonly print: (text: string) => void;
};

type StoodIn = {
  readonly sql: Sql;
  readonly storage: IssuanceStorage;
  /** Of the signer's journal. */
  readonly path: string;
  /** False while a signer is at work: then nothing may be written. */
  takeHisPlace(): Promise<boolean>;
};

/** Does it under the signer's role, and gives back his lease where it was taken. */
export async function standIn<T>(parts: StandingInParts, act: (stood: StoodIn) => Promise<T>): Promise<T> {
  const { issuerUrl, keyring, caDir } = parts;
  const sql = connect(issuerUrl, { max: 2, name: 'perbarui-reconcile' });
  const lease = createLease(sql, 'signer');
  const storage = createIssuanceStorage({ sql, keyring, requests: createRequestReader() });
  try {
    return await act({ sql, storage, path: signerJournalIn(caDir), takeHisPlace: lease.acquire });
  } finally {
    await lease.release();
    await sql.end({ timeout: 5 });
  }
}

/** The CAs in their folders, with their keys where there is a passphrase. Throws Fault('custody'). */
export async function ownAuthorities({ caDir, passphrase }: StandingInParts): Promise<OwnAuthority[]> {
  if (!(await hasAuthority(caDir))) return [];
  const { signing, retired } = passphrase === undefined ? await readFamily(caDir) : await openFamily(caDir, passphrase);
  return [signing, ...retired];
}
