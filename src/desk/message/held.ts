import type { ContactRow, MessageRow } from '../store.ts';
import type { Work } from '../work.ts';

/** A message as it is now: read under its contact's lock, because two operators may press at once. */
export async function heldMessage(
  work: Work,
  id: string,
): Promise<{ row: MessageRow; contact: ContactRow } | undefined> {
  const before = await work.tx.message(id);
  if (!before) return undefined;
  const contact = await work.contact(before.contact);
  return { row: (await work.tx.message(id))!, contact };
}

export function settleFaults(work: Work, row: MessageRow, by: string | undefined): void {
  for (const id of row.faults) work.tx.update('faults', { id, resolvedAt: work.now, resolvedBy: by ?? null });
  work.settled('message', row.id);
}
