import { randomBytes, randomInt } from 'node:crypto';
import { escapeHtml } from './html.ts';
import { type Bot, type FileRecord, findMessage, type MessageKind, type MessageRecord, type State } from './state.ts';
import type { UpdateQueue } from './updates.ts';

/** A message as a person's client shows it. */
export type WorldMessage = {
  readonly id: number;
  readonly from: 'bot' | 'person';
  readonly kind: MessageKind;
  /** Text or caption, plain. */
  readonly text: string;
  /** The same with its formatting, safe to be put into a page. */
  readonly html: string;
  readonly buttons: readonly {
    readonly label: string;
    readonly data?: string;
    readonly url?: string;
    readonly app?: string;
  }[];
  readonly files: readonly {
    readonly id: string;
    readonly name: string;
    readonly type: string;
    readonly size: number;
    bytes(): Uint8Array;
  }[];
  readonly replyTo?: number;
  readonly at: Date;
  readonly edited: boolean;
};

export type WorldEvent =
  | { readonly what: 'message' | 'edited'; readonly chat: number; readonly message: WorldMessage }
  | { readonly what: 'deleted'; readonly chat: number; readonly id: number }
  | {
      readonly what: 'answered';
      readonly chat: number;
      readonly callback: string;
      readonly text: string;
      readonly alert: boolean;
    }
  | { readonly what: 'action'; readonly chat: number; readonly action: string }
  | { readonly what: 'person' | 'group'; readonly chat: number };

/** What the next requests meet instead of an answer. `close-after`: carried out, but the answer never arrives. */
export type Failure =
  | { readonly how: 'flood'; readonly retryAfter: number }
  | { readonly how: 'error'; readonly code?: number; readonly description?: string; readonly migrateTo?: number }
  | { readonly how: 'close' }
  | { readonly how: 'close-after' }
  | { readonly how: 'silence' };

/** What the API's methods and the people share. */
export type Core = ReturnType<typeof createCore>;
type Files = { read(id: string): Uint8Array; write(id: string, bytes: Uint8Array): void };
type Said = Omit<MessageRecord, 'id' | 'date' | 'text' | 'html' | 'entities' | 'extra'> & Partial<MessageRecord>;

export function createCore(
  state: State,
  bot: Bot,
  queue: UpdateQueue,
  files: Files,
  changed: () => void,
  flood: (chat: number) => void,
) {
  const listeners = new Set<(event: WorldEvent) => void>();
  const callbacks = new Map<string, number>();
  const failures: { failure: Failure; times: number; methods: readonly string[] | undefined }[] = [];

  function emit(event: WorldEvent): void {
    changed();
    for (const listener of [...listeners]) listener(event);
  }

  function seen(message: MessageRecord): WorldMessage {
    const file = message.file === undefined ? undefined : state.files[message.file];
    return {
      id: message.id,
      from: message.from === bot.id ? 'bot' : 'person',
      kind: message.kind,
      text: message.text,
      html: message.html,
      buttons: (message.keyboard ?? []).flat().map(({ text, callback_data, url, web_app }) => ({
        label: text,
        ...(callback_data === undefined ? {} : { data: callback_data }),
        ...(url === undefined ? {} : { url }),
        ...(web_app === undefined ? {} : { app: web_app.url }),
      })),
      files:
        file === undefined
          ? []
          : [
              {
                id: file.id,
                name: file.name,
                type: file.type,
                size: file.size,
                bytes: () => files.read(file.id),
              },
            ],
      ...(message.replyTo === undefined ? {} : { replyTo: message.replyTo }),
      at: new Date(message.date * 1000),
      edited: message.edited !== undefined,
    };
  }

  function say(said: Said): MessageRecord {
    const text = said.text ?? '';
    const message: MessageRecord = {
      html: escapeHtml(text),
      entities: [],
      extra: {},
      ...said,
      text,
      id: state.nextMessage++,
      date: Math.floor(Date.now() / 1000),
    };
    state.messages[message.chat] = [...(state.messages[message.chat] ?? []), message];
    emit({ what: 'message', chat: message.chat, message: seen(message) });
    return message;
  }

  function edited(message: MessageRecord): void {
    emit({ what: 'edited', chat: message.chat, message: seen(message) });
  }

  function remove(message: MessageRecord): void {
    state.messages[message.chat] = (state.messages[message.chat] ?? []).filter((other) => other.id !== message.id);
    emit({ what: 'deleted', chat: message.chat, id: message.id });
  }

  function keep(name: string, type: string, bytes: Uint8Array, folder: string): FileRecord {
    const id = `BQAC${randomBytes(36).toString('base64url')}`;
    const suffix = /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? '';
    const path = `${folder}/file_${Object.keys(state.files).length}${suffix}`;
    const file = { id, unique: `AgAD${randomBytes(8).toString('base64url')}`, name, type, size: bytes.length, path };
    state.files[id] = file;
    files.write(id, bytes);
    return file;
  }

  function askCallback(chat: number): string {
    const id = String(randomInt(1e9, 2 ** 47));
    callbacks.set(id, chat);
    return id;
  }

  /** Each press can be answered once. */
  function answerCallback(id: string, text: string, alert: boolean): boolean {
    const chat = callbacks.get(id);
    if (chat === undefined) return false;
    callbacks.delete(id);
    emit({ what: 'answered', chat, callback: id, text, alert });
    return true;
  }

  function on(listener: (event: WorldEvent) => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  function nextFailure(method: string): Failure | undefined {
    const at = failures.findIndex(({ methods }) =>
      methods === undefined ? method !== 'getUpdates' : methods.includes(method),
    );
    const found = failures[at];
    if (found === undefined) return undefined;
    found.times -= 1;
    if (found.times <= 0) failures.splice(at, 1);
    return found.failure;
  }

  function fail(failure: Failure, times = 1, methods?: readonly string[]): void {
    failures.push({ failure, times, methods });
  }

  return {
    state,
    bot,
    queue,
    files,
    flood,
    emit,
    seen,
    say,
    edited,
    remove,
    keep,
    askCallback,
    answerCallback,
    on,
    nextFailure,
    fail,
    find: (chat: number, id: number | undefined) => findMessage(state, chat, id),
  };
}
