import type { RequestReader, RevocationReason } from '../src/desk/ports.ts';
import { Fault } from '../src/fault.ts';
import { approvalsNeeded } from '../src/renewal/content.ts';
import { canonicalData, type Data } from '../src/renewal/renewal.ts';
import type { Keyring } from '../src/seal.ts';
import { blamesData, type Sql } from './connect.ts';
import { openData, withoutNulls } from './people.ts';
import { renewalOf } from './renewals.ts';
import { documentContext } from './talk.ts';

/** The signer's connection runs under a database role of its own, which may read what it needs and write its own tables. */
export type IssuanceParts = { readonly sql: Sql; readonly keyring: Keyring; readonly requests: RequestReader };

type Intent = { request: string; serial: string; tbs: Uint8Array; approval: string; number: number; at: Date };
type Certificate = { request: string; serial: string; der: Uint8Array; notBefore: Date; notAfter: Date };
type Revocation = { serial: string; reason: RevocationReason; at: Date };
type Responder = { serial: string; certificate: Uint8Array; key: Uint8Array; notBefore: Date; notAfter: Date };
type Crl = { number: number; der: Uint8Array; thisUpdate: Date; nextUpdate: Date };

/** How often the next number may be taken by somebody else: in each round at least one gets through. */
const NUMBER_TRIES = 20;
/** Each list repeats the ones before it, and a new one comes with every revocation: ten thousand would be gigabytes. */
const CRLS_KEPT = 10;

/**
 * What the local issuer keeps, on Postgres. Every statement commits by itself, because each step of issuing must be
 * there before the next one begins. Rows are inserted and never changed: of two writers the first wins. Only lists that
 * newer ones have replaced are removed.
 */
export function createIssuanceStorage(parts: IssuanceParts) {
  const { sql } = parts;
  const findIntent = async (request: string) =>
    (
      await sql<
        Intent[]
      >`select request, serial, tbs, approval, number::int, at from intents where request = ${request}`
    )[0];
  const findCertificate = async (request: string) =>
    (
      await sql<
        Certificate[]
      >`select request, serial, der, not_before, not_after from issued where request = ${request}`
    )[0];

  return {
    approvedRequest: (id: string) => approvedRequest(parts, id),
    findIntent,
    async saveIntent(intent: Omit<Intent, 'number'> & { number?: number }): Promise<Intent> {
      for (let attempt = 1; ; attempt++) {
        // One that is given back has its old number, if nobody has that by now.
        const number = attempt === 1 ? intent.number : undefined;
        try {
          await sql`
            insert into intents (request, serial, number, tbs, approval, at)
            values (${intent.request}, ${intent.serial},
              ${number ?? sql`(select coalesce(max(number), 0) + 1 from intents)`},
              ${Buffer.from(intent.tbs)}, ${intent.approval}, ${intent.at})
            on conflict (request) do nothing`;
          return (await findIntent(intent.request))!;
        } catch (error) {
          // Another signer took the number: the same again with the next one.
          if (!blamesData(error) || attempt === NUMBER_TRIES) throw error;
        }
      }
    },
    async listIntents() {
      return await sql<(Intent & { signed: boolean })[]>`
        select request, serial, tbs, approval, number::int, at,
          exists (select 1 from issued where issued.request = intents.request) as signed
        from intents order by number`;
    },
    findCertificate,
    async findCertificateBySerial(serial: string) {
      return (
        await sql<
          Certificate[]
        >`select request, serial, der, not_before, not_after from issued where serial = ${serial}`
      )[0];
    },
    async saveCertificate(certificate: Certificate, at: Date): Promise<Certificate> {
      await sql`
        insert into issued (serial, request, der, not_before, not_after, at)
        values (${certificate.serial}, ${certificate.request}, ${Buffer.from(certificate.der)}, ${certificate.notBefore}, ${certificate.notAfter}, ${at})
        on conflict do nothing`;
      const kept = await findCertificate(certificate.request);
      if (!kept) throw new Fault('issuance', 'the serial is on record for another request');
      return kept;
    },
    async saveRevocation({ serial, reason, at }: Revocation): Promise<void> {
      await sql`insert into revoked (serial, reason, at) values (${serial}, ${reason}, ${at}) on conflict (serial) do nothing`;
    },
    async listRevocations() {
      return await sql<Revocation[]>`select serial, reason, at from revoked order by at, serial`;
    },
    latestCrl: () => latestCrl(sql),
    async saveCrl({ number, der, thisUpdate, nextUpdate }: Crl): Promise<boolean> {
      const { count } = await sql`
        insert into crls (number, der, this_update, next_update)
        values (${number}, ${Buffer.from(der)}, ${thisUpdate}, ${nextUpdate}) on conflict (number) do nothing`;
      if (count === 1) await sql`delete from crls where number <= ${number - CRLS_KEPT}`;
      return count === 1;
    },
    latestResponder: () => latestResponder(parts),
    async saveResponder({ serial, certificate, key, notBefore, notAfter }: Responder): Promise<void> {
      const sealed = parts.keyring.seal(responderContext(serial), key);
      await sql`
        insert into responders (serial, certificate, key, not_before, not_after)
        values (${serial}, ${Buffer.from(certificate)}, ${sealed}, ${notBefore}, ${notAfter})`;
    },
  };
}

async function latestCrl(sql: Sql) {
  const [row] = await sql<
    Crl[]
  >`select number::int, der, this_update, next_update from crls order by number desc limit 1`;
  return row;
}

const responderContext = (serial: string) => `responders:${serial}`;

async function latestResponder({ sql, keyring }: Pick<IssuanceParts, 'sql' | 'keyring'>) {
  const [row] = await sql<Responder[]>`
    select serial, certificate, key, not_before, not_after from responders order by not_after desc limit 1`;
  return row && { ...row, key: keyring.open(responderContext(row.serial), row.key) };
}

/**
 * What answers about revocation rest on, under the role of whoever gives them: nothing here needs the CA's key. A serial
 * is good only where its certificate is stored.
 */
export function createRevocationReads(parts: Pick<IssuanceParts, 'sql' | 'keyring'>) {
  const { sql } = parts;
  return {
    async status(serials: readonly string[]): Promise<('good' | 'unknown' | Pick<Revocation, 'reason' | 'at'>)[]> {
      const rows = await sql<{ serial: string; reason: RevocationReason | null; at: Date | null }[]>`
        select i.serial, r.reason, r.at from issued i left join revoked r on r.serial = i.serial
        where i.serial = any(${serials as string[]})`;
      const found = new Map(rows.map((row) => [row.serial, row]));
      return serials.map((serial) => {
        const row = found.get(serial);
        if (row === undefined) return 'unknown';
        return row.reason && row.at ? { reason: row.reason, at: row.at } : 'good';
      });
    },
    responder: () => latestResponder(parts),
    crl: () => latestCrl(sql),
  };
}

/**
 * The approved request, worked out again from the rows: the data version, the letter and the key are read and hashed
 * anew, and the operators' own decisions are counted. What the desk claims counts for nothing here.
 */
async function approvedRequest({ sql, keyring, requests }: IssuanceParts, id: string) {
  const [row] = await sql`
    select r.*, q.content as approved, q.request as request_document,
      (select count(distinct d.operator)::int from decisions d
        where d.renewal = r.id and d.subject = 'approve' and d.content = q.content) as approvals
    from issue_requests q join renewals r on r.id = q.renewal where q.id = ${id}`;
  if (!row?.requestDocument) return undefined;
  const { renewal } = renewalOf(keyring, row);
  if (row.approvals < approvalsNeeded(renewal)) return undefined;

  const { letter } = renewal.facts;
  const [data, letterBytes, request] = await Promise.all([
    approvedData({ sql, keyring }, renewal.applicant, String(row.approved).split('|')[0]!),
    letter && documentBytes({ sql, keyring }, letter.document),
    documentBytes({ sql, keyring }, row.requestDocument),
  ]);
  const reading = request && requests.read(request);
  if (!data || !reading?.ok) return undefined;
  const content = [
    keyring.hash('data', canonicalData(data)),
    letterBytes ? keyring.hash('document', letterBytes) : 'none',
    reading.spkiHash,
  ].join('|');
  return {
    renewal: renewal.id,
    content,
    approved: row.approved as string,
    subject: data,
    spki: reading.spki,
    keySeen: await keySeen(sql, { renewal: renewal.id, spki: reading.spki, hash: reading.spkiHash }),
  };
}

/** The version that was approved: a newer one that came since does not change what is being issued. */
async function approvedData(
  { sql, keyring }: Pick<IssuanceParts, 'sql' | 'keyring'>,
  applicant: string,
  version: string,
): Promise<Data | undefined> {
  const [row] = await sql`
    select id, sealed from data_versions where applicant = ${applicant} and hash = ${version} order by number desc limit 1`;
  return row && openData(keyring, row.id, row.sealed);
}

async function documentBytes(
  { sql, keyring }: Pick<IssuanceParts, 'sql' | 'keyring'>,
  id: string,
): Promise<Uint8Array | undefined> {
  const [row] = await sql`select hash, sealed from documents where id = ${id}`;
  return row?.sealed ? keyring.open(documentContext(row.hash), row.sealed) : undefined;
}

/** In any certificate, in a request of someone else, or about to be signed for an earlier request of the same renewal. */
async function keySeen(sql: Sql, key: { renewal: string; spki: Uint8Array; hash: string }): Promise<boolean> {
  const [row] = await sql`
    select exists (select 1 from certificates where spki = ${key.hash})
      or exists (select 1 from keys where spki = ${key.hash} and renewal is distinct from ${key.renewal})
      or exists (
        select 1 from intents i join issue_requests q on q.id = i.request
        where q.renewal = ${key.renewal} and position(${Buffer.from(key.spki)}::bytea in i.tbs) > 0) as seen`;
  return row!.seen;
}

/** What operators recorded of certificates that the CA issued elsewhere (the `ams` issuer). */
export function createRecordedReads(sql: Sql) {
  return {
    async recorded(request: string) {
      const [row] = await sql`
        select c.serial, c.der, c.not_before, c.not_after from issue_requests q
        join certificates c on c.renewal = q.renewal and c.issuer = 'ams' and c.at >= q.at
        where q.id = ${request} order by c.at limit 1`;
      return row && (withoutNulls(row) as { serial: string; der?: Uint8Array; notBefore?: Date; notAfter: Date });
    },
  };
}
