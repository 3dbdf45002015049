import type { RenewalEvent } from '../../renewal/event.ts';
import { apply } from '../apply.ts';
import { actor, type Operator, type OperatorAct, type Outcome } from '../entry.ts';
import { recordIssued } from '../events/issued.ts';
import { outcome } from '../events/results.ts';
import { attach, detach } from '../message/attach.ts';
import { heldMessage, settleFaults } from '../message/held.ts';
import { giveNotice, openRenewal } from '../notice/opening.ts';
import { belongsToAnother } from '../person.ts';
import { revocationPacketTaken, revokedByHand } from '../revocation/carried-out.ts';
import { decideRevocation } from '../revocation/decided.ts';
import { holdRevocation } from '../revocation/held.ts';
import type { Work } from '../work.ts';
import { amsAct } from './ams.ts';
import { correctRecord } from './correction.ts';
import { copyTaken, erase, keep, settlePerson } from './erase.ts';
import { addEvidence } from './evidence.ts';
import { importApplicant, importCertificate } from './import.ts';
import { decideNotices } from './notices.ts';
import { record } from './record.ts';
import { sendAgain } from './send-again.ts';
import { talk } from './talk.ts';
import { takeVouchBack, vouch } from './vouch.ts';

/** Takes in what an operator does in the console. Each act is recorded with his name, refused ones too; a look is not. */
export async function operatorAct(work: Work, operator: Operator, act: OperatorAct): Promise<Outcome> {
  // He may be writing at this moment, and what came of his letter be told to him.
  if ('renewal' in act) await work.ownerFirst(act.renewal);
  const result: Outcome = (await isErased(work, act)) ? { refused: 'erased' } : await carryOut(work, operator, act);
  if (!LOOKS.has(act.act)) record(work, operator, act, result);
  return result;
}

/** A look has its own entry in the journal, and is no decision. */
const LOOKS: ReadonlySet<OperatorAct['act']> = new Set([
  'take-packet',
  'take-revocation-packet',
  'take-original',
  'take-copy',
]);

/** On a page that was open before: an erased person's addresses are nobody's, and nothing is said or marked there. */
async function isErased(work: Work, act: OperatorAct): Promise<boolean> {
  const applicant = 'contact' in act ? (await work.contact(act.contact)).applicant : undefined;
  return applicant !== undefined && (await work.applicant(applicant)).erasedAt !== undefined;
}

async function carryOut(work: Work, operator: Operator, act: OperatorAct): Promise<Outcome> {
  switch (act.act) {
    case 'say':
    case 'take-over':
    case 'hand-back':
    case 'answered':
      return talk(work, operator, act);
    case 'vouch':
      return vouch(work, operator, act);
    case 'unvouch':
      return takeVouchBack(work, operator, act);
    case 'start':
      return startFor(work, operator, act.certificate);
    case 'release-notices':
    case 'exclude-notices':
      return decideNotices(work, operator, act);
    case 'confirm-certificate':
    case 'discard-certificate':
      return certificate(work, operator, act);
    case 'attach-message':
      return attach(work, operator, act.message, act.applicant);
    case 'detach-message':
      return detach(work, operator, act.message);
    case 'send-again':
      return sendAgain(work, operator, act.message);
    case 'reachable':
      return reachable(work, act.contact);
    case 'settle':
      return settle(work, operator, act);
    case 'revoke':
    case 'decide-revocation':
      return decideRevocation(work, operator, act);
    case 'hold-revocation':
      return holdRevocation(work, operator, act.revocation, act.note);
    case 'take-copy':
      return copyTaken(work, operator, act.applicant);
    case 'erase':
      return erase(work, operator, act.applicant);
    case 'keep':
      return keep(work, operator, act.applicant);
    case 'import-applicant':
      return importApplicant(work, operator, act.data);
    case 'import-certificate':
      return importCertificate(work, act.nip, act.certificate);
    case 'take-packet':
    case 'enter-ams':
    case 'resend-link':
    case 'ca-checked':
    case 'ams-refused':
      return amsAct(work, operator, act);
    case 'take-revocation-packet':
      return revocationPacketTaken(work, operator, act.revocation);
    case 'take-original':
      return originalTaken(work, operator, act.message);
    case 'add-evidence':
      return addEvidence(work, operator, act);
    case 'correct-record':
      return correctRecord(work, operator, act);
    case 'record-certificate':
      return recordIssued(work, act.renewal, act.certificate, actor(operator));
    case 'approve-change':
    case 'record-change': {
      // Only what would make it true is refused; sent back it may always be.
      const others = await changeOfAnother(work, act.renewal);
      return others ? { refused: 'exists', ...others } : decide(work, operator, act);
    }
    default:
      return decide(work, operator, act);
  }
}

/** An operator has seen to it, and says so in a note. */
async function settle(
  work: Work,
  operator: Operator,
  { kind, ref, also = [] }: Extract<OperatorAct, { act: 'settle' }>,
): Promise<Outcome> {
  if (kind === 'revocation') return revokedByHand(work, [ref, ...also]);
  if (kind === 'applicant') await settlePerson(work, ref);
  else {
    if (kind === 'fault') work.tx.update('faults', { id: ref, resolvedAt: work.now, resolvedBy: operator.id });
    if (kind === 'message') await settleMessage(work, operator, ref);
    work.settled(kind, ref);
  }
  return { done: true };
}

type Deciding = Extract<
  OperatorAct,
  {
    act:
      | 'approve'
      | 'approve-change'
      | 'return'
      | 'reject'
      | 'return-change'
      | 'record-change'
      | 'replace-key'
      | 'mark-collected'
      | 'withdraw'
      | 'refuse-key';
  }
>;

const decide = async (work: Work, operator: Operator, act: Deciding): Promise<Outcome> =>
  outcome(await apply(work, act.renewal, eventOf(work, operator, act)));

async function changeOfAnother(work: Work, id: string): ReturnType<typeof belongsToAnother> {
  const renewal = await work.renewal(id);
  return renewal?.facts.change && belongsToAnother(work, renewal.applicant, renewal.facts.change.fields);
}

function eventOf(work: Work, operator: Operator, act: Deciding): RenewalEvent {
  const mark = work.mark(actor(operator), 'web');
  switch (act.act) {
    case 'approve':
      return { is: 'approved', content: act.content, mark };
    case 'approve-change':
      return { is: 'change-approved', content: act.content, mark };
    case 'return':
      return {
        is: 'returned',
        content: act.content,
        to: act.to,
        reason: act.reason,
        instruction: act.instruction,
        mark,
      };
    case 'return-change':
      return { is: 'change-returned', content: act.content, reason: act.reason, instruction: act.instruction, mark };
    case 'reject':
      return { is: 'rejected', content: act.content, reason: act.reason, instruction: act.instruction, mark };
    case 'record-change':
      return { is: 'change-recorded', mark };
    case 'replace-key':
      return { is: 'key-replacement-approved', mark };
    case 'refuse-key':
      return { is: 'key-replacement-refused', instruction: act.instruction, mark };
    case 'mark-collected':
      return { is: 'collected', mark };
    case 'withdraw':
      return { is: 'withdrawn', mark };
  }
}

async function startFor(work: Work, operator: Operator, id: string): Promise<Outcome> {
  const certificate = await work.certificate(id);
  if (!certificate) return { refused: 'unknown' };
  const renewal = await openRenewal(work, certificate, 'operator', actor(operator), 'web');
  if (!renewal) return { refused: 'exists' };
  const told = await giveNotice(work, renewal, certificate);
  return { done: true, id: renewal.id, ...(!told && { untold: true }) };
}

async function certificate(
  work: Work,
  operator: Operator,
  act: Extract<OperatorAct, { act: 'confirm-certificate' | 'discard-certificate' }>,
): Promise<Outcome> {
  const named = await work.certificate(act.certificate);
  // As it is under its holder's lock: another operator may do the opposite at this moment.
  const row = named && (await work.applicant(named.applicant)).certificates.find(({ id }) => id === named.id);
  if (row?.state !== 'provisional') return { refused: 'already' };
  row.state = act.act === 'discard-certificate' ? 'revoked' : 'valid';
  work.settled('certificate', row.id);
  if (act.act === 'discard-certificate') {
    work.tx.update('certificates', { id: row.id, state: 'revoked', revokedFor: 'discarded' });
    return { done: true };
  }
  work.tx.update('certificates', { id: row.id, state: 'valid', evidence: 'number' });
  const renewal = await openRenewal(work, row, 'operator', actor(operator), 'web');
  if (renewal) await giveNotice(work, renewal, row);
  return { done: true, ...(renewal ? { id: renewal.id } : {}) };
}

/** Dealt with by an operator: its fault is closed with it, and its bytes stay. */
async function settleMessage(work: Work, operator: Operator, id: string): Promise<void> {
  const held = await heldMessage(work, id);
  if (held) settleFaults(work, held.row, operator.id);
}

async function originalTaken(work: Work, operator: Operator, id: string): Promise<Outcome> {
  const row = await work.tx.message(id);
  if (!row) return { refused: 'no-message' };
  work.journal(`contact:${row.contact}`, actor(operator), 'original taken', { message: id });
  return { done: true };
}

/** He has found out that it works again; why he thinks so stands in the record. */
async function reachable(work: Work, id: string): Promise<Outcome> {
  const contact = await work.contact(id);
  if (!contact.unreachable) return { refused: 'already' };
  contact.unreachable = undefined;
  work.saveContact(contact);
  if (contact.applicant) work.settled('applicant', contact.applicant, 'unreachable');
  return { done: true };
}
