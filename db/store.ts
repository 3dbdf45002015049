import type { Called, Courier } from '../src/desk/sending/courier.ts';
import type { Store, Tx } from '../src/desk/store.ts';
import { awaitedBefore, waitingForOperators } from './awaits.ts';
import { blockedAmong } from './blocked-keys.ts';
import { certificates, certificatesBySerial, evidenceOf, isOurs, issuedAmong, keyOf, keySeen } from './certificates.ts';
import type { Sql, Transaction } from './connect.ts';
import { erase } from './erasure.ts';
import { patiently } from './patience.ts';
import * as people from './people.ts';
import { issueRequest, ownerOf, rejectionOf, renewalsById, renewalsOf } from './renewals.ts';
import { openRevocations, revocation, revocationsOf } from './revocations.ts';
import * as talk from './talk.ts';
import { wordsTakenBack } from './words-taken-back.ts';
import { createWrites, type WriteParts, type Writes } from './writes.ts';

type StoreParts = WriteParts & {
  readonly sql: Sql;
  /** Who sends in this process, told after the commit to whom there is something; without one a job says so. */
  readonly courier?: Pick<Courier, 'call'>;
};

/**
 * The desk's store on Postgres: one transaction per call, set-based writes at its end, jobs enqueued inside it, the
 * courier called after it.
 */
export function createStore(parts: StoreParts): Store {
  return {
    transact: async (work) => {
      let due: readonly Called[] = [];
      const result = await patiently(() =>
        parts.sql.begin(async (begun) => {
          const sql = begun as unknown as Transaction;
          const { settled, called, ...writes } = createWrites(sql, parts, parts.courier !== undefined);
          try {
            const result = await work({ ...createLookups(sql, parts), ...writes });
            await writes.flush();
            due = called();
            return result;
          } catch (error) {
            await settled();
            throw error;
          }
        }),
      );
      parts.courier?.call(due);
      return result as never;
    },
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
    ownerOf: (renewal) => ownerOf(sql, renewal),
    renewals: (ids) => renewalsById(sql, keyring, ids),
    findApplicants: (kind, values) => people.findApplicants(sql, keyring, kind, values, clock()),
    certificatesBySerial: (serials) => certificatesBySerial(sql, serials),
    issuedAmong: (serials) => issuedAmong(sql, serials),
    isOurs: (serial, der) => isOurs(sql, serial, der),
    certificates: (ids) => certificates(sql, ids),
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
    evidenceOf: (certificate) => evidenceOf(sql, certificate),
    keyOf: (certificate) => keyOf(sql, certificate),
    keySeen: (spki) => keySeen(sql, spki),
    keyBlocked: async (fingerprints) => (await blockedAmong(sql, fingerprints)).size > 0,
    wordsTakenBack: (renewal) => wordsTakenBack(sql, renewal),
    revocation: (id) => revocation(sql, id),
    openRevocations: (ids) => openRevocations(sql, ids),
    erase: (applicant) => erase(sql, keyring, applicant, clock()),
    rejectionOf: (applicant) => rejectionOf(sql, applicant),
    revocationsOf: (applicant) => revocationsOf(sql, applicant),
    issueRequest: (id) => issueRequest(sql, id),
    previews: () => talk.previews(sql),
    notices: (of) => talk.notices(sql, of),
    noticesOf: (certificate) => talk.noticesOf(sql, certificate),
    content: (id) => talk.content(sql, keyring, id),
    waitingForOperators: () => waitingForOperators(sql),
    awaitedBefore: (rows, at) => awaitedBefore(sql, rows, at),
  };
}
