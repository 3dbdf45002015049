import { z } from 'zod';
import type { Params, Upload } from './body.ts';
import { badRequest } from './refusal.ts';

/** Forms carry numbers, flags and objects as text. */
const integer = z.preprocess(
  (value) => (typeof value === 'string' && /^-?\d{1,16}$/.test(value) ? Number(value) : value),
  z.int(),
);
const flag = z.preprocess((value) => (value === 'true' ? true : value === 'false' ? false : value), z.boolean());
const object = z.preprocess(fromText, z.looseObject({}));
const strict = <T extends z.ZodRawShape>(fields: T) => z.preprocess(fromText, z.strictObject(fields));
const list = <T extends z.ZodType>(of: T) => z.preprocess(fromText, z.array(of));
const file = z.union([
  z.string(),
  z.custom<Upload>((value) => typeof value === 'object' && value !== null && 'bytes' in value),
]);

function fromText(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

const sending = {
  chat_id: integer.optional(),
  disable_notification: flag.optional(),
  protect_content: flag.optional(),
  reply_parameters: strict({ message_id: integer, allow_sending_without_reply: flag.optional() }).optional(),
  reply_markup: object.optional(),
  parse_mode: z.string().optional(),
};
const preview = strict({ is_disabled: flag.optional() });
const words = { text: z.string().optional(), link_preview_options: preview.optional() };
const scope = strict({ type: z.string(), chat_id: integer.optional() });
const message = { chat_id: integer.optional(), message_id: integer.optional() };
const allowed_updates = list(z.string()).optional();

/** The parameters known here, by method. What is not listed is refused, so that a slip shows in the sandbox. */
const PARAMETERS = {
  getMe: z.strictObject({}),
  getUpdates: z.strictObject({
    offset: integer.optional(),
    limit: integer.optional(),
    timeout: integer.optional(),
    allowed_updates,
  }),
  setWebhook: z.strictObject({
    url: z.string().optional(),
    max_connections: integer.optional(),
    allowed_updates,
    drop_pending_updates: flag.optional(),
    secret_token: z.string().optional(),
  }),
  deleteWebhook: z.strictObject({ drop_pending_updates: flag.optional() }),
  getWebhookInfo: z.strictObject({}),
  getChat: z.strictObject({ chat_id: integer.optional() }),
  getChatMember: z.strictObject({ chat_id: integer.optional(), user_id: integer.optional() }),
  sendMessage: z.strictObject({ ...sending, ...words }),
  sendDocument: z.strictObject({
    ...sending,
    document: file.optional(),
    caption: z.string().optional(),
    disable_content_type_detection: flag.optional(),
  }),
  sendChatAction: z.strictObject({ chat_id: integer.optional(), action: z.string().optional() }),
  editMessageText: z.strictObject({
    ...message,
    ...words,
    parse_mode: z.string().optional(),
    reply_markup: object.optional(),
  }),
  editMessageReplyMarkup: z.strictObject({ ...message, reply_markup: object.optional() }),
  deleteMessage: z.strictObject(message),
  answerCallbackQuery: z.strictObject({
    callback_query_id: z.string().optional(),
    text: z.string().optional(),
    show_alert: flag.optional(),
    url: z.string().optional(),
    cache_time: integer.optional(),
  }),
  setMyCommands: z.strictObject({
    commands: list(z.strictObject({ command: z.string(), description: z.string() })),
    scope: scope.optional(),
    language_code: z.string().optional(),
  }),
  getMyCommands: z.strictObject({ scope: scope.optional(), language_code: z.string().optional() }),
  setChatMenuButton: z.strictObject({
    chat_id: integer.optional(),
    menu_button: strict({
      type: z.string(),
      text: z.string().optional(),
      web_app: strict({ url: z.string() }).optional(),
    }).optional(),
  }),
  getChatMenuButton: z.strictObject({ chat_id: integer.optional() }),
  getFile: z.strictObject({ file_id: z.string().optional() }),
};

export type Method = keyof typeof PARAMETERS;
export type ParametersOf<M extends Method> = z.infer<(typeof PARAMETERS)[M]>;

/** Method names count in any case, as on the real server. */
export function methodNamed(name: string): Method | undefined {
  return (Object.keys(PARAMETERS) as Method[]).find((method) => method.toLowerCase() === name.toLowerCase());
}

export function readParameters<M extends Method>(method: M, params: Params): ParametersOf<M> {
  const read = PARAMETERS[method].safeParse(params);
  if (read.success) return read.data as ParametersOf<M>;
  const issue = read.error.issues[0]!;
  if (issue.code === 'unrecognized_keys') throw badRequest(`unknown parameter "${issue.keys[0]}"`);
  throw badRequest(`parameter "${issue.path.join('.')}" is missing or of a wrong type`);
}
