import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLetterboxes } from '../../src/sandbox/mail/letterbox.ts';
import { createPeople, type MailPeople } from '../../src/sandbox/mail/people.ts';
import { createMailbag } from '../bench/channels/mailbag.ts';
import { MAILBOX, type Office, openOffice } from '../support/office.ts';
import { type Dovecot, startDovecot, withoutDovecot } from './dovecot.ts';
import { createTally } from './tally.ts';

const missing = withoutDovecot();
if (missing) console.warn(`skipped: ${missing}`);

const MAILS = 10_000;
const BACKLOG_LIMIT_MS = 180_000;
/** Shorter, so that it is said how far it came. */
const PATIENCE_MS = 150_000;
/** Ten thousand mails in memory would be fifty megabytes of text alone, several times that when parsed. */
const GROWTH_LIMIT_BYTES = 200 * 1024 * 1024;
/** A batch holds fifty; far fewer steps would mean that it was not worked in batches. */
const STEPS_LEAST = 50;
/** The server is killed when so many more have come through. */
const KILL_EVERY = 2_500;

const tally = createTally('backlog at a real Dovecot');
let dovecot: Dovecot;
let office: Office<MailPeople>;
beforeAll(async () => {
  if (missing) return;
  dovecot = await startDovecot({ [MAILBOX]: 'kata-sandi' });
  const bag = createMailbag({ to: MAILBOX, simple: true });
  for (let index = 0; index < MAILS; index++) await dovecot.put(MAILBOX, await bag.mail(index));
}, BACKLOG_LIMIT_MS);
afterAll(async () => {
  await office?.close();
  await dovecot?.close();
});

/** The mailbox alone: what is answered stays in the queue. */
async function listening(): Promise<Office<MailPeople>> {
  const { people } = createPeople({
    systemAddress: MAILBOX,
    letterboxes: await openLetterboxes(),
    now: () => new Date(),
    deliver: async () => undefined,
  });
  const servers = { imapUrl: dovecot.url(MAILBOX), smtpUrl: 'smtp://127.0.0.1:9', authservId: 'mx.contohprov.example' };
  return openOffice({
    env: { ROLES: 'mail' },
    samples: [],
    mail: { ...servers, world: people, stop: async () => undefined },
  });
}

describe.skipIf(missing)(`a mailbox with ${MAILS} mails`, () => {
  test(
    'is worked to its end in batches while its server is killed, each mail once, with bounded memory',
    async () => {
      office = await listening();
      const memory: number[] = [];
      const steps = new Set<number>();
      let killAt = KILL_EVERY / 2;
      await office.until(
        'all are on record',
        async () => {
          const [row] = await office.sql`select count(*)::int as count from messages where direction = 'in'`;
          const { count } = row!;
          steps.add(count);
          memory.push(process.memoryUsage.rss());
          if (count >= killAt && count < MAILS) {
            killAt += KILL_EVERY;
            await tally.breaks('Dovecot killed (-9)', () => dovecot.kill());
            await dovecot.start();
          }
          return count >= MAILS;
        },
        PATIENCE_MS,
      );
      const [row] = await office.sql`
        select count(*)::int as mails, count(distinct copy_key)::int as different, count(distinct external_id)::int as numbers,
          (select count(*)::int from raw_messages) as kept, (select value::int from cursors where source like 'imap:%') as cursor
        from messages where direction = 'in'`;
      const { mails, different, kept } = row!;
      const growth = Math.max(...memory) - memory[0]!;
      process.stdout.write(
        `\nmemory grew by ${Math.round(growth / 1024 / 1024)} MB at most over ${steps.size} looks\n`,
      );
      tally.tell(MAILS, MAILS - different, mails - different);
      expect(row).toEqual({ mails: MAILS, different: MAILS, numbers: MAILS, kept: MAILS, cursor: MAILS });
      expect(kept).toBe(MAILS);
      expect(steps.size).toBeGreaterThan(STEPS_LEAST);
      expect(growth).toBeLessThan(GROWTH_LIMIT_BYTES);
    },
    BACKLOG_LIMIT_MS,
  );
});
