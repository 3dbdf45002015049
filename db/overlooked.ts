import type { JobReads } from '../src/desk/jobs/jobs.ts';
import type { Keyring } from '../src/seal.ts';
import type { Sql } from './connect.ts';
import { renewalOf } from './renewals.ts';

const SILENT_LIMIT = 1_000;
/** Of each look; the next one comes a minute later. */
const OVERDUE_LIMIT = 200;

type Overlooked = Pick<JobReads, 'awaitingApplicant' | 'overdueWork' | 'revokedElsewhere' | 'forgottenTakeovers'>;

/** What stands still, and what nobody was told of yet. */
export function createOverlooked({ sql, keyring }: { sql: Sql; keyring: Keyring }): Overlooked {
  return {
    async awaitingApplicant(before) {
      const rows =
        await sql`select r.* from awaits w join renewals r on r.id = case when w.kind = 'renewal' then w.ref::uuid end where w.kind = 'renewal' and w.who = 'applicant' and w.is_primary and w.since <= ${before} and r.outcome is null order by w.since limit ${SILENT_LIMIT}`;
      return rows.map((row) => renewalOf(keyring, row).renewal);
    },
    async overdueWork(before) {
      // What operators know of comes last, and each kind has its part: what may wait for long would stand before all else.
      const rows = await sql`
        select w.*, exists (select 1 from faults f where f.part = 'stuck-' || w.work and f.ref = w.ref and f.resolved_at is null) as told from (
          select 'fetch' as work, json_build_object('document', id) as data, message::text as ref, at as since from documents where kind = 'pending' and at <= ${before}
          union all
          select 'read', json_build_object('renewal', r.id, 'document', p.paper->>'document'), r.id::text, (p.paper->>'at')::timestamptz
          from awaits a join renewals r on r.id = case when a.kind = 'renewal' then a.ref::uuid end cross join lateral (values (r.facts->'letter'), (r.facts->'change'->'letter')) as p(paper)
          where a.kind = 'renewal' and a.what = 'reading' and r.outcome is null and p.paper->>'state' = 'reading' and (p.paper->>'at')::timestamptz <= ${before}
          union all
          select 'issue', json_build_object('request', id), renewal::text, at from issue_requests where state = 'asked' and at <= ${before}
          union all
          select 'revoke', json_build_object('revocation', id), id::text, due_at from revocations where state = 'due' and due_at <= ${before}
        ) w order by told, row_number() over (partition by w.work order by since) limit ${OVERDUE_LIMIT}`;
      return rows as never;
    },
    async revokedElsewhere() {
      return (await sql`
        select serial, reason, typed_by as by from revoked r where typed_by is not null
          and not exists (select 1 from faults f where f.part in ('revoked-elsewhere', 'revoked-unowned') and f.ref = r.serial)
        order by at limit ${OVERDUE_LIMIT}`) as never;
    },
    async forgottenTakeovers(before) {
      return (await sql`
        select c.id as contact, o.id as operator, o.name from contacts c join operators o on o.id = c.taken_by
        where c.speaker = 'operator' and c.taken_at <= ${before} and not exists (select 1 from messages m where m.contact = c.id and m.author = 'operator' and m.at > ${before})`) as never;
    },
  };
}
