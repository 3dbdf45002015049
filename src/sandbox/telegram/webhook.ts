import { WEBHOOK_CONNECTIONS } from './limits.ts';
import type { State, Update } from './state.ts';
import type { UpdateQueue } from './updates.ts';

const FIRST_RETRY_MS = 200; // the real server waits longer; the sandbox's people are impatient
const LAST_RETRY_MS = 30_000;
const ANSWER_MS = 60_000;

/** Posts waiting updates to the webhook, several at once and in no promised order, until each is answered with 2xx. */
export function createWebhookDelivery(state: State, queue: UpdateQueue) {
  const flying = new Set<number>();
  const failures = new Map<number, { count: number; notBefore: number }>();
  const timers = new Set<NodeJS.Timeout>();
  const ended = new AbortController();
  const off = queue.onArrival(pump);

  function pump(): void {
    if (state.webhook === undefined || ended.signal.aborted) return;
    const now = Date.now();
    for (const update of state.updates) {
      if (flying.size >= Math.min(state.webhook.connections, WEBHOOK_CONNECTIONS)) return;
      if (flying.has(update.update_id) || (failures.get(update.update_id)?.notBefore ?? 0) > now) continue;
      flying.add(update.update_id);
      void post(update);
    }
  }

  async function post(update: Update): Promise<void> {
    const why = await attempt(update);
    flying.delete(update.update_id);
    if (why === undefined) {
      failures.delete(update.update_id);
      queue.take(update.update_id);
      pump();
      return;
    }
    if (state.webhook !== undefined) state.webhook.lastError = { date: Math.floor(Date.now() / 1000), message: why };
    const count = (failures.get(update.update_id)?.count ?? 0) + 1;
    const wait = Math.min(FIRST_RETRY_MS * 2 ** (count - 1), LAST_RETRY_MS);
    failures.set(update.update_id, { count, notBefore: Date.now() + wait });
    if (ended.signal.aborted) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      pump();
    }, wait + 1);
    timers.add(timer);
  }

  async function attempt(update: Update): Promise<string | undefined> {
    const webhook = state.webhook;
    if (webhook === undefined) return 'Webhook was deleted';
    try {
      const response = await fetch(webhook.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(webhook.secret === undefined ? {} : { 'x-telegram-bot-api-secret-token': webhook.secret }),
        },
        body: JSON.stringify(update),
        redirect: 'manual',
        signal: AbortSignal.any([ended.signal, AbortSignal.timeout(ANSWER_MS)]),
      });
      await response.body?.cancel();
      return response.ok ? undefined : `Wrong response from the webhook: ${response.status} ${response.statusText}`;
    } catch {
      return 'Connection failed';
    }
  }

  function stop(): void {
    off();
    ended.abort();
    for (const timer of timers) clearTimeout(timer);
  }

  return { pump, stop };
}
