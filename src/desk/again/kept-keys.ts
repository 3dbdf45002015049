import type { Entry } from '../entry.ts';
import { kindOf } from '../message/documents.ts';
import { holdsKey } from '../message/secret.ts';
import type { ChannelName } from '../ports.ts';
import type { Edge, KeptCopy } from './kept.ts';

export type KeptFile = {
  readonly document: string;
  /** Absent for what came from the applicant's page. */
  readonly message?: string;
  readonly content: Uint8Array | undefined;
};
export type KeptBytes = KeptCopy & { readonly raw: Uint8Array | undefined };
type KeyFound = Extract<Entry, { enter: 'key-found' }>;

/**
 * Private keys that are kept because an earlier release did not know them: all files and messages are looked through as if
 * they came now. `unread`: how many could not be.
 */
export async function keptKeys(
  files: AsyncIterable<KeptFile>,
  messages: AsyncIterable<KeptBytes>,
  edges: ReadonlyMap<ChannelName, Edge>,
): Promise<{ readonly found: readonly KeyFound[]; readonly unread: number }> {
  const found = new Map<string, KeyFound & { documents: string[] }>();
  const add = (message: string | undefined, document?: string) => {
    const id = message ?? document!;
    const entry = found.get(id) ?? { enter: 'key-found', documents: [], message };
    found.set(id, { ...entry, documents: [...entry.documents, ...(document ? [document] : [])] });
  };
  let unread = 0;
  for await (const { document, message, content } of files)
    if (content === undefined) unread++;
    else if (kindOf(content) === 'key') add(message, document);
  for await (const { raw, ...copy } of messages) {
    const edge = edges.get(copy.channel);
    if (raw === undefined || !edge) unread++;
    else {
      const message = await edge({ ...copy, raw });
      if (message && holdsKey(message)) add(copy.message);
    }
  }
  return { found: [...found.values()], unread };
}
