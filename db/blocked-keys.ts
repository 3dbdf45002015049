import type { Queryable } from './connect.ts';
import { prepared } from './rows.ts';

/** The list of compromised keys, by their fingerprints in hexadecimal (issuance/request/fingerprint.ts). It only grows. */

const GIVEN = 'json_array_elements_text($1::text::json) as given(fingerprint)';

/** Which of these fingerprints are on the list. */
export async function blockedAmong(sql: Queryable, fingerprints: readonly string[]): Promise<Set<string>> {
  if (fingerprints.length === 0) return new Set();
  const found = await prepared(
    sql,
    // One by one by their index: a plan that was made for a short list must not come to read all of a long one.
    `select given.fingerprint from ${GIVEN} cross join lateral
       (select from blocked_keys b where b.fingerprint = decode(given.fingerprint, 'hex') limit 1) found`,
    [JSON.stringify(fingerprints)],
  );
  return new Set(found.map(({ fingerprint }) => fingerprint as string));
}

/** Returns how many of them were not on the list yet. */
export async function blockKeys(sql: Queryable, fingerprints: readonly string[], at: Date): Promise<number> {
  const { count } = await prepared(
    sql,
    `insert into blocked_keys (fingerprint, at) select distinct decode(fingerprint, 'hex'), $2::timestamptz
     from ${GIVEN} on conflict do nothing`,
    [JSON.stringify(fingerprints), at],
  );
  return count;
}

/** Serials of certificates in force whose key is on the list by its SHA-256: somebody has to revoke them. */
export async function certifiedAndBlocked(sql: Queryable, at: Date): Promise<string[]> {
  const rows = await prepared(
    sql,
    `select c.serial from certificates c join blocked_keys b on b.fingerprint = decode(c.spki, 'hex')
     where c.state = 'valid' and c.not_after > $1 order by c.not_after`,
    [at],
  );
  return rows.map(({ serial }) => serial as string);
}
