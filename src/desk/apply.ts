import { announce } from '../conversation/announce.ts';
import type { Line } from '../conversation/line.ts';
import type { Effect, Refusal, RenewalEvent } from '../renewal/event.ts';
import type { Changes, Renewal } from '../renewal/renewal.ts';
import { isRefusal, step } from '../renewal/step.ts';
import { newDataVersion } from './person.ts';
import { revokeOld } from './revocation/superseded.ts';
import { speak } from './speak.ts';
import { onRecord, ways, whereToTell } from './ways.ts';
import { applicantView, type Work } from './work.ts';

type Cause = {
  readonly message?: string;
  readonly contact?: string;
  /** What the applicant is told is said by the caller. */
  readonly quiet?: boolean;
};

/** Applies one event to one renewal: the step, its record, its effects, and what the applicant is told of it. */
export async function apply(
  work: Work,
  renewalId: string,
  event: RenewalEvent,
  cause: Cause = {},
): Promise<Renewal | Refusal> {
  const before = await work.renewal(renewalId);
  if (!before) return { refused: 'over' };
  const result = step(before, event);
  record(work, before, event, result, cause);
  if (isRefusal(result)) return result;
  work.saveRenewal(result.renewal, cause.contact ? { contact: cause.contact } : {});
  if (event.is === 'key-received' && !(await work.tx.keySeen(event.spki)))
    work.tx.insert('keys', { spki: event.spki, renewal: before.id, source: 'request', at: work.now });
  for (const effect of result.effects) await carryOut(work, result.renewal, effect, event);
  if (!cause.quiet) await tell(work, before, result.renewal, event);
  return (await work.renewal(renewalId))!;
}

/** The event as it is recorded: ids, hashes and codes, but no values of the person's data. */
function record(work: Work, before: Renewal, event: RenewalEvent, result: object, cause: Cause): void {
  const refused = isRefusal(result as Refusal) ? (result as Refusal).refused : null;
  const { mark, is, ...rest } = event;
  const payload = {
    ...rest,
    fields: 'fields' in rest ? Object.keys(rest.fields) : undefined,
    name: undefined,
    instruction: undefined,
    by: mark.by,
    channel: mark.channel,
  };
  work.tx.insert('events', {
    renewal: before.id,
    revision: before.revision,
    event: is,
    payload,
    refused,
    message: cause.message ?? null,
    at: work.now,
  });
  const refs = {
    revision: before.revision,
    refused: refused ?? undefined,
    content: 'content' in event ? event.content : undefined,
    document: 'document' in event ? event.document : undefined,
    reason: 'reason' in event ? event.reason : undefined,
    status: 'status' in event ? event.status : undefined,
    basis: 'basis' in event ? event.basis : undefined,
    state: 'state' in event ? event.state : undefined,
    message: cause.message,
  };
  work.journal(`renewal:${before.id}`, mark.by, refused ? `refused ${is}` : is, refs);
}

async function carryOut(work: Work, renewal: Renewal, effect: Effect, event: RenewalEvent): Promise<void> {
  switch (effect.do) {
    case 'read-letter':
      work.tx.job({ queue: 'read', data: { renewal: renewal.id, document: effect.document, letter: effect.letter } });
      return;
    case 'adopt-data':
      return adoptData(work, renewal, effect.fields, effect.version, event);
    case 'issue': {
      const request = renewal.facts.key?.request;
      const id = `${renewal.id}:${effect.number}`;
      work.tx.insert('issue_requests', {
        id,
        renewal: renewal.id,
        number: effect.number,
        content: effect.content,
        request: request ?? null,
        state: 'asked',
        at: work.now,
      });
      work.tx.job({ queue: 'issue', data: { request: id } });
      return;
    }
    case 'revoke-old':
      return revokeOld(work, renewal);
  }
}

/** A changed data version belongs to the applicant: it is written once, and each of his other open renewals hears of it. */
async function adoptData(
  work: Work,
  renewal: Renewal,
  fields: Changes,
  version: string,
  event: RenewalEvent,
): Promise<void> {
  const data = { ...(await work.applicant(renewal.applicant)).data, ...fields };
  await newDataVersion(work, renewal.applicant, data, { source: 'change', by: event.mark.by });
  for (const other of await work.openRenewalsOf(renewal.applicant)) {
    if (other.id !== renewal.id) await apply(work, other.id, { is: 'data-versioned', version, mark: event.mark });
  }
}

/** Tells the applicant what happened without him; the notice of issuance goes by mail always, and to his chat too. */
async function tell(work: Work, before: Renewal, after: Renewal, event: RenewalEvent): Promise<void> {
  const applicant = await work.applicant(after.applicant);
  const { issuer, revokeDelayHours } = work.parts.settings;
  const hours = issuer === 'local' ? revokeDelayHours : undefined;
  const { say, ask } = announce(before, after, event, applicantView(applicant), hours);
  if (say.length === 0) return;
  const chosen = await whereToTell(work, after.applicant, after.id);
  const contacts = new Set(chosen ? [chosen] : []);
  if (say.some((line: Line) => line.say === 'issued')) {
    // By mail always: whether it arrives is found out by sending it.
    const mail = onRecord(await work.contactsOf(after.applicant), work.now);
    const [chat] = (await ways(work, after.applicant)).chats;
    for (const each of [mail, chat]) if (each) contacts.add(each);
  }
  if (contacts.size === 0) {
    work.awaitOperator('applicant', after.applicant, 'unreachable', after.applicant);
    return;
  }
  for (const contact of contacts)
    await speak(work, contact, say, { renewal: after.id, ask: contact === chosen ? ask : undefined });
}
