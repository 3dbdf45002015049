import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import forge from 'node-forge';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { kindOf } from '../../src/desk/message/documents.ts';
import { holdsPrivateKey } from '../../src/desk/message/private-key.ts';
import { newKey, reader, sees } from '../../src/sandbox/play.ts';
import { type Office, openOffice } from '../support/office.ts';
import { received, settled, signedIn } from '../support/talk.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const protection = { cipher: 'aes-256-cbc', passphrase: 'Rahasia#2024x' };
const pem = String(rsa.export({ type: 'pkcs8', format: 'pem' }));
const p12 = Buffer.from(
  forge.asn1
    .toDer(
      forge.pkcs12.toPkcs12Asn1(forge.pki.privateKeyFromPem(pem), null as never, protection.passphrase, {
        algorithm: '3des',
      }),
    )
    .getBytes(),
  'latin1',
);
/** A line of base64 out of the middle: where it stands, the key can be read. */
const line = pem.split('\n')[5]!;

describe('a file that holds a private key is known by its content', () => {
  it.each([
    ['a key in PEM', Buffer.from(pem)],
    ['one under a passphrase', Buffer.from(rsa.export({ type: 'pkcs8', format: 'pem', ...protection }))],
    ['one behind its certificate', Buffer.from(`-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n${pem}`)],
    ['PKCS#8', rsa.export({ type: 'pkcs8', format: 'der' })],
    ['PKCS#8 under a passphrase', rsa.export({ type: 'pkcs8', format: 'der', ...protection })],
    ['an RSA key by itself', rsa.export({ type: 'pkcs1', format: 'der' })],
    ['an EC key in PKCS#8', ec.export({ type: 'pkcs8', format: 'der' })],
    ['an EC key by itself', ec.export({ type: 'sec1', format: 'der' })],
    ['a .p12', p12],
  ])('%s', (_, content) => {
    expect(kindOf(content)).toBe('key');
  });

  it.each([
    ['PKCS#8', rsa.export({ type: 'pkcs8', format: 'der' })],
    ['PKCS#8 under a passphrase', rsa.export({ type: 'pkcs8', format: 'der', ...protection })],
    ['an RSA key by itself', rsa.export({ type: 'pkcs1', format: 'der' })],
    ['an EC key in PKCS#8', ec.export({ type: 'pkcs8', format: 'der' })],
    ['an EC key by itself', ec.export({ type: 'sec1', format: 'der' })],
    ['a .p12', p12],
  ])('%s in base64, in lines or in one, with or without words before it', (_, der) => {
    const base64 = der.toString('base64');
    const lines = base64.replaceAll(/.{64}/g, '$&\r\n');
    for (const text of [base64, lines, `\ufeff\n ${lines}`, `Kunci privat saya:\n${lines}`, `"key":"${base64}"`])
      expect(kindOf(Buffer.from(text)), text.slice(0, 40)).toBe('key');
  });

  it('and a request, a certificate or a letter holds none', async () => {
    const { request } = await newKey('Siti');
    const base64 = Buffer.from(String(request).replaceAll(/-----.*-----\s*/g, ''));
    const spki = createPublicKey(rsa).export({ type: 'spki', format: 'der' });
    const others = [
      base64,
      Buffer.from(spki.toString('base64')),
      spki,
      request,
      Buffer.from('%PDF-1.7'),
      Buffer.from('private key'),
      Buffer.alloc(0),
      Buffer.from([0x30]),
    ];
    expect(others.map(holdsPrivateKey)).toEqual(others.map(() => false));
    expect(kindOf(request)).toBe('request');
  });
});

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
