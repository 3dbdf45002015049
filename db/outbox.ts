import { randomUUID } from 'node:crypto';
import type { PgBoss } from 'pg-boss';
import type { Outbox, Queued } from '../src/desk/outbox.ts';
import { Fault } from '../src/fault.ts';
import { gathered } from '../src/gather.ts';
import type { Sql } from './connect.ts';
import { patiently } from './patience.ts';
import { withoutNulls } from './people.ts';
import { queueTime } from './queues.ts';
import { prepared, type Row, updateRows } from './rows.ts';

/** Longer than any single send may take (an upload has three minutes); a killed process gives its contact back after it. */
const LEASE_MS = 240_000;
/** A long drain takes its lease anew when so much of it is over. */
const RENEW_AFTER_MS = 30_000;
/** References beyond these tell a client nothing more. */
const THREAD_LIMIT = 20;
const OVERDUE_LIMIT = 500;
/** Sweeps leave alone what a job is about to do. */
const OVERDUE_AFTER_MS = 20_000;

export function createOutbox({ sql, boss, clock }: { sql: Sql; boss: PgBoss; clock: () => Date }): Outbox {
  const holder = randomUUID();
  /** What this process drains now, and since when its lease runs. A row of ours beside it was left behind when the database went away. */
  const draining = new Map<string, number>();
  // Many contacts are drained at once: their statements are gathered, so that the database has one of a kind at a time.
  const lease = gathered((contacts: readonly string[]) => leaseAll(sql, holder, contacts, clock()));
  const release = gathered((contacts: readonly string[]) => patiently(() => releaseAll(sql, holder, contacts)));
  const next = gathered((contacts: readonly string[]) => firstQueued(sql, contacts));
  // It has left: if that is not written down, it leaves again.
  const settle = gathered((rows: readonly Row[]) => patiently(() => settleAll(sql, rows)));
  return {
    async lease(contact) {
      if (draining.has(contact)) return 'here';
      draining.set(contact, clock().getTime());
      let ours = false;
      try {
        ours = await lease(contact);
      } finally {
        if (!ours) draining.delete(contact);
      }
      return ours ? 'ours' : 'elsewhere';
    },
    async release(contact) {
      try {
        await release(contact);
      } finally {
        draining.delete(contact);
      }
    },
    async next(contact) {
      const since = draining.get(contact);
      const now = clock().getTime();
      if (since !== undefined && now - since > RENEW_AFTER_MS) {
        if (!(await lease(contact))) throw new Fault('busy', 'another process drains this contact');
        draining.set(contact, now);
      }
      return next(contact);
    },
    async settle({ id }, { state, attempts, why, nextTryAt, sentAs }) {
      await settle({ id, state, attempts, why, nextTryAt, sentAs, sentAt: state === 'sent' ? clock() : null });
    },
    async again(contact, at) {
      await boss.send('deliver', { contacts: [contact] }, { startAfter: queueTime(at, clock) });
    },
    async overdue(now) {
      const rows = await sql`
        select distinct contact from messages where direction = 'out' and state = 'queued' and next_try_at <= ${new Date(now.getTime() - OVERDUE_AFTER_MS)} limit ${OVERDUE_LIMIT}`;
      return rows.map((row) => row.contact);
    },
  };
}

async function leaseAll(sql: Sql, holder: string, contacts: readonly string[], now: Date): Promise<boolean[]> {
  const names = contacts.map((contact) => `deliver:${contact}`);
  const rows = await prepared(
    sql,
    `insert into leases (name, holder, until) select name, $2, $3 from unnest($1::text[]) as w(name) order by name
     on conflict (name) do update set holder = excluded.holder, until = excluded.until
     where leases.until <= $4 or leases.holder = $2 returning name`,
    [names, holder, new Date(now.getTime() + LEASE_MS), now],
  );
  const ours = new Set(rows.map(({ name }) => name));
  return names.map((name) => ours.has(name));
}

async function releaseAll(sql: Sql, holder: string, contacts: readonly string[]): Promise<undefined[]> {
  const names = contacts.map((contact) => `deliver:${contact}`);
  await prepared(sql, 'delete from leases where name = any($1::text[]) and holder = $2', [names, holder]);
  return contacts.map(() => undefined);
}

async function firstQueued(sql: Sql, contacts: readonly string[]): Promise<(Queued | undefined)[]> {
  const rows = await prepared(
    sql,
    `select m.id, m.contact, c.channel, c.address, c.speaker, c.unreachable, m.author, m.renewal, m.subject, m.body, m.attempts, m.next_try_at, m.token is not null as has_token, m.detail, m.choices,
       array(select t.sent_as from (select p.sent_as, p.at, p.direction, p.number from messages p where p.contact = m.contact and p.sent_as is not null and p.at <= m.at and c.channel = 'mail' order by p.at desc, p.direction desc, p.number desc limit ${THREAD_LIMIT}) t order by t.at, t.direction, t.number) as references,
       (select case when p.direction = 'in' then p.subject end from messages p where p.contact = m.contact and p.id <> m.id and p.at <= m.at and c.channel = 'mail' order by p.at desc, (p.direction = case when p.at = m.at then 'in' else 'out' end) desc limit 1) as answers
     from unnest($1::uuid[]) as w(contact) join contacts c on c.id = w.contact cross join lateral
       (select * from messages where contact = w.contact and direction = 'out' and state = 'queued' order by number limit 1) m`,
    [contacts],
  );
  const first = new Map(rows.map((row) => [row.contact, withoutNulls(row) as unknown as Queued]));
  return contacts.map((contact) => first.get(contact));
}

async function settleAll(sql: Sql, rows: readonly Row[]): Promise<undefined[]> {
  await updateRows(sql, 'messages', 'id', rows);
  return rows.map(() => undefined);
}
