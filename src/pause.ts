import { setTimeout as sleep } from 'node:timers/promises';

/** Waits, and ends early without a fault when it is stopped. */
export async function pause(ms: number, stopped: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal: stopped }).catch(() => undefined);
}
