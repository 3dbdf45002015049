import { isBetter } from '../renewal/evidence.ts';
import type { Operator, OperatorAct, Outcome } from './entry.ts';
import type { Work } from './work.ts';

/**
 * What shows a certificate better than it was known: the file of one that was recorded by its number. A row of its own;
 * what was on record, and rested on less, stays as it was.
 */
export async function addEvidence(
  work: Work,
  operator: Operator,
  { renewal: id, certificate: shown }: Extract<OperatorAct, { act: 'add-evidence' }>,
): Promise<Outcome> {
  const renewal = await work.renewal(id);
  const recorded = renewal?.facts.certificate && (await work.certificate(renewal.facts.certificate.id));
  if (!renewal || !recorded) return { refused: 'not-now' };
  if (recorded.serial !== shown.serial) return { refused: 'serial-differs' };
  const known = (await work.tx.evidenceOf(recorded.id)) ?? recorded.evidence;
  if (!isBetter(shown.evidence, known)) return { refused: 'no-better' };
  if (shown.spki && (await work.tx.keySeen(shown.spki))) return { refused: 'key-known' };
  work.tx.insert('certificate_evidence', {
    id: work.newId(),
    certificate: recorded.id,
    evidence: shown.evidence,
    notBefore: shown.notBefore ?? null,
    notAfter: shown.notAfter,
    der: shown.der ?? null,
    spki: shown.spki ?? null,
    by: operator.id,
    at: work.now,
  });
  if (shown.spki)
    work.tx.insert('keys', { spki: shown.spki, renewal: renewal.id, source: 'certificate', at: work.now });
  work.journal(`renewal:${renewal.id}`, { role: 'operator', id: operator.id }, 'evidence added', {
    certificate: recorded.id,
    evidence: shown.evidence,
  });
  return { done: true };
}
