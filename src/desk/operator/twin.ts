import { isSameDay } from '../../renewal/evidence.ts';
import { actor, type DeskRefusal, type Operator } from '../entry.ts';
import { forgetNotices } from '../notice/corrected.ts';
import type { CertificateRow } from '../store.ts';
import type { Work } from '../work.ts';

/** Who bears a number: nobody, the same certificate a second time, or another one. */
type Bearer = { readonly twin?: CertificateRow } | { readonly refused: DeskRefusal };

/**
 * Whoever bears the number that this certificate should have. The CA's notice, or a list, may have put it on record as a
 * certificate of its own: the same person's, with the same last day, and not from a renewal.
 */
export async function bearerOf(work: Work, row: CertificateRow, serial: string, notAfter: Date): Promise<Bearer> {
  const twin = (await work.tx.certificatesBySerial([serial])).find(({ issuer }) => issuer === row.issuer);
  if (!twin) return {};
  const isOther = twin.applicant !== row.applicant || twin.renewal !== undefined || twin.successor === row.id;
  if (isOther) return { refused: 'serial-known' };
  if (!isSameDay(twin.notAfter, notAfter)) return { refused: 'twin-other-day' };
  const open = (await work.renewalsOf(row.applicant)).some(
    ({ certificate, outcome }) => certificate === twin.id && outcome === undefined,
  );
  const isUnderWay = open || (await work.tx.openRevocations([twin.id])).length > 0;
  return isUnderWay ? { refused: 'twin-under-way' } : { twin };
}

/** Only its notice is known, and nobody has said that it is true. */
const isHint = ({ evidence }: CertificateRow): boolean => evidence === 'notice';

/**
 * Both are one certificate: the one that came of the renewal stays, with what became of the other, which gives up its
 * number and is put aside.
 */
export async function putAside(
  work: Work,
  renewal: string,
  row: CertificateRow,
  twin: CertificateRow,
  operator: Operator,
): Promise<void> {
  const became = {
    ...(twin.state === 'revoked' && !isHint(twin) ? { state: twin.state } : {}),
    ...(twin.successor === undefined ? {} : { successor: twin.successor }),
  };
  work.tx.update('certificates', {
    id: twin.id,
    serial: null,
    state: 'revoked',
    revokedFor: 'merged',
    successor: row.id,
  });
  // The number is free before the other one takes it.
  await work.tx.flush('certificates');
  if (Object.keys(became).length > 0) work.tx.update('certificates', { id: row.id, ...became });
  Object.assign(row, became);
  const applicant = await work.applicant(row.applicant);
  applicant.certificates = applicant.certificates.filter(({ id }) => id !== twin.id);
  work.settled('certificate', twin.id);
  await forgetNotices(work, twin.id);
  work.journal(`renewal:${renewal}`, actor(operator), 'certificates merged', {
    certificate: row.id,
    merged: twin.id,
  });
}
