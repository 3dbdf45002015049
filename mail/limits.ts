/** Every limit of the mail room, with its reason. */

/** One file at its limit, in base64, with a letter around it: what we say of files is then true. Most servers refuse more. */
export const MESSAGE_LIMIT_BYTES = 30 * 1024 * 1024;
/** The procedure asks for two letters; twenty leaves room for scans page by page. The content of more is not handed on. */
export const FILES_LIMIT = 20;
/** The same for every channel, so that one sentence to the person is true on both; a scanned letter has about 1 MB a page. */
export const FILE_LIMIT_BYTES = 20 * 1024 * 1024;
/** Logos stay below, photos of a page are above. */
export const ORNAMENT_LIMIT_BYTES = 50 * 1024;
/** A mail inside a mail inside a mail: a notice forwarded twice. Deeper is nobody's habit. */
export const NESTING_LIMIT = 3;
/** Half of what servers take as one line (RFC 5322, 2.1.1), since our answer repeats it; in characters. */
export const SUBJECT_LIMIT = 500;
/** What an operator reads at most of one mail, in characters. All of it stays in the raw message. */
export const WHOLE_TEXT_LIMIT = 100_000;
/** What is looked at for quotes: the patterns for them grow with the square of the length. */
export const REPLY_TEXT_LIMIT = 10_000;
/** Name, office, address and telephones; what is longer after "Hormat saya" goes on with the letter. */
export const SIGNATURE_LIMIT_LINES = 12;
/** HTML over this is not made into text, in characters: its cost grows faster than its size. */
export const HTML_LIMIT = 1_000_000;
/** Of a mail that is attached only the CA's notice is looked for, which is short; there may be twenty of them. */
export const ATTACHED_HTML_LIMIT = 100_000;
/** Message-IDs that one mail may answer; threads of years stay below. */
export const ANSWERS_LIMIT = 50;
/** RFC 5321, 4.5.3.1.3; a longer address is nobody's, and no index of the database takes it. */
export const ADDRESS_LIMIT = 254;
/** RFC 5322 lines have 998 characters, in bytes here; a longer Message-ID is nobody's. */
export const MESSAGE_ID_LIMIT = 998;
/** The header block of a mail that is too large to be fetched. */
export const HEAD_LIMIT_BYTES = 256 * 1024;

/** Mails in one transaction: enough to make it cheap, few enough to keep it short. */
export const BATCH_LIMIT_COUNT = 50;
/** Mails whose sizes are asked for at once: one short line of the server each. */
export const LIST_LIMIT_COUNT = 500;
/** Bytes of a batch. Three are in memory at once, one being committed, one being read and one on its way, parsed as well as raw. */
export const BATCH_LIMIT_BYTES = 8 * 1024 * 1024;

/** IDLE can fall silent without an error (FIELD-NOTES, Mail): look anyway, and learn thereby that the server is gone. */
export const SWEEP_EVERY_MS = 60_000;
/**
 * A server that says nothing for so long is gone, whatever TCP believes; the library's own limit is five minutes. Longer than a
 * sweep, since the library ends an IDLE that is silent for so long.
 */
export const SILENCE_MS = 90_000;
/** Servers end IDLE after 30 minutes, some routers after 10 (RFC 2177 asks for under 29). */
export const IDLE_LIMIT_MS = 9 * 60_000;
/** Waiting before a new connection: doubles from the first to the last, back to the first after a successful sync. */
export const RECONNECT_FIRST_MS = 1_000;
export const RECONNECT_LAST_MS = 5 * 60_000;
/** How long another process may hold the mailbox before we ask again. */
export const LEASE_RETRY_MS = 10_000;

/** How long a stop waits for the server to hand out the mail under way. */
export const STOP_LIMIT_MS = 5_000;

/** What the edge found wrong with a mail; stands in `Inbound.fault`. */
const MAIL_FAULTS = [
  'too-large', // over MESSAGE_LIMIT_BYTES: only its headers were fetched
  'from-unclear', // not exactly one From with one address: nobody to talk to
  'unparsable', // kept as bytes
] as const;
export type MailFault = (typeof MAIL_FAULTS)[number];
