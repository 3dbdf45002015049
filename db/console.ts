import { digitsOf } from '../src/renewal/nik.ts';
import type { Data } from '../src/renewal/renewal.ts';
import type { Keyring } from '../src/seal.ts';
import { latestOf, serialOf } from './certificates.ts';
import type { Queryable } from './connect.ts';
import { openData } from './people.ts';
import { withoutNulls } from './rows.ts';

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
};

export async function peopleById(
  { sql, keyring }: Reads,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Person>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const rows = await sql`
    select a.id, a.version, a.version_number, a.stopped, v.id as version_id, v.sealed, v.at as as_of, v.source
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

/** More hits than an operator reads: he writes more letters instead. */
const FOUND_LIMIT = 50;
const NIK_DIGITS = 16;
const NIP_DIGITS = 18;

/**
 * People by what an operator has at hand: a name or unit, NIP, NIK, e-mail, a certificate's serial or a renewal's number.
 * Full numbers are looked up by their keyed hashes; no part of a NIK can be searched for. Newest first, at most FOUND_LIMIT.
 */
export async function searchPeople({ sql, keyring }: Reads, query: string): Promise<readonly string[]> {
  const text = query.trim();
  if (text.length < 2) return [];
  const digits = digitsOf(text);
  const like = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
  const serial = text
    .toLowerCase()
    .replaceAll(/[^0-9a-f]/g, '')
    .replace(/^0+/, '');
  const rows = await sql`
    select a.id from applicants a join data_versions v on v.applicant = a.id and v.number = a.version_number
    where v.name ilike ${like} or v.unit ilike ${like} or v.organisation ilike ${like}
      or a.nip_hash = ${digits?.length === NIP_DIGITS ? keyring.hash('nip', digits) : ''}
      or a.nik_hash = ${digits?.length === NIK_DIGITS ? keyring.hash('nik', digits) : ''}
      or a.id in (select applicant from contacts where applicant is not null and channel = 'mail' and address = ${text.toLowerCase()})
      or a.id in (select applicant from renewals where number = ${text})
      or a.id in (select applicant from certificates where length(${serial}) >= 6 and serial like ${`%${serial}`})
      or a.id in (select c.applicant from certificates c join certificate_evidence e on e.certificate = c.id where length(${serial}) >= 6 and e.serial like ${`%${serial}`})
    order by v.at desc, a.id limit ${FOUND_LIMIT}`;
  return rows.map((row) => row.id);
}

// --- the queue -----------------------------------------------------------------------------------------------------------

export const TABS = ['operator', 'applicant', 'issuer'] as const;
export type Tab = (typeof TABS)[number];
/** Work under way in the system stands with the issuer's: nobody has to do anything. */
const WHO: Readonly<Record<Tab, readonly string[]>> = {
  operator: ['operator'],
  applicant: ['applicant'],
  issuer: ['issuer', 'system'],
};

export type QueueRow = {
  readonly kind: 'renewal' | 'contact' | 'applicant' | 'message' | 'revocation' | 'certificate' | 'notices' | 'fault';
  readonly ref: string;
  readonly what: string;
  readonly who: string;
  readonly since: Date;
  readonly detail?: string;
  readonly person?: Person;
  readonly number?: string;
  readonly basis?: string;
  readonly serial?: string;
  readonly expires?: Date;
  /** Operators who have approved already, where another one is awaited. */
  readonly approvedBy: readonly string[];
  /** The contact it is about, or that the message came from. */
  readonly contact?: {
    readonly id: string;
    readonly channel: string;
    readonly address: string;
    readonly name?: string;
  };
};

/** Of the renewal `r` that is awaited in the row `a`. */
const APPROVALS = `case a.what when 'review' then r.facts->'approvals' when 'change-review' then r.facts#>'{change,approvals}' end`;

/** One screen's worth: the oldest are what matters, and search finds the rest. */
export const QUEUE_LIMIT = 200;

/** What waits for whom, what is urgent first, then the longest waiting. `people` narrows it to some applicants. */
export async function queue(reads: Reads, tab: Tab, people?: readonly string[]): Promise<readonly QueueRow[]> {
  const { sql } = reads;
  const rows = await sql`
    select a.kind, a.ref, a.what, a.who, a.since, a.detail, a.applicant, r.number, r.basis, ${sql.unsafe(serialOf('c'))} as serial, c.not_after as expires, k.id as contact, k.channel, k.address, k.name,
      jsonb_path_query_array(coalesce(${sql.unsafe(APPROVALS)}, '[]'), '$[*].by.id') as approved_by
    from awaits a
    left join renewals r on r.id = case when a.kind = 'renewal' then a.ref::uuid end
    left join revocations v on v.id = case when a.kind = 'revocation' then a.ref::uuid end
    left join certificates c on c.id = coalesce(r.certificate, v.certificate, case when a.kind = 'certificate' then a.ref::uuid end)
    left join messages m on m.id = case when a.kind = 'message' then a.ref::uuid end
    left join contacts k on k.id = coalesce(m.contact, case when a.kind = 'contact' then a.ref::uuid end)
    where a.who = any(${WHO[tab] as string[]}) and (${people === undefined} or a.applicant = any(${(people ?? []) as string[]}::uuid[]))
    order by a.what = 'revocation-asked' desc, a.since, a.ref limit ${QUEUE_LIMIT}`;
  const persons = await peopleById(
    reads,
    rows.flatMap((row) => row.applicant ?? []),
  );
  return rows.map(({ applicant, contact, channel, address, name, ...row }) => ({
    ...(withoutNulls(row) as unknown as QueueRow),
    ...(applicant && persons.has(applicant) ? { person: persons.get(applicant)! } : {}),
    ...(contact
      ? { contact: withoutNulls({ id: contact, channel, address, name }) as QueueRow['contact'] & object }
      : {}),
  }));
}

export async function queueCounts({ sql }: Reads): Promise<Readonly<Record<Tab, number>>> {
  const rows = await sql`select who, count(*)::int as count from awaits group by who`;
  const count = (tab: Tab) => rows.filter((row) => WHO[tab].includes(row.who)).reduce((sum, row) => sum + row.count, 0);
  return { operator: count('operator'), applicant: count('applicant'), issuer: count('issuer') };
}

/** Changes whenever the queue does, the first of two approvals included: cheap enough to be asked every few seconds. */
export async function queueMark({ sql }: Reads): Promise<string> {
  const [row] = await sql`
    select count(*)::int as count, coalesce(sum(hashtext(a.kind || a.ref || a.what || a.who || a.since)::bigint), 0)::text as sum,
      coalesce(sum(jsonb_array_length(${sql.unsafe(APPROVALS)})), 0)::int as approvals
    from awaits a left join renewals r on a.what in ('review', 'change-review') and r.id = case when a.kind = 'renewal' then a.ref::uuid end`;
  return `${row!.count}:${row!.sum}:${row!.approvals}`;
}

// --- small lists ---------------------------------------------------------------------------------------------------------

export async function operatorNames({ sql }: Reads): Promise<ReadonlyMap<string, string>> {
  return new Map((await sql`select id, name from operators`).map((row) => [row.id as string, row.name as string]));
}

export type FaultRow = {
  readonly id: string;
  readonly part: string;
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

export type RevocationView = {
  readonly id: string;
  readonly reason: string;
  readonly state: 'asked' | 'due' | 'done' | 'refused' | 'by-hand' | 'taken-back';
  readonly askedBy: string;
  /** The way the person asked, where he did himself; `provenBy` is how that conversation is known to be his. */
  readonly channel?: string;
  readonly provenBy?: string;
  readonly decidedBy?: string;
  readonly note?: string;
  readonly dueAt?: Date;
  readonly at: Date;
  readonly doneAt?: Date;
  readonly certificate: string;
  /** Absent where nobody knows it. */
  readonly serial?: string;
  readonly issuer: string;
  readonly expires: Date;
  /** The serial of the certificate that replaced it, and how well that one is known. */
  readonly succeeded: boolean;
  readonly successor?: string;
  readonly successorEvidence?: string;
  readonly person?: Person;
};

/** Those to be decided or carried out, then the latest of the others. */
export async function revocations(reads: Reads): Promise<readonly RevocationView[]> {
  const rows = await reads.sql`
    select r.id, r.reason, r.state, r.asked_by, r.decided_by, r.note, r.due_at, r.at, r.done_at, r.applicant,
      c.id as certificate, ${reads.sql.unsafe(serialOf('c'))} as serial, c.issuer, c.not_after as expires, k.channel, k.proven_by,
      s.id is not null as succeeded, ${reads.sql.unsafe(serialOf('s'))} as successor,
      coalesce((select e.evidence from certificate_evidence e where e.certificate = s.id order by e.at desc limit 1), s.evidence) as successor_evidence
    from revocations r join certificates c on c.id = r.certificate left join certificates s on s.id = c.successor
    left join contacts k on k.id = case when r.asked_by ~ '^[0-9a-f-]{36}$' then r.asked_by::uuid end
    order by r.state in ('asked', 'by-hand') desc, r.state in ('asked', 'by-hand') and r.reason = 'keyCompromise' desc, r.at desc
    limit ${LIST_LIMIT}`;
  const persons = await peopleById(
    reads,
    rows.map((row) => row.applicant),
  );
  return rows.map(({ applicant, ...row }) => ({
    ...(withoutNulls(row) as unknown as RevocationView),
    ...(persons.has(applicant) ? { person: persons.get(applicant)! } : {}),
  }));
}

export type CertificateView = {
  readonly id: string;
  readonly applicant: string;
  /** Absent where nobody knows it. */
  readonly serial?: string;
  readonly issuer: string;
  readonly evidence: string;
  readonly notBefore?: Date;
  readonly notAfter: Date;
  readonly state: 'valid' | 'revoked' | 'provisional';
  readonly renewal?: string;
  readonly successor?: string;
  readonly revokedAt?: Date;
  readonly revokedFor?: string;
  readonly hasFile: boolean;
};

/** What was added later shows it better than its row. */
const CERTIFICATE = `
  id, applicant, ${serialOf('certificates')} as serial, issuer, coalesce(${latestOf('evidence')}, evidence) as evidence, coalesce(not_before, ${latestOf('not_before')}) as not_before, not_after,
  state, renewal, successor, revoked_at, revoked_for, (der is not null or ${latestOf('der')} is not null) as has_file`;
const certificateView = (row: Record<string, unknown>) => withoutNulls(row) as unknown as CertificateView;

export async function certificatesOf({ sql }: Reads, applicant: string): Promise<readonly CertificateView[]> {
  return (
    await sql.unsafe(`select ${CERTIFICATE} from certificates where applicant = $1 order by not_after desc, id`, [
      applicant,
    ])
  ).map(certificateView);
}

export async function provisionalCertificates(
  reads: Reads,
): Promise<readonly (CertificateView & { readonly person?: Person })[]> {
  const rows = (
    await reads.sql.unsafe(
      `select ${CERTIFICATE} from certificates where state = 'provisional' order by at limit ${LIST_LIMIT}`,
    )
  ).map(certificateView);
  const persons = await peopleById(
    reads,
    rows.map((row) => row.applicant),
  );
  return rows.map((row) => ({
    ...row,
    ...(persons.has(row.applicant) ? { person: persons.get(row.applicant)! } : {}),
  }));
}

export async function certificateFile(
  { sql }: Reads,
  id: string,
): Promise<{ readonly serial: string; readonly der: Uint8Array } | undefined> {
  const [row] =
    await sql`select ${sql.unsafe(serialOf('certificates'))} as serial, coalesce(der, ${sql.unsafe(latestOf('der'))}) as der from certificates where id = ${id}`;
  return row?.der ? (row as { serial: string; der: Uint8Array }) : undefined;
}

/** Certificates by id with their owner, for the list of those who are left out. */
export async function certificatesById(
  reads: Reads,
  ids: readonly string[],
): Promise<ReadonlyMap<string, CertificateView & { readonly person?: Person }>> {
  if (ids.length === 0) return new Map();
  const rows = (
    await reads.sql.unsafe(`select ${CERTIFICATE} from certificates where id = any($1::uuid[])`, [ids as string[]])
  ).map(certificateView);
  const persons = await peopleById(
    reads,
    rows.map((row) => row.applicant),
  );
  return new Map(
    rows.map((row) => [
      row.id,
      { ...row, ...(persons.has(row.applicant) ? { person: persons.get(row.applicant)! } : {}) },
    ]),
  );
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
