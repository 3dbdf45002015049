import { THEIRS } from '../erasure.ts';
import { withoutNulls } from '../rows.ts';
import type { Reads } from './console.ts';

/** What operators decided, and how they put it, as the console shows it. */

export type DecisionView = {
  readonly subject: string;
  readonly decision: string;
  readonly operator: string;
  readonly reason?: string;
  readonly note?: string;
  readonly at: Date;
};

export async function decisionsOf({ sql }: Reads, renewal: string): Promise<readonly DecisionView[]> {
  const rows =
    await sql`select subject, decision, operator, reason, note, at from decisions where renewal = ${renewal} order by at`;
  return rows.map((row) => withoutNulls(row) as unknown as DecisionView);
}

/** The proposal to erase this person's data that stands: the latest that was not refused. */
export async function erasureAsked({ sql }: Reads, applicant: string): Promise<DecisionView | undefined> {
  const [row] = await sql`
    select subject, decision, operator, reason, note, at from decisions where subject = 'erase' and content = ${applicant} order by at desc limit 1`;
  return row && (withoutNulls(row) as unknown as DecisionView);
}

/** What operators wrote of this person with a decision; such notes stay with it when his data is erased. */
export async function notesAbout({ sql }: Reads, applicant: string): Promise<readonly DecisionView[]> {
  const rows = await sql.unsafe(
    `with theirs as materialized (${THEIRS})
     select subject, decision, operator, reason, note, at from decisions where note <> '' and (renewal in (select id from renewals where applicant = $1)
       or content = $1::text or content in (select id from theirs) or content in (select id::text from faults where ref in (select id from theirs))
       or (subject = 'unvouch' and exists (select from journal j where j.chain = 'applicant:' || $1::text and j.entry = 'vouch taken back' and j.refs::jsonb->>'contact' = content and j.at = decisions.at)))
     order by at`,
    [applicant],
  );
  return rows.map((row) => withoutNulls(row) as unknown as DecisionView);
}
