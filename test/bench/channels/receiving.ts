import { inboundOf } from '../../../bots/inbound.ts';
import type { Desk } from '../../../src/desk/receive.ts';
import { type Ground, layGround } from '../ground.ts';
import { BOT, seedApplicants, type Update, updates } from './dialogue.ts';
import { openPeer, type PeerOptions } from './peer.ts';
import { recording, replay } from './writes.ts';

const CHATS = 1000;
const BATCH = 100;
const SINGLY = 500;
/** Posted by a webhook they come from several callers; the desk takes in two batches at a time. A poll is one caller. */
const CALLERS = 2;
/** Each is run so often, and its best run counts: by then the engine has compiled it, and the machine did nothing else. */
const ROUNDS = 3;

/**
 * Messages a second through the whole receiving transaction, beside the limit (the same writes by bare SQL) and the
 * peer (a bot on telegraf with its sessions in the same Postgres), singly and in batches. Batches come from two callers,
 * as by webhook: each waits for its answer before it comes again. Limit and peer get them both ways, one after the other
 * and two at a time, and the better counts; what one caller reaches (a poll) is printed, too.
 */
export async function receiving(print: (line: string) => void): Promise<void> {
  const ground = await layGround((database) => seedApplicants(database, CHATS));
  try {
    await compare(
      ground,
      'singly, one after the other',
      updates(CHATS, 1).slice(0, SINGLY),
      { batch: 1, callers: 1 },
      print,
    );
    const batches = `in batches of ${BATCH}, from ${CALLERS} callers`;
    await compare(ground, batches, updates(CHATS), { batch: BATCH, callers: CALLERS }, print);
  } finally {
    await ground.close();
  }
}

async function compare(
  ground: Ground,
  how: string,
  all: readonly Update[],
  { batch, callers }: { readonly batch: number; readonly callers: number },
  print: (line: string) => void,
): Promise<void> {
  const ways = callers === 1 ? [1] : [1, callers];
  // This run tells what is written.
  const writes = await ground.on(async ({ sql, desk }) => {
    const { client, transactions } = recording(sql);
    await receiveAll(desk(client), all, batch, 1);
    return transactions;
  });
  const oursBy = (many: number) =>
    best([many], () => ground.on(({ desk }) => rate(all, () => receiveAll(desk(), all, batch, many))));
  const ours = await oursBy(callers);
  const alone = callers === 1 ? ours : await oursBy(1);
  const limit = await best(ways, (many) => ground.on(({ sql }) => rate(all, () => replay(sql, writes, many))));
  const peer = (options: PeerOptions) =>
    best(ways, (many) => ground.on(({ ownerUrl }) => peerRate(ownerUrl, all, { batch, callers: many }, options)));
  const [stored, answered, recorded] = [await peer({}), await peer({ api: true }), await peer({ records: true })];
  const times = (other: number) => (ours / other).toFixed(2);
  print(`  ${how}: ${ours.toFixed(0)} messages/s, recorded, decided, in the journal, answered, queued`);
  if (callers > 1) print(`    from one caller, as a poll brings them      ${alone.toFixed(0)}/s`);
  print(`    the same rows by bare SQL (the limit)       ${limit.toFixed(0)}/s, ours is ${times(limit)} of it`);
  print(`    telegraf with @telegraf/session, HTTP left out ${stored.toFixed(0)}/s, ours is ${times(stored)} times it`);
  print(
    `    the same, its answers sent over HTTP        ${answered.toFixed(0)}/s, ours is ${times(answered)} times it`,
  );
  print(
    `    the first, each message in and out a row    ${recorded.toFixed(0)}/s, ours is ${times(recorded)} times it`,
  );
}

/** The best run of all the ways in which it may be done. */
async function best(ways: readonly number[], run: (way: number) => Promise<number>): Promise<number> {
  let found = 0;
  for (let round = 0; round < ROUNDS; round++) for (const way of ways) found = Math.max(found, await run(way));
  return found;
}

async function rate(all: readonly Update[], act: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await act();
  return (all.length / (performance.now() - began)) * 1000;
}

/** From updates as Telegram sends them to what is committed. */
async function receiveAll(desk: Desk, all: readonly Update[], batch: number, callers: number): Promise<void> {
  await inTurn(all, { batch, callers }, async (some) => {
    const now = new Date();
    const messages = some.flatMap((update) => inboundOf(update, BOT, now) ?? []);
    const outcomes = await desk.receive(messages.map((message) => ({ enter: 'message', message })));
    for (const outcome of outcomes)
      if (!('done' in outcome)) throw new Error(`not received: ${JSON.stringify(outcome)}`);
  });
}

/** Every caller brings the next batch as soon as his last one is answered. */
async function inTurn(
  all: readonly Update[],
  { batch, callers }: { readonly batch: number; readonly callers: number },
  act: (some: readonly Update[]) => Promise<unknown>,
): Promise<void> {
  let at = 0;
  const comes = async () => {
    while (at < all.length) {
      const some = all.slice(at, at + batch);
      at += batch;
      await act(some);
    }
  };
  await Promise.all(Array.from({ length: callers }, comes));
}

async function peerRate(
  url: string,
  all: readonly Update[],
  how: { readonly batch: number; readonly callers: number },
  options: PeerOptions,
): Promise<number> {
  const peer = await openPeer(url, options);
  try {
    await peer.receive(all.slice(0, how.batch)); // its table is made
    return await rate(all, () => inTurn(all, how, (some) => peer.receive(some)));
  } finally {
    await peer.stop();
  }
}
