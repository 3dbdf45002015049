import { randomUUID } from 'node:crypto';
import type { PgBoss } from 'pg-boss';
import type { Outbox, Queued } from '../src/desk/outbox.ts';
import type { Sql } from './connect.ts';
import { patiently } from './patience.ts';
import { withoutNulls } from './people.ts';
import { queueTime } from './queues.ts';

/** Longer than any single send may take, so that a killed process gives its contact back. */
const LEASE_MS = 120_000;
/** References beyond these tell a client nothing more. */
const THREAD_LIMIT = 20;
const OVERDUE_LIMIT = 500;
/** Sweeps leave alone what a job is about to do. */
const OVERDUE_AFTER_MS = 20_000;

export function createOutbox({ sql, boss, clock }: { sql: Sql; boss: PgBoss; clock: () => Date }): Outbox {
  const holder = randomUUID();
  /** What this process drains now. A row of ours beside it was left behind when the database went away. */
  const draining = new Set<string>();
  return {
    async lease(contact) {
      if (draining.has(contact)) return false;
      draining.add(contact);
      let ours = false;
      try {
        const now = clock();
        const rows = await sql`
          insert into leases (name, holder, until) values (${`deliver:${contact}`}, ${holder}, ${new Date(now.getTime() + LEASE_MS)})
          on conflict (name) do update set holder = excluded.holder, until = excluded.until
          where leases.until <= ${now} or leases.holder = ${holder} returning name`;
        ours = rows.length === 1;
      } finally {
        if (!ours) draining.delete(contact);
      }
      return ours;
    },
    async release(contact) {
      try {
        await patiently(() => sql`delete from leases where name = ${`deliver:${contact}`} and holder = ${holder}`);
      } finally {
        draining.delete(contact);
      }
    },
    async next(contact) {
      const [row] = await sql`
        select m.id, m.contact, c.channel, c.address, c.speaker, c.unreachable, m.author, m.renewal, m.subject, m.body, m.attempts, m.next_try_at, m.token is not null as has_token, m.detail,
          (select coalesce(json_agg(json_build_object('id', k.id, 'label', k.label) order by k.place), '[]') from choices k where k.message = m.id) as choices,
          array(select t.sent_as from (select p.sent_as, p.at, p.direction, p.number from messages p where p.contact = m.contact and p.sent_as is not null and p.at <= m.at and c.channel = 'mail' order by p.at desc, p.direction desc, p.number desc limit ${THREAD_LIMIT}) t order by t.at, t.direction, t.number) as references,
          (select case when p.direction = 'in' then p.subject end from messages p where p.contact = m.contact and p.id <> m.id and p.at <= m.at and c.channel = 'mail' order by p.at desc, (p.direction = case when p.at = m.at then 'in' else 'out' end) desc limit 1) as answers
        from messages m join contacts c on c.id = m.contact
        where m.contact = ${contact} and m.direction = 'out' and m.state = 'queued' order by m.number limit 1`;
      return row && (withoutNulls(row) as unknown as Queued);
    },
    async settle(message, { state, attempts, why, nextTryAt, sentAs }) {
      // It has left: if that is not written down, it leaves again.
      await patiently(
        () =>
          sql`update messages set state = ${state}, attempts = ${attempts}, why = ${why ?? null}, next_try_at = ${nextTryAt ?? null}, sent_as = ${sentAs ?? null}, sent_at = ${state === 'sent' ? clock() : null} where id = ${message.id}`,
      );
    },
    async again(contact, at) {
      await boss.send('deliver', { contact }, { startAfter: queueTime(at, clock) });
    },
    async overdue(now) {
      const rows = await sql`
        select distinct contact from messages where direction = 'out' and state = 'queued' and next_try_at <= ${new Date(now.getTime() - OVERDUE_AFTER_MS)} limit ${OVERDUE_LIMIT}`;
      return rows.map((row) => row.contact);
    },
  };
}
