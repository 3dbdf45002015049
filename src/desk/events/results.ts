import type { Actor } from '../../renewal/renewal.ts';
import { apply } from '../apply.ts';
import type { Entry, Outcome } from '../entry.ts';
import { lost } from '../message/elsewhere.ts';
import { speak } from '../speak.ts';
import type { FaultPart } from '../store.ts';
import { whereToTell } from '../ways.ts';
import type { Work } from '../work.ts';

/** What jobs report back through the one door. */

const SYSTEM: Actor = { role: 'system' };

export async function letterRead(work: Work, entry: Extract<Entry, { enter: 'letter-read' }>): Promise<Outcome> {
  const { reading } = entry;
  // Under the renewal's lock: it may have been erased while it was read, and the reading says who signed it.
  await work.renewal(entry.renewal);
  if ((await work.tx.document(entry.document))?.kind === 'erased') return { refused: 'erased' };
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
  // It was on its way when its person was erased: nobody has to reach him any more.
  if (contact.applicant && (await work.applicant(contact.applicant)).erasedAt) return { refused: 'erased' };
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
export function noteFault(work: Work, part: FaultPart, ref: string, detail: string): void {
  const id = work.newId();
  work.tx.insert('faults', { id, part, ref, code: part, detail, at: work.now });
  work.awaitOperator('fault', id, 'fault', undefined, part);
}

/** What became of an event, as the desk answers it. */
export const outcome = (result: object): Outcome => ('refused' in result ? (result as Outcome) : { done: true });
