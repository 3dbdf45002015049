import type { PendingQuery, Row } from 'postgres';
import type { ContactRow } from '../../src/desk/store.ts';
import type { Renewal } from '../../src/renewal/renewal.ts';
import { serialOf } from '../certificates.ts';
import { seenContactsOf } from '../people.ts';
import { renewalsById } from '../renewals.ts';
import { withoutNulls } from '../rows.ts';
import { type Person, type Reads, withPersons } from './console.ts';

/** What the console reads about expiry notices. */

const LIST_LIMIT = 200;

export type NoticeView = {
  readonly certificate: string;
  readonly threshold: number;
  readonly state: 'preview' | 'sent' | 'excluded' | 'released' | 'void';
  readonly why?: string;
  readonly at: Date;
  readonly sentAt?: Date;
  /** The operator who let it go; absent where it was sent by itself. */
  readonly releasedBy?: string;
  /** The operator who kept it back, and when; absent where it was no longer due by itself. */
  readonly leftOutBy?: string;
  readonly leftOutAt?: Date;
  /** Absent where nobody knows it. */
  readonly serial?: string;
  readonly expires: Date;
  readonly person?: Person;
};

/** Waiting for release, soonest expiry first; then what was sent or left out lately. */
export const noticesByState = (reads: Reads, state: NoticeView['state']): Promise<readonly NoticeView[]> =>
  noticesWhere(reads, reads.sql`n.state = ${state}`);

/** All about the certificates of one person, also what a corrected date took back. */
export const noticesOfPerson = (reads: Reads, applicant: string): Promise<readonly NoticeView[]> =>
  noticesWhere(reads, reads.sql`c.applicant = ${applicant}`);

async function noticesWhere(reads: Reads, condition: PendingQuery<Row[]>): Promise<readonly NoticeView[]> {
  const rows = await reads.sql`
    select n.certificate, n.threshold, n.state, n.why, n.at, n.sent_at, n.released_by, ${reads.sql.unsafe(serialOf('c'))} as serial, c.not_after as expires, c.applicant,
      split_part(j.actor, ':', 2) as left_out_by, j.at as left_out_at
    from notices n join certificates c on c.id = n.certificate
    left join lateral (
      select actor, at from journal where n.state = 'excluded' and chain = 'applicant:' || c.applicant and entry = 'notice left out'
        and refs::json->>'certificate' = n.certificate::text and refs::json->>'threshold' = n.threshold::text
      order by number desc limit 1
    ) j on true
    where ${condition}
    order by case when n.state = 'preview' then c.not_after end, n.at desc limit ${LIST_LIMIT}`;
  return (await withPersons(reads, rows)).map((row) => withoutNulls(row) as unknown as NoticeView);
}

/** How many notices went out on a day (YYYY-MM-DD in the agency's zone). */
export async function noticesOn({ sql }: Reads, day: string): Promise<number> {
  return (await sql`select value from counters where name = ${`notices:${day}`}`)[0]?.value ?? 0;
}

/** What a notice's words, and the way it takes, depend on beside the certificate. */
export type NoticeReader = {
  /** The open one for this certificate, and the contact that last spoke about it. */
  readonly renewal?: Renewal;
  readonly last?: string;
  readonly contacts: readonly ContactRow[];
};

/** By certificate. */
export async function noticeReaders(
  { sql, keyring }: Reads,
  certificates: readonly string[],
): Promise<ReadonlyMap<string, NoticeReader>> {
  const rows = await sql`
    select c.id, c.applicant, r.id as renewal
    from certificates c left join renewals r on r.certificate = c.id and r.outcome is null where c.id = any(${certificates as string[]}::uuid[])`;
  const [renewals, contacts] = await Promise.all([
    renewalsById(
      sql,
      keyring,
      rows.flatMap(({ renewal }) => renewal ?? []),
      false,
    ),
    seenContactsOf(
      sql,
      rows.map(({ applicant }) => applicant),
    ),
  ]);
  const open = new Map(renewals.map(({ renewal, contact }) => [renewal.id, { renewal, last: contact }]));
  const own = Map.groupBy(contacts, ({ applicant }) => applicant);
  return new Map(
    rows.map(({ id, applicant, renewal }) => [id, { ...open.get(renewal), contacts: own.get(applicant) ?? [] }]),
  );
}
