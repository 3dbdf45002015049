import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { DNSResolver } from 'mailauth';
import { dkimSign } from 'mailauth/lib/dkim/sign.js';

/** Mails of mixed size, as a mailbox of an office holds them; each from one of many people of a few domains. */
export type Mailbag = {
  mail(index: number): Promise<Buffer>;
  /** What the domains that sign have published, as a text record. */
  readonly record: string;
};

/** The mailbox's own server, which has verified each mail and says so in it. */
export const AUTHSERV_ID = 'mx.contohprov.example';

const PEOPLE = 3_000;
/** A domain is another office; most sign their mail. */
const DOMAINS = 20;
const SIGNING_OF_TEN = 8;

/** Of a hundred mails: plain texts, texts with HTML, letters as PDF, scans. Sizes in bytes. */
const KINDS = [
  { upTo: 60, least: 2_000, most: 8_000, make: plain },
  { upTo: 90, least: 20_000, most: 80_000, make: withHtml },
  { upTo: 99, least: 200_000, most: 500_000, make: withFile },
  { upTo: 100, least: 2_000_000, most: 3_000_000, make: withFile },
] as const;

type MailbagOptions = {
  readonly to: string;
  /** Plain texts only, and no signatures. */
  readonly simple?: boolean;
};

export function createMailbag({ to, simple = false }: MailbagOptions): Mailbag {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const record = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return {
    async mail(index) {
      // Kinds are spread over the whole mailbox: neighbours are of different size.
      const place = simple ? 0 : (index * 37) % 100;
      const kind = KINDS.find(({ upTo }) => place < upTo)!;
      const size = kind.least + ((index * 7_919) % (kind.most - kind.least));
      const person = (index * 911) % PEOPLE;
      const domain = person % DOMAINS;
      const raw = Buffer.from([...headOf(index, person, domain, to), ...kind.make(size, index)].join('\r\n'));
      return !simple && domain % 10 < SIGNING_OF_TEN ? signed(raw, `opd${domain}.contohprov.example`, pem) : raw;
    },
    record,
  };
}

/** Knows the key of the domains that sign; nothing else, and asks nobody. */
export const resolverOf =
  (record: string): DNSResolver =>
  async (name, type) => {
    if (type === 'TXT' && name.startsWith('k._domainkey.')) return [[record]];
    throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
  };

async function signed(raw: Buffer, signingDomain: string, privateKey: string): Promise<Buffer> {
  const key = {
    signingDomain,
    selector: 'k',
    privateKey,
    canonicalization: 'relaxed/relaxed',
    algorithm: 'rsa-sha256',
  };
  const { signatures } = await dkimSign(raw, { ...key, signatureData: [key] });
  return Buffer.concat([Buffer.from(signatures), raw]);
}

function headOf(index: number, person: number, domain: number, to: string): string[] {
  return [
    `Authentication-Results: ${AUTHSERV_ID}; dkim=pass header.d=opd${domain}.contohprov.example`,
    `Received: from mx.opd${domain}.contohprov.example by imap.contohprov.example with ESMTPS; Wed, 06 Jan 2027 08:00:00 +0700`,
    `From: =?utf-8?Q?Pegawai_Nomor_${person}?= <pegawai${person}@opd${domain}.contohprov.example>`,
    `To: <${to}>`,
    `Subject: =?utf-8?B?${Buffer.from(`Perpanjangan sertifikat elektronik, ${index}`).toString('base64')}?=`,
    `Date: Wed, 06 Jan 2027 08:00:00 +0700`,
    `Message-ID: <${index}.${person}@opd${domain}.contohprov.example>`,
    'MIME-Version: 1.0',
  ];
}

const QUESTIONS = [
  'Selamat pagi, berapa lama prosesnya?',
  'Mohon informasi, sertifikat saya akan habis bulan depan.',
  'Yth. admin, dokumen apa saja yang harus saya siapkan?',
  'Terlampir surat yang diminta, terima kasih.',
];
/** As clients write it: the words above, the quoted mail below, lines of ordinary length. */
function textOf(size: number, index: number): string[] {
  const lines = [QUESTIONS[index % QUESTIONS.length]!, '', 'Pada 5 Jan 2027, Sertifikat <s@k.example> menulis:'];
  for (let at = 0; at < size; at += 70)
    lines.push(`> Bapak/Ibu yang terhormat, baris ${at} dari pesan yang dikutip di sini utuh.`);
  return lines;
}

function plain(size: number, index: number): string[] {
  const encoded = Buffer.from(textOf(size * 0.7, index).join('\r\n')).toString('base64');
  const [type, encoding, lines] =
    index % 2 === 0 ? ['plain', '7bit', textOf(size, index)] : ['plain', 'base64', wrapped(encoded)];
  return [`Content-Type: text/${type}; charset=utf-8`, `Content-Transfer-Encoding: ${encoding}`, '', ...lines, ''];
}

function withHtml(size: number, index: number): string[] {
  const text = textOf(size / 4, index);
  const html = text.map(
    (line) => `<p class=3D"MsoNormal" style=3D"margin:0cm;font-size:11pt"><span>${line}</span></p>`,
  );
  return [
    'Content-Type: multipart/alternative; boundary="a"',
    '',
    '--a',
    'Content-Type: text/plain; charset=utf-8',
    '',
    ...text,
    '--a',
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    '<html><body>',
    ...html,
    '</body></html>',
    '--a--',
    '',
  ];
}

/** No two are alike, as with scans. */
function withFile(size: number, index: number): string[] {
  const content = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(Math.floor(size * 0.73))]);
  return [
    'Content-Type: multipart/mixed; boundary="m"',
    '',
    '--m',
    'Content-Type: text/plain; charset=utf-8',
    '',
    ...textOf(500, index),
    '--m',
    'Content-Type: application/pdf; name="Surat Rekomendasi.pdf"',
    'Content-Disposition: attachment; filename="Surat Rekomendasi.pdf"',
    'Content-Transfer-Encoding: base64',
    '',
    ...wrapped(content.toString('base64')),
    '--m--',
    '',
  ];
}

const wrapped = (base64: string): string[] => base64.match(/.{1,76}/g) ?? [];
