import { createBotClient } from '../../bots/client.ts';
import { startTelegramServer, type TelegramServerOptions } from '../../src/sandbox/telegram/server.ts';
import { checkAnswer, checkRequest } from './bot-api.ts';

export const TOKEN = '700100200:AAFakeTokenOnlyForThisMachine000000000';
export const USERNAME = 'perbarui_bot';

/**
 * A local Telegram whose every request and answer is held against the published API, and a client of the bot. `stop`
 * throws with all that was not as published; a test that asks wrongly on purpose empties `faults` first.
 */
export async function startTelegram(options: Partial<TelegramServerOptions> = {}) {
  const calls: { method: string; params: Record<string, unknown> }[] = [];
  const faults: string[] = [];
  const server = await startTelegramServer({
    token: TOKEN,
    username: USERNAME,
    flood: true,
    ...options,
    onRequest(method, params) {
      calls.push({ method, params });
      faults.push(...checkRequest(method, params));
    },
    onAnswer: (method, result) => void faults.push(...checkAnswer(method, JSON.parse(JSON.stringify(result)))),
  });
  async function stop(): Promise<void> {
    await server.stop();
    if (faults.length > 0) throw new Error(`not as the Bot API has it:\n${faults.join('\n')}`);
  }
  const client = createBotClient({ token: options.token ?? TOKEN, apiRoot: server.apiRoot });
  return { ...server, stop, calls, faults, client };
}

/** A pause of a second, as a test may measure it: a timer may fire a moment before its time. */
export const ALMOST_A_SECOND_MS = 990;

/** Waits until it holds, for at most `timeoutMs`; looks again after every turn of the event loop. */
export async function until(holds: () => boolean, what: string, timeoutMs = 30_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`still not so after ${timeoutMs} ms: ${what}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
