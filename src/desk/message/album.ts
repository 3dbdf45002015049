import type { Heard } from '../../conversation/conversation.ts';
import type { Inbound } from '../../conversation/inbound.ts';
import type { ContactRow, DocumentRow, MessageRow } from '../store.ts';
import type { Work } from '../work.ts';

/**
 * Photos and documents that a person sends together arrive one by one (Bot API, `media_group_id`), and nobody says how
 * many there are. They are answered together: what was told of one is not told again of the next, and documents are
 * heard once all that came are here.
 */

/** What of a message was not answered with an earlier one of its album. Undefined when nothing is left to be answered. */
export async function unanswered(
  work: Work,
  contact: ContactRow,
  { album }: Inbound,
  heard: Heard,
): Promise<Heard | undefined> {
  if (album === undefined) return heard;
  const earlier = await membersOf(work, contact, album);
  if (earlier.length === 0) return heard;
  const { odd, ...rest } = heard;
  const told = odd === 'forwarded' || earlier.some(({ detail }) => detail.odd === odd);
  const tooLargeFile = heard.tooLargeFile && !earlier.some(({ detail }) => detail.tooLarge);
  const left = { ...rest, tooLargeFile, ...(odd === undefined || told ? {} : { odd }) };
  const says = left.meanings.some(({ means }) => means !== 'unknown');
  return left.odd !== undefined || tooLargeFile || says || left.enclosed.length > 0 ? left : undefined;
}

/** A document that was fetched, and the message it came with. */
export type Arrived = { readonly row: DocumentRow; readonly message: MessageRow };

/**
 * The documents that are heard now that this one is here (or is lost): itself, or all of its album; none while others of
 * the album are still being fetched.
 */
export async function arrivals(
  work: Work,
  contact: ContactRow,
  message: MessageRow,
  document: DocumentRow,
): Promise<readonly Arrived[]> {
  const { album } = message.detail;
  const members = typeof album === 'string' ? await membersOf(work, contact, album) : [message];
  const open = members.filter(({ state }) => state !== HEARD);
  const documents = open.flatMap((member) =>
    member.documents.map((row) => ({ row: row.id === document.id ? document : row, message: member })),
  );
  if (documents.some(({ row }) => row.kind === 'pending')) return [];
  for (const { id } of open) work.tx.update('messages', { id, state: HEARD });
  return documents.filter(({ row }) => row.hash !== ''); // what is lost has none
}

/** The state of a message whose files were fetched and heard. */
const HEARD = 'done';

async function membersOf(work: Work, { id }: ContactRow, album: string): Promise<MessageRow[]> {
  const members: MessageRow[] = [];
  for (const member of await work.tx.albumOf(id, album)) members.push((await work.tx.message(member))!);
  return members;
}
