import type { Delivery } from '../src/desk/ports.ts';

/** What an SMTP client says when a mail did not go out; nodemailer's errors fit. */
export type SmtpFailure = {
  readonly responseCode?: number | undefined;
  readonly code?: string | undefined;
  readonly command?: string | undefined;
  /** What the system called it, where `code` only says in which phase it happened. */
  readonly originalCode?: string | undefined;
};
export type Attempt = {
  readonly now: Date;
  /** How often this message was tried before. */
  readonly before: number;
  /** The server had asked for the message itself, so it may have it. */
  readonly dataBegan: boolean;
};

/** Greylisting opens after a few minutes; a day covers most outages of a server. */
const RETRY_AFTER_MS = [60_000, 5 * 60_000, 15 * 60_000, 60 * 60_000, 4 * 60 * 60_000, 24 * 60 * 60_000] as const;
/** Refusals that concern this one message, not its reader: too big, or its content. */
const MESSAGE_REFUSALS = new Set([552, 554]);
/** 503: the session was confused, not the message wrong. 530 to 538 concern our own sign-in. */
const OUR_SESSION = new Set([503, 530, 534, 535, 538]);
/** What nodemailer finds wrong before it talks to anyone. */
const NEVER_SENDABLE = new Set(['EENVELOPE', 'EMESSAGE', 'ESTREAM', 'EFILEACCESS', 'EURLACCESS']);

/**
 * Judges a failed dispatch. The reply code decides before the library's own code: a 450 of greylisting comes as
 * EENVELOPE too (FIELD-NOTES, Mail). Without a reply, what counts is whether the message may have arrived.
 */
export function failureOf(failure: SmtpFailure, attempt: Attempt): Delivery {
  const { responseCode: reply, code = 'unknown', command } = failure;
  const why = reply ? `smtp ${reply}${command ? ` at ${command}` : ''}` : (failure.originalCode ?? code);
  if (reply && reply >= 500 && !OUR_SESSION.has(reply)) {
    // At RCPT TO everything but a matter of policy says that there is nobody of this name.
    const aboutMessage = command === 'DATA' || MESSAGE_REFUSALS.has(reply) || command === 'MAIL FROM';
    return aboutMessage ? { refused: true, why } : { unreachable: true, why };
  }
  if (reply) return { retryAt: retryAt(attempt), why };
  if (NEVER_SENDABLE.has(code)) return { refused: true, why };
  if (attempt.dataBegan) return { unknown: true, why: `${code} after the message was handed over` };
  return { retryAt: retryAt(attempt), why };
}

function retryAt({ now, before }: Attempt): Date {
  const wait = RETRY_AFTER_MS[Math.min(before, RETRY_AFTER_MS.length - 1)] ?? RETRY_AFTER_MS[0];
  return new Date(now.getTime() + wait);
}
