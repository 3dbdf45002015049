/**
 * What a channel can do. In a chat there are buttons to press and to take off again, and whoever signed in there counts as
 * himself for a while; by mail the same is written in words, and each message has to be proven by itself. What a person
 * sent can be deleted in some. How each is called in a sentence stands in `phrases/`.
 */
const CHANNELS = {
  telegram: { isChat: true, deletes: true },
  mail: { isChat: false, deletes: false },
} as const;
export type ChannelName = keyof typeof CHANNELS;
export const isChat = (channel: ChannelName): boolean => CHANNELS[channel].isChat;
export const deletes = (channel: ChannelName): boolean => CHANNELS[channel].deletes;
export const CHATS = (Object.keys(CHANNELS) as ChannelName[]).filter(isChat);

/** `value`: a chat id in decimal, or an e-mail address in lower case. */
export type Address = { readonly channel: ChannelName; readonly value: string };

/** A file as a stranger sent it: name and type are his claim. Either the content is here, or `remote` can be fetched by a job. */
export type FileRef = {
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly content?: Uint8Array;
  /** Telegram's file_id. Never a link: a file link contains the bot token. */
  readonly remote?: string;
};

/** What a mail proves. Judged by mail/authenticity.ts; decides through the table in desk/message/identity.ts what it may do. */
export type Proof = {
  /** The reply token found in the recipient address, Message-ID or References. */
  readonly token?: string;
  /** `aligned`: DKIM or DMARC passes for the domain of the one From address. */
  readonly authentic: 'aligned' | 'failed' | 'unknown';
  /** What SPF says, where the client's address is known. For the operator's eyes: it proves nothing about the body. */
  readonly spf?: 'pass' | 'fail' | 'unknown';
};

/** A message no person wrote. It is recorded and never answered. */
export type Automatic =
  | { readonly kind: 'auto-reply' | 'list' | 'own' }
  | { readonly kind: 'bounce'; readonly messageId?: string; readonly recipient?: string; readonly permanent: boolean };

/** The CA's expiry notice, recognised by mail/notice.ts. Only a hint: the certificate is looked up in our own records. */
export type ExpiryNotice = {
  readonly basis: 'expiring' | 'expired' | 'revoked';
  readonly name?: string;
  readonly email?: string;
  readonly serial?: string;
  readonly expires?: Date;
  /** A forwarded "issued" mail only prompts the operator. */
  readonly issued?: boolean;
};

/** A message of a stranger, parsed at the edge and limited by named constants there. */
export type Inbound = {
  readonly channel: ChannelName;
  /** With `externalId` the unique key against a second receipt: `tg:<bot id>` or `imap:<mailbox>:<uidvalidity>`. */
  readonly source: string;
  readonly externalId: string;
  /** The same for copies of a mail: its Message-ID, or a hash of the raw bytes where it has none. */
  readonly copyKey?: string;
  readonly contact: Address;
  readonly name?: string;
  /** ISO 639-1, as far as the sender's client says so. */
  readonly language?: string;
  readonly at: Date;
  readonly subject?: string;
  /** What the person wrote, for interpretation: without quotes and signatures. */
  readonly text: string;
  /** The whole body, for the operator's eyes. */
  readonly wholeText: string;
  /** The opaque id of a pressed button. */
  readonly choice?: string;
  /** Telegram: to be answered so that the client stops waiting. */
  readonly callback?: string;
  /** The payload of a deep link (`/start PAYLOAD`). */
  readonly start?: string;
  /** What the channel calls this message: Telegram's message_id, a mail's Message-ID. */
  readonly messageId?: string;
  /** External ids of our messages that this one answers, nearest first (message_id, or Message-IDs of In-Reply-To and References). */
  readonly answers: readonly string[];
  readonly files: readonly FileRef[];
  /** Something the assistant cannot read; `contact` is somebody else's card. */
  readonly odd?: 'sticker' | 'voice' | 'photo' | 'video' | 'location' | 'contact' | 'edited' | 'other';
  /** Passed on: these are not the sender's own words. */
  readonly forwarded?: boolean;
  /** Messages that were sent together arrive one by one and share this; they are answered together. */
  readonly album?: string;
  /** The sender's chat is over for us (blocked the bot, left). */
  readonly gone?: boolean;
  /** It is open again; nothing was said. */
  readonly back?: boolean;
  /** A group or channel: gets one polite line and nothing else. */
  readonly group?: boolean;
  readonly proof?: Proof;
  readonly automatic?: Automatic;
  readonly notice?: ExpiryNotice;
  /** The edge could not parse it, or a limit was exceeded; shown to operators. */
  readonly fault?: string;
  /** A private key stands in it, wherever: nothing of its bytes may be kept. Absent where the edge has not looked. */
  readonly holdsKey?: boolean;
  readonly raw: Uint8Array;
};
