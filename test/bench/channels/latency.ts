import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../../src/sandbox/database.ts';
import { startTelegramServer } from '../../../src/sandbox/telegram/server.ts';
import { quantile } from '../figures.ts';
import { layGround } from '../ground.ts';

const TOKEN = '700100200:AAFakeTokenOnlyForThisMachine000000000';
const CHILD = new URL('../../support/house-child.ts', import.meta.url);
const CHATS = 600;
const ROUNDS = ['halo', 'berapa lama prosesnya?', 'apa biayanya?', 'dokumen apa saja?', 'apakah ini resmi?'];
const PER_SECOND = 200;
/** The first round is for caches and prepared statements. */
const WARM_UP = CHATS;
const PATIENCE_MS = 30_000;
/** Telegram's own rate would be what is measured. */
const RATE = { perSecond: 10_000, chatPerSecond: 1000, chatBurst: 1000, groupPerMinute: 20 };

/** From a Telegram update to the outgoing answer, the product in a process of its own. */
export async function latency(print: (line: string) => void): Promise<void> {
  const ground = await layGround(async () => {});
  const dir = await mkdtemp(join(tmpdir(), 'perbarui-bench-'));
  const asked: number[][] = [];
  const took: number[] = [];
  const telegram = await startTelegramServer({
    token: TOKEN,
    username: 'perbarui_bot',
    onRequest(method, params) {
      if (method !== 'sendMessage') return;
      const since = asked[Number(params.chat_id)]?.shift();
      if (since !== undefined) took.push(performance.now() - since);
    },
  });
  try {
    await ground.on(async ({ url, ownerUrl, issuerUrl }) => {
      const given = {
        variables: {
          PORT: String(await freePort()),
          DATA_DIR: dir,
          IMAP_URL: 'off',
          SMTP_URL: 'off',
          ROLES: 'telegram,desk',
        },
        ground: {
          database: { url, ownerUrl, issuerUrl, own: true },
          telegram: { token: TOKEN, apiRoot: telegram.apiRoot, rate: RATE },
          caPassphrase: 'kata sandi untuk ukur',
        },
        key: ground.keyBase64,
      };
      const house = fork(CHILD, [JSON.stringify(given)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
      await once(house, 'message');
      const people = Array.from({ length: CHATS }, (_, at) =>
        telegram.world.person({ firstName: `Orang ${at}`, language: 'id' }),
      );
      const began = performance.now();
      for (let at = 0; at < CHATS * ROUNDS.length; at++) {
        const wait = began + (at * 1000) / PER_SECOND - performance.now();
        if (wait > 1) await pause(wait);
        const person = people[at % CHATS]!;
        asked[person.chat] ??= [];
        asked[person.chat]!.push(performance.now());
        person.send(ROUNDS[Math.floor(at / CHATS)]!);
      }
      const seconds = (performance.now() - began) / 1000;
      for (const deadline = performance.now() + PATIENCE_MS; took.length < CHATS * ROUNDS.length; await pause(50))
        if (performance.now() > deadline)
          throw new Error(`${took.length} answers to ${CHATS * ROUNDS.length} messages`);
      house.disconnect();
      await once(house, 'exit');
      const measured = took.slice(WARM_UP);
      print(
        `  ${measured.length} answers at ${Math.round((CHATS * ROUNDS.length) / seconds)} messages/s: median ${quantile(measured, 0.5).toFixed(0)} ms, p95 ${quantile(measured, 0.95).toFixed(0)} ms, slowest ${quantile(measured, 1).toFixed(0)} ms`,
      );
    });
  } finally {
    await telegram.stop();
    await ground.close();
    await rm(dir, { recursive: true, force: true });
  }
}
