import { Fault } from '../fault.ts';
import type { SignerJournal, SignerJournalView } from './signer-journal.ts';
import type { Intent, IssuanceStorage } from './storage.ts';

export type Standing = {
  /**
   * `missing`: certificates are stored and the journal is empty; `behind`: it lacks some of them; `ahead`: it knows an
   * intent that the database does not.
   */
  readonly state: 'agrees' | 'missing' | 'behind' | 'ahead';
  /** How many entries each side lacks. */
  readonly journalLacks: number;
  readonly databaseLacks: number;
};

/**
 * Compares the signer's journal with the database. An intent that is not signed yet may be missing in the journal: a
 * crash between the two writes leaves it so, and issuing it again adds it. Throws Fault('signer-journal') if both know
 * a request or a serial with different contents; no program can say which one is right.
 */
export async function compareJournal(
  journal: SignerJournalView,
  storage: Pick<IssuanceStorage, 'listIntents'>,
): Promise<Standing> {
  const { journalLacks, databaseLacks } = await differences(journal, storage);
  const counts = { journalLacks: journalLacks.length, databaseLacks: databaseLacks.length };
  if (databaseLacks.length > 0) return { state: 'ahead', ...counts };
  if (journalLacks.length === 0) return { state: 'agrees', ...counts };
  return { state: journal.count() === 0 ? 'missing' : 'behind', ...counts };
}

/** Throws Fault('signer-journal') unless both sides agree: nothing may be signed before `ca reconcile`. */
export async function assertAgreement(journal: SignerJournal, storage: IssuanceStorage): Promise<void> {
  const { state, journalLacks, databaseLacks } = await compareJournal(journal, storage);
  if (state === 'agrees') return;
  throw new Fault(
    'signer-journal',
    `the journal is ${state} (it lacks ${journalLacks}, the database lacks ${databaseLacks}); run: ca reconcile`,
  );
}

/**
 * Brings both sides together, after a person has understood why they differ: what only the database has is added to the
 * journal, what only the journal has is given back to the database, where issuing it again makes the same certificate.
 */
export async function reconcile(journal: SignerJournal, storage: IssuanceStorage): Promise<Standing> {
  const { journalLacks, databaseLacks } = await differences(journal, storage);
  for (const intent of databaseLacks) {
    const kept = await storage.saveIntent(intent);
    if (!journal.has(kept)) throw new Fault('signer-journal', 'the database keeps another content for a request');
  }
  for (const intent of journalLacks) await journal.append(intent, 'reconciled');
  return { state: 'agrees', journalLacks: journalLacks.length, databaseLacks: databaseLacks.length };
}

async function differences(
  journal: SignerJournalView,
  storage: Pick<IssuanceStorage, 'listIntents'>,
): Promise<{ journalLacks: Intent[]; databaseLacks: Intent[] }> {
  const [entries, intents] = await Promise.all([journal.entries(), storage.listIntents()]);
  // `has` throws where the contents differ.
  const journalLacks = intents.filter((intent) => !journal.has(intent) && intent.signed);
  const stored = new Set(intents.map(({ request }) => request));
  const databaseLacks = entries.filter(({ request }) => !stored.has(request));
  return { journalLacks, databaseLacks };
}
