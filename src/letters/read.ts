import { Fault } from '../fault.ts';
import type { Log } from '../log.ts';
import { refusedAtSight } from './at-sight.ts';
import { type Reading, readInChild } from './child.ts';
import { compareLetter } from './compare.ts';
import type { LetterReader, LetterReading } from './letter.ts';
import { LIMITS, type Limits } from './limits.ts';

/**
 * Reads letters, a few at a time, each in a process of its own (child.ts): text, pages, and what the signature says.
 * What a stranger sends ends as a reading or a refusal. Fault('letter-reader') only when no process can be started
 * or found time, or too many letters wait already: worth trying again later.
 */
export function createLetterReader(options: { log?: Log; limits?: Partial<Limits> } = {}): LetterReader {
  const limits: Limits = { ...LIMITS, ...options.limits };
  const running = new Set<Reading>();
  const waiting: { go(): void; turnAway(fault: Fault): void }[] = [];
  let places = limits.children;

  /** Takes a place, or waits until one is handed on. */
  function place(): Promise<void> {
    if (places > 0) {
      places -= 1;
      return Promise.resolve();
    }
    if (waiting.length >= limits.waiting) throw new Fault('letter-reader', 'too many letters wait');
    return new Promise((go, turnAway) => waiting.push({ go, turnAway }));
  }

  function leave(): void {
    const next = waiting.shift();
    if (next) next.go();
    else places += 1;
  }

  async function inChild(pdf: Uint8Array): Promise<LetterReading> {
    const reading = readInChild(pdf, limits, (why) => options.log?.warn('letter reader ended', { why }));
    running.add(reading);
    return await reading.result.finally(() => running.delete(reading));
  }

  return {
    async read(pdf) {
      const refused = refusedAtSight(pdf, limits.bytes);
      if (refused) return { ok: false, refused };
      await place();
      return await inChild(pdf).finally(leave);
    },
    compare: compareLetter,
    async stop() {
      for (const { turnAway } of waiting.splice(0)) turnAway(new Fault('letter-reader', 'stopped'));
      const ends = [...running].map((reading) => {
        reading.stop();
        return reading.result;
      });
      await Promise.allSettled(ends);
    },
  };
}
