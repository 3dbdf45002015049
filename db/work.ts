import type { Row } from 'postgres';
import type { JobReads, NoticeCandidate } from '../src/desk/jobs/jobs.ts';
import type { Address } from '../src/desk/ports.ts';
import type { EnclosureReads } from '../src/desk/sending/enclosures.ts';
import { awaitsAgreement, caAgrees } from '../src/renewal/ca-status.ts';
import { TOLD } from '../src/renewal/evidence.ts';
import { EXPIRED_NOTICE_DAYS } from '../src/renewal/notices.ts';
import { type Keyring, SEALED_AS } from '../src/seal.ts';
import { latestOf } from './certificates.ts';
import type { Sql } from './connect.ts';
import { readCursor } from './cursors.ts';
import { openData } from './people.ts';
import { renewalOf } from './renewals.ts';
import { withoutNulls } from './rows.ts';

const DAY_MS = 86_400_000;
const CANDIDATES_PER_READ = 500;
const SILENT_LIMIT = 1_000;
/** More than an office enters in a month. */
const IN_AMS_LIMIT = 500;
/** Of each look; the next one comes a minute later. */
const OVERDUE_LIMIT = 200;

const addressOf = ({ channel, address }: Row): Address => ({ channel, value: address });

/** What the jobs read; none of it takes a lock: the desk decides again under its own. */
export function createJobReads({ sql, keyring }: { sql: Sql; keyring: Keyring }): JobReads {
  return {
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
    async *noticeCandidates(now, withinDays) {
      const from = new Date(now.getTime() - EXPIRED_NOTICE_DAYS * DAY_MS);
      const until = new Date(now.getTime() + withinDays * DAY_MS);
      for await (const rows of sql`
        select c.id as certificate, c.not_after as expires, a.stopped is not null as stopped,
          not exists (select 1 from contacts k where k.applicant = a.id and k.standing <> 'claimed' and k.unreachable is null) as unreachable,
          (select json_build_object('at', n.sent_at, 'threshold', n.threshold) from notices n where n.certificate = c.id and n.state in ('sent', 'excluded') order by n.threshold limit 1) as last_sent,
          (select w.who from awaits w join renewals r on r.id::text = w.ref and w.kind = 'renewal' where r.certificate = c.id and r.outcome is null and w.is_primary limit 1) as open_renewal_awaits
        from certificates c join applicants a on a.id = c.applicant
        where c.successor is null and c.state = 'valid' and c.not_after between ${from} and ${until} order by c.not_after, c.id`.cursor(
        CANDIDATES_PER_READ,
      )) {
        yield rows.map(
          (row) =>
            ({
              ...withoutNulls(row),
              ...(row.lastSent
                ? { lastSent: { at: new Date(row.lastSent.at), threshold: row.lastSent.threshold } }
                : {}),
            }) as NoticeCandidate,
        );
      }
    },
    async awaitingApplicant(before) {
      const rows =
        await sql`select r.* from awaits w join renewals r on r.id::text = w.ref where w.kind = 'renewal' and w.who = 'applicant' and w.is_primary and w.since <= ${before} and r.outcome is null order by w.since limit ${SILENT_LIMIT}`;
      return rows.map((row) => renewalOf(keyring, row).renewal);
    },
    async overdueWork(before) {
      // What operators know of comes last, and each kind has its part: what may wait for long would stand before all else.
      const rows = await sql`
        select w.*, exists (select 1 from faults f where f.part = 'stuck-' || w.work and f.ref = w.ref and f.resolved_at is null) as told from (
          select 'fetch' as work, json_build_object('document', id) as data, message::text as ref, at as since from documents where kind = 'pending' and at <= ${before}
          union all
          select 'read', json_build_object('renewal', r.id, 'document', p.paper->>'document'), r.id::text, (p.paper->>'at')::timestamptz
          from awaits a join renewals r on r.id::text = a.ref cross join lateral (values (r.facts->'letter'), (r.facts->'change'->'letter')) as p(paper)
          where a.kind = 'renewal' and a.what = 'reading' and r.outcome is null and p.paper->>'state' = 'reading' and (p.paper->>'at')::timestamptz <= ${before}
          union all
          select 'issue', json_build_object('request', id), renewal::text, at from issue_requests where state = 'asked' and at <= ${before}
          union all
          select 'revoke', json_build_object('revocation', id), id::text, due_at from revocations where state = 'due' and due_at <= ${before}
        ) w order by told, row_number() over (partition by w.work order by since) limit ${OVERDUE_LIMIT}`;
      return rows as never;
    },
    async revokedElsewhere() {
      return (await sql`
        select serial, reason, typed_by as by from revoked r where typed_by is not null
          and not exists (select 1 from faults f where f.part in ('revoked-elsewhere', 'revoked-unowned') and f.ref = r.serial)
        order by at limit ${OVERDUE_LIMIT}`) as never;
    },
    async inAms(recordedSince) {
      const recorded = await sql`
        select r.*, v.id as version_id, v.sealed as data_sealed, p.value as place from certificates c
        join renewals r on r.id = c.renewal and r.facts->'certificate'->>'id' = c.id::text
        join applicants a on a.id = r.applicant join data_versions v on v.applicant = a.id and v.number = a.version_number
        left join cursors p on p.source = 'ca-status:' || r.id || ':' || (r.facts->>'issuances')
        where c.issuer = 'ams' and c.evidence = any(${[...TOLD]}::text[]) and c.at > ${recordedSince} and r.outcome = 'completed' order by c.at limit ${IN_AMS_LIMIT}`;
      const rows = await sql`
        select r.*, v.id as version_id, v.sealed as data_sealed, p.value as place from awaits w join renewals r on r.id::text = w.ref
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
    },
    cursor: (source) => readCursor(sql, source),
    async forgottenTakeovers(before) {
      return (await sql`
        select c.id as contact, o.id as operator, o.name from contacts c join operators o on o.id = c.taken_by
        where c.speaker = 'operator' and c.taken_at <= ${before} and not exists (select 1 from messages m where m.contact = c.id and m.author = 'operator' and m.at > ${before})`) as never;
    },
  };
}

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
