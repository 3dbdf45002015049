import type { RequestReader, RevocationReason } from '../src/desk/ports.ts';
import { Fault } from '../src/fault.ts';
import { gathered } from '../src/gather.ts';
import type { Keyring } from '../src/seal.ts';
import { approvedRequests } from './approved.ts';
import type { Sql } from './connect.ts';
import { insertRows, prepared, withoutNulls } from './rows.ts';

/** The signer's connection runs under a database role of its own, which may read what it needs and write its own tables. */
type IssuanceParts = { readonly sql: Sql; readonly keyring: Keyring; readonly requests: RequestReader };

type Intent = { request: string; serial: string; tbs: Uint8Array; approval: string; number: number; at: Date };
type Draft = Omit<Intent, 'number'> & { key?: string; number?: number };
type Certificate = { request: string; serial: string; der: Uint8Array; notBefore: Date; notAfter: Date };
type Revocation = { serial: string; reason: RevocationReason; at: Date; by?: string };
type Responder = { serial: string; certificate: Uint8Array; key: Uint8Array; notBefore: Date; notAfter: Date };
type Latest = { readonly intent?: string; readonly revocation?: string };
type Crl = { number: number; der: Uint8Array; thisUpdate: Date; nextUpdate: Date };

/** How often the next numbers may be taken by somebody else: in each round at least one gets through. */
const NUMBER_TRIES = 20;
/** Each list repeats the ones before it, and a new one comes with every revocation: ten thousand would be gigabytes. */
const CRLS_KEPT = 10;
/** Hashes of one page: some hundred bytes each. */
const MARKS_PAGE = 5_000;

/**
 * What the local issuer keeps, on Postgres. Every statement commits by itself, because each step of issuing must be
 * there before the next one begins. Rows are inserted and never changed: of two writers the first wins. Only lists that
 * newer ones have replaced are removed.
 */
export function createIssuanceStorage(parts: IssuanceParts) {
  const { sql } = parts;
  return {
    approvedRequests: (requests: readonly string[]) => approvedRequests(parts, requests),
    onRecord: (requests: readonly string[], latest?: Latest) => onRecord(sql, requests, latest),
    saveIntents: (drafts: readonly Draft[], latest?: Latest) => saveIntents(sql, drafts, latest),
    intentMarks: () => intentMarks(sql),
    saveCertificates: (certificates: readonly Certificate[], at: Date) => saveCertificates(sql, certificates, at),
    async findCertificateBySerial(serial: string) {
      return (
        await sql<
          Certificate[]
        >`select request, serial, der, not_before, not_after from issued where serial = ${serial}`
      )[0];
    },
    async saveRevocations(revocations: readonly Revocation[]): Promise<void> {
      const rows = revocations.map(({ serial, reason, at, by }) => ({ serial, reason, at, typedBy: by ?? null }));
      await insertRows(sql, 'revoked', rows, 'nothing');
    },
    async dueAmong(serials: readonly string[], now: Date): Promise<ReadonlySet<string>> {
      const rows = await sql`
        select c.serial from revocations v join certificates c on c.id = v.certificate
        where v.state = 'due' and v.due_at <= ${now} and c.serial = any(${[...serials]}::text[])`;
      return new Set(rows.map(({ serial }) => serial));
    },
    async listRevocations() {
      const rows = await sql<(Revocation & { authority: string | null })[]>`
        select r.serial, r.reason, r.at, i.authority from revoked r left join issued i using (serial) order by r.at, serial`;
      return rows.map(({ authority, ...rest }) => (authority === null ? rest : { ...rest, authority }));
    },
    latestCrl: (authority: string) => latestCrl(sql, authority),
    async saveCrl({ number, der, thisUpdate, nextUpdate }: Crl): Promise<boolean> {
      const [saved] = await sql<{ authority: string | null }[]>`
        insert into crls (number, der, this_update, next_update)
        values (${number}, ${Buffer.from(der)}, ${thisUpdate}, ${nextUpdate}) on conflict (number) do nothing returning authority`;
      if (saved)
        await sql`
          delete from crls where authority is not distinct from ${saved.authority} and number < (select min(number) from (
            select number from crls where authority is not distinct from ${saved.authority} order by number desc limit ${CRLS_KEPT}) kept)`;
      return saved !== undefined;
    },
    latestResponder: (authority: string, now: Date) => latestResponder(parts, authority, now),
    async saveResponder({ serial, certificate, key, notBefore, notAfter }: Responder): Promise<void> {
      const sealed = parts.keyring.seal(responderContext(serial), key);
      await sql`
        insert into responders (serial, certificate, key, not_before, not_after)
        values (${serial}, ${Buffer.from(certificate)}, ${sealed}, ${notBefore}, ${notAfter})`;
    },
  };
}

async function latestCrl(sql: Sql, authority: string) {
  const [row] = await sql<
    Crl[]
  >`select number::float8, der, this_update, next_update from crls where authority = ${authority} order by number desc limit 1`;
  return row;
}

const responderContext = (serial: string) => `responders:${serial}`;

async function latestResponder({ sql, keyring }: Pick<IssuanceParts, 'sql' | 'keyring'>, authority: string, now: Date) {
  const [row] = await sql<Responder[]>`
    select serial, certificate, key, not_before, not_after from responders
    where authority = ${authority} and not_before <= ${now} order by not_after desc limit 1`;
  return row && { ...row, key: keyring.open(responderContext(row.serial), row.key) };
}

/**
 * What answers about revocation rest on for one CA (its key identifier, hex), under the role of whoever gives them: nothing
 * here needs the CA's key. A serial is good only where its certificate is stored and this CA's; it is revoked where the
 * signer revoked it, though its certificate was lost.
 */
export function createRevocationReads(parts: Pick<IssuanceParts, 'sql' | 'keyring'>, authority: string) {
  const { sql } = parts;
  type Status = 'good' | 'unknown' | Pick<Revocation, 'reason' | 'at'>;
  return {
    /** Of these serials, in their order. Who asks while others are being answered shares the next statement. */
    status: gathered(async (asked: readonly (readonly string[])[]): Promise<Status[][]> => {
      const rows = await sql<{ serial: string; reason: RevocationReason | null; at: Date | null }[]>`
        select serial, r.reason, r.at from (select serial, authority from issued where serial = any(${asked.flat()})
          union all select serial, ${authority}::text from revoked v where serial = any(${asked.flat()})
            and not exists (select from issued i where i.serial = v.serial)) known
        left join revoked r using (serial) where known.authority = ${authority}`;
      const found = new Map(rows.map((row) => [row.serial, row]));
      const statusOf = (serial: string): Status => {
        const row = found.get(serial);
        if (row === undefined) return 'unknown';
        return row.reason && row.at ? { reason: row.reason, at: row.at } : 'good';
      };
      return asked.map((serials) => serials.map(statusOf));
    }),
    responder: (now: Date) => latestResponder(parts, authority, now),
    crl: () => latestCrl(sql, authority),
  };
}

/** $2 and $3 are what the signer knows to be there. */
const KNOWS_LATEST = `($2::text is null or exists (select from intents where serial = $2))
  and ($3::text is null or exists (select from revoked where serial = $3))`;

/** Both by their keys, in one look: a plan that was made for an empty table must not come to read all of it. */
async function onRecord(sql: Sql, requests: readonly string[], latest?: Latest) {
  const rows = await prepared(
    sql,
    `select w.request, l.knows_latest,
       i.serial, i.tbs, i.approval, i.number::int, i.at, c.serial as issued, c.der, c.not_before, c.not_after
     from (select ${KNOWS_LATEST} as knows_latest) l
     left join unnest($1::text[]) w(request) on true
     left join lateral (select * from intents where request = w.request limit 1) i on true
     left join lateral (select * from issued where request = w.request limit 1) c on true`,
    [requests, latest?.intent ?? null, latest?.revocation ?? null],
  );
  const intents = new Map<string, Intent>();
  const certificates = new Map<string, Certificate>();
  for (const { request, serial, tbs, approval, number, at, issued, der, notBefore, notAfter } of rows) {
    if (tbs) intents.set(request, { request, serial, tbs, approval, number, at });
    if (der) certificates.set(request, { request, serial: issued, der, notBefore, notAfter });
  }
  return { knowsLatest: rows.every(({ knowsLatest }) => knowsLatest), intents, certificates };
}

async function saveIntents(sql: Sql, drafts: readonly Draft[], latest?: Latest): Promise<Map<string, Intent>> {
  const kept = new Map<string, Intent>();
  let left = drafts;
  for (let attempt = 1; left.length > 0; attempt++) {
    if (attempt > NUMBER_TRIES) throw new Fault('busy', 'other signers take numbers without end');
    const written = await insertIntents(sql, left, attempt === 1, latest);
    // Whoever was not written is there already, or his key is another's, or a signer beside us took the number.
    const others = left.filter(({ request }) => !written.has(request));
    const record =
      others.length === 0
        ? undefined
        : await onRecord(
            sql,
            others.map(({ request }) => request),
            latest,
          );
    if (record && !record.knowsLatest) throw new Fault('signer-journal', 'the database was put back to an older state');
    for (const draft of left) {
      const number = written.get(draft.request);
      const intent = number === undefined ? record?.intents.get(draft.request) : { ...draft, number };
      if (intent) kept.set(draft.request, intent);
    }
    const missing = others.filter(({ request }) => !kept.has(request));
    const taken = await keysTaken(sql, missing);
    left = missing.filter(({ key }) => key === undefined || !taken.has(key));
  }
  return kept;
}

/** The numbers of those that were written. None is where what must be there is not. */
async function insertIntents(sql: Sql, drafts: readonly Draft[], withOldNumbers: boolean, latest?: Latest) {
  const rows = drafts.map(({ number, tbs, ...rest }, at) => ({
    ...rest,
    tbs: hex(tbs),
    number: withOldNumbers ? number : undefined,
    place: at + 1,
  }));
  const written = await prepared(
    sql,
    `insert into intents (request, serial, number, tbs, approval, key, at)
     select w.request, w.serial, coalesce(w.number, (select coalesce(max(number), 0) from intents) + w.place),
       w.tbs, w.approval, w.key, w.at
     from json_to_recordset($1::text::json)
       as w(request text, serial text, number bigint, place int, tbs bytea, approval text, key text, at timestamptz)
     where ${KNOWS_LATEST}
     order by w.place on conflict do nothing returning request, number::int`,
    [JSON.stringify(rows), latest?.intent ?? null, latest?.revocation ?? null],
  );
  return new Map<string, number>(written.map(({ request, number }) => [request, number]));
}

async function keysTaken(sql: Sql, drafts: readonly Draft[]): Promise<Set<string>> {
  const keys = drafts.flatMap(({ key }) => key ?? []);
  if (keys.length === 0) return new Set();
  const rows = await sql`select key from intents where key = any(${keys}::text[])`;
  return new Set(rows.map(({ key }) => key));
}

type Mark = { request: string; serial: string; digest: string; signed: boolean };

async function* intentMarks(sql: Sql): AsyncGenerator<Mark[]> {
  for (let after = 0; ; ) {
    const rows = await sql<(Mark & { number: number })[]>`
      select request, serial, number::int, encode(sha256(tbs), 'hex') as digest,
        exists (select from issued where issued.request = intents.request) as signed
      from intents where number > ${after} order by number limit ${MARKS_PAGE}`;
    yield rows;
    if (rows.length < MARKS_PAGE) return;
    after = rows.at(-1)!.number;
  }
}

async function saveCertificates(
  sql: Sql,
  certificates: readonly Certificate[],
  at: Date,
): Promise<ReadonlyMap<string, Certificate>> {
  const written = await insertRows(
    sql,
    'issued',
    certificates.map((each) => ({ ...each, at })),
    'nothing',
  );
  if (written === certificates.length) return new Map(certificates.map((each) => [each.request, each]));
  const kept = (
    await onRecord(
      sql,
      certificates.map(({ request }) => request),
    )
  ).certificates;
  if (certificates.some(({ request }) => !kept.has(request)))
    throw new Fault('issuance', 'a serial is on record for another request');
  return kept;
}

const hex = (bytes: Uint8Array) => `\\x${Buffer.from(bytes).toString('hex')}`;

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
