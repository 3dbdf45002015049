import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../db/connect.ts';
import { chains, verifyChain } from '../../db/journal.ts';
import { reviewContent } from '../../src/renewal/content.ts';
import { newKey } from '../../src/sandbox/play.ts';
import type { WorldMessage } from '../../src/sandbox/telegram/core.ts';
import type { Person } from '../../src/sandbox/telegram/people.ts';
import { type HouseGiven, type Office, openOffice, TEST_KEY } from '../support/office.ts';
import { codeIn, received, said, settled } from '../support/talk.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const KILLS = 15;
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

const sees = (phone: Person, ...words: string[]): Promise<WorldMessage> =>
  phone.waitFor(
    ({ text, buttons }) =>
      words.every((word) => `${text} ${buttons.map(({ label }) => label).join(' ')}`.includes(word)),
    PATIENCE_MS,
  );

/** The same thing twice in a row is one thing that nobody knew to have arrived. */
const collapsed = (texts: readonly string[]) => texts.filter((text, at) => text !== texts[at - 1]);

test(
  'killed fifteen times at any moment: nothing is lost, nothing is done twice, the order stays',
  async () => {
    const siti = office.person('Siti');
    const [rina] = office.operators;
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
        const renewing = renews(house.tell, looking);
        await house.killing();
        killing = false;
        await Promise.all([...chatting, mailing, renewing]);
      } finally {
        await looking.end();
        await house.end();
      }
    });
    await settled(office);

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

    /** Siti's whole renewal, while houses come and go. */
    async function renews(
      tell: (entries: unknown) => void,
      looking: Awaited<ReturnType<typeof connect>>,
    ): Promise<void> {
      const phone = office.telegram.person({ firstName: 'Siti', language: 'id' });
      const mailbox = office.mail.person(siti.email);
      phone.send('halo');
      await sees(phone, 'NIP');
      phone.send(siti.nip);
      phone.send(codeIn((await mailbox.waitFor(({ text }) => text.includes('Kode masuk'), PATIENCE_MS)).text));
      await sees(phone, 'Data sudah sesuai');
      phone.press(undefined, 'Data sudah sesuai');
      const letter = await phone.waitFor(
        ({ files }) => files.some(({ name }) => name.includes('Surat-Rekomendasi')),
        PATIENCE_MS,
      );
      phone.sendFile({ name: 'surat rekomendasi.pdf', type: 'application/pdf', bytes: letter.files[0]!.bytes() });
      await sees(phone, 'pasangan kunci');
      const { request } = await newKey(siti.name);
      phone.sendFile({ name: 'permintaan.csr', type: 'application/octet-stream', bytes: request });
      await office.until(
        'the operator is awaited',
        () => looking`select 1 from awaits where what = 'review'`.then((rows) => rows.length > 0),
        PATIENCE_MS,
      );
      const renewal = await office.renewal(siti.nip, looking);
      const approval = {
        enter: 'operator',
        operator: rina!.operator,
        act: { act: 'approve', renewal: renewal.id, content: reviewContent(renewal) },
      };
      await office.until(
        'it is approved',
        async () => {
          tell([approval]);
          await after(300);
          return (await office.renewal(siti.nip, looking)).facts.approvals.length === 1;
        },
        PATIENCE_MS,
      );
      await mailbox.waitFor(({ text }) => text.includes('sudah terbit'), PATIENCE_MS);
      await sees(phone, 'sudah terbit');
    }
  },
  4 * PATIENCE_MS,
);
