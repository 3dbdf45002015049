import type { Line } from '../../conversation/line.ts';
import { apply } from '../apply.ts';
import { actor, type Entry, type Operator, type Outcome } from '../entry.ts';
import type { RevocationRow } from '../store.ts';
import type { Work } from '../work.ts';
import { tell } from './told.ts';

/** An operator looks at what he needs to revoke it in AMS. */
export async function revocationPacketTaken(work: Work, operator: Operator, id: string): Promise<Outcome> {
  const row = await work.tx.revocation(id);
  if (row?.state !== 'by-hand') return { refused: row ? 'not-now' : 'unknown' };
  const refs = { revocation: row.id, certificate: row.certificate };
  work.journal(`applicant:${row.applicant}`, actor(operator), 'revocation packet taken', refs);
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

const record = (work: Work, row: RevocationRow, entry: 'certificate revoked' | 'revocation by hand') =>
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
