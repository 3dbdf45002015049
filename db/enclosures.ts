import type { EnclosureReads } from '../src/desk/sending/enclosures.ts';
import type { Keyring } from '../src/seal.ts';
import { latestOf } from './certificates.ts';
import type { Sql } from './connect.ts';
import { openData } from './people.ts';
import { renewalOf } from './renewals.ts';
import { withoutNulls } from './rows.ts';

/** What the files of a message are made from when it leaves. */
export function createEnclosureReads({ sql, keyring }: { sql: Sql; keyring: Keyring }): EnclosureReads {
  return {
    async renewal(id) {
      const [row] = await sql`
        select r.*, v.id as version_id, v.sealed as data_sealed, c.not_after as expires from renewals r join certificates c on c.id = r.certificate
        join applicants a on a.id = r.applicant join data_versions v on v.applicant = a.id and v.number = a.version_number where r.id = ${id}`;
      return (
        row && {
          renewal: renewalOf(keyring, row).renewal,
          data: openData(keyring, row.versionId, row.dataSealed),
          expires: row.expires,
        }
      );
    },
    async certificate(id) {
      const [row] =
        await sql`select coalesce(der, ${sql.unsafe(latestOf('der'))}) as der, serial, not_after from certificates where id = ${id}`;
      return row && (withoutNulls(row) as { der?: Uint8Array; serial: string; notAfter: Date });
    },
  };
}
