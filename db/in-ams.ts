import type { JobReads } from '../src/desk/jobs/jobs.ts';
import { awaitsAgreement, caAgrees } from '../src/renewal/ca-status.ts';
import { TOLD } from '../src/renewal/evidence.ts';
import type { Keyring } from '../src/seal.ts';
import type { Sql } from './connect.ts';
import { openData } from './people.ts';
import { renewalOf } from './renewals.ts';

/** More than an office enters in a month. */
const IN_AMS_LIMIT = 500;

/** Whom the CA's status service is to be asked about, and how far that went. */
export async function inAms(
  { sql, keyring }: { sql: Sql; keyring: Keyring },
  recordedSince: Date,
): ReturnType<JobReads['inAms']> {
  const recorded = await sql`
    select r.*, v.id as version_id, v.sealed as data_sealed, p.value as place from certificates c
    join renewals r on r.id = c.renewal and r.facts->'certificate'->>'id' = c.id::text
    join applicants a on a.id = r.applicant join data_versions v on v.applicant = a.id and v.number = a.version_number
    left join cursors p on p.source = 'ca-status:' || r.id || ':' || (r.facts->>'issuances')
    where c.issuer = 'ams' and c.evidence = any(${[...TOLD]}::text[]) and c.at > ${recordedSince} and r.outcome = 'completed' order by c.at limit ${IN_AMS_LIMIT}`;
  const rows = await sql`
    select r.*, v.id as version_id, v.sealed as data_sealed, p.value as place from awaits w join renewals r on r.id = case when w.kind = 'renewal' then w.ref::uuid end
    join applicants a on a.id = r.applicant join data_versions v on v.applicant = a.id and v.number = a.version_number
    left join cursors p on p.source = 'ca-status:' || r.id || ':' || (r.facts->>'issuances')
    where w.kind = 'renewal' and w.what in ('passphrase', 'resend-link', 'ca-check', 'certificate-record') and w.is_primary and r.outcome is null order by w.since limit ${IN_AMS_LIMIT}`;
  return [...rows, ...recorded].flatMap((row) => {
    const { renewal } = renewalOf(keyring, row);
    if (caAgrees(renewal) || (renewal.outcome !== undefined && !awaitsAgreement(renewal))) return [];
    const { nik } = openData(keyring, row.versionId, row.dataSealed);
    const source = `ca-status:${renewal.id}:${renewal.facts.issuances}`;
    return [{ renewal: renewal.id, nik, source, ...(row.place ? { place: row.place as string } : {}) }];
  });
}
