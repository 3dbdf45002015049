import type { RevocationReason } from '../../src/desk/ports.ts';
import type { CertificateRow, ContactRow } from '../../src/desk/store.ts';
import type { Evidence } from '../../src/renewal/evidence.ts';
import { latestOf, serialOf } from '../certificates.ts';
import { withoutNulls } from '../rows.ts';
import { type Person, type Reads, withPersons } from './console.ts';

/** Certificates and their revocations, as the operators' console shows them. */

const LIST_LIMIT = 200;

export type RevocationView = {
  readonly id: string;
  readonly reason: RevocationReason;
  readonly state: 'asked' | 'due' | 'done' | 'refused' | 'by-hand' | 'taken-back';
  readonly askedBy: string;
  /** The operator who asked had given his word for its holder, and took it back. */
  readonly wordTakenBack: boolean;
  /** The way the person asked, where he did himself; `provenBy` is how that conversation is known to be his. */
  readonly channel?: ContactRow['channel'];
  readonly provenBy?: ContactRow['provenBy'];
  readonly decidedBy?: string;
  readonly note?: string;
  readonly dueAt?: Date;
  readonly at: Date;
  readonly doneAt?: Date;
  readonly certificate: string;
  /** Absent where nobody knows it. */
  readonly serial?: string;
  readonly issuer: string;
  readonly expires: Date;
  /** The serial of the certificate that replaced it, and how well that one is known. */
  readonly succeeded: boolean;
  readonly successor?: string;
  readonly successorEvidence?: Evidence;
  readonly person?: Person;
};

/** Those to be decided or carried out, then the latest of the others; of one certificate alone, if it is given. */
export async function revocations(reads: Reads, certificate?: string): Promise<readonly RevocationView[]> {
  const rows = await reads.sql`
    select r.id, r.reason, r.state, r.asked_by, r.decided_by, r.note, r.due_at, r.at, r.done_at, r.applicant,
      c.id as certificate, ${reads.sql.unsafe(serialOf('c'))} as serial, c.issuer, c.not_after as expires, k.channel, k.proven_by,
      exists (select from journal j join decisions d on d.subject = 'unvouch' and d.content = j.refs::jsonb->>'contact' and d.operator::text = r.asked_by
        where j.chain = 'renewal:' || c.renewal and j.entry = 'vouch taken back' and j.at <= r.at) as word_taken_back,
      s.id is not null as succeeded, ${reads.sql.unsafe(serialOf('s'))} as successor,
      coalesce((select e.evidence from certificate_evidence e where e.certificate = s.id order by e.at desc limit 1), s.evidence) as successor_evidence
    from revocations r join certificates c on c.id = r.certificate left join certificates s on s.id = c.successor
    left join contacts k on k.id = case when r.asked_by ~ '^[0-9a-f-]{36}$' then r.asked_by::uuid end
    where ${certificate === undefined} or r.certificate = ${certificate ?? null}::uuid
    order by r.state in ('asked', 'by-hand') desc, r.state in ('asked', 'by-hand') and r.reason = 'keyCompromise' desc, r.at desc
    limit ${LIST_LIMIT}`;
  return (await withPersons(reads, rows)).map((row) => withoutNulls(row) as unknown as RevocationView);
}

export type CertificateView = {
  readonly id: string;
  readonly applicant: string;
  /** Absent where nobody knows it. */
  readonly serial?: string;
  readonly issuer: string;
  readonly evidence: Evidence;
  readonly notBefore?: Date;
  readonly notAfter: Date;
  readonly state: CertificateRow['state'];
  readonly renewal?: string;
  readonly successor?: string;
  readonly revokedAt?: Date;
  readonly revokedFor?: string;
  readonly hasFile: boolean;
};

/** What was added later shows it better than its row. */
const CERTIFICATE = `
  id, applicant, ${serialOf('certificates')} as serial, issuer, coalesce(${latestOf('evidence')}, evidence) as evidence, coalesce(not_before, ${latestOf('not_before')}) as not_before, not_after,
  state, renewal, successor, revoked_at, revoked_for, (der is not null or ${latestOf('der')} is not null) as has_file`;
const certificateView = (row: Record<string, unknown>) => withoutNulls(row) as unknown as CertificateView;

export async function certificatesOf({ sql }: Reads, applicant: string): Promise<readonly CertificateView[]> {
  return (
    await sql.unsafe(`select ${CERTIFICATE} from certificates where applicant = $1 order by not_after desc, id`, [
      applicant,
    ])
  ).map(certificateView);
}

export async function provisionalCertificates(
  reads: Reads,
): Promise<readonly (CertificateView & { readonly person?: Person })[]> {
  const rows = (
    await reads.sql.unsafe(
      `select ${CERTIFICATE} from certificates where state = 'provisional' order by at limit ${LIST_LIMIT}`,
    )
  ).map(certificateView);
  return withPersons(reads, rows);
}

export async function certificateFile(
  { sql }: Reads,
  id: string,
): Promise<{ readonly serial: string; readonly der: Uint8Array } | undefined> {
  const [row] =
    await sql`select ${sql.unsafe(serialOf('certificates'))} as serial, coalesce(der, ${sql.unsafe(latestOf('der'))}) as der from certificates where id = ${id}`;
  return row?.der ? (row as { serial: string; der: Uint8Array }) : undefined;
}

/** Certificates by id with their owner, for the list of those who are left out. */
export async function certificatesById(
  reads: Reads,
  ids: readonly string[],
): Promise<ReadonlyMap<string, CertificateView & { readonly person?: Person }>> {
  if (ids.length === 0) return new Map();
  const rows = (
    await reads.sql.unsafe(`select ${CERTIFICATE} from certificates where id = any($1::uuid[])`, [ids as string[]])
  ).map(certificateView);
  return new Map((await withPersons(reads, rows)).map((row) => [row.id, row]));
}
