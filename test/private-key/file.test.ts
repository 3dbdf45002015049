import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kindOf } from '../../src/desk/message/documents.ts';
import { holdsPrivateKey } from '../../src/private-key/file.ts';
import { textHoldsPrivateKey } from '../../src/private-key/text.ts';
import { newKey } from '../../src/sandbox/play.ts';
import { CERTIFICATE, DER, JWK, OPENSSH, P12, PEM, PPK, PUBLIC, RSA } from '../support/keys.ts';
import { zipOf } from '../support/zip.ts';

const bytes = (text: string) => Buffer.from(text);
const wide = (text: string, order: 'LE' | 'BE', mark = true) => {
  const little = Buffer.from(`${mark ? '\ufeff' : ''}${text}`, 'utf16le');
  return order === 'LE' ? little : little.swap16();
};
const letter = { name: 'surat.pdf', content: bytes('%PDF-1.7 surat') };
/** As Word writes one: a ZIP of XML. */
const docx = (paragraphs: readonly string[], how?: 'stored') =>
  zipOf([
    { name: '[Content_Types].xml', content: bytes('<?xml version="1.0"?><Types/>') },
    {
      name: 'word/document.xml',
      content: bytes(
        `<w:document>${paragraphs.map((p) => `<w:p><w:r><w:t>${p}</w:t></w:r></w:p>`).join('')}</w:document>`,
      ),
      ...(how ? { how } : {}),
    },
  ]);

describe('a file that holds a private key is known by its content', () => {
  it.each<readonly [string, Uint8Array]>([
    ['a key in PEM', bytes(PEM)],
    [
      'one under a passphrase',
      bytes(String(RSA.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }))),
    ],
    ['one behind its certificate', bytes(`-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n${PEM}`)],
    ['one behind a megabyte of other things', bytes(`${'x\n'.repeat(800_000)}${PEM}`)],
    ["OpenSSH's", bytes(OPENSSH)],
    ["OpenSSH's without the lines around it", bytes(OPENSSH.replaceAll(/-----.*-----\n/g, ''))],
    ["PuTTY's", bytes(PPK)],
    ['a JWK', bytes(JWK)],
    ['a JWK in lines', bytes(JSON.stringify({ keys: [JSON.parse(JWK)] }, null, 2))],
    ['one of PGP', bytes('-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQOYBF\n-----END PGP PRIVATE KEY BLOCK-----')],
    [
      'one of SSH2',
      bytes('---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nP2/56wAAA\n---- END SSH2 ENCRYPTED PRIVATE KEY ----'),
    ],
    ['PEM as Notepad saves it in "Unicode"', wide(PEM, 'LE')],
    ['the same in the other order', wide(PEM, 'BE')],
    ['the same without a mark', wide(`kunci:\n${DER[1]![1].toString('base64')}`, 'LE', false)],
    ['PEM that was encoded once more', bytes(bytes(PEM).toString('base64'))],
    [
      'PEM in a formatted text',
      bytes(PEM.replaceAll('\n', '<br>\n').replace('PRIVATE', '<b>PRIVATE</b>&nbsp;').replace('&nbsp; ', '&nbsp;')),
    ],
    [
      'base64 in a formatted text',
      bytes(`<p>kunci<p>${DER[0]![1].toString('base64').replaceAll(/.{20}/g, '$&<wbr>')}`),
    ],
    ['a keystore of Java', Buffer.from('feedfeed0000000200000001', 'hex')],
    ['a newer one', Buffer.from('cececece0000000200000001', 'hex')],
    ["Microsoft's PVK", Buffer.from('1ef1b5b00000000001000000', 'hex')],
    ...DER,
  ])('%s', (_, content) => {
    expect(kindOf(content)).toBe('key');
  });

  it.each(DER)('%s in base64, in lines or in one, with or without words before it', (_, der) => {
    const base64 = der.toString('base64');
    const lines = base64.replaceAll(/.{64}/g, '$&\r\n');
    const certificate = `MIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBa`;
    for (const text of [
      base64,
      lines,
      `\ufeff\n ${lines}`,
      `Kunci privat saya:\n${lines}`,
      `"key":"${base64}"`,
      `${certificate}\n${base64}`,
    ])
      expect(kindOf(bytes(text)), text.slice(0, 40)).toBe('key');
  });

  it('and a request, a certificate, a public key or a letter holds none', async () => {
    const { request } = await newKey('Siti');
    const spki = PUBLIC.export({ type: 'spki', format: 'der' });
    const { d: _, p: __, q: ___, dp: ____, dq: _____, qi: ______, ...open } = JSON.parse(JWK);
    const others = [
      bytes(String(request).replaceAll(/-----.*-----\s*/g, '')),
      bytes(spki.toString('base64')),
      spki,
      request,
      bytes(String(PUBLIC.export({ type: 'spki', format: 'pem' }))),
      PUBLIC.export({ type: 'pkcs1', format: 'der' }),
      bytes(JSON.stringify(open)),
      bytes('ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7 siti@kantor'),
      bytes('---- BEGIN SSH2 PUBLIC KEY ----\nComment: "x"\nAAAAB3NzaC1yc2EAAAADAQAB\n---- END SSH2 PUBLIC KEY ----'),
      CERTIFICATE,
      bytes(CERTIFICATE.toString('base64')),
      // A request for a time stamp (RFC 3161 2.4.1), whose version is followed by a SEQUENCE as well.
      Buffer.from('303602010130313 00d06096086480165030402010500'.replace(' ', ''), 'hex'),
      bytes('%PDF-1.7'),
      bytes('private key'),
      bytes('<p>Jangan kirim <b>private key</b> Anda.</p>'),
      wide('Surat Rekomendasi\nPrivate key tidak dilampirkan', 'LE'),
      Buffer.alloc(0),
      Buffer.from([0x30]),
    ];
    expect(others.map((each) => holdsPrivateKey(each))).toEqual(others.map(() => false));
    expect(kindOf(request)).toBe('request');
  });
});

describe('a text of any length', () => {
  it('is judged, by its beginning and by PEM wherever it stands', () => {
    const words = 'ab cd '.repeat(3_000_000);
    for (const text of [`-----BEGIN PRIVATE KEY----- ${words}`, `${words}${PEM}`])
      expect(textHoldsPrivateKey(text)).toBe(true);
    expect(textHoldsPrivateKey(words)).toBe(false);
  });
});

describe('a ZIP is looked into', () => {
  it('and what can be read there is judged by its content, whatever it is called', () => {
    const spki = bytes(String(PUBLIC.export({ type: 'spki', format: 'pem' })));
    expect(holdsPrivateKey(zipOf([letter, { name: 'kunci-publik.key', content: spki }]))).toBe(false);
  });

  it.each([
    ['a key in PEM', zipOf([letter, { name: 'catatan.txt', content: bytes(PEM) }])],
    ['a .p12 that is called otherwise', zipOf([{ name: 'sertifikat.dat', content: P12, how: 'stored' }])],
    [
      'one in base64, of a program that streams',
      zipOf([{ name: 'a', content: bytes(P12.toString('base64')), how: 'streamed' }]),
    ],
    ['one that is compressed', zipOf([letter, { name: 'sertifikat.dat', content: P12 }])],
    ['a ZIP with one in it', zipOf([{ name: 'dalam.zip', content: zipOf([{ name: 'a', content: P12 }]) }])],
    ['an encrypted one, by its names', zipOf([{ name: 'data/Siti Rahma.P12', content: P12, how: 'encrypted' }])],
    ['by the name of OpenSSH', zipOf([{ name: '.ssh/id_ed25519', content: bytes('x'), how: 'encrypted' }])],
    ['by a name of people', zipOf([{ name: 'kunci pribadi.pem', content: bytes('x'), how: 'encrypted' }])],
    ['a letter of Word into which it was pasted', docx(PEM.trim().split('\n'))],
    ['the same, without the lines around it', docx(DER[0]![1].toString('base64').match(/.{1,64}/g)!, 'stored')],
  ])('%s', (_, zip) => {
    expect(kindOf(zip)).toBe('key');
  });

  it.each([
    ['letters', zipOf([letter, { name: 'lampiran.pdf', content: bytes('%PDF-1.4'), how: 'stored' }])],
    ['encrypted letters', zipOf([{ ...letter, how: 'encrypted' }])],
    ['a certificate', zipOf([{ name: 'sertifikat.pem', content: CERTIFICATE }])],
    [
      'a letter of Word',
      docx(['Surat Rekomendasi', 'Kunci privat (private key) tidak dilampirkan.', 'No. 800/12.p12']),
    ],
    ['a letter about keys', zipOf([{ name: 'surat kunci pribadi.docx', content: docx(['Hilang']) }])],
    [
      'a presentation of Keynote',
      zipOf([{ name: 'paparan.key', content: zipOf([{ name: 'Index/Document.iwa', content: bytes('x') }]) }]),
    ],
    ['nothing', zipOf([])],
  ])('and of %s nothing is said', (_, zip) => {
    expect(holdsPrivateKey(zip)).toBe(false);
  });

  it('however odd it is: cut off, of a size that it says, with something before it', () => {
    const zip = zipOf([letter, { name: 'kunci', content: P12 }]);
    expect(holdsPrivateKey(zip.subarray(0, zip.indexOf('kunci') + 200))).toBe(true);
    const lying = Buffer.from(zip);
    for (const size of [18, 22]) lying.writeUInt32LE(0xffffffff, size);
    expect(holdsPrivateKey(lying)).toBe(true);
    expect(holdsPrivateKey(Buffer.concat([bytes('PK00'), zip]))).toBe(true);
  });

  it('also where each member says that all others are in it', () => {
    // Stored, without a size: whatever follows could be its content.
    const open = Array.from({ length: 20_000 }, (_, i) => ({
      name: `${i}/`,
      content: bytes(''),
      how: 'streamed' as const,
    }));
    const zip = Buffer.from(zipOf(open).toString('latin1').replaceAll('PK\x07\x08', ''), 'latin1');
    const before = process.cpuUsage().user;
    expect(holdsPrivateKey(zip)).toBe(false);
    expect(process.cpuUsage().user - before).toBeLessThan(2_000_000);
  });

  it('and a bomb is left alone', () => {
    const page = Buffer.alloc(1024 * 1024 - 1, '<p>abcdefghijklm');
    const bomb = zipOf(Array.from({ length: 400 }, (_, i) => ({ name: `${i}`, content: page })));
    const before = process.cpuUsage().user;
    expect(holdsPrivateKey(bomb)).toBe(false);
    expect(process.cpuUsage().user - before).toBeLessThan(1_000_000);
    // By its name one is known all the same.
    expect(holdsPrivateKey(Buffer.concat([bomb, zipOf([{ name: 'kunci.p12', content: P12 }])]))).toBe(true);
  });

  it('whatever is in it, and never throws', () => {
    const zip = zipOf([letter, { name: 'kunci.p12', content: P12 }]);
    fc.assert(
      fc.property(fc.nat(zip.length - 1), fc.nat(255), fc.nat(zip.length), (at, byte, end) => {
        const odd = Buffer.from(zip);
        odd[at] = byte;
        expect(typeof holdsPrivateKey(odd.subarray(0, end))).toBe('boolean');
      }),
    );
  });
});

describe('an archive that is not opened is taken for the names in it', () => {
  const rar = (name: string) =>
    Buffer.concat([bytes('Rar!\x1a\x07\x01\x00'), Buffer.alloc(20, 7), bytes(name), Buffer.alloc(9)]);
  it.each([
    ['RAR', rar('sertifikat.p12'), true],
    ['RAR of letters', rar('surat.pdf'), false],
    ['RAR with a letter about one', rar('surat.p12.pdf'), false],
    [
      '7z',
      Buffer.concat([
        Buffer.from('377abcaf271c0004', 'hex'),
        Buffer.alloc(50, 5),
        Buffer.from('kunci.jks\0', 'utf16le'),
      ]),
      true,
    ],
    [
      "Outlook's winmail.dat",
      Buffer.concat([Buffer.from('789f3e22', 'hex'), Buffer.alloc(50, 5), bytes('Siti.pfx\0'), P12]),
      true,
    ],
  ])('%s', (_, archive, holds) => {
    expect(holdsPrivateKey(archive)).toBe(holds);
  });
});

it('is looked for in time that grows with the file', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const head = privateKey.export({ type: 'sec1', format: 'der' }).toString('base64').slice(0, 20);
  for (const piece of [
    'M',
    'MI',
    `${head} `,
    '<',
    '<a',
    '&nbsp;<',
    'BEGIN ',
    '-----BEGIN A ',
    '"kty":"d":"',
    'Private-Lines: 1 ',
    'PK\x03\x04',
    '\0M',
  ])
    expect(typeof holdsPrivateKey(Buffer.from(piece.repeat(2_000_000 / piece.length)))).toBe('boolean');
});
