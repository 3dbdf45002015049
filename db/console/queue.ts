import type { AwaitRow, ContactRow } from '../../src/desk/store.ts';
import { serialOf } from '../certificates.ts';
import { withoutNulls } from '../rows.ts';
import { type Person, type Reads, withPersons } from './console.ts';

/** What waits for whom, as the operators' console shows it. */

export const TABS = ['operator', 'applicant', 'issuer'] as const;
export type Tab = (typeof TABS)[number];
/** Work under way in the system stands with the issuer's: nobody has to do anything. */
const WHO: Readonly<Record<Tab, readonly string[]>> = {
  operator: ['operator'],
  applicant: ['applicant'],
  issuer: ['issuer', 'system'],
};

export type QueueRow = {
  readonly kind: AwaitRow['kind'];
  readonly ref: string;
  readonly what: string;
  readonly who: string;
  readonly since: Date;
  readonly urgent: boolean;
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
    readonly channel: ContactRow['channel'];
    readonly address: string;
    readonly name?: string;
  };
  /** What was written: the message it is about, or what was last written in the conversation. NIK and secrets are not in it. */
  readonly said?: string;
  /** What the same person wrote shortly before that. */
  readonly before?: string;
  /** The button that was pressed since then, by what stands on it. */
  readonly pressed?: string;
  /** What is awaited in the renewal of whoever speaks: where he stands. */
  readonly step?: string;
};

/** Of the renewal `r` that is awaited in the row `a`. */
const APPROVALS = `case a.what when 'review' then r.facts->'approvals' when 'change-review' then r.facts#>'{change,approvals}' end`;

/** A key in the wrong hands is what cannot wait; a held revocation of a replaced certificate can. */
const URGENT = `a.what = 'call-lost' or (a.what = 'revocation-asked' and a.detail = 'keyCompromise')`;

/** One screen's worth: the oldest are what matters, and search finds the rest. */
export const QUEUE_LIMIT = 200;
/** Enough to tell a theft from an advertisement; whole messages stand on their own pages. */
const SAID_CHARACTERS = 160;
const SHORTLY_BEFORE = '1 hour';

/**
 * What waits for whom, what is urgent first, then the longest waiting. `people` narrows it to some applicants. All else is
 * looked up for the rows of the screen alone; `direction <> 'out'`, since "= 'in'" lets a database without statistics, as
 * after a restore, read the index of all messages that came for each row.
 */
export async function queue(reads: Reads, tab: Tab, people?: readonly string[]): Promise<readonly QueueRow[]> {
  const { sql } = reads;
  const rows = await sql`
    select a.kind, a.ref, a.what, a.who, a.since, a.detail, a.applicant, r.number, r.basis, ${sql.unsafe(serialOf('c'))} as serial, c.not_after as expires, k.id as contact, k.channel, k.address, k.name,
      left(case when a.kind = 'message' then concat_ws(': ', nullif(m.subject, ''), coalesce(nullif(trim(m.body), ''), (select string_agg(d.name, ', ' order by d.at, d.id) from documents d where d.message = m.id))) else wrote.body end, ${SAID_CHARACTERS}) as said, left(wrote.before, ${SAID_CHARACTERS}) as before, last.pressed, standing.step,
      a.urgent, jsonb_path_query_array(coalesce(${sql.unsafe(APPROVALS)}, '[]'), '$[*].by.id') as approved_by
    from (
      select a.*, coalesce(${sql.unsafe(URGENT)}, false) as urgent from awaits a
      where a.who = any(${WHO[tab] as string[]}) and (${people === undefined} or a.applicant = any(${(people ?? []) as string[]}::uuid[]))
      order by urgent desc, a.since, a.ref limit ${QUEUE_LIMIT}
    ) a
    left join renewals r on r.id = case when a.kind = 'renewal' then a.ref::uuid end
    left join revocations v on v.id = case when a.kind = 'revocation' then a.ref::uuid end
    left join certificates c on c.id = coalesce(r.certificate, v.certificate, case when a.kind = 'certificate' then a.ref::uuid end)
    left join messages m on m.id = case when a.kind = 'message' then a.ref::uuid end
    left join contacts k on k.id = coalesce(m.contact, case when a.kind = 'contact' then a.ref::uuid end)
    left join lateral (
      select detail->>'pressed' as pressed from messages where a.kind = 'contact' and contact = k.id and direction <> 'out' order by at desc limit 1
    ) last on true
    left join lateral (
      select written[1] as body, written[2] as before from (
        select array_agg(body order by at desc) filter (where at > latest - ${SHORTLY_BEFORE}::interval) as written from (
          select body, at, max(at) over () as latest from (
            select body, at from messages where a.kind = 'contact' and contact = k.id and direction <> 'out' and body <> '' order by at desc limit 2
          ) both_of_them) dated) told
    ) wrote on true
    left join lateral (
      select w.what as step from renewals o join awaits w on w.kind = 'renewal' and w.ref = o.id::text and w.is_primary
      where a.kind = 'contact' and o.applicant = a.applicant and o.outcome is null order by w.who = 'applicant' desc, w.since limit 1
    ) standing on true
    order by a.urgent desc, a.since, a.ref`;
  return (await withPersons(reads, rows)).map(({ contact, channel, address, name, ...row }) => ({
    ...(withoutNulls(row) as unknown as QueueRow),
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
