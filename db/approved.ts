import type { RequestReader } from '../src/desk/ports.ts';
import { Fault } from '../src/fault.ts';
import { approvalsNeeded } from '../src/renewal/content.ts';
import { canonicalData, type Data } from '../src/renewal/renewal.ts';
import { type Keyring, SEALED_AS } from '../src/seal.ts';
import { blockedAmong } from './blocked-keys.ts';
import { blamesData, type Sql } from './connect.ts';
import { openData } from './people.ts';
import { renewalOf } from './renewals.ts';
import { prepared, type Row } from './rows.ts';

type Parts = { readonly sql: Sql; readonly keyring: Keyring; readonly requests: RequestReader };

type Approved = {
  readonly renewal: string;
  readonly content: string;
  readonly approved: string;
  readonly approvals: readonly { readonly at: Date; readonly mayDecide: boolean }[];
  readonly needed: number;
  readonly subject: Data;
  readonly spki: Uint8Array;
  readonly keySeen: boolean;
  readonly keyBlocked: boolean;
};
/** As it is before its key was looked up. */
type Read = {
  readonly request: string;
  readonly key: string;
  readonly fingerprints: readonly string[];
  readonly approved: Omit<Approved, 'keySeen' | 'keyBlocked'>;
};

/**
 * The approved requests, by id, worked out again from the rows: the data version, the letter and the key are read and
 * hashed anew, and the operators' own decisions are counted. What the desk claims counts for nothing here. One whose rows
 * cannot be read stands there with its fault.
 */
export async function approvedRequests(
  parts: Parts,
  requests: readonly string[],
): Promise<Map<string, Approved | Fault>> {
  const found = new Map<string, Approved | Fault>();
  const read: Read[] = [];
  const rows = await requestRows(parts.sql, requests);
  const light = await sealedDocuments(parts.sql, rows.flatMap(lightDocuments));
  for (const row of rows) {
    const one = await readRow(parts, row, light).catch(faultOf);
    if (one instanceof Fault) found.set(row.request, one);
    else if (one) read.push(one);
  }
  const [seen, blocked] = await Promise.all([keysSeen(parts.sql, read), keysBlocked(parts.sql, read)]);
  for (const { request, key, approved } of read)
    found.set(request, { ...approved, keySeen: seen.has(request), keyBlocked: blocked.has(key) });
  return found;
}

/** Letters up to this size are read together; a larger one by itself, so that never two are held in memory. */
const LIGHT_BYTES = 256 * 1024;

const DOCUMENT = (name: string) => `select id, hash, size from documents where id = ${name} limit 1`;

/** The data version is the one that was approved: a newer one that came since does not change what is being issued. */
const REQUEST_ROWS = `
  select q.id as request, q.content, r.id, r.number, r.applicant, r.certificate, r.basis, r.rules, r.version, r.revision,
    r.facts, r.change_sealed, r.outcome, r.contact, r.opened_at,
    (select json_agg(json_build_object('at', d.at, 'mayDecide', o.id is not null) order by d.at)
      from (select operator, min(at) as at from decisions
        where renewal = r.id and subject = 'approve' and content = q.content group by operator) d
      left join operators o on o.id = d.operator and not o.disabled) as approvals,
    v.id as data_version, v.sealed as data_sealed,
    l.id as letter, l.hash as letter_hash, l.size as letter_size, c.id as csr, c.hash as csr_hash, c.size as csr_size
  from unnest($1::text[]) w(request)
  cross join lateral (select * from issue_requests where id = w.request and request is not null limit 1) q
  cross join lateral (select * from renewals where id = q.renewal limit 1) r
  left join lateral (select id, sealed from data_versions
    where applicant = r.applicant and hash = split_part(q.content, '|', 1) order by number desc limit 1) v on true
  left join lateral (${DOCUMENT("(r.facts->'letter'->>'document')::uuid")}) l on true
  left join lateral (${DOCUMENT('q.request')}) c on true`;

type RequestRow = Row & { readonly request: string };

/** One statement for all; where something in the rows of one makes it fail, each by itself. */
async function requestRows(sql: Sql, requests: readonly string[]): Promise<RequestRow[]> {
  const rowsOf = (ids: readonly string[]) => prepared(sql, REQUEST_ROWS, [ids]);
  try {
    return (await rowsOf(requests)) as unknown as RequestRow[];
  } catch (error) {
    if (!blamesData(error)) throw error;
    const unreadable = (request: string) => [{ request, unreadable: true }];
    const one = (request: string) =>
      rowsOf([request]).catch((why) => (blamesData(why) ? unreadable(request) : Promise.reject(why)));
    return (await Promise.all(requests.map(one))).flat() as unknown as RequestRow[];
  }
}

async function readRow(parts: Parts, row: RequestRow, light: Sealed): Promise<Read | undefined> {
  if (row.unreadable) throw new Fault('issuance', 'the rows of the request cannot be read');
  const { renewal } = renewalOf(parts.keyring, row);
  const [approvals, needed] = [approvalsOf(row), approvalsNeeded(renewal)];
  if (approvals.length < needed) return undefined;
  const data = row.dataVersion
    ? openData(parts.keyring, row.dataVersion as string, row.dataSealed as Uint8Array)
    : undefined;
  const letter = await documentOf(parts, row, 'letter', light);
  const csr = await documentOf(parts, row, 'csr', light);
  const reading = csr && parts.requests.read(csr);
  if (!data || !reading?.ok) return undefined;
  const content = [
    parts.keyring.hash('data', canonicalData(data)),
    letter ? parts.keyring.hash('document', letter) : 'none',
    reading.spkiHash,
  ].join('|');
  const decided = { content, approved: row.content as string, approvals, needed };
  const approved = { renewal: renewal.id, ...decided, subject: data, spki: reading.spki };
  const { spkiHash: key, fingerprints } = reading;
  return { request: row.request, key, fingerprints, approved };
}

const approvalsOf = ({ approvals }: Row): Approved['approvals'] =>
  ((approvals ?? []) as { at: string; mayDecide: boolean }[]).map(({ at, ...rest }) => ({ at: new Date(at), ...rest }));

/** What an approval rests on besides the rows themselves. */
type Enclosed = 'letter' | 'csr';
type Sealed = ReadonlyMap<string, Uint8Array>;

const lightDocuments = (row: Row): string[] =>
  (['letter', 'csr'] as const).flatMap((which) =>
    ((row[`${which}Size`] as number | null) ?? LIGHT_BYTES + 1) <= LIGHT_BYTES ? (row[which] as string) : [],
  );

async function documentOf(
  { sql, keyring }: Parts,
  row: Row,
  which: Enclosed,
  light: Sealed,
): Promise<Uint8Array | undefined> {
  const [id, hash] = [row[which] as string | null, row[`${which}Hash`] as string | null];
  if (id === null || hash === null) return undefined;
  const sealed = light.get(id) ?? (await sealedDocuments(sql, [id])).get(id);
  return sealed && keyring.open(SEALED_AS.document(hash), sealed);
}

/**
 * By id, in Postgres' binary form: as text, letters of a group take twice the way and as long again to be written and
 * read as all that is looked up beside them. postgres.js asks for text alone, so a binary cursor is opened, in a group of
 * statements that are one transaction; the ids stand in them as Postgres gave them, since such a group has no parameters.
 */
async function sealedDocuments(sql: Sql, ids: readonly string[]): Promise<Sealed> {
  if (ids.length === 0) return new Map();
  const wanted = ids.map((id) => `'${id}'`).join();
  const [, rows] = (await sql
    .unsafe(
      `declare sealed binary cursor for select id::text, sealed from documents where id in (${wanted}) and sealed is not null;
       fetch all from sealed`,
    )
    .raw()) as unknown as [unknown, readonly (readonly [id: Buffer, sealed: Buffer])[]];
  return new Map(rows.map(([id, sealed]) => [id.toString(), sealed]));
}

/**
 * The keys of which requests are in any certificate, in a request of someone else, or about to be signed for another
 * request. What is about to be signed for this very request, by a signer beside us, is its own.
 */
async function keysSeen(sql: Sql, asked: readonly Read[]): Promise<Set<string>> {
  if (asked.length === 0) return new Set();
  const rows = await prepared(
    sql,
    `select w.request from json_to_recordset($1::text::json) as w(request text, key text, renewal uuid)
     where exists (select 1 from certificates where spki = w.key)
       or exists (select 1 from keys where spki = w.key and renewal is distinct from w.renewal)
       or exists (select 1 from intents where key = w.key and request <> w.request)`,
    [JSON.stringify(asked.map(({ request, key, approved }) => ({ request, key, renewal: approved.renewal })))],
  );
  return new Set(rows.map(({ request }) => request as string));
}

/** Which keys are on the list of compromised ones by now. */
async function keysBlocked(sql: Sql, asked: readonly Read[]): Promise<Set<string>> {
  const blocked = await blockedAmong(
    sql,
    asked.flatMap(({ fingerprints }) => fingerprints),
  );
  const isBlocked = ({ fingerprints }: Read) => fingerprints.some((fingerprint) => blocked.has(fingerprint));
  return new Set(asked.filter(isBlocked).map(({ key }) => key));
}

const faultOf = (error: unknown): Fault => {
  if (error instanceof Fault) return error;
  throw error;
};
