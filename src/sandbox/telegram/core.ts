import { randomBytes, randomInt } from 'node:crypto';
import { createEvents, type WorldEvent } from './events.ts';
import { createFailures } from './failures.ts';
import { createMessages } from './messages.ts';
import type { Bot, FileRecord, State } from './state.ts';
import type { UpdateQueue } from './updates.ts';

/** What the API's methods and the people share. */
export type Core = ReturnType<typeof createCore>;
type Files = { read(id: string): Uint8Array; write(id: string, bytes: Uint8Array): void };

export function createCore(
  state: State,
  bot: Bot,
  queue: UpdateQueue,
  files: Files,
  changed: () => void,
  flood: (chat: number) => void,
) {
  const events = createEvents(changed);
  return {
    state,
    bot,
    queue,
    files,
    flood,
    keep: createKeep(state, files),
    ...events,
    ...createMessages(state, bot, files.read, events.emit),
    ...createCallbacks(events.emit),
    ...createFailures(),
  };
}

/** Keeps a file under an id and a path as the real server makes them. */
function createKeep(state: State, files: Files) {
  return (name: string, type: string, bytes: Uint8Array, folder: string): FileRecord => {
    const id = `BQAC${randomBytes(36).toString('base64url')}`;
    const suffix = /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? '';
    const path = `${folder}/file_${Object.keys(state.files).length}${suffix}`;
    const file = { id, unique: `AgAD${randomBytes(8).toString('base64url')}`, name, type, size: bytes.length, path };
    state.files[id] = file;
    files.write(id, bytes);
    return file;
  };
}

/** The presses that the bot has not answered yet. */
function createCallbacks(emit: (event: WorldEvent) => void) {
  const callbacks = new Map<string, number>();

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

  return { askCallback, answerCallback };
}
