import type { RevocationReason } from '../conversation/conversation.ts';
import type { Line } from '../conversation/line.ts';
import { apply } from './apply.ts';
import type { Entry, Operator, OperatorAct, Outcome } from './entry.ts';
import { speak } from './speak.ts';
import type { CertificateRow, ContactRow, RevocationRow } from './store.ts';
import { isProven, ways } from './ways.ts';
import type { Work } from './work.ts';

/**
 * A revocation is an aggregate of its own: asked for (by the person, or by an operator where two have to agree), decided
 * by an operator, carried out by the issuer or, where the certificate is another CA's, by hand.
 */

/** The person asks for it, or has left: his valid certificates (or these of them) are put before the operators at once. */
export async function askRevocation(
  work: Work,
  contact: ContactRow,
  reason: RevocationReason,
  wanted?: readonly string[],
): Promise<void> {
  if (!contact.applicant) return;
  const applicant = await work.applicant(contact.applicant);
  for (const certificate of applicant.certificates) {
    if (certificate.state !== 'valid' || certificate.revoking || (wanted && !wanted.includes(certificate.id))) continue;
    const id = ask(work, certificate, reason, contact.id);
    // What follows in the same transaction is to know of it.
    certificate.revoking = 'asked';
    if (reason === 'keyCompromise') certificate.lostBy = contact.id;
    work.journal(`applicant:${applicant.id}`, 'applicant', 'revocation asked', {
      revocation: id,
      certificate: certificate.id,
      reason,
    });
  }
}

function ask(
  work: Work,
  certificate: { readonly id: string; readonly applicant: string },
  reason: string,
  askedBy: string,
  note: string | null = null,
): string {
  const id = work.newId();
  const { id: of, applicant } = certificate;
  const row = { id, certificate: of, applicant, reason, state: 'asked', askedBy, note, dueAt: null, at: work.now };
  work.tx.insert('revocations', row);
  work.awaitOperator('revocation', id, 'revocation-asked', applicant, reason);
  return id;
}

/**
 * What he asked for himself, as long as nobody has decided on it. Was it asked for elsewhere, it is told there and by
 * mail: whoever holds his telephone shall not be able to do it unheard.
 */
export async function takeBackRevocation(work: Work, contact: ContactRow): Promise<void> {
  if (!contact.applicant) return;
  const { id: applicant, certificates } = await work.applicant(contact.applicant);
  const asked = certificates.filter(({ revoking }) => revoking === 'asked');
  await work.tx.flush();
  const open = await byOperators(work, await work.tx.openRevocations(asked.map(({ id }) => id)));
  const own = open.filter(({ state, byOperator }) => state === 'asked' && !byOperator);
  for (const row of own) {
    work.tx.update('revocations', { id: row.id, state: 'taken-back', doneAt: work.now });
    work.settled('revocation', row.id);
    work.journal(`applicant:${applicant}`, 'applicant', 'revocation taken back', {
      revocation: row.id,
      certificate: row.certificate,
    });
  }
  for (const certificate of asked) {
    delete certificate.revoking;
    delete certificate.lostBy;
  }
  const elsewhere = own.find(({ askedBy }) => askedBy !== contact.id);
  const line = { say: 'revoke-taken-back-elsewhere', channel: contact.channel, at: work.now } as const;
  // The contact itself has its answer.
  if (elsewhere) await tell(work, elsewhere, line, contact);
}

/** Whoever is none of the person's contacts is an operator, or the system. */
async function byOperators(work: Work, rows: readonly RevocationRow[]) {
  const own = new Set((rows[0] ? await work.contactsOf(rows[0].applicant) : []).map(({ id }) => id));
  return rows.map((row) => ({ ...row, byOperator: !own.has(row.askedBy) }));
}

/** Revokes a certificate on an operator's decision, his own or about what was asked for. */
export async function decideRevocation(
  work: Work,
  operator: Operator,
  act: Extract<OperatorAct, { act: 'revoke' | 'decide-revocation' }>,
): Promise<Outcome> {
  return act.act === 'revoke' ? revokeNow(work, operator, act) : decideAsked(work, operator, act);
}

async function revokeNow(
  work: Work,
  operator: Operator,
  { certificate, reason, note }: Extract<OperatorAct, { act: 'revoke' }>,
): Promise<Outcome> {
  const row = await work.certificate(certificate);
  if (row?.state !== 'valid') return { refused: 'already' };
  if ((await work.applicant(row.applicant)).erasedAt) return { refused: 'erased' };
  // With four eyes the second pair decides, as it does on a person's request.
  if (work.parts.settings.fourEyes) return proposeRevocation(work, operator.id, row, reason, note);
  const id = work.newId();
  const by = { askedBy: operator.id, decidedBy: operator.id };
  const due = { certificate, applicant: row.applicant, reason, note, state: 'due', dueAt: work.now, at: work.now };
  work.tx.insert('revocations', { id, ...due, ...by });
  work.tx.job({ queue: 'revoke', data: { revocation: id } });
  return { done: true, id };
}

/** An operator's proposal, by his id. It waits for a decision, unless it does so already. */
export async function proposeRevocation(
  work: Work,
  operator: string,
  certificate: CertificateRow,
  reason: Extract<OperatorAct, { act: 'revoke' }>['reason'],
  note: string,
): Promise<Outcome> {
  const open = await work.tx.openRevocations([certificate.id]);
  if (open.some(({ state }) => state === 'asked')) return { refused: 'already' };
  return { done: true, id: ask(work, certificate, reason, operator, note) };
}

type Deciding = Extract<OperatorAct, { act: 'decide-revocation' }>;

/** Which of them somebody else has decided on meanwhile holds up none of the others. */
async function decideAsked(work: Work, operator: Operator, act: Deciding): Promise<Outcome> {
  const { also = [], ...one } = act;
  const first = await decideOne(work, operator, one);
  const others: Outcome[] = [];
  for (const revocation of new Set(also))
    if (revocation !== act.revocation) others.push(await decideOne(work, operator, { ...one, revocation }));
  return others.find((outcome) => 'done' in outcome) ?? first;
}

async function decideOne(
  work: Work,
  operator: Operator,
  { revocation, approve, note, instruction = '' }: Deciding,
): Promise<Outcome> {
  const row = await work.tx.revocation(revocation);
  if (row?.state !== 'asked') return { refused: 'already' };
  if (approve && work.parts.settings.fourEyes && row.askedBy === operator.id) return { refused: 'second-operator' };
  const [known] = await byOperators(work, [row]);
  // The person is owed a reason that he can do something with; what an operator proposed never reached anybody. One that
  // makes way by itself is decided on because he had it held.
  const asksPerson = !known!.byOperator || row.askedBy === 'system';
  if (!approve && asksPerson && instruction.trim() === '') return { refused: 'no-reason' };
  const state = approve ? 'due' : 'refused';
  const dates = approve ? { dueAt: work.now } : { doneAt: work.now };
  work.tx.update('revocations', { id: row.id, state, decidedBy: operator.id, note, ...dates });
  work.settled('revocation', row.id);
  work.journal(
    `applicant:${row.applicant}`,
    { role: 'operator', id: operator.id },
    approve ? 'revocation approved' : 'revocation refused',
    { revocation: row.id, certificate: row.certificate, reason: row.reason },
  );
  if (approve) work.tx.job({ queue: 'revoke', data: { revocation: row.id } });
  else {
    const held = row.askedBy === 'system' && { held: true as const };
    const line = { say: 'revocation-refused', serial: row.serial, at: work.now, instruction, ...held } as const;
    if (asksPerson) await tell(work, row, line);
  }
  return { done: true };
}

/** An operator looks at what he needs to revoke it in AMS. */
export async function revocationPacketTaken(work: Work, operator: Operator, id: string): Promise<Outcome> {
  const row = await work.tx.revocation(id);
  if (row?.state !== 'by-hand') return { refused: row ? 'not-now' : 'unknown' };
  const refs = { revocation: row.id, certificate: row.certificate };
  work.journal(`applicant:${row.applicant}`, { role: 'operator', id: operator.id }, 'revocation packet taken', refs);
  return { done: true };
}

/** The operator has carried them out elsewhere (in AMS). */
export async function revokedByHand(work: Work, ids: readonly string[]): Promise<Outcome> {
  const rows = await openOnes(work, ids);
  // What our own CA is to revoke, or nobody has decided yet, does not become true by being ticked off.
  const byHand = rows.filter(({ state }) => state === 'by-hand');
  if (byHand.length === 0) return { refused: rows.length === 0 ? 'already' : 'not-now' };
  await carriedOut(work, byHand);
  return { done: true };
}

/** Locked in one order, so that two who speak of the same ones do not wait for one another. */
async function openOnes(work: Work, ids: readonly string[]): Promise<RevocationRow[]> {
  const rows: RevocationRow[] = [];
  for (const id of [...new Set(ids)].toSorted()) {
    const row = await work.tx.revocation(id);
    if (row && row.state !== 'done') rows.push(row);
  }
  return rows;
}

/** The issuer's answer: they are revoked, or they are another CA's to revoke. */
export async function revoked(work: Work, entry: Extract<Entry, { enter: 'revoked' }>): Promise<Outcome> {
  const rows = await openOnes(work, entry.revocations);
  if (rows.length === 0) return { refused: 'already' };
  if (entry.result === 'revoked') await carriedOut(work, rows);
  else for (const row of rows) toBeDoneByHand(work, row);
  return { done: true };
}

function toBeDoneByHand(work: Work, row: RevocationRow): void {
  work.tx.update('revocations', { id: row.id, state: 'by-hand' });
  work.awaitOperator('revocation', row.id, 'revoke-by-hand', row.applicant);
  record(work, row, 'revocation by hand');
}

/** From now on they count for nothing. The person hears of all that were revoked for one reason in one message. */
async function carriedOut(work: Work, rows: readonly RevocationRow[]): Promise<void> {
  const told: RevocationRow[] = [];
  for (const row of rows) {
    const asked = await carriedOutOne(work, row);
    if (asked && isHeld(row)) await tell(work, row, { say: 'revoke-held-late', serial: row.serial, at: work.now });
    else if (asked) told.push({ ...asked, serial: row.serial, reason: row.reason });
  }
  for (const [reason, of] of Map.groupBy(told, (row) => row.reason as Revoked['reason']))
    await tell(work, of[0]!, { say: 'revoked', serials: of.map(({ serial }) => serial), at: work.now, reason });
}
type Revoked = Extract<Line, { say: 'revoked' }>;

/** Held while the issuer was at it already: the hold came too late, and whoever wished for it waits for a decision. */
const isHeld = ({ askedBy, state }: RevocationRow): boolean => askedBy === 'system' && state === 'asked';

/**
 * Whatever else was asked or planned for the same certificate is done with it. Returns at whose wish it was revoked;
 * nothing where its holder knew of it.
 */
async function carriedOutOne(work: Work, row: RevocationRow): Promise<RevocationRow | undefined> {
  const others = (await work.tx.openRevocations([row.certificate])).filter(({ id }) => id !== row.id);
  for (const { id } of [row, ...others]) {
    work.tx.update('revocations', { id, state: 'done', doneAt: work.now });
    work.settled('revocation', id);
  }
  work.tx.update('certificates', {
    id: row.certificate,
    state: 'revoked',
    revokedAt: work.now,
    revokedFor: row.reason,
  });
  record(work, row, 'certificate revoked');
  await inRenewals(work, row);
  // That the old one makes way was said when the new one was collected.
  const isPlanned = row.askedBy === 'system' && row.decidedBy === undefined && !isHeld(row);
  if (isPlanned && others.length === 0) return undefined;
  return others.find(({ askedBy }) => askedBy !== 'system') ?? row;
}

const record = (work: Work, row: RevocationRow, entry: string) =>
  work.journal(`applicant:${row.applicant}`, 'issuer', entry, { certificate: row.certificate, reason: row.reason });

/**
 * A renewal goes on when its old certificate is revoked, as one of a revoked certificate. Is it the new one, before it
 * was collected, its key is as good as lost: an operator decides on another.
 */
async function inRenewals(work: Work, row: RevocationRow): Promise<void> {
  const mark = work.mark({ role: 'system' }, 'none');
  for (const { id, certificate, facts } of await work.renewalsOf(row.applicant)) {
    if (certificate === row.certificate) await apply(work, id, { is: 'certificate-revoked', mark }, { quiet: true });
    if (facts.certificate?.id === row.certificate) await apply(work, id, { is: 'key-lost', mark }, { quiet: true });
  }
}

/** Where he asked, and by mail always: nobody shall lose his certificate to someone who holds his telephone. */
export async function tell(work: Work, row: RevocationRow, line: Line, except?: ContactRow): Promise<void> {
  const contacts = await work.contactsOf(row.applicant);
  // A relative reported it: nothing is written to the dead.
  if (contacts.find(({ id }) => id === row.askedBy)?.state.left === 'died') return;
  const { mail, chats } = await ways(work, row.applicant);
  const proven = chats.filter((each) => isProven(each, work.now));
  const chat = proven.find(({ id }) => id === row.askedBy) ?? proven[0] ?? (mail ? undefined : chats[0]);
  const told = [mail, chat].filter((each) => each !== undefined);
  if (told.length === 0) work.awaitOperator('applicant', row.applicant, 'unreachable', row.applicant);
  for (const each of told.filter(({ id }) => id !== except?.id)) await speak(work, each, [line]);
}
