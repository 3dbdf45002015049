import { nextLines } from '../../conversation/ask.ts';
import type { ExpiryNotice, Inbound } from '../../conversation/inbound.ts';
import type { Line } from '../../conversation/line.ts';
import { DAY_MS } from '../../durations.ts';
import { apply } from '../apply.ts';
import { mayAnswer, speak } from '../speak.ts';
import type { CertificateRow, ContactRow } from '../store.ts';
import { applicantView, type Work } from '../work.ts';
import { giveNotice, openRenewal } from './opening.ts';

/** The notice's date and our record may differ by a time zone. */
const SAME_DAY_MS = 2 * DAY_MS;

/**
 * The CA's expiry notice, direct or forwarded. It is only a hint: the certificate is looked up in our own records, the
 * message goes to the contact on file, and no link in it is followed. True when nothing else of the message matters.
 */
export async function receiveNotice(
  work: Work,
  message: Inbound,
  notice: ExpiryNotice,
  contact: ContactRow,
  id: string,
): Promise<boolean> {
  const certificates = notice.serial ? await work.tx.certificatesBySerial([notice.serial]) : [];
  const named =
    certificates[0]?.applicant ??
    (notice.email ? await work.preloaded.applicantWith('email', notice.email) : undefined);
  // The certificate of somebody who was erased is nobody's.
  const person = named && ((await work.applicant(named)).erasedAt ? undefined : named);
  // Somebody unknown gets the same answer whether or not the notice names one of ours.
  const isOwn = person !== undefined && person === contact.applicant;
  if (!message.automatic && !isOwn && (await mayAnswer(work, contact)))
    await speak(work, contact, [{ say: 'proof-other-address' }]);
  if (!person) {
    work.awaitOperator('message', id, 'unknown-notice');
    return true;
  }
  // It names him, and whatever names him is copied and erased with him.
  if (contact.applicant === undefined) work.tx.update('messages', { id, applicant: person });
  const said = await hint(work, person, notice, certificates, id);
  // Nobody who passes a notice on is left without an answer; a robot gets none.
  if (said.length > 0 && !message.automatic && isOwn) await answer(work, contact, said);
  return true;
}

/** What the notice leads to, and what its forwarder is told; nothing where a first notice answers him. */
async function hint(
  work: Work,
  person: string,
  notice: ExpiryNotice,
  certificates: readonly CertificateRow[],
  message: string,
): Promise<readonly Line[]> {
  if (notice.issued) {
    work.awaitOperator('message', message, 'ca-says-issued', person);
    await leaveInPeace(work, person, message);
    return [{ say: 'notice-noted' }];
  }
  const certificate =
    certificates.length === 1 ? certificates[0] : notice.serial ? undefined : await matching(work, person, notice);
  if (!certificate) return provisional(work, person, notice, message);
  return open(work, certificate, notice, message);
}

/** Whoever has the certificate already is not chased for its link any more: an operator looks whether it is true. */
async function leaveInPeace(work: Work, person: string, message: string): Promise<void> {
  const mark = work.mark({ role: 'system' }, 'mail');
  for (const { id, facts } of await work.openRenewalsOf(person))
    if (facts.ams && facts.ams.link?.state !== 'set')
      await apply(work, id, { is: 'link-said', state: 'set', mark }, { message, quiet: true });
}

/** With what is awaited of him now, where that is all there is to say. */
async function answer(work: Work, contact: ContactRow, said: readonly Line[]): Promise<void> {
  const [renewal] = await work.openRenewalsOf(contact.applicant!);
  const next = renewal && nextLines(renewal, applicantView(await work.applicant(contact.applicant!)), contact);
  if (!next || said.some(({ say }) => say !== 'status-none')) await speak(work, contact, said);
  else await speak(work, contact, next.say, { renewal: renewal.id, ask: next.ask });
}

/** A notice without a serial: the person's certificate that ends on that day. */
async function matching(work: Work, person: string, notice: ExpiryNotice): Promise<CertificateRow | undefined> {
  const candidates = (await work.applicant(person)).certificates.filter(
    (c) =>
      c.successor === undefined &&
      (!notice.expires || Math.abs(c.notAfter.getTime() - notice.expires.getTime()) < SAME_DAY_MS),
  );
  return candidates.length === 1 ? candidates[0] : undefined;
}

/** Anybody can write a notice: more certificates than this of one person are looked at by an operator as mails. */
const PROVISIONAL_LIMIT = 3;

/** A known person with an unknown certificate: an operator confirms it before anything is opened. */
async function provisional(
  work: Work,
  person: string,
  notice: ExpiryNotice,
  message: string,
): Promise<readonly Line[]> {
  const { certificates } = await work.applicant(person);
  const waiting = certificates.filter(({ state }) => state === 'provisional').length;
  if (!notice.serial || !notice.expires || waiting >= PROVISIONAL_LIMIT) {
    work.awaitOperator('message', message, 'unknown-notice', person);
    return [{ say: 'notice-noted' }];
  }
  const row = {
    id: work.newId(),
    applicant: person,
    serial: notice.serial,
    issuer: 'ams',
    evidence: 'notice',
    notAfter: notice.expires,
    state: 'provisional' as const,
  };
  work.tx.insert('certificates', { ...row, at: work.now });
  // The next notice of this batch counts it, too.
  certificates.push(row);
  work.awaitOperator('certificate', row.id, 'confirm-certificate', person, message);
  work.journal(`applicant:${person}`, 'system', 'provisional certificate', { certificate: row.id, message });
  return [{ say: 'certificate-noted' }];
}

async function open(
  work: Work,
  certificate: CertificateRow,
  notice: ExpiryNotice,
  message: string,
): Promise<readonly Line[]> {
  const from = new Date(certificate.notAfter.getTime() - work.parts.settings.windowDays * DAY_MS);
  const early = from > work.now;
  const differs = (notice.basis === 'revoked') !== (certificate.state === 'revoked');
  // The mail says one thing and our records another: a person decides, nothing is believed blindly.
  if (differs || (early && certificate.state === 'valid')) {
    work.awaitOperator('message', message, 'notice-differs', certificate.applicant);
    return [differs ? { say: 'notice-noted' } : { say: 'too-early', from, expires: certificate.notAfter }];
  }
  const renewal = await openRenewal(work, certificate, 'mail', { role: 'system' }, 'mail');
  if (!renewal) return [{ say: certificate.state === 'provisional' ? 'certificate-noted' : 'status-none' }];
  await giveNotice(work, renewal, certificate);
  return [];
}
