import { z } from 'zod';

/**
 * The parts of a Bot API update that we read, as leniently as can be: unknown fields are fine, and of the known ones
 * only those are required without which there is nobody to answer.
 */
const Chat = z.object({
  id: z.int(),
  type: z.string(),
  first_name: z.string().optional(),
  last_name: z.string().optional(),
  title: z.string().optional(),
});
const User = z.object({
  id: z.int(),
  is_bot: z.boolean().optional(),
  first_name: z.string().optional(),
  last_name: z.string().optional(),
  language_code: z.string().optional(),
});
const Document = z.object({
  file_id: z.string(),
  file_name: z.string().optional(),
  mime_type: z.string().optional(),
  file_size: z.number().optional(),
});

/** `user_id` is Telegram's word on whose card it is, not the sender's. */
const Card = z.object({ phone_number: z.string(), user_id: z.int().optional() });

/** In seconds, up to the last year of four digits: a moment beyond is none that anything here could store. */
const Moment = z.number().min(0).max(253_402_300_799);

const Message = z.looseObject({
  message_id: z.int(),
  date: Moment,
  chat: Chat,
  from: User.optional(),
  text: z.string().optional(),
  caption: z.string().optional(),
  document: Document.optional(),
  contact: Card.optional().catch(undefined),
  media_group_id: z.string().optional().catch(undefined),
  reply_to_message: z.object({ message_id: z.int() }).optional().catch(undefined),
});
export type Message = z.infer<typeof Message>;

const Callback = z.object({
  id: z.string(),
  from: User,
  data: z.string().optional(),
  /** May be inaccessible: then it has only its chat, its id and the date 0. */
  message: z.object({ message_id: z.int(), chat: Chat }).optional(),
});
export type Callback = z.infer<typeof Callback>;

const Membership = z.object({
  chat: Chat,
  from: User,
  date: Moment,
  new_chat_member: z.object({ status: z.string() }),
});
export type Membership = z.infer<typeof Membership>;

export const Update = z.object({
  update_id: z.int(),
  message: Message.optional(),
  edited_message: Message.optional(),
  callback_query: Callback.optional(),
  my_chat_member: Membership.optional(),
});

/** Enough of a broken update to know it again, and perhaps whom it came from. */
const anyChat = z.object({ chat: z.object({ id: z.int() }) }).transform(({ chat }) => chat.id);
const anySender = z.object({ from: z.object({ id: z.int() }) }).transform(({ from }) => from.id);
const Content = z.union([anyChat, anySender]).optional().catch(undefined);
export const BrokenUpdate = z.object({
  update_id: z.int(),
  message: Content,
  edited_message: Content,
  callback_query: Content,
  my_chat_member: Content,
});
