import { sql } from 'drizzle-orm';
import { index, integer, pgTable, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { at, bytes, id } from './columns.ts';

/** Applicants, the versions of their data, their certificates and every key ever seen. */

export const applicants = pgTable(
  'applicants',
  {
    id: id(),
    /** Hashes for look-up; the numbers themselves are in the data version. */
    nipHash: text('nip_hash').notNull(),
    nikHash: text('nik_hash').notNull(),
    /** The current data version. */
    version: text('version').notNull(),
    versionNumber: integer('version_number').notNull(),
    /** He asked not to be written to, left or died: no notice, no reminder. */
    stopped: text('stopped'),
    /** An operator proposed the erasure of his data; another one decides. */
    erasureAskedBy: uuid('erasure_asked_by'),
    /** His data is gone; the row stays for what refers to it. */
    erasedAt: at('erased_at'),
    createdAt: at('created_at').notNull(),
  },
  (t) => [uniqueIndex('applicants_nip').on(t.nipHash), index('applicants_nik').on(t.nikHash)],
);

/** Versions belong to the applicant and are never changed. `hash` (the version's name) is a keyed hash over all fields. */
export const dataVersions = pgTable(
  'data_versions',
  {
    id: id(),
    applicant: uuid('applicant')
      .notNull()
      .references(() => applicants.id),
    number: integer('number').notNull(),
    hash: text('hash').notNull(),
    /** The whole of `Data`, NIK and all, as sealed JSON. */
    sealed: bytes('sealed').notNull(),
    /** What operators search by; no NIK. */
    name: text('name').notNull(),
    organisation: text('organisation').notNull(),
    unit: text('unit').notNull(),
    source: text('source').notNull(), // import, change, ams
    by: text('by').notNull(),
    at: at('at').notNull(),
  },
  (t) => [unique('data_versions_number').on(t.applicant, t.number)],
);

export const certificates = pgTable(
  'certificates',
  {
    id: id(),
    applicant: uuid('applicant')
      .notNull()
      .references(() => applicants.id),
    /** Lower-case hex without leading zeros; absent where nobody knew it when it was recorded. */
    serial: text('serial'),
    /** `local`, `ams`, or `import` for one known by number and date. */
    issuer: text('issuer').notNull(),
    /** How well it is known: notice (provisional), dates, number, word, status, signed-pdf, certificate. */
    evidence: text('evidence').notNull(),
    notBefore: at('not_before'),
    notAfter: at('not_after').notNull(),
    state: text('state').notNull(), // valid, revoked, provisional
    der: bytes('der'),
    /** SHA-256 of the SubjectPublicKeyInfo, hex, not keyed. */
    spki: text('spki'),
    /** The renewal that it came from. */
    renewal: uuid('renewal'),
    /** The certificate that replaces this one. */
    successor: uuid('successor'),
    revokedAt: at('revoked_at'),
    /** A reason; `discarded` and `merged` where an operator has put it aside, merged with its successor. */
    revokedFor: text('revoked_for'),
    at: at('at').notNull(),
  },
  (t) => [
    unique('certificates_serial').on(t.issuer, t.serial),
    index('certificates_applicant').on(t.applicant),
    index('certificates_serial_only').on(t.serial),
    // A key is looked for among all certificates before each issuance.
    index('certificates_spki').on(t.spki).where(sql`spki is not null`),
    // Those that operators are to confirm are few, at any time.
    index('certificates_provisional').on(t.at).where(sql`state = 'provisional'`),
    // Whoever was entered in AMS lately: the CA's status service is asked about them.
    index('certificates_in_ams').on(t.at).where(sql`issuer = 'ams'`),
    // The scan reads only what can be due: it grows with the due ones, not with the total.
    index('certificates_due').on(t.notAfter).where(sql`successor is null and state = 'valid'`),
  ],
);

/** What showed a certificate better after it was recorded; appended, the latest is the best. Its row stays as it was. */
export const certificateEvidence = pgTable(
  'certificate_evidence',
  {
    id: id(),
    certificate: uuid('certificate')
      .notNull()
      .references(() => certificates.id),
    evidence: text('evidence').notNull(),
    /** Where it was not on record before. */
    serial: text('serial'),
    notBefore: at('not_before'),
    notAfter: at('not_after').notNull(),
    der: bytes('der'),
    spki: text('spki'),
    /** The operator; absent: the CA's status service. */
    by: uuid('by'),
    at: at('at').notNull(),
  },
  (t) => [
    index('certificate_evidence_certificate').on(t.certificate, t.at),
    index('certificate_evidence_serial').on(t.serial).where(sql`serial is not null`),
  ],
);

/** Every public key ever seen, in a certificate or in a request. */
export const keys = pgTable('keys', {
  spki: text('spki').primaryKey(),
  renewal: uuid('renewal'),
  source: text('source').notNull(), // certificate, request
  at: at('at').notNull(),
});

/**
 * Public keys whose private part is known to others, as imported. Bytes, not hexadecimal: Debian's weak keys alone are
 * hundreds of thousands, and so a row and its place in the index take half the room.
 */
export const blockedKeys = pgTable('blocked_keys', {
  /** Any of the names that issuance/request/fingerprint.ts gives a key. */
  fingerprint: bytes('fingerprint').primaryKey(),
  at: at('at').notNull(),
});
