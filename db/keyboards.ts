import type { Row } from 'postgres';
import { CHATS } from '../src/conversation/inbound.ts';
import type { Armed, Keyboards } from '../src/desk/sending/disarm.ts';
import type { QuestionRow } from '../src/desk/store.ts';
import { gathered } from '../src/gather.ts';
import type { Keyring } from '../src/seal.ts';
import type { Sql } from './connect.ts';
import { renewalsById } from './renewals.ts';
import { listed, prepared, withoutNulls } from './rows.ts';

type Asked = { readonly contact: string; readonly but: readonly string[] };

/** Buttons in chats that still have their question above them. Asked for with every delivery, so these are gathered. */
export function createKeyboards({ sql, keyring }: { sql: Sql; keyring: Keyring }): Keyboards {
  const armed = gathered((asked: readonly Asked[]) => armedOf(sql, asked));
  return {
    armed: (contact, but) => armed({ contact, but }),
    async renewals(ids) {
      return (await renewalsById(sql, keyring, ids, false)).map(({ renewal }) => renewal);
    },
    async disarmed(message) {
      await sql`update messages set detail = detail || '{"disarmed": true}' where id = ${message}`;
    },
  };
}

/** The chats of the person whose contact this is, or the one chat of somebody unknown. */
const chatsOf = (contact: string) =>
  `with asking as (select id, address, channel, applicant from contacts where id = ${contact} limit 1)
   select id, channel, address from asking where channel in (${CHAT_NAMES})
   union select o.id, o.channel, o.address from asking k cross join lateral (
     select id, address, channel from contacts where applicant = k.applicant offset 0) o where o.channel in (${CHAT_NAMES})`;
const CHAT_NAMES = CHATS.map((name) => `'${name}'`).join(', ');
const BUTTONS_STAND = `state = 'sent' and choices is not null and not detail ? 'disarmed' and sent_as is not null`;

/** Whether there are any in the chats of the person whose contact this is; for a statement that looks at it all the same. */
export const hasButtons = (contact: string) =>
  `exists (select 1 from (${chatsOf(contact)}) k cross join lateral (
     select 1 from messages where contact = k.id and ${BUTTONS_STAND} limit 1) b)`;

async function armedOf(sql: Sql, asked: readonly Asked[]): Promise<Armed[][]> {
  const rows = await prepared(
    sql,
    // Fenced by offset 0, so that each is found by its index however few rows there were when this was planned.
    `select a.contact as asked, c.channel, c.address as chat, q.id, q.contact, q.message, q.what, q.renewal, q.revision, q.about, q.asked_at, q.answered_at, m.sent_as, m.link, m.app
     from ${listed('$1::uuid[]')} as a(contact) cross join lateral (${chatsOf('a.contact')}) c
     cross join lateral (
       select id, question, sent_as, detail->'link' as link, detail->>'app' as app from messages
       where contact = c.id and ${BUTTONS_STAND} and id <> all($2::uuid[]) offset 0) m
     cross join lateral (select * from questions where id = m.question and message = m.id offset 0) q`,
    [[...new Set(asked.map(({ contact }) => contact))], asked.flatMap(({ but }) => but)],
  );
  const byContact = Map.groupBy(rows, (row) => row.asked as string);
  return asked.map(({ contact }) => (byContact.get(contact) ?? []).map(armedFrom));
}

function armedFrom({ asked: _, channel, chat, sentAs, link, app, ...question }: Row): Armed {
  return {
    message: question.message,
    channel,
    chat,
    sentAs,
    question: withoutNulls(question) as QuestionRow,
    link: link ?? undefined,
    app: app ?? undefined,
  };
}
