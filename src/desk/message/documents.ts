import type { Enclosed } from '../../conversation/conversation.ts';
import type { FileRef } from '../../conversation/inbound.ts';
import { maskNumbers } from '../../conversation/secret.ts';
import { holdsPrivateKey } from '../../private-key/file.ts';
import { SEALED_AS } from '../../seal.ts';
import type { DocumentRow } from '../store.ts';
import type { Work } from '../work.ts';

/** A PDF may begin with a little noise; readers accept the mark within the first kilobyte. */
const MAGIC_WITHIN_BYTES = 1024;
const NAME_LIMIT = 120;
const IS_CALLED_PDF = /\.pdf$/i;

/** What a file is, by its content and never by its name. */
export function kindOf(content: Uint8Array): DocumentRow['kind'] {
  if (holdsPrivateKey(content)) return 'key';
  if (textOf(content, MAGIC_WITHIN_BYTES).includes('%PDF-')) return 'pdf';
  // OpenSSL writes in words what is in a request, two kilobytes, before the request itself (`req -text`).
  if (/-----BEGIN (NEW )?CERTIFICATE REQUEST-----/.test(textOf(content, REQUEST_LIMIT_BYTES))) return 'request';
  return content.length < REQUEST_LIMIT_BYTES && isSequenceInSequence(content) ? 'request' : 'other';
}

/** What is no PDF was meant to be one where it is called so; what is empty is nothing at all. */
export function refusedAtSight(
  work: Work,
  content: Uint8Array,
  { kind, name }: Pick<DocumentRow, 'kind' | 'name'>,
): DocumentRow['refused'] {
  if (kind !== 'pdf' && kind !== 'other') return undefined;
  const refused = work.parts.refusedAtSight(content);
  return refused === 'not-a-pdf' && !IS_CALLED_PDF.test(name) ? undefined : refused;
}

const textOf = (content: Uint8Array, bytes: number): string =>
  Buffer.from(content.subarray(0, bytes)).toString('latin1');

const REQUEST_LIMIT_BYTES = 16_384;
/** In DER the form of a request, whose length has one byte (EC) or two (RSA); the reader decides. */
const isSequenceInSequence = ([tag, length, , second, third]: Uint8Array): boolean =>
  tag === 0x30 && ((length === 0x81 && second === 0x30) || (length === 0x82 && third === 0x30));

/** Stores a document, sealed, under the keyed hash of its content, which some know already. Of a private key only that it came. */
export function storeDocument(
  work: Work,
  content: Uint8Array,
  name: string,
  at: { message?: string; applicant?: string; renewal?: string },
  hash = work.parts.keyring.hash('document', content),
): DocumentRow {
  const { keyring } = work.parts;
  const called = { kind: kindOf(content), name: cleanName(name) };
  const refused = refusedAtSight(work, content, called);
  const row: DocumentRow = { id: work.newId(), hash, ...called, size: content.length, ...at, refused };
  work.tx.insert('documents', {
    id: row.id,
    hash,
    applicant: at.applicant ?? null,
    renewal: at.renewal ?? null,
    message: at.message ?? null,
    kind: row.kind,
    name: row.name,
    size: row.size,
    sealed: row.kind === 'key' ? null : keyring.sealing(SEALED_AS.document(hash), content),
    remote: null,
    reading: refused ? { refused } : null,
    at: work.now,
  });
  return row;
}

/** Of what was kept and is known as a private key now, only that it came is left. */
export function forgetDocument(work: Work, row: DocumentRow): DocumentRow {
  work.tx.update('documents', { id: row.id, kind: 'key', sealed: null, remote: null });
  return { ...row, kind: 'key' };
}

/** A file that has to be fetched first; the job reports back through the door. */
export function expectDocument(work: Work, file: FileRef, at: { message: string; applicant?: string }): DocumentRow {
  const row: DocumentRow = {
    id: work.newId(),
    hash: '',
    kind: 'pending',
    name: cleanName(file.name),
    size: file.size,
    ...at,
    remote: file.remote,
  };
  work.tx.insert('documents', {
    id: row.id,
    hash: '',
    applicant: at.applicant ?? null,
    renewal: null,
    message: at.message,
    kind: 'pending',
    name: row.name,
    size: file.size,
    sealed: null,
    remote: file.remote ?? null,
    reading: null,
    at: work.now,
  });
  work.tx.job({ queue: 'fetch', data: { document: row.id } });
  return row;
}

/** What the conversation needs to know of a document; a certificate request is checked at once. */
export async function enclosed(
  work: Work,
  row: DocumentRow,
  content: Uint8Array | undefined,
  renewals: readonly string[],
): Promise<Enclosed> {
  const base = {
    document: row.id,
    hash: row.hash,
    name: row.name,
    kind: row.kind,
    ...(row.refused && { refused: row.refused }),
  };
  if (row.kind !== 'request' || content === undefined) return base;
  return { ...base, request: await readRequest(work, content, renewals) };
}

/**
 * Proof of possession, key checks, and the two lists: compromised keys, and keys that were seen before. The same renewal
 * may send its own again, but not one that was certified for it and replaced since.
 */
export async function readRequest(
  work: Work,
  content: Uint8Array,
  renewals: readonly string[],
): Promise<NonNullable<Enclosed['request']>> {
  const reading = work.parts.requests.read(content);
  if (!reading.ok) return reading;
  const { spkiHash: spki, fingerprints } = reading;
  if (await work.tx.keyBlocked(fingerprints)) return { ok: false, refused: 'key-blocked' };
  return (await isNew(work, spki, renewals)) ? { ok: true, spki } : { ok: false, refused: 'key-seen' };
}

async function isNew(work: Work, spki: string, renewals: readonly string[]): Promise<boolean> {
  const seen = await work.tx.keySeen(spki);
  if (seen === undefined) return true;
  if (seen.renewal === undefined || !renewals.includes(seen.renewal)) return false;
  return !seen.certified || (await work.renewal(seen.renewal))?.facts.key?.spki === spki;
}

/** The sender's claim: people put a NIK into file names, and a name is no path. */
const cleanName = (name: string) =>
  Array.from(
    maskNumbers(name)
      .replaceAll(/[\p{C}/\\]/gu, ' ')
      .trim(),
  )
    .slice(0, NAME_LIMIT)
    .join('') || 'berkas';
