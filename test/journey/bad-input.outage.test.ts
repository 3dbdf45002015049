import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { patiently } from '../../db/patience.ts';
import type { SmtpFault } from '../../src/sandbox/mail/smtp.ts';
import { reader, sees } from '../../src/sandbox/play.ts';
import { type Office, openOffice } from '../support/office.ts';
import { awaitedOf, received, said, settled, stranger, timePasses } from '../support/talk.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const LONG_MS = 60_000;
const MINUTE_MS = 60_000;

const passes = (ms: number) => timePasses(office, ms);

/** The bot's messages in a chat, as they arrived, each once: what was said twice because nobody knew is harmless. */
const arrived = (phone: Awaited<ReturnType<typeof stranger>>) => [
  ...new Set(
    phone
      .messages()
      .filter(({ from }) => from === 'bot')
      .map(({ text }) => text),
  ),
];
const arrivedAll = (phone: Awaited<ReturnType<typeof stranger>>) =>
  phone
    .messages()
    .filter(({ from }) => from === 'bot')
    .map(({ text }) => text);
const QUESTIONS = ['berapa lama prosesnya?', 'apa biayanya?', 'dokumen apa saja?'];

/** Asks three things that have different answers; returns how to check that the answers came, in order. */
async function asks(phone: Awaited<ReturnType<typeof stranger>>) {
  for (const question of QUESTIONS) phone.send(question);
  await office.until(
    'all are on record',
    async () => (await received(office, phone.chat)).length === 1 + QUESTIONS.length,
  );
  return async () => {
    const bodies = (await said(office, phone.chat)).filter(({ state }) => state === 'sent').map(({ body }) => body);
    expect(bodies).toHaveLength(1 + QUESTIONS.length);
    expect(arrived(phone)).toEqual(bodies);
  };
}
const waits = async (phone: { chat: number }, why: RegExp, attempts = 1) =>
  office.until(`a message waits (${why})`, async () =>
    (await said(office, phone.chat)).find(
      (row) => row.state === 'queued' && row.attempts === attempts && why.test(row.why ?? ''),
    ),
  );

describe('Telegram', () => {
  test(
    'too many requests: it waits as long as it is told, and the order stays',
    async () => {
      const phone = await stranger(office);
      office.telegram.fail({ how: 'flood', retryAfter: 3 }, 1, ['sendMessage']);
      const check = await asks(phone);
      await waits(phone, /429/);
      await passes(3_000);
      await settled(office);
      await check();
    },
    LONG_MS,
  );

  test(
    'an error of its own: tried again, and the order stays',
    async () => {
      const phone = await stranger(office);
      office.telegram.fail({ how: 'error', code: 500, description: 'Internal Server Error' }, 2, ['sendMessage']);
      const check = await asks(phone);
      for (const attempt of [1, 2]) {
        await waits(phone, /500/, attempt);
        await passes(20_000);
      }
      await settled(office);
      await check();
    },
    LONG_MS,
  );

  test(
    'no answer: whether it left is unknown, so it is said once more, and the order stays',
    async () => {
      const phone = await stranger(office);
      office.telegram.fail({ how: 'close-after' }, 1, ['sendMessage']);
      const check = await asks(phone);
      await waits(phone, /telegram/);
      await passes(20_000);
      await settled(office);
      await check();
      expect(phone.messages().filter(({ from }) => from === 'bot')).toHaveLength(2 + QUESTIONS.length);
    },
    LONG_MS,
  );

  test(
    'no answer twice: the row is marked for the operators and the next one goes',
    async () => {
      const phone = await stranger(office);
      office.telegram.fail({ how: 'close' }, 2, ['sendMessage']);
      await asks(phone);
      await waits(phone, /telegram/);
      await passes(20_000);
      await settled(office);
      const rows = await said(office, phone.chat);
      expect(rows.map(({ state }) => state)).toEqual(['sent', 'unsure', 'sent', 'sent']);
      const [{ id }] =
        (await office.sql`select m.id from messages m join contacts c on c.id = m.contact where c.address = ${String(phone.chat)} and m.state = 'unsure'`) as never as [
          { id: string },
        ];
      expect(await awaitedOf(office, id)).toEqual(['not-delivered']);
    },
    LONG_MS,
  );

  test(
    'nothing to read for a while: the updates come with the next poll',
    async () => {
      const phone = await stranger(office);
      office.telegram.fail({ how: 'error', code: 502, description: 'Bad Gateway' }, 1, ['getUpdates']);
      const check = await asks(phone);
      await settled(office);
      await check();
    },
    LONG_MS,
  );

  test('who blocked the bot is not written to, and is again once he comes back', async () => {
    const phone = await stranger(office);
    phone.block();
    const contact = () => office.sql`select unreachable from contacts where address = ${String(phone.chat)}`;
    await office.until('the block is on record', async () => (await contact())[0]?.unreachable === 'blocked');
    phone.unblock();
    phone.send('berapa lama prosesnya?');
    await sees(phone, 'menit');
    expect((await contact())[0]?.unreachable).toBeNull();
  });
});

describe('a stop', () => {
  const STOP_MS = 1_500;

  test(
    'waits for nobody, and what was not yet sent is sent after the next start',
    async () => {
      const phone = await stranger(office);
      // More than Telegram's rate lets through at once: the rest waits for its turn.
      const asked = Array.from({ length: 9 }, (_, i) => QUESTIONS[i % QUESTIONS.length]!);
      for (const question of asked) phone.send(question);
      await office.until('the first are sent', async () => arrivedAll(phone).length >= 5);
      const began = performance.now();
      const took = await office.elsewhere(async () => performance.now() - began);
      expect(took).toBeLessThan(STOP_MS);
      await settled(office);
      expect(arrivedAll(phone)).toEqual((await said(office, phone.chat)).map(({ body }) => body));
      expect(arrivedAll(phone)).toHaveLength(1 + asked.length);
    },
    LONG_MS,
  );
});

describe('SMTP', () => {
  let count = 0;
  /** The fault is his alone: what else leaves meanwhile does not use it up. */
  const writes = async (fault?: Omit<SmtpFault, 'to'>) => {
    const person = office.mail.person(`surat${++count}@lain.example`, 'Surat');
    office.mail.smtpFaults(...(fault ? [{ ...fault, to: person.address }] : []));
    await person.send({ subject: 'Tanya', text: 'berapa lama prosesnya?' });
    return { person, gets: reader(person), row: async () => (await said(office, person.address))[0]! };
  };
  const isTriedAgain = (row: () => Promise<{ state: string; why: string | null }>, why: RegExp) =>
    office.until(`a mail waits (${why})`, async () => {
      const found = await row();
      return found?.state === 'queued' && why.test(found.why ?? '');
    });

  test.each([
    ['greylisting', { at: 'recipient', does: { reply: 450 }, times: 1 }, /450/],
    ['an error of its own', { at: 'data', does: { reply: 451 }, times: 1 }, /451/],
  ] as const)(
    '%s: the mail is tried again',
    async (_, fault, why) => {
      const { gets, row } = await writes(fault);
      await isTriedAgain(row, why);
      await passes(2 * MINUTE_MS);
      await settled(office);
      await gets('menit');
      expect(await row()).toMatchObject({ state: 'sent', attempts: 2 });
    },
    LONG_MS,
  );

  test(
    'no answer after the message was handed over: once more, as the same message',
    async () => {
      const { person, row } = await writes({ at: 'data', does: 'deliver-and-close', times: 1 });
      await isTriedAgain(row, /handed over/);
      await passes(MINUTE_MS);
      await office.until('it came twice', async () => person.messages().length === 2);
      expect(new Set(person.messages().map(({ messageId }) => messageId)).size).toBe(1);
      await settled(office);
      expect((await row()).state).toBe('sent');
    },
    LONG_MS,
  );

  test(
    'a refusal for good marks the address',
    async () => {
      const { person } = await writes();
      await settled(office);
      office.mail.smtpFaults({ at: 'recipient', does: { reply: 550 } });
      await person.send({ subject: 'Tanya', text: 'apa biayanya?' });
      const [contact] = await office.until('the address is marked', async () => {
        const rows =
          await office.sql`select unreachable from contacts where address = ${person.address} and unreachable is not null`;
        return rows.length > 0 && rows;
      });
      expect(contact!.unreachable).toMatch(/550/);
      office.mail.smtpFaults();
    },
    LONG_MS,
  );
});

describe('the database', () => {
  test(
    'away again and again while messages arrive: each is on record once, each is answered, in order',
    async () => {
      const phones = await Promise.all(Array.from({ length: 4 }, () => stranger(office)));
      const until = performance.now() + 4_000;
      const cutting = (async () => {
        while (performance.now() < until) {
          await office.sql`select pg_terminate_backend(pid) from pg_stat_activity where usename = current_user and datname = current_database() and pid <> pg_backend_pid()`.catch(
            () => undefined,
          );
        }
      })();
      for (const question of QUESTIONS) for (const phone of phones) phone.send(question);
      const person = office.mail.person('database@lain.example', 'Surat');
      await person.send({ subject: 'Tanya', text: 'berapa lama prosesnya?' });
      await cutting;

      // Connections of our own were cut as well, and may turn out to be only when they are used.
      for (const phone of phones) {
        await office.until(
          'all are on record',
          async () => (await patiently(() => received(office, phone.chat))).length >= 1 + QUESTIONS.length,
        );
        await office.until('all are answered', async () => {
          await patiently(() => passes(1_000));
          const rows = await patiently(() => said(office, phone.chat));
          return rows.length >= 1 + QUESTIONS.length && rows.every(({ state }) => state === 'sent');
        });
        const heard = await patiently(() => received(office, phone.chat));
        expect(heard.map(({ body }) => body)).toEqual(['halo', ...QUESTIONS]);
        const told = await patiently(() => said(office, phone.chat));
        expect(arrived(phone)).toEqual(told.map(({ body }) => body));
      }
      await reader(person)('menit');
      expect(await office.sql`select 1 from faults where code = 'core'`).toEqual([]);
    },
    2 * LONG_MS,
  );
});
