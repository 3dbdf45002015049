import type { Entry, Outcome } from '../entry.ts';
import { noteFault } from '../events/results.ts';
import type { Work } from '../work.ts';
import { revoked } from './carried-out.ts';

/** Stands where else the asker's id does: no operator who has signed in, and nobody's contact. */
export const COMMAND_LINE = 'command-line';

/**
 * Somebody revoked a certificate by its number with `ca revoke`. Operators hear of it in any case; whose it was, where that
 * is on record, hears what anybody else hears.
 */
export async function revokedElsewhere(
  work: Work,
  { serial, reason, by }: Extract<Entry, { enter: 'revoked-elsewhere' }>,
): Promise<Outcome> {
  const known = await work.tx.certificatesBySerial([serial]);
  const row = known.find(({ issuer, state }) => issuer === 'local' && state === 'valid');
  noteFault(work, row ? 'revoked-elsewhere' : 'revoked-unowned', serial, by);
  if (!row) return { done: true };
  const id = work.newId();
  const { id: certificate, applicant } = row;
  const done = { state: 'due', dueAt: work.now, at: work.now };
  work.tx.insert('revocations', { id, certificate, applicant, reason, askedBy: COMMAND_LINE, note: by, ...done });
  await work.tx.flush();
  return revoked(work, { enter: 'revoked', revocations: [id], result: 'revoked' });
}
