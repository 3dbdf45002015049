import type { PgBoss } from 'pg-boss';
import type { Revocation } from '../src/conversation/conversation.ts';
import type { Store, Tx } from '../src/desk/store.ts';
import type { Keyring } from '../src/seal.ts';
import { blockedAmong } from './blocked-keys.ts';
import type { Sql, Transaction } from './connect.ts';
import { patiently } from './patience.ts';
import * as people from './people.ts';
import { renewalsById, renewalsOf } from './renewals.ts';
import { prepared } from './rows.ts';
import * as talk from './talk.ts';
import { createWrites, type Writes } from './writes.ts';

export type StoreParts = { sql: Sql; boss: PgBoss; keyring: Keyring; clock: () => Date; settings: () => unknown };

/** The desk's store on Postgres: one transaction per call, set-based writes at its end, jobs enqueued inside it. */
export function createStore(parts: StoreParts): Store {
  return {
    transact: (work) =>
      patiently(() =>
        parts.sql.begin(async (begun) => {
          const sql = begun as unknown as Transaction;
          const { settled, ...writes } = createWrites(sql, parts);
          try {
            const result = await work({ ...createLookups(sql, parts), ...writes });
            await writes.flush();
            return result;
          } catch (error) {
            await settled();
            throw error;
          }
        }),
      ) as never,
  };
}

type Lookups = Omit<Tx, keyof Writes>;

function createLookups(sql: Transaction, { keyring, clock }: StoreParts): Lookups {
  return {
    received: (keys) => talk.received(sql, keys),
    copies: (keys) => talk.copies(sql, keys),
    contactsAt: (addresses, language) => people.contactsAt(sql, addresses, language, clock()),
    contacts: (ids) => people.contactsById(sql, ids),
    contactsOf: (ids) => people.contactsOf(sql, ids),
    applicants: (ids) => people.applicants(sql, keyring, ids),
    renewalsOf: (ids) => renewalsOf(sql, keyring, ids),
    renewals: (ids) => renewalsById(sql, keyring, ids),
    findApplicant: (kind, value) => people.findApplicant(sql, keyring, kind, value, clock()),
    certificateBySerial: async (serial) =>
      (
        await prepared(
          sql,
          `select ${people.CERTIFICATE} from certificates where serial = $1
        or id = any(array(select certificate from certificate_evidence where serial = $1))`,
          [serial],
        )
      ).map(people.certificateOf),
    isOurs: async (serial, der) =>
      (
        await prepared(sql, `select 1 from issued where serial = $1 and ($2::bytea is null or der = $2)`, [
          serial,
          der ? Buffer.from(der) : null,
        ])
      ).length > 0,
    certificates: (ids) => people.certificates(sql, ids),
    keyboard: (message) => talk.keyboard(sql, message),
    questions: (ids) => talk.questions(sql, ids),
    latestQuestions: (ids) => talk.latestQuestions(sql, ids),
    questionsOfMessages: (ids) => talk.questionsOfMessages(sql, ids),
    sentByToken: (tokens) => talk.sentByToken(sql, tokens),
    sentAs: (names) => talk.sentAs(sql, names),
    latestCode: (contact) => talk.latestCode(sql, contact),
    codesSince: (since, by) => talk.codesSince(sql, since, by),
    repliesSince: (contacts, since) => talk.repliesSince(sql, contacts, since),
    linkedSince: (contact, since) => talk.linkedSince(sql, contact, since),
    link: (by) => talk.link(sql, by, clock()),
    document: (id) => talk.document(sql, id),
    message: (id) => talk.message(sql, keyring, id),
    albumOf: (contact, album) => talk.albumOf(sql, contact, album),
    hasActedSince: (contact, at) => talk.hasActedSince(sql, contact, at),
    passing: (renewal, now) => talk.passing(sql, renewal, now),
    unplaced: (contact) => talk.unplaced(sql, contact),
    evidenceOf: (certificate) => people.evidenceOf(sql, certificate),
    keyOf: (certificate) => people.keyOf(sql, certificate),
    keySeen: async (spki) =>
      (
        await sql`
          select k.renewal, c.spki is not null as certified
          from (values (${spki})) as asked(spki) left join keys k using (spki)
          left join lateral (select spki from certificates where spki = asked.spki limit 1) c on true
          where k.spki is not null or c.spki is not null`
      ).map((row) => people.withoutNulls(row) as { renewal?: string; certified: boolean })[0],
    keyBlocked: async (fingerprints) => (await blockedAmong(sql, fingerprints)).size > 0,
    revocation: async (id) =>
      (
        await sql`select r.id, r.certificate, r.applicant, r.reason, r.state, r.asked_by, ${sql.unsafe(people.serialOf('c'))} as serial, c.issuer from revocations r join certificates c on c.id = r.certificate where r.id = ${id} for update of r`
      )[0] as never,
    openRevocations: async (certificates) =>
      (await sql`
        select r.id, r.certificate, r.applicant, r.reason, r.state, r.asked_by, ${sql.unsafe(people.serialOf('c'))} as serial, c.issuer
        from revocations r join certificates c on c.id = r.certificate
        where r.certificate = any(${certificates as string[]}::uuid[]) and r.state in ('asked', 'due', 'by-hand')
        order by r.id for update of r`) as never,
    revocationsOf: async (applicant) =>
      (
        await sql`
          select c.id as certificate, case when c.state = 'revoked' then 'done' else r.state end as state,
            case when c.state = 'revoked' then c.revoked_at when r.state = 'due' then r.due_at when r.state = 'refused' then r.done_at else r.at end as at
          from certificates c left join lateral (
            select state, at, due_at, done_at from revocations
            where certificate = c.id and state in ('asked', 'due', 'by-hand', 'refused')
            order by state = 'refused', state = 'asked', at desc limit 1
          ) r on true
          where c.applicant = ${applicant} and (c.state = 'revoked' or r.state is not null)`
      ).map((row) => people.withoutNulls(row) as Revocation),
    issueRequest: async (id) =>
      (
        await sql`select id, renewal, number, content, state from issue_requests where id = ${id} for update`
      )[0] as never,
    previews: async () => (await sql`select id from notices where state = 'preview'`).map(({ id }) => id as string),
    notices: (of) => talk.notices(sql, of),
    vouchesFor: async (contact, renewal) =>
      (await sql`select operator, decision from decisions where subject = 'vouch' and renewal = ${renewal} and content = ${contact} order by at`) as never,
    content: (id) => talk.content(sql, keyring, id),
    waitingForOperators: async () =>
      (await sql`select count(*)::int as count from awaits where who = 'operator'`)[0]!.count,
    awaitedBefore: async (rows, at) =>
      new Set(
        (
          await prepared(
            sql,
            `select a.kind, a.ref, a.what from awaits a join json_to_recordset($1::text::json) as w(kind text, ref text, what text) using (kind, ref, what)
             where a.kind <> 'renewal' and a.since < $2`,
            [JSON.stringify(rows), at],
          )
        ).map((row) => `${row.kind}\n${row.ref}\n${row.what}`),
      ),
  };
}
