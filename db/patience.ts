import { setTimeout as pause } from 'node:timers/promises';
import { Fault } from '../src/fault.ts';
import { isAway, isConflict } from './connect.ts';

/** With the waits below about 13 seconds: a restart of Postgres fits into it, longer outages are the caller's to come back from. */
const TRIES = 8;
const FIRST_WAIT_MS = 50;

/**
 * Does it again while the database is away or two transactions are in each other's way; nobody's data is to blame for
 * that. Throws Fault('database') when it stays so. `act` must be harmless when it was done and only its answer was lost.
 */
export async function patiently<T>(act: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await act();
    } catch (error) {
      if (!isConflict(error) && !isAway(error)) throw error;
      if (attempt >= TRIES) throw new Fault('database', 'away or in conflict', { cause: error });
      await pause(FIRST_WAIT_MS * 2 ** attempt);
    }
  }
}
