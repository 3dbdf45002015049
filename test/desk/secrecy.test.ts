import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, type Sql } from '../../db/connect.ts';
import { chains, verifyChain } from '../../db/journal.ts';
import { reviewContent } from '../../src/renewal/content.ts';
import { getsFile, newKey, reader, sees } from '../../src/sandbox/play.ts';
import { type Office, openOffice } from '../support/office.ts';
import { codeIn, settled } from '../support/talk.ts';

let office: Office;
let sql: Sql;
/** The application may not read all of it; whoever steals the database can. */
let owner: Sql;
/** What must never stand in clear: numbers of people, what signs them in, what they sent by mistake. */
const secrets = new Map<string, string>();
beforeAll(async () => {
  office = await openOffice();
  sql = office.sql;
  owner = connect(office.ownerUrl, { max: 1 });
  await wholeJourney();
}, 120_000);
afterAll(async () => {
  await owner.end();
  await office.close();
});

async function wholeJourney(): Promise<void> {
  const siti = office.person('Siti');
  const mailbox = reader(office.mail.person(siti.email));
  const phone = office.telegram.person({ firstName: `Siti ${siti.nik}`, language: 'id' });
  phone.send('halo');
  await sees(phone, 'NIP');
  phone.send(`NIP saya ${siti.nip}, NIK ${siti.nik.replace(/(.{4})/g, '$1 ').trim()}`);
  const code = codeIn((await mailbox('Kode masuk')).text);
  phone.send(code);
  await sees(phone, 'Data sudah sesuai');
  phone.send('password saya: Rahasia#2024x');
  await sees(phone, 'segera ganti kata sandi');
  const newNik = '1371015203850012';
  phone.send(`NIK saya salah, seharusnya ${newNik}`);
  await sees(phone, '0012');
  phone.press(undefined, 2);
  await sees(phone, 'Data sudah sesuai');
  phone.press(undefined, 'Data sudah sesuai');
  await sees(phone, 'Surat Rekomendasi');
  phone.sendFile({
    name: `rekomendasi ${siti.nik}.pdf`,
    type: 'application/pdf',
    bytes: await getsFile(phone, 'Surat-Rekomendasi'),
  });
  const link = (await sees(phone, '/p/')).text;
  const { request } = await newKey(siti.name);
  phone.sendFile({ name: 'permintaan.csr', type: 'application/octet-stream', bytes: request });
  await office.until('the review is due', async () => (await office.awaits(siti.nip)).includes('operator review'));
  const renewal = await office.renewal(siti.nip);
  await office.operators[0]!.does({ act: 'approve', renewal: renewal.id, content: reviewContent(renewal) });
  await mailbox('sudah terbit');
  await office.mail.person(siti.email).send({ subject: `NIK ${siti.nik}`, text: `NIK saya ${siti.nik}` });
  await office.until(
    'the mail is on record',
    async () => (await sql`select 1 from messages where subject like 'NIK%'`).length > 0,
  );
  await settled(office);
  const tokens = await sql`select id from links`;
  const replies = await sql`select id from messages where direction = 'out' and token is not null`;
  secrets
    .set(siti.nik, 'NIK')
    .set(siti.nip, 'NIP')
    .set(newNik, 'new NIK')
    .set('Rahasia#2024x', 'password')
    .set(/\/p\/([\w-]+)/.exec(link)![1]!, 'page link');
  secrets.set(code, 'code');
  for (const { id } of tokens) secrets.set(office.keyring.token('link', id), 'link token');
  for (const { id } of replies) secrets.set(office.keyring.token('reply', id), 'reply token');
}

const COLUMNS = (types: readonly string[]) => owner`
  select table_schema, table_name, column_name from information_schema.columns
  where table_schema in ('public', 'pgboss') and data_type in ${owner(types)} order by 1, 2, 3`;

describe('after a whole journey', () => {
  test('no number, password, code or token of anybody stands in clear in any text of the database', async () => {
    const columns = await COLUMNS(['text', 'character varying', 'json', 'jsonb']);
    expect(columns.length).toBeGreaterThan(100);
    const found: string[] = [];
    for (const { tableSchema, tableName, columnName } of columns) {
      const rows = await owner.unsafe(
        `select distinct "${columnName}"::text as value from ${tableSchema}."${tableName}" where "${columnName}" is not null`,
      );
      // Six digits may stand in any number; only as a word are they the code.
      for (const [secret, what] of secrets)
        if (
          rows.some(({ value }) =>
            what === 'code' ? new RegExp(`(?<![0-9a-f-])${secret}(?![0-9a-f-])`).test(value) : value.includes(secret),
          )
        )
          found.push(`${what} in ${tableName}.${columnName}`);
    }
    expect(found).toEqual([]);
  });

  test('nor in any bytes: what is kept of people is sealed', async () => {
    const columns = await COLUMNS(['bytea']);
    // A certificate is public, and names its holder by his NIP.
    const certificates = new Set(['certificates.der', 'issued.der', 'intents.tbs']);
    const found: string[] = [];
    for (const { tableSchema, tableName, columnName } of columns) {
      const rows = await owner.unsafe(
        `select "${columnName}" as value from ${tableSchema}."${tableName}" where "${columnName}" is not null`,
      );
      for (const { value } of rows) {
        const bytes = Buffer.from(value);
        for (const [secret, what] of secrets)
          if (
            what !== 'code' &&
            !(what === 'NIP' && certificates.has(`${tableName}.${columnName}`)) &&
            bytes.includes(secret)
          )
            found.push(`${what} in ${tableName}.${columnName}`);
        if (['%PDF-', '"update_id"', 'Received:'].some((mark) => bytes.includes(mark)))
          found.push(`open bytes in ${tableName}.${columnName}`);
      }
    }
    expect(found).toEqual([]);
  });

  test('codes and links stand in stored bodies as what they are for, and operators see no more', async () => {
    const bodies = (await sql`select body from messages where direction = 'out'`).map(({ body }) => body as string);
    expect(bodies.some((body) => /\{\{code:[0-9a-f-]{36}\}\}/.test(body))).toBe(true);
    expect(bodies.some((body) => /\{\{link:[0-9a-f-]{36}\}\}/.test(body))).toBe(true);
    expect(bodies.filter((body) => /\/[pc]\/[\w-]{20,}|start=[\w-]{20,}/.test(body))).toEqual([]);
  });

  test('every chain of the journal is whole, and one changed entry of it is found', async () => {
    const all = await chains(sql);
    expect(all.map((chain) => chain.split(':')[0])).toEqual(
      expect.arrayContaining(['applicant', 'contact', 'renewal']),
    );
    for (const chain of all) expect([chain, await verifyChain(sql, chain)]).toEqual([chain, undefined]);
    const chain = all.find((each) => each.startsWith('renewal:'))!;
    await owner`update journal set entry = 'something else' where chain = ${chain} and number = 3`;
    expect(await verifyChain(sql, chain)).toBe(3);
  });
});
