import type { Renewal } from '../renewal/renewal.ts';
import type { RecordedCertificate } from './entry.ts';
import type { CertificateRow } from './store.ts';
import type { Work } from './work.ts';

/** Records a certificate that is new to us, and its key as one that was seen. `renewal`: the one that it came of. */
export async function addCertificate(
  work: Work,
  applicant: string,
  { serial, issuer, evidence, notBefore, notAfter, state, der, spki }: RecordedCertificate,
  renewal?: Renewal,
): Promise<CertificateRow> {
  const id = work.newId();
  const row = { id, applicant, serial, issuer, evidence, notBefore, notAfter, state, renewal: renewal?.id };
  work.tx.insert('certificates', { ...row, der, spki: spki ?? renewal?.facts.key?.spki, at: work.now });
  (await work.applicant(applicant)).certificates.push(row);
  await noteKey(work, spki, renewal);
  return row;
}

/** From now on no request may bring it. */
export async function noteKey(work: Work, spki: string | undefined, renewal?: Renewal): Promise<void> {
  if (spki && !(await work.tx.keySeen(spki)))
    work.tx.insert('keys', { spki, renewal: renewal?.id, source: 'certificate', at: work.now });
}
