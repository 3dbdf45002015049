import { Fault } from '../../fault.ts';
import { assemble } from '../certificate/certificate.ts';
import { type Expected, same } from '../certificate/lint.ts';
import type { Profile } from '../certificate/profile.ts';
import { readParts } from '../certificate/read-certificate.ts';
import { read } from '../certificate/statement.ts';
import type { Authority } from '../custody/custody.ts';
import type { Issuance } from '../issuer.ts';
import type { Draft, Intent, IssuanceStorage, OnRecord, StoredCertificate } from '../storage.ts';
import { assertAsIntended } from './compare.ts';
import { type Drafted, draft, faultOf, issuingOf, judge } from './judging.ts';
import type { Agreement } from './reconcile.ts';
import { type Journaled, markOf, type SignerJournal } from './signer-journal.ts';

/** A CA of ours, and what its certificates say. */
export type Issuing = { readonly authority: Authority; readonly profile: Profile };

/** `authority` is the one that signs what is approved from now on. */
export type IssuingParts = Issuing & {
  /**
   * Those before it. Of them only what was committed in their time is still signed: what a signer who was killed at the
   * moment of the change has left behind.
   */
  readonly retired?: readonly Issuing[] | undefined;
  readonly storage: IssuanceStorage;
  readonly agreement: Agreement;
  readonly clock: () => Date;
  /** Whether he demands two operators whatever the rows say; see approval.ts. */
  readonly fourEyes?: boolean | undefined;
};

/** By request: the answer, or what went wrong with this one alone. */
export type Answers = ReadonlyMap<string, Issuance | Fault>;

/** Requests that are issued together: what they hold in memory stays small, and no statement grows without end. */
const MOST_TOGETHER = 100;
/** Groups that are built and judged beforehand: with one alone, everything would wait for the disk with it. */
const AHEAD = 2;
/** Groups that are entered in the journal, signed and stored while the next one is committed, each at one of these steps. */
const BEHIND = 3;

/**
 * The one path to a certificate, for one request or for many: build and lint the bytes, commit the intents in the
 * database, then in the signer's own journal, sign, compare, store. An intent that lies in the database already is held
 * against the approval anew before the journal takes it: whoever can write into that table signs nothing. Each step is
 * one statement or one sync for a group, and the signatures are made on threads beside. A request that cannot be issued holds
 * up none of the others.
 *
 * Every certificate takes these steps in their order. Groups take them at the same time, each at another step, so that
 * neither processor nor disk waits for the other: while one is stored the one behind it is signed, the next is written into
 * the journal, another into the database, and those behind that one are built and judged.
 *
 * Throws Fault('signer-journal') before anything is signed where database and journal disagree, and what the database
 * throws: then those that are left have no answer, and all may be asked for again.
 */
export const issueAll = (requests: readonly string[], parts: IssuingParts): Promise<Answers> =>
  agreed(parts, (journal) => issueWith(journal, requests, parts));

async function issueWith(journal: SignerJournal, requests: readonly string[], parts: IssuingParts): Promise<Answers> {
  const answers = new Map<string, Issuance | Fault>();
  const groups = inGroups([...new Set(requests)]);
  const ahead = groups.slice(0, AHEAD).map((group) => awaited(prepare(group, journal, parts)));
  const behind: Promise<Answers>[] = [];
  const oneLess = async () => {
    for (const [request, answer] of (await behind.shift()) ?? []) answers.set(request, answer);
  };
  try {
    for (let at = 0; at < groups.length; at++) {
      const ready = await ahead.shift()!;
      const coming = groups[at + AHEAD];
      if (coming) ahead.push(awaited(prepare(coming, journal, parts)));
      if (behind.length === BEHIND) await oneLess();
      behind.push(awaited(carryOut(await commitGroup(ready, journal, parts), journal, parts)));
    }
    while (behind.length > 0) await oneLess();
  } finally {
    // Where one has failed, the others come to their end all the same.
    await Promise.allSettled(behind);
  }
  return answers;
}

/** What goes wrong in it is thrown where it is awaited, if it ever is. */
function awaited<T>(work: Promise<T>): Promise<T> {
  work.catch(() => {});
  return work;
}

function inGroups(requests: readonly string[]): string[][] {
  const count = Math.ceil(requests.length / MOST_TOGETHER);
  return Array.from({ length: count }, (_, at) => requests.slice(at * MOST_TOGETHER, (at + 1) * MOST_TOGETHER));
}

/** A group before anything is changed for it. */
type Ready = Drafted & { readonly requests: readonly string[]; readonly record: OnRecord };

async function prepare(requests: readonly string[], journal: SignerJournal, parts: IssuingParts): Promise<Ready> {
  // Asked first: what the journal knows by now was in the database before.
  const known = requests.filter((id) => journal.knows(id));
  const record = await parts.storage.onRecord(requests, journal.latest());
  if (!record.knowsLatest || known.some((id) => !record.intents.has(id))) throw putBack();
  const fresh = requests.filter((id) => !record.intents.has(id) && !record.certificates.has(id));
  return { requests, record, ...(await draft(fresh, parts)) };
}

/** A group whose intents are in the database. */
type Committed = Ready & { readonly intents: readonly Intent[] };

async function commitGroup(ready: Ready, journal: SignerJournal, { storage }: IssuingParts): Promise<Committed> {
  const { requests, record, drafts } = ready;
  const kept = await commit(drafts, journal, storage);
  const open = requests.filter((id) => !record.certificates.has(id));
  return { ...ready, intents: open.flatMap((id) => record.intents.get(id) ?? kept.get(id) ?? []) };
}

/** Signs what the journal has on its disk. */
async function carryOut(committed: Committed, journal: SignerJournal, parts: IssuingParts): Promise<Answers> {
  const { requests, record, drafts, expected, answers, intents } = committed;
  const judged = await judge(strangers(intents, drafts, journal), parts);
  const fit = intents.filter(({ request }) => !judged.answers.has(request));
  const entered = fit.length > 0 ? await journal.append(fit) : [];
  const stored = await signAndStore(entered, new Map([...expected, ...judged.expected]), parts);
  return answer(requests, parts, [record.certificates, judged.answers, answers, stored]);
}

/** The same for a certificate that no person asked for, such as that of the OCSP responder. */
export async function issueDraft(draft: Draft, parts: IssuingParts): Promise<StoredCertificate> {
  return agreed(parts, async (journal) => {
    const kept = await commit([draft], journal, parts.storage);
    // No approval that another one could be held against: it is this draft or nothing.
    if (strangers([...kept.values()], [draft], journal).length > 0)
      throw new Fault('issuance', 'another intent lies in the place of the one that was drafted');
    const entered = await journal.append([...kept.values()]);
    const certificate = (await signAndStore(entered, new Map(), parts)).get(draft.request);
    if (certificate instanceof Fault) throw certificate;
    if (!certificate) throw new Fault('issuance', 'the key is in a certificate already');
    return certificate;
  });
}

/** With the journal that agrees with the database; if it turns out that it does not, both are looked at anew next time. */
async function agreed<T>(
  { agreement }: Pick<IssuingParts, 'agreement'>,
  act: (journal: SignerJournal) => Promise<T>,
): Promise<T> {
  const journal = await agreement.journal();
  try {
    return await act(journal);
  } catch (error) {
    if (error instanceof Fault && error.code === 'signer-journal') agreement.doubt();
    throw error;
  }
}

async function commit(
  drafts: readonly Draft[],
  journal: SignerJournal,
  storage: IssuanceStorage,
): Promise<ReadonlyMap<string, Intent>> {
  return drafts.length === 0 ? new Map() : storage.saveIntents(drafts, journal.latest());
}

/** Those that neither this process drafted a moment ago nor the journal holds. */
function strangers(intents: readonly Intent[], drafts: readonly Draft[], journal: SignerJournal): Intent[] {
  const own = new Map(drafts.map(({ request, tbs }) => [request, tbs]));
  return intents.filter(
    (intent) => !same(own.get(intent.request), intent.tbs) && journal.holds(markOf(intent)) === 'nothing',
  );
}

const putBack = (): Fault =>
  new Fault(
    'signer-journal',
    'the database lacks what the journal knows: it was put back to an older state; run: ca reconcile',
  );

/** Signs, compares what came out with what was meant, and stores it. */
async function signAndStore(
  intents: readonly Journaled[],
  expected: ReadonlyMap<string, Expected>,
  parts: IssuingParts,
): Promise<ReadonlyMap<string, StoredCertificate | Fault>> {
  const { storage, clock } = parts;
  const signing = intents.map((intent) =>
    signOne(intent, issuingOf(intent.tbs, parts).authority, expected.get(intent.request)).catch(faultOf),
  );
  const signed = await Promise.all(signing);
  const fit = signed.flatMap((each) => (each instanceof Fault ? [] : [each]));
  const stored = fit.length === 0 ? new Map() : await storage.saveCertificates(fit, clock());
  return new Map(intents.map(({ request }, at) => [request, stored.get(request) ?? signed[at]!]));
}

/** Signs one intent that the journal has, and compares. Throws Fault('issuance') if what came out is not what was meant. */
export async function signOne(intent: Journaled, authority: Authority, drafted?: Expected): Promise<StoredCertificate> {
  const { request, serial, tbs } = intent;
  const der = assemble(tbs, authority.kind, await authority.signAside(tbs));
  // Another signer's intent may have been the first: by then it alone decides.
  assertAsIntended(der, intent, authority, drafted?.serial === serial ? drafted : undefined);
  const { notBefore, notAfter } = read(tbs).fields;
  return { request, serial, der, notBefore, notAfter };
}

/** The first of the lists that has a word on it; who is in none had his key taken by another request meanwhile. */
function answer(
  requests: readonly string[],
  parts: IssuingParts,
  found: readonly ReadonlyMap<string, StoredCertificate | Issuance | Fault>[],
): Answers {
  const answers = requests.map((id) => {
    const first = found.find((each) => each.has(id))?.get(id) ?? KEY_SEEN;
    if (first instanceof Fault || 'status' in first) return [id, first] as const;
    return [id, issued(first, parts)] as const;
  });
  return new Map(answers);
}

const KEY_SEEN: Issuance = { status: 'refused', why: 'key-seen' };

/** With the chain of the CA that issued it. */
export function issued({ serial, der, notBefore, notAfter }: StoredCertificate, parts: IssuingParts): Issuance {
  // Nearly always there is one CA, and then nothing has to be read.
  const { authority } = parts.retired?.length ? issuingOf(readParts(der).tbs, parts) : parts;
  return { status: 'issued', serial, certificate: der, chain: authority.chain, notBefore, notAfter };
}
