import type { Delivery } from '../src/desk/ports.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../src/durations.ts';

/** What an SMTP client says when a mail did not go out; nodemailer's errors fit. */
export type SmtpFailure = {
  readonly responseCode?: number | undefined;
  readonly code?: string | undefined;
  readonly command?: string | undefined;
  /** What the system called it, where `code` only says in which phase it happened. */
  readonly originalCode?: string | undefined;
  /** The server's answer; only its enhanced status is read (RFC 3463). */
  readonly response?: string | undefined;
};
type Attempt = {
  readonly now: Date;
  /** How often this message was tried before. */
  readonly before: number;
  /** The server had asked for the message itself, so it may have it. */
  readonly dataBegan: boolean;
};

/** Greylisting opens after a few minutes; a day covers most outages of a server. */
const RETRY_AFTER_MS = [MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, HOUR_MS, 4 * HOUR_MS, DAY_MS] as const;
/** Refusals that concern this one message, not its reader: too big, or its content. */
const MESSAGE_REFUSALS = new Set([552, 554]);
/** 503: the session was confused, not the message wrong. 530 to 538 concern our own sign-in. */
const OUR_SESSION = new Set([503, 530, 534, 535, 538]);
/** What the server says before these, to our greeting, encryption or sign-in, is about us and holds for every message. */
const ABOUT_A_MAIL = new Set(['MAIL FROM', 'RCPT TO', 'DATA']);
/** RFC 3463: the mailbox is full, which passes. */
const FULL = /^5\.2\.2$/;
/** RFC 3463: a matter of policy, such as a block list that we stand on. */
const POLICY = /^5\.7\./;
/** What nodemailer finds wrong before it talks to anyone. */
const NEVER_SENDABLE = new Set(['EENVELOPE', 'EMESSAGE', 'ESTREAM', 'EFILEACCESS', 'EURLACCESS']);

/**
 * Judges a failed dispatch. The reply code decides before the library's own code: a 450 of greylisting comes as
 * EENVELOPE too (FIELD-NOTES, Mail). Without a reply, what counts is whether the message may have arrived.
 */
export function failureOf(failure: SmtpFailure, attempt: Attempt): Delivery {
  const { responseCode: reply, code = 'unknown', command } = failure;
  const why = reply ? `smtp ${reply}${command ? ` at ${command}` : ''}` : (failure.originalCode ?? code);
  if (reply && reply >= 500 && isFinal(failure)) {
    // At RCPT TO everything but a matter of policy says that there is nobody of this name.
    const aboutMessage = command !== 'RCPT TO' || MESSAGE_REFUSALS.has(reply) || POLICY.test(statusOf(failure));
    return aboutMessage ? { refused: true, why } : { unreachable: true, why };
  }
  if (reply) return { retryAt: retryAt(attempt), why };
  if (NEVER_SENDABLE.has(code)) return { refused: true, why };
  if (attempt.dataBegan) return { unknown: true, why: `${code} after the message was handed over` };
  return { retryAt: retryAt(attempt), why };
}

const isFinal = (failure: SmtpFailure): boolean =>
  ABOUT_A_MAIL.has(failure.command ?? '') &&
  !OUR_SESSION.has(failure.responseCode ?? 0) &&
  !FULL.test(statusOf(failure));

const statusOf = ({ response }: SmtpFailure): string =>
  /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response ?? '')?.[1] ?? '';

function retryAt({ now, before }: Attempt): Date {
  const wait = RETRY_AFTER_MS[Math.min(before, RETRY_AFTER_MS.length - 1)] ?? RETRY_AFTER_MS[0];
  return new Date(now.getTime() + wait);
}
