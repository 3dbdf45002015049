import type { Line } from '../../conversation/line.ts';
import { isoDay } from '../../renewal/dates.ts';
import { PROCEDURE_VERSION } from '../../renewal/procedure.ts';
import type { Actor, Basis, Facts, Mark, Renewal } from '../../renewal/renewal.ts';
import { start } from '../../renewal/step.ts';
import { speak } from '../speak.ts';
import type { CertificateRow } from '../store.ts';
import { ways } from '../ways.ts';
import type { Work } from '../work.ts';

/** Which of the SOP's three cases it is: about to expire, expired, revoked. */
export function basisOf(certificate: Pick<CertificateRow, 'state' | 'notAfter'>, now: Date): Basis {
  if (certificate.state === 'revoked') return 'revoked';
  return certificate.notAfter <= now ? 'expired' : 'expiring';
}

/** What is written today of one that was opened while its certificate was still valid. */
export const basisToday = (
  renewal: Pick<Renewal, 'basis'>,
  { notAfter }: Pick<CertificateRow, 'notAfter'>,
  now: Date,
) => (renewal.basis === 'expiring' ? basisOf({ state: 'valid', notAfter }, now) : renewal.basis);

/**
 * Opens a renewal for a certificate (SOP activity 1). Undefined when there is an open one already or the certificate
 * has a successor, is provisional or of nobody any more: a mail and the scan may both try at once.
 */
export async function openRenewal(
  work: Work,
  certificate: CertificateRow,
  how: Facts['noticed']['how'],
  by: Actor,
  channel: Mark['channel'],
  contact?: string,
): Promise<Renewal | undefined> {
  const open = await work.openRenewalsOf(certificate.applicant);
  if (open.some((renewal) => renewal.certificate === certificate.id)) return undefined;
  if (certificate.successor || certificate.state === 'provisional') return undefined;
  const applicant = await work.applicant(certificate.applicant);
  if (applicant.erasedAt) return undefined;
  const { settings } = work.parts;
  const year = isoDay(work.now, settings.timeZone).slice(0, 4);
  const count = await work.tx.next(`renewals:${year}`);
  const { renewal } = start(
    {
      id: work.newId(),
      number: `${year}-${String(count).padStart(6, '0')}`,
      applicant: applicant.id,
      certificate: certificate.id,
      basis: basisOf(certificate, work.now),
      version: applicant.version,
      how,
      rules: {
        needsCsr: settings.issuer === 'local',
        entersAms: settings.issuer === 'ams',
        fourEyes: settings.fourEyes,
        windowDays: settings.windowDays,
        procedureVersion: PROCEDURE_VERSION,
      },
    },
    work.mark(by, channel),
  );
  work.saveRenewal(renewal, { isNew: true, contact });
  work.journal(`renewal:${renewal.id}`, by, 'opened', {
    how,
    certificate: certificate.id,
    basis: renewal.basis,
    procedure: PROCEDURE_VERSION,
  });
  return renewal;
}

/** The first message about a certificate goes to the contact on file: by mail always, and to a bound chat as well. */
export async function giveNotice(work: Work, renewal: Renewal, certificate: CertificateRow): Promise<boolean> {
  const applicant = await work.applicant(renewal.applicant);
  const { mail, chats } = await ways(work, renewal.applicant);
  const [chat] = chats;
  const noticed = { number: renewal.number, basis: basisToday(renewal, certificate, work.now) };
  for (const contact of [mail, chat]) {
    if (!contact) continue;
    const telegram = contact.channel === 'mail' && work.parts.settings.bot !== undefined && !chat;
    await speak(
      work,
      contact,
      [firstNotice(applicant.data.name, noticed, renewal.rules.needsCsr, certificate, telegram)],
      { renewal: renewal.id, ask: { what: 'sign-in', renewal: renewal.id, about: renewal.id } },
    );
  }
  if (!mail && !chat) work.awaitOperator('applicant', renewal.applicant, 'unreachable', renewal.applicant);
  return mail !== undefined || chat !== undefined;
}

/** The console shows the same words before they leave. */
export const firstNotice = (
  name: string,
  { basis, number }: Pick<Renewal, 'basis' | 'number'>,
  needsCsr: boolean,
  { serial, notAfter: expires }: Pick<CertificateRow, 'serial' | 'notAfter'>,
  telegram: boolean,
): Line => ({
  say: 'first-notice',
  name,
  basis,
  ...(serial ? { serial } : {}),
  expires,
  number,
  byHand: !needsCsr,
  telegram,
});
