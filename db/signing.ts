import type { RevocationReason } from '../src/desk/ports.ts';
import type { Sql } from './connect.ts';
import { insertRows } from './rows.ts';

/** The rows by which the desk and the signer speak to one another: neither calls the other. */

/** The signer's side, under his own role. */
export function createSignerRows(sql: Sql) {
  return {
    async openRequests(most: number, except: string[]): Promise<string[]> {
      const rows = await sql`
        select q.id from issue_requests q where q.state = 'asked' and q.id <> all(${except})
          and not exists (select 1 from issued i where i.request = q.id) and not exists (select 1 from refusals f where f.request = q.id)
        order by q.at, q.id limit ${most}`;
      return rows.map(({ id }) => id);
    },
    async saveRefusals(refusals: readonly { request: string; why: string }[], at: Date): Promise<void> {
      await insertRows(
        sql,
        'refusals',
        refusals.map((each) => ({ ...each, at })),
        'nothing',
      );
    },
    async dueRevocations(now: Date, most: number): Promise<{ serial: string; reason: RevocationReason }[]> {
      return await sql`
        select c.serial, v.reason from revocations v join certificates c on c.id = v.certificate
        where v.state = 'due' and v.due_at <= ${now} and c.issuer = 'local'
          and exists (select 1 from issued i where i.serial = c.serial) and not exists (select 1 from revoked r where r.serial = c.serial)
        -- The first reason of a certificate is kept, and of two that are due at once it must not be the harmless one.
        order by v.reason <> 'keyCompromise', v.due_at, v.id limit ${most}`;
    },
    /** Whether another CA has signed here in the place of the one with this key identifier, hex. */
    async isSucceeded(keyId: string): Promise<boolean> {
      return (await sql`select 1 from authorities where succeeds = ${keyId} limit 1`).length > 0;
    },
    /** The public side of a CA that signs here; known ones stay as they are. */
    async saveAuthority(authority: AuthorityRow): Promise<void> {
      const { fingerprint, keyId, chain, notBefore, notAfter, at, succeeds = null } = authority;
      await sql`
        insert into authorities (fingerprint, key_id, chain, not_before, not_after, at, succeeds)
        values (${fingerprint}, ${keyId}, ${chain}, ${notBefore}, ${notAfter}, ${at}, ${succeeds}) on conflict (fingerprint) do nothing`;
    },
  };
}

/** What is known of a serial, under the signer's role; `recorded`: for an applicant, as a certificate of this CA. */
export async function recordOf(
  sql: Sql,
  serial: string,
): Promise<{ issued: boolean; recorded: boolean; revoked: boolean }> {
  const [row] = await sql<{ issued: boolean; recorded: boolean; revoked: boolean }[]>`
    select exists (select from issued where serial = ${serial}) as issued, exists (select from revoked where serial = ${serial}) as revoked,
      exists (select from certificates where serial = ${serial} and issuer = 'local') as recorded`;
  return row!;
}

export type AuthorityRow = {
  readonly fingerprint: string;
  readonly keyId: string;
  /** PEM, from the issuing CA up to the root. */
  readonly chain: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly at: Date;
  /** The key identifier of the CA whose place it took, hex. */
  readonly succeeds?: string | undefined;
};

type SignedAnswer =
  | { readonly serial: string; readonly der: Uint8Array; readonly notBefore: Date; readonly notAfter: Date }
  | { readonly refused: string; readonly intended: boolean };

/** The desk's side, and that of the pages: what the signer left, read under the application's role. */
export function createSignedReads(sql: Sql) {
  return {
    async answer(request: string): Promise<SignedAnswer | undefined> {
      const [row] = await sql`
        select i.serial, i.der, i.not_before, i.not_after, f.why,
          exists (select 1 from intents t where t.request = asked.request) as intended
        from (values (${request}::text)) as asked(request)
        left join issued i on i.request = asked.request left join refusals f on f.request = asked.request`;
      if (row?.serial) return { serial: row.serial, der: row.der, notBefore: row.notBefore, notAfter: row.notAfter };
      return row?.why ? { refused: row.why, intended: row.intended } : undefined;
    },
    async standing(serial: string): Promise<'foreign' | 'issued' | 'revoked'> {
      const [row] = await sql`
        select exists (select 1 from issued where serial = ${serial}) as issued, exists (select 1 from revoked where serial = ${serial}) as revoked`;
      return row!.revoked ? 'revoked' : row!.issued ? 'issued' : 'foreign';
    },
    /** Every CA that ever signed here, each with its newest certificate; first the one that began to sign last. */
    async authorities(): Promise<AuthorityRow[]> {
      const rows = await sql<(AuthorityRow & { succeeds: string | null })[]>`
        select * from (select distinct on (key_id) * from authorities order by key_id, at desc) newest order by at desc, not_before desc`;
      return rows.map(({ succeeds, ...rest }) => (succeeds === null ? rest : { ...rest, succeeds }));
    },
  };
}
