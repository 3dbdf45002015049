/** What the next requests meet instead of an answer. `close-after`: carried out, but the answer never arrives. */
export type Failure =
  | { readonly how: 'flood'; readonly retryAfter: number }
  | { readonly how: 'error'; readonly code?: number; readonly description?: string; readonly migrateTo?: number }
  | { readonly how: 'close' }
  | { readonly how: 'close-after' }
  | { readonly how: 'silence' };

/** What was ordered to fail, in its order. */
export function createFailures() {
  const failures: { failure: Failure; times: number; methods: readonly string[] | undefined }[] = [];

  function fail(failure: Failure, times = 1, methods?: readonly string[]): void {
    failures.push({ failure, times, methods });
  }

  function nextFailure(method: string): Failure | undefined {
    const at = failures.findIndex(({ methods }) =>
      methods === undefined ? method !== 'getUpdates' : methods.includes(method),
    );
    const found = failures[at];
    if (found === undefined) return undefined;
    found.times -= 1;
    if (found.times <= 0) failures.splice(at, 1);
    return found.failure;
  }

  return { fail, nextFailure };
}
