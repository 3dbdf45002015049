import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newKey, reader, sees } from '../../src/sandbox/play.ts';
import { P12 as p12, PEM as pem } from '../support/keys.ts';
import { type Office, openOffice } from '../support/office.ts';
import { received, settled, signedIn } from '../support/talk.ts';

/** A line of base64 out of the middle: where it stands, the key can be read. */
const line = pem.split('\n')[5]!;

describe('a private key that was sent', () => {
  let office: Office;
  beforeAll(async () => {
    office = await openOffice();
  });
  afterAll(() => office.close());

  const contents = async (name: string) =>
    office.sql`select kind, sealed is null as forgotten, remote from documents where name = ${name}`;
  const FORGOTTEN = [{ kind: 'key', forgotten: true, remote: null }];

  test('in a chat is deleted there, kept nowhere, and its sender is told what to do', async () => {
    const phone = await signedIn(office, 'Siti');
    const message = phone.send(`ini kunci saya\n${pem.trim()}`);
    await sees(phone, 'kunci pribadi', 'tidak dipakai lagi', 'KUNCI HILANG');
    await office.until('the message is gone', async () => !phone.messages().some(({ id }) => id === message));
    const row = (await received(office, phone.chat)).at(-1)!;
    expect(row).toMatchObject({ hasRaw: false, detail: { secret: true }, body: 'ini kunci saya\n[rahasia dihapus]' });
  });

  test('as a file in a chat is fetched, known, and forgotten', async () => {
    const phone = await signedIn(office, 'Budi');
    const message = phone.sendFile({ name: 'kunci.p12', type: 'application/x-pkcs12', bytes: p12 });
    await sees(phone, 'kunci pribadi', 'sekalipun dilindungi kata sandi');
    await office.until('the message is gone', async () => !phone.messages().some(({ id }) => id === message));
    expect(await contents('kunci.p12')).toEqual(FORGOTTEN);
    const [raw] = await office.sql`
      select r.sealed, m.detail ? 'secret' as secret from messages m join documents d on d.message = m.id left join raw_messages r on r.message = m.id where d.name = 'kunci.p12'`;
    expect(raw).toEqual({ sealed: null, secret: true });
  });

  test('in a mail takes the raw mail with it, in words and as a file, and the letter beside it is kept', async () => {
    const person = office.mail.person('orang@lain.example', 'Orang');
    const gets = reader(person);
    const pdf = { name: 'surat.pdf', type: 'application/pdf', content: Buffer.from('%PDF-1.4 surat') };
    const key = { name: 'server.key', type: 'application/octet-stream', content: Buffer.from(pem) };
    await person.send({ subject: 'surat', text: 'Berikut suratnya', attachments: [pdf, key] });
    expect((await gets('kunci pribadi')).text).toContain('kotak terkirim');
    expect(await contents('server.key')).toEqual(FORGOTTEN);
    expect(await contents('surat.pdf')).toMatchObject([{ kind: 'pdf', forgotten: false }]);
    await person.send({ subject: 'kunci', text: `Mohon dibantu.\n\n${pem}\nTerima kasih` });
    await gets('kunci pribadi');
    const rows = await received(office, person.address);
    expect(rows.map(({ hasRaw }) => hasRaw)).toEqual([false, false]);
    expect(rows.map(({ body }) => body).join()).not.toContain(line);
    await settled(office);
  });

  test('beside its request on the personal page is refused with it: what is not kept could not be signed', async () => {
    const { nip } = office.person('Dewi');
    const { id: certificate } = (await office.certificates(nip))[0]!;
    await office.operators[0]!.does({ act: 'start', certificate });
    const { id: renewal } = await office.renewal(nip);
    const [row] = await office.sql`select applicant from renewals where id = ${renewal}`;
    const { request } = await newKey('Dewi');
    const act = { page: 'request', content: Buffer.concat([request, Buffer.from(pem)]) } as const;
    const outcomes = await office.house.desk.receive([{ enter: 'page', applicant: row!.applicant, renewal, act }]);
    expect(outcomes).toEqual([{ refused: 'request-refused', why: 'private-key' }]);
  });
});
