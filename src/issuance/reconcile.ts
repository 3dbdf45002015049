import { Fault } from '../fault.ts';
import { readToBeSigned } from './read-certificate.ts';
import { hashBytes, markOf, openSignerJournal, type SignerJournal, type SignerJournalView } from './signer-journal.ts';
import type { Intent, IssuanceStorage } from './storage.ts';

export type Standing = {
  /**
   * `missing`: certificates are stored and the journal is empty; `behind`: it lacks some of them; `ahead`: it knows an
   * intent that the database does not; `contradicts`: both know a request or a serial, with different contents.
   */
  readonly state: 'agrees' | 'missing' | 'behind' | 'ahead' | 'contradicts';
  /** How many entries each side lacks. */
  readonly journalLacks: number;
  readonly databaseLacks: number;
  /** The requests about which they contradict each other; no program can say which one is right. */
  readonly contradictions: readonly string[];
};

/**
 * Compares the signer's journal with the database, by hashes: neither is held in memory. An intent that is not signed yet
 * may be missing in the journal: a crash between the two writes leaves it so, and issuing it again adds it.
 */
export async function compareJournal(
  journal: SignerJournalView,
  storage: Pick<IssuanceStorage, 'intentMarks'>,
): Promise<Standing> {
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
  const databaseLacks = Math.max(0, journal.count() - both - contradictions.length);
  const counts = { journalLacks, databaseLacks, contradictions };
  if (contradictions.length > 0) return { state: 'contradicts', ...counts };
  if (databaseLacks > 0) return { state: 'ahead', ...counts };
  if (journalLacks === 0) return { state: 'agrees', ...counts };
  return { state: journal.count() === 0 ? 'missing' : 'behind', ...counts };
}

/** The journal, for as long as it and the database agree. */
export type Agreement = {
  /**
   * Opens the journal and compares it when it is first asked for; after that the journal itself notices every foreign
   * hand. Throws Fault('signer-journal') where the two do not agree: nothing may be signed before `ca reconcile`.
   */
  journal(): Promise<SignerJournal>;
  /** Whatever they disagreed about: next time both are looked at anew. */
  doubt(): void;
};

export function createAgreement(path: string, storage: Pick<IssuanceStorage, 'intentMarks'>): Agreement {
  let agreed: Promise<SignerJournal> | undefined;
  return {
    journal() {
      agreed ??= openAgreed(path, storage);
      agreed.catch(() => {
        agreed = undefined;
      });
      return agreed;
    },
    doubt() {
      agreed = undefined;
    },
  };
}

async function openAgreed(path: string, storage: Pick<IssuanceStorage, 'intentMarks'>): Promise<SignerJournal> {
  const journal = await openSignerJournal(path);
  const { state, journalLacks, databaseLacks, contradictions } = await compareJournal(journal, storage);
  if (state === 'agrees') return journal;
  throw new Fault(
    'signer-journal',
    `the journal is ${state} (it lacks ${journalLacks}, the database lacks ${databaseLacks}, they contradict each other about ${contradictions.length}); run: ca reconcile`,
  );
}

/** Entries that are given back with one statement. */
const PAGE = 200;

/**
 * Brings both sides together, after a person has understood why they differ: what only the database has is added to the
 * journal, what only the journal has is given back to the database, where issuing it again makes the same certificate.
 * Returns what it found. Throws Fault('signer-journal') where they contradict each other, and changes nothing then. Nobody
 * may sign meanwhile: the caller holds the signer's lease.
 */
export async function reconcile(journal: SignerJournal, storage: IssuanceStorage): Promise<Standing> {
  const found = await compareJournal(journal, storage);
  if (found.state === 'contradicts')
    throw new Fault('signer-journal', `two contents each for ${found.contradictions.join(', ')}`);
  if (found.databaseLacks > 0)
    for await (const page of inPages(journal.entries())) await giveBack(page, journal, storage);
  if (found.journalLacks > 0) {
    for await (const page of storage.intentMarks()) {
      const lacking = page.filter((mark) => mark.signed && journal.holds(mark) === 'nothing');
      const { intents } = await storage.onRecord(lacking.map(({ request }) => request));
      await journal.append([...intents.values()], 'reconciled');
    }
  }
  return found;
}

async function giveBack(page: readonly Intent[], journal: SignerJournal, storage: IssuanceStorage): Promise<void> {
  const { intents } = await storage.onRecord(page.map(({ request }) => request));
  const lacking = page.filter(({ request }) => !intents.has(request));
  if (lacking.length === 0) return;
  const kept = await storage.saveIntents(lacking.map((intent) => ({ ...intent, key: keyOf(intent.tbs) })));
  // Its key is in another request by now: that it was to be signed stays true.
  const bare = lacking.filter(({ request }) => !kept.has(request));
  const all = bare.length === 0 ? kept : new Map([...kept, ...(await storage.saveIntents(bare))]);
  for (const { request } of lacking) {
    const intent = all.get(request);
    if (!intent || journal.holds(markOf(intent)) !== 'this')
      throw new Fault('signer-journal', `the database keeps another content for ${request}`);
  }
}

/** SHA-256 of the key that the bytes certify, hex. */
export const keyOf = (tbs: Uint8Array): string => hashBytes(readToBeSigned(tbs).spki);

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
