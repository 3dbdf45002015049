export type Chance = {
  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number;
  pick<T>(of: readonly T[]): T;
};

/** Chance that can be had again: the same seed gives the same draws (mulberry32). */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return { between, pick: (of) => of[between(0, of.length - 1)]! };
}
