import type { ContactRow, DocumentRow, MessageRow, RenewalRow } from '../../src/desk/store.ts';
import type { Data } from '../../src/renewal/renewal.ts';
import { SEALED_AS } from '../../src/seal.ts';
import { openData } from '../people.ts';
import { renewalsById } from '../renewals.ts';
import { withoutNulls } from '../rows.ts';
import type { Reads } from './console.ts';
import type { QueueRow } from './queue.ts';

/** What the console reads about conversations, documents and single renewals. */

export async function renewalById({ sql, keyring }: Reads, id: string): Promise<RenewalRow | undefined> {
  return (await renewalsById(sql, keyring, [id], false))[0];
}

export type RenewalSummary = {
  readonly id: string;
  readonly number: string;
  readonly basis: string;
  readonly certificate: string;
  readonly outcome?: string;
  readonly openedAt: Date;
  readonly closedAt?: Date;
};

export async function renewalsOfPerson({ sql }: Reads, applicant: string): Promise<readonly RenewalSummary[]> {
  const rows =
    await sql`select id, number, basis, certificate, outcome, opened_at, closed_at from renewals where applicant = ${applicant} order by opened_at desc`;
  return rows.map((row) => withoutNulls(row) as unknown as RenewalSummary);
}

export type AwaitView = {
  readonly kind: QueueRow['kind'];
  readonly ref: string;
  readonly what: string;
  readonly who: string;
  readonly since: Date;
  readonly detail?: string;
};

/** Everything that waits for operators about one person, beside his renewals. */
export async function awaitsOf(
  { sql }: Reads,
  by: { applicant: string } | { contact: string } | { message: string },
): Promise<readonly AwaitView[]> {
  const rows =
    'applicant' in by
      ? await sql`select kind, ref, what, who, since, detail from awaits where applicant = ${by.applicant} and kind <> 'renewal' order by since`
      : 'contact' in by
        ? await sql`select kind, ref, what, who, since, detail from awaits where kind = 'contact' and ref = ${by.contact} order by since`
        : await sql`select kind, ref, what, who, since, detail from awaits where kind = 'message' and ref = ${by.message} order by since`;
  return rows.map((row) => withoutNulls(row) as unknown as AwaitView);
}

export type ContactView = {
  readonly id: string;
  readonly channel: ContactRow['channel'];
  readonly address: string;
  readonly applicant?: string;
  readonly standing: ContactRow['standing'];
  readonly provenUntil?: Date;
  readonly provenBy?: string;
  readonly validFrom?: Date;
  readonly name?: string;
  readonly speaker: 'assistant' | 'operator';
  readonly takenBy?: string;
  readonly unreachable?: string;
  /** In which he is answered there. */
  readonly language?: 'id' | 'en';
};

const CONTACT =
  "id, channel, address, applicant, standing, proven_until, proven_by, valid_from, name, speaker, taken_by, unreachable, state->>'language' as language";
const contactView = (row: Record<string, unknown>) => withoutNulls(row) as unknown as ContactView;

export async function contactById({ sql }: Reads, id: string): Promise<ContactView | undefined> {
  const [row] = await sql.unsafe(`select ${CONTACT} from contacts where id = $1`, [id]);
  return row && contactView(row);
}

/** Where the person wrote last comes first: that is where an answer is looked for. */
export async function contactsOfPerson({ sql }: Reads, applicant: string): Promise<readonly ContactView[]> {
  return (
    await sql.unsafe(
      `select ${CONTACT} from contacts where applicant = $1
       order by (select max(at) from messages m where m.contact = contacts.id and m.direction = 'in') desc nulls last, channel, created_at`,
      [applicant],
    )
  ).map(contactView);
}

export type MessageView = {
  readonly id: string;
  readonly contact: string;
  readonly channel: ContactRow['channel'];
  readonly address: string;
  /** The contact's display name, as it called itself. */
  readonly name?: string;
  readonly unreachable?: string;
  readonly applicant?: string;
  readonly renewal?: string;
  readonly direction: 'in' | 'out';
  readonly author: MessageRow['author'];
  readonly operator?: string;
  readonly subject?: string;
  readonly body: string;
  readonly detail: MessageDetail;
  readonly state: string;
  readonly why?: string;
  readonly attempts: number;
  readonly nextTryAt?: Date;
  readonly at: Date;
  readonly sentAt?: Date;
  readonly choices: readonly string[];
  readonly documents: readonly { readonly id: string; readonly name: string; readonly kind: DocumentRow['kind'] }[];
};
type MessageDetail = {
  readonly pressed?: string;
  readonly odd?: string;
  readonly secret?: boolean;
  readonly fault?: string;
  readonly automatic?: { readonly kind: 'auto-reply' | 'list' | 'own' | 'bounce'; readonly permanent?: boolean };
  readonly files?: number | readonly { readonly file: string }[];
  /** The CA's, about a certificate. */
  readonly notice?: boolean;
  /** What the assistant read, where that is not the whole body. */
  readonly read?: string;
  readonly proof?: {
    readonly authentic: 'aligned' | 'failed' | 'unknown';
    readonly spf?: 'pass' | 'fail' | 'unknown';
    readonly token: boolean;
  };
  /** Keyed hashes of the NIP and NIK in it. */
  readonly numbers?: readonly string[];
  /** Who said whose it is. */
  readonly attached?: { readonly at: string; readonly by?: string };
  /** In: processed again. Out: the message that this one says once more. */
  readonly again?: { readonly at?: string; readonly by?: string; readonly late?: boolean; readonly of?: string };
  /** The message that says this one once more. */
  readonly sentAgain?: { readonly id: string; readonly by: string; readonly at: string };
};

/** More is on the page of one message each; a conversation longer than this is read from its end. */
const MESSAGES_LIMIT = 150;
export const MESSAGE = `m.id, m.contact, k.channel, k.address, k.name, k.unreachable, m.applicant, m.renewal, m.direction, m.author, m.operator, m.subject, m.body, m.detail, m.state, m.why, m.attempts, m.next_try_at, m.at, m.sent_at,
  jsonb_path_query_array(coalesce(m.choices, '[]'), '$[*].label') as choices,
  coalesce((select json_agg(json_build_object('id', d.id, 'name', d.name, 'kind', d.kind) order by d.at) from documents d where d.message = m.id), '[]') as documents`;

export const messageView = (row: Record<string, unknown>) => withoutNulls(row) as unknown as MessageView;

/** What was said as his, or where he writes from. As one condition with "or" it would be looked for in all messages of all people. */
const OF_PERSON = `m.id in (
  select id from messages where applicant = $1
  union all select n.id from contacts c join messages n on n.contact = c.id where c.applicant = $1)`;

/** A conversation over all its channels, oldest first: of a person, or of one contact. `limit`: the last so many, or all. */
export async function conversation(
  { sql }: Reads,
  by: { applicant: string } | { contact: string },
  limit: number | 'all' = MESSAGES_LIMIT,
): Promise<readonly MessageView[]> {
  const [condition, value] = 'applicant' in by ? [OF_PERSON, by.applicant] : ['m.contact = $1', by.contact];
  const rows = await sql.unsafe(
    `select ${MESSAGE} from messages m join contacts k on k.id = m.contact where ${condition} order by m.at desc, m.number desc nulls last limit ${limit}`,
    [value],
  );
  return rows.map(messageView).reverse();
}

export async function messageById({ sql }: Reads, id: string): Promise<MessageView | undefined> {
  const [row] = await sql.unsafe(
    `select ${MESSAGE} from messages m join contacts k on k.id = m.contact where m.id = $1`,
    [id],
  );
  return row && messageView(row);
}

export type DocumentView = {
  readonly id: string;
  readonly kind: DocumentRow['kind'];
  readonly name: string;
  readonly size: number;
  readonly at: Date;
  readonly reading?: {
    readonly pages?: number;
    readonly signature?: 'none' | 'intact' | 'broken' | 'partial';
    readonly signer?: string;
    readonly remarks?: readonly string[];
    readonly refused?: string;
  };
  readonly views: readonly { readonly by: string; readonly at: string }[];
};

export async function documentsOfPerson({ sql }: Reads, applicant: string): Promise<readonly DocumentView[]> {
  const rows = await sql`
    select d.id, d.kind, d.name, d.size, d.at, d.reading,
      coalesce((select json_agg(json_build_object('by', v.by, 'at', v.at) order by v.at desc) from document_views v where v.document = d.id), '[]') as views
    from documents d where d.applicant = ${applicant} order by d.at desc`;
  return rows.map((row) => withoutNulls(row) as unknown as DocumentView);
}

export async function documentContent(
  { sql, keyring }: Reads,
  id: string,
): Promise<{ readonly kind: DocumentRow['kind']; readonly content: Uint8Array } | undefined> {
  const [row] = await sql`select hash, kind, sealed from documents where id = ${id} and sealed is not null`;
  return row && { kind: row.kind, content: keyring.open(SEALED_AS.document(row.hash), row.sealed) };
}

export type DataVersion = { readonly number: number; readonly at: Date; readonly data: Data };

/** The data that was approved, by the name of its version; a later one does not change it. */
export async function dataVersion(
  { sql, keyring }: Reads,
  applicant: string,
  hash: string,
): Promise<DataVersion | undefined> {
  const [row] = await sql`
    select id, number, at, sealed from data_versions where applicant = ${applicant} and hash = ${hash} order by number desc limit 1`;
  return row && { number: row.number, at: row.at, data: openData(keyring, row.id, row.sealed) };
}

/** Every version of his data, oldest first. */
export async function dataVersions({ sql, keyring }: Reads, applicant: string): Promise<readonly DataVersion[]> {
  const rows =
    await sql`select id, number, at, sealed from data_versions where applicant = ${applicant} order by number`;
  return rows.map(({ id, number, at, sealed }) => ({ number, at, data: openData(keyring, id, sealed) }));
}

/** Renewals of this person with a data change that was approved and is not in AMS yet. */
export async function changesToRecord({ sql }: Reads, applicant: string): Promise<readonly string[]> {
  const rows = await sql`
    select ref from awaits where kind = 'renewal' and applicant = ${applicant} and what = 'change-record'`;
  return rows.map(({ ref }) => ref as string);
}
