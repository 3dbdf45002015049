import type { Authority } from '../../src/issuance/custody/custody.ts';
import type { IssuanceStorage } from '../../src/issuance/storage.ts';

export class PowerCut extends Error {}

/** Loses power before or after the n-th act of a run: what happened by then stays, and nobody hears of it. */
export function powerCut(at: number, when: 'before' | 'after') {
  let acts = 0;
  const gone = () => {
    throw new PowerCut();
  };
  const wrap =
    <A extends unknown[], R>(act: (...args: A) => R) =>
    (...args: A): R => {
      if (acts++ === at && when === 'before') gone();
      const result = act(...args);
      if (acts > at) {
        if (result instanceof Promise) return result.then(gone) as R;
        gone();
      }
      return result;
    };
  const storage = (inner: IssuanceStorage): IssuanceStorage =>
    new Proxy(inner, {
      get: (target, name: keyof IssuanceStorage) =>
        wrap((target[name] as (...args: unknown[]) => unknown).bind(target)),
    });
  const authority = (inner: Authority): Authority => ({
    ...inner,
    signAside: wrap((bytes: Uint8Array) => inner.signAside(bytes)),
  });
  return { storage, authority };
}
