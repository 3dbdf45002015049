/**
 * What was looked up within the last `ms` milliseconds, or is being looked up, serves all who ask; a look that failed serves
 * none but those who waited for it. `passed`: milliseconds that pass, whatever the clock says.
 */
export function lately<T>(ms: number, look: () => Promise<T>, passed = () => performance.now()): () => Promise<T> {
  let last: { readonly since: number; readonly found: Promise<T> } | undefined;
  return () => {
    if (last !== undefined && passed() - last.since < ms) return last.found;
    const found = look();
    const mine = { since: passed(), found };
    last = mine;
    found.catch(() => {
      if (last === mine) last = undefined;
    });
    return found;
  };
}
