import { afterAll, beforeAll, expect, test } from 'vitest';
import { erase } from '../../db/erasure.ts';
import { verifyChain } from '../../db/journal.ts';
import { forgetKeys } from '../../src/commands/forget-keys.ts';
import type { Tools } from '../../src/commands/tools.ts';
import { edgesOf, edgesUnjudged } from '../../src/compose/again.ts';
import { SEALED_AS } from '../../src/seal.ts';
import { mailFrom } from '../support/inbound.ts';
import { P12, PEM } from '../support/keys.ts';
import { MAILBOX, type Office, openOffice } from '../support/office.ts';
import { awaitedOf } from '../support/talk.ts';
import { tracesOf } from '../support/traces.ts';
import { zipOf } from '../support/zip.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice({ env: { ROLES: 'web' } });
});
afterAll(() => office.close());

/** A mail of an earlier release: of these bytes, this text and this file, none of which it knew. */
async function kept(address: string, raw: string, file?: Uint8Array): Promise<string> {
  const files = file ? [{ name: 'siti.dat', type: '', size: 4, content: Buffer.from('lama') }] : [];
  const message = mailFrom(address, office.clock(), 'terlampir', { files });
  const [outcome] = await office.house.desk.receive([{ enter: 'message', message }]);
  const { id } = outcome as { id: string };
  const bytes = Buffer.from(`From: ${address}\r\nSubject: a\r\n\r\n${raw}`);
  await office.sql`update messages set body = ${raw} where id = ${id}`;
  await office.sql`update raw_messages set sealed = ${Buffer.from(office.keyring.seal(SEALED_AS.raw(id, null), bytes))}, form = null where message = ${id}`;
  if (!file) return id;
  const hash = office.keyring.hash('document', file);
  const sealed = Buffer.from(office.keyring.seal(SEALED_AS.document(hash), file));
  await office.sql`update documents set hash = ${hash}, sealed = ${sealed} where message = ${id}`;
  return id;
}

test('private keys of earlier releases are found, and with --apply forgotten, on record and before an operator', async () => {
  const asText = await kept('teks@lama.example', `ini kunci saya\n${PEM}`);
  const asFile = await kept('berkas@lama.example', 'terlampir', P12);
  // Taken for a letter, of which it holds one besides.
  const asLetter = await kept(
    'zip@lama.example',
    'terlampir',
    zipOf([
      { name: 'surat.pdf', content: Buffer.from('%PDF-1.7 surat'), how: 'stored' },
      { name: 'siti.p12', content: P12 },
    ]),
  );
  await office.sql`update documents set kind = 'pdf' where message = ${asLetter}`;
  const others = await Promise.all(
    Array.from({ length: 25 }, (_, i) => kept(`surat${i}@lama.example`, 'halo', Buffer.from(`isi ${i}`))),
  );
  const secrets = new Map([
    ['text', Buffer.from(PEM.split('\n')[5]!, 'base64')],
    ['file', P12.subarray(1000, 1030)],
  ]);
  const edges = edgesUnjudged({ mail: { from: MAILBOX } });
  const tools = { sql: office.sql, keyring: office.keyring, desk: office.house.desk, edges } as Tools;
  const command = (apply: boolean) => forgetKeys(['forget-keys'], tools, office.config, { apply });

  expect(await command(false)).toBe(1);
  expect(await tracesOf(office, secrets)).toHaveLength(3);

  expect(await command(true)).toBe(0);
  expect(await tracesOf(office, secrets)).toEqual([]);
  const rows = await office.sql`
    select m.id, m.body, m.detail->'secret' as secret, r.sealed is not null as has_raw, k.id as contact
    from messages m join raw_messages r on r.message = m.id join contacts k on k.id = m.contact where m.id = any(${[asText, asFile]}) order by m.body`;
  expect(rows).toMatchObject([
    { id: asText, body: 'ini kunci saya\n[rahasia dihapus]\n', secret: true, hasRaw: false },
    { id: asFile, body: 'terlampir', secret: true, hasRaw: false },
  ]);
  for (const { id, contact } of rows) {
    expect(await awaitedOf(office, id)).toContain('kept-key');
    const chain = `contact:${contact}`;
    expect(
      await office.sql`select 1 from journal where chain = ${chain} and entry = 'private key forgotten'`,
    ).toHaveLength(1);
    expect(await verifyChain(office.sql, chain)).toBeUndefined();
  }
  expect(await office.sql`select kind from documents where message = ${asLetter} and sealed is null`).toMatchObject([
    { kind: 'key' },
  ]);
  const left =
    await office.sql`select 1 from documents d join raw_messages r using (message) where message = any(${others}) and d.sealed is not null and r.sealed is not null`;
  expect(left).toHaveLength(others.length);
  expect(await command(true)).toBe(0);
});

test('and it goes on over what an erased person left, of which there is nothing to forget', async () => {
  const [id] = await Promise.all([kept('hapus@lama.example', PEM, P12), kept('tetap@lama.example', PEM)]);
  const [{ applicant }] = (await office.sql`update contacts set applicant = (select id from applicants limit 1)
    where address = 'hapus@lama.example' returning applicant`) as unknown as [{ applicant: string }];
  await office.sql.begin((sql) => erase(sql as never, office.keyring, applicant, office.clock()));
  const edges = edgesUnjudged({ mail: { from: MAILBOX } });
  const tools = { sql: office.sql, keyring: office.keyring, desk: office.house.desk, edges } as Tools;
  expect(await forgetKeys(['forget-keys'], tools, office.config, { apply: true })).toBe(0);
  expect(await tracesOf(office, new Map([['text', Buffer.from(PEM.split('\n')[5]!, 'base64')]]))).toEqual([]);
  expect(await awaitedOf(office, id)).not.toContain('kept-key');
});

test('whom the mails prove is not found out for it: of a hundred thousand, DNS would have to be asked for each', async () => {
  const raw = Buffer.from(
    'Authentication-Results: mx.example; dkim=pass header.d=lama.example\r\nFrom: a@lama.example\r\nSubject: a\r\n\r\nhalo',
  );
  const ways = { mail: { from: MAILBOX, authservId: 'mx.example' } };
  const copy = {
    message: 'm',
    channel: 'mail',
    source: 's',
    externalId: '1',
    receivedAt: office.clock(),
    raw,
  } as const;
  const proofs = await Promise.all([edgesOf, edgesUnjudged].map((edges) => edges(ways).get('mail')!(copy)));
  expect(proofs.map((each) => each?.proof?.authentic)).toEqual(['aligned', 'unknown']);
});
