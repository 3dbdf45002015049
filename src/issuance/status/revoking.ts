import { Fault } from '../../fault.ts';
import { keyIdOf } from '../custody/authority.ts';
import type { Authority } from '../custody/custody.ts';
import type { IssuingParts } from '../signer/issuing.ts';
import { compareRevocations } from '../signer/reconcile.ts';
import type { SignerJournal } from '../signer/signer-journal.ts';
import type { RecordedRevocation, Revocation, StoredCrl } from '../storage.ts';
import { buildCrl, crlIsDue } from './crl.ts';

type Parts = Pick<IssuingParts, 'storage' | 'agreement' | 'clock'> & {
  /** All that have certificates in use, the one that signs first: each has a list of its own. */
  readonly authorities: readonly Authority[];
};

/** How often a number for a list may be taken by another process before that is a fault. */
const CRL_TRIES = 5;

/**
 * Revokes, in the order that keeps what was told true for ever: the signer's own journal, then the database, from which
 * answers about status are given, then the lists. With nothing to revoke it looks whether the database still has the last
 * one; the signer asks for that at every round.
 *
 * Throws Fault('signer-journal') where the journal cannot be used or has itself lost something; what was asked is in the
 * database all the same, since a lost key must not stay good because a file cannot be written.
 */
export async function revokeAll(asked: readonly Pick<Revocation, 'serial' | 'reason'>[], parts: Parts): Promise<void> {
  if (asked.length === 0 && (await knowsLatest(parts))) return;
  const at = parts.clock();
  const wanted = asked.map((each) => ({ ...each, at }));
  const kept = await noted(wanted, parts);
  await parts.storage.saveRevocations(kept);
  await currentCrls(parts);
}

/** In the journal, or at least in the database: what was asked must not wait until a file can be used again. */
async function noted(wanted: readonly Revocation[], parts: Parts): Promise<Revocation[]> {
  const isOfJournal = (error: unknown) => error instanceof Fault && error.code === 'signer-journal';
  // A signer beside us may have written to it: it was looked at anew by then.
  const again = (error: unknown) => (isOfJournal(error) ? inJournal(wanted, parts) : Promise.reject(error));
  try {
    return await inJournal(wanted, parts).catch(again);
  } catch (error) {
    if (isOfJournal(error)) await parts.storage.saveRevocations(wanted);
    throw error;
  }
}

/** What the journal says of them: the first word on each, which may be an earlier one. */
const inJournal = (wanted: readonly Revocation[], parts: Parts): Promise<Revocation[]> =>
  remembering(parts, async (journal) => {
    if (wanted.length > 0) await journal.append(firstOfEach(wanted));
    return firstOfEach(wanted).map((each) => journal.revocations().get(each.serial) ?? each);
  });

const firstOfEach = (revocations: readonly Revocation[]): Revocation[] => [
  ...new Map(revocations.toReversed().map((each) => [each.serial, each])).values(),
];

const knowsLatest = (parts: Parts): Promise<boolean> =>
  remembering(parts, async (journal) => (await parts.storage.onRecord([], journal.latest())).knowsLatest);

/** With a journal that has lost nothing. After a fault both sides are looked at anew. */
async function remembering<T>({ agreement }: Parts, act: (journal: SignerJournal) => Promise<T>): Promise<T> {
  const journal = await agreement.memory();
  try {
    return await act(journal);
  } catch (error) {
    agreement.doubt();
    throw error;
  }
}

/** The lists in force; new ones where they are due. Returns that of the CA that signs. */
export async function currentCrls(parts: Parts): Promise<StoredCrl> {
  const lists: StoredCrl[] = [];
  for (const authority of parts.authorities) lists.push(await currentCrl(authority, parts));
  return lists[0]!;
}

/**
 * The list in force of one CA; a new one if that is due. None comes out that lacks what was ever revoked: what a database that was
 * put back has lost is given back to it first, so that answers about status and the list are right again whatever else is
 * to be understood. Nothing is issued from then on: with the revocations it has lost decisions, too, and a request that was
 * withdrawn since would be carried out. Throws Fault('signer-journal') where the journal itself has lost something.
 */
async function currentCrl(authority: Authority, parts: Parts): Promise<StoredCrl> {
  const { storage, clock } = parts;
  const ours = keyIdOf(authority);
  for (let attempt = 0; attempt < CRL_TRIES; attempt++) {
    const latest = await storage.latestCrl(ours);
    // Only after the list: who publishes beside another one must not lack what stands in the list before his.
    const all = await allRevocations(parts);
    if (all === undefined) continue;
    // Whose certificate is not on record may be any CA's: his number stands on every list, and is nobody else's.
    const revocations = all.filter((each) => each.authority === undefined || each.authority === ours);
    if (latest !== undefined && !crlIsDue(latest, revocations, clock(), authority)) return latest;
    // A number that another CA of ours took a moment ago is no reason to give up.
    const crl = buildCrl(authority, revocations, numberAfter(latest, clock()) + attempt, clock());
    if (await storage.saveCrl(crl)) return crl;
  }
  throw new Fault('busy', 'other processes publish revocation lists without end');
}

/** Undefined where one side had to be completed or was written to meanwhile: then both are to be looked at anew. */
function allRevocations(parts: Parts): Promise<readonly RecordedRevocation[] | undefined> {
  const { storage, agreement, clock } = parts;
  return remembering(parts, async (journal) => {
    const { recorded, lost, unknown } = await compareRevocations(journal, storage, clock());
    if (lost.length > 0) {
      // Before they are there again: nobody could see then that they were lost.
      await journal.append([{ lacked: lost.map(({ serial }) => serial), at: clock() }]);
      await storage.saveRevocations(lost);
    }
    // A journal of an earlier release, which held none.
    const isFirst = journal.revocations().size === 0;
    if (unknown.length > 0 && isFirst) await journal.append(unknown, 'reconciled');
    if (lost.length === 0 && (unknown.length === 0 || isFirst)) return recorded;
    agreement.doubt();
    return undefined;
  });
}

/** Seconds since 1970, so that the numbers grow also where a database has forgotten the last ones (RFC 5280 5.2.3). */
const numberAfter = (latest: StoredCrl | undefined, now: Date): number =>
  Math.max((latest?.number ?? 0) + 1, Math.floor(now.getTime() / 1000));
