import { randomInt } from 'node:crypto';
import type { Core, WorldMessage } from './core.ts';
import { escapeHtml } from './html.ts';
import { START_PAYLOAD, TEXT_LIMIT } from './limits.ts';
import { apiBot, apiChat, apiMessage, apiUser, type MessageRecord, type PersonRecord } from './state.ts';

export type PersonSpec = {
  readonly id?: number;
  readonly firstName: string;
  readonly username?: string;
  readonly language?: string;
};
type SentFile = {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
  readonly caption?: string;
  readonly album?: string;
  readonly forwarded?: boolean;
};

/** One person and the private chat with the bot; every act does what a person's client would do. */
export type Person = {
  /** The person's id, which is the private chat's as well. */
  readonly id: number;
  readonly chat: number;
  readonly name: string;
  readonly language: string;
  blocked(): boolean;
  /** A text over the limit leaves in several messages, as from a real client; answers the id of the last. */
  send(text: string, options?: { replyTo?: number; forwarded?: boolean }): number;
  sendFile(file: SentFile): number;
  sendPhoto(bytes: Uint8Array, caption?: string, album?: string): number;
  sendSticker(): number;
  sendVoice(): number;
  sendVideo(): number;
  /** A live location, which moves without another word. */
  sendLocation(): number;
  moveLocation(): void;
  /** Shares a contact card: his own, or that of somebody else. */
  sendContact(card?: { readonly phone: string; readonly of?: number }): number;
  /** Presses a button by its place or label; without a message, in the newest one that has buttons. Answers the callback's id. */
  press(message: number | undefined, which: number | string): string;
  /** A press that was on its way when the buttons changed, or that a changed client makes up. */
  pressData(message: number, data: string): string;
  /** Follows `https://t.me/<bot>?start=<payload>`. */
  open(payload?: string): number;
  edit(message: number, text: string): void;
  block(): void;
  unblock(): void;
  messages(): readonly WorldMessage[];
  /**
   * The next message of the bot that fits, reading on from the last one that was waited for; rejects after `timeoutMs`.
   * `from` reads on from behind that message instead.
   */
  waitFor(fits: (message: WorldMessage) => boolean, timeoutMs?: number, from?: number): Promise<WorldMessage>;
};

const WAIT_MS = 10_000;

export function createPeople(core: Core) {
  const { state } = core;
  const known = new Map<number, Person>();
  for (const record of Object.values(state.people)) known.set(record.id, personOf(core, record));

  function person(spec: PersonSpec): Person {
    const existing = spec.id === undefined ? undefined : known.get(spec.id);
    if (existing !== undefined) return existing;
    const id = spec.id ?? randomInt(1e8, 2 ** 46); // user ids have up to 52 bits; drawn, so that a new world never reuses one
    const record = {
      id,
      firstName: spec.firstName,
      ...(spec.username ? { username: spec.username } : {}),
      language: spec.language ?? 'id',
      wrote: false,
      blocked: false,
    };
    state.people[id] = record;
    const made = personOf(core, record);
    known.set(id, made);
    core.emit({ what: 'person', chat: id });
    return made;
  }

  return { person, people: () => [...known.values()] };
}

function personOf(core: Core, record: PersonRecord): Person {
  const { state, bot, queue } = core;
  const chat = record.id;

  function say(said: Partial<MessageRecord> & Pick<MessageRecord, 'kind'>): number {
    if (record.blocked) throw new Error('unblock the bot before writing to it');
    record.wrote = true;
    const message = core.say({ chat, from: record.id, ...said });
    queue.push('message', apiMessage(state, bot, message));
    return message.id;
  }

  function odd(kind: MessageRecord['kind'], content: unknown): number {
    return say({ kind, extra: { [kind]: content } });
  }

  function media(name: string, folder: string, extra: Record<string, unknown>) {
    const file = core.keep(name, 'application/octet-stream', Buffer.from(name), folder);
    return { file_id: file.id, file_unique_id: file.unique, file_size: file.size, ...extra };
  }

  function send(text: string, { replyTo, forwarded }: { replyTo?: number; forwarded?: boolean } = {}): number {
    const parts: string[] = text.match(new RegExp(`[^]{1,${TEXT_LIMIT}}`, 'g')) ?? [];
    if (parts.length === 0) throw new Error('a client sends no empty text');
    return parts
      .map((part) => {
        const command = /^\/[A-Za-z0-9_@]+/.exec(part)?.[0];
        return say({
          kind: 'text',
          text: part,
          ...(replyTo === undefined ? {} : { replyTo }),
          entities: command === undefined ? [] : [{ type: 'bot_command', offset: 0, length: command.length }],
          extra: forwarded ? passedOn() : {},
        });
      })
      .at(-1)!;
  }

  function sendFile({ name, type, bytes, caption = '', album, forwarded }: SentFile): number {
    const file = core.keep(name, type, bytes, 'documents');
    return say({
      kind: 'document',
      text: caption,
      file: file.id,
      extra: { ...(album === undefined ? {} : { media_group_id: album }), ...(forwarded ? passedOn() : {}) },
    });
  }

  function sendPhoto(bytes: Uint8Array, caption = '', album?: string): number {
    const file = core.keep('photo.jpg', 'image/jpeg', bytes, 'photos');
    const size = { file_id: file.id, file_unique_id: file.unique, file_size: file.size };
    return say({
      kind: 'photo',
      text: caption,
      file: file.id,
      extra: {
        ...(album === undefined ? {} : { media_group_id: album }),
        photo: [
          { ...size, width: 90, height: 67 },
          { ...size, width: 1280, height: 960 },
        ],
      },
    });
  }

  function pressData(messageId: number, data: string): string {
    const message = core.find(chat, messageId);
    const id = core.askCallback(chat);
    const shown =
      message === undefined
        ? { chat: apiChat(state, chat), message_id: messageId, date: 0 }
        : apiMessage(state, bot, message);
    queue.push('callback_query', { id, from: apiUser(record), chat_instance: String(chat), message: shown, data });
    return id;
  }

  function press(messageId: number | undefined, which: number | string): string {
    const shown = (state.messages[chat] ?? []).filter((message) => message.keyboard !== undefined);
    const message = messageId === undefined ? shown.at(-1) : core.find(chat, messageId);
    const buttons = message?.keyboard?.flat() ?? [];
    const button = typeof which === 'number' ? buttons[which] : buttons.find(({ text }) => text === which);
    if (message === undefined || button?.callback_data === undefined)
      throw new Error(`no such button: ${which}; there are: ${buttons.map(({ text }) => text).join(' | ')}`);
    return pressData(message.id, button.callback_data);
  }

  function open(payload?: string): number {
    if (payload !== undefined && !START_PAYLOAD.test(payload))
      throw new Error('Telegram does not pass on such a start payload');
    return send(payload === undefined ? '/start' : `/start ${payload}`);
  }

  function edit(messageId: number, text: string): void {
    const message = core.find(chat, messageId);
    if (message === undefined || message.from !== record.id) throw new Error('only own messages can be edited');
    message.text = text;
    message.html = escapeHtml(text);
    message.edited = Math.floor(Date.now() / 1000);
    core.edited(message);
    queue.push('edited_message', apiMessage(state, bot, message));
  }

  function moveLocation(): void {
    const message = (state.messages[chat] ?? []).findLast(({ kind }) => kind === 'location');
    if (message === undefined) throw new Error('there is no location to move');
    const { location } = message.extra as { location: { latitude: number } };
    location.latitude += 0.001;
    message.edited = Math.floor(Date.now() / 1000);
    core.edited(message);
    queue.push('edited_message', apiMessage(state, bot, message));
  }

  function membership(status: 'member' | 'kicked'): void {
    const member = (now: string) => ({
      user: apiBot(bot),
      status: now,
      ...(now === 'kicked' ? { until_date: 0 } : {}),
    });
    record.blocked = status === 'kicked';
    core.emit({ what: 'person', chat });
    queue.push('my_chat_member', {
      chat: apiChat(state, chat),
      from: apiUser(record),
      date: Math.floor(Date.now() / 1000),
      old_chat_member: member(status === 'kicked' ? 'member' : 'kicked'),
      new_chat_member: member(status),
    });
  }

  return {
    id: record.id,
    chat,
    name: record.firstName,
    language: record.language,
    blocked: () => record.blocked,
    send,
    sendFile,
    sendPhoto,
    press,
    pressData,
    open,
    edit,
    sendSticker: () =>
      odd(
        'sticker',
        media('sticker.webp', 'stickers', {
          type: 'regular',
          width: 512,
          height: 512,
          is_animated: false,
          is_video: false,
        }),
      ),
    sendVoice: () => odd('voice', media('voice.oga', 'voice', { duration: 3, mime_type: 'audio/ogg' })),
    sendVideo: () => odd('video', media('video.mp4', 'videos', { width: 640, height: 360, duration: 3 })),
    sendLocation: () => odd('location', { latitude: -3.316694, longitude: 114.590111, live_period: 900 }),
    moveLocation,
    sendContact: ({ phone, of } = { phone: '+628110000000' }) =>
      odd('contact', {
        phone_number: phone,
        first_name: of === record.id ? record.firstName : 'Seseorang',
        ...(of === undefined ? {} : { user_id: of }),
      }),
    block: () => membership('kicked'),
    unblock: () => membership('member'),
    messages: () => (state.messages[chat] ?? []).map(core.seen),
    waitFor: reader(core, chat),
  };
}

/** Whose it was is often hidden. */
function passedOn() {
  const origin = { type: 'hidden_user', sender_user_name: 'Seseorang', date: Math.floor(Date.now() / 1000) };
  return { forward_origin: origin };
}

/** Reads the bot's messages of a chat one after the other. */
export function reader(core: Core, chat: number): Person['waitFor'] {
  let read = 0;
  return (fits, timeoutMs = WAIT_MS, from = read) => {
    const next = () =>
      (core.state.messages[chat] ?? [])
        .map(core.seen)
        .find((message) => message.id > from && message.from === 'bot' && fits(message));
    return new Promise((resolve, reject) => {
      const settle = (message: WorldMessage) => {
        clearTimeout(timer);
        off();
        read = Math.max(read, message.id);
        resolve(message);
      };
      const timer = setTimeout(() => {
        off();
        const last = (core.state.messages[chat] ?? []).slice(-3).map((message) => `- ${message.text}`);
        reject(new Error(`no such message within ${timeoutMs} ms; the chat ends with:\n${last.join('\n')}`));
      }, timeoutMs);
      const off = core.on((event) => {
        if ((event.what === 'message' || event.what === 'edited') && event.chat === chat) {
          const message = next();
          if (message !== undefined) settle(message);
        }
      });
      const already = next();
      if (already !== undefined) settle(already);
    });
  };
}
