import { sign } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import type { Answer, Order } from './signing-aside.ts';

/** The thread that signs; see signing-aside.ts. */
parentPort!.on('message', (orders: readonly Order[]) => {
  parentPort!.postMessage(orders.map(answer));
});

function answer({ digest, bytes, key }: Order): Answer {
  try {
    return new Uint8Array(sign(digest, bytes, key));
  } catch (error) {
    return error as Error;
  }
}
