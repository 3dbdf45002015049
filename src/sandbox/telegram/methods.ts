import type { Upload } from './body.ts';
import type { Core } from './core.ts';
import { type Formatted, parseHtml, plain } from './html.ts';
import { type Keyboard, readKeyboard } from './keyboard.ts';
import {
  CALLBACK_ANSWER_LIMIT,
  CAPTION_LIMIT,
  COMMAND,
  COMMAND_DESCRIPTION_LIMIT,
  COMMAND_LIMIT,
  DELETE_WITHIN_SECONDS,
  DOWNLOAD_BYTES,
  SECRET_TOKEN,
  TEXT_LIMIT,
  UPLOAD_BYTES,
  WEBHOOK_CONNECTIONS,
} from './limits.ts';
import type { Method, ParametersOf } from './parameters.ts';
import { ApiRefusal, badRequest, forbidden } from './refusal.ts';
import { apiBot, apiChat, apiMessage, type MessageRecord } from './state.ts';

type Methods = { readonly [M in Method]: (params: ParametersOf<M>, gone: AbortSignal) => unknown };

const ACTIONS = new Set([
  'typing',
  'upload_photo',
  'record_video',
  'upload_video',
  'record_voice',
  'upload_voice',
  'upload_document',
  'choose_sticker',
  'find_location',
]);
const SCOPES = new Set([
  'default',
  'all_private_chats',
  'all_group_chats',
  'all_chat_administrators',
  'chat',
  'chat_administrators',
  'chat_member',
]);

/** What each method of the Bot API does here, with the real server's refusals. */
export function createMethods(core: Core, webhookChanged: () => void): Methods {
  return { ...receiving(core, webhookChanged), ...chats(core), ...sending(core), ...changing(core), ...settings(core) };
}

function receiving(core: Core, webhookChanged: () => void) {
  const { state, queue, bot } = core;
  function setWebhook(params: ParametersOf<'setWebhook'>): boolean {
    const { url = '', secret_token } = params;
    if (secret_token !== undefined && !SECRET_TOKEN.test(secret_token))
      throw badRequest('secret token contains unallowed characters');
    if (url !== '' && !webhookAddress(url)) throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
    if (params.drop_pending_updates === true) state.updates = [];
    if (params.allowed_updates !== undefined) state.allowed = params.allowed_updates;
    const connections = Math.min(Math.max(params.max_connections ?? WEBHOOK_CONNECTIONS, 1), 100);
    state.webhook =
      url === '' ? undefined : { url, connections, ...(secret_token === undefined ? {} : { secret: secret_token }) };
    if (state.webhook !== undefined) queue.terminate();
    webhookChanged();
    return true;
  }
  return {
    getMe: () => ({
      ...apiBot(bot),
      can_join_groups: true,
      can_read_all_group_messages: false,
      supports_inline_queries: false,
    }),
    getUpdates: (params: ParametersOf<'getUpdates'>, gone: AbortSignal) => {
      if (params.allowed_updates !== undefined && state.webhook === undefined) state.allowed = params.allowed_updates;
      return queue.poll(params, gone);
    },
    setWebhook,
    deleteWebhook: (params: ParametersOf<'deleteWebhook'>) => setWebhook({ url: '', ...params }),
    getWebhookInfo: () => ({
      url: state.webhook?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: state.updates.length,
      ...(state.webhook === undefined ? {} : { max_connections: state.webhook.connections }),
      ...(state.webhook?.lastError === undefined
        ? {}
        : { last_error_date: state.webhook.lastError.date, last_error_message: state.webhook.lastError.message }),
      ...(state.allowed === undefined ? {} : { allowed_updates: state.allowed }),
    }),
  };
}

function chats({ state, bot }: Core) {
  const groupOf = (id = 0) => {
    if (state.people[id] === undefined && state.groups[id] === undefined) throw badRequest('chat not found');
    return state.groups[id];
  };
  return {
    getChat: ({ chat_id }: ParametersOf<'getChat'>) => {
      if (groupOf(chat_id)?.member === false) throw forbidden('bot was kicked from the group chat');
      return {
        ...apiChat(state, chat_id!),
        accent_color_id: 0,
        max_reaction_count: 11,
        accepted_gift_types: GIFTS,
      };
    },
    getChatMember: ({ chat_id, user_id }: ParametersOf<'getChatMember'>) => {
      const group = groupOf(chat_id);
      if (user_id !== bot.id) throw badRequest('user not found');
      return { user: apiBot(bot), status: group?.member === false ? 'left' : 'member' };
    },
  };
}
const GIFTS = {
  unlimited_gifts: false,
  limited_gifts: false,
  unique_gifts: false,
  premium_subscription: false,
  gifts_from_channels: false,
};

/** HTTPS; or, as a local Bot API server allows, plain HTTP on this machine. */
function webhookAddress(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname));
}

function sending(core: Core) {
  const { state, bot } = core;
  function say(
    params: Pick<ParametersOf<'sendMessage'>, 'chat_id' | 'reply_parameters' | 'reply_markup'>,
    said: Pick<MessageRecord, 'kind'> & Partial<MessageRecord>,
  ) {
    const chat = chatOf(core, params.chat_id);
    core.flood(chat);
    const replyTo = answered(core, chat, params.reply_parameters);
    const keyboard = readKeyboard(params.reply_markup, kindOf(core, chat));
    const message = core.say({
      chat,
      from: bot.id,
      ...said,
      ...(keyboard === undefined ? {} : { keyboard }),
      ...(replyTo === undefined ? {} : { replyTo }),
    });
    return apiMessage(state, bot, message);
  }
  return {
    sendMessage: (params: ParametersOf<'sendMessage'>) => {
      chatOf(core, params.chat_id);
      return say(params, { kind: 'text', ...words(params.text, params.parse_mode) });
    },
    sendDocument: (params: ParametersOf<'sendDocument'>) => {
      chatOf(core, params.chat_id);
      const caption = formatted(params.caption ?? '', params.parse_mode);
      if (caption.text.length > CAPTION_LIMIT) throw badRequest('message caption is too long');
      return say(params, { kind: 'document', ...caption, file: documentOf(core, params.document) });
    },
    sendChatAction: (params: ParametersOf<'sendChatAction'>) => {
      const chat = chatOf(core, params.chat_id);
      if (!ACTIONS.has(params.action ?? '')) throw badRequest('wrong parameter action in request');
      core.emit({ what: 'action', chat, action: params.action! });
      return true;
    },
  };
}

/** The chat the bot may write to, or the reason why it may not. */
function chatOf(core: Core, id: number | undefined): number {
  if (id === undefined) throw badRequest('chat_id is empty');
  const person = core.state.people[id];
  const group = core.state.groups[id];
  if (person === undefined && group === undefined) throw badRequest('chat not found');
  if (person?.blocked) throw forbidden('bot was blocked by the user');
  if (person?.wrote === false) throw forbidden("bot can't initiate conversation with a user");
  if (group?.member === false) throw forbidden('bot was kicked from the group chat');
  return id;
}

const kindOf = ({ state }: Core, chat: number) => (state.people[chat] === undefined ? 'group' : 'private');

function answered(
  core: Core,
  chat: number,
  reply: ParametersOf<'sendMessage'>['reply_parameters'],
): number | undefined {
  if (reply === undefined) return undefined;
  const id = reply.message_id;
  if (core.find(chat, id) !== undefined) return id;
  if (reply.allow_sending_without_reply === true) return undefined;
  throw badRequest('message to be replied not found');
}

function formatted(source: string, mode: string | undefined): Formatted {
  if (!source.isWellFormed()) throw badRequest('strings must be encoded in UTF-8');
  if (mode === undefined || mode === '') return plain(source);
  if (mode.toLowerCase() === 'html') return parseHtml(source);
  throw badRequest('unsupported parse_mode');
}

function words(source: string | undefined, mode: string | undefined): Formatted {
  const said = formatted(source ?? '', mode);
  if (said.text.trim() === '') throw badRequest('message text is empty');
  if (said.text.length > TEXT_LIMIT) throw badRequest('message is too long');
  return said;
}

function documentOf(core: Core, document: string | Upload | undefined): string {
  if (document === undefined) throw badRequest('there is no document in the request');
  if (typeof document === 'string') {
    if (core.state.files[document] === undefined) throw badRequest('wrong file identifier/HTTP URL specified');
    return document;
  }
  if (document.bytes.length === 0) throw badRequest('file must be non-empty');
  if (document.bytes.length > UPLOAD_BYTES) throw new ApiRefusal(413, 'Request Entity Too Large');
  return core.keep(document.name, document.type, document.bytes, 'documents').id;
}

function changing(core: Core) {
  const { state, bot } = core;
  function own(params: { chat_id?: number; message_id?: number }): MessageRecord {
    const chat = chatOf(core, params.chat_id);
    if (params.message_id === undefined) throw badRequest('message identifier is not specified');
    const message = core.find(chat, params.message_id);
    if (message === undefined) throw badRequest('message to edit not found');
    if (message.from !== bot.id) throw badRequest("message can't be edited");
    return message;
  }
  function change(message: MessageRecord, said: Formatted, keyboard: Keyboard | undefined) {
    const before = JSON.stringify([message.text, message.entities, message.keyboard]);
    if (before === JSON.stringify([said.text, said.entities, keyboard]))
      throw badRequest(
        'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
      );
    // Apps show no "edited" where only the buttons were changed.
    if (message.html !== said.html) message.reworded = true;
    Object.assign(message, {
      text: said.text,
      html: said.html,
      entities: said.entities,
      edited: Math.floor(Date.now() / 1000),
    });
    if (keyboard === undefined) delete message.keyboard;
    else message.keyboard = keyboard;
    core.edited(message);
    return apiMessage(state, bot, message);
  }
  return {
    editMessageText: (params: ParametersOf<'editMessageText'>) => {
      const message = own(params);
      if (message.kind !== 'text') throw badRequest('there is no text in the message to edit');
      return change(
        message,
        words(params.text, params.parse_mode),
        readKeyboard(params.reply_markup, kindOf(core, message.chat)),
      );
    },
    editMessageReplyMarkup: (params: ParametersOf<'editMessageReplyMarkup'>) => {
      const message = own(params);
      return change(message, message, readKeyboard(params.reply_markup, kindOf(core, message.chat)));
    },
    deleteMessage: (params: ParametersOf<'deleteMessage'>) => {
      const chat = chatOf(core, params.chat_id);
      if (params.message_id === undefined) throw badRequest('message identifier is not specified');
      const message = core.find(chat, params.message_id);
      if (message === undefined) throw badRequest('message to delete not found');
      const foreign = message.from !== bot.id && state.people[chat] === undefined;
      if (foreign || Date.now() / 1000 - message.date > DELETE_WITHIN_SECONDS)
        throw badRequest("message can't be deleted");
      core.remove(message);
      return true;
    },
    answerCallbackQuery: (params: ParametersOf<'answerCallbackQuery'>) => {
      const { text = '' } = params;
      if (text.length > CALLBACK_ANSWER_LIMIT) throw badRequest('MESSAGE_TOO_LONG');
      if (!core.answerCallback(params.callback_query_id ?? '', text, params.show_alert === true))
        throw badRequest('query is too old and response timeout expired or query ID is invalid');
      return true;
    },
  };
}

function settings(core: Core) {
  const { state } = core;
  const key = (scope: Record<string, unknown> = { type: 'default' }, language = '') => {
    if (!SCOPES.has(String(scope.type))) throw badRequest("can't parse BotCommandScope: Unsupported type specified");
    if (!/^([a-z]{2})?$/.test(language)) throw badRequest('invalid language code specified');
    return [scope.type, scope.chat_id, language].filter((part) => part !== undefined && part !== '').join(':');
  };
  return {
    setMyCommands: ({ commands, scope, language_code }: ParametersOf<'setMyCommands'>) => {
      if (commands.length > COMMAND_LIMIT) throw badRequest('BOT_COMMANDS_TOO_MUCH');
      for (const { command, description } of commands) {
        if (!COMMAND.test(command.replace(/^\//, ''))) throw badRequest('BOT_COMMAND_INVALID');
        if (description.length < 1 || description.length > COMMAND_DESCRIPTION_LIMIT)
          throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
      }
      state.commands[key(scope, language_code)] = commands;
      return true;
    },
    getMyCommands: ({ scope, language_code }: ParametersOf<'getMyCommands'>) =>
      state.commands[key(scope, language_code)] ?? [],
    setChatMenuButton: ({ menu_button = { type: 'default' } }: ParametersOf<'setChatMenuButton'>) => {
      if (!['commands', 'default', 'web_app'].includes(String(menu_button.type)))
        throw badRequest("can't parse menu button: Unsupported type specified");
      if (menu_button.type === 'web_app') checkApp(menu_button);
      state.menu = menu_button;
      return true;
    },
    getChatMenuButton: () => state.menu,
    getFile: ({ file_id }: ParametersOf<'getFile'>) => {
      const file = state.files[file_id ?? ''];
      if (file === undefined) throw badRequest('invalid file_id');
      if (file.size > DOWNLOAD_BYTES) throw badRequest('file is too big');
      return { file_id: file.id, file_unique_id: file.unique, file_size: file.size, file_path: file.path };
    },
  };
}

function checkApp({
  text,
  web_app,
}: {
  readonly text?: string | undefined;
  readonly web_app?: { url: string } | undefined;
}): void {
  if (!text?.trim() || web_app === undefined)
    throw badRequest('can\'t parse menu button: Field "text" or "web_app" is missing');
  if (!URL.canParse(web_app.url) || new URL(web_app.url).protocol !== 'https:')
    throw badRequest(`menu button Web App URL '${web_app.url}' is invalid: Only HTTPS links are allowed`);
}
