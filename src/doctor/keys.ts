import { stat } from 'node:fs/promises';
import { connect, type Sql } from '../../db/connect.ts';
import { isHeld, lastEnds, latestCrls } from '../../db/examine.ts';
import { createIssuanceStorage } from '../../db/issuance.ts';
import { keyStanding } from '../../db/keys.ts';
import { createSignedReads } from '../../db/signing.ts';
import type { RequestReader } from '../desk/ports.ts';
import { Fault } from '../fault.ts';
import { certificatesIn, keyIdOf } from '../issuance/custody/authority.ts';
import { exposed, FILES, foldersOf, has, rootFolderOf, signerJournalIn } from '../issuance/custody/ca-folder.ts';
import { hasAuthority, openFamily, readFamily } from '../issuance/custody/custody.ts';
import { compareJournal, type Standing } from '../issuance/signer/reconcile.ts';
import { openSignerJournal, type SignerJournalView } from '../issuance/signer/signer-journal.ts';
import type { Keyring } from '../seal.ts';
import { authorityFindings, earlierFindings } from './authority-end.ts';
import type { DatabaseUrls } from './database.ts';
import type { Check, Finding, Report } from './finding.ts';

export type KeysCheckParts = {
  readonly database: DatabaseUrls | undefined;
  /** Undefined where no key was configured, and none made yet. */
  readonly keyring: Keyring | undefined;
  readonly issuer: 'local' | 'ams';
  readonly caDir: string;
  readonly caPassphrase: string | undefined;
  readonly caPassphraseFile?: string | undefined;
  /** The database is the embedded one. */
  readonly embedded: boolean;
  readonly requests: RequestReader;
  readonly clock: () => Date;
};
export const KEYS_LIMIT_MS = 30_000;

/** Opens what is sealed, opens the CA, and compares the signer's journal with the database; writes nothing. */
export function keysCheck(parts: KeysCheckParts): Check {
  return async (report) => {
    const { database, keyring, issuer } = parts;
    if (!keyring) report('key-missing');
    if (keyring) await within(database?.url ?? database?.issuerUrl, report, (sql) => secretKey(sql, keyring, report));
    if (issuer === 'ams') return report('ca-ams');
    if (database && !database.issuerUrl) {
      report('signer-elsewhere');
      return within(database.url, report, (sql) => publishedAuthority(sql, parts.clock(), report));
    }
    await authority(parts, report);
    await passphraseFile(parts.caPassphraseFile, report);
    if (!keyring) return;
    await within(database?.issuerUrl, report, async (sql) => {
      await authoritiesLost(sql, parts, report);
      await earlierHere(sql, parts, report);
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
  const { seen, shut, hashedOtherwise } = await keyStanding(sql, keyring);
  if (seen === 0) return report('key-nothing');
  if (shut.length > 0) report('key-wrong', { which: shut.map((which) => SAMPLES[which]).join(' dan ') });
  if (hashedOtherwise) report('key-order');
  if (shut.length === 0 && !hashedOtherwise) report('key-opens');
}
const SAMPLES = { oldest: 'terlama', newest: 'terbaru' } as const;

async function authority(parts: KeysCheckParts, report: Report): Promise<void> {
  try {
    await openedAuthority(parts, report);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    report('ca-locked', { why: error.message.replace(/^\w+: /, '') });
  }
}

async function openedAuthority({ caDir, caPassphrase, embedded, clock }: KeysCheckParts, report: Report) {
  if (!(await hasAuthority(caDir))) return report('ca-missing');
  for (const folder of await foldersOf(caDir)) {
    const files = await exposed(folder);
    if (files.length > 0) report('ca-exposed', { folder, files: files.join(', ') });
  }
  // The embedded default is for trying: nobody trusts its root.
  const near = embedded ? [] : [caDir, rootFolderOf(caDir)];
  for (const folder of near) if (await has(folder, FILES.rootKey)) report('root-key-here', { folder });
  if (!caPassphrase) return report('ca-locked', { why: 'CA_PASSPHRASE' });
  const { signing } = await openFamily(caDir, caPassphrase);
  told(authorityFindings(signing.chain, clock()), report);
}

/** That there is no CA, or that it cannot be read, is told already. */
function blamedOnFolder(error: unknown): undefined {
  if (!(error instanceof Fault)) throw error;
}

/** A CA that signed here and is not in the folder, as after an older copy of it was put back: nobody makes its lists. */
async function authoritiesLost(sql: Sql, { caDir, clock }: KeysCheckParts, report: Report): Promise<void> {
  const family = await readFamily(caDir).catch(blamedOnFolder);
  if (family === undefined) return;
  const here = new Set([family.signing, ...family.retired].map(keyIdOf));
  for (const { keyId, notAfter: until } of await createSignedReads(sql).authorities())
    if (!here.has(keyId) && until > clock()) report('ca-lost', { key: keyId, until });
}

/** Others than this user who can read the file, which may be a mounted secret. */
async function passphraseFile(path: string | undefined, report: Report): Promise<void> {
  if (path === undefined) return;
  const { mode } = await stat(path).catch(() => ({ mode: 0 }));
  if ((mode & 0o077) !== 0) report('passphrase-exposed', { file: path });
}

/** What the signer in another process has published of his CA. */
async function publishedAuthority(sql: Sql, now: Date, report: Report): Promise<void> {
  if (!(await isHeld(sql, 'signer'))) report('signer-away');
  const [signing, ...earlier] = await createSignedReads(sql).authorities();
  if (signing === undefined) return;
  told(authorityFindings(certificatesIn(signing.chain), now), report);
  await endsOf(sql, earlier, now, report);
}

/** As their certificates lie in the folder, by which their lists are signed. */
async function earlierHere(sql: Sql, { caDir, clock }: KeysCheckParts, report: Report): Promise<void> {
  const family = await readFamily(caDir).catch(blamedOnFolder);
  const earlier = family?.retired.map((each) => ({ keyId: keyIdOf(each), notAfter: each.notAfter })) ?? [];
  await endsOf(sql, earlier, clock(), report);
}

type Ending = { readonly keyId: string; readonly notAfter: Date };

async function endsOf(sql: Sql, earlier: readonly Ending[], now: Date, report: Report): Promise<void> {
  const last = await lastEnds(
    sql,
    earlier.map(({ keyId }) => keyId),
  );
  const ends = earlier.map(({ keyId, notAfter: until }) => ({ until, last: last.get(keyId) }));
  told(earlierFindings(ends, now), report);
}

function told(findings: readonly Finding[], report: Report): void {
  for (const { code, values } of findings) report(code, values);
}

async function journal(sql: Sql, keyring: Keyring, { caDir, requests, clock }: KeysCheckParts, report: Report) {
  const storage = createIssuanceStorage({ sql, keyring, requests });
  const look = async (): Promise<{ journal: SignerJournalView; standing: Standing }> => {
    const found = await openSignerJournal(signerJournalIn(caDir));
    return { journal: found, standing: await compareJournal(found, storage, clock()) };
  };
  try {
    const first = await look();
    // A signer at work is between its two writes for a moment.
    const { journal: found, standing } = first.standing.state === 'agrees' ? first : await look();
    if (standing.state === 'agrees') report('journal-ok', { count: found.count() });
    else report('journal-differs', { state: STATES[standing.state] });
    const { length: lost } = standing.revocationsLost;
    if (lost > 0) report('revocations-lost', { count: lost });
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    report('journal-unreadable', { why: error.message.replace(/^[\w-]+: /, '') });
  }
}
const STATES = { missing: 'hilang', behind: 'tertinggal', ahead: 'lebih maju', contradicts: 'bertentangan' } as const;

async function crl(sql: Sql, now: Date, report: Report): Promise<void> {
  const ends = await latestCrls(sql, now);
  if (ends.length === 0) report('crl-none');
  for (const until of ends) report(until <= now ? 'crl-stale' : 'crl-fresh', { until });
}
