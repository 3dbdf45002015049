/** Which role may do what, as migrate.ts grants it and the doctor looks it up. */

/** What the signer writes, and nobody else. */
export const ISSUER_WRITES: readonly string[] = [
  'intents',
  'issued',
  'refusals',
  'revoked',
  'crls',
  'responders',
  'authorities',
];
/** Lists of revoked certificates that newer ones have replaced: each is a whole copy of what stands in `revoked`. */
export const ISSUER_REMOVES: readonly string[] = ['crls'];
export const ISSUER_READS: readonly string[] = [
  'issue_requests',
  'renewals',
  'data_versions',
  'documents',
  'certificates',
  'keys',
  'blocked_keys',
  'decisions',
  'revocations',
];
/** Of operators he learns who exists and may decide, and neither name nor password. */
export const ISSUER_READS_PARTLY: Readonly<Record<string, readonly string[]>> = { operators: ['id', 'disabled'] };
/** One signer at a time: his lease is the only row that he changes. It holds names and moments. */
export const ISSUER_SHARES: readonly string[] = ['leases'];
/** The name of that lease; nobody else's may he take away. */
export const ISSUER_LEASE = 'signer';
/** Written once and never changed; the role has no right to. */
export const APPEND_ONLY: readonly string[] = [
  'journal',
  'checkpoints',
  'events',
  'decisions',
  'document_views',
  'certificate_evidence',
  'blocked_keys',
];
