import type { FileRef, Inbound } from '../src/conversation/inbound.ts';
import { isKeyName } from '../src/private-key/form.ts';
import { mayHoldPrivateKey, textHoldsPrivateKey } from '../src/private-key/text.ts';
import type { BotIdentity } from './client.ts';
import { BrokenUpdate, type Callback, type Membership, type Message, Update } from './update.ts';

/** A display name, for the console; Telegram's own limit is 64 for each of two. */
const NAME_LIMIT = 130;
/** The longest name that common file systems keep. */
const FILE_NAME_LIMIT = 255;
const FILE_TYPE_LIMIT = 127; // RFC 4288 section 4.2
/** Contact of a broken update that names no chat; no chat has this id. */
const NOWHERE = '0';
/** What we ask Telegram for: everything else it could send is not meant for an assistant. */
export const ALLOWED_UPDATES = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const;

/** Messages that Telegram writes about the chat; nobody said anything to us. */
// biome-ignore format: one table
const SERVICE = [
  'new_chat_members', 'left_chat_member', 'new_chat_title', 'new_chat_photo', 'delete_chat_photo', 'group_chat_created', 'supergroup_chat_created', 'channel_chat_created',
  'message_auto_delete_timer_changed', 'migrate_to_chat_id', 'migrate_from_chat_id', 'pinned_message', 'write_access_allowed', 'chat_background_set', 'boost_added',
  'forum_topic_created', 'forum_topic_edited', 'forum_topic_closed', 'forum_topic_reopened', 'video_chat_scheduled', 'video_chat_started', 'video_chat_ended',
] as const;

/** Since Bot API 7.0, and before. */
const FORWARDED = ['forward_origin', 'forward_date'] as const;

/** Which content an assistant cannot read, looked up in this order: an animation is also sent as a document. */
const ODD: readonly (readonly [string, NonNullable<Inbound['odd']>])[] = [
  ['sticker', 'sticker'],
  ['voice', 'voice'],
  ['audio', 'voice'],
  ['photo', 'photo'],
  ['animation', 'video'],
  ['video', 'video'],
  ['video_note', 'video'],
  ['venue', 'location'],
  ['location', 'location'],
  ['contact', 'contact'],
];

/**
 * Understands one update, with nothing but the update. `undefined`: nobody said anything (a service message, a kind that
 * was not asked for). What cannot be understood comes back with a `fault` and its raw bytes, so that it is recorded; where
 * not even a chat is known it is marked as automatic, so that nobody is answered. Without an `update_id` there is nothing
 * to be confirmed, and it is `undefined`.
 */
export function inboundOf(update: unknown, bot: BotIdentity, receivedAt: Date): Inbound | undefined {
  const json = JSON.stringify(update) ?? '';
  const message = understood(new TextEncoder().encode(json), update, bot, receivedAt);
  // What it answers or quotes stands in it as well.
  if (message && mayHoldPrivateKey(json) && textsIn(json).some(textHoldsPrivateKey))
    return { ...message, holdsKey: true };
  return message;
}

function textsIn(json: string): string[] {
  const texts: string[] = [];
  JSON.parse(json, (_, value) => {
    if (typeof value === 'string') texts.push(value);
  });
  return texts;
}

function understood(raw: Uint8Array, update: unknown, bot: BotIdentity, receivedAt: Date): Inbound | undefined {
  const read = Update.safeParse(update);
  if (!read.success) return broken(update, bot, receivedAt, raw);
  const { update_id, message, edited_message, callback_query, my_chat_member } = read.data;
  const base = { channel: 'telegram', source: sourceOf(bot), externalId: String(update_id), raw } as const;
  if (message !== undefined) return said(base, message, bot);
  if (edited_message !== undefined) return corrected(base, edited_message, bot);
  if (callback_query !== undefined) return pressed(base, callback_query, receivedAt);
  if (my_chat_member !== undefined) return joinedOrLeft(base, my_chat_member);
  return undefined;
}

/** With an update's id the key against a second receipt. */
export function sourceOf(bot: { readonly id: number }): string {
  return `tg:${bot.id}`;
}

type Base = Pick<Inbound, 'channel' | 'source' | 'externalId' | 'raw'>;

function said(base: Base, message: Message, bot: BotIdentity): Inbound | undefined {
  if (SERVICE.some((kind) => kind in message)) return undefined;
  const forwarded = FORWARDED.some((field) => field in message);
  const phone = forwarded ? undefined : ownPhone(message);
  const wholeText = clean(phone === undefined ? (message.text ?? message.caption ?? '') : `telepon ${phone}`);
  const odd = phone === undefined ? ODD.find(([field]) => field in message)?.[1] : undefined;
  const files = odd === undefined && message.document !== undefined ? [fileOf(message.document)] : [];
  // Whoever passes on a link has not followed it.
  const start = forwarded ? undefined : /^\/start(?:@\w+)?\s+([A-Za-z0-9_-]{1,64})\s*$/.exec(wholeText)?.[1];
  const nothing = odd === undefined && files.length === 0 && message.text === undefined && phone === undefined;
  return {
    ...base,
    contact: { channel: 'telegram', value: String(message.chat.id) },
    ...personOf(message.from),
    at: new Date(message.date * 1000),
    text: spoken(wholeText, bot),
    wholeText,
    messageId: String(message.message_id),
    ...(start === undefined ? {} : { start }),
    answers: message.reply_to_message === undefined ? [] : [String(message.reply_to_message.message_id)],
    files,
    ...(odd !== undefined ? { odd } : nothing ? { odd: 'other' as const } : {}),
    ...(forwarded ? { forwarded } : {}),
    ...(message.media_group_id === undefined ? {} : { album: clean(message.media_group_id) }),
    ...groupOf(message.chat),
  };
}

/**
 * The number on a card that a person shares of himself, in international form. A card of somebody else, or one that
 * Telegram does not know the owner of, says nothing about the sender.
 */
function ownPhone({ contact, from }: Message): string | undefined {
  if (contact?.user_id === undefined || contact.user_id !== from?.id) return undefined;
  const digits = contact.phone_number.replace(/\D/g, '');
  return digits === '' ? undefined : `+${digits}`;
}

/** What was answered stays answered: a correction is told so, and brings neither files nor a link again. */
function corrected(base: Base, message: Message, bot: BotIdentity): Inbound | undefined {
  if ('location' in message) return undefined; // a live location moves; nobody said anything
  const edited = said(base, message, bot);
  if (edited === undefined) return undefined;
  const { start: _, ...rest } = edited;
  // A file that took the place of another is not fetched; by what it is called it may be one that nobody should.
  const holdsKey = rest.files.some(({ name }) => isKeyName(name));
  return { ...rest, files: [], odd: 'edited', ...(holdsKey ? { holdsKey } : {}) };
}

function pressed(base: Base, callback: Callback, receivedAt: Date): Inbound {
  const { message } = callback;
  return {
    ...base,
    contact: { channel: 'telegram', value: String(message?.chat.id ?? callback.from.id) },
    ...personOf(callback.from),
    at: receivedAt, // a press carries no time of its own
    text: '',
    wholeText: '',
    choice: clean(callback.data ?? ''),
    callback: callback.id,
    answers: message === undefined ? [] : [String(message.message_id)],
    files: [],
    ...(message === undefined ? {} : groupOf(message.chat)),
  };
}

function joinedOrLeft(base: Base, change: Membership): Inbound {
  const { status } = change.new_chat_member;
  const gone = status === 'kicked' || status === 'left';
  const group = groupOf(change.chat);
  const back = !gone && group.group !== true;
  return {
    ...base,
    contact: { channel: 'telegram', value: String(change.chat.id) },
    ...personOf(change.from),
    at: new Date(change.date * 1000),
    text: '',
    wholeText: '',
    answers: [],
    files: [],
    ...(gone ? { gone } : {}),
    ...(back ? { back } : {}),
    ...group,
  };
}

function broken(update: unknown, bot: BotIdentity, at: Date, raw: Uint8Array): Inbound | undefined {
  const read = BrokenUpdate.safeParse(update);
  if (!read.success) return undefined;
  const { update_id, message, edited_message, callback_query, my_chat_member } = read.data;
  const chat = message ?? edited_message ?? callback_query ?? my_chat_member;
  return {
    channel: 'telegram',
    source: sourceOf(bot),
    externalId: String(update_id),
    raw,
    contact: { channel: 'telegram', value: chat === undefined ? NOWHERE : String(chat) },
    at,
    text: '',
    wholeText: '',
    answers: [],
    files: [],
    ...(chat === undefined ? { automatic: { kind: 'own' as const } } : {}),
    fault: 'an update of Telegram could not be read',
  };
}

function personOf(user: Message['from']): Pick<Inbound, 'name' | 'language'> {
  if (user === undefined) return {};
  const name = clean([user.first_name, user.last_name].filter(Boolean).join(' ')).slice(0, NAME_LIMIT);
  const language = /^[a-z]{2}/.exec(user.language_code ?? '')?.[0];
  return { ...(name === '' ? {} : { name }), ...(language === undefined ? {} : { language }) };
}

function groupOf(chat: { type: string }): { group?: true } {
  return chat.type === 'private' ? {} : { group: true };
}

/** The name and type are the sender's claim. */
function fileOf(document: NonNullable<Message['document']>): FileRef {
  return {
    name: clean(document.file_name ?? '').slice(0, FILE_NAME_LIMIT) || 'file',
    type: clean(document.mime_type ?? '').slice(0, FILE_TYPE_LIMIT) || 'application/octet-stream',
    size: document.file_size ?? 0,
    remote: document.file_id,
  };
}

/** A command is a word like others: `/status@our_bot` says "status". */
function spoken(text: string, bot: BotIdentity): string {
  const command = /^\/([A-Za-z0-9_]+)(?:@(\w+))?(\s|$)/.exec(text);
  if (command === null || (command[2] !== undefined && command[2].toLowerCase() !== bot.username.toLowerCase()))
    return text;
  const rest = text.slice(command[0].length).trim();
  return command[1] === 'start' || rest === '' ? command[1]! : `${command[1]} ${rest}`;
}

/** NUL fails a whole statement in Postgres, and half a surrogate pair is no text. */
function clean(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed();
}
