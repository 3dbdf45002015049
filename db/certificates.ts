import type { CertificateRow } from '../src/desk/store.ts';
import type { Queryable } from './connect.ts';
import { anyOf, prepared, withoutNulls } from './rows.ts';

/** Certificates, what shows them, and the keys in them. */

export async function certificates(sql: Queryable, ids: readonly string[]): Promise<CertificateRow[]> {
  if (ids.length === 0) return [];
  return (await prepared(sql, `select ${CERTIFICATE} from certificates where id = ${anyOf('$1::uuid[]')}`, [ids])).map(
    certificateOf,
  );
}

/** Those that bear one of these numbers: on their row, else on what was added to it. A number that was corrected bears nothing. */
export async function certificatesBySerial(sql: Queryable, serials: readonly string[]): Promise<CertificateRow[]> {
  if (serials.length === 0) return [];
  const rows = await prepared(
    sql,
    `select ${CERTIFICATE} from certificates where serial = ${anyOf('$1::text[]')}
       or (serial is null and id = any(array(select certificate from certificate_evidence where serial = ${anyOf('$1::text[]')})))`,
    [serials],
  );
  return rows.map(certificateOf);
}

export async function issuedAmong(sql: Queryable, serials: readonly string[]): Promise<Set<string>> {
  if (serials.length === 0) return new Set();
  const rows = await prepared(sql, `select serial from issued where serial = ${anyOf('$1::text[]')}`, [serials]);
  return new Set(rows.map(({ serial }) => serial));
}

/** Whether the CA in the house signed it: this very certificate or, without its bytes, one of this number. */
export async function isOurs(sql: Queryable, serial: string, der?: Uint8Array): Promise<boolean> {
  const rows = await prepared(sql, `select 1 from issued where serial = $1 and ($2::bytea is null or der = $2)`, [
    serial,
    der ? Buffer.from(der) : null,
  ]);
  return rows.length > 0;
}

/** Whether this key is in a request, and if so of which renewal, or in a certificate. */
export async function keySeen(
  sql: Queryable,
  spki: string,
): Promise<{ renewal?: string; certified: boolean } | undefined> {
  const [row] = await sql`
    select k.renewal, c.spki is not null as certified
    from (values (${spki})) as asked(spki) left join keys k using (spki)
    left join lateral (select spki from certificates where spki = asked.spki limit 1) c on true
    where k.spki is not null or c.spki is not null`;
  return row && (withoutNulls(row) as { renewal?: string; certified: boolean });
}

/** Each that was added showed more than the one before. */
export async function evidenceOf(sql: Queryable, certificate: string): Promise<string | undefined> {
  const [row] = await sql`
    select evidence from certificate_evidence where certificate = ${certificate} order by at desc limit 1`;
  return row?.evidence;
}

/** The key of a certificate as it was recorded, or was seen first afterwards. */
export async function keyOf(sql: Queryable, certificate: string): Promise<string | undefined> {
  const [row] = await sql`
    select coalesce(c.spki, (select e.spki from certificate_evidence e where e.certificate = c.id and e.spki is not null limit 1)) as spki
    from certificates c where c.id = ${certificate}`;
  return row?.spki ?? undefined;
}

/** What an operator has put aside is none of its holder's: a notice that was wrong, or a second record of one certificate. */
export const NOT_ASIDE = `(revoked_for is null or revoked_for not in ('discarded', 'merged'))`;

/**
 * The serial of a row of `certificates` (under this name), which may have become known only afterwards, or be borne by the
 * record that it was merged with.
 */
export const serialOf = (certificate: string): string =>
  `coalesce(${certificate}.serial,
    (select e.serial from certificate_evidence e where e.certificate = ${certificate}.id and e.serial is not null limit 1),
    (select m.serial from certificates m where m.id = ${certificate}.successor and ${certificate}.revoked_for = 'merged'))`;

/** A column of what was added last to show a row of `certificates` better, as an expression of its select list. */
export const latestOf = (column: 'evidence' | 'der' | 'not_before'): string =>
  `(select e.${column} from certificate_evidence e where e.certificate = certificates.id order by e.at desc limit 1)`;

/** Of what may be a name as well: compared as it is, it would have all ids looked through. */
const idIn = (column: string) => `case when ${column} ~ '^[0-9a-f-]{36}$' then ${column}::uuid end`;

/**
 * `revoking`: how far a revocation is that the person himself asked for; `lostBy`: the contact that asked for it, where
 * key or device are lost and nobody has decided yet.
 */
export const CERTIFICATE = `id, applicant, ${serialOf('certificates')} as serial, issuer, evidence, not_before, not_after, state, successor, renewal,
  (select r.state from revocations r
    where r.certificate = certificates.id and r.state in ('asked', 'due', 'by-hand') and r.asked_by <> 'system'
      and not exists (select 1 from operators o where o.id = ${idIn('r.asked_by')})
    order by r.state = 'asked' limit 1) as revoking,
  (select r.asked_by from revocations r
    where r.certificate = certificates.id and r.state = 'asked' and r.reason = 'keyCompromise'
      and exists (select 1 from contacts o where o.id = ${idIn('r.asked_by')})
    limit 1) as lost_by`;
export const certificateOf = (row: Record<string, unknown>) => withoutNulls(row) as unknown as CertificateRow;
