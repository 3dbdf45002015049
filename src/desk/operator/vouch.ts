import type { Renewal } from '../../renewal/renewal.ts';
import { apply } from '../apply.ts';
import { actor, type Operator, type OperatorAct, type Outcome } from '../entry.ts';
import type { Chain } from '../journal.ts';
import { bind, unbind } from '../message/identity.ts';
import { placed } from '../message/triage.ts';
import { proposeRevocation } from '../revocation/asked.ts';
import { speak } from '../speak.ts';
import type { CertificateRow, ContactRow } from '../store.ts';
import { ways } from '../ways.ts';
import type { Work } from '../work.ts';

/** For someone who cannot read his mailbox: checked in person or by video, with the reason; another operator decides later. */
export async function vouch(
  work: Work,
  operator: Operator,
  act: Extract<OperatorAct, { act: 'vouch' }>,
): Promise<Outcome> {
  const renewal = await work.renewal(act.renewal);
  const contact = await work.contact(act.contact);
  if (!renewal || renewal.outcome !== undefined) return { refused: 'over' };
  if (contact.applicant && contact.applicant !== renewal.applicant) return { refused: 'not-yours' };
  bind(work, contact, renewal.applicant, 'vouched');
  await tellOnRecord(work, renewal.applicant, contact, 'vouched-for');
  work.journal(`renewal:${renewal.id}`, actor(operator), 'vouched', {
    contact: contact.id,
    how: act.how,
  });
  const mark = work.mark(actor(operator), 'web');
  work.settled('contact', contact.id);
  await placed(work, contact);
  // Bound it is in any case; a renewal that is signed in already only learns who gave his word.
  await apply(work, renewal.id, { is: 'signed-in', method: 'vouched', mark }, { contact: contact.id });
  return { done: true };
}

/**
 * The address on record hears of it, if it is one that mail still reaches: an operator may have been shown somebody
 * else's face.
 */
async function tellOnRecord(
  work: Work,
  applicant: string,
  { id, channel }: ContactRow,
  say: 'vouched-for' | 'vouch-taken-back',
): Promise<void> {
  const { mail } = await ways(work, applicant);
  if (mail && mail.id !== id) await speak(work, mail, [{ say, channel }]);
}

/**
 * It was the wrong person, or the wrong conversation: this contact is nobody's again. What was done through it stays on
 * record; an operator is awaited, who looks at the renewal that it signed in to, and decides on what was issued by then.
 */
export async function takeVouchBack(
  work: Work,
  operator: Operator,
  act: Extract<OperatorAct, { act: 'unvouch' }>,
): Promise<Outcome> {
  const contact = await work.contact(act.contact);
  const { applicant } = contact;
  if (applicant === undefined || contact.standing !== 'bound' || contact.provenBy !== 'vouched')
    return { refused: 'not-now' };
  unbind(work, contact);
  await tellOnRecord(work, applicant, contact, 'vouch-taken-back');
  const by = actor(operator);
  const open = (await work.openRenewalsOf(applicant)).filter(restsOnWord);
  if (open.length > 0) work.awaitOperator('contact', contact.id, 'vouch-taken-back', applicant);
  const issued = await issuedOnWord(work, applicant);
  const renewals = new Set([...open.map(({ id }) => id), ...issued.map(({ renewal }) => renewal)]);
  const chains: Chain[] = [
    `applicant:${applicant}`,
    `contact:${contact.id}`,
    ...[...renewals].map((id) => `renewal:${id}` as const),
  ];
  for (const chain of chains) work.journal(chain, by, 'vouch taken back', { contact: contact.id });
  // Whoever was let in may hold its key.
  for (const each of issued) await proposeRevocation(work, operator.id, each, 'keyCompromise', act.note);
  return { done: true };
}

/** The word was taken back while the certificate was on its way: nobody has looked at it since. */
export async function doubtIssued(work: Work, renewal: Renewal, certificate: CertificateRow): Promise<void> {
  if (!restsOnWord(renewal)) return;
  const word = (await work.tx.wordsTakenBack(renewal.id)).at(-1);
  if (word) await proposeRevocation(work, word.operator, certificate, 'keyCompromise', word.note ?? '');
}

const restsOnWord = ({ facts }: Renewal): boolean => facts.signedIn?.method === 'vouched';

/** His certificates in force whose renewal an operator's word let somebody into. */
async function issuedOnWord(work: Work, applicant: string): Promise<CertificateRow[]> {
  const { certificates } = await work.applicant(applicant);
  const issued: CertificateRow[] = [];
  for (const each of certificates) {
    const renewal = each.renewal === undefined ? undefined : await work.renewal(each.renewal);
    if (renewal && restsOnWord(renewal) && each.state === 'valid' && each.notAfter > work.now) issued.push(each);
  }
  return issued;
}
