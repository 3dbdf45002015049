import type { KeptCopy, KeptReads } from '../src/desk/again/kept.ts';
import type { Keyring } from '../src/seal.ts';
import type { Queryable } from './connect.ts';
import { rawContext } from './talk.ts';

/** Messages that were kept with a fault: oldest first, so that an answer is not processed before what it answers. */
export function createKeptReads({ sql, keyring }: { sql: Queryable; keyring: Keyring }): KeptReads {
  return {
    async copy(message) {
      const [row] = await sql`
        select m.id as message, k.channel, m.source, m.external_id, coalesce(m.sent_at, m.at) as received_at, m.detail->>'fault' as fault, r.sealed
        from messages m join contacts k on k.id = m.contact left join raw_messages r on r.message = m.id
        where m.id = ${message} and m.direction = 'in' and m.state = 'fault'`;
      if (!row) return undefined;
      const { sealed, fault, ...rest } = row;
      return {
        ...(rest as Omit<KeptCopy, 'fault' | 'raw'>),
        fault: fault ?? '',
        ...(sealed ? { raw: keyring.open(rawContext(message), sealed) } : {}),
      };
    },
    async all() {
      const rows =
        await sql`select id from messages where direction = 'in' and state = 'fault' order by at, sent_at, id`;
      return rows.map(({ id }) => id as string);
    },
  };
}
