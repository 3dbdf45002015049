import { setTimeout as after } from 'node:timers/promises';
import type { PgBoss } from 'pg-boss';
import type { Sql } from '../../db/connect.ts';
import { patiently } from '../../db/patience.ts';
import { openSender } from '../../db/sender.ts';
import type { HouseGiven, Office } from '../support/office.ts';
import { unfinished } from './evidence.ts';

const LOOK_MS = 250;
/** What a retry waits for is over at once; waits shorter than this are left alone. */
const WORTH_MS = 3_000;
/** No file, letter or signature takes so long here: whoever had the job in hand was cut off from it or is dead. */
const LOST_AFTER_S = 10;
const SWEEP_EVERY = 12;

type Time = {
  /** Until nothing is on its way any more, anywhere. Throws with what never came true. */
  settled(patienceMs: number): Promise<void>;
  stop(): Promise<void>;
};

/**
 * Time that passes quickly: whatever waits for a retry (a minute, twenty seconds, a job's backoff) is due as soon as all
 * wires are well, jobs that were lost run out, what gave up because its house was killed each time is queued again as the
 * product does it after ten minutes, and the minute's sweep comes every few seconds.
 */
export async function quickTime(
  { office, looking, given }: { office: Office; looking: Sql; given: HouseGiven },
  isFaulty: () => boolean,
): Promise<Time> {
  const boss = await openSender(given.ground.database.url, 1);
  const mails = () =>
    office.mail
      .addresses()
      .flatMap((address) => office.mail.person(address).sent())
      .filter(({ to }) => to.some((each) => each.split('+')[0]!.startsWith(office.mail.systemAddress.split('@')[0]!)))
      .length;
  let over = false;
  const passing = (async () => {
    for (let turn = 1; !over; turn++) {
      await after(LOOK_MS);
      if (isFaulty()) continue;
      await hurry(looking, boss);
      if (turn % SWEEP_EVERY === 0) await boss.send('sweep', {});
    }
  })();

  async function waiting(): Promise<string[]> {
    const info = await fetch(`${given.ground.telegram!.apiRoot}/bot${given.ground.telegram!.token}/getWebhookInfo`);
    const { result } = (await info.json()) as { result: { pending_update_count: number } };
    const [cursor] = await looking`select value from cursors where source like 'imap:%' order by at desc limit 1`;
    const unread = mails() - Number(cursor?.value ?? 0);
    return [
      ...(result.pending_update_count > 0 ? [`${result.pending_update_count} updates at Telegram`] : []),
      ...(unread > 0 ? [`${unread} mails in the mailbox`] : []),
      ...(await patiently(() => unfinished(looking))),
    ];
  }

  return {
    async settled(patienceMs) {
      const deadline = performance.now() + patienceMs;
      for (let quiet = 0; quiet < 3; ) {
        const left = await waiting();
        quiet = left.length === 0 ? quiet + 1 : 0;
        if (performance.now() > deadline) throw new Error(`never settled, there is still: ${counted(left).join('; ')}`);
        await after(LOOK_MS);
      }
    },
    async stop() {
      over = true;
      await passing;
      await boss.stop({ graceful: false });
    },
  };
}

async function hurry(looking: Sql, boss: PgBoss): Promise<void> {
  const soon = `${WORTH_MS} milliseconds`;
  await patiently(
    () => looking`
      update messages set next_try_at = now() - interval '1 minute' where direction = 'out' and state = 'queued'
        and next_try_at > now() + ${soon}::interval and why is distinct from 'sending rate'`,
  );
  await patiently(
    () => looking`
      update pgboss.job set start_after = now() where state in ('created', 'retry') and name in ('fetch', 'read', 'issue', 'deliver')
        and start_after > now() + ${soon}::interval`,
  );
  const lost = await patiently(
    () => looking`
      select name, array_agg(id::text) as ids from pgboss.job where state = 'active' and name in ('fetch', 'read', 'issue', 'deliver')
        and started_on < now() - ${LOST_AFTER_S} * interval '1 second' group by name`,
  );
  for (const { name, ids } of lost) await boss.fail(name, ids).catch(() => undefined);
  const givenUp = await patiently(
    () => looking`
      select name, array_agg(id::text) as ids from pgboss.job where state = 'failed' and name in ('fetch', 'read', 'issue') group by name`,
  );
  for (const { name, ids } of givenUp) await boss.retry(name, ids).catch(() => undefined);
}

const counted = (things: readonly string[]) =>
  [...new Set(things)].map((thing) => `${things.filter((other) => other === thing).length} x ${thing}`);
