import { type Entered, validEntry } from '../../renewal/data.ts';
import { isSameDay } from '../../renewal/evidence.ts';
import { type Data, FIELDS } from '../../renewal/renewal.ts';
import { apply } from '../apply.ts';
import { addCertificate } from '../certificate.ts';
import { actor, type Operator, type Outcome, type RecordedCertificate } from '../entry.ts';
import { belongsToAnother, newApplicant, newDataVersion } from '../person.ts';
import type { ApplicantRow, CertificateRow } from '../store.ts';
import type { Work } from '../work.ts';

/** Of somebody new nothing is known of what his file has no column for. */
const NOTHING = Object.fromEntries(FIELDS.map((field) => [field, ''])) as Data;

/** New people and new data from an import. A changed e-mail of a known person is not taken over here: it needs proof. */
export async function importApplicant(work: Work, operator: Operator, row: Entered): Promise<Outcome> {
  const data = { ...NOTHING, ...row };
  const wrong = FIELDS.find((field) => !validEntry(field, data[field]).ok);
  if (wrong) return { refused: 'request-refused', why: wrong };
  const known = await work.preloaded.applicantWith('nip', data.nip);
  // Looked at under his lock: whoever is erased at this moment is somebody new.
  if (known && !(await work.applicant(known)).erasedAt) return importKnown(work, operator, known, row);
  const taken = await belongsToAnother(work, '', { nik: data.nik, email: data.email });
  if (taken) return { refused: 'exists', ...taken };
  const { id, version } = await newApplicant(work, data, actor(operator));
  work.journal(`applicant:${id}`, actor(operator), 'imported', { version });
  return { done: true, id };
}

async function importKnown(work: Work, operator: Operator, id: string, row: Entered): Promise<Outcome> {
  const applicant = await work.applicant(id);
  const taken = await belongsToAnother(work, id, { nik: row.nik });
  if (taken && !(await exchangeNiks(work, applicant, row, taken.whose))) return { refused: 'exists', ...taken };
  const keepsAddress = { ...applicant.data, ...row, email: applicant.data.email };
  const version = work.hash(keepsAddress);
  const isNew = version !== applicant.version;
  if (isNew) {
    await newDataVersion(work, id, keepsAddress, { source: 'import', by: actor(operator) });
    for (const renewal of await work.renewalsOf(id))
      if (renewal.outcome === undefined)
        await apply(work, renewal.id, {
          is: 'data-versioned',
          version,
          mark: work.mark(actor(operator), 'web'),
        });
  }
  if (row.email !== applicant.data.email) return { refused: 'second-operator', why: 'email' };
  return isNew ? { done: true, id } : { refused: 'already' };
}

/**
 * Whether the row of whoever has this NIK now gives him the one that is given up for it, in the same transaction. Both keep
 * their addresses, by which they prove who they are: else the numbers stay, and the file may have been shifted.
 */
async function exchangeNiks(work: Work, { data }: ApplicantRow, row: Entered, whose: string): Promise<boolean> {
  const inTurn = work.preloaded.rowOf(whose);
  const { email } = (await work.applicant(whose)).data;
  return inTurn?.nik === data.nik && inTurn.email === email && row.email === data.email;
}

/** A certificate of a person on record, by itself or by number and dates. */
export async function importCertificate(work: Work, nip: string, row: RecordedCertificate): Promise<Outcome> {
  const applicant = await work.preloaded.applicantWith('nip', nip);
  if (!applicant || (await work.applicant(applicant)).erasedAt) return { refused: 'unknown', why: 'nip' };
  const { serial } = row;
  if (serial === undefined) return { refused: 'request-refused', why: 'serial' };
  // A file does not say whose it is. As another CA's, ours would be revoked by hand while OCSP goes on saying good.
  const issuer = (await work.preloaded.isOurs(serial, row.der)) ? 'local' : row.issuer;
  const known = (await work.preloaded.certificatesWith(serial)).find((each) => each.issuer === issuer);
  if (known?.applicant === applicant) return { refused: 'already' };
  if (known) return takenUp(work, applicant, known, row);
  const { id, evidence } = await addCertificate(work, applicant, { ...row, issuer });
  work.journal(`applicant:${applicant}`, 'system', 'certificate imported', { certificate: id, serial, evidence });
  return { done: true, id };
}

/** Whoever was erased is somebody new when he comes back; the certificate that he left goes on under his new name, as it is. */
async function takenUp(
  work: Work,
  applicant: string,
  { id, applicant: earlier, serial, evidence, notAfter }: CertificateRow,
  row: RecordedCertificate,
): Promise<Outcome> {
  // As it is under its holder's lock: it may have been taken up already.
  const { erasedAt, certificates } = await work.applicant(earlier);
  const isLeft = erasedAt && certificates.some((each) => each.id === id) && isSameDay(notAfter, row.notAfter);
  if (!isLeft) return { refused: 'exists', why: 'serial', whose: earlier };
  work.tx.update('certificates', { id, applicant });
  work.journal(`applicant:${applicant}`, 'system', 'certificate imported', { certificate: id, serial, evidence });
  return { done: true, id };
}
