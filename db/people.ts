import { randomUUID } from 'node:crypto';
import { ConversationState } from '../src/conversation/conversation.ts';
import type { Address } from '../src/conversation/inbound.ts';
import type { Language } from '../src/conversation/line.ts';
import type { ApplicantRow, ContactRow } from '../src/desk/store.ts';
import { Data } from '../src/renewal/renewal.ts';
import { type Keyring, SEALED_AS } from '../src/seal.ts';
import { together } from '../src/together.ts';
import { CERTIFICATE, certificateOf, NOT_ASIDE } from './certificates.ts';
import type { Queryable } from './connect.ts';
import { anyOf, byIds, insertRows, listed, prepared, withoutNulls } from './rows.ts';

/** Contacts, and applicants with their current data. */

const CONTACT =
  'id, channel, address, applicant, standing, valid_from, proven_until, proven_by, name, state, speaker, taken_by, taken_at, unreachable, last_out';

const locked = (ids: string): string => byIds('contacts', CONTACT, ids, 'for update');

/** The contacts at these addresses, made where they are missing, locked in id order. */
export async function contactsAt(
  sql: Queryable,
  addresses: readonly Address[],
  language: Language,
  now: Date,
): Promise<ContactRow[]> {
  if (addresses.length === 0) return [];
  const rows = addresses.map(({ channel, value }) => ({
    id: randomUUID(),
    channel,
    address: value,
    standing: 'claimed',
    state: { language, misunderstood: 0, greeted: false, undecided: [] },
    speaker: 'assistant',
    lastOut: 0,
    createdAt: now,
  }));
  const wanted = JSON.stringify(addresses.map(({ channel, value }) => ({ channel, address: value })));
  const find = () =>
    prepared(
      sql,
      locked(`select f.id from json_to_recordset($1::text::json) as w(channel text, address text)
        cross join lateral (select id from contacts where channel = w.channel and address = w.address limit 1) f`),
      [wanted],
    );
  const found = await find();
  if (found.length === new Set(addresses.map((a) => `${a.channel}\n${a.value}`)).size) return found.map(contactOf);
  await insertRows(sql, 'contacts', rows, 'nothing');
  return (await find()).map(contactOf);
}

export async function contactsById(sql: Queryable, ids: readonly string[]): Promise<ContactRow[]> {
  if (ids.length === 0) return [];
  return (await prepared(sql, locked(`select id from ${listed('$1::uuid[]')} as w(id)`), [ids])).map(contactOf);
}

export async function contactsOf(sql: Queryable, applicants: readonly string[]): Promise<ContactRow[]> {
  if (applicants.length === 0) return [];
  const ids = `select f.id from ${listed('$1::uuid[]')} as w(applicant)
    cross join lateral (select id from contacts where applicant = w.applicant offset 0) f`;
  return (await prepared(sql, locked(ids), [applicants])).map(contactOf);
}

/** To look at only: nothing is locked. */
export async function seenContactsOf(sql: Queryable, applicants: readonly string[]): Promise<ContactRow[]> {
  return (await sql`select ${sql.unsafe(CONTACT)} from contacts where applicant = any(${[...applicants]}::uuid[])`).map(
    contactOf,
  );
}

function contactOf(row: Record<string, unknown>): ContactRow {
  return { ...withoutNulls(row), state: ConversationState.parse(row.state) } as ContactRow;
}

/** Applicants with their data version in force and all their certificates, locked in id order. */
export async function applicants(sql: Queryable, keyring: Keyring, ids: readonly string[]): Promise<ApplicantRow[]> {
  if (ids.length === 0) return [];
  const [rows, certificates] = await together([
    inForce(sql, ids),
    prepared(
      sql,
      `select ${CERTIFICATE} from certificates where applicant = ${anyOf('$1::uuid[]')} and ${NOT_ASIDE} order by not_after desc, id`,
      [ids],
    ),
  ]);
  const held = Map.groupBy(certificates, ({ applicant }) => applicant as string);
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    versionNumber: row.versionNumber,
    asOf: row.asOf,
    stopped: row.stopped ?? undefined,
    erasureAskedBy: row.erasureAskedBy ?? undefined,
    erasedAt: row.erasedAt ?? undefined,
    data: openData(keyring, row.versionId, row.sealed),
    certificates: (held.get(row.id) ?? []).map(certificateOf),
  }));
}

/** Each with the version of his data that stands when his lock is held. */
async function inForce(sql: Queryable, ids: readonly string[]) {
  const look = () =>
    prepared(
      sql,
      `select a.id, a.version, a.version_number, a.stopped, a.erasure_asked_by, a.erased_at, v.id as version_id, v.number, v.sealed, v.at as as_of
       from applicants a cross join lateral (
         select id, number, sealed, at from data_versions where applicant = a.id and number = a.version_number limit 1) v
       where a.id = ${anyOf('$1::uuid[]')} order by a.id for update of a`,
      [ids],
    );
  const rows = await look();
  // After a wait Postgres gives the applicant's new row beside the version that it had found for the old one.
  return rows.every(({ number, versionNumber }) => number === versionNumber) ? rows : look();
}

export const openData = (keyring: Keyring, versionId: string, sealed: Uint8Array): Data =>
  Data.parse(JSON.parse(Buffer.from(keyring.open(SEALED_AS.data(versionId), sealed)).toString()));

/** Whose these numbers are, or whose address on record these are now; what is nobody's, or of several, is left out. */
export async function findApplicants(
  sql: Queryable,
  keyring: Keyring,
  kind: 'nip' | 'nik' | 'email',
  values: readonly string[],
  now: Date,
): Promise<Map<string, string>> {
  if (values.length === 0) return new Map();
  const stored = (value: string) => (kind === 'email' ? value.toLowerCase() : keyring.hash(kind, value));
  const wanted = new Map(values.map((value) => [stored(value), value]));
  const found = await prepared(sql, OWNERS[kind], [[...wanted.keys()], ...(kind === 'email' ? [now] : [])]);
  const owners = Map.groupBy(found, ({ name }) => wanted.get(name)!);
  return new Map([...owners].flatMap(([value, [first, second]]) => (second ? [] : [[value, first!.id] as const])));
}

const OWNERS = {
  nip: `select nip_hash as name, id from applicants where nip_hash = ${anyOf('$1::text[]')}`,
  nik: `select nik_hash as name, id from applicants where nik_hash = ${anyOf('$1::text[]')}`,
  email: `select address as name, applicant as id from contacts where channel = 'mail' and address = ${anyOf('$1::text[]')}
    and standing = 'on-record' and applicant is not null and (valid_from is null or valid_from <= $2::timestamptz)`,
} as const;

/** Of the applicant whose address on record it is. */
export async function nipByEmail(
  sql: Queryable,
  keyring: Keyring,
  email: string,
  now: Date,
): Promise<string | undefined> {
  const id = (await findApplicants(sql, keyring, 'email', [email], now)).get(email);
  if (!id) return undefined;
  const [row] =
    await sql`select v.id, v.sealed from applicants a join data_versions v on v.applicant = a.id and v.number = a.version_number where a.id = ${id}`;
  return openData(keyring, row!.id, row!.sealed).nip;
}
