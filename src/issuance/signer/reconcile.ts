import { Fault } from '../../fault.ts';
import { namesIssuer, readToBeSigned } from '../certificate/read-certificate.ts';
import type { Authority, AuthorityFiles } from '../custody/custody.ts';
import type { Intent, IssuanceStorage, RecordedRevocation, Revocation, StoredCertificate } from '../storage.ts';
import { assertAsIntended } from './compare.ts';
import { signOne } from './issuing.ts';
import {
  hashBytes,
  type Journaled,
  markOf,
  openSignerJournal,
  type SignerJournal,
  type SignerJournalView,
} from './signer-journal.ts';

export type Standing = {
  /**
   * `missing`: certificates are stored and the journal is empty; `behind`: it lacks some of them, or revocations; `ahead`:
   * it knows an intent or a revocation that the database does not, or that this one lacked until the signer gave it back;
   * `contradicts`: both know a request or a serial, with different contents.
   */
  readonly state: 'agrees' | 'missing' | 'behind' | 'ahead' | 'contradicts';
  /** How many intents each side lacks. */
  readonly journalLacks: number;
  readonly databaseLacks: number;
  /** How many revocations the journal lacks. One of an earlier release holds none, and lacks none either. */
  readonly revocationsUnknown: number;
  /** Serials of the revocations that the database has lost, with those that the signer gave back by himself. */
  readonly revocationsLost: readonly string[];
  /** The requests about which they contradict each other; no program can say which one is right. */
  readonly contradictions: readonly string[];
};

type Compared = Pick<IssuanceStorage, 'intentMarks' | 'listRevocations' | 'dueAmong'>;

/**
 * Compares the signer's journal with the database; of the intents, which are many, by hashes, so that neither is held in
 * memory. An intent that is not signed yet may be missing in the journal: a crash between the two writes leaves it so, and
 * issuing it again adds it.
 */
export async function compareJournal(journal: SignerJournalView, storage: Compared, now: Date): Promise<Standing> {
  let [both, journalLacks] = [0, 0];
  const contradictions: string[] = [];
  for await (const page of storage.intentMarks()) {
    for (const mark of page) {
      const held = journal.holds(mark);
      if (held === 'this') both++;
      else if (held === 'other') contradictions.push(mark.request);
      else if (mark.signed) journalLacks++;
    }
  }
  const { lost, unknown } = await compareRevocations(journal, storage, now);
  const databaseLacks = Math.max(0, journal.count() - both - contradictions.length);
  const revocationsLost = [...new Set([...journal.halted(), ...lost.map(({ serial }) => serial)])];
  const revocationsUnknown = journal.revocations().size > 0 ? unknown.length : 0;
  const counts = { journalLacks, databaseLacks, revocationsUnknown, revocationsLost, contradictions };
  if (contradictions.length > 0) return { state: 'contradicts', ...counts };
  if (databaseLacks + revocationsLost.length > 0) return { state: 'ahead', ...counts };
  if (journalLacks + revocationsUnknown === 0) return { state: 'agrees', ...counts };
  return { state: journal.count() === 0 ? 'missing' : 'behind', ...counts };
}

/**
 * The revocations that one side has and the other does not. The journal has each one first: a crash between the two writes
 * leaves it so, and then the decision lies in the database and is still to be carried out. That one is not lost.
 */
export async function compareRevocations(
  journal: SignerJournalView,
  storage: Pick<IssuanceStorage, 'listRevocations' | 'dueAmong'>,
  now: Date,
): Promise<{ recorded: readonly RecordedRevocation[]; lost: readonly Revocation[]; unknown: readonly Revocation[] }> {
  const recorded = await storage.listRevocations();
  const serials = new Set(recorded.map(({ serial }) => serial));
  const unknown = recorded.filter(({ serial }) => !journal.revocations().has(serial));
  const missing = [...journal.revocations().values()].filter(({ serial }) => !serials.has(serial));
  if (missing.length === 0) return { recorded, lost: [], unknown };
  // What the journal took was due then, also where the clock has been put back since.
  const latest = Math.max(now.getTime(), ...missing.map(({ at }) => at.getTime()));
  const due = await storage.dueAmong(
    missing.map(({ serial }) => serial),
    new Date(latest),
  );
  return { recorded, lost: missing.filter(({ serial }) => !due.has(serial)), unknown };
}

/** The journal, for as long as it and the database agree. */
export type Agreement = {
  /**
   * Opens the journal and compares it when it is first asked for; after that the journal itself notices every foreign
   * hand. Throws Fault('signer-journal') where the two do not agree: nothing may be issued before `ca reconcile`.
   */
  journal(): Promise<SignerJournal>;
  /**
   * The same for revoking, which must not wait for a person: it is enough that the journal has lost nothing. What the
   * database has lost is given back to it.
   */
  memory(): Promise<SignerJournal>;
  /** Whatever they disagreed about: next time both are looked at anew. */
  doubt(): void;
};

export function createAgreement(path: string, storage: Compared, clock: () => Date): Agreement {
  let looked: ReturnType<typeof look> | undefined;
  const look = async () => {
    const journal = await openSignerJournal(path);
    return { journal, standing: await compareJournal(journal, storage, clock()) };
  };
  const opened = async (states: readonly Standing['state'][]): Promise<SignerJournal> => {
    looked ??= look();
    const found = looked;
    try {
      const { journal, standing } = await found;
      if (!states.includes(standing.state)) throw disagreement(standing);
      return journal;
    } catch (error) {
      if (looked === found) looked = undefined;
      throw error;
    }
  };
  return {
    journal: () => opened(['agrees']),
    memory: () => opened(['agrees', 'ahead']),
    doubt() {
      looked = undefined;
    },
  };
}

function disagreement(standing: Standing): Fault {
  const { state, journalLacks, databaseLacks, revocationsUnknown, revocationsLost, contradictions } = standing;
  const lacking = `it lacks ${journalLacks} intents and ${revocationsUnknown} revocations, the database ${databaseLacks} and ${revocationsLost.length}`;
  return new Fault(
    'signer-journal',
    `the journal is ${state} (${lacking}, they contradict each other about ${contradictions.length}); run: ca reconcile`,
  );
}

/** Entries that are given back with one statement. */
const PAGE = 200;

/** A CA of ours as it lies in its folder, and with its key where the passphrase is at hand. */
export type OwnAuthority = AuthorityFiles & Partial<Pick<Authority, 'sign' | 'signAside'>>;

/** What was found, and what could not be put right with it. */
export type Reconciled = Standing & {
  /** Requests whose stored certificate no CA of ours signed as it was meant: the journal has not taken them. */
  readonly unproven: readonly string[];
  /** Serials of what was given back, and whose certificate could not be signed again. */
  readonly uncertified: readonly string[];
};

/**
 * Brings both sides together, after a person has understood why they differ. What only the journal has is given back to the
 * database, and its certificate is signed again, which makes the same one but for the signature; without the key that comes
 * when the same request is issued again. What only the database has is added to the journal, if its certificate proves that
 * a CA of ours signed it.
 *
 * Returns what it found. Throws Fault('signer-journal') where the two contradict each other, and changes nothing then.
 * Nobody may sign meanwhile: the caller holds the signer's lease.
 */
export async function reconcile(
  journal: SignerJournal,
  storage: IssuanceStorage,
  { authorities, now }: { readonly authorities: readonly OwnAuthority[]; readonly now: Date },
): Promise<Reconciled> {
  const found = await compareJournal(journal, storage, now);
  if (found.state === 'contradicts')
    throw new Fault('signer-journal', `two contents each for ${found.contradictions.join(', ')}`);
  const { lost, unknown } = await compareRevocations(journal, storage, now);
  await storage.saveRevocations(lost);
  const uncertified: string[] = [];
  if (found.databaseLacks > 0)
    for await (const page of inPages(journal.entries())) {
      const intents = await giveBack(page, journal, storage);
      uncertified.push(...(await certify(intents, authorities, storage, now)));
    }
  if (unknown.length > 0) await journal.append(unknown, 'reconciled');
  const unproven = found.journalLacks > 0 ? await takeIn(journal, authorities, storage) : [];
  // The last act: whatever fails before it, issuing stays where it is.
  if (journal.halted().length > 0) await journal.append([{ settled: true, at: now }]);
  return { ...found, unproven, uncertified };
}

/** Adds what is proven to the journal; returns the requests of what is not. */
async function takeIn(
  journal: SignerJournal,
  authorities: readonly OwnAuthority[],
  storage: IssuanceStorage,
): Promise<string[]> {
  const unproven: string[] = [];
  for await (const page of storage.intentMarks()) {
    const lacking = page.filter((mark) => mark.signed && journal.holds(mark) === 'nothing');
    const { intents, certificates } = await storage.onRecord(lacking.map(({ request }) => request));
    const proven = [...intents.values()].filter((intent) =>
      isProven(intent, certificates.get(intent.request), authorities),
    );
    await journal.append(proven, 'reconciled');
    const taken = new Set(proven.map(({ request }) => request));
    unproven.push(...lacking.flatMap(({ request }) => (taken.has(request) ? [] : [request])));
  }
  return unproven;
}

/** Whoever can write into the tables could have put anything there; what our CA signed, it meant. */
function isProven(
  intent: Intent,
  certificate: StoredCertificate | undefined,
  authorities: readonly OwnAuthority[],
): boolean {
  if (certificate?.serial !== intent.serial) return false;
  return authorities.some((authority) => {
    try {
      assertAsIntended(certificate.der, intent, authority);
      return true;
    } catch {
      return false;
    }
  });
}

/** Signs again what is in the journal, and so was to be signed whatever came; returns the serials of what it could not. */
async function certify(
  intents: readonly Journaled[],
  authorities: readonly OwnAuthority[],
  storage: IssuanceStorage,
  now: Date,
): Promise<string[]> {
  const signed = await Promise.all(
    intents.map(async (intent) => {
      const authority = authorities.find((each) => isOpen(each) && namesIssuer(intent.tbs, each));
      return authority && signOne(intent, authority as Authority).catch(() => undefined);
    }),
  );
  await storage.saveCertificates(
    signed.flatMap((each) => each ?? []),
    now,
  );
  return intents.flatMap(({ serial }, at) => (signed[at] ? [] : [serial]));
}

const isOpen = (authority: OwnAuthority): boolean => authority.signAside !== undefined;

/** Returns those that the database lacked. */
async function giveBack(
  page: readonly Journaled[],
  journal: SignerJournal,
  storage: IssuanceStorage,
): Promise<Journaled[]> {
  const { intents } = await storage.onRecord(page.map(({ request }) => request));
  const lacking = page.filter(({ request }) => !intents.has(request));
  if (lacking.length === 0) return [];
  const kept = await storage.saveIntents(lacking.map((intent) => ({ ...intent, key: keyOf(intent.tbs) })));
  // Its key is in another request by now: that it was to be signed stays true.
  const bare = lacking.filter(({ request }) => !kept.has(request));
  const all = bare.length === 0 ? kept : new Map([...kept, ...(await storage.saveIntents(bare))]);
  for (const { request } of lacking) {
    const intent = all.get(request);
    if (!intent || journal.holds(markOf(intent)) !== 'this')
      throw new Fault('signer-journal', `the database keeps another content for ${request}`);
  }
  return lacking;
}

/** SHA-256 of the key that the bytes certify, hex. */
const keyOf = (tbs: Uint8Array): string => hashBytes(readToBeSigned(tbs).spki);

async function* inPages<T>(all: AsyncIterable<T>): AsyncGenerator<readonly T[]> {
  let page: T[] = [];
  for await (const each of all) {
    page.push(each);
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
