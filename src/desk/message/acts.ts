import { nextLines } from '../../conversation/ask.ts';
import type { Act, Conversation } from '../../conversation/conversation.ts';
import { isChat } from '../../conversation/inbound.ts';
import type { Line } from '../../conversation/line.ts';
import type { OperatorWhat } from '../../conversation/operator-what.ts';
import { Fault } from '../../fault.ts';
import { apply } from '../apply.ts';
import { openRenewal } from '../notice/opening.ts';
import { askRevocation, takeBackRevocation } from '../revocation/asked.ts';
import { holdRevocations } from '../revocation/held.ts';
import { type Asked, speak } from '../speak.ts';
import type { ContactRow } from '../store.ts';
import { onRecord } from '../ways.ts';
import { applicantView, type Work } from '../work.ts';
import { bind, newCode, unbind } from './identity.ts';
import { askProof } from './proving.ts';
import { placed } from './triage.ts';

/** The message that is answered, and how its sender was proven before anything in it was heard. */
type Saying = { readonly id: string; readonly at: Date; readonly proven: Conversation['proven'] };

/** Carries out what the conversation wants done beside renewal events; may add lines to the answer. `toHere`: a mail of its own went to this contact. */
export async function act(
  work: Work,
  contact: ContactRow,
  wanted: Act,
  { id: message, at, proven }: Saying,
): Promise<{ say: readonly Line[]; ask?: Asked; toHere?: boolean } | undefined> {
  switch (wanted.act) {
    case 'challenge':
      return challenge(work, contact, await work.preloaded.applicantWith(wanted.number.kind, wanted.number.value));
    case 'challenge-again':
      return challenge(work, contact, (await work.tx.latestCode(contact.id))?.applicant);
    case 'bind':
      bind(work, contact, wanted.applicant, wanted.method);
      await placed(work, contact);
      return undefined;
    case 'ask-proof':
      return { say: [], toHere: await askProof(work, contact, { id: message, at }) };
    case 'start-renewal':
      return startRenewal(work, contact, wanted.certificate, proven);
    case 'resume-renewal':
      return resumeRenewal(work, contact, wanted.renewal, proven);
    case 'call-operator':
      if (wanted.why === 'not-understood' && (await isAwaited(work, contact))) return undefined;
      // Whatever he says next, a thief does not wait.
      if (wanted.why === 'lost' || !(await awaits(work, contact, ['call-lost'])))
        work.awaitOperator('contact', contact.id, `call-${wanted.why}`, contact.applicant);
      work.journal(`contact:${contact.id}`, 'applicant', 'operator called', { why: wanted.why, message });
      if (wanted.why === 'not-me') detach(work, contact);
      return undefined;
    case 'ask-revocation':
      await askRevocation(work, contact, wanted.reason, wanted.certificates);
      return undefined;
    case 'take-back-revocation':
      await takeBackRevocation(work, contact);
      return undefined;
    case 'hold-revocation':
      await holdRevocations(work, contact);
      return undefined;
    case 'stop-writing':
      if (contact.applicant) {
        work.tx.update('applicants', { id: contact.applicant, stopped: 'asked' });
        (await work.applicant(contact.applicant)).stopped = 'asked';
        work.journal(`applicant:${contact.applicant}`, 'applicant', 'asked not to be written to', { message });
      }
      return undefined;
    case 'forget-secret': // the raw copy is not kept, and the edge deletes the message after the commit
      return undefined;
  }
}

/** What a person is awaited for in a conversation says more than that the assistant did not understand him. */
const SAYS_MORE: readonly OperatorWhat[] = [
  'call-asked',
  'call-not-me',
  'call-left',
  'call-no-certificate',
  'call-lost',
  'call-complaint',
  'call-not-working',
  'call-other',
  'talk-answered',
];

const isAwaited = async (work: Work, contact: ContactRow): Promise<boolean> =>
  contact.speaker === 'operator' || awaits(work, contact, SAYS_MORE);

async function awaits(work: Work, { id: ref }: ContactRow, whats: readonly OperatorWhat[]): Promise<boolean> {
  const rows = whats.map((what) => ({ kind: 'contact' as const, ref, what }));
  return (await work.tx.awaitedBefore(rows, work.now)).size > 0;
}

/** A code goes to the address on record; for an unknown number a code without an owner is made, and nothing is sent. */
async function challenge(work: Work, contact: ContactRow, applicant: string | undefined): Promise<undefined> {
  const code = await newCode(work, contact, applicant);
  if (!code.applicant) return;
  const mail = onRecord(await work.contactsOf(code.applicant), work.now);
  if (mail) await speak(work, mail, [{ say: 'code-mail', channel: contact.channel }], { code: code.id });
}

/** Whoever says that he is not the applicant has nothing more of him in this chat. */
function detach(work: Work, contact: ContactRow): void {
  // A mail may be forged, a chat not: an address is an operator's to settle.
  if (contact.standing !== 'bound' || !isChat(contact.channel)) return;
  unbind(work, contact);
}

async function startRenewal(
  work: Work,
  contact: ContactRow,
  certificateId: string,
  proven: Conversation['proven'],
): Promise<{ say: readonly Line[]; ask?: Asked } | undefined> {
  const certificate = await work.certificate(certificateId);
  if (!certificate || certificate.applicant !== contact.applicant) return undefined;
  const renewal = await openRenewal(work, certificate, 'applicant', { role: 'applicant' }, contact.channel, contact.id);
  return renewal && signInAndAsk(work, contact, renewal.id, proven);
}

async function resumeRenewal(
  work: Work,
  contact: ContactRow,
  renewal: string,
  proven: Conversation['proven'],
): Promise<{ say: readonly Line[]; ask?: Asked } | undefined> {
  const result = await apply(
    work,
    renewal,
    { is: 'resumed', mark: work.mark({ role: 'applicant' }, contact.channel) },
    { contact: contact.id, quiet: true },
  );
  if ('refused' in result) return undefined;
  const { version } = await work.applicant(result.applicant);
  // The data may have changed while nobody asked for it.
  if (version !== result.version)
    await apply(
      work,
      renewal,
      { is: 'data-versioned', version, mark: work.mark({ role: 'system' }, 'none') },
      { quiet: true },
    );
  return signInAndAsk(work, contact, renewal, proven);
}

/**
 * The person is proven in this conversation, so the renewal begins signed in and goes on to its next question. Who became
 * known only by this very message (a code) is proven as his contact was bound by it.
 */
async function signInAndAsk(
  work: Work,
  contact: ContactRow,
  renewalId: string,
  proven: Conversation['proven'],
): Promise<{ say: readonly Line[]; ask?: Asked }> {
  await writeAgain(work, contact.applicant!);
  const method = proven ?? contact.provenBy;
  if (method === undefined) throw new Fault('invariant', 'a renewal begun by nobody who is known');
  await apply(
    work,
    renewalId,
    { is: 'signed-in', method, mark: work.mark({ role: 'applicant' }, contact.channel) },
    { contact: contact.id, quiet: true },
  );
  const renewal = (await work.renewal(renewalId))!;
  return nextLines(renewal, applicantView(await work.applicant(renewal.applicant)), contact);
}

/** Who begins or goes on by himself wants to hear from us again. */
export async function writeAgain(work: Work, applicantId: string): Promise<void> {
  const applicant = await work.applicant(applicantId);
  if (applicant.stopped === undefined) return;
  applicant.stopped = undefined;
  work.tx.update('applicants', { id: applicantId, stopped: null });
  work.journal(`applicant:${applicantId}`, 'applicant', 'may be written to again');
}
