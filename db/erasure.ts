import { canonicalData, type Data } from '../src/renewal/renewal.ts';
import { type Keyring, SEALED_AS } from '../src/seal.ts';
import { together } from '../src/together.ts';
import type { Queryable } from './connect.ts';
import { prepared, updateRows } from './rows.ts';

/**
 * The erasure of what is known of a person. Rows stay, because others and the journal refer to them; what they said is
 * gone, so that every page and every check reads them as before.
 */

/** What his data says from then on; the pages show the name. */
const ERASED: Data = {
  nik: '',
  nip: '',
  name: 'Data dihapus',
  email: '',
  phone: '',
  position: '',
  organisation: '',
  unit: '',
  city: '',
  province: '',
};
const BODY = 'Isi pesan ini sudah dihapus.';
const FILE = 'berkas dihapus';

const CONTACTS = 'select id from contacts where applicant = $1';
/** What others wrote from his chat about somebody else is theirs. */
const MESSAGES = `select id from messages where applicant = $1 or (applicant is null and contact in (${CONTACTS}))`;
const RENEWALS = 'select id from renewals where applicant = $1';
/** What a fault, a decision, or what waits for somebody, may be about: rows of the person who is the only parameter. */
export const THEIRS = `select id::text from (${MESSAGES} union ${RENEWALS} union ${CONTACTS} union select id from revocations where applicant = $1
  union select id from certificates where applicant = $1) theirs`;

/** With the person as their only parameter. What names others by its rows goes before these rows are emptied. */
const STATEMENTS: readonly string[] = [
  `update raw_messages set sealed = null, form = null, heard = null where message in (${MESSAGES})`,
  `update documents set kind = 'erased', name = '${FILE}', hash = '', sealed = null, remote = null, reading = null
   where applicant = $1 or message in (${MESSAGES}) or renewal in (${RENEWALS})`,
  `update faults set detail = '', resolved_at = coalesce(resolved_at, now()) where ref in (${THEIRS})`,
  `delete from awaits where applicant = $1 or ref in (${THEIRS} union select id::text from faults where ref in (${THEIRS}))`,
  `delete from codes where applicant = $1 or contact in (${CONTACTS})`,
  'delete from sessions where applicant = $1',
  'delete from links where applicant = $1',
  `update questions set answered_at = coalesce(answered_at, now()) where contact in (${CONTACTS})`,
  // Without its token and its name an old mail that is answered leads to nobody.
  `update messages set subject = null, body = '${BODY}', choices = null, next_try_at = null, copy_key = null, token = null, sent_as = null,
     detail = jsonb_strip_nulls(jsonb_build_object('language', detail->'language', 'always', detail->'always', 'files', '[]'::jsonb)),
     state = case state when 'queued' then 'failed' when 'fault' then 'done' else state end,
     why = case state when 'queued' then 'erased' end
   where id in (${MESSAGES})`,
  `update renewals set change_sealed = null, facts = facts - 'change' || '{"kept": []}' || case when facts ? 'returned'
     then jsonb_build_object('returned', facts->'returned' || '{"instruction": ""}') else '{}' end where applicant = $1`,
  'update revocations set note = null where applicant = $1',
  'update notices set why = null where certificate in (select id from certificates where applicant = $1)',
  `update contacts set address = 'erased:' || id, name = null, standing = 'claimed', valid_from = null, proven_until = null,
     proven_by = null, speaker = 'assistant', taken_by = null, taken_at = null, unreachable = 'erased',
     state = jsonb_build_object('language', state->'language') where applicant = $1`,
];

/** See `Tx.erase`. */
export async function erase(sql: Queryable, keyring: Keyring, applicant: string, now: Date): Promise<void> {
  const versions = await prepared(sql, 'select id from data_versions where applicant = $1', [applicant]);
  const [version, data] = [keyring.hash('data', canonicalData(ERASED)), Buffer.from(JSON.stringify(ERASED))];
  const { name, organisation, unit } = ERASED;
  const rows = versions.map(({ id }) => ({
    id,
    hash: version,
    sealed: keyring.seal(SEALED_AS.data(id), data),
    name,
    organisation,
    unit,
  }));
  // By his numbers nobody is found any more, and whoever comes with them is somebody new.
  const nobody = `erased:${applicant}`;
  const person = {
    id: applicant,
    version,
    nipHash: nobody,
    nikHash: nobody,
    stopped: 'erased',
    erasureAskedBy: null,
    erasedAt: now,
  };
  await together([
    updateRows(sql, 'data_versions', 'id', rows),
    updateRows(sql, 'applicants', 'id', [person]),
    ...STATEMENTS.map((text) => prepared(sql, text, [applicant])),
  ]);
}
