/** Does it once in so long at most; what comes between is left out. For complaints that would fill the log. */
export function seldom<A extends readonly unknown[]>(everyMs: number, act: (...args: A) => void): (...args: A) => void {
  let next = 0;
  return (...args) => {
    const now = performance.now();
    if (now < next) return;
    next = now + everyMs;
    act(...args);
  };
}
