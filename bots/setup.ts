import { Fault } from '../src/fault.ts';
import type { Log } from '../src/log.ts';
import { pause } from '../src/pause.ts';
import type { BotClient } from './client.ts';
import { failed } from './failure.ts';
import { ALLOWED_UPDATES } from './inbound.ts';
import { backoff, POLL_TIMING, type Timing } from './patience.ts';

/** Each command is a word that the assistant also understands without the slash. */
export const COMMANDS = {
  id: [
    { command: 'start', description: 'Mulai' },
    { command: 'status', description: 'Sampai mana permohonan saya?' },
    { command: 'bantuan', description: 'Apa saja yang dapat dibantu?' },
    { command: 'operator', description: 'Berbicara dengan operator' },
    { command: 'english', description: 'Switch to English' },
  ],
  en: [
    { command: 'start', description: 'Begin' },
    { command: 'status', description: 'How far is my request?' },
    { command: 'help', description: 'What can I ask for?' },
    { command: 'operator', description: 'Talk to an operator' },
    { command: 'bahasa', description: 'Ganti ke bahasa Indonesia' },
  ],
};

/** On the button that opens the Mini App; one word for both languages, since the button has only one. */
const APP_LABEL = 'Status';

/** Telegram's own number; ours only gathers what arrives at once. */
const WEBHOOK_CONNECTIONS = 40;

/** Where Telegram finds us: our webhook, if we are not polling, and the Mini App, if the world can open it. */
type BotPlaces = {
  readonly webhook?: { readonly url: string; readonly secret: string };
  readonly app?: string;
};

/**
 * Sets the bot up, again and again until Telegram has taken it or `ended`: a bot that could not be reached at the start
 * would get nothing at its webhook, and a webhook of yesterday would keep it from polling.
 */
export async function keepSettingUp(
  client: BotClient,
  at: BotPlaces,
  { log, ended, timing = POLL_TIMING }: { log: Log; ended: AbortSignal; timing?: Timing },
): Promise<void> {
  for (let attempt = 1; !ended.aborted; attempt++) {
    try {
      return await setUpBot(client, at);
    } catch (error) {
      if (ended.aborted) return;
      log.warn('the bot could not be set up', { why: (error as Error).message, attempt });
      const { retryAfterSeconds = 0 } = failed((error as Error).cause);
      await pause(Math.max(retryAfterSeconds * 1000, backoff(attempt, timing)), ended);
    }
  }
}

/**
 * Sets the menu in both languages, the button beside it (the Mini App, else that menu), and how updates arrive: at the
 * webhook, or, without one, by poll. What waits at Telegram is kept. May be called at every start.
 * @throws Fault('telegram') when the token is wrong or Telegram does not answer
 */
export async function setUpBot(client: BotClient, { webhook, app }: BotPlaces = {}): Promise<void> {
  const scope = { type: 'all_private_chats' } as const;
  try {
    await client.call('setMyCommands', { commands: COMMANDS.id, scope });
    await client.call('setMyCommands', { commands: COMMANDS.en, scope, language_code: 'en' });
    await client.call('setChatMenuButton', { menu_button: menuButton(app) });
    if (webhook === undefined) await client.call('deleteWebhook', {});
    else
      await client.call('setWebhook', {
        url: webhook.url,
        secret_token: webhook.secret,
        allowed_updates: [...ALLOWED_UPDATES],
        max_connections: WEBHOOK_CONNECTIONS,
      });
  } catch (error) {
    throw new Fault('telegram', failed(error).why, { cause: error });
  }
}

const menuButton = (app: string | undefined) =>
  app === undefined
    ? ({ type: 'commands' } as const)
    : ({ type: 'web_app', text: APP_LABEL, web_app: { url: app } } as const);
