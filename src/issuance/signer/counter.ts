import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '../../fault.ts';
import type { Issuance, Issuer } from '../issuer.ts';

/** What the signer has left in rows, as the application's role reads it. */
export interface Answers {
  /** Undefined: no answer yet. */
  issuance(request: string): Promise<Issuance | undefined>;
  /** Whether the serial is of a certificate of this CA, and whether it is revoked. */
  standing(serial: string): Promise<'foreign' | 'issued' | 'revoked'>;
}

type CounterParts = {
  readonly answers: Answers;
  /** Where the signer is in this process: makes him look now. Throws what went wrong with this request. */
  readonly ring?: (request?: string) => Promise<void>;
  /** In place of the default; for tests. */
  readonly patienceMs?: number;
};

/** Longer than a signer who is well needs for his look and his work; a job that gave up comes back by itself. */
const PATIENCE_MS = 15_000;
const LOOK_MS = 200;

/**
 * The CA in the house as the desk meets it. Nothing is handed over: what was decided stands in rows, where the signer
 * finds it, and his answer is awaited there. Throws Fault('busy') when he does not answer, because he is not running or
 * something keeps him from signing.
 */
export function createCounter({ answers, ring, patienceMs = PATIENCE_MS }: CounterParts): Issuer {
  const awaited = <T>(look: () => Promise<T | undefined>, request?: string) =>
    awaitAnswer(look, patienceMs, ring && (() => ring(request)));
  return {
    name: 'local',
    needs: { csr: true },
    async issue({ id }) {
      // Asked again, it is known already.
      return (await answers.issuance(id)) ?? (await awaited(() => answers.issuance(id), id));
    },
    find: (request) => answers.issuance(request),
    async revoke(serial) {
      const standing = await answers.standing(serial);
      if (standing === 'foreign') return { pending: 'operator' };
      if (standing === 'revoked') return 'revoked';
      const revoked = async () => ((await answers.standing(serial)) === 'revoked' ? ('revoked' as const) : undefined);
      return awaited(revoked);
    },
  };
}

async function awaitAnswer<T>(
  look: () => Promise<T | undefined>,
  patienceMs: number,
  ring?: () => Promise<void>,
): Promise<T> {
  const until = performance.now() + patienceMs;
  await ring?.();
  for (;;) {
    const answer = await look();
    if (answer !== undefined) return answer;
    if (performance.now() >= until) throw new Fault('busy', 'the signer has not answered');
    await sleep(LOOK_MS);
  }
}
