import { setTimeout as pause } from 'node:timers/promises';
import { Fault } from '../../fault.ts';
import type { Log } from '../../log.ts';

/** Contacts of one lane that are drained at the same time: so many leave within the patience of Telegram's own rate. */
const PLACES = 100;

/** Somebody to whom something is to be sent, and by what way: a slow one holds up nobody on another one. */
export type Called = { readonly contact: string; readonly lane: string };

export interface Courier {
  /**
   * Something for these contacts has been committed: they are drained, at once or when a place is free. Nothing else
   * remembers the call. What it is about stands in the rows, and whoever looks after what was left behind finds it there.
   */
  call(called: readonly Called[]): void;
  /** The same for one contact; ends when he was drained, and throws what that threw, or Fault('busy') after `stop`. */
  drained(called: Called): Promise<void>;
  /** From now on contacts are drained, also those that were called before. */
  start(drain: (contact: string) => Promise<void>): void;
  /** Begins nothing more; ends when what is under way has ended, after this time at the latest. */
  stop(withinMs: number): Promise<void>;
}

type Lane = { readonly waiting: Map<string, PromiseWithResolvers<void>>; busy: number };

/**
 * Sends what was committed in this process without the way over the queue of jobs. A contact is drained once at a time;
 * whoever is called meanwhile is drained once more, so a drain need not look whether something came when it was through.
 */
export function createCourier(log: Log): Courier {
  const lanes = new Map<string, Lane>();
  const underWay = new Map<string, Promise<void>>();
  let drain: ((contact: string) => Promise<void>) | undefined;
  let stopped = false;

  function fill(lane: Lane): void {
    for (const [contact, asked] of lane.waiting) {
      if (!drain || lane.busy === PLACES) return;
      if (underWay.has(contact)) continue;
      lane.waiting.delete(contact);
      lane.busy += 1;
      const drained = drain(contact).finally(() => {
        lane.busy -= 1;
        underWay.delete(contact);
        for (const each of lanes.values()) fill(each);
      });
      underWay.set(contact, drained);
      asked.resolve(drained);
    }
  }

  function laneOf(name: string): Lane {
    const known = lanes.get(name) ?? { waiting: new Map(), busy: 0 };
    lanes.set(name, known);
    return known;
  }

  async function drained({ contact, lane: name }: Called): Promise<void> {
    if (stopped) throw new Fault('busy', 'this process is being stopped');
    const lane = laneOf(name);
    const asked = lane.waiting.get(contact) ?? Promise.withResolvers<void>();
    lane.waiting.set(contact, asked);
    fill(lane);
    return asked.promise;
  }

  return {
    drained,
    call(called) {
      for (const each of called)
        drained(each).catch((error: unknown) => {
          const code = error instanceof Fault ? error.code : 'unexpected';
          if (!stopped) log.warn('a contact was not drained; what is due is found again by its rows', { code });
        });
    },
    start(how) {
      drain = how;
      for (const lane of lanes.values()) fill(lane);
    },
    async stop(withinMs) {
      stopped = true;
      drain = undefined;
      for (const { waiting } of lanes.values())
        for (const { reject } of waiting.values()) reject(new Fault('busy', 'this process is being stopped'));
      await Promise.race([Promise.allSettled(underWay.values()), pause(withinMs, undefined, { ref: false })]);
    },
  };
}
