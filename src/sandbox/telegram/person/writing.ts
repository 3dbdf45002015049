import type { Core } from '../core.ts';
import { START_PAYLOAD, TEXT_LIMIT } from '../limits.ts';
import { apiMessage, type MessageRecord, type PersonRecord } from '../state.ts';
import { createOddities, type Oddities } from './oddities.ts';

type SentFile = {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
  readonly caption?: string;
  readonly album?: string;
  readonly forwarded?: boolean;
};

/** What a person puts into the chat; each act answers the id of the message. */
export type Writing = Oddities & {
  /** A text over the limit leaves in several messages, as from a real client; answers the id of the last. */
  send(text: string, options?: { replyTo?: number; forwarded?: boolean }): number;
  sendFile(file: SentFile): number;
  sendPhoto(bytes: Uint8Array, caption?: string, album?: string): number;
  /** Follows `https://t.me/<bot>?start=<payload>`. */
  open(payload?: string): number;
};

export function createWriting(core: Core, record: PersonRecord): Writing {
  const { state, bot, queue } = core;

  function say(said: Partial<MessageRecord> & Pick<MessageRecord, 'kind'>): number {
    if (record.blocked) throw new Error('unblock the bot before writing to it');
    record.wrote = true;
    const message = core.say({ chat: record.id, from: record.id, ...said });
    queue.push('message', apiMessage(state, bot, message));
    return message.id;
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

  function open(payload?: string): number {
    if (payload !== undefined && !START_PAYLOAD.test(payload))
      throw new Error('Telegram does not pass on such a start payload');
    return send(payload === undefined ? '/start' : `/start ${payload}`);
  }

  return { send, sendFile, sendPhoto, open, ...createOddities(core, record, say) };
}

/** Whose it was is often hidden. */
function passedOn() {
  const origin = { type: 'hidden_user', sender_user_name: 'Seseorang', date: Math.floor(Date.now() / 1000) };
  return { forward_origin: origin };
}
