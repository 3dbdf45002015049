import type { Bot, MessageKind, MessageRecord, State } from './state.ts';

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
  /** Its words were changed; what apps mark as edited. */
  readonly edited: boolean;
};

/** `read` brings the contents of a file. */
export function seenIn(
  state: State,
  bot: Bot,
  read: (file: string) => Uint8Array,
  message: MessageRecord,
): WorldMessage {
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
              bytes: () => read(file.id),
            },
          ],
    ...(message.replyTo === undefined ? {} : { replyTo: message.replyTo }),
    at: new Date(message.date * 1000),
    edited: message.reworded === true,
  };
}
