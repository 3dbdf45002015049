import { parentPort, workerData } from 'node:worker_threads';
import { type Own, readMail } from './inbound.ts';
import type { Answer, Asked } from './reader.ts';

/** The thread of reader.ts: one mail after the other, so that it is known which one it is at. */
let before: Promise<void> = Promise.resolve();

parentPort!.on('message', (asked: Asked) => {
  before = before.then(() => answer(asked));
});

async function answer({ id, raw, meta }: Asked): Promise<void> {
  const read = await readMail(Buffer.from(raw.buffer), meta, workerData as Own).catch(() => undefined);
  const contents = read?.understood.files.flatMap(({ content }) => content?.buffer ?? []) ?? [];
  parentPort!.postMessage({ id, ...(read ? { read } : {}) } satisfies Answer, contents as ArrayBuffer[]);
}
