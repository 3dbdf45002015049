import type { PgBoss } from 'pg-boss';
import type { Outbox, Queued } from '../src/desk/sending/outbox.ts';
import { Fault } from '../src/fault.ts';
import { gathered } from '../src/gather.ts';
import type { Sql } from './connect.ts';
import { CONTACT_LEASE_MS, createContactLeases } from './contact-leases.ts';
import { hasButtons } from './keyboards.ts';
import { patiently } from './patience.ts';
import { queueTime } from './queues.ts';
import { listed, prepared, type Row, updateRows, withoutNulls } from './rows.ts';

/** References beyond these tell a client nothing more. */
const THREAD_LIMIT = 20;
/** The next look takes more. */
const OVERDUE_LIMIT = 5_000;

/**
 * What was on its way when its person was erased, since what the channel says of it names him; and what has come back
 * before it was written down as sent.
 */
const STILL_OURS = "coalesce(t.why, '') not in ('erased', 'bounced')";

type OutboxParts = {
  readonly sql: Sql;
  readonly boss: PgBoss;
  readonly clock: () => Date;
  readonly leaseMs?: number | undefined;
};

type Settled = { readonly row: Row; readonly givesBack?: string };

/** `leaseMs`: how long a killed process keeps its contacts. */
export function createOutbox({ sql, boss, clock, leaseMs = CONTACT_LEASE_MS }: OutboxParts): Outbox {
  const leases = createContactLeases(sql, leaseMs);
  const next = gathered((contacts: readonly string[]) => firstQueued(sql, contacts));
  // It has left: if that is not written down, it leaves again.
  const settle = gathered((settled: readonly Settled[]) =>
    patiently(async () => {
      const beside = leases.givingBack(settled.flatMap(({ givesBack }) => givesBack ?? []));
      const rows = settled.map(({ row }) => row);
      await updateRows(sql, 'messages', 'id', rows, beside, STILL_OURS);
      return rows;
    }),
  );
  return {
    lease: leases.take,
    release: leases.release,
    holds: leases.holds,
    async next(contact) {
      if (leases.has(contact) && !leases.holds(contact))
        throw new Fault('busy', 'another process may be draining this contact');
      return next(contact);
    },
    async settle({ id, contact, more }, { state, attempts, why, nextTryAt, sentAs }) {
      const row = { id, state, attempts, why, nextTryAt, sentAs, sentAt: state === 'sent' ? clock() : null };
      // Written down once more when only the answer was lost: what goes out again must not be another's by then.
      if (more || state === 'queued') return void (await settle({ row }));
      await settle({ row, givesBack: contact });
      leases.givenBack(contact);
    },
    async drainAt(contact, at) {
      await boss.send('deliver', { contacts: [contact] }, { startAfter: queueTime(at, clock) });
    },
    async overdue(before) {
      // What stands behind a message that waits for its retry waits with it.
      const rows = await sql`
        select m.contact from (
          select distinct on (contact) contact, next_try_at from messages where direction = 'out' and state = 'queued' order by contact, number) m
        left join leases l on l.name = 'deliver:' || m.contact and l.until > now()
        where m.next_try_at <= ${before} and l.name is null order by m.next_try_at limit ${OVERDUE_LIMIT}`;
      return rows.map((row) => row.contact);
    },
  };
}

async function firstQueued(sql: Sql, contacts: readonly string[]): Promise<(Queued | undefined)[]> {
  const rows = await prepared(
    sql,
    `select m.id, m.contact, c.channel, c.address, c.speaker, c.unreachable, m.author, m.renewal, m.subject, m.body, m.attempts, m.next_try_at, m.at, m.token, m.detail, m.choices,
       array(select t.sent_as from (select p.sent_as, p.at, p.direction, p.number from messages p where p.contact = m.contact and p.sent_as is not null and p.at <= m.at and c.channel = 'mail' order by p.at desc, p.direction desc, p.number desc limit ${THREAD_LIMIT}) t order by t.at, t.direction, t.number) as references,
       (select case when p.direction = 'in' then p.subject end from messages p where p.contact = m.contact and p.id <> m.id and p.at <= m.at and c.channel = 'mail' order by p.at desc, (p.direction = case when p.at = m.at then 'in' else 'out' end) desc limit 1) as answers,
       exists (select 1 from messages n where n.contact = m.contact and n.direction = 'out' and n.state = 'queued' and n.number > m.number) as more,
       ${hasButtons('w.contact')} as armed
     from ${listed('$1::uuid[]')} as w(contact) cross join lateral (select channel, address, speaker, unreachable from contacts where id = w.contact limit 1) c cross join lateral
       (select * from messages where contact = w.contact and direction = 'out' and state = 'queued' order by number limit 1) m`,
    [contacts],
  );
  const first = new Map(rows.map((row) => [row.contact, withoutNulls(row) as unknown as Queued]));
  return contacts.map((contact) => first.get(contact));
}
