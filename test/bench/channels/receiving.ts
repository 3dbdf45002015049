import { inboundOf } from '../../../bots/inbound.ts';
import type { Desk } from '../../../src/desk/receive.ts';
import { type Ground, layGround } from '../ground.ts';
import { BOT, seedApplicants, type Update, updates } from './dialogue.ts';
import { openPeer, type PeerOptions } from './peer.ts';
import { recording, replay } from './writes.ts';

const CHATS = 1000;
const BATCH = 100;
const SINGLY = 500;
/** Each is run so often, and its best run counts: by then the engine has compiled it, and the machine did nothing else. */
const ROUNDS = 3;

/**
 * Messages a second through the whole receiving transaction, beside the limit (the same writes by bare SQL) and the
 * peer (a bot on telegraf with its sessions in the same Postgres), singly and in batches.
 */
export async function receiving(print: (line: string) => void): Promise<void> {
  const ground = await layGround((database) => seedApplicants(database, CHATS));
  try {
    await compare(ground, 'singly', updates(CHATS, 1).slice(0, SINGLY), 1, print);
    await compare(ground, `in batches of ${BATCH}`, updates(CHATS), BATCH, print);
  } finally {
    await ground.close();
  }
}

async function compare(
  ground: Ground,
  how: string,
  all: readonly Update[],
  batch: number,
  print: (line: string) => void,
): Promise<void> {
  // This run tells what is written.
  const writes = await ground.on(async ({ sql, desk }) => {
    const { client, transactions } = recording(sql);
    await receiveAll(desk(client), all, batch);
    return transactions;
  });
  const ours = await best(() => ground.on(({ desk }) => rate(all, () => receiveAll(desk(), all, batch))));
  const limit = await best(() => ground.on(({ sql }) => rate(all, () => replay(sql, writes))));
  const peer = (options: PeerOptions) =>
    best(() => ground.on(({ ownerUrl }) => peerRate(ownerUrl, all, batch, options)));
  const [stored, answered, recorded] = [await peer({}), await peer({ api: true }), await peer({ records: true })];
  const times = (other: number) => (ours / other).toFixed(2);
  print(`  ${how}: ${ours.toFixed(0)} messages/s, recorded, decided, in the journal, answered, queued`);
  print(`    the same rows by bare SQL (the limit)       ${limit.toFixed(0)}/s, ours is ${times(limit)} of it`);
  print(`    telegraf with @telegraf/session, HTTP left out ${stored.toFixed(0)}/s, ours is ${times(stored)} times it`);
  print(
    `    the same, its answers sent over HTTP        ${answered.toFixed(0)}/s, ours is ${times(answered)} times it`,
  );
  print(
    `    the first, each message in and out a row    ${recorded.toFixed(0)}/s, ours is ${times(recorded)} times it`,
  );
}

async function best(run: () => Promise<number>): Promise<number> {
  let found = 0;
  for (let round = 0; round < ROUNDS; round++) found = Math.max(found, await run());
  return found;
}

async function rate(all: readonly Update[], act: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await act();
  return (all.length / (performance.now() - began)) * 1000;
}

/** From updates as Telegram sends them to what is committed. */
async function receiveAll(desk: Desk, all: readonly Update[], batch: number): Promise<void> {
  for (let at = 0; at < all.length; at += batch) {
    const now = new Date();
    const messages = all.slice(at, at + batch).flatMap((update) => inboundOf(update, BOT, now) ?? []);
    const outcomes = await desk.receive(messages.map((message) => ({ enter: 'message', message })));
    for (const outcome of outcomes)
      if (!('done' in outcome)) throw new Error(`not received: ${JSON.stringify(outcome)}`);
  }
}

async function peerRate(url: string, all: readonly Update[], batch: number, options: PeerOptions): Promise<number> {
  const peer = await openPeer(url, options);
  try {
    await peer.receive(all.slice(0, batch)); // its table is made
    return await rate(all, async () => {
      for (let at = 0; at < all.length; at += batch) await peer.receive(all.slice(at, at + batch));
    });
  } finally {
    await peer.stop();
  }
}
