import type { KeptCopy, KeptReads } from '../src/desk/again/kept.ts';
import { Fault } from '../src/fault.ts';
import { type Keyring, SEALED_AS } from '../src/seal.ts';
import { hashesIn, lengthen, SHORTENED_FORM } from '../src/shortened.ts';
import type { Queryable } from './connect.ts';

type Reads = { readonly sql: Queryable; readonly keyring: Keyring };
type Kept = { readonly message: string; readonly sealed: Uint8Array; readonly form: number | null };

/** Messages that were kept with a fault: oldest first, so that an answer is not processed before what it answers. */
export function createKeptReads(parts: Reads): KeptReads {
  const { sql } = parts;
  return {
    async copy(message) {
      const [row] = await sql`
        select m.id as message, k.channel, m.source, m.external_id, coalesce(m.sent_at, m.at) as received_at,
          case when m.state = 'fault' then coalesce(m.detail->>'fault', '') end as fault, r.sealed, r.form
        from messages m join contacts k on k.id = m.contact
          left join raw_messages r on r.message = m.id and m.state = 'fault'
        where m.id = ${message} and m.direction = 'in'`;
      if (!row) return undefined;
      const { sealed, form, fault, ...rest } = row;
      return {
        ...(rest as Omit<KeptCopy, 'fault' | 'raw'>),
        fault: fault ?? undefined,
        raw: sealed ? await bytesOf(parts, { message, sealed, form }) : undefined,
      };
    },
    async all() {
      const rows =
        await sql`select id from messages where direction = 'in' and state = 'fault' order by at, sent_at, id`;
      return rows.map(({ id }) => id as string);
    },
  };
}

/** The bytes as they came, whatever of them is stored as documents. Throws Fault('sealed') where one of these is missing. */
export async function bytesOf({ sql, keyring }: Reads, { message, sealed, form }: Kept): Promise<Uint8Array> {
  if (form !== null && form !== SHORTENED_FORM)
    throw new Fault('sealed', `raw bytes of form ${form}, which a later release wrote`);
  const bytes = keyring.open(SEALED_AS.raw(message, form), sealed);
  if (form === null) return bytes;
  const rows = await sql`
    select distinct on (hash) hash, sealed from documents where hash = any(${hashesIn(bytes)}) and sealed is not null order by hash`;
  const documents = new Map(rows.map((row) => [row.hash as string, row.sealed as Uint8Array]));
  return lengthen(bytes, (hash) => {
    const document = documents.get(hash);
    if (!document) throw new Fault('sealed', 'a mail whose document is missing');
    return keyring.open(SEALED_AS.document(hash), document);
  });
}
