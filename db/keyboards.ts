import type { Armed, Keyboards } from '../src/desk/sending/disarm.ts';
import type { QuestionRow } from '../src/desk/store.ts';
import type { Keyring } from '../src/seal.ts';
import type { Sql } from './connect.ts';
import { renewalsById } from './renewals.ts';
import { prepared, withoutNulls } from './rows.ts';

/** Buttons in chats that still have their question above them. */
export function createKeyboards({ sql, keyring }: { sql: Sql; keyring: Keyring }): Keyboards {
  return {
    async armed(contact, but) {
      const rows = await prepared(
        sql,
        `with chats as (
           select id, address from contacts where id = $1 and channel = 'telegram'
           union select c.id, c.address from contacts k join contacts c on c.applicant = k.applicant where k.id = $1 and c.channel = 'telegram'
         )
         select c.address as chat, m.sent_as, m.detail->'link' as link, m.detail->>'app' as app, q.id, q.contact, q.message, q.what, q.renewal, q.revision, q.about, q.asked_at, q.answered_at
         from chats c join questions q on q.contact = c.id join messages m on m.id = q.message
         where m.state = 'sent' and m.sent_as is not null and not m.detail ? 'disarmed' and m.id <> all($2::uuid[])
           and m.choices is not null`,
        [contact, but],
      );
      return rows.map((row): Armed => {
        const { chat, sentAs, link, app, ...question } = row;
        return {
          message: row.message,
          chat,
          sentAs,
          question: withoutNulls(question) as QuestionRow,
          ...(link ? { link } : {}),
          ...(app ? { app } : {}),
        };
      });
    },
    async renewals(ids) {
      return (await renewalsById(sql, keyring, ids, false)).map(({ renewal }) => renewal);
    },
    async disarmed(message) {
      await sql`update messages set detail = detail || '{"disarmed": true}' where id = ${message}`;
    },
  };
}
