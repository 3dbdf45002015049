import { sql } from 'drizzle-orm';
import { bigint, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { at, bytes, id } from './columns.ts';
import { renewals } from './renewals.ts';

/** Revocations, and what the signer writes under its own role. */

/** Of the authority key identifier in its only form here: OID, octets, sequence, [0] (RFC 5280 4.2.1.1), up to the identifier. */
const KEY_ID_AFTER = 11;

/**
 * The key identifier of the CA that signed a certificate or list, hex, read by the database out of the signed bytes
 * themselves: nobody writes it, so it cannot contradict them. Null where the bytes name none.
 */
const authority = (der: string) => {
  const at = `position('\\x0603551d23'::bytea in ${der})`;
  const id = `substring(${der} from ${at} + ${KEY_ID_AFTER} for get_byte(${der}, ${at} + ${KEY_ID_AFTER - 2}))`;
  return text('authority').generatedAlwaysAs(sql.raw(`case when ${at} > 0 then encode(${id}, 'hex') end`));
};

export const revocations = pgTable(
  'revocations',
  {
    id: id(),
    certificate: uuid('certificate').notNull(),
    applicant: uuid('applicant').notNull(),
    reason: text('reason').notNull(),
    /** asked, due, done, refused, by-hand */
    state: text('state').notNull(),
    askedBy: text('asked_by').notNull(),
    dueAt: at('due_at'),
    decidedBy: uuid('decided_by'),
    note: text('note'),
    at: at('at').notNull(),
    doneAt: at('done_at'),
  },
  (t) => [index('revocations_state').on(t.state), index('revocations_certificate').on(t.certificate)],
);

/** One row per request that was handed to the issuer; `id` is the request id. */
export const issueRequests = pgTable(
  'issue_requests',
  {
    id: text('id').primaryKey(),
    renewal: uuid('renewal')
      .notNull()
      .references(() => renewals.id),
    number: integer('number').notNull(),
    /** What the operators approved: reviewContent of the renewal. */
    content: text('content').notNull(),
    /** The document that holds the certificate request, where there is one. */
    request: uuid('request'),
    state: text('state').notNull(), // asked, pending, issued, refused
    why: text('why'),
    at: at('at').notNull(),
  },
  (t) => [index('issue_requests_asked').on(t.at).where(sql`state = 'asked'`)],
);

/** Committed before anything is signed: the serial and the exact bytes. */
export const intents = pgTable('intents', {
  request: text('request').primaryKey(),
  serial: text('serial').notNull().unique(),
  /** Place in the signer's own journal. */
  number: bigint('number', { mode: 'number' }).notNull().unique(),
  /** DER of the TBSCertificate. */
  tbs: bytes('tbs').notNull(),
  approval: text('approval').notNull(),
  /** SHA-256 of the SubjectPublicKeyInfo, hex: no key is certified twice, whoever asks at once. */
  key: text('key').unique(),
  at: at('at').notNull(),
});

/** The first signature wins; rows are never overwritten. */
export const issued = pgTable('issued', {
  serial: text('serial').primaryKey(),
  request: text('request').notNull().unique(),
  der: bytes('der').notNull(),
  notBefore: at('not_before').notNull(),
  notAfter: at('not_after').notNull(),
  at: at('at').notNull(),
  authority: authority('der'),
});

export const revoked = pgTable(
  'revoked',
  {
    serial: text('serial').primaryKey(),
    reason: text('reason').notNull(),
    at: at('at').notNull(),
    /** The name that was typed with `ca revoke`; absent where a decision of the console says who. */
    typedBy: text('typed_by'),
  },
  (t) => [index('revoked_typed').on(t.at).where(sql`typed_by is not null`)],
);

export const crls = pgTable('crls', {
  number: bigint('number', { mode: 'number' }).primaryKey(),
  der: bytes('der').notNull(),
  thisUpdate: at('this_update').notNull(),
  nextUpdate: at('next_update').notNull(),
  authority: authority('der'),
});

/** The delegated certificates that sign OCSP answers; whoever answers reads the newest. */
export const responders = pgTable('responders', {
  serial: text('serial').primaryKey(),
  certificate: bytes('certificate').notNull(),
  /** Its key (PKCS #8), sealed. */
  key: bytes('key').notNull(),
  notBefore: at('not_before').notNull(),
  notAfter: at('not_after').notNull(),
  authority: authority('certificate'),
});

/** What the signer will not sign as it stands; the first word is kept. */
export const refusals = pgTable('refusals', {
  request: text('request').primaryKey(),
  why: text('why').notNull(),
  at: at('at').notNull(),
});

/** The public side of each CA that ever signed here: whoever has no key reads it from these rows. */
export const authorities = pgTable('authorities', {
  /** SHA-256 of the issuing certificate, hex. */
  fingerprint: text('fingerprint').primaryKey(),
  /** As it stands in the certificates it issues (RFC 5280 4.2.1.1), hex. */
  keyId: text('key_id').notNull(),
  /** PEM, from the issuing CA up to the root. */
  chain: text('chain').notNull(),
  notBefore: at('not_before').notNull(),
  notAfter: at('not_after').notNull(),
  /** When it signed here for the first time. */
  at: at('at').notNull(),
  /** The key identifier of the CA whose place it took, hex; that one goes on for what it has signed. */
  succeeds: text('succeeds'),
});
