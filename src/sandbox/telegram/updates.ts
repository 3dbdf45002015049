import { POLL_SECONDS, UPDATES_PER_POLL } from './limits.ts';
import { conflict } from './refusal.ts';
import type { State, Update } from './state.ts';

/** Not delivered unless asked for by name, as on the real server. */
const ON_REQUEST = new Set(['chat_member', 'message_reaction', 'message_reaction_count']);

export type UpdateQueue = ReturnType<typeof createUpdateQueue>;

/** The updates that wait for the bot. One poll at a time: an older one is ended with 409 by a newer one. */
export function createUpdateQueue(state: State, changed: () => void) {
  const waiting = new Set<() => void>();
  let polling: AbortController | undefined;

  function wake() {
    for (const resume of [...waiting]) resume();
  }

  function push(kind: string, content: unknown): void {
    const wanted =
      state.allowed === undefined || state.allowed.length === 0 ? !ON_REQUEST.has(kind) : state.allowed.includes(kind);
    if (!wanted) return;
    state.updates.push({ update_id: state.nextUpdate++, [kind]: content });
    changed();
    wake();
  }

  function confirm(offset: number): void {
    if (offset > 0) state.updates = state.updates.filter((update) => update.update_id >= offset);
    else if (offset < 0) state.updates = state.updates.slice(offset);
    changed();
  }

  function take(id: number): void {
    state.updates = state.updates.filter((update) => update.update_id !== id);
    changed();
  }

  /** `gone` ends the wait when the client has hung up. */
  async function poll(
    params: { offset?: number; limit?: number; timeout?: number },
    gone: AbortSignal,
  ): Promise<readonly Update[]> {
    if (state.webhook !== undefined)
      throw conflict(
        "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      );
    polling?.abort();
    const mine = new AbortController();
    polling = mine;
    try {
      if (params.offset !== undefined) confirm(params.offset);
      const limit = Math.min(Math.max(params.limit ?? UPDATES_PER_POLL, 1), UPDATES_PER_POLL);
      const seconds = Math.min(Math.max(params.timeout ?? 0, 0), POLL_SECONDS);
      if (state.updates.length === 0 && seconds > 0)
        await arrival(seconds * 1000, AbortSignal.any([mine.signal, gone]));
      if (mine.signal.aborted)
        throw conflict('terminated by other getUpdates request; make sure that only one bot instance is running');
      return gone.aborted ? [] : state.updates.slice(0, limit);
    } finally {
      if (polling === mine) polling = undefined;
    }
  }

  function arrival(ms: number, ended: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        waiting.delete(done);
        ended.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      waiting.add(done);
      ended.addEventListener('abort', done);
      if (ended.aborted) done();
    });
  }

  /** Called whenever an update has arrived. */
  function onArrival(listener: () => void): () => void {
    waiting.add(listener);
    return () => waiting.delete(listener);
  }

  function terminate() {
    polling?.abort();
  }

  return { push, take, poll, onArrival, wake, terminate };
}
