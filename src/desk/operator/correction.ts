import type { Line } from '../../conversation/line.ts';
import { isoDay } from '../../renewal/dates.ts';
import { isSameDay, isSeen } from '../../renewal/evidence.ts';
import type { Renewal } from '../../renewal/renewal.ts';
import { actor, type DeskRefusal, type Operator, type OperatorAct, type Outcome } from '../entry.ts';
import { beganTooEarly } from '../events/issued.ts';
import { endMistaken, forgetNotices, isFinal } from '../notice/corrected.ts';
import { speak } from '../speak.ts';
import type { CertificateRow } from '../store.ts';
import { ways } from '../ways.ts';
import type { Work } from '../work.ts';
import { bearerOf, putAside } from './twin.ts';

type Correction = Extract<OperatorAct, { act: 'correct-record' }>;
/** What was written down wrongly, as it is right. */
type Right = Pick<Correction, 'serial' | 'notBefore' | 'notAfter'>;

/**
 * A number or a date that was mistyped when a certificate of AMS was recorded. What was known of it stays as strong as
 * it was; what was wrong and what is right are in the journal, and its holder, who was told the wrong one, hears the
 * right one. `id` in the answer: a renewal of this certificate that goes on, though what is right does not ask for it.
 */
export async function correctRecord(work: Work, operator: Operator, act: Correction): Promise<Outcome> {
  const renewal = await work.renewal(act.renewal);
  const row = renewal && (await recordedOf(work, renewal));
  if (!renewal || row?.issuer !== 'ams') return { refused: 'not-now' };
  if ((await work.applicant(row.applicant)).erasedAt) return { refused: 'erased' };
  const right = differing(work, row, act);
  if (Object.keys(right).length === 0) return { refused: 'already' };
  const refused = await incorrigible(work, renewal, row, right);
  if (refused) return { refused };
  if (isOvertaken(work, row, right, act.seen)) return { refused: 'record-changed' };
  const { serial, notAfter = row.notAfter } = right;
  const bearer = serial === undefined ? {} : await bearerOf(work, row, serial, notAfter);
  if ('refused' in bearer) return bearer;
  if (bearer.twin) await putAside(work, renewal.id, row, bearer.twin, operator);
  const goesOn = await setRight(work, renewal, row, right, operator);
  return { done: true, ...(goesOn ? { id: goesOn } : {}) };
}

/** The certificate that came of this renewal, as it is under its holder's lock: another operator may be at it, too. */
export async function recordedOf(work: Work, { applicant, facts }: Renewal): Promise<CertificateRow | undefined> {
  const { certificates } = await work.applicant(applicant);
  return certificates.find(({ id }) => id === facts.certificate?.id);
}

/** Of what he corrects he saw something else than is on record now: the other correction is not undone unseen. */
function isOvertaken(work: Work, row: CertificateRow, right: Right, seen: Correction['seen']): boolean {
  const isSame = {
    serial: seen.serial === row.serial,
    // The first day may have been seen on what was added to the record since.
    notBefore: row.notBefore === undefined || dayIn(work, seen.notBefore) === dayIn(work, row.notBefore),
    notAfter: dayIn(work, seen.notAfter) === dayIn(work, row.notAfter),
  };
  return Object.keys(right).some((name) => !isSame[name as keyof Right]);
}

const dayIn = (work: Work, at: Date | undefined) => at && isoDay(at, work.parts.settings.timeZone);

/** Days are what people tell: the same day at another hour is no correction. */
function differing(work: Work, row: CertificateRow, { serial, notBefore, notAfter }: Right): Right {
  const day = (at: Date | undefined) => dayIn(work, at);
  return {
    ...(serial !== undefined && serial !== row.serial ? { serial } : {}),
    ...(notBefore && day(notBefore) !== day(row.notBefore) ? { notBefore } : {}),
    ...(notAfter && day(notAfter) !== day(row.notAfter) ? { notAfter } : {}),
  };
}

/** Why what is on record stays, or the other cannot be it. */
async function incorrigible(
  work: Work,
  renewal: Renewal,
  row: CertificateRow,
  { serial, notBefore, notAfter }: Right,
): Promise<DeskRefusal | undefined> {
  if (isSeen((await work.tx.evidenceOf(row.id)) ?? row.evidence)) return 'record-seen';
  if (isFinal(row)) return 'record-final';
  if (beganTooEarly(renewal, notBefore)) return 'before-approval';
  const old = await work.certificate(renewal.certificate);
  // Of one without a number only its last day tells that it is not the old one.
  const isOld =
    row.serial === undefined
      ? old && notAfter && isSameDay(old.notAfter, notAfter)
      : serial !== undefined && old?.serial === serial;
  return isOld ? 'old-certificate' : undefined;
}

/** The certificate itself has come, and ends or begins on another day than was told. */
export async function followShown(
  work: Work,
  renewal: Renewal,
  row: CertificateRow,
  { notBefore, notAfter }: Pick<CertificateRow, 'notBefore' | 'notAfter'>,
  operator: Operator,
): Promise<void> {
  const right = {
    ...(notBefore && row.notBefore && !isSameDay(notBefore, row.notBefore) ? { notBefore } : {}),
    ...(isSameDay(notAfter, row.notAfter) ? {} : { notAfter }),
  };
  if (Object.keys(right).length > 0 && !isFinal(row)) await setRight(work, renewal, row, right, operator);
}

/** Writes it down, has what followed from a wrong date follow the right one, and tells its holder. */
async function setRight(
  work: Work,
  renewal: Renewal,
  row: CertificateRow,
  right: Right,
  operator: Operator,
): Promise<string | undefined> {
  const { serial, notBefore, notAfter } = right;
  const by = actor(operator);
  work.journal(`renewal:${renewal.id}`, by, 'certificate corrected', {
    certificate: row.id,
    ...(serial === undefined ? {} : { was: row.serial, serial }),
    ...(notBefore ? { wasFrom: row.notBefore?.toISOString(), from: notBefore.toISOString() } : {}),
    ...(notAfter ? { wasUntil: row.notAfter.toISOString(), until: notAfter.toISOString() } : {}),
  });
  const line = lineOf(work, renewal, row, right);
  work.tx.update('certificates', { id: row.id, ...right });
  Object.assign(row, right);
  if (notAfter) await forgetNotices(work, row.id);
  const { ended, goesOn } = notAfter || isFinal(row) ? await endMistaken(work, row, operator) : {};
  if (line) await tell(work, renewal, ended ? { ...line, needless: true } : line);
  return goesOn;
}

type RecordCorrected = Extract<Line, { say: 'record-corrected' }>;

/** What he was told otherwise; where nobody knew the first day, he was told the day on which it was recorded. */
function lineOf(
  work: Work,
  { facts }: Renewal,
  row: CertificateRow,
  { serial, notBefore, notAfter }: Right,
): RecordCorrected | undefined {
  const day = (at: Date) => isoDay(at, work.parts.settings.timeZone);
  const from = notBefore && day(notBefore) !== day(row.notBefore ?? facts.certificate!.at) ? notBefore : undefined;
  if (serial === undefined && !from && !notAfter) return undefined;
  return {
    say: 'record-corrected',
    ...(serial === undefined ? {} : { serial }),
    ...(from ? { from } : {}),
    ...(notAfter ? { until: notAfter } : {}),
  };
}

/** Where he heard of the certificate: by mail, and in his chat. */
async function tell(work: Work, { id: renewal, applicant }: Renewal, line: RecordCorrected): Promise<void> {
  const { mail, chats } = await ways(work, applicant);
  const told = [mail, chats[0]].filter((each) => each !== undefined);
  if (told.length === 0) work.awaitOperator('applicant', applicant, 'unreachable', applicant);
  for (const contact of told) await speak(work, contact, [line], { renewal });
}
