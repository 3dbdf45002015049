import { announce } from '../conversation/announce.ts';
import type { Line } from '../conversation/line.ts';
import { Fault } from '../fault.ts';
import type { Effect, Refusal, RenewalEvent } from '../renewal/event.ts';
import type { Changes, Data, Field, Renewal } from '../renewal/renewal.ts';
import { isRefusal, step } from '../renewal/step.ts';
import { onRecord, speak, ways, whereToTell } from './speak.ts';
import type { ContactRow } from './store.ts';
import { applicantView, type Work } from './work.ts';

export type Cause = {
  readonly message?: string;
  readonly contact?: string /** What the applicant is told is said by the caller. */;
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
    ...('fields' in rest ? { fields: Object.keys(rest.fields) } : {}),
    ...('name' in rest ? { name: undefined } : {}),
    ...('instruction' in rest ? { instruction: undefined } : {}),
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
    ...(refused ? { refused } : {}),
    ...('content' in event ? { content: event.content } : {}),
    ...('document' in event ? { document: event.document } : {}),
    ...('reason' in event ? { reason: event.reason } : {}),
    ...('status' in event ? { status: event.status } : {}),
    ...('state' in event ? { state: event.state } : {}),
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
  await newDataVersion(work, renewal.applicant, data, 'change', event.mark.by.id ?? event.mark.by.role);
  for (const other of await work.renewalsOf(renewal.applicant)) {
    if (other.id !== renewal.id && other.outcome === undefined)
      await apply(work, other.id, { is: 'data-versioned', version, mark: event.mark });
  }
}

/** Writes a new current data version. A new e-mail counts only after a delay, and the old address is told. */
export async function newDataVersion(
  work: Work,
  applicantId: string,
  data: Data,
  source: 'change' | 'import' | 'ams',
  by: string,
): Promise<string> {
  const applicant = await work.applicant(applicantId);
  const { keyring } = work.parts;
  const version = work.hash(data);
  const id = work.newId();
  const number = applicant.versionNumber + 1;
  work.tx.insert('data_versions', {
    id,
    applicant: applicantId,
    number,
    hash: version,
    sealed: keyring.seal(`data_versions:${id}`, Buffer.from(JSON.stringify(data))),
    name: data.name,
    organisation: data.organisation,
    unit: data.unit,
    source,
    by,
    at: work.now,
  });
  work.tx.update('applicants', {
    id: applicantId,
    version,
    versionNumber: number,
    nipHash: keyring.hash('nip', data.nip),
    nikHash: keyring.hash('nik', data.nik),
  });
  const oldEmail = applicant.data.email;
  Object.assign(applicant, { data, version, versionNumber: number, asOf: work.now });
  work.journal(`applicant:${applicantId}`, by, 'data version', { number, version, source });
  if (oldEmail !== data.email) await changeAddress(work, applicantId, data.email);
  return version;
}

const HOUR_MS = 3_600_000;

async function changeAddress(work: Work, applicantId: string, email: string): Promise<void> {
  const old = onRecord(await work.contactsOf(applicantId), work.now);
  const from = new Date(work.now.getTime() + work.parts.settings.emailChangeDelayHours * HOUR_MS);
  if (old) await speak(work, old, [{ say: 'email-changes', until: from }]);
  await putOnRecord(work, applicantId, email, old ? from : undefined);
}

/** Whether a number or address of these belongs to somebody else: nobody is ever taken for another by a typing error. */
export async function belongsToAnother(work: Work, applicantId: string, changes: Changes): Promise<Field | undefined> {
  if (changes.nip !== undefined) {
    const owner = await work.tx.findApplicant('nip', changes.nip);
    if (owner !== undefined && owner !== applicantId) return 'nip';
  }
  if (changes.email === undefined) return undefined;
  const owner = (await contactAt(work, changes.email)).applicant;
  return owner !== undefined && owner !== applicantId ? 'email' : undefined;
}

const contactAt = async (work: Work, email: string): Promise<ContactRow> =>
  work.keepContacts(
    await work.tx.contactsAt([{ channel: 'mail', value: email.toLowerCase() }], work.parts.settings.language),
  )[0]!;

/** Makes an address the one on record of an applicant, from a moment on. */
export async function putOnRecord(
  work: Work,
  applicantId: string,
  email: string,
  from: Date | undefined,
): Promise<ContactRow> {
  const contact = await contactAt(work, email);
  if (contact.applicant !== undefined && contact.applicant !== applicantId)
    throw new Fault('invariant', 'an address on record of somebody else');
  Object.assign(contact, { applicant: applicantId, standing: 'on-record', validFrom: from });
  work.saveContact(contact);
  work.journal(`applicant:${applicantId}`, 'system', 'address on record', {
    contact: contact.id,
    from: from?.toISOString(),
  });
  return contact;
}

/** The old certificate, and one whose key was lost before it was collected, make way for the one that is used now. */
async function revokeOld(work: Work, renewal: Renewal): Promise<void> {
  const { certificates } = await work.applicant(renewal.applicant);
  const kept = renewal.facts.certificate?.id;
  const lost = certificates.filter((each) => each.renewal === renewal.id && each.id !== kept);
  for (const id of [renewal.certificate, ...lost.map((each) => each.id)]) await supersede(work, renewal, id);
}

/** Revoked as superseded after a delay; what is not ours to revoke becomes an operator's task. */
async function supersede(work: Work, renewal: Renewal, certificateId: string): Promise<void> {
  const certificate = await work.certificate(certificateId);
  if (certificate?.state !== 'valid' || certificate.notAfter <= work.now) return;
  const id = work.newId();
  const ours = certificate.issuer === 'local' && work.parts.settings.issuer === 'local';
  const dueAt = new Date(work.now.getTime() + work.parts.settings.revokeDelayHours * HOUR_MS);
  work.tx.insert('revocations', {
    id,
    certificate: certificate.id,
    applicant: renewal.applicant,
    reason: 'superseded',
    state: ours ? 'due' : 'by-hand',
    askedBy: 'system',
    dueAt,
    at: work.now,
  });
  if (ours) work.tx.job({ queue: 'revoke', data: { revocation: id }, startAfter: dueAt });
  else work.awaitOperator('revocation', id, 'revoke-by-hand', renewal.applicant);
  work.journal(`renewal:${renewal.id}`, 'system', 'revocation of the old certificate due', {
    revocation: id,
    certificate: certificate.id,
    due: dueAt.toISOString(),
  });
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
    await speak(work, contact, say, { renewal: after.id, ...(ask && contact === chosen ? { ask } : {}) });
}
