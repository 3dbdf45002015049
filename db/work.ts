import type { Row } from 'postgres';
import type { JobReads } from '../src/desk/jobs/jobs.ts';
import type { Address } from '../src/desk/ports.ts';
import { type Keyring, SEALED_AS } from '../src/seal.ts';
import type { Sql } from './connect.ts';
import { readCursor } from './cursors.ts';
import { inAms } from './in-ams.ts';
import { noticeCandidates } from './notice-candidates.ts';
import { createOverlooked } from './overlooked.ts';
import { openData } from './people.ts';
import { renewalOf } from './renewals.ts';

const addressOf = ({ channel, address }: Row): Address => ({ channel, value: address });

/** What the jobs read; none of it takes a lock: the desk decides again under its own. */
export function createJobReads(parts: { sql: Sql; keyring: Keyring }): JobReads {
  const { sql, keyring } = parts;
  return {
    ...createOverlooked(parts),
    noticeCandidates: (now, withinDays) => noticeCandidates(sql, now, withinDays),
    inAms: (recordedSince) => inAms(parts, recordedSince),
    cursor: (source) => readCursor(sql, source),
    async pendingFile(document) {
      const [row] =
        await sql`select d.remote, d.at, m.sent_as, m.detail ? 'album' as album, c.channel, c.address from documents d join messages m on m.id = d.message join contacts c on c.id = m.contact where d.id = ${document} and d.kind = 'pending' and d.remote is not null`;
      return (
        row && {
          from: addressOf(row),
          message: row.sentAs ?? undefined,
          remote: row.remote,
          album: row.album,
          at: row.at,
        }
      );
    },
    async whoWaits(of) {
      const request = 'request' in of ? of.request : null;
      const renewal = 'renewal' in of ? of.renewal : null;
      const [row] = await sql`
        select c.channel, c.address from renewals r join contacts c on c.id = r.contact and c.applicant = r.applicant
        where r.id = coalesce(${renewal}::uuid, (select i.renewal from issue_requests i where i.id = ${request})) and c.unreachable is null`;
      return row && addressOf(row);
    },
    async letter(renewal, document) {
      const [row] = await sql`
        select d.hash, d.sealed, r.*, v.id as version_id, v.sealed as data_sealed from documents d, renewals r join applicants a on a.id = r.applicant
        join data_versions v on v.applicant = a.id and v.number = a.version_number where d.id = ${document} and r.id = ${renewal}`;
      if (!row?.sealed) return undefined;
      const { facts } = renewalOf(keyring, row).renewal;
      const data = openData(keyring, row.versionId, row.dataSealed);
      // While a change is open its letters are written for the data as it would be.
      return {
        content: keyring.open(SEALED_AS.document(row.hash), row.sealed),
        data: { ...data, ...facts.change?.fields },
        letter: facts.change?.letter?.document === document ? 'change' : 'recommendation',
      };
    },
    async dueRevocations(id, now) {
      return await sql`
        select distinct on (v.certificate) v.id, c.serial, c.issuer, v.reason
        from revocations r join revocations v on v.applicant = r.applicant and v.reason = r.reason and v.state = 'due' and (v.id = r.id or v.due_at <= ${now})
        join certificates c on c.id = v.certificate
        where r.id = ${id} and r.state = 'due' order by v.certificate, v.id`;
    },
  };
}
