import { Worker } from 'node:worker_threads';
import { Fault } from '../src/fault.ts';
import type { Meta, Own, Read, ReadMail } from './inbound.ts';
import { READER_HEAP_MB, READER_LIMIT_MS } from './limits.ts';

/** A thread that takes mails apart, so that a backlog is read on one core while another records it. */
export type Reader = { readonly read: ReadMail; close(): Promise<void> };

export type Asked = { readonly id: number; readonly raw: Uint8Array<ArrayBuffer>; readonly meta: Meta };
export type Answer = { readonly id: number; readonly read?: Read };
type Waiting = {
  readonly raw: Buffer;
  readonly meta: Meta;
  resolve(read: Read): void;
  reject(fault: Fault): void;
};

const ENTRY = new URL('./read-thread.ts', import.meta.url);

/**
 * Mails are read one after the other. `read` throws Fault('mail') for one that cannot be parsed, that ends the thread
 * or holds it up for longer than `limitMs`: a new thread goes on with those behind it.
 */
export function createReader({ from, replyAddress }: Own, { limitMs = READER_LIMIT_MS, entry = ENTRY } = {}): Reader {
  /** In their order; the thread is at the first. */
  const waiting = new Map<number, Waiting>();
  let thread: Worker | undefined;
  let timer: NodeJS.Timeout | undefined;
  let count = 0;

  function ask(id: number, { raw, meta }: Waiting): void {
    thread ??= start();
    // A copy of its own: what is handed over is gone here, and a Buffer may share its memory with others.
    const bytes = new Uint8Array(raw);
    thread.postMessage({ id, raw: bytes, meta } satisfies Asked, [bytes.buffer]);
  }

  function start(): Worker {
    const worker = new Worker(entry, {
      workerData: { from, replyAddress } satisfies Own,
      execArgv: [],
      // The environment holds the keys and passwords of the whole product.
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: READER_HEAP_MB },
    });
    worker.on('message', ({ id, read }: Answer) => {
      const asked = waiting.get(id);
      waiting.delete(id);
      watch();
      if (read) asked?.resolve(read);
      else asked?.reject(new Fault('mail', 'cannot be parsed'));
    });
    // Why it ended is told by what it was at.
    worker.on('error', () => {});
    worker.on('exit', () => {
      if (thread === worker) goOn();
    });
    worker.unref();
    return worker;
  }

  /** Time for the first; the next one has its own. */
  function watch(): void {
    clearTimeout(timer);
    timer = waiting.size > 0 ? setTimeout(() => void thread?.terminate(), limitMs) : undefined;
  }

  function goOn(): void {
    thread = undefined;
    const [first] = waiting;
    if (first) {
      waiting.delete(first[0]);
      first[1].reject(new Fault('mail', 'ends its reader'));
    }
    for (const [id, asked] of waiting) ask(id, asked);
    watch();
  }

  return {
    read: (raw, meta) =>
      new Promise((resolve, reject) => {
        const asked = { raw, meta, resolve, reject };
        waiting.set(++count, asked);
        if (waiting.size === 1) watch();
        ask(count, asked);
      }),
    async close() {
      const last = thread;
      thread = undefined;
      clearTimeout(timer);
      for (const { reject } of waiting.values()) reject(new Fault('mail', 'the reader was closed'));
      waiting.clear();
      await last?.terminate();
    },
  };
}
