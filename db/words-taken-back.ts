import type { WordTakenBack } from '../src/desk/store.ts';
import type { Queryable } from './connect.ts';
import { withoutNulls } from './rows.ts';

/** Contacts that came into this renewal on an operator's word, which was taken back and not given anew. */
export async function wordsTakenBack(sql: Queryable, renewal: string): Promise<readonly WordTakenBack[]> {
  const rows = await sql`
    select k.channel, k.address, d.operator, d.note, d.at
    from (select distinct on (refs::jsonb->>'contact') refs::jsonb->>'contact' as contact, entry from journal
      where chain = ${`renewal:${renewal}`} and entry in ('vouched', 'vouch taken back') order by refs::jsonb->>'contact', number desc) j
    join contacts k on k.id = j.contact::uuid
    cross join lateral (select operator, note, at from decisions where subject = 'unvouch' and content = j.contact order by at desc limit 1) d
    where j.entry = 'vouch taken back' order by d.at`;
  return rows.map((row) => withoutNulls(row) as unknown as WordTakenBack);
}
