import type { Line } from '../../conversation/line.ts';
import { speak } from '../speak.ts';
import type { ContactRow, RevocationRow } from '../store.ts';
import { isProven, ways } from '../ways.ts';
import type { Work } from '../work.ts';

/** Where he asked, and by mail always: nobody shall lose his certificate to someone who holds his telephone. */
export async function tell(work: Work, row: RevocationRow, line: Line, except?: ContactRow): Promise<void> {
  const contacts = await work.contactsOf(row.applicant);
  // A relative reported it: nothing is written to the dead.
  if (contacts.find(({ id }) => id === row.askedBy)?.state.left === 'died') return;
  const { mail, chats } = await ways(work, row.applicant);
  const proven = chats.filter((each) => isProven(each, work.now));
  const chat = proven.find(({ id }) => id === row.askedBy) ?? proven[0] ?? (mail ? undefined : chats[0]);
  const told = [mail, chat].filter((each) => each !== undefined);
  if (told.length === 0) work.awaitOperator('applicant', row.applicant, 'unreachable', row.applicant);
  for (const each of told.filter(({ id }) => id !== except?.id)) await speak(work, each, [line]);
}
