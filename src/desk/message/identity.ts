import type { Conversation } from '../../conversation/conversation.ts';
import { type Inbound, isChat } from '../../conversation/inbound.ts';
import { DAY_MS, MINUTE_MS } from '../../durations.ts';
import { LIMITS } from '../parts.ts';
import type { CodeRow, ContactRow, SentRow } from '../store.ts';
import { isProven } from '../ways.ts';
import type { Work } from '../work.ts';

/**
 * What proves identity, as data. A `From` alone proves nothing; a token alone proves nothing, since a quote or a
 * forward carries it along; an authentic address alone proves that the mailbox wrote, but not that it answers us.
 * Whoever lacks one of these may ask, talk and send files; for the rest a link goes to the address on record.
 */
export const MAIL_PROOF: readonly {
  readonly address: 'on-record' | 'other';
  readonly authentic: 'aligned' | 'failed' | 'unknown';
  readonly token: 'ours' | 'other' | 'none';
  readonly proves: boolean;
}[] = (['on-record', 'other'] as const).flatMap((address) =>
  (['aligned', 'failed', 'unknown'] as const).flatMap((authentic) =>
    (['ours', 'other', 'none'] as const).map((token) => ({
      address,
      authentic,
      token,
      proves: address === 'on-record' && authentic === 'aligned' && token === 'ours',
    })),
  ),
);

/** How the sender of this message is proven, if he is. `answered` is the message of ours whose reply token he carries. */
export function provenBy(
  contact: ContactRow,
  message: Inbound,
  answered: SentRow | undefined,
  now: Date,
): Conversation['proven'] {
  if (contact.applicant === undefined) return undefined;
  if (isChat(contact.channel)) return isProven(contact, now) ? contact.provenBy : undefined;
  const onRecord = contact.standing === 'on-record' && (contact.validFrom === undefined || contact.validFrom <= now);
  // An address an operator vouched for stands in for the one that cannot be read, for as long as his word counts.
  const vouched = contact.standing === 'bound' && contact.provenBy === 'vouched' && isProven(contact, now);
  const fresh = answered !== undefined && answered.at.getTime() > now.getTime() - LIMITS.replyTokenDays * DAY_MS;
  const row = MAIL_PROOF.find(
    (each) =>
      each.address === (onRecord || vouched ? 'on-record' : 'other') &&
      each.authentic === (message.proof?.authentic ?? 'unknown') &&
      each.token ===
        (answered?.token === undefined ? 'none' : answered.contact === contact.id && fresh ? 'ours' : 'other'),
  );
  if (!row?.proves) return undefined;
  return onRecord ? 'reply' : 'vouched';
}

/** Binds a chat (or, vouched for, an address) to an applicant. */
export function bind(work: Work, contact: ContactRow, applicant: string, by: 'code' | 'link' | 'vouched'): void {
  const standing = contact.standing === 'on-record' ? 'on-record' : 'bound';
  Object.assign(contact, {
    applicant,
    standing,
    provenBy: by,
    provenUntil: new Date(work.now.getTime() + LIMITS.proofDays * DAY_MS),
  });
  work.saveContact(contact);
  work.journal(`applicant:${applicant}`, 'system', 'bound', { contact: contact.id, by });
  work.journal(`contact:${contact.id}`, 'system', 'bound', { applicant, by });
}

/** The contact is nobody's again; what it wrote stays where it is. */
export function unbind(work: Work, contact: ContactRow): void {
  Object.assign(contact, { applicant: undefined, standing: 'claimed', provenBy: undefined, provenUntil: undefined });
  work.saveContact(contact);
}

/** Is this the code that was sent? Counts the try. */
export async function checkCode(
  work: Work,
  contact: ContactRow,
  digits: string,
): Promise<{ code: 'right' | 'wrong' | 'spent' | 'unasked'; left: number; applicant?: string }> {
  const row = await work.tx.latestCode(contact.id);
  if (!row || row.usedAt) return { code: 'unasked', left: 0 };
  if (row.expiresAt <= work.now || row.tries >= LIMITS.codeTries) return { code: 'spent', left: 0 };
  const right = row.applicant !== undefined && work.parts.keyring.code(row.id) === digits;
  const tries = row.tries + 1;
  work.tx.update('codes', { id: row.id, tries, ...(right ? { usedAt: work.now } : {}) });
  work.journal(`contact:${contact.id}`, 'system', right ? 'code right' : 'code wrong', { code: row.id, tries });
  if (right) return { code: 'right', left: 0, applicant: row.applicant! };
  return tries >= LIMITS.codeTries ? { code: 'spent', left: 0 } : { code: 'wrong', left: LIMITS.codeTries - tries };
}

export async function codeLimitReached(work: Work, contact: ContactRow): Promise<boolean> {
  return (
    (await work.tx.codesSince(new Date(work.now.getTime() - DAY_MS), { contact: contact.id })) >=
    LIMITS.codesPerContactPerDay
  );
}

/** Makes a code for this contact; for an unknown number too, so that the answer and the time are the same. */
export async function newCode(work: Work, contact: ContactRow, applicant: string | undefined): Promise<CodeRow> {
  // Others of this batch may have asked for codes of the same applicant, and so may another transaction: what that made
  // is counted once his contacts are no longer locked by it.
  await work.tx.flush();
  if (applicant) await work.contactsOf(applicant);
  const row: CodeRow = {
    id: work.newId(),
    contact: contact.id,
    tries: 0,
    expiresAt: new Date(work.now.getTime() + LIMITS.codeMinutes * MINUTE_MS),
    ...(applicant &&
    (await work.tx.codesSince(new Date(work.now.getTime() - DAY_MS), { applicant })) < LIMITS.codesPerApplicantPerDay
      ? { applicant }
      : {}),
  };
  work.tx.insert('codes', { ...row, applicant: row.applicant ?? null, at: work.now });
  work.journal(`contact:${contact.id}`, 'system', 'code made', { code: row.id });
  return row;
}
