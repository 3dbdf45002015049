import { plainSerial } from '../../src/renewal/serial.ts';
import { type Person, peopleById, type Reads } from './console.ts';
import { MESSAGE, type MessageView, messageView } from './talk.ts';

/** What the console reads about messages that wait for an operator, and about whose they may be. */

export type WaitingMessage = MessageView & { readonly what: string; readonly since: Date };
/** One screen's worth; the oldest come first. */
const WAITING_LIMIT = 200;

/** Messages that wait for an operator: unreadable ones, those of nobody, and ours that did not arrive. */
export async function waitingMessages({ sql }: Reads): Promise<readonly WaitingMessage[]> {
  const rows = await sql.unsafe(
    `select ${MESSAGE}, w.what, w.since from awaits w join messages m on m.id = w.ref::uuid join contacts k on k.id = m.contact
     where w.kind = 'message' order by w.since, m.id limit ${WAITING_LIMIT}`,
  );
  return rows.map((row) => messageView(row) as WaitingMessage);
}

/** Why somebody may be the one a message is about, the surest first. */
const SIGNS = ['nip', 'nik', 'email', 'serial', 'name', 'display-name', 'same-mailbox', 'same-domain'] as const;
export type Sign = (typeof SIGNS)[number];
export type Suggestion = { readonly person: Person; readonly signs: readonly Sign[] };

/** More than an operator compares; if the right one is not among them, he searches. */
const SUGGESTED = 5;
const CANDIDATES = 50;
const TEXT_LIMIT = 20_000;
/** Shorter words and names stand in every text. */
const WORD_CHARACTERS = 4;
const NAME_CHARACTERS = 5;

/**
 * Whose a message may be: by the numbers, addresses and certificates that stand in it, by names, those of its files too, and by the address it
 * came from. A suggestion decides nothing: the operator sees who it is before he says so.
 */
export async function suggestions(reads: Reads, message: MessageView): Promise<readonly Suggestion[]> {
  const { sql } = reads;
  const { subject = '', body, address, name: display = '', detail, documents } = message;
  const files = documents.map(({ name }) => name.replaceAll(/[_.-]/g, ' ')).join('\n');
  const text = `${subject}\n${files}\n${body}`.slice(0, TEXT_LIMIT).toLowerCase();
  const name = display.toLowerCase().split(',')[0]!.trim();
  const [mailbox = '', domain = ''] = address.split('@');
  const numbers = [...(detail.numbers ?? [])];
  const words = name.split(/[^\p{L}]+/u).filter((word) => word.length >= WORD_CHARACTERS);
  const rows = await sql`
    with person as (
      select a.id, a.nip_hash, a.nik_hash, lower(trim(split_part(v.name, ',', 1))) as name
      from applicants a join data_versions v on v.applicant = a.id and v.number = a.version_number
    ), address as (
      select applicant, split_part(address, '@', 1) as mailbox, split_part(address, '@', 2) as domain, address
      from contacts where channel = 'mail' and standing <> 'claimed' and applicant is not null
    ), sign as (
      select id, 'nip' as sign from person where nip_hash = any(${numbers})
      union select id, 'nik' from person where nik_hash = any(${numbers})
      union select applicant, 'email' from address where address = any(${addressesIn(text)})
      union select applicant, 'serial' from certificates where serial = any(${serialsIn(text)})
      union select id, 'name' from person where length(name) >= ${NAME_CHARACTERS} and position(name in ${text}) > 0
      union select id, 'display-name' from person where length(name) >= ${NAME_CHARACTERS} and length(${name}) >= ${NAME_CHARACTERS}
        and (position(name in ${name}) > 0 or position(${name} in name) > 0)
      union select applicant, 'same-mailbox' from address where length(mailbox) >= ${WORD_CHARACTERS} and mailbox = ${mailbox}
      union select d.applicant, 'same-domain' from address d join person p on p.id = d.applicant
        where d.domain = ${domain} and exists (select 1 from unnest(${words}::text[]) as w(word) where position(w.word in p.name) > 0)
    )
    select id, array_agg(sign) as signs from sign group by id limit ${CANDIDATES}`;
  const people = await peopleById(
    reads,
    rows.map(({ id }) => id),
  );
  return rows
    .map(({ id, signs }) => ({ person: people.get(id)!, signs: SIGNS.filter((sign) => signs.includes(sign)) }))
    .sort((a, b) => weightOf(b.signs) - weightOf(a.signs))
    .slice(0, SUGGESTED);
}

/** A surer sign weighs more than all below it together. */
const weightOf = (signs: readonly Sign[]) =>
  signs.reduce((sum, sign) => sum + 2 ** (SIGNS.length - SIGNS.indexOf(sign)), 0);

/** More of them are a list, and about nobody in particular. */
const NAMED = 20;

/** In lengths of RFC 5321, 4.5.3.1, so that no text takes long to be searched. */
const ADDRESS = /[^\s<>"'():;,@]{1,64}@[a-z0-9.-]{1,250}\.[a-z]{2,20}/g;
const addressesIn = (text: string) => [...new Set(text.match(ADDRESS) ?? [])].slice(0, NAMED);

/** Eight hexadecimal digits or more, as they stand in a certificate's details: with or without colons. */
function serialsIn(text: string): string[] {
  const found = text.match(/\b[0-9a-f]{2}(?::?[0-9a-f]{2}){3,19}\b/g) ?? [];
  return [...new Set(found.map(plainSerial))].slice(0, NAMED);
}
