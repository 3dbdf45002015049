import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, type Sql } from '../../db/connect.ts';
import { personById } from '../../db/console/console.ts';
import { verifyChain } from '../../db/journal.ts';
import { assertKeysFit } from '../../db/keys.ts';
import { createOperator } from '../../db/operators.ts';
import { reviewContent } from '../../src/renewal/content.ts';
import type { Data } from '../../src/renewal/renewal.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { type ConsoleOffice, newcomer, openConsole, PASSWORD, person } from './console-office.ts';

const DAY_MS = 86_400_000;
const YULI: Data = {
  ...person('Siti'),
  name: 'Yulianingsih Prawirosentono',
  nik: '1371015407790003',
  nip: '197907142003122004',
  email: 'yulianingsih@contohprov.example',
  phone: '+628117654321',
};
/** What he wrote and sent, in words that stand nowhere else. */
const WORDS = ['zirkonium', 'kuarsit', 'molibdenum', 'riolit'];
/** Why an operator wrote to leave him out of a notice. */
const LEFT_OUT = 'peridotit';
/** What an operator wrote about his letter, and noted with what he did: both stand in the decision. */
const DECIDED = ['granodiorit', 'turmalin'];

let database: TestDatabase;
let owner: Sql;
let office: ConsoleOffice;
let applicant: string;
let path: string;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = connect(database.ownerUrl, { max: 1 });
  office = await openConsole({}, {}, database);
  await office.reviewable(YULI, 14, 'abcdef0123456789');
  await office.mails(YULI, 'Apa itu zirkonium?', {
    subject: 'Soal kuarsit',
    files: [{ name: 'molibdenum.pdf', type: 'application/pdf', size: 8, content: Buffer.from('%PDF-1.7') }],
  });
  const renewal = await office.renewal(YULI);
  ({ applicant } = renewal);
  await office.does({
    act: 'return',
    renewal: renewal.id,
    content: reviewContent(renewal),
    to: 'letter',
    reason: 'other',
    instruction: `Surat itu tentang ${DECIDED[0]}.`,
  });
  office.passes(60_000);
  await office.mails(YULI, 'jabatan saya salah, seharusnya Pranata riolit');
  expect((await office.renewal(YULI)).facts).toMatchObject({ change: {}, returned: {} });
  path = `/console/people/${applicant}`;
  await office.does({ act: 'settle', kind: 'applicant', ref: applicant, note: `Ditelepon soal ${DECIDED[1]}` });
  await office.sql`insert into notices (id, certificate, threshold, state, why, at)
    values (gen_random_uuid(), ${renewal.certificate}, 30, 'excluded', ${LEFT_OUT}, ${office.clock()})`;
}, 60_000);
afterAll(async () => {
  await office.close();
  await owner.end();
  await database.drop();
});

const erase = { act: 'erase', note: 'Diminta melalui surat' };
/** The clock has moved by days, and a session lasts a working day. */
const rina = () => office.browser();

/** Tables with a row in which this stands, in whatever column. */
async function tablesWith(words: string): Promise<string[]> {
  const tables = await owner`select schemaname, tablename from pg_tables where schemaname in ('public', 'pgboss')`;
  const found: string[] = [];
  for (const { schemaname, tablename } of tables) {
    const rows = await owner.unsafe(
      `select 1 from ${schemaname}."${tablename}" t where t::text ilike $1 or t::text ilike $2 limit 1`,
      [`%${words}%`, `%${Buffer.from(words).toString('hex')}%`],
    );
    if (rows.length > 0) found.push(tablename);
  }
  return found;
}

describe('what is known of a person', () => {
  test('is not erased while a request is open, nor while a certificate is valid, and the page says until when', async () => {
    const renewal = await office.renewal(YULI);
    const browser = await rina();
    expect(await browser.read(path)).toContain(`permohonan ${renewal.number} masih terbuka`);
    expect(await browser.send(`${path}/erasure`, erase)).toContain('permohonannya masih terbuka');
    await office.does({ act: 'withdraw', renewal: renewal.id });
    expect(await browser.read(path)).toContain('sertifikatnya masih berlaku sampai 16 November 2026');
    expect(await browser.send(`${path}/erasure`, erase)).toContain('sertifikatnya masih berlaku');
    expect(await personById(office.parts, applicant)).toMatchObject({ data: YULI });
  });

  test('is not erased while a revocation waits, and is where his certificate was revoked before its end', async () => {
    const certificate = await office.has(newcomer());
    const [{ applicant: holder }] = (await office.sql`
      update certificates set state = 'revoked' where id = ${certificate} returning applicant`) as never as [
      { applicant: string },
    ];
    await office.sql`insert into revocations (id, certificate, applicant, reason, state, asked_by, at)
      values (gen_random_uuid(), ${certificate}, ${holder}, 'keyCompromise', 'asked', 'applicant', ${office.clock()})`;
    const erased = () => office.does({ act: 'erase', applicant: holder, note: 'Diminta melalui surat' });
    expect(await erased()).toEqual({ refused: 'revocation-open' });
    await office.sql`update revocations set state = 'refused' where certificate = ${certificate}`;
    expect(await erased()).toEqual({ done: true });
  });

  test('is given to him as one file with all of it, and whoever makes it is in the journal', async () => {
    const response = await (await rina()).post(`${path}/copy`, {});
    expect(response.headers.get('content-disposition')).toMatch(
      /^attachment; filename="salinan-data-[0-9a-f]{8}\.html"$/,
    );
    const copy = await response.text();
    const all = [...Object.values(YULI), ...WORDS, LEFT_OUT, 'ABCDEF0123456789', 'Surat Rekomendasi.pdf'];
    for (const value of all) expect(copy).toContain(value);
    // What stays when his data goes he sees now: who decided, and how he put it.
    expect(copy).toMatch(/Rina mengembalikan permohonan[\s\S]*granodiorit[\s\S]*Rina menandai selesai[\s\S]*turmalin/);
    expect(copy).not.toContain('{{');
    // What he wanted changed is kept whole, where his words have a NIK masked.
    expect(copy).toMatch(/Perubahan data yang diminta[\s\S]*<td>Pranata riolit<\/td>/);
    const [entry] = await office.sql`select actor from journal where entry = 'copy taken'`;
    expect(entry!.actor).toBe(`operator:${office.operator.id}`);
  });

  test('is not what another one wrote from the same address before it was his', async () => {
    const [contact] = await office.sql`select id from contacts where address = ${YULI.email}`;
    const { id: other } = (await office.does({ act: 'import-applicant', data: newcomer() })) as { id: string };
    await office.mails(YULI, 'Saya orang lain, dioptas');
    await office.sql`update messages set applicant = ${other} where contact = ${contact!.id} and body like '%dioptas'`;
    expect(await (await (await rina()).post(`${path}/copy`, {})).text()).not.toContain('dioptas');
    await office.sql`update messages set applicant = ${applicant} where body like '%dioptas'`;
  });

  test('is gone for ever once nothing needs it, from every table; the record of what happened stays whole', async () => {
    for (const words of [YULI.email, LEFT_OUT, ...DECIDED, ...WORDS.slice(0, -1)])
      expect(await tablesWith(words)).not.toEqual([]);
    office.passes(20 * DAY_MS);
    expect(await (await rina()).send(`${path}/erasure`, erase)).toContain('Data orang ini sudah dihapus.');
    for (const words of [
      ...Object.values(YULI).filter((value) => !Object.values(person('Siti')).includes(value)),
      ...WORDS,
      LEFT_OUT,
    ])
      expect([words, await tablesWith(words)]).toEqual([words, []]);
    for (const words of DECIDED) expect([words, await tablesWith(words)]).toEqual([words, ['decisions']]);
    const left = await owner`select 1 from documents where applicant = ${applicant} and sealed is not null
      union select 1 from renewals where applicant = ${applicant} and change_sealed is not null
      union select 1 from raw_messages r join messages m on m.id = r.message where m.applicant = ${applicant} and r.sealed is not null`;
    expect(left).toHaveLength(0);
    expect(
      await office.sql`select 1 from journal where chain = ${`applicant:${applicant}`} and entry = 'data erased'`,
    ).toHaveLength(1);
    expect(await verifyChain(office.sql, `applicant:${applicant}`)).toBeUndefined();
    await expect(assertKeysFit(office.sql, office.keyring)).resolves.toBeUndefined();
  });

  test('leaves pages that can be read, and on which nothing is begun with it', async () => {
    const browser = await rina();
    const page = await browser.read(path);
    expect(page).toContain('Data dihapus');
    expect(page).toContain('Isi pesan ini sudah dihapus.');
    for (const way of ['Mulai pembaruan', 'Cabut sertifikat', 'Unduh salinan data', 'Kirim pesan', 'Hapus sekarang'])
      expect(page).not.toContain(way);
    const [renewal] = await office.sql`select id from renewals where applicant = ${applicant}`;
    for (const each of [`${path}/journal`, `/console/renewals/${renewal!.id}`])
      expect((await browser.get(each)).status).toBe(200);
    const [certificate] = await office.sql`select id from certificates where applicant = ${applicant}`;
    expect(await office.does({ act: 'start', certificate: certificate!.id })).toEqual({ refused: 'exists' });
    expect(await office.does({ act: 'take-copy', applicant })).toEqual({ refused: 'erased' });
    expect(await office.does({ act: 'erase', applicant, note: 'lagi' })).toEqual({ refused: 'already' });
  });

  test('is not known any more when he writes again, or is imported again: he is somebody new', async () => {
    await office.mails(YULI, 'Halo, saya lagi');
    const [contact] = await office.sql`select applicant, standing from contacts where address = ${YULI.email}`;
    expect(contact).toMatchObject({ applicant: null, standing: 'claimed' });
    const [message] = await office.sql`select id from messages where body = 'Halo, saya lagi'`;
    expect(await office.does({ act: 'attach-message', message: message!.id, applicant })).toEqual({
      refused: 'erased',
    });
    const again = await office.does({ act: 'import-applicant', data: YULI });
    expect(again).toMatchObject({ done: true });
    expect('id' in again && again.id).not.toBe(applicant);
  });
});

describe('where two operators decide', () => {
  test('one proposes the erasure, the other one reads why, neither a note nor the first one ends it, and either may take it back', async () => {
    const two = await openConsole({ fourEyes: true });
    try {
      await createOperator(
        two.sql,
        { login: 'budi', name: 'Budi', password: PASSWORD, mustChange: false },
        two.clock(),
      );
      await two.has(YULI, 14, 'abcdef0123456789');
      two.passes(20 * DAY_MS);
      const [row] = await two.sql`select id from applicants`;
      const page = `/console/people/${row!.id}`;
      const [first, second] = [await two.browser(), await two.browser('budi')];
      const copy = await (await first.post(`${page}/copy`, {})).text();
      expect(copy).toMatch(/masa berlaku sudah lewat[\s\S]*<h2>Percakapan<\/h2>\s*<p>Tidak ada\.<\/p>/);
      expect(await first.send(`${page}/erasure`, erase)).toContain('menunggu keputusan operator lain');
      expect(await first.read('/console/queue')).toContain('penghapusan datanya menunggu operator lain');
      expect(await first.send(`${page}/erasure`, erase)).toContain('harus diambil operator lain');
      expect(await second.send(`${page}/erasure`, { act: 'keep', note: 'bukan ia yang meminta' })).toContain(
        'datanya tidak dihapus',
      );
      expect(await second.read('/console/queue')).not.toContain('penghapusan datanya');
      expect(await second.send(`${page}/erasure`, erase)).toContain('menunggu keputusan operator lain');
      // He who decides reads what it rests on; a note about something else does not put it away.
      expect(await first.read(page)).toMatch(
        /diusulkan operator Budi[^<]*<\/strong> Catatannya: “Diminta melalui surat”/,
      );
      expect(await first.read(page)).not.toContain('Tandai selesai');
      await two.sql`insert into awaits (kind, ref, what, who, is_primary, since, applicant) values ('applicant', ${row!.id}, 'silent', 'operator', true, ${two.clock()}, ${row!.id})`;
      expect(await first.read(page)).toContain('Tandai selesai');
      const proposed = await two.sql`select what, since from awaits where applicant = ${row!.id} and what = 'erasure'`;
      two.passes(60_000);
      expect(await first.send(page, { act: 'settle', note: 'sudah ditelepon' })).toContain('Sudah ditandai selesai');
      // It waits since it was made, in its old place of the queue.
      expect(await two.sql`select what, since from awaits where applicant = ${row!.id}`).toEqual([...proposed]);
      expect(await first.read('/console/queue')).toContain('penghapusan datanya menunggu operator lain');
      expect(await first.send(`${page}/erasure`, erase)).toContain('Data orang ini sudah dihapus.');
      expect(await two.sql`select 1 from awaits where applicant = ${row!.id}`).toHaveLength(0);
    } finally {
      await two.close();
    }
  });
});
