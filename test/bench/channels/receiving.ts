import { inboundOf } from '../../../bots/inbound.ts';
import type { Desk } from '../../../src/desk/receive.ts';
import { layGround, type OpenDatabase } from '../ground.ts';
import { BOT, seedApplicants, type Update, updates } from './dialogue.ts';
import { recording, replay, type Writes } from './writes.ts';

const CHATS = 1000;
const BATCH = 100;
const SINGLY = 500;

/** From updates as Telegram sends them to what is committed: recorded, decided, journal, answer, job. */
async function receiveAll(desk: Desk, all: readonly Update[], batch: number): Promise<void> {
  for (let at = 0; at < all.length; at += batch) {
    const now = new Date();
    const messages = all.slice(at, at + batch).flatMap((update) => inboundOf(update, BOT, now) ?? []);
    const outcomes = await desk.receive(messages.map((message) => ({ enter: 'message', message })));
    for (const outcome of outcomes)
      if (!('done' in outcome)) throw new Error(`not received: ${JSON.stringify(outcome)}`);
  }
}

async function timed(act: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await act();
  return (performance.now() - began) / 1000;
}

export async function receiving(print: (line: string) => void): Promise<void> {
  const ground = await layGround((database) => seedApplicants(database, CHATS));
  try {
    for (const [batch, all] of [
      [1, updates(CHATS, 1).slice(0, SINGLY)],
      [BATCH, updates(CHATS)],
    ] as const) {
      let transactions: Writes[] = [];
      const ours = await ground.on(async ({ sql, desk }: OpenDatabase) => {
        const noted = recording(sql);
        await receiveAll(desk(noted.client), all, batch);
        transactions = noted.transactions;
        return ground.on(({ desk: fresh }) => timed(() => receiveAll(fresh(), all, batch)));
      });
      const limit = await ground.on(({ sql }) => timed(() => replay(sql, transactions)));
      const rate = (seconds: number) => `${Math.round(all.length / seconds)}/s`;
      print(`batch ${batch}: ours ${rate(ours)}, limit ${rate(limit)}, ratio ${(limit / ours).toFixed(2)}`);
    }
  } finally {
    await ground.close();
  }
}
