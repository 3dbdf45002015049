import type { KeptBytes, KeptFile } from '../src/desk/again/kept-keys.ts';
import { type Keyring, SEALED_AS } from '../src/seal.ts';
import type { Queryable } from './connect.ts';
import { bytesOf } from './kept.ts';

type Reads = { readonly sql: Queryable; readonly keyring: Keyring };

/** Rows in memory at once: each may hold a mail of 30 MB. */
const PAGE_ROWS = 4;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** Files, whatever they were taken for, one after the other; without content where no key opens it. */
export async function* keptFiles({ sql, keyring }: Reads): AsyncGenerator<KeptFile> {
  const page = (after: string) => sql`
    select id, message, hash, sealed from documents where id > ${after} and kind <> 'key' and sealed is not null order by id limit ${PAGE_ROWS}`;
  for await (const { id, message, hash, sealed } of pages(page))
    yield {
      document: id as string,
      ...(message ? { message: message as string } : {}),
      content: await opened(() => keyring.open(SEALED_AS.document(hash as string), sealed as Uint8Array)),
    };
}

/** Messages that came and of which the bytes are kept, one after the other; without them where they cannot be opened. */
export async function* keptBytes(parts: Reads): AsyncGenerator<KeptBytes> {
  const { sql } = parts;
  const page = (after: string) => sql`
    select m.id, k.channel, m.source, m.external_id, coalesce(m.sent_at, m.at) as received_at, r.sealed, r.form
    from raw_messages r join messages m on m.id = r.message join contacts k on k.id = m.contact
    where m.id > ${after} and m.direction = 'in' and r.sealed is not null order by m.id limit ${PAGE_ROWS}`;
  for await (const { id, sealed, form, ...rest } of pages(page)) {
    const kept = { message: id as string, sealed: sealed as Uint8Array, form: form as number | null };
    yield {
      ...(rest as Omit<KeptBytes, 'message' | 'raw'>),
      message: kept.message,
      raw: await opened(() => bytesOf(parts, kept)),
    };
  }
}

type Row = Readonly<Record<string, unknown>>;

async function* pages(page: (after: string) => PromiseLike<readonly Row[]>): AsyncGenerator<Row> {
  for (let rows = await page(BEFORE_ALL); rows.length > 0; rows = await page(rows.at(-1)!.id as string)) yield* rows;
}

const opened = async (open: () => Uint8Array | Promise<Uint8Array>) => {
  try {
    return await open();
  } catch {
    return undefined;
  }
};
