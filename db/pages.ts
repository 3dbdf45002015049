import type { Language } from '../src/conversation/line.ts';
import type { ApplicantRow, CertificateRow } from '../src/desk/store.ts';
import type { Renewal } from '../src/renewal/renewal.ts';
import type { Keyring } from '../src/seal.ts';
import { CERTIFICATE, certificateOf, latestOf } from './certificates.ts';
import type { Sql } from './connect.ts';
import { openData } from './people.ts';
import { renewalOf } from './renewals.ts';
import { withoutNulls } from './rows.ts';
import { isWithdrawn } from './talk.ts';

/** What the applicant's pages read, and their sessions. Nothing here takes a lock: acts enter through the desk. */

export type PageLink = {
  readonly id: string;
  readonly purpose: 'page' | 'telegram' | 'confirm';
  readonly applicant: string;
  readonly renewal?: string;
  readonly expiresAt: Date;
  readonly usedAt?: Date;
  /** Of the message in which it stands. */
  readonly language?: Language;
};

/** `hash`: keyring.hash('link', token). */
export async function findLink(sql: Sql, hash: string, now: Date): Promise<PageLink | undefined> {
  const [row] = await sql`
    select id, purpose, applicant, renewal, expires_at, used_at, (
      select m.detail->>'language' from messages m
      where m.applicant = links.applicant and m.direction = 'out' and m.detail->'link'->>'id' = links.id::text limit 1
    ) as language
    from links where hash = ${hash}`;
  if (!row || (await isWithdrawn(sql, row as unknown as PageLink, now))) return undefined;
  return withoutNulls(row) as PageLink;
}

/** The renewal that a link without one opens: the one under way, else the last. */
export async function renewalToShow(sql: Sql, applicant: string): Promise<string | undefined> {
  const [row] = await sql`
    select id from renewals where applicant = ${applicant} order by (outcome is null) desc, opened_at desc, id limit 1`;
  return row?.id;
}

/** The applicant to whom a private chat is bound, with the contact's id; not one whose proof has expired. */
export async function boundChat(
  sql: Sql,
  user: string,
  now: Date,
): Promise<{ applicant: string; contact: string } | undefined> {
  const [row] = await sql`
    select applicant, id as contact from contacts
    where channel = 'telegram' and address = ${user} and standing = 'bound' and applicant is not null and proven_until > ${now}`;
  return row as { applicant: string; contact: string } | undefined;
}

export type PageSession = { readonly applicant: string; readonly renewal: string; readonly csrf: string };

/** `hash`: SHA-256 of the token in the cookie; `link`: what opened it. Sessions that are over are swept out on the way. */
export async function openSession(
  sql: Sql,
  hash: string,
  { applicant, renewal, csrf, link }: PageSession & { readonly link: string },
  now: Date,
  until: Date,
): Promise<void> {
  await sql`delete from sessions where expires_at <= ${now}`;
  await sql`
    insert into sessions (hash, applicant, renewal, csrf, link, expires_at, at)
    values (${hash}, ${applicant}, ${renewal}, ${csrf}, ${link}, ${until}, ${now})`;
}

/** Not one whose link is withdrawn: who opened it there turned out to be somebody else. */
export async function findSession(sql: Sql, hash: string, now: Date): Promise<PageSession | undefined> {
  const [row] = await sql`
    select applicant, renewal, csrf, link from sessions
    where hash = ${hash} and expires_at > ${now} and applicant is not null and renewal is not null`;
  if (!row) return undefined;
  const { link, ...session } = row as unknown as PageSession & { readonly link: string | null };
  const withdrawn = link !== null && (await isWithdrawn(sql, { id: link, applicant: session.applicant }, now));
  return withdrawn ? undefined : session;
}

export async function closeSession(sql: Sql, hash: string): Promise<void> {
  await sql`delete from sessions where hash = ${hash} and applicant is not null`;
}

/** `stamp` changes whenever the page would look different; `key` is the name of the key that was received, or empty. */
export async function pageStamp(
  sql: Sql,
  renewal: string,
): Promise<{ number: string; stamp: string; key: string } | undefined> {
  const [row] = await sql`
    select number, revision, outcome, facts->'key'->>'spki' as key from renewals where id = ${renewal}`;
  return row && { number: row.number, stamp: stampOf(row as unknown as Renewal), key: row.key ?? '' };
}

export const stampOf = ({ revision, outcome }: Pick<Renewal, 'revision'> & { outcome?: string | null }): string =>
  `${revision}-${outcome ?? 'open'}`;

export type PageContent = {
  readonly renewal: Renewal;
  readonly applicant: ApplicantRow;
  /** In which he was last spoken to. */
  readonly language?: 'id' | 'en';
};

export async function readPage(
  sql: Sql,
  keyring: Keyring,
  { applicant, renewal }: PageSession,
): Promise<PageContent | undefined> {
  const [[row], [person], certificates, [talk]] = await Promise.all([
    sql`select * from renewals where id = ${renewal} and applicant = ${applicant}`,
    sql`select a.id, a.version, a.version_number, v.id as version_id, v.sealed, v.at as as_of from applicants a
        join data_versions v on v.applicant = a.id and v.number = a.version_number where a.id = ${applicant}`,
    sql.unsafe(`select ${CERTIFICATE} from certificates where applicant = $1 order by not_after desc, id`, [applicant]),
    sql`select c.state->>'language' as language from contacts c left join renewals r on r.contact = c.id and r.id = ${renewal}
        where c.applicant = ${applicant} and c.standing <> 'claimed' order by (r.id is not null) desc, c.last_out desc limit 1`,
  ]);
  if (!row || !person) return undefined;
  return {
    renewal: renewalOf(keyring, row).renewal,
    applicant: {
      id: person.id,
      version: person.version,
      versionNumber: person.versionNumber,
      asOf: person.asOf,
      data: openData(keyring, person.versionId, person.sealed),
      certificates: certificates.map(certificateOf) as CertificateRow[],
    },
    ...(talk?.language === 'id' || talk?.language === 'en' ? { language: talk.language } : {}),
  };
}

/** The certificate's own bytes, where they are known. */
export async function certificateDer(sql: Sql, id: string): Promise<Uint8Array | undefined> {
  const [row] =
    await sql`select coalesce(der, ${sql.unsafe(latestOf('der'))}) as der from certificates where id = ${id}`;
  return row?.der ?? undefined;
}
