import type { Language } from '../src/conversation/line.ts';
import type { Renewal } from '../src/renewal/renewal.ts';
import { serialOf } from './certificates.ts';
import { type Person, peopleById, type Reads } from './console.ts';
import { renewalsById } from './renewals.ts';
import { withoutNulls } from './rows.ts';

/** What the console reads about expiry notices. */

const LIST_LIMIT = 200;

export type NoticeView = {
  readonly certificate: string;
  readonly threshold: number;
  readonly state: 'preview' | 'sent' | 'excluded' | 'released';
  readonly why?: string;
  readonly at: Date;
  readonly sentAt?: Date;
  /** The operator who let it go; absent where it was sent by itself. */
  readonly releasedBy?: string;
  /** Absent where nobody knows it. */
  readonly serial?: string;
  readonly expires: Date;
  readonly person?: Person;
};

/** Waiting for release, soonest expiry first; then what was sent or left out lately. */
export async function noticesByState(reads: Reads, state: NoticeView['state']): Promise<readonly NoticeView[]> {
  const rows = await reads.sql`
    select n.certificate, n.threshold, n.state, n.why, n.at, n.sent_at, n.released_by, ${reads.sql.unsafe(serialOf('c'))} as serial, c.not_after as expires, c.applicant
    from notices n join certificates c on c.id = n.certificate where n.state = ${state}
    order by case when n.state = 'preview' then c.not_after end, n.at desc limit ${LIST_LIMIT}`;
  const persons = await peopleById(
    reads,
    rows.map((row) => row.applicant),
  );
  return rows.map(({ applicant, ...row }) => ({
    ...(withoutNulls(row) as unknown as NoticeView),
    ...(persons.has(applicant) ? { person: persons.get(applicant)! } : {}),
  }));
}

/** How many notices went out on a day (YYYY-MM-DD in the agency's zone). */
export async function noticesOn({ sql }: Reads, day: string): Promise<number> {
  return (await sql`select value from counters where name = ${`notices:${day}`}`)[0]?.value ?? 0;
}

/** What a notice's words depend on beside the certificate. */
export type NoticeReader = {
  /** The open one for this certificate. */
  readonly renewal?: Renewal;
  readonly hasChat: boolean;
  /** In which he is written to by mail; absent before he was. */
  readonly language?: Language;
};

export async function noticeReaders(
  { sql, keyring }: Reads,
  certificates: readonly string[],
): Promise<ReadonlyMap<string, NoticeReader>> {
  const rows = await sql`
    select c.id, r.id as renewal,
      exists (select 1 from contacts k where k.applicant = c.applicant and k.standing = 'bound' and k.unreachable is null) as has_chat,
      (select k.state->>'language' from contacts k where k.applicant = c.applicant and k.channel = 'mail' and k.standing = 'on-record' order by k.valid_from desc nulls last limit 1) as language
    from certificates c left join renewals r on r.certificate = c.id and r.outcome is null where c.id = any(${certificates as string[]}::uuid[])`;
  const ids = rows.flatMap(({ renewal }) => renewal ?? []);
  const renewals = new Map((await renewalsById(sql, keyring, ids, false)).map(({ renewal }) => [renewal.id, renewal]));
  return new Map(
    rows.map(({ id, renewal, ...row }) => [
      id,
      { ...withoutNulls(row), ...(renewal ? { renewal: renewals.get(renewal)! } : {}) } as NoticeReader,
    ]),
  );
}
