import type { FaultPart } from '../../src/desk/store.ts';
import { digitsOf } from '../../src/renewal/nik.ts';
import type { Data } from '../../src/renewal/renewal.ts';
import type { Keyring } from '../../src/seal.ts';
import type { Queryable } from '../connect.ts';
import { openData } from '../people.ts';
import { withoutNulls } from '../rows.ts';

/** What the operators' console reads about people and about the queue. Nothing here takes a lock or changes anything. */

export type Reads = { readonly sql: Queryable; readonly keyring: Keyring };

/** An applicant with the data in force. */
export type Person = {
  readonly id: string;
  readonly data: Data;
  readonly versionNumber: number;
  readonly version: string;
  readonly asOf: Date;
  readonly source: string;
  readonly stopped?: string;
  readonly erasureAskedBy?: string;
  readonly erasedAt?: Date;
};

export async function peopleById(
  { sql, keyring }: Reads,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Person>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const rows = await sql`
    select a.id, a.version, a.version_number, a.stopped, a.erasure_asked_by, a.erased_at, v.id as version_id, v.sealed, v.at as as_of, v.source
    from applicants a join data_versions v on v.applicant = a.id and v.number = a.version_number where a.id = any(${wanted}::uuid[])`;
  return new Map(
    rows.map(({ versionId, sealed, ...row }) => [
      row.id as string,
      { ...withoutNulls(row), data: openData(keyring, versionId, sealed) } as Person,
    ]),
  );
}

export async function personById(reads: Reads, id: string): Promise<Person | undefined> {
  return (await peopleById(reads, [id])).get(id);
}

/** By the keyed hash of a NIP or NIK: whose it is. */
export async function peopleByNumbers(reads: Reads, hashes: readonly string[]): Promise<ReadonlyMap<string, Person>> {
  if (hashes.length === 0) return new Map();
  const wanted = [...hashes];
  const rows = await reads.sql`
    select id, nip_hash as hash from applicants where nip_hash = any(${wanted})
    union select id, nik_hash from applicants where nik_hash = any(${wanted})`;
  const people = await peopleById(
    reads,
    rows.map(({ id }) => id),
  );
  return new Map(rows.map(({ id, hash }) => [hash, people.get(id)!]));
}

/** Rows that are about an applicant, each with the person as he is on record. */
export async function withPersons<R extends { readonly applicant?: string }>(
  reads: Reads,
  rows: readonly R[],
): Promise<(R & { readonly person?: Person })[]> {
  const persons = await peopleById(
    reads,
    rows.flatMap(({ applicant }) => applicant ?? []),
  );
  return rows.map((row) => ({ ...row, person: persons.get(row.applicant ?? '') }));
}

/** More hits than an operator reads: he writes more letters instead. */
const FOUND_LIMIT = 50;
/** Words that are looked for; whoever writes more has named somebody by then. */
const WORDS_LIMIT = 8;
const NIK_DIGITS = 16;
const NIP_DIGITS = 18;
/** Of the end of a serial number: fewer stand in many. */
const SERIAL_DIGITS = 6;

/**
 * People by what an operator has at hand: words of name, unit and organisation in any order, NIP, NIK, e-mail, a
 * certificate's serial or a renewal's number. Full numbers are looked up by their keyed hashes; no part of a NIK can be
 * searched for. Newest first, at most FOUND_LIMIT.
 */
export async function searchPeople({ sql, keyring }: Reads, query: string): Promise<readonly string[]> {
  const text = query.trim();
  if (text.length < 2) return [];
  const digits = digitsOf(text);
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  if (words.length === 0) return [];
  const likes = words.slice(0, WORDS_LIMIT).map((word) => `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`);
  const serial = text
    .toLowerCase()
    .replaceAll(/[^0-9a-f]/g, '')
    .replace(/^0+/, '');
  const isNip = digits?.length === NIP_DIGITS;
  const isNik = digits?.length === NIK_DIGITS;
  // Each by its own index; only names and ends of serials are looked for in all rows, and by a whole number nobody is named.
  const rows = await sql`
    with found as (
      select id as applicant from applicants where nip_hash = ${isNip ? keyring.hash('nip', digits) : ''}
      union select id from applicants where nik_hash = ${isNik ? keyring.hash('nik', digits) : ''}
      union select applicant from contacts where channel = 'mail' and address = ${text.toLowerCase()}
      union select applicant from renewals where number = ${text}
      union select applicant from certificates where length(${serial}) >= ${SERIAL_DIGITS} and serial like ${`%${serial}`}
      union select c.applicant from certificates c join certificate_evidence e on e.certificate = c.id where length(${serial}) >= ${SERIAL_DIGITS} and e.serial like ${`%${serial}`}
      union select v.applicant from applicants a join data_versions v on v.applicant = a.id and v.number = a.version_number
        where ${!isNip && !isNik} and concat_ws(' ', v.name, v.unit, v.organisation) ilike all(${likes}::text[])
    )
    select a.id from found join applicants a on a.id = found.applicant join data_versions v on v.applicant = a.id and v.number = a.version_number
    order by v.at desc, a.id limit ${FOUND_LIMIT}`;
  return rows.map((row) => row.id);
}

export async function operatorNames({ sql }: Reads): Promise<ReadonlyMap<string, string>> {
  return new Map((await sql`select id, name from operators`).map((row) => [row.id as string, row.name as string]));
}

export type FaultRow = {
  readonly id: string;
  readonly part: FaultPart;
  readonly ref?: string;
  readonly code: string;
  readonly detail: string;
  readonly at: Date;
};
const LIST_LIMIT = 200;

export async function openFaults({ sql }: Reads): Promise<readonly FaultRow[]> {
  const rows =
    await sql`select id, part, ref, code, detail, at from faults where resolved_at is null order by at desc limit ${LIST_LIMIT}`;
  return rows.map((row) => withoutNulls(row) as unknown as FaultRow);
}

type JournalView = {
  readonly number: number;
  readonly at: Date;
  readonly actor: string;
  readonly entry: string;
  readonly refs: string;
};

export async function journalOf({ sql }: Reads, chain: string): Promise<readonly JournalView[]> {
  return (await sql`select number, at, actor, entry, refs from journal where chain = ${chain} order by number`) as unknown as readonly JournalView[];
}
