import type { Question } from '../conversation/conversation.ts';
import { isChat } from '../conversation/inbound.ts';
import type { Language, Line, LinkPurpose, Text } from '../conversation/line.ts';
import { render } from '../conversation/render.ts';
import { DAY_MS, HOUR_MS } from '../durations.ts';
import { actor } from './entry.ts';
import { LIMITS } from './parts.ts';
import type { SentLink } from './sending/outbox.ts';
import type { ContactRow } from './store.ts';
import { isOff, isProven } from './ways.ts';
import type { Work } from './work.ts';

export type Asked = { readonly what: Question['what']; readonly renewal?: string; readonly about: string };

type Speaking = {
  readonly ask?: Asked;
  readonly renewal?: string;
  /** The code that stands behind {{code}}. */
  readonly code?: string;
  /** The message that a confirming link lets through. */
  readonly confirms?: string;
  readonly operator?: string;
  /** It was asked for just now by a button, so it goes even after an operator has taken over. */
  readonly always?: boolean;
  /** The external id of the message this one answers. */
  readonly replyTo?: string;
};

/** These go out even after an operator has taken over: codes, decisions, the notice of issuance, his own words. */
const ALWAYS: ReadonlySet<Line['say']> = new Set<Line['say']>([
  'code-mail',
  'proof-mail',
  'first-notice',
  'returned',
  'rejected',
  'approved',
  'issuance-held',
  'link-resent',
  'issued',
  'record-corrected',
  'completed',
  'change-approved',
  'change-recorded',
  'change-returned',
  'letter-void',
  'email-changes',
  'vouched-for',
  'vouch-taken-back',
  'key-replacement-approved',
  'key-replacement-refused',
  'device-lost-noted',
  'revoke-noted',
  'revoke-taken-back',
  'revoke-taken-back-elsewhere',
  'revoke-held-elsewhere',
  'revoke-held-by-operator',
  'revoke-held-late',
  'revoke-not-from-here',
  'revoked',
  'revocation-refused',
  'secret-warning',
  'key-warning',
  'from-operator',
  'operator-here',
  'handed-back',
  'stopped',
  'withdrawn',
  'operator-ping',
]);

const LINK_DAYS: Readonly<Record<LinkPurpose, number>> = {
  page: LIMITS.pageLinkDays,
  telegram: LIMITS.telegramLinkDays,
  confirm: LIMITS.confirmLinkHours / 24,
};

/**
 * Writes one outgoing message that says these lines, with its question, buttons and links, and has it sent.
 * Secrets are not in the stored body: {{link:ID}} and {{code:ID}} are filled in when it is sent. Returns its id; undefined
 * where nothing is said, or the channel is off.
 */
export async function speak(
  work: Work,
  contact: ContactRow,
  lines: readonly Line[],
  speaking: Speaking = {},
): Promise<string | undefined> {
  const { tx, now, parts } = work;
  if (lines.length === 0 || isOff(contact, parts.settings)) return undefined;
  const renewal = speaking.renewal ?? speaking.ask?.renewal;
  const language = contact.state.language;
  const text = await rendered(work, contact, lines, language, renewal);
  const id = work.newId();
  const question = speaking.ask && ask(work, contact, id, speaking.ask, await revisionOf(work, speaking.ask.renewal));
  const link = text.link && newLink(work, contact, text.link.purpose, renewal, speaking.confirms);
  const number = contact.lastOut + 1;
  const passing = isPassing(contact, lines);
  const from = passing ? new Date(now.getTime() + PASSING_MS) : now;
  tx.insert('messages', {
    id,
    contact: contact.id,
    applicant: contact.applicant ?? null,
    renewal: renewal ?? null,
    direction: 'out',
    author: speaking.operator ? 'operator' : 'assistant',
    operator: speaking.operator ?? null,
    number,
    subject: text.subject ?? null,
    body: text.body.replaceAll('{{link}}', `{{link:${link?.id}}}`).replaceAll('{{code}}', `{{code:${speaking.code}}}`),
    detail: {
      language,
      files: text.files,
      answers: text.answers,
      link: text.link && link ? { ...link, label: text.link.label, purpose: text.link.purpose } : undefined,
      app: text.app,
      code: speaking.code,
      says: lines.map((line) => line.say),
      always: speaking.always || lines.some((line) => ALWAYS.has(line.say)),
      replyTo: speaking.replyTo,
      passing: passing || undefined,
    },
    question: question ?? null,
    choices: text.choices.length > 0 ? text.choices : null,
    state: 'queued',
    attempts: 0,
    nextTryAt: from,
    token: contact.channel === 'mail' ? parts.keyring.hash('reply', parts.keyring.token('reply', id)) : null,
    at: now,
  });
  contact.lastOut = number;
  work.saveContact(contact);
  tx.deliver(contact, passing ? from : undefined);
  work.journal(`contact:${contact.id}`, speaking.operator ? actor({ id: speaking.operator }) : 'system', 'said', {
    message: id,
    lines: lines.map((line) => line.say).join(' '),
    renewal,
  });
  return id;
}

/** Most letters are read in less. */
const PASSING_MS = 20_000;

/** "It is being opened" is what a chat says while one waits; by mail it is a second mail within seconds of the first. */
const isPassing = ({ channel }: ContactRow, lines: readonly Line[]): boolean =>
  channel === 'mail' && lines.every(({ say }) => say === 'letter-reading');

async function rendered(
  work: Work,
  contact: ContactRow,
  lines: readonly Line[],
  language: Language,
  renewalId: string | undefined,
): Promise<Text> {
  const { settings } = work.parts;
  const renewal = renewalId ? await work.renewal(renewalId) : undefined;
  const name =
    contact.applicant && contact.standing !== 'claimed'
      ? (await work.applicant(contact.applicant)).data.name
      : undefined;
  return render(lines, {
    language,
    agency: settings.agency,
    timeZone: settings.timeZone,
    officeHours: settings.officeHours,
    ...work.presence(),
    channel: contact.channel,
    bot: settings.bot,
    ...(settings.withoutMail && { withoutMail: true }),
    name,
    number: renewal?.number,
  });
}

const revisionOf = async (work: Work, renewal: string | undefined) =>
  renewal ? ((await work.renewal(renewal))?.revision ?? 0) : 0;

function ask(work: Work, contact: ContactRow, message: string, asked: Asked, revision: number): string {
  const id = work.newId();
  work.tx.insert('questions', {
    id,
    contact: contact.id,
    message,
    what: asked.what,
    renewal: asked.renewal ?? null,
    revision,
    about: asked.about,
    askedAt: work.now,
  });
  return id;
}

/** The token is derived from the row's id when it is needed; only its hash is stored. */
function newLink(
  work: Work,
  contact: ContactRow,
  purpose: LinkPurpose,
  renewal: string | undefined,
  message: string | undefined,
): Pick<SentLink, 'id' | 'hash'> | undefined {
  if (!contact.applicant) return undefined;
  // Whoever holds a chat whose proof has expired signs in first; then he gets the link.
  if (purpose === 'page' && isChat(contact.channel) && !isProven(contact, work.now)) return undefined;
  const id = work.newId();
  const { keyring } = work.parts;
  const hash = keyring.hash('link', keyring.token('link', id));
  work.tx.insert('links', {
    id,
    hash,
    purpose,
    applicant: contact.applicant,
    renewal: renewal ?? null,
    message: message ?? null,
    expiresAt: new Date(work.now.getTime() + LINK_DAYS[purpose] * DAY_MS),
    at: work.now,
  });
  return { id, hash };
}

/** Replies after this moment count towards the cap. */
export const repliesFrom = (now: Date) => new Date(now.getTime() - HOUR_MS);

/** Two polite robots must not make a loop: over the cap the message is recorded and shown to operators, not answered. */
export async function mayAnswer(work: Work, contact: ContactRow): Promise<boolean> {
  if (contact.channel !== 'mail') return true;
  const replies = await work.preloaded.repliesSince(contact.id, repliesFrom(work.now));
  if (replies < LIMITS.repliesPerAddressPerHour) return true;
  work.awaitOperator('contact', contact.id, 'reply-cap', contact.applicant);
  return false;
}
