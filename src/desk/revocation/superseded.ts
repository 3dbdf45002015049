import { HOUR_MS } from '../../durations.ts';
import type { Renewal } from '../../renewal/renewal.ts';
import type { Work } from '../work.ts';

/** The old certificate, and one whose key was lost before it was collected, make way for the one that is used now. */
export async function revokeOld(work: Work, renewal: Renewal): Promise<void> {
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
