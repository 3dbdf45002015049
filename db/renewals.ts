import type { Rejection } from '../src/conversation/conversation.ts';
import type { IssueRequestRow, RenewalRow } from '../src/desk/store.ts';
import { Facts, type Renewal, Rules } from '../src/renewal/renewal.ts';
import { type Keyring, SEALED_AS } from '../src/seal.ts';
import type { Queryable } from './connect.ts';
import { anyOf, byIds, listed, prepared, type Row } from './rows.ts';

const RENEWAL =
  'id, number, applicant, certificate, basis, rules, version, revision, facts, change_sealed, outcome, contact, opened_at';

export async function renewalsById(
  sql: Queryable,
  keyring: Keyring,
  ids: readonly string[],
  lock = true,
): Promise<RenewalRow[]> {
  if (ids.length === 0) return [];
  const wanted = `select id from ${listed('$1::uuid[]')} as w(id)`;
  const rows = await prepared(sql, byIds('renewals', RENEWAL, wanted, lock ? 'for update' : ''), [ids]);
  return rows.map((row) => renewalOf(keyring, row));
}

/** Whose it is; that never changes, so nothing is locked. */
export async function ownerOf(sql: Queryable, renewal: string): Promise<string | undefined> {
  return (await prepared(sql, 'select applicant from renewals where id = $1', [renewal]))[0]?.applicant;
}

/** Open renewals, and the last lapsed one of each certificate that has no open one: it can be taken up again. */
export async function renewalsOf(
  sql: Queryable,
  keyring: Keyring,
  applicants: readonly string[],
): Promise<RenewalRow[]> {
  if (applicants.length === 0) return [];
  const rows = await prepared(
    sql,
    `select ${RENEWAL} from renewals r where applicant = ${anyOf('$1::uuid[]')} and (outcome is null or (outcome = 'lapsed'
       and not exists (select 1 from (select certificate, opened_at from renewals where applicant = r.applicant offset 0) n
         where n.certificate = r.certificate and n.opened_at > r.opened_at)))
     order by id for update`,
    [applicants],
  );
  return rows.map((row) => renewalOf(keyring, row));
}

export function renewalOf(keyring: Keyring, row: Row): RenewalRow {
  const facts = Facts.parse(row.facts);
  if (facts.change && row.changeSealed)
    facts.change.fields = JSON.parse(
      Buffer.from(keyring.open(SEALED_AS.change(row.id as string), row.changeSealed as Uint8Array)).toString(),
    );
  const renewal: Renewal = {
    id: row.id as string,
    number: row.number as string,
    applicant: row.applicant as string,
    certificate: row.certificate as string,
    basis: row.basis as Renewal['basis'],
    rules: Rules.parse(row.rules),
    revision: row.revision as number,
    version: row.version as string,
    openedAt: row.openedAt as Date,
    facts,
    outcome: (row.outcome ?? undefined) as Renewal['outcome'],
  };
  return { renewal, contact: (row.contact ?? undefined) as string | undefined };
}

/** The row that keeps a renewal. Values of an open data change may be a NIK, so they are sealed. */
export function renewalRow(keyring: Keyring, renewal: Renewal, contact: string | undefined, now: Date): Row {
  const { change, ...rest } = renewal.facts;
  return {
    id: renewal.id,
    basis: renewal.basis,
    version: renewal.version,
    revision: renewal.revision,
    outcome: renewal.outcome ?? null,
    contact: contact ?? null,
    facts: change ? { ...rest, change: { ...change, fields: {} } } : rest,
    changeSealed: change
      ? keyring.seal(SEALED_AS.change(renewal.id), Buffer.from(JSON.stringify(change.fields)))
      : null,
    closedAt: renewal.outcome ? now : null,
  };
}

export const newRenewalRow = (renewal: Renewal, settings: unknown): Row => ({
  number: renewal.number,
  applicant: renewal.applicant,
  certificate: renewal.certificate,
  rules: renewal.rules,
  settings,
  openedAt: renewal.openedAt,
});

/** The rejection that this person's last renewal ended with, as its operator wrote it. */
export async function rejectionOf(sql: Queryable, applicant: string): Promise<Rejection | undefined> {
  const [row] = await sql`select facts, outcome from renewals where applicant = ${applicant} and outcome is not null
    order by closed_at desc limit 1`;
  const returned = row?.outcome === 'rejected' ? Facts.parse(row.facts).returned : undefined;
  return returned && { at: returned.at, reason: returned.reason, instruction: returned.instruction };
}

/** Locked. */
export async function issueRequest(sql: Queryable, id: string): Promise<IssueRequestRow | undefined> {
  const [row] = await sql`select id, renewal, number, content, state from issue_requests where id = ${id} for update`;
  return row as IssueRequestRow | undefined;
}
