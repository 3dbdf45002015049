import type { FileSpec } from '../../conversation/line.ts';
import { DAY_MS, MINUTE_MS } from '../../durations.ts';
import { Fault } from '../../fault.ts';
import type { Log } from '../../log.ts';
import { choiceId } from '../choice.ts';
import type { Delivery, ReadyText } from '../ports.ts';
import type { Desk } from '../receive.ts';
import { type DisarmParts, disarm } from './disarm.ts';
import type { Outbox, Queued, Settlement } from './outbox.ts';

export type DeliveryParts = DisarmParts & {
  readonly outbox: Outbox;
  readonly desk: Desk;
  readonly log: Log;
  /** Loads what a message encloses, when it is sent. */
  readonly enclose: (file: FileSpec, message: Queued) => Promise<ReadyText['files']>;
};

/** A row that did not leave after so many tries and as long a time is an operator's matter: most outages end within a day. */
const ATTEMPTS = 15;
const GIVEN_UP_AFTER_MS = DAY_MS;
/** Beside the channel's own waits: doubled from the fifth try on, and no longer, since whatever is said next waits behind it. */
const QUICK_ATTEMPTS = 4;
const WAIT_MS = 15_000;
const LONGEST_WAIT_MS = 5 * MINUTE_MS;
/** An unknown outcome is retried once: twice the same is harmless, never again would be loss. */
const UNKNOWN_ATTEMPTS = 2;
const UNKNOWN_RETRY_MS = 20_000;
const BUSY_RETRY_MS = 1_000;
/** A channel that is switched off comes back with a new setting, not within minutes. */
const OFF_RETRY_MS = 15 * MINUTE_MS;

/** Sends what is queued for a contact, in order, until nothing is due. Once at a time in a process (courier.ts). */
export async function drain(parts: DeliveryParts, contact: string): Promise<void> {
  const { outbox, clock } = parts;
  const sent: string[] = [];
  let armed = false;
  if (!(await outbox.lease(contact))) return outbox.drainAt(contact, new Date(clock().getTime() + BUSY_RETRY_MS));
  try {
    for (let message = await outbox.next(contact); message; ) {
      if (isLater(message, clock())) return await outbox.drainAt(contact, message.nextTryAt);
      if (!(await sendOne(parts, message))) return;
      sent.push(message.id);
      armed ||= message.armed;
      // What was queued since has its own call.
      message = message.more ? await outbox.next(contact) : undefined;
    }
  } finally {
    await outbox.release(contact);
  }
  // Where something was said, something was answered.
  if (armed) await disarm(parts, contact, sent);
}

/** What was not tried yet goes at once, whatever the clock says of it: it may have been another machine's, or put back. */
const isLater = ({ attempts, detail, nextTryAt }: Queued, now: Date): boolean =>
  nextTryAt > now && (attempts > 0 || detail.passing === true);

/** True when the next message may follow. */
async function sendOne(parts: DeliveryParts, message: Queued): Promise<boolean> {
  const { outbox, clock } = parts;
  if (message.speaker === 'operator' && message.author === 'assistant' && !message.detail.always) {
    await outbox.settle(message, { state: 'held', attempts: message.attempts, why: 'operator speaks' });
    return true;
  }
  const delivery = message.unreachable
    ? ({ unreachable: true, why: message.unreachable } as const)
    : await attempt(parts, message);
  const settlement = settle(message, delivery, clock());
  // What has left has left. What has not is for whoever has the contact now to say: he may have sent it meanwhile.
  if (settlement.state !== 'sent' && !outbox.holds(message.contact))
    throw new Fault('busy', 'another process may be draining this contact');
  // Told before it is settled: a crash in between tells twice, never not at all.
  if ('unreachable' in delivery || settlement.state === 'unsure' || settlement.state === 'failed')
    await tell(parts, message.id, 'unreachable' in delivery, settlement.why ?? '');
  await outbox.settle(message, settlement);
  parts.log.info('delivery', {
    message: message.id,
    state: settlement.state,
    attempt: settlement.attempts,
    why: settlement.why ? settlement.why.slice(0, 80) : '',
  });
  if (settlement.state === 'queued') await outbox.drainAt(message.contact, settlement.nextTryAt!);
  return settlement.state !== 'queued';
}

async function tell({ desk, log }: DeliveryParts, message: string, unreachable: boolean, why: string): Promise<void> {
  try {
    await desk.receive([{ enter: 'undelivered', message, unreachable, why }]);
  } catch (error) {
    // With the database away nothing can be settled either. Anything else would have this message sent for ever.
    if (error instanceof Fault && error.code === 'database') throw error;
    log.error('an undelivered message could not be told of', { message });
  }
}

/** What becomes of the row. Pure, so that every answer of a channel has its line. */
export function settle(message: Pick<Queued, 'attempts' | 'at'>, delivery: Delivery, now: Date): Settlement {
  const attempts = message.attempts + 1;
  if ('sent' in delivery) return { state: 'sent', attempts, sentAs: delivery.sent };
  const { why } = delivery;
  if ('unreachable' in delivery || 'refused' in delivery) return { state: 'failed', attempts, why };
  if ('unknown' in delivery)
    return attempts >= UNKNOWN_ATTEMPTS
      ? { state: 'unsure', attempts, why }
      : { state: 'queued', attempts, why, nextTryAt: new Date(now.getTime() + UNKNOWN_RETRY_MS) };
  const isGivenUp = attempts >= ATTEMPTS && now.getTime() - message.at.getTime() >= GIVEN_UP_AFTER_MS;
  return isGivenUp
    ? { state: 'failed', attempts, why }
    : { state: 'queued', attempts, why, nextTryAt: nextTry(attempts, delivery.retryAt, now) };
}

function nextTry(attempts: number, retryAt: Date, now: Date): Date {
  const wait = Math.min(WAIT_MS * 2 ** (attempts - QUICK_ATTEMPTS), LONGEST_WAIT_MS);
  return attempts > QUICK_ATTEMPTS ? new Date(Math.max(retryAt.getTime(), now.getTime() + wait)) : retryAt;
}

async function attempt(parts: DeliveryParts, message: Queued): Promise<Delivery> {
  const channel = parts.channels.get(message.channel);
  if (!channel) return { retryAt: new Date(parts.clock().getTime() + OFF_RETRY_MS), why: 'channel is off' };
  let text: ReadyText;
  try {
    text = await ready(parts, message);
  } catch (error) {
    return {
      retryAt: new Date(parts.clock().getTime() + OFF_RETRY_MS),
      why: error instanceof Fault ? error.code : 'not ready',
    };
  }
  return channel.send({
    id: message.id,
    to: { channel: message.channel, value: message.address },
    text,
    references: message.references,
    ...(message.token ? { token: parts.keyring.promised('reply', message.id, message.token) } : {}),
    replyTo: message.detail.replyTo,
    mayLeave: () => parts.outbox.holds(message.contact),
  });
}

/** Fills in the secrets: derived from the row, so that a retry says the same. */
async function ready(parts: DeliveryParts, message: Queued): Promise<ReadyText> {
  const { answers, link, app, code, files, language } = message.detail;
  const url = link && parts.linkUrl(link.purpose, parts.keyring.promised('link', link.id, link.hash));
  const body = message.body
    .replaceAll(/\{\{link:[^}]*\}\}/g, url ?? '')
    .replaceAll(`{{code:${code}}}`, () => (code ? parts.keyring.code(code) : ''));
  return {
    subject: subjectOf(message),
    body,
    language,
    choices:
      answers?.map(({ word, label }) => ({ id: word, label })) ??
      message.choices?.map(({ label }, place) => ({ id: choiceId(message.id, place), label })) ??
      [],
    links: link && url ? [{ label: link.label, url }] : [],
    app,
    files: (await Promise.all(files.map((file) => parts.enclose(file, message)))).flat(),
  };
}

/** An answer keeps the subject of what it answers, so that it stays in the person's thread; news has its own. */
function subjectOf({ subject, answers }: Queued): string {
  if (!answers) return subject ?? '';
  return /^re:/i.test(answers) ? answers : `Re: ${answers}`;
}
