import { afterAll, beforeAll, expect, test } from 'vitest';
import { inboundOf } from '../../bots/inbound.ts';
import { FILE_LIMIT_BYTES } from '../../mail/limits.ts';
import { DER, JWK, OPENSSH, P12, PEM, PPK, RSA } from '../support/keys.ts';
import { type Office, openOffice } from '../support/office.ts';
import { received, settled, stranger } from '../support/talk.ts';
import { tracesOf } from '../support/traces.ts';
import { zipOf } from '../support/zip.ts';

/** However a private key comes, nothing of it is left anywhere in the database, and its sender is told. */

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

/** Where mails go whose sender is not known. */
const NOBODY = 'unknown@invalid';
const middle = (bytes: Uint8Array) => bytes.subarray(bytes.length / 2, bytes.length / 2 + 24);
/** Of RSA keys what all of their forms hold: a prime. */
const prime = Buffer.from(RSA.export({ format: 'jwk' }).p!, 'base64url').subarray(40, 64);
const SECRETS = new Map<string, Uint8Array>([
  ['the RSA key', prime],
  ['the .p12', middle(P12)],
  ...DER.map(([name, der]) => [name, middle(der)] as const),
]);
const base64 = (bytes: Buffer) => bytes.toString('base64').replaceAll(/.{64}/g, '$&\n');

const FILES: readonly (readonly [string, Uint8Array])[] = [
  ['kunci.key', Buffer.from(PEM)],
  ['kunci.txt', Buffer.from(`\ufeff${PEM}`, 'utf16le')],
  ['kunci besar.txt', Buffer.from(`\ufeff${PEM}`, 'utf16le').swap16()],
  ['sertifikat.p12', P12],
  [
    'sertifikat.zip',
    zipOf([
      { name: 'surat.pdf', content: Buffer.from('%PDF-1.7') },
      { name: 'a.dat', content: P12 },
    ]),
  ],
  ['terkunci.zip', zipOf([{ name: 'siti.p12', content: P12, how: 'encrypted' }])],
  ['kunci.ppk', Buffer.from(PPK)],
  ['id_rsa', Buffer.from(OPENSSH)],
  ['kunci.json', Buffer.from(JWK)],
  ...DER.map(([name, der]) => [`${name}.der`, der] as const),
];
const TEXTS: readonly string[] = [PEM, PPK, OPENSSH, JWK, ...DER.map(([, der]) => base64(der))];

async function told(address: string, count: number): Promise<void> {
  const warned = async () => {
    const [row] = await office.sql`
      select count(*)::int as count from messages m join contacts c on c.id = m.contact
      where c.address = ${address} and m.direction = 'out' and m.body like '%kunci pribadi%'`;
    return row!.count >= count;
  };
  await office.until(`${address} is told`, warned);
}

test.each(FILES)('as the file %s, in a mail and in a chat', async (name, content) => {
  const he = office.mail.person(`${name.replaceAll(/\W/g, '')}@berkas.example`, 'Orang');
  await he.send({ subject: 'berkas', text: 'terlampir', attachments: [{ name, content }] });
  const phone = await stranger(office);
  phone.sendFile({ name, type: 'application/octet-stream', bytes: content });
  await told(he.address, 1);
  await told(String(phone.chat), 1);
  expect(await tracesOf(office, SECRETS)).toEqual([]);
});

test('as text, in a mail and in a chat, with words before and behind it', async () => {
  const he = office.mail.person('teks@kunci.example', 'Orang');
  const phone = await stranger(office);
  for (const text of TEXTS) {
    await he.send({ subject: 'kunci', text: `Ini kunci saya:\n\n${text}\n\nMohon dibantu.` });
    phone.send(`Ini kunci saya:\n${text}`);
  }
  await told(he.address, TEXTS.length);
  await told(String(phone.chat), TEXTS.length);
  expect(await tracesOf(office, SECRETS)).toEqual([]);
  await office.until(
    'the chat is clean',
    async () => !phone.messages().some(({ text }) => text.startsWith('Ini kunci')),
  );
});

test('as what a text became when it was corrected, or as what another one answers', async () => {
  const phone = await stranger(office);
  const first = phone.send('sebentar');
  phone.edit(first, `ini\n${PEM}`);
  await told(String(phone.chat), 1);
  phone.send('yang tadi bagaimana?', { replyTo: phone.send(base64(P12)) });
  await told(String(phone.chat), 3);
  const rows = await received(office, phone.chat);
  expect(rows.map(({ hasRaw }) => hasRaw)).toEqual([true, true, false, false, false]);
  expect(await tracesOf(office, SECRETS)).toEqual([]);
});

test('as a file that took the place of another in a message, by its name: nobody can fetch it any more', () => {
  const edited = (name: string) =>
    inboundOf(
      {
        update_id: 1,
        edited_message: {
          message_id: 2,
          date: 1,
          chat: { id: 3, type: 'private' },
          document: { file_id: 'f', file_name: name },
        },
      },
      { id: 9, username: 'bot' } as never,
      new Date(),
    );
  expect([edited('siti.p12')?.holdsKey, edited('surat.pdf')?.holdsKey]).toEqual([true, undefined]);
});

/** As programs write it that make a page of a pasted text. */
const HTML = `<p>halo</p><pre>${PEM.replaceAll('\n', '<br>').replace('PRIVATE', '<i>PRI</i>VATE')}</pre>`;

/** Where nothing else of a mail is looked at. */
const HIDDEN: readonly (readonly [string, (from: string) => Promise<unknown>])[] = [
  [
    'its other form',
    (from) =>
      raw(from, [
        'Content-Type: multipart/alternative; boundary=b',
        ...['', '--b', 'Content-Type: text/plain', '', 'lihat HTML', '--b', 'Content-Type: text/html'],
        ...['Content-Transfer-Encoding: base64', '', base64(Buffer.from(HTML)), '--b--', ''],
      ]),
  ],
  [
    'the 21st file',
    (from) =>
      office.mail.person(from).send({
        subject: 'a',
        text: 'banyak',
        attachments: [
          ...Array.from({ length: 20 }, (_, i) => ({ name: `${i}.txt`, content: Buffer.from(`isi ${i}`) })),
          { name: 'z', content: zipOf([{ name: 'a', content: P12 }]) },
        ],
      }),
  ],
  [
    'a file over the limit',
    (from) =>
      office.mail.person(from).send({
        subject: 'a',
        text: 'besar',
        attachments: [
          { name: 'z.txt', content: Buffer.concat([Buffer.from(PEM), Buffer.alloc(FILE_LIMIT_BYTES, ' \n')]) },
        ],
      }),
  ],
  [
    'a text over the limit',
    (from) => office.mail.person(from).send({ subject: 'a', text: `${'panjang sekali\n'.repeat(8_000)}${PEM}` }),
  ],
  ['its subject', (from) => office.mail.person(from).send({ subject: DER[3]![1].toString('base64'), text: 'halo' })],
  [
    'a picture of its signature',
    (from) =>
      raw(from, [
        'Content-Type: multipart/related; boundary=b',
        '',
        '--b',
        'Content-Type: text/html',
        '',
        '<p>halo <img src="cid:x"></p>',
        '--b',
        'Content-Type: image/png',
        'Content-ID: <x>',
        'Content-Transfer-Encoding: base64',
        '',
        base64(P12),
        '--b--',
        '',
      ]),
  ],
  [
    'what stands behind its end',
    (from) =>
      raw(from, ['Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'halo', '--b--', '', base64(P12), '']),
  ],
  [
    'quoted-printable',
    (from) =>
      raw(from, [
        'Content-Type: text/plain',
        'Content-Transfer-Encoding: quoted-printable',
        '',
        PEM.replace('PRIVATE', 'PRIV=\r\nATE')
          .replaceAll('=\n', '=3D\n')
          .replaceAll(/^(.{30})(?=.{30})/gm, '$1=\r\n'),
      ]),
  ],
  [
    'a mail attached to an attached one, as its text',
    async (from) => {
      const inner = Buffer.from(
        `From: a@b.example\r\nSubject: x\r\nDate: Fri, 27 Nov 2026 10:00:00 +0700\r\n\r\n${PEM}`,
      );
      const outer = [
        'From: c@d.example',
        'Subject: y',
        'Date: Fri, 27 Nov 2026 10:00:00 +0700',
        'Content-Type: multipart/mixed; boundary=i',
        '',
        '--i',
        'Content-Type: message/rfc822',
        '',
        inner.toString(),
        '--i--',
        '',
      ].join('\r\n');
      await office.mail.person(from).send({
        subject: 'a',
        text: 'lihat',
        attachments: [{ name: 'x.eml', type: 'message/rfc822', content: Buffer.from(outer) }],
      });
    },
  ],
  [
    'a ZIP in an attached mail',
    async (from) => {
      const zip = zipOf([{ name: 'a', content: P12 }]);
      const inner = [
        'From: c@d.example',
        'Subject: y',
        'Date: Fri, 27 Nov 2026 10:00:00 +0700',
        'Content-Type: application/zip',
        'Content-Transfer-Encoding: base64',
        '',
        base64(zip),
        '',
      ].join('\r\n');
      await office.mail.person(from).send({
        subject: 'a',
        text: 'lihat',
        attachments: [{ name: 'x.eml', type: 'message/rfc822', content: Buffer.from(inner) }],
      });
    },
  ],
  ['a report of a machine', (from) => raw(from, ['Auto-Submitted: auto-replied', '', PEM])],
];
const raw = (from: string, lines: readonly string[]) =>
  office.mail.sendRaw(
    Buffer.from([`From: ${from}`, 'Subject: s', `Message-ID: <${from}>`, 'MIME-Version: 1.0', ...lines].join('\r\n')),
    {
      from,
      to: office.mail.systemAddress,
    },
  );

test.each(HIDDEN)('in a mail, as %s', async (where, sends) => {
  const from = `${where.replaceAll(/\W/g, '').toLowerCase()}@tempat.example`;
  await sends(from);
  await office.until('it is on record', async () => (await received(office, from)).length > 0);
  expect((await received(office, from))[0]).toMatchObject({ hasRaw: false, detail: { secret: true } });
  if (!where.includes('machine')) await told(from, 1);
  expect(await tracesOf(office, SECRETS)).toEqual([]);
});

test('in a mail that could not be taken in: nothing is kept to be processed again', async () => {
  const he = office.mail.person('gangguan@kunci.example', 'Orang');
  await he.send({ subject: 'a', text: 'halo' });
  await office.until('he is known', async () => (await received(office, he.address)).length > 0);
  await settled(office);
  await office.sql`update contacts set state = '{"language":"xx"}' where address = ${he.address}`;
  await he.send({ subject: 'a', text: 'terlampir', attachments: [{ name: 'a.p12', content: P12 }] });
  await office.mail.sendRaw(
    Buffer.from(`From: a@b.example\r\nFrom: c@d.example\r\nMessage-ID: <dua@kunci>\r\n\r\n${PEM}`),
    {
      from: 'a@b.example',
      to: office.mail.systemAddress,
    },
  );
  await office.until('it is kept', async () => (await received(office, NOBODY)).length > 1);
  expect((await received(office, NOBODY)).map(({ state, hasRaw }) => ({ state, hasRaw }))).toEqual([
    { state: 'fault', hasRaw: false },
    { state: 'fault', hasRaw: false },
  ]);
  expect(await tracesOf(office, SECRETS)).toEqual([]);
});

test('in what the edge could not read: whoever sent it is told, not asked to send it again', async () => {
  const update = { update_id: 77, message: { chat: { id: 5151 }, text: PEM } };
  const message = inboundOf(update, { id: 9, username: 'bot' } as never, office.clock())!;
  expect(message.fault).toBeDefined();
  await office.house.desk.receive([{ enter: 'message', message }]);
  expect(await received(office, 5151)).toMatchObject([{ state: 'fault', hasRaw: false }]);
  await told('5151', 1);
});

test('and the search finds what is there', async () => {
  const he = office.mail.person('bukan@kunci.example', 'Orang');
  const words = Buffer.from('tidak ada rahasia di sini, hanya kata-kata');
  await he.send({ subject: 'a', text: 'terlampir', attachments: [{ name: 'a.txt', content: words }] });
  await office.until('it is on record', async () => (await received(office, he.address)).length > 0);
  expect(await tracesOf(office, new Map([['words', words.subarray(3, 30)]]))).toEqual([
    'words in document',
    'words in raw mail',
  ]);
});
