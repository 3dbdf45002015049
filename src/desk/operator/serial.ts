import { isSeen } from '../../renewal/evidence.ts';
import type { DeskRefusal, Operator, OperatorAct, Outcome } from '../entry.ts';
import { isKnown } from '../events/issued.ts';
import { speak, ways } from '../speak.ts';
import type { CertificateRow } from '../store.ts';
import type { Work } from '../work.ts';

type Correction = Extract<OperatorAct, { act: 'correct-serial' }>;

/**
 * A number that was mistyped when a certificate of AMS was recorded. What was known of it stays as strong as it was;
 * both numbers are in the journal, and its holder, who was told the wrong one, hears the right one.
 */
export async function correctSerial(work: Work, operator: Operator, act: Correction): Promise<Outcome> {
  const renewal = await work.renewal(act.renewal);
  const id = renewal?.facts.certificate?.id;
  const applicant = renewal && (await work.applicant(renewal.applicant));
  // As it is under its holder's lock: another operator may correct or revoke it at this moment.
  const row = applicant?.certificates.find((each) => each.id === id);
  if (!renewal || !row || row.serial === undefined || row.issuer !== 'ams') return { refused: 'not-now' };
  const refused = await incorrigible(work, renewal.certificate, row, act.serial);
  if (refused) return { refused };
  work.journal(`renewal:${renewal.id}`, { role: 'operator', id: operator.id }, 'serial corrected', {
    certificate: row.id,
    was: row.serial,
    serial: act.serial,
  });
  work.tx.update('certificates', { id: row.id, serial: act.serial });
  row.serial = act.serial;
  await tell(work, renewal.applicant, act);
  return { done: true };
}

/** Why this number stays, or the other cannot be it. */
async function incorrigible(
  work: Work,
  old: string,
  row: CertificateRow,
  serial: string,
): Promise<DeskRefusal | undefined> {
  if (row.serial === serial) return 'already';
  if (isSeen((await work.tx.evidenceOf(row.id)) ?? row.evidence)) return 'serial-seen';
  // Under this number it was revoked, or made way for another one.
  if (row.state !== 'valid' || row.successor !== undefined) return 'serial-final';
  if ((await work.certificate(old))?.serial === serial) return 'old-certificate';
  return (await isKnown(work, serial, row.issuer)) ? 'serial-known' : undefined;
}

/** Where he heard of the certificate: by mail, and in his chat. */
async function tell(work: Work, applicant: string, { renewal, serial }: Correction): Promise<void> {
  const { mail, chats } = await ways(work, applicant);
  const told = [mail, chats[0]].filter((each) => each !== undefined);
  if (told.length === 0) work.awaitOperator('applicant', applicant, 'unreachable', applicant);
  for (const contact of told) await speak(work, contact, [{ say: 'serial-corrected', serial }], { renewal });
}
