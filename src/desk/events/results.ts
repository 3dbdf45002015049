import type { Enclosed } from '../../conversation/conversation.ts';
import { Fault } from '../../fault.ts';
import { caAgrees } from '../../renewal/ca-status.ts';
import { isIssuing } from '../../renewal/content.ts';
import { isSameDay, isTold } from '../../renewal/evidence.ts';
import type { Actor, Renewal } from '../../renewal/renewal.ts';
import { SEALED_AS } from '../../seal.ts';
import { apply } from '../apply.ts';
import type { DeskRefusal, Entry, Outcome, RecordedCertificate } from '../entry.ts';
import { type Arrived, arrivals } from '../message/album.ts';
import { converse } from '../message/converse.ts';
import { enclosed, kindOf } from '../message/documents.ts';
import { lost } from '../message/elsewhere.ts';
import { heldMessage } from '../message/held.ts';
import { LIMITS } from '../parts.ts';
import { questionOf } from '../question.ts';
import { speak, whereToTell } from '../speak.ts';
import type { ContactRow, DocumentRow } from '../store.ts';
import type { Work } from '../work.ts';

/** What jobs report back through the one door. */

const SYSTEM: Actor = { role: 'system' };
const ISSUER: Actor = { role: 'issuer' };

/** A file was fetched (or is lost): it enters the conversation as if it had come with a message of its own. */
export async function fetched(work: Work, entry: Extract<Entry, { enter: 'fetched' }>): Promise<Outcome> {
  const named = await work.tx.document(entry.document);
  // A process that was cut off may fetch it beside the one that took over from it: the second one sees the first.
  const held = named?.message ? await heldMessage(work, named.message) : undefined;
  const document = held?.row.documents.find(({ id }) => id === entry.document);
  if (!held || document?.kind !== 'pending') return { refused: 'already' };
  const { row: message, contact } = held;
  const row = entry.content ? keep(work, contact, document, entry.content) : lose(work, document);
  if (!entry.content) {
    const limitMegabytes = LIMITS.fileBytes / 1024 / 1024;
    await speak(work, contact, [entry.tooLarge ? { say: 'file-too-large', limitMegabytes } : { say: 'file-lost' }]);
  }
  const here = await arrivals(work, contact, message, row);
  if (here.length > 0) await hear(work, contact, here, entry);
  return { done: true, id: row.id };
}

function keep(work: Work, contact: ContactRow, document: DocumentRow, content: Uint8Array): DocumentRow {
  const { keyring } = work.parts;
  const hash = keyring.hash('document', content);
  const row = { ...document, hash, kind: kindOf(content), size: content.length };
  work.tx.update('documents', {
    id: row.id,
    hash,
    kind: row.kind,
    size: row.size,
    sealed: keyring.sealing(SEALED_AS.document(hash), content),
    applicant: contact.applicant ?? null,
  });
  return row;
}

function lose(work: Work, document: DocumentRow): DocumentRow {
  work.tx.update('documents', { id: document.id, kind: 'other', reading: { lost: true }, remote: null });
  return { ...document, kind: 'other' };
}

/** The captions may say which letter is which; what else they said was heard when they came. */
async function hear(
  work: Work,
  contact: ContactRow,
  here: readonly Arrived[],
  { document, content }: Extract<Entry, { enter: 'fetched' }>,
): Promise<void> {
  const renewals = contact.applicant ? (await work.renewalsOf(contact.applicant)).map(({ id }) => id) : [];
  const found = await questionOf(work, contact, { answers: [] });
  const proven = contact.provenUntil && contact.provenUntil > work.now ? contact.provenBy : undefined;
  const files: Enclosed[] = [];
  for (const { row, message } of here) {
    const bytes = row.id === document ? content : row.kind === 'request' ? await work.tx.content(row.id) : undefined;
    const named = message.heard?.find((meaning) => meaning.means === 'letter-is');
    files.push({ ...(await enclosed(work, row, bytes, renewals)), ...(named ? { letter: named.letter } : {}) });
  }
  const heard = {
    meanings: [],
    text: '',
    pressed: false,
    choice: 'none' as const,
    enclosed: files,
    tooLong: false,
    tooManyFiles: false,
    tooLargeFile: false,
  };
  await converse(work, contact, heard, { id: here.at(-1)!.message.id, proven, found });
}

export async function letterRead(work: Work, entry: Extract<Entry, { enter: 'letter-read' }>): Promise<Outcome> {
  const { reading } = entry;
  const found = reading.ok
    ? { pages: reading.pages, signature: reading.signature, signer: reading.signer, remarks: entry.remarks }
    : { refused: reading.refused };
  work.tx.update('documents', { id: entry.document, reading: found, renewal: entry.renewal });
  const remarks =
    reading.ok && reading.signature !== 'none' ? [...entry.remarks, `signature:${reading.signature}`] : entry.remarks;
  const result = await apply(work, entry.renewal, {
    is: 'letter-read',
    document: entry.document,
    remarks,
    ...(reading.ok ? {} : { refused: reading.refused }),
    mark: work.mark(SYSTEM, 'none'),
  });
  // Whoever is told what came of it need not be told that it is being opened.
  if (!('refused' in result))
    for (const id of await work.tx.passing(entry.renewal, work.now))
      work.tx.update('messages', { id, state: 'held', why: 'superseded' });
  return outcome(result);
}

/** The issuer's answer. A certificate is recorded beside the old one, which learns its successor. */
export async function issuance(work: Work, entry: Extract<Entry, { enter: 'issuance' }>): Promise<Outcome> {
  const request = await work.tx.issueRequest(entry.request);
  if (!request) throw new Fault('invariant', 'an issuance without a request');
  if (request.state === 'issued') return { refused: 'already' };
  const { issuance: result } = entry;
  if (result.status !== 'issued') {
    work.tx.update('issue_requests', {
      id: request.id,
      state: result.status,
      why: result.status === 'refused' ? result.why : null,
    });
    if (result.status !== 'refused') return { done: true };
    noteFault(work, 'issuance', request.renewal, result.why);
    const asked = (await work.renewal(request.renewal))!;
    if (request.number !== asked.facts.issuances) return { refused: 'outdated' };
    const { intended = false } = result;
    return outcome(await apply(work, asked.id, { is: 'issuance-refused', intended, mark: work.mark(ISSUER, 'none') }));
  }
  work.tx.update('issue_requests', { id: request.id, state: 'issued' });
  const renewal = (await work.renewal(request.renewal))!;
  const recorded = await recordIssued(
    work,
    renewal.id,
    {
      serial: result.serial,
      notBefore: result.notBefore,
      notAfter: result.notAfter,
      der: result.certificate,
      evidence: 'certificate',
      issuer: 'local',
      state: 'valid',
    },
    ISSUER,
  );
  // Signed, but not taken: nobody may overlook a certificate that is out in the world.
  if ('refused' in recorded) noteFault(work, 'issuance', renewal.id, `issued, not recorded: ${recorded.refused}`);
  return recorded;
}

/** Records a new certificate of a renewal, whichever way it became known. */
export async function recordIssued(
  work: Work,
  renewalId: string,
  certificate: RecordedCertificate,
  by: Actor,
): Promise<Outcome> {
  const renewal = await work.renewal(renewalId);
  if (!renewal) return { refused: 'unknown' };
  if (renewal.outcome !== undefined || !isIssuing(renewal)) return { refused: 'not-now' };
  const refused = await notNew(work, renewal, certificate);
  if (refused) return { refused };
  // An operator's word counts for more where the CA's own service agrees with it.
  const evidence = isTold(certificate.evidence) && caAgrees(renewal) ? 'status' : certificate.evidence;
  const id = work.newId();
  work.tx.insert('certificates', {
    id,
    applicant: renewal.applicant,
    serial: certificate.serial ?? null,
    issuer: certificate.issuer,
    evidence,
    notBefore: certificate.notBefore ?? null,
    notAfter: certificate.notAfter,
    state: 'valid',
    der: certificate.der ?? null,
    spki: certificate.spki ?? renewal.facts.key?.spki ?? null,
    renewal: renewal.id,
    at: work.now,
  });
  const { serial, issuer, notBefore, notAfter } = certificate;
  const applicant = await work.applicant(renewal.applicant);
  applicant.certificates.push({
    id,
    applicant: applicant.id,
    ...(serial === undefined ? {} : { serial }),
    issuer,
    evidence,
    notAfter,
    state: 'valid',
    renewal: renewal.id,
    ...(notBefore ? { notBefore } : {}),
  });
  if (certificate.spki && !(await work.tx.keySeen(certificate.spki)))
    work.tx.insert('keys', { spki: certificate.spki, renewal: renewal.id, source: 'certificate', at: work.now });
  const result = await apply(work, renewalId, {
    is: 'issued',
    certificate: id,
    ...(serial === undefined ? {} : { serial }),
    evidence,
    mark: work.mark(by, by.role === 'operator' ? 'web' : 'none'),
  });
  if (!('refused' in result)) {
    // One whose key was lost before it was collected is succeeded as well.
    const lost = applicant.certificates.filter((each) => each.renewal === renewal.id && each.id !== id);
    for (const earlier of [renewal.certificate, ...lost.map((each) => each.id)])
      work.tx.update('certificates', { id: earlier, successor: id });
  }
  return outcome(result);
}

/** A certificate of AMS may have begun so long before its approval: dates without hours, clocks that differ. */
const BEGAN_BEFORE_MS = 86_400_000;

/** Why this cannot be the new certificate of this renewal: it, its number or its key was there before. */
async function notNew(
  work: Work,
  renewal: Renewal,
  { serial, issuer, spki, notBefore, notAfter }: RecordedCertificate,
): Promise<DeskRefusal | undefined> {
  const old = await work.certificate(renewal.certificate);
  // Of one without a number only its last day tells that it is not the old one.
  const isOld = serial === undefined ? old && isSameDay(old.notAfter, notAfter) : old?.serial === serial;
  if (isOld) return 'old-certificate';
  if (serial !== undefined && (await isKnown(work, serial, issuer))) return 'serial-known';
  // The renewal's own key was recorded when its request came; any other known key is an old one.
  if (spki && spki !== renewal.facts.key?.spki && (await work.tx.keySeen(spki))) return 'key-known';
  const approved = renewal.facts.approvals.at(-1)!.at.getTime();
  const early = issuer === 'ams' && notBefore && notBefore.getTime() < approved - BEGAN_BEFORE_MS;
  return early ? 'before-approval' : undefined;
}

export const isKnown = async (work: Work, serial: string, issuer: string): Promise<boolean> =>
  (await work.tx.certificateBySerial(serial)).some((row) => row.issuer === issuer);

/** Nothing came from the applicant for some time. */
export async function silence(work: Work, entry: Extract<Entry, { enter: 'silence' }>): Promise<Outcome> {
  const renewal = await work.renewal(entry.renewal);
  if (!renewal) return { refused: 'unknown' };
  if (entry.act === 'operator') {
    const told = await apply(
      work,
      renewal.id,
      { is: 'silence-told', mark: work.mark(SYSTEM, 'none') },
      { quiet: true },
    );
    if (!('refused' in told))
      work.awaitOperator('applicant', renewal.applicant, 'silent', renewal.applicant, renewal.id);
    return outcome(told);
  }
  const is = entry.act === 'remind' ? 'reminded' : 'lapsed';
  // Whoever asked not to be written to hears nothing of it; the operator is told in time all the same.
  const quiet = (await work.applicant(renewal.applicant)).stopped !== undefined;
  return outcome(await apply(work, renewal.id, { is, mark: work.mark(SYSTEM, 'none') }, { quiet }));
}

/** What did not reach the person one way goes the other way, with its question; else an operator is told. */
export async function undelivered(work: Work, entry: Extract<Entry, { enter: 'undelivered' }>): Promise<Outcome> {
  const message = await work.tx.message(entry.message);
  if (!message) return { refused: 'unknown' };
  const contact = await work.contact(message.contact);
  if (!entry.unreachable) {
    work.awaitOperator('message', message.id, 'not-delivered', contact.applicant, entry.why.slice(0, 80));
    return { done: true };
  }
  await lost(work, message, contact, entry.why);
  return { done: true };
}

/** It is tried on; meanwhile somebody knows. */
export async function stuck(work: Work, entry: Extract<Entry, { enter: 'stuck' }>): Promise<Outcome> {
  noteFault(work, `stuck-${entry.work}`, entry.ref, 'not done in time');
  // He was told that his letter is being opened, and waits.
  const renewal = entry.work === 'read' ? await work.renewal(entry.ref) : undefined;
  const contact = renewal && (await whereToTell(work, renewal.applicant, renewal.id));
  if (contact) await speak(work, contact, [{ say: 'letter-delayed' }], { renewal: renewal.id });
  return { done: true };
}

/** A fault of ours is a row that operators see; the work it belongs to is not lost. */
export function noteFault(work: Work, part: string, ref: string, detail: string): void {
  const id = work.newId();
  work.tx.insert('faults', { id, part, ref, code: part, detail, at: work.now });
  work.awaitOperator('fault', id, 'fault', undefined, part);
}

export const outcome = (result: object): Outcome => ('refused' in result ? (result as Outcome) : { done: true });
