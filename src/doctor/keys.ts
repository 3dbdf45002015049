import { join } from 'node:path';
import { connect, type Sql } from '../../db/connect.ts';
import { latestCrl, sealedData } from '../../db/examine.ts';
import { createIssuanceStorage } from '../../db/issuance.ts';
import { openData } from '../../db/people.ts';
import type { RequestReader } from '../desk/ports.ts';
import { Fault } from '../fault.ts';
import { hasAuthority, openAuthority } from '../issuance/custody.ts';
import { compareJournal, type Standing } from '../issuance/reconcile.ts';
import { openSignerJournal, type SignerJournalView } from '../issuance/signer-journal.ts';
import type { Keyring } from '../seal.ts';
import type { DatabaseUrls } from './database.ts';
import { type Check, daysUntil, type Report } from './finding.ts';

export type KeysCheckParts = {
  readonly database: DatabaseUrls | undefined;
  /** Undefined where no key was configured, and none made yet. */
  readonly keyring: Keyring | undefined;
  readonly issuer: 'local' | 'ams';
  readonly caDir: string;
  readonly caPassphrase: string | undefined;
  readonly requests: RequestReader;
  readonly clock: () => Date;
};
export const KEYS_LIMIT_MS = 30_000;
/** A certificate of two years has to end before its issuer does (RFC 5280, 6.1 needs both valid). */
const AUTHORITY_DAYS = 2 * 366;

/** Opens what is sealed, opens the CA, and compares the signer's journal with the database; writes nothing. */
export function keysCheck(parts: KeysCheckParts): Check {
  return async (report) => {
    const { database, keyring, issuer } = parts;
    if (!keyring) report('key-missing');
    if (keyring) await within(database?.url, report, (sql) => secretKey(sql, keyring, report));
    if (issuer === 'ams') return report('ca-ams');
    if (database && !database.issuerUrl) return report('signer-elsewhere');
    await authority(parts, report);
    if (!keyring) return;
    await within(database?.issuerUrl, report, async (sql) => {
      await journal(sql, keyring, parts, report);
      await crl(sql, parts.clock(), report);
    });
  };
}

/** Why a database cannot be entered is told under its own name. */
async function within(url: string | undefined, report: Report, look: (sql: Sql) => Promise<void>): Promise<void> {
  if (url === undefined) return report('no-database');
  const sql = connect(url, { max: 1, name: 'perbarui-doctor' });
  try {
    const entered = await sql`select 1`.then(
      () => true,
      () => false,
    );
    if (entered) await look(sql);
    else report('no-database');
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function secretKey(sql: Sql, keyring: Keyring, report: Report): Promise<void> {
  const samples = await sealedData(sql);
  if (samples.length === 0) return report('key-nothing');
  const shut = samples.filter(({ id, sealed }) => !opens(keyring, id, sealed));
  if (shut.length === 0) report('key-opens');
  else report('key-wrong', { which: shut.map(({ which }) => which).join(' dan ') });
}

function opens(keyring: Keyring, id: string, sealed: Uint8Array): boolean {
  try {
    openData(keyring, id, sealed);
    return true;
  } catch (error) {
    if (error instanceof Fault && error.code === 'sealed') return false;
    throw error;
  }
}

async function authority({ caDir, caPassphrase, clock }: KeysCheckParts, report: Report): Promise<void> {
  if (!(await hasAuthority(caDir))) return report('ca-missing');
  if (!caPassphrase) return report('ca-locked', { why: 'CA_PASSPHRASE' });
  try {
    const { notAfter: until } = await openAuthority(caDir, caPassphrase);
    const days = daysUntil(until, clock());
    report(days < AUTHORITY_DAYS ? 'ca-ends' : 'ca-ok', { until, days });
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    report('ca-locked', { why: error.message.replace(/^\w+: /, '') });
  }
}

async function journal(sql: Sql, keyring: Keyring, { caDir, requests }: KeysCheckParts, report: Report) {
  const storage = createIssuanceStorage({ sql, keyring, requests });
  const look = async (): Promise<{ journal: SignerJournalView; standing: Standing }> => {
    const found = await openSignerJournal(join(caDir, 'signer-journal.jsonl'));
    return { journal: found, standing: await compareJournal(found, storage) };
  };
  try {
    const first = await look();
    // A signer at work is between its two writes for a moment.
    const { journal: found, standing } = first.standing.state === 'agrees' ? first : await look();
    if (standing.state === 'agrees') report('journal-ok', { count: found.count() });
    else report('journal-differs', { state: STATES[standing.state] });
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    report('journal-unreadable', { why: error.message.replace(/^[\w-]+: /, '') });
  }
}
const STATES = { missing: 'hilang', behind: 'tertinggal', ahead: 'lebih maju', contradicts: 'bertentangan' } as const;

async function crl(sql: Sql, now: Date, report: Report): Promise<void> {
  const until = await latestCrl(sql);
  if (!until) report('crl-none');
  else report(until <= now ? 'crl-stale' : 'crl-fresh', { until });
}
