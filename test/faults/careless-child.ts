import { setTimeout as after } from 'node:timers/promises';
import { Telegram } from 'telegraf';

/** The office's house with one safeguard off, to see that the checks see it. Which one, the second argument says. */
export type Carelessness = 'confirms first' | 'marks first';
type Call = (method: string, payload: Record<string, unknown>, options?: unknown) => Promise<unknown>;
const sends = Telegram.prototype as unknown as { callApi: Call };
const honest = sends.callApi;

const SLOW_MS = 400;

const careless: Record<Carelessness, Call> = {
  /** As telegraf's own loop does: what was got is confirmed before anybody has it. */
  async 'confirms first'(this: unknown, method, payload, options) {
    const result = await honest.call(this, method, payload, options);
    if (method !== 'getUpdates') return result;
    const last = (result as { update_id: number }[]).at(-1);
    if (last)
      await honest.call(this, method, { ...payload, offset: last.update_id + 1, timeout: 0, limit: 1 }, options);
    return result;
  },
  /** Whoever sends hears that it is sent, and then it is sent. */
  async 'marks first'(this: unknown, method, payload, options) {
    if (method !== 'sendMessage') return honest.call(this, method, payload, options);
    void after(SLOW_MS).then(() => honest.call(this, method, payload).catch(() => undefined));
    return { message_id: 1 };
  },
};

sends.callApi = careless[process.argv[3] as Carelessness];
await import('../support/house-child.ts');
