import type { Entity } from './html.ts';
import type { Keyboard } from './keyboard.ts';

/** All that the local server remembers; plain JSON, so that it can be kept on disk. File contents are kept apart. */
export type State = {
  nextUpdate: number;
  nextMessage: number;
  readonly people: Record<string, PersonRecord>;
  readonly groups: Record<string, GroupRecord>;
  readonly messages: Record<string, MessageRecord[]>;
  readonly files: Record<string, FileRecord>;
  updates: Update[];
  allowed: readonly string[] | undefined;
  webhook: Webhook | undefined;
  readonly commands: Record<string, readonly { command: string; description: string }[]>;
  menu: Record<string, unknown>;
};
export type PersonRecord = {
  id: number;
  firstName: string;
  username?: string;
  language: string;
  wrote: boolean;
  blocked: boolean;
};
export type GroupRecord = { id: number; title: string; member: boolean };
export type FileRecord = { id: string; unique: string; name: string; type: string; size: number; path: string };
export type Update = { readonly update_id: number; readonly [kind: string]: unknown };
type Webhook = {
  url: string;
  secret?: string;
  connections: number;
  lastError?: { date: number; message: string };
};

export type MessageKind = 'text' | 'document' | 'photo' | 'sticker' | 'voice' | 'video' | 'location' | 'contact';
export type MessageRecord = {
  readonly id: number;
  readonly chat: number;
  /** The bot's or the person's id. */
  readonly from: number;
  readonly date: number; // seconds
  readonly kind: MessageKind;
  /** Text or caption. */
  text: string;
  html: string;
  entities: readonly Entity[];
  keyboard?: Keyboard;
  readonly file?: string;
  readonly replyTo?: number;
  /** Fields of the message that only the API shows: sticker, location, media_group_id ... */
  readonly extra: Record<string, unknown>;
  /** When it was changed last, its buttons count. */
  edited?: number;
  /** Its words were changed. */
  reworded?: true;
};

export type Bot = { readonly id: number; readonly username: string };

export function emptyState(firstUpdate: number): State {
  return {
    nextUpdate: firstUpdate,
    nextMessage: 1,
    people: {},
    groups: {},
    messages: {},
    files: {},
    updates: [],
    allowed: undefined,
    webhook: undefined,
    commands: {},
    menu: { type: 'commands' },
  };
}

export function apiBot(bot: Bot) {
  return { id: bot.id, is_bot: true, first_name: bot.username, username: bot.username };
}

export function apiUser(person: PersonRecord) {
  return {
    id: person.id,
    is_bot: false,
    first_name: person.firstName,
    ...(person.username ? { username: person.username } : {}),
    language_code: person.language,
  };
}

export function apiChat(state: State, chat: number) {
  const person = state.people[chat];
  if (person === undefined) return { id: chat, type: 'group', title: state.groups[chat]?.title ?? '' };
  return {
    id: chat,
    type: 'private',
    first_name: person.firstName,
    ...(person.username ? { username: person.username } : {}),
  };
}

export function findMessage(state: State, chat: number, id: number | undefined): MessageRecord | undefined {
  return state.messages[chat]?.find((message) => message.id === id);
}

/** The message as the Bot API shows it. */
export function apiMessage(state: State, bot: Bot, message: MessageRecord, withReply = true): Record<string, unknown> {
  const answered = withReply ? findMessage(state, message.chat, message.replyTo) : undefined;
  const person = state.people[message.from];
  const file = message.file === undefined ? undefined : state.files[message.file];
  const words = message.kind === 'text' ? 'text' : 'caption';
  return {
    message_id: message.id,
    from: person === undefined ? apiBot(bot) : apiUser(person),
    chat: apiChat(state, message.chat),
    date: message.date,
    ...(message.edited === undefined ? {} : { edit_date: message.edited }),
    ...(answered === undefined ? {} : { reply_to_message: apiMessage(state, bot, answered, false) }),
    ...(message.text === '' ? {} : { [words]: message.text }),
    ...(message.entities.length === 0
      ? {}
      : { [words === 'text' ? 'entities' : 'caption_entities']: message.entities }),
    ...(message.kind === 'document' && file !== undefined ? { document: apiDocument(file) } : {}),
    ...(message.keyboard === undefined ? {} : { reply_markup: { inline_keyboard: message.keyboard } }),
    ...message.extra,
  };
}

function apiDocument(file: FileRecord) {
  return {
    file_id: file.id,
    file_unique_id: file.unique,
    file_name: file.name,
    mime_type: file.type,
    file_size: file.size,
  };
}
