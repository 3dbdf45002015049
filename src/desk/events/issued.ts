import { DAY_MS } from '../../durations.ts';
import { Fault } from '../../fault.ts';
import { caAgrees } from '../../renewal/ca-status.ts';
import { isIssuing } from '../../renewal/content.ts';
import { isSameDay, isTold } from '../../renewal/evidence.ts';
import type { Actor, Renewal } from '../../renewal/renewal.ts';
import { apply } from '../apply.ts';
import { addCertificate } from '../certificate.ts';
import type { DeskRefusal, Entry, Outcome, RecordedCertificate } from '../entry.ts';
import { doubtIssued } from '../operator/vouch.ts';
import type { Work } from '../work.ts';
import { noteFault, outcome } from './results.ts';

const ISSUER: Actor = { role: 'issuer' };

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
  const row = await addCertificate(work, renewal.applicant, { ...certificate, evidence, state: 'valid' }, renewal);
  const result = await apply(work, renewalId, {
    is: 'issued',
    certificate: row.id,
    serial: row.serial,
    evidence,
    mark: work.mark(by, by.role === 'operator' ? 'web' : 'none'),
  });
  if (!('refused' in result)) {
    // One whose key was lost before it was collected is succeeded as well.
    const { certificates } = await work.applicant(renewal.applicant);
    const lost = certificates.filter((each) => each.renewal === renewal.id && each.id !== row.id);
    for (const id of [renewal.certificate, ...lost.map((each) => each.id)])
      work.tx.update('certificates', { id, successor: row.id });
    await doubtIssued(work, renewal, row);
  }
  return outcome(result);
}

/** A certificate of AMS may have begun so long before its approval: dates without hours, clocks that differ. */
const BEGAN_BEFORE_MS = DAY_MS;

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
  return issuer === 'ams' && beganTooEarly(renewal, notBefore) ? 'before-approval' : undefined;
}

/** What began before the approval did not come of it. */
export function beganTooEarly({ facts }: Renewal, notBefore: Date | undefined): boolean {
  const approved = facts.approvals.at(-1)!.at.getTime();
  return notBefore !== undefined && notBefore.getTime() < approved - BEGAN_BEFORE_MS;
}

const isKnown = async (work: Work, serial: string, issuer: string): Promise<boolean> =>
  (await work.tx.certificatesBySerial([serial])).some((row) => row.issuer === issuer);
