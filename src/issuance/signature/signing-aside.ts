import { type KeyObject, sign } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { Fault } from '../../fault.ts';

export type Order = { readonly digest: string; readonly bytes: Uint8Array; readonly key: KeyObject };
export type Answer = Uint8Array | Error;
type Asked = Order & { readonly resolve: (signature: Uint8Array) => void; readonly reject: (error: Error) => void };
/** With the messages that it has not answered yet, in their order. */
type Thread = { readonly worker: Worker; readonly sent: (readonly Asked[])[] };

/** One core is left to the main thread; of many, they take as many as Node's own pool would. */
const MOST = Math.min(4, Math.max(1, availableParallelism() - 1));

const threads = new Map<number, Thread>();
let asked: Asked[] = [];

/**
 * Signs on threads beside. What is asked for in one turn goes there and comes back as one message. Node's own pool would
 * take two cores away from main thread and database with its four threads, and call the main thread for each signature;
 * a journal that is to be synced would wait in line behind them. One alone goes to that pool: for it no thread need begin.
 * The key is not copied: threads share a KeyObject's.
 */
export function signAside(order: Order): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    if (asked.push({ ...order, resolve, reject }) === 1) queueMicrotask(shareOut);
  });
}

function shareOut(): void {
  const those = asked;
  asked = [];
  const each = Math.ceil(those.length / MOST);
  try {
    if (those.length === 1) alone(those[0]!);
    else for (let at = 0; at * each < those.length; at++) send(those.slice(at * each, (at + 1) * each), at);
  } catch (error) {
    for (const { reject } of those) reject(error as Error);
  }
}

function alone({ digest, bytes, key, resolve, reject }: Asked): void {
  sign(digest, bytes, key, (error, signature) => (error ? reject(error) : resolve(new Uint8Array(signature))));
}

function send(orders: readonly Asked[], to: number): void {
  const { worker, sent } = threads.get(to) ?? start(to);
  sent.push(orders);
  // A copy of each, since a view would take all the memory along that it looks at.
  worker.postMessage(orders.map(({ digest, bytes, key }) => ({ digest, bytes: new Uint8Array(bytes), key })));
  worker.ref();
}

/** It keeps no process from its end, except while somebody waits for it. */
function start(place: number): Thread {
  const worker = new Worker(new URL('./signing-thread.ts', import.meta.url));
  const sent: Thread['sent'] = [];
  worker.on('message', (answers: readonly Answer[]) => {
    for (const [at, { resolve, reject }] of sent.shift()!.entries()) {
      const answer = answers[at]!;
      if (answer instanceof Error) reject(answer);
      else resolve(answer);
    }
    if (sent.length === 0) worker.unref();
  });
  const fail = (error: Error) => {
    if (threads.get(place)?.worker === worker) threads.delete(place);
    for (const { reject } of sent.splice(0).flat()) reject(error);
  };
  worker.on('error', fail);
  // Whatever ended it: nobody waits for a thread that is gone, and the next order begins another.
  worker.on('exit', () => fail(new Fault('issuance', 'a signing thread ended')));
  const thread = { worker, sent };
  threads.set(place, thread);
  return thread;
}
