import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { type HouseGiven, TEST_KEY } from '../support/office.ts';
import type { Carelessness } from './careless-child.ts';

/** A house that meets a fault at its start ends, as the product does; whatever supervises it starts it again. */
const STARTS = 40;
/** One that neither opens nor ends within this time is stuck, which is what these tests look for. */
const OPENS_WITHIN_MS = 40_000;
const BETWEEN_STARTS_MS = 250;

export type Houses = {
  /** Opens one; the one before must be gone. */
  open(): Promise<void>;
  /** `kill -9`. */
  kill(): Promise<void>;
  /** Says it to whoever is alive; a killed one never hears it. */
  tell(entries: unknown): void;
  /** Houses that ended by themselves while they should have been open. */
  readonly collapsed: number;
};

const HONEST = join(import.meta.dirname, '../support/house-child.ts');
const CARELESS = join(import.meta.dirname, 'careless-child.ts');

/** The office's house in processes of its own, one after the other; `careless`: without this one safeguard. */
export function housesOn(given: HouseGiven, careless?: Carelessness): Houses {
  const argument = JSON.stringify({ ...given, key: TEST_KEY.toString('base64') });
  let alive: ChildProcess | undefined;
  let collapsed = 0;

  async function start(): Promise<ChildProcess | undefined> {
    const one = fork(careless ? CARELESS : HONEST, [argument, careless ?? ''], {
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
      execArgv: [],
    });
    let last = '';
    one.stderr!.on('data', (words) => {
      last = `${last}${words}`.slice(-2_000);
    });
    const said = await Promise.race([
      once(one, 'message').then(([word]) => word),
      once(one, 'exit'),
      after(OPENS_WITHIN_MS, 'stuck', { ref: false }),
    ]);
    if (said === 'open') {
      one.once('exit', (_code, signal) => {
        if (signal === 'SIGKILL') return;
        collapsed += 1;
        console.error(`a house collapsed: ${last}`);
      });
      return one;
    }
    if (said !== 'stuck') return undefined;
    one.kill('SIGKILL');
    throw new Error(`a house neither opened nor ended within ${OPENS_WITHIN_MS} ms: ${last}`);
  }

  return {
    async open() {
      for (let attempt = 0; attempt < STARTS; attempt++) {
        alive = await start();
        if (alive) return;
        await after(BETWEEN_STARTS_MS);
      }
      throw new Error(`no house opened in ${STARTS} attempts`);
    },
    async kill() {
      const one = alive;
      alive = undefined;
      if (!one || one.exitCode !== null) return;
      const gone = once(one, 'exit');
      one.kill('SIGKILL');
      await gone;
    },
    tell: (entries) => void (alive?.connected && alive.send(entries as never)),
    get collapsed() {
      return collapsed;
    },
  };
}
