import { compareJournal, reconcile } from '../issuance/signer/reconcile.ts';
import { openSignerJournal } from '../issuance/signer/signer-journal.ts';
import { BUSY, changedInWords, NOTHING_CHANGED, standingInWords } from './reconcile-words.ts';
import { ownAuthorities, type StandingInParts, standIn } from './standing-in.ts';

type ReconcilingParts = StandingInParts & {
  /** Without it nothing is changed. */
  readonly apply: boolean;
};

/**
 * `ca reconcile`: says how the signer's journal and the database stand to one another and, with `apply`, brings them
 * together. It holds the signer's lease meanwhile, so that it neither cuts nor adds beside a signer at work. Returns whether
 * they agree in the end. Throws Fault('signer-journal') if the journal is broken.
 */
export function reconcileJournal(parts: ReconcilingParts): Promise<boolean> {
  const { clock, apply, print } = parts;
  return standIn(parts, async ({ storage, path, takeHisPlace }) => {
    const look = async () => {
      const journal = await openSignerJournal(path);
      return { journal, standing: await compareJournal(journal, storage, clock()) };
    };
    const alone = apply && (await takeHisPlace());
    if (apply && !alone) {
      print(BUSY);
      return false;
    }
    const first = await look();
    // A signer at work is between its two writes for a moment.
    const { journal, standing } = alone || first.standing.state === 'agrees' ? first : await look();
    print(standingInWords(standing, journal.count()));
    if (standing.state === 'agrees' || standing.state === 'contradicts') return standing.state === 'agrees';
    if (!alone) {
      print(NOTHING_CHANGED);
      return false;
    }
    const changed = await reconcile(journal, storage, { authorities: await ownAuthorities(parts), now: clock() });
    print(changedInWords(changed));
    return changed.unproven.length === 0;
  });
}
