/**
 * Every table of the product. Columns named `sealed` hold bytes encrypted with src/seal.ts (the row's table and id are
 * the associated data); columns named `hash` hold keyed hashes unless a comment says otherwise.
 */

export * from './schema/documents.ts';
export * from './schema/issuing.ts';
export * from './schema/notices.ts';
export * from './schema/operators.ts';
export * from './schema/people.ts';
export * from './schema/records.ts';
export * from './schema/renewals.ts';
export * from './schema/talking.ts';
