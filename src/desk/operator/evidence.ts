import { isBetter, isSameDay, isSeen, isTold } from '../../renewal/evidence.ts';
import type { Renewal } from '../../renewal/renewal.ts';
import { noteKey } from '../certificate.ts';
import {
  actor,
  type DeskRefusal,
  type Operator,
  type OperatorAct,
  type Outcome,
  type RecordedCertificate,
} from '../entry.ts';
import type { CertificateRow } from '../store.ts';
import type { Work } from '../work.ts';
import { followShown, recordedOf } from './correction.ts';
import { bearerOf, putAside } from './twin.ts';

/**
 * What shows a certificate better than it was known: the file of one that was recorded by its number. A row of its own;
 * what was on record, and rested on less, stays as it was; a number that nobody knew is written where it was missing, and
 * days that were told follow the certificate itself.
 */
export async function addEvidence(
  work: Work,
  operator: Operator,
  { renewal: id, certificate: shown }: Extract<OperatorAct, { act: 'add-evidence' }>,
): Promise<Outcome> {
  const renewal = await work.renewal(id);
  const recorded = renewal && (await recordedOf(work, renewal));
  if (!renewal || !recorded) return { refused: 'not-now' };
  if ((await work.applicant(renewal.applicant)).erasedAt) return { refused: 'erased' };
  const refused = await contradiction(work, renewal, recorded, shown);
  if (refused) return { refused };
  const isNumber = recorded.serial === undefined && shown.serial !== undefined;
  const bearer = isNumber ? await bearerOf(work, recorded, shown.serial, shown.notAfter) : {};
  if ('refused' in bearer) return bearer;
  const known = (await work.tx.evidenceOf(recorded.id)) ?? recorded.evidence;
  if (!isBetter(shown.evidence, known)) return { refused: 'no-better' };
  if (bearer.twin) await putAside(work, renewal.id, recorded, bearer.twin, operator);
  work.tx.insert('certificate_evidence', {
    id: work.newId(),
    certificate: recorded.id,
    evidence: shown.evidence,
    serial: isNumber ? shown.serial : null,
    notBefore: shown.notBefore ?? null,
    notAfter: shown.notAfter,
    der: shown.der ?? null,
    spki: shown.spki ?? null,
    by: operator.id,
    at: work.now,
  });
  // On its row, where no two certificates may bear one number.
  if (isNumber) {
    work.tx.update('certificates', { id: recorded.id, serial: shown.serial });
    recorded.serial = shown.serial;
  }
  await noteKey(work, shown.spki, renewal);
  work.journal(`renewal:${renewal.id}`, actor(operator), 'evidence added', {
    certificate: recorded.id,
    evidence: shown.evidence,
  });
  if (isSeen(shown.evidence)) await followShown(work, renewal, recorded, shown, operator);
  return { done: true };
}

/** Why what is shown cannot be the certificate on record. Its own key was seen before where its PDF was. */
async function contradiction(
  work: Work,
  renewal: Renewal,
  recorded: CertificateRow,
  { serial, notAfter, spki }: RecordedCertificate,
): Promise<DeskRefusal | undefined> {
  if (recorded.serial !== undefined && recorded.serial !== serial) return 'serial-differs';
  if (recorded.serial === undefined && serial !== undefined) {
    if (!isSameDay(recorded.notAfter, notAfter)) return 'dates-differ';
    if ((await work.certificate(renewal.certificate))?.serial === serial) return 'old-certificate';
  }
  if (spki === undefined) return undefined;
  const own = await work.tx.keyOf(recorded.id);
  if (own !== undefined) return own === spki ? undefined : 'key-differs';
  return (await work.tx.keySeen(spki)) ? 'key-known' : undefined;
}

/** The CA's own service agrees with what was recorded on somebody's word. */
export async function agreed(work: Work, renewal: Renewal): Promise<void> {
  const recorded = renewal.facts.certificate && (await work.certificate(renewal.facts.certificate.id));
  if (!recorded) return;
  const known = (await work.tx.evidenceOf(recorded.id)) ?? recorded.evidence;
  if (!isTold(known)) return;
  const { id: certificate, notAfter } = recorded;
  const row = { id: work.newId(), certificate, evidence: 'status', notAfter, at: work.now } as const;
  const unknown = { serial: null, notBefore: null, der: null, spki: null, by: null };
  work.tx.insert('certificate_evidence', { ...row, ...unknown });
  work.journal(`renewal:${renewal.id}`, { role: 'issuer' }, 'evidence added', { certificate, evidence: 'status' });
}
