import type { Revocation } from '../src/conversation/conversation.ts';
import type { RevocationRow } from '../src/desk/store.ts';
import { serialOf } from './certificates.ts';
import type { Queryable } from './connect.ts';
import { withoutNulls } from './rows.ts';

/** Wishes and decisions to revoke, and how far they are. */

const REVOCATION = `r.id, r.certificate, r.applicant, r.reason, r.state, r.asked_by, r.decided_by, r.due_at, ${serialOf('c')} as serial, c.issuer`;

/** Locked. */
export async function revocation(sql: Queryable, id: string): Promise<RevocationRow | undefined> {
  const [row] = await sql`
    select ${sql.unsafe(REVOCATION)} from revocations r join certificates c on c.id = r.certificate
    where r.id = ${id} for update of r`;
  return row && (withoutNulls(row) as RevocationRow);
}

/** Those of these certificates that are neither carried out nor refused. Locked. */
export async function openRevocations(sql: Queryable, certificates: readonly string[]): Promise<RevocationRow[]> {
  const rows = await sql`
    select ${sql.unsafe(REVOCATION)} from revocations r join certificates c on c.id = r.certificate
    where r.certificate = any(${certificates as string[]}::uuid[]) and r.state in ('asked', 'due', 'by-hand')
    order by r.id for update of r`;
  return rows.map((row) => withoutNulls(row) as RevocationRow);
}

/** How far each of this person's certificates is with a revocation; what was carried out counts more than what was asked. */
export async function revocationsOf(sql: Queryable, applicant: string): Promise<Revocation[]> {
  const rows = await sql`
    select c.id as certificate, case when c.state = 'revoked' then 'done' else r.state end as state,
      case when c.state = 'revoked' then c.revoked_at when r.state = 'due' then r.due_at when r.state = 'refused' then r.done_at else r.at end as at
    from certificates c left join lateral (
      select state, at, due_at, done_at from revocations
      where certificate = c.id and state in ('asked', 'due', 'by-hand', 'refused')
      order by state = 'refused', state = 'asked', at desc limit 1
    ) r on true
    where c.applicant = ${applicant} and (c.state = 'revoked' or r.state is not null)`;
  return rows.map((row) => withoutNulls(row) as Revocation);
}
