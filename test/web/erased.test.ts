import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, type Sql } from '../../db/connect.ts';
import { erase as eraseRows } from '../../db/erasure.ts';
import { createOutbox } from '../../db/outbox.ts';
import type { Inbound } from '../../src/conversation/inbound.ts';
import type { Entry } from '../../src/desk/entry.ts';
import { reviewContent } from '../../src/renewal/content.ts';
import type { Data } from '../../src/renewal/renewal.ts';
import { lockWaits } from '../support/locks.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { type ConsoleOffice, newcomer, openConsole } from './console-office.ts';

const DAY_MS = 86_400_000;

let database: TestDatabase;
let owner: Sql;
let office: ConsoleOffice;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = connect(database.ownerUrl, { max: 2 });
  office = await openConsole({ issuer: 'ams' }, {}, database);
}, 60_000);
afterAll(async () => {
  await office.close();
  await owner.end();
  await database.drop();
});

type Known = { readonly data: Data; readonly applicant: string; readonly certificate: string };

/** Somebody whose certificate ended yesterday, with whom a renewal was begun and given up: nothing needs his data. */
async function known(): Promise<Known> {
  const data = newcomer();
  const certificate = await office.has(data, -1);
  await office.does({ act: 'start', certificate });
  const { id, applicant } = await office.renewal(data);
  await office.does({ act: 'withdraw', renewal: id });
  return { data, applicant, certificate };
}
const erases = (applicant: string) => office.does({ act: 'erase', applicant, note: 'Diminta melalui surat' });
const contactOf = async (data: Data): Promise<string> =>
  (await office.sql`select id from contacts where address = ${data.email}`)[0]!.id;

let count = 0;
const mailFrom = ({ email, name }: Data, text: string): Extract<Entry, { enter: 'message' }> => ({
  enter: 'message',
  message: {
    channel: 'mail',
    source: 'imap:other:1',
    externalId: String(++count),
    copyKey: `<${count}@other>`,
    contact: { channel: 'mail', value: email },
    name,
    at: office.clock(),
    subject: 'Perihal',
    text,
    wholeText: text,
    answers: [],
    files: [],
    raw: Buffer.from(text),
  },
});

async function tablesWith(words: string): Promise<string[]> {
  const tables = await owner`select schemaname, tablename from pg_tables where schemaname in ('public', 'pgboss')`;
  const found: string[] = [];
  for (const { schemaname, tablename } of tables) {
    const rows = await owner.unsafe(`select 1 from ${schemaname}."${tablename}" t where t::text ilike $1 limit 1`, [
      `%${words}%`,
    ]);
    if (rows.length > 0) found.push(tablename);
  }
  return found;
}

describe('of an erased person nothing is left', () => {
  test('in what the CA wrote about him', async () => {
    const { data, applicant, certificate } = await known();
    const [row] = await office.sql`select serial from certificates where id = ${certificate}`;
    await office.mails({ ...data, email: 'ca@bsre.example' }, `Yth. feldspar, sertifikat Anda ${data.email} berakhir`, {
      notice: { basis: 'expired', serial: row!.serial, email: data.email },
      automatic: { kind: 'auto-reply' },
    });
    for (const { id } of await office.sql`select id from renewals where applicant = ${applicant} and outcome is null`)
      await office.does({ act: 'withdraw', renewal: id });
    expect(await erases(applicant)).toEqual({ done: true });
    expect(await tablesWith('feldspar')).toEqual([]);
    expect(await tablesWith(data.email)).toEqual([]);
  });

  test('in the names of his mails', async () => {
    const { data, applicant } = await known();
    await office.mails(data, 'Halo', { messageId: '<olivin@laptop>' });
    expect(await erases(applicant)).toEqual({ done: true });
    expect(await tablesWith('olivin')).toEqual([]);
  });

  test('and nothing comes back with what is taken in beside the erasure', async () => {
    const { data, applicant } = await known();
    const act = { act: 'erase', applicant, note: 'Diminta' } as const;
    // The first is under way while the others come: they are taken in together.
    const entries: Entry[] = [
      mailFrom(data, 'Satu'),
      { enter: 'operator', operator: office.operator, act },
      mailFrom(data, 'Dua hornblende'),
    ];
    const [, erased] = await Promise.all(entries.map((entry) => office.desk.receive([entry])));
    expect(erased).toEqual([{ done: true }]);
    const [message] = await office.sql`select applicant from messages where body = 'Dua hornblende'`;
    expect(message!.applicant).toBeNull();
    const rows = await office.sql`select standing, name, address from contacts where applicant = ${applicant}`;
    for (const row of rows) expect(row).toMatchObject({ standing: 'claimed', name: null });
    expect(await office.sql`select 1 from messages where applicant = ${applicant} and state = 'queued'`).toHaveLength(
      0,
    );
  });

  test('nor comes with what the channel says of a message that was on its way', async () => {
    for (const said of [
      { state: 'failed', why: '550 lempung: tidak dikenal' },
      { state: 'queued', why: '450 lempung: penuh', nextTryAt: office.clock() },
      { state: 'sent', sentAs: '<lempung@laptop>' },
    ] as const) {
      const { data, applicant } = await known();
      const contact = await contactOf(data);
      const outbox = createOutbox({ sql: office.sql, boss: undefined as never, clock: office.clock });
      await outbox.lease(contact);
      const message = (await outbox.next(contact))!;
      expect(await erases(applicant)).toEqual({ done: true });
      await outbox.settle(message, { attempts: 1, ...said });
      await outbox.release(contact);
      expect([said.state, await tablesWith('lempung')]).toEqual([said.state, []]);
      const [row] = await office.sql`select state, why from messages where id = ${message.id}`;
      expect(row).toMatchObject({ state: 'failed', why: 'erased' });
    }
  });

  test('and what the letter reader found meanwhile is not kept', async () => {
    const { data, applicant } = await known();
    const document = await office.sql.begin(async (sql) => {
      const [row] = await sql`insert into documents (id, hash, applicant, kind, name, size, at)
        values (gen_random_uuid(), 'x', ${applicant}, 'pdf', 'surat.pdf', 1, now()) returning id`;
      return row!.id as string;
    });
    const { id } = await office.renewal(data);
    expect(await erases(applicant)).toEqual({ done: true });
    await office.enter({
      enter: 'letter-read',
      renewal: id,
      document,
      reading: { ok: true, pages: 1, text: '', signature: 'intact', signer: 'Piroksen' },
      remarks: [],
    });
    expect(await tablesWith('Piroksen')).toEqual([]);
  });
});

describe('an erased person', () => {
  test('is not he who answers an old mail of ours: whoever that is, is put before the operators', async () => {
    const { data, applicant } = await known();
    const [last] =
      await office.sql`select m.id from messages m where m.contact = ${await contactOf(data)} and m.direction = 'out' order by m.number desc limit 1`;
    expect(await erases(applicant)).toEqual({ done: true });
    const outcome = await office.mails(data, 'Saya balas surat lama', {
      proof: { token: office.keyring.token('reply', last!.id), authentic: 'aligned' },
    });
    const [row] = await office.sql`select applicant from messages where id = ${(outcome as { id: string }).id}`;
    expect(row!.applicant).toBeNull();
  });

  test('is no part of a message, a decision or a revocation from a page that was still open', async () => {
    const { data, applicant, certificate } = await known();
    const outcome = await office.mails({ ...data, email: `luar-${data.nip}@luar.example` }, 'Ini surat teman saya');
    const { id: message } = outcome as { id: string };
    expect(await office.does({ act: 'attach-message', message, applicant })).toMatchObject({ done: true });
    expect(await erases(applicant)).toEqual({ done: true });
    expect(await office.does({ act: 'revoke', certificate, reason: 'keyCompromise', note: 'batuan' })).toEqual({
      refused: 'erased',
    });
    expect(await office.sql`select 1 from revocations where applicant = ${applicant}`).toEqual([]);
    expect(await office.does({ act: 'detach-message', message })).toMatchObject({ refused: expect.any(String) });
    expect(await office.sql`select 1 from awaits where ref = ${message}`).toEqual([]);
  });

  test("is a stranger in his chat: an old button, a file under way and the rest of an album are nobody's", async () => {
    const { applicant } = await known();
    const chat = '628117766554';
    const said = (text: string, more: Partial<Inbound> = {}) =>
      office.enter({
        enter: 'message',
        message: {
          ...mailFrom(newcomer(), text).message,
          channel: 'telegram',
          source: 'tg:1',
          contact: { channel: 'telegram', value: chat },
          name: 'Gabro',
          ...more,
        },
      });
    await said('Halo');
    await office.sql`update contacts set applicant = ${applicant}, standing = 'bound', proven_by = 'code', proven_until = ${new Date(office.clock().getTime() + DAY_MS)} where address = ${chat}`;
    await said('Selamat pagi');
    const file = { name: 'sienit.pdf', type: 'application/pdf', size: 8, remote: 'berkas-sienit' };
    await said('surat', { album: 'a1', files: [file] });
    const [pending] = await office.sql`select id, message from documents where name = 'sienit.pdf'`;
    const [out] =
      await office.sql`select m.id from messages m join contacts c on c.id = m.contact where c.address = ${chat} and m.direction = 'out' limit 1`;
    expect(await erases(applicant)).toEqual({ done: true });
    for (const words of [chat, 'sienit', 'Gabro']) expect([words, await tablesWith(words)]).toEqual([words, []]);
    const content = Buffer.from('%PDF-1.7 sienit');
    expect(await office.enter({ enter: 'fetched', document: pending!.id, content })).toEqual({ refused: 'already' });
    expect(await office.enter({ enter: 'fetched', document: pending!.id })).toEqual({ refused: 'already' });
    for (const outcome of [
      await said('', { choice: `${out!.id}:0` }),
      await said('lagi', { album: 'a1', files: [{ ...file, remote: 'lain' }] }),
    ])
      expect(outcome).toMatchObject({ done: true });
    const rows =
      await office.sql`select m.applicant from messages m join contacts c on c.id = m.contact where c.address = ${chat}`;
    expect(rows.filter((row) => row.applicant !== null)).toEqual([]);
  });

  test('is written to from no page that was still open', async () => {
    const { data, applicant } = await known();
    const contact = await contactOf(data);
    expect(await erases(applicant)).toEqual({ done: true });
    for (const act of [
      { act: 'say', contact, text: 'Halo diorit' },
      { act: 'take-over', contact },
      { act: 'reachable', contact, note: 'sudah' },
    ] as const)
      expect([act.act, await office.does(act)]).toEqual([act.act, { refused: 'erased' }]);
    const [row] = await office.sql`select unreachable, speaker from contacts where id = ${contact}`;
    expect(row).toMatchObject({ unreachable: 'erased', speaker: 'assistant' });
  });

  test('waits for nobody: neither what failed about him, nor what does not arrive any more', async () => {
    const { data, applicant } = await known();
    const { id } = await office.renewal(data);
    await office.enter({ enter: 'stuck', work: 'read', ref: id });
    const [out] =
      await office.sql`select id from messages where applicant = ${applicant} and direction = 'out' order by number limit 1`;
    expect(await erases(applicant)).toEqual({ done: true });
    await office.enter({ enter: 'undelivered', message: out!.id, unreachable: true, why: 'x' });
    await office.enter({ enter: 'undelivered', message: out!.id, unreachable: false, why: 'x' });
    expect(
      await office.sql`select kind, what from awaits where who = 'operator' and kind <> 'renewal' and (applicant = ${applicant} or kind = 'fault')`,
    ).toEqual([]);
  });

  test('is nobody to the CA: what it writes about his certificate waits as a notice about nobody known', async () => {
    const { data, applicant, certificate } = await known();
    const [row] = await office.sql`select serial from certificates where id = ${certificate}`;
    expect(await erases(applicant)).toEqual({ done: true });
    const notice = { basis: 'expired', serial: row!.serial, email: data.email } as const;
    const outcome = await office.mails({ ...data, email: 'ca@bsre.example' }, 'Sertifikat Anda berakhir', {
      notice,
      automatic: { kind: 'auto-reply' },
    });
    const { id } = outcome as { id: string };
    const [message] = await office.sql`select applicant from messages where id = ${id}`;
    expect(message!.applicant).toBeNull();
    const [waits] = await office.sql`select what, applicant from awaits where ref = ${id}`;
    expect(waits).toMatchObject({ what: 'unknown-notice', applicant: null });
  });

  test('has no certificate whose record is corrected or shown better: what is valid must be known of somebody', async () => {
    const { applicant, certificate } = await known();
    const [renewal] = await office.sql`select id from renewals where applicant = ${applicant}`;
    const facts = { id: certificate, evidence: 'number', at: office.clock(), by: { role: 'system' }, channel: 'none' };
    await office.sql`update renewals set outcome = 'completed', facts = jsonb_set(facts, '{certificate}', ${office.sql.json(facts)}) where id = ${renewal!.id}`;
    await office.sql`update certificates set renewal = ${renewal!.id}, serial = null where id = ${certificate}`;
    const browser = await office.browser();
    expect(await browser.read(`/console/renewals/${renewal!.id}`)).toContain('Lengkapi bukti sertifikat baru');
    expect(await erases(applicant)).toEqual({ done: true });
    expect(await browser.read(`/console/renewals/${renewal!.id}`)).not.toContain('Lengkapi bukti sertifikat baru');
    expect(await browser.read(`/console/people/${applicant}`)).not.toContain('lengkapi buktinya');
    const notAfter = new Date(office.clock().getTime() + 99 * DAY_MS);
    const shown = { serial: 'ab12', notAfter, evidence: 'word', state: 'valid', issuer: 'ams' } as const;
    for (const act of [
      { act: 'correct-record', renewal: renewal!.id, notAfter, seen: { notAfter }, note: 'salah ketik' },
      { act: 'add-evidence', renewal: renewal!.id, certificate: shown },
    ] as const)
      expect(await office.does(act)).toEqual({ refused: 'erased' });
  });

  test('leaves every page readable on which something of him was', async () => {
    const data = newcomer();
    const before = await office.reviewable(data);
    const { id: renewal, applicant } = before;
    await office.does({ act: 'approve', renewal, content: reviewContent(before) });
    await office.does({ act: 'enter-ams', renewal });
    const notAfter = new Date(office.clock().getTime() + 2 * DAY_MS);
    const certificate = { serial: 'ab77', notAfter, evidence: 'word', state: 'valid', issuer: 'ams' } as const;
    expect(await office.does({ act: 'record-certificate', renewal, certificate })).toEqual({ done: true });
    const rows = {
      messages: await office.sql`select id from messages where applicant = ${applicant}`,
      contacts: await office.sql`select id from contacts where applicant = ${applicant}`,
      documents: await office.sql`select id from documents where applicant = ${applicant}`,
    };
    for (const { id: ref } of await office.sql`select id from revocations where applicant = ${applicant}`)
      await office.does({ act: 'settle', kind: 'revocation', ref, note: 'dicabut di AMS' });
    office.passes(20 * DAY_MS);
    expect(await erases(applicant)).toEqual({ done: true });
    const browser = await office.browser();
    const paths = [
      `/console/people/${applicant}`,
      `/console/people/${applicant}/journal`,
      `/console/renewals/${renewal}`,
      `/console/renewals/${renewal}/journal`,
      `/console/renewals/${renewal}/packet`,
      ...Object.entries(rows).flatMap(([what, each]) => each.map(({ id }) => `/console/${what}/${id}`)),
      ...rows.messages.map(({ id }) => `/console/messages/${id}/original`),
      '/console/queue',
      '/console/certificates',
      '/console/revocations',
      '/console/notices',
      '/console/messages',
    ];
    for (const path of paths) {
      const response = await browser.get(path);
      const page = await response.text();
      expect([path, response.status]).toEqual([
        path,
        expect.toSatisfy((status) => [200, 302, 303, 404].includes(status)),
      ]);
      // No name of a row, and no way to write to him.
      expect([path, /erased:|Kirim pesan|Ambil alih/.exec(page)?.[0]]).toEqual([path, undefined]);
    }
  });

  test('who is imported again as somebody new gets the certificate that he left, by its number and its last day', async () => {
    const { data, applicant, certificate } = await known();
    const [row] = await office.sql`select serial, issuer, not_after from certificates where id = ${certificate}`;
    const { serial, issuer, notAfter } = row as unknown as { serial: string; issuer: string; notAfter: Date };
    const imports = (nip: string, until = notAfter) =>
      office.does({
        act: 'import-certificate',
        nip,
        certificate: { serial, issuer, notAfter: until, evidence: 'number', state: 'valid' },
      });
    const other = newcomer();
    await office.does({ act: 'import-applicant', data: other });
    const left = { refused: 'exists', why: 'serial', whose: applicant };
    expect(await imports(other.nip)).toEqual(left);
    expect(await erases(applicant)).toEqual({ done: true });
    const again = await office.does({ act: 'import-applicant', data });
    expect(await imports(data.nip, new Date(notAfter.getTime() + 9 * DAY_MS))).toEqual(left);
    expect(await imports(data.nip)).toEqual({ done: true, id: certificate });
    expect(await imports(data.nip)).toEqual({ refused: 'already' });
    // It is nobody's any more who could be taken for its owner.
    expect(await imports(other.nip)).toEqual({ ...left, whose: (again as { id: string }).id });
    expect(await office.does({ act: 'start', certificate })).toMatchObject({ done: true });
    const browser = await office.browser();
    expect(await browser.read(`/console/people/${(again as { id: string }).id}`)).toContain(serial);
    expect(await browser.read(`/console/people/${applicant}`)).not.toContain(serial);
    for (const { id } of await office.sql`select id from renewals where applicant = ${applicant}`)
      expect((await browser.get(`/console/renewals/${id}`)).status).toBe(200);
  });

  test('gets no certificate and no data by an import that was under way', async () => {
    for (const what of ['certificate', 'applicant'] as const) {
      const { data, applicant } = await known();
      let imported: Promise<unknown> = Promise.resolve();
      await owner.begin(async (sql) => {
        await sql`select 1 from applicants where id = ${applicant} for update`;
        imported =
          what === 'certificate'
            ? office.does({
                act: 'import-certificate',
                nip: data.nip,
                certificate: {
                  serial: `bb${count++}`,
                  notAfter: new Date(office.clock().getTime() + 99 * DAY_MS),
                  evidence: 'number',
                  state: 'valid',
                  issuer: 'ams',
                },
              })
            : office.does({ act: 'import-applicant', data: { ...data, unit: 'Dinas Baru' } });
        await lockWaits(office.sql);
        await eraseRows(sql as never, office.keyring, applicant, office.clock());
      });
      const outcome = await imported;
      if (what === 'certificate') expect(outcome).toMatchObject({ refused: 'unknown' });
      else expect(outcome).toMatchObject({ done: true });
      const valid =
        await office.sql`select 1 from certificates where applicant = ${applicant} and not_after > ${office.clock()}`;
      expect([what, valid.length]).toEqual([what, 0]);
      const [row] = await office.sql`select nip_hash from applicants where id = ${applicant}`;
      expect(row!.nipHash).toBe(`erased:${applicant}`);
    }
  });
});
