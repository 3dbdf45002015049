import { setTimeout as pause } from 'node:timers/promises';
import type { BotClient } from '../../bots/client.ts';
import { failed } from '../../bots/failure.ts';
import { HOUR_MS } from '../durations.ts';
import type { Check, Report } from './finding.ts';

export type TelegramCheckParts = {
  readonly client: BotClient;
  readonly webhookUrl?: string | undefined;
  /** The operators' group. */
  readonly operatorChat?: string | undefined;
  /** What the loop of this process says of itself; undefined where another process reads, or none. */
  readonly reading: () => { readonly state: string; readonly why?: string } | undefined;
  /** Whether some process of ours reads at the moment: then nobody may ask for updates beside it. */
  readonly isRead: () => Promise<boolean>;
  readonly clock: () => Date;
};
export const TELEGRAM_LIMIT_MS = 45_000;
const CALL_MS = 10_000;
/** A busy bot has some; more means that nobody takes them. */
const PENDING_MANY = 100;
/** Between two looks at what waits. */
const BETWEEN_MS = 1_000;
/** A failure older than this, with nothing waiting, is over. */
const RECENT_MS = HOUR_MS;

/** Asks Telegram who we are, where it delivers, how much waits there, and whether the operators' group can be written to. */
export function telegramCheck(parts: TelegramCheckParts): Check {
  const { client } = parts;
  return async (report) => {
    const me = await client.call('getMe', {}, { timeoutMs: CALL_MS }).catch((error) => unreachable(report, error));
    if (!me) return;
    report('bot-ok', { username: me.username });
    await Promise.all([delivery(parts, report), group(parts, me.id, report)]);
  };
}

function unreachable(report: Report, error: unknown): undefined {
  const { status, why } = failed(error);
  if (status === 401 || status === 404) report('bot-token');
  else report('bot-unreachable', { why: why.replace(/^telegram:? /, '') });
  return undefined;
}

const webhookInfo = (client: BotClient) => client.call('getWebhookInfo', {}, { timeoutMs: CALL_MS });

async function delivery({ client, webhookUrl, reading, isRead, clock }: TelegramCheckParts, report: Report) {
  const info = await webhookInfo(client);
  const host = info.url ? hostOf(info.url) : '';
  if (webhookUrl !== undefined) {
    if (info.url === webhookUrl) report('webhook-ok', { host });
    else report(info.url ? 'webhook-elsewhere' : 'webhook-missing', { host });
    if (info.url === webhookUrl) lastFailure(info, clock(), report);
  } else if (info.url) report('webhook-elsewhere', { host });
  else await polling(client, reading(), isRead, report);
  await pending(client, info.pending_update_count, report);
}

const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : 'alamat yang tidak terbaca');

type WebhookInfo = Awaited<ReturnType<typeof webhookInfo>>;

function lastFailure(info: WebhookInfo, now: Date, report: Report): void {
  if (info.last_error_date === undefined) return;
  const ageMs = now.getTime() - info.last_error_date * 1000;
  // Telegram's own words for what our server answered; never the content of an update.
  const why = (info.last_error_message ?? '').slice(0, 120);
  const failing = ageMs < RECENT_MS && info.pending_update_count > 0;
  report(failing ? 'webhook-fails' : 'webhook-failed', { minutes: Math.max(0, Math.round(ageMs / 60_000)), why });
}

/** Where one of ours reads, it knows; where none does, one short poll that confirms nothing finds out. */
async function polling(
  client: BotClient,
  own: ReturnType<TelegramCheckParts['reading']>,
  isRead: TelegramCheckParts['isRead'],
  report: Report,
): Promise<void> {
  if (own?.state === 'failing') return trouble(own.why ?? '', report);
  if (own?.state !== 'polling' && !(await isRead().catch(() => true))) {
    const error = await client.call('getUpdates', { timeout: 0, limit: 1 }, { timeoutMs: CALL_MS }).then(
      () => undefined,
      (thrown: unknown) => failed(thrown),
    );
    if (error) return trouble(error.why, report);
  }
  report('polling-ok');
}

function trouble(why: string, report: Report): void {
  if (/\b409\b/.test(why)) report('second-reader');
  else report('reading-fails', { why });
}

async function pending(client: BotClient, before: number, report: Report): Promise<void> {
  if (before < PENDING_MANY) return report('pending-ok', { count: before });
  await pause(BETWEEN_MS);
  const { pending_update_count: count } = await webhookInfo(client);
  report('pending-many', { count, change: `${count > before ? '+' : ''}${count - before}` });
}

/** What a bot may be in a group that it can write to. */
const WRITERS = ['creator', 'administrator', 'member'];

/** Only who writes is told that a group has become another: its old number can still be looked at. */
async function written(client: BotClient, chat: string, title: string, report: Report): Promise<void> {
  await client.call('sendChatAction', { chat_id: chat, action: 'typing' }, { timeoutMs: CALL_MS });
  report('group-ok', { title });
}

async function group({ client, operatorChat }: TelegramCheckParts, bot: number, report: Report): Promise<void> {
  if (operatorChat === undefined) return report('group-none');
  try {
    const chat = await client.call('getChat', { chat_id: operatorChat }, { timeoutMs: CALL_MS });
    const member = await client.call('getChatMember', { chat_id: operatorChat, user_id: bot }, { timeoutMs: CALL_MS });
    const restricted = member.status === 'restricted' && member.can_send_messages;
    if (WRITERS.includes(member.status) || restricted)
      await written(client, operatorChat, 'title' in chat ? chat.title : operatorChat, report);
    else report('group-silent', { status: member.status });
  } catch (error) {
    const { movedTo, why } = failed(error);
    if (movedTo !== undefined) report('group-moved', { to: String(movedTo) });
    else report('group-unknown', { why: why.replace(/^telegram:? /, '') });
  }
}
