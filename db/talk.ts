import type {
  CodeRow,
  DocumentRow,
  KeyboardRow,
  LinkRow,
  MessageRow,
  NoticeRow,
  QuestionRow,
  SentRow,
} from '../src/desk/store.ts';
import { Fault } from '../src/fault.ts';
import { type Keyring, SEALED_AS } from '../src/seal.ts';
import type { Queryable } from './connect.ts';
import { anyOf, listed, prepared, withoutNulls } from './rows.ts';

/** Messages, questions, buttons, codes, links and documents: what a conversation is made of. */

export async function received(
  sql: Queryable,
  keys: readonly { source: string; externalId: string }[],
): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const rows = await prepared(
    sql,
    // One look into the index a key, whatever the planner thinks of the table's size (a plan is kept while it grows).
    `select k.source, k.external_id from json_to_recordset($1::text::json) as k(source text, external_id text) cross join lateral
       (select 1 from messages m where m.source = k.source and m.external_id = k.external_id and m.direction = 'in' limit 1) found`,
    [JSON.stringify(keys.map((key) => ({ source: key.source, external_id: key.externalId })))],
  );
  return new Set(rows.map((row) => `${row.source}\n${row.externalId}`));
}

export async function copies(
  sql: Queryable,
  keys: readonly { contact: string; copyKey: string }[],
): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const rows = await prepared(
    sql,
    `select k.contact, k.copy_key from json_to_recordset($1::text::json) as k(contact uuid, copy_key text) cross join lateral
       (select 1 from messages m where m.contact = k.contact and m.copy_key = k.copy_key limit 1) found`,
    [JSON.stringify(keys.map((key) => ({ contact: key.contact, copy_key: key.copyKey })))],
  );
  return new Set(rows.map((row) => `${row.contact}\n${row.copyKey}`));
}

export async function keyboard(sql: Queryable, message: string): Promise<KeyboardRow | undefined> {
  const [row] = await prepared(
    sql,
    `select contact, question, choices, at from messages where id = $1 and direction = 'out' and choices is not null`,
    [message],
  );
  return row && (withoutNulls(row) as KeyboardRow);
}

const QUESTION = 'id, contact, message, what, renewal, revision, about, asked_at, answered_at';
const questionOf = (row: Record<string, unknown>) => withoutNulls(row) as QuestionRow;

export async function questions(sql: Queryable, ids: readonly string[]): Promise<QuestionRow[]> {
  if (ids.length === 0) return [];
  return (await prepared(sql, `select ${QUESTION} from questions where id = ${anyOf('$1::uuid[]')}`, [ids])).map(
    questionOf,
  );
}

export async function latestQuestions(sql: Queryable, contacts: readonly string[]): Promise<QuestionRow[]> {
  if (contacts.length === 0) return [];
  return (
    await prepared(
      sql,
      `select q.* from ${listed('$1::uuid[]')} as c(id) cross join lateral
       (select ${QUESTION} from questions where contact = c.id and answered_at is null order by asked_at desc, id desc limit 1) q`,
      [contacts],
    )
  ).map(questionOf);
}

export async function questionsOfMessages(sql: Queryable, messages: readonly string[]): Promise<QuestionRow[]> {
  if (messages.length === 0) return [];
  return (
    await prepared(
      sql,
      // A question that was asked once more belongs to both messages.
      `select q.*, w.message from ${listed('$1::uuid[]')} as w(message)
         cross join lateral (select question from messages where id = w.message limit 1) m
         cross join lateral (select ${QUESTION.replace(' message,', '')} from questions where id = m.question limit 1) q`,
      [messages],
    )
  ).map(questionOf);
}

const SENT = `id, contact, applicant, renewal, author, state, token, sent_at, sent_as, at,
  case when detail #>> '{link,purpose}' = 'confirm' then detail #>> '{link,id}' end as confirms`;

export async function sentByToken(sql: Queryable, tokens: readonly string[]): Promise<SentRow[]> {
  if (tokens.length === 0) return [];
  return (await prepared(sql, `select ${SENT} from messages where token = any($1::text[])`, [tokens])).map(
    (row) => withoutNulls(row) as SentRow,
  );
}

export async function sentAs(sql: Queryable, names: readonly string[]): Promise<SentRow[]> {
  if (names.length === 0) return [];
  return (
    await prepared(sql, `select ${SENT} from messages where sent_as = any($1::text[]) and direction = 'out'`, [names])
  ).map((row) => withoutNulls(row) as SentRow);
}

export async function latestCode(sql: Queryable, contact: string): Promise<CodeRow | undefined> {
  const [row] =
    await sql`select id, contact, applicant, tries, expires_at, used_at from codes where contact = ${contact} order by at desc limit 1 for update`;
  return row && (withoutNulls(row) as CodeRow);
}

export async function codesSince(
  sql: Queryable,
  since: Date,
  by: { contact?: string; applicant?: string },
): Promise<number> {
  const [row] = by.contact
    ? await sql`select count(*)::int as count from codes where contact = ${by.contact} and at > ${since}`
    : await sql`select count(*)::int as count from codes where applicant = ${by.applicant ?? null} and at > ${since}`;
  return row!.count;
}

export async function repliesSince(
  sql: Queryable,
  contacts: readonly string[],
  since: Date,
): Promise<Map<string, number>> {
  if (contacts.length === 0) return new Map();
  const rows = await prepared(
    sql,
    `select contact, count(*)::int as count from messages where contact = ${anyOf('$1::uuid[]')} and direction = 'out' and author = 'assistant' and at > $2 group by contact`,
    [contacts, since],
  );
  return new Map(rows.map(({ contact, count }) => [contact, count]));
}

export async function linkedSince(sql: Queryable, contact: string, since: Date): Promise<Date[]> {
  const rows = await sql`
    select at from messages where contact = ${contact} and at > ${since} and direction = 'out'
      and state in ('queued', 'sent') and detail->'link'->>'purpose' = 'page'`;
  return rows.map(({ at }) => at as Date);
}

/**
 * Whether a link was sent where its applicant is no longer: a chat that turned out to be another's, an address that was
 * replaced. What lies in that mailbox opens nothing any more.
 */
export async function isWithdrawn(
  sql: Queryable,
  link: { id: string; applicant: string },
  now: Date,
): Promise<boolean> {
  const [row] = await sql`
    select c.applicant is distinct from ${link.applicant} or c.standing = 'claimed' or (c.channel = 'mail' and c.standing = 'on-record' and exists (
      select 1 from contacts n where n.applicant = c.applicant and n.channel = 'mail' and n.standing = 'on-record'
        and n.valid_from <= ${now} and n.valid_from > coalesce(c.valid_from, '-infinity'))) as withdrawn
    from messages m join contacts c on c.id = m.contact
    where m.applicant = ${link.applicant} and m.direction = 'out' and m.detail->'link'->>'id' = ${link.id}`;
  return row?.withdrawn ?? false;
}

export async function link(
  sql: Queryable,
  by: { id: string } | { hash: string },
  now: Date,
): Promise<LinkRow | undefined> {
  const fields = sql`id, purpose, applicant, renewal, message, expires_at, used_at`;
  const [row] =
    'id' in by
      ? await sql`select ${fields} from links where id = ${by.id} for update`
      : await sql`select ${fields} from links where hash = ${by.hash} for update`;
  if (!row || (await isWithdrawn(sql, row as unknown as LinkRow, now))) return undefined;
  return withoutNulls(row) as LinkRow;
}

const DOCUMENT = "id, hash, applicant, renewal, message, kind, name, size, remote, reading->>'refused' as refused";
const documentOf = (row: Record<string, unknown>) => withoutNulls(row) as DocumentRow;

export async function document(sql: Queryable, id: string): Promise<DocumentRow | undefined> {
  const [row] = await prepared(sql, `select ${DOCUMENT} from documents where id = $1`, [id]);
  return row && documentOf(row);
}

export async function message(sql: Queryable, keyring: Keyring, id: string): Promise<MessageRow | undefined> {
  const [row] =
    await sql`select m.id, m.contact, m.applicant, m.renewal, m.direction, m.author, m.operator, m.subject, m.at, m.copy_key, m.body, m.detail, m.state, m.question, m.choices, r.heard,
      (select true from renewals e where e.id = m.renewal and e.closed_at < m.at) as after_end,
      array(select f.id from faults f where f.ref = m.id::text and f.resolved_at is null) as faults
      from messages m left join raw_messages r on r.message = m.id where m.id = ${id}`;
  if (!row) return undefined;
  const enclosed = await prepared(sql, `select ${DOCUMENT} from documents where message = $1 order by id`, [id]);
  const { heard, ...rest } = withoutNulls(row);
  return {
    ...(rest as Omit<MessageRow, 'documents'>),
    ...(heard
      ? { heard: JSON.parse(Buffer.from(keyring.open(SEALED_AS.heard(id), heard as Uint8Array)).toString()) }
      : {}),
    documents: enclosed.map(documentOf),
  };
}

export async function albumOf(sql: Queryable, contact: string, album: string): Promise<string[]> {
  const rows = await sql`
    select id from messages where contact = ${contact} and direction = 'in' and detail->>'album' = ${album}
    order by sent_at, length(external_id), external_id`;
  return rows.map(({ id }) => id as string);
}

export async function hasActedSince(sql: Queryable, contact: string, at: Date): Promise<boolean> {
  const [row] = await sql`
    with who as (select id, applicant from contacts where id = ${contact})
    select exists (
      select 1 from messages m, who where m.direction = 'in' and m.author <> 'robot' and m.state <> 'fault' and m.at >= ${at}
        and (m.contact = who.id or m.applicant = who.applicant)
    ) or exists (
      select 1 from events e join renewals r on r.id = e.renewal, who where r.applicant = who.applicant and e.at >= ${at}
        and e.refused is null and e.payload->'by'->>'role' = 'applicant') as acted`;
  return row!.acted;
}

export async function unplaced(sql: Queryable, contact: string): Promise<string[]> {
  const rows = await sql`
    select m.id from messages m join awaits a on a.kind = 'message' and a.ref = m.id::text and a.what = 'unplaced'
    where m.contact = ${contact} and m.direction = 'in'`;
  return rows.map(({ id }) => id as string);
}

export async function passing(sql: Queryable, renewal: string, now: Date): Promise<string[]> {
  const rows = await sql`
    select id from messages where renewal = ${renewal} and direction = 'out' and state = 'queued' and attempts = 0 and next_try_at > ${now} and detail->>'passing' = 'true'`;
  return rows.map(({ id }) => id as string);
}

export async function content(sql: Queryable, keyring: Keyring, id: string): Promise<Uint8Array> {
  const [row] = await sql`select hash, sealed from documents where id = ${id}`;
  if (!row?.sealed) throw new Fault('sealed', 'a document without content');
  return keyring.open(SEALED_AS.document(row.hash), row.sealed);
}

/** Notices that wait for an operator's release. */
export async function previews(sql: Queryable): Promise<string[]> {
  return (await sql`select id from notices where state = 'preview'`).map(({ id }) => id as string);
}

export async function noticesOf(sql: Queryable, certificate: string): Promise<NoticeRow[]> {
  const rows = await sql`
    select id, certificate, threshold, state from notices where certificate = ${certificate} order by id for update`;
  return rows as unknown as NoticeRow[];
}

export async function notices(
  sql: Queryable,
  of: readonly { certificate: string; threshold: number }[],
): Promise<NoticeRow[]> {
  const rows = await prepared(
    sql,
    `select n.id, n.certificate, n.threshold, n.state from notices n join json_to_recordset($1::text::json) as w(certificate uuid, threshold int) using (certificate, threshold) order by n.id for update of n`,
    [JSON.stringify(of.map(({ certificate, threshold }) => ({ certificate, threshold })))],
  );
  return rows as unknown as NoticeRow[];
}
