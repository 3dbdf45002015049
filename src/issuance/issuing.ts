import { Fault } from '../fault.ts';
import { assemble, drawSerial, toBeSigned } from './certificate.ts';
import { assertAsIntended } from './compare.ts';
import type { Authority } from './custody.ts';
import type { Issuance } from './issuer.ts';
import { readKey } from './key.ts';
import { createRehearsal, type Expected, lint, type Rehearsal } from './lint.ts';
import { type Profile, validityWithin } from './profile.ts';
import type { Agreement } from './reconcile.ts';
import type { SignerJournal } from './signer-journal.ts';
import { contentsOf, read } from './statement.ts';
import type { ApprovedRequest, Draft, Intent, IssuanceStorage, OnRecord, StoredCertificate } from './storage.ts';

export type IssuingParts = {
  readonly authority: Authority;
  readonly storage: IssuanceStorage;
  readonly agreement: Agreement;
  readonly clock: () => Date;
  readonly profile: Profile;
};

/** By request: the answer, or what went wrong with this one alone. */
export type Answers = ReadonlyMap<string, Issuance | Fault>;

/** Requests that are issued together: what they hold in memory stays small, and no statement grows without end. */
const MOST_TOGETHER = 100;

/**
 * The one path to a certificate, for one request or for many: build and lint the bytes, commit the intents in the
 * database, then in the signer's own journal, sign, compare, store. Each step is one statement or one sync for a group,
 * and the signatures are made on all cores. A request that cannot be issued holds up none of the others.
 *
 * Throws Fault('signer-journal') before anything is signed where database and journal disagree, and what the database
 * throws: then those that are left have no answer, and all may be asked for again.
 */
export async function issueAll(requests: readonly string[], parts: IssuingParts): Promise<Answers> {
  const answers = new Map<string, Issuance | Fault>();
  const groups = inGroups([...new Set(requests)]);
  let next = prepared(groups[0], parts);
  for (let at = 0; at < groups.length; at++) {
    const ready = await next;
    // While one group waits for the disk and its signatures, the one behind it is built and judged.
    next = prepared(groups[at + 1], parts);
    for (const [request, answer] of await carryOut(ready, parts)) answers.set(request, answer);
  }
  return answers;
}

function inGroups(requests: readonly string[]): string[][] {
  const count = Math.ceil(requests.length / MOST_TOGETHER);
  return Array.from({ length: count }, (_, at) => requests.slice(at * MOST_TOGETHER, (at + 1) * MOST_TOGETHER));
}

/** A group before anything is changed for it. */
type Ready = Drafted & { readonly requests: readonly string[]; readonly record: OnRecord };

/** What goes wrong here is thrown where it is awaited, if it ever is. */
function prepared(requests: readonly string[] = [], parts: IssuingParts): Promise<Ready> {
  const ready = prepare(requests, parts);
  ready.catch(() => {});
  return ready;
}

async function prepare(requests: readonly string[], parts: IssuingParts): Promise<Ready> {
  if (requests.length === 0) return { requests, record: NOTHING, ...(await draft([], parts)) };
  return agreed(parts, async (journal) => {
    // Asked first: what the journal knows by now was in the database before.
    const known = requests.filter((id) => journal.knows(id));
    const record = await parts.storage.onRecord(requests, journal.latest());
    if (!record.knowsLatest || known.some((id) => !record.intents.has(id))) throw putBack();
    const fresh = requests.filter((id) => !record.intents.has(id) && !record.certificates.has(id));
    return { requests, record, ...(await draft(fresh, parts)) };
  });
}

const NOTHING: OnRecord = { knowsLatest: true, intents: new Map(), certificates: new Map() };

async function carryOut({ requests, record, drafts, expected, answers }: Ready, parts: IssuingParts): Promise<Answers> {
  return agreed(parts, async (journal) => {
    const kept = await commit(drafts, journal, parts.storage);
    const open = requests.filter((id) => !record.certificates.has(id));
    const intents = open.flatMap((id) => record.intents.get(id) ?? kept.get(id) ?? []);
    const signed = await signAndStore(intents, expected, journal, parts);
    return answer(requests, parts.authority, [record.certificates, signed, answers]);
  });
}

/** The same for a certificate that no person asked for, such as that of the OCSP responder. */
export async function issueDraft(draft: Draft, parts: IssuingParts): Promise<StoredCertificate> {
  return agreed(parts, async (journal) => {
    const kept = await commit([draft], journal, parts.storage);
    const signed = await signAndStore([...kept.values()], new Map(), journal, parts);
    const certificate = signed.get(draft.request);
    if (certificate instanceof Fault) throw certificate;
    if (!certificate) throw new Fault('issuance', 'the key is in a certificate already');
    return certificate;
  });
}

/** For what is signed without an intent. Throws Fault('signer-journal') where database and journal disagree. */
export async function assertAgreed(parts: Pick<IssuingParts, 'agreement' | 'storage'>): Promise<void> {
  await agreed(parts, async (journal) => {
    if (!(await parts.storage.onRecord([], journal.latest())).knowsLatest) throw putBack();
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

const putBack = (): Fault =>
  new Fault(
    'signer-journal',
    'the database lacks what the journal knows: it was put back to an older state; run: ca reconcile',
  );

type Drafted = {
  readonly drafts: readonly Draft[];
  /** What each of their certificates shall say. */
  readonly expected: ReadonlyMap<string, Expected>;
  readonly answers: Answers;
};

/** Builds the bytes to be signed for each approved request, and judges them. */
async function draft(requests: readonly string[], parts: IssuingParts): Promise<Drafted> {
  if (requests.length === 0) return { drafts: [], expected: new Map(), answers: new Map() };
  const { authority, storage } = parts;
  const [approved, rehearse] = await Promise.all([storage.approvedRequests(requests), createRehearsal(authority.kind)]);
  const drafts: Draft[] = [];
  const expected = new Map<string, Expected>();
  const answers = new Map<string, Issuance | Fault>();
  for (const id of requests) {
    const outcome = draftOne(id, approved.get(id), parts, rehearse);
    if ('draft' in outcome) {
      drafts.push(outcome.draft);
      expected.set(id, outcome.expected);
    } else answers.set(id, outcome instanceof Fault ? outcome : { status: 'refused', why: outcome.refused });
  }
  return { drafts, expected, answers };
}

/** One certificate: what is to be signed, or why nothing is. */
export function draftOne(
  id: string,
  request: ApprovedRequest | Fault | undefined,
  { authority, clock, profile }: Pick<IssuingParts, 'authority' | 'clock' | 'profile'>,
  rehearse: Rehearsal,
): { draft: Draft; expected: Expected } | { refused: string } | Fault {
  if (request instanceof Fault) return request;
  if (request === undefined) return { refused: 'not-approved' };
  if (request.content !== request.approved) return { refused: 'outdated' };
  if (request.keyBlocked) return { refused: 'key-blocked' };
  if (request.keySeen) return { refused: 'key-seen' };
  try {
    const { subject, spki } = request;
    const key = readKey(spki);
    if (!key.ok) return { refused: key.refused };
    const validity = validityWithin(profile, request.notBefore ?? clock(), authority.notAfter);
    if (validity === undefined) return { refused: 'issuer-ends' };
    const serial = drawSerial();
    const expected = { profile, subject, spki, serial, authority };
    const tbs = toBeSigned(contentsOf(expected, validity));
    const [flaw] = lint(tbs, expected, rehearse);
    if (flaw !== undefined) return { refused: flaw };
    return {
      expected,
      draft: { request: id, serial, tbs, approval: request.approved, key: key.hash, at: clock() },
    };
  } catch (error) {
    return faultOf(error);
  }
}

/** Signs what the journal has on the disk, compares what came out with what was meant, and stores it. */
async function signAndStore(
  intents: readonly Intent[],
  expected: ReadonlyMap<string, Expected>,
  journal: SignerJournal,
  { storage, authority, clock }: IssuingParts,
): Promise<ReadonlyMap<string, StoredCertificate | Fault>> {
  if (intents.length === 0) return new Map();
  await journal.append(intents);
  const signing = intents.map((intent) => signOne(intent, authority, expected.get(intent.request)).catch(faultOf));
  const signed = await Promise.all(signing);
  const fit = signed.flatMap((each) => (each instanceof Fault ? [] : [each]));
  const stored = fit.length === 0 ? new Map() : await storage.saveCertificates(fit, clock());
  return new Map(intents.map(({ request }, at) => [request, stored.get(request) ?? signed[at]!]));
}

/** Signs one intent and compares. Throws Fault('issuance') if what came out is not what was meant. */
export async function signOne(intent: Intent, authority: Authority, drafted?: Expected): Promise<StoredCertificate> {
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
  { chain }: Authority,
  found: readonly ReadonlyMap<string, StoredCertificate | Issuance | Fault>[],
): Answers {
  const answers = requests.map((id) => {
    const first = found.find((each) => each.has(id))?.get(id) ?? KEY_SEEN;
    if (first instanceof Fault || 'status' in first) return [id, first] as const;
    return [id, issued(first, chain)] as const;
  });
  return new Map(answers);
}

const KEY_SEEN: Issuance = { status: 'refused', why: 'key-seen' };

export const issued = (stored: StoredCertificate, chain: readonly Uint8Array[]): Issuance => ({
  status: 'issued',
  serial: stored.serial,
  certificate: stored.der,
  chain,
  notBefore: stored.notBefore,
  notAfter: stored.notAfter,
});

const faultOf = (error: unknown): Fault =>
  error instanceof Fault ? error : new Fault('issuance', 'an unexpected error', { cause: error });
