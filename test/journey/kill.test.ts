import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../db/connect.ts';
import { chains, verifyChain } from '../../db/journal.ts';
import { type HouseGiven, type Office, openOffice, TEST_KEY } from '../support/office.ts';
import { renews } from '../support/renews.ts';
import { received, said, settled } from '../support/talk.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

/** Many more, with all other faults at the same time: test:faults. */
const KILLS = 6;
/** How long a house lives at most after it opened. The kills that come at once meet the start as well. */
const LIFE_MS = 1_500;
const PATIENCE_MS = 120_000;
const CHATS = 4;
const QUESTIONS = ['berapa lama prosesnya?', 'apa biayanya?', 'dokumen apa saja?', 'apa itu surat rekomendasi?'];
/** How long someone thinks before he writes on. */
const THINKS_MS = 1_200;

/** One house after the other in a process of its own, each killed without warning but the last one. */
function houses(given: HouseGiven) {
  const argument = JSON.stringify({ ...given, key: TEST_KEY.toString('base64') });
  let child: ChildProcess | undefined;
  let over = false;

  async function openOne(): Promise<ChildProcess> {
    child = fork(join(import.meta.dirname, '../support/house-child.ts'), [argument], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      execArgv: [],
    });
    const [said] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
    if (said !== 'open') throw new Error(`a house did not open: ${said}`);
    return child;
  }
  const end = async (one: ChildProcess) => {
    const gone = once(one, 'exit');
    one.kill('SIGKILL');
    await gone;
  };
  return {
    async killing(): Promise<void> {
      for (let kill = 0; kill < KILLS; kill++) {
        const one = await openOne();
        const life = after(Math.random() * LIFE_MS);
        // Every other one dies when Telegram has just taken a message and has not yet said so.
        await (kill % 2 === 0 ? life : Promise.race([nextMessage(), after(LIFE_MS)]));
        await end(one);
      }
      await openOne();
    },
    /** Says it to whoever is alive; a killed one never hears it. */
    tell: (entries: unknown) => void (child?.connected && child.send(entries as never)),
    get over() {
      return over;
    },
    async end(): Promise<void> {
      over = true;
      if (child) await end(child);
    },
  };
}

/** The bot's next message to anybody. */
const nextMessage = () =>
  new Promise<void>((resolve) => {
    const off = office.telegram.on((event) => {
      if (event.what !== 'message' || event.message.from !== 'bot') return;
      off();
      resolve();
    });
  });

/** The same thing twice in a row is one thing that nobody knew to have arrived. */
const collapsed = (texts: readonly string[]) => texts.filter((text, at) => text !== texts[at - 1]);

test(
  'killed six times at any moment: nothing is lost, nothing is done twice, the order stays',
  async () => {
    const siti = office.person('Siti');
    const phones = Array.from({ length: CHATS }, (_, i) =>
      office.telegram.person({ firstName: `Orang ${i}`, language: 'id' }),
    );
    const writer = office.mail.person('surat@lain.example', 'Surat');
    const sent = { mails: 0 };

    await office.elsewhere(async (given) => {
      const house = houses(given);
      const looking = connect(given.ground.database.url, { max: 1, name: 'looking' });
      try {
        let killing = true;
        const chatting = phones.map(async (phone) => {
          for (let n = 0; killing; n++) {
            phone.send(QUESTIONS[n % QUESTIONS.length]!);
            await after(THINKS_MS);
          }
        });
        const mailing = (async () => {
          for (; killing && sent.mails < 15; sent.mails++) {
            await writer.send({ subject: `Tanya ${sent.mails}`, text: 'berapa lama prosesnya?' });
            await after(2 * THINKS_MS);
          }
        })();
        const renewing = renews({ office, looking, tell: house.tell, patienceMs: PATIENCE_MS }, siti);
        await house.killing();
        killing = false;
        await Promise.all([...chatting, mailing, renewing]);
      } finally {
        await looking.end();
        await house.end();
      }
    });
    // What the last one was about to send when it was killed is looked after by the next one.
    await settled(office, PATIENCE_MS);

    let twice = 0;
    for (const phone of phones) {
      const asked = phone
        .messages()
        .filter(({ from }) => from === 'person')
        .map(({ text }) => text);
      expect((await received(office, phone.chat)).map(({ body }) => body)).toEqual(asked);
      const rows = await said(office, phone.chat);
      const came = phone
        .messages()
        .filter(({ from }) => from === 'bot')
        .map(({ text }) => text);
      expect(rows.filter(({ state }) => state !== 'sent')).toEqual([]);
      expect(collapsed(came)).toEqual(collapsed(rows.map(({ body }) => body)));
      twice += came.length - rows.length;
    }
    // Between Telegram's answer and our record of it nobody can say whether a message left: one for each chat and kill at most.
    console.info(`said twice in chats: ${twice} in ${KILLS} kills`);
    expect(twice).toBeGreaterThanOrEqual(0);
    expect(twice).toBeLessThanOrEqual(KILLS * CHATS);

    const mails = await received(office, writer.address);
    expect(mails).toHaveLength(sent.mails);
    const replies = writer.messages().map(({ messageId }) => messageId);
    expect(new Set(replies).size).toBe((await said(office, writer.address)).length);

    expect(
      (await office.renewals(siti.nip)).map(({ facts }) => [facts.approvals.length, facts.certificate !== undefined]),
    ).toEqual([[1, true]]);
    expect(await office.certificates(siti.nip)).toHaveLength(2);
    expect(await office.sql`select i.request from issued i group by i.request having count(*) > 1`).toEqual([]);
    expect(await office.sql`select 1 from faults`).toEqual([]);
    for (const chain of await chains(office.sql))
      expect([chain, await verifyChain(office.sql, chain)]).toEqual([chain, undefined]);
  },
  4 * PATIENCE_MS,
);
