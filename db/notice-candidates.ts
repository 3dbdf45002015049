import type { NoticeCandidate } from '../src/desk/jobs/jobs.ts';
import { DAY_MS } from '../src/durations.ts';
import { EXPIRED_NOTICE_DAYS, touchedAt } from '../src/renewal/notices.ts';
import { Facts } from '../src/renewal/renewal.ts';
import type { Sql } from './connect.ts';
import { withoutNulls } from './rows.ts';

const CANDIDATES_PER_READ = 500;

/** Certificates near their end, with what the decision about a notice needs. */
export async function* noticeCandidates(
  sql: Sql,
  now: Date,
  withinDays: number,
): AsyncGenerator<readonly NoticeCandidate[]> {
  const from = new Date(now.getTime() - EXPIRED_NOTICE_DAYS * DAY_MS);
  const until = new Date(now.getTime() + withinDays * DAY_MS);
  for await (const rows of sql`
    select c.id as certificate, c.not_after as expires, a.stopped is not null as stopped,
      not exists (select 1 from contacts k where k.applicant = a.id and k.standing <> 'claimed' and k.unreachable is null) as unreachable,
      (select json_build_object('at', n.sent_at, 'threshold', n.threshold) from notices n where n.certificate = c.id and n.state in ('sent', 'excluded') order by n.threshold limit 1) as last_sent,
      (select json_build_object('who', w.who, 'facts', r.facts) from awaits w join renewals r on r.id::text = w.ref and w.kind = 'renewal' where r.certificate = c.id and r.outcome is null and w.is_primary limit 1) as open
    from certificates c join applicants a on a.id = c.applicant
    where c.successor is null and c.state = 'valid' and c.not_after between ${from} and ${until} order by c.not_after, c.id`.cursor(
    CANDIDATES_PER_READ,
  )) {
    yield rows.map(
      ({ open, ...row }) =>
        ({
          ...withoutNulls(row),
          ...(row.lastSent ? { lastSent: { at: new Date(row.lastSent.at), threshold: row.lastSent.threshold } } : {}),
          ...(open ? { openRenewalAwaits: open.who, ...heard(Facts.parse(open.facts)) } : {}),
        }) as NoticeCandidate,
    );
  }
}

const heard = (facts: Facts) => ({
  touchedAt: touchedAt(facts),
  ...(facts.quietUntil && { quietUntil: facts.quietUntil }),
});
