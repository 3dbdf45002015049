import { createHash, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inboundOf } from '../../bots/inbound.ts';
import { blockKeys } from '../../db/blocked-keys.ts';
import { LIMITS } from '../../src/desk/parts.ts';
import { makeRequest } from '../../src/issuance/request/make-request.ts';
import { getsFile, newKey, reader, sees } from '../../src/sandbox/play.ts';
import type { Person } from '../../src/sandbox/telegram/person/person.ts';
import { type Office, openOffice } from '../support/office.ts';
import { awaitedOf, codeIn, received, said, settled, signedIn, stranger, wrongCode } from '../support/talk.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const PDF_TYPE = 'application/pdf';
const RIGHT = 'Data sudah sesuai';

/** A good message right after a bad one is understood: the conversation goes on. */
async function goesOn(phone: Person): Promise<void> {
  phone.send('berapa lama prosesnya?');
  await sees(phone, 'menit');
}

const last = async (phone: Person) => (await received(office, phone.chat)).at(-1)!;

describe('what nobody can read', () => {
  let phone: Person;
  beforeAll(async () => {
    phone = await stranger(office, 'Aneh');
  });
  const KINDS = [
    ['sticker', () => phone.sendSticker(), 'Stiker'],
    ['voice', () => phone.sendVoice(), 'Pesan suara'],
    ['photo', () => phone.sendPhoto(Buffer.from('bukan foto')), 'Foto'],
    ['video', () => phone.sendVideo(), 'Video'],
    ['location', () => phone.sendLocation(), 'Lokasi'],
    ['contact', () => phone.sendContact(), 'Kartu kontak hanya kami terima dari pemiliknya'],
  ] as const;
  for (const [kind, send, sentence] of KINDS) {
    test(`a ${kind} is recorded and answered with what to do instead`, async () => {
      send();
      await sees(phone, sentence);
      expect(await last(phone)).toMatchObject({ detail: { odd: kind }, state: 'received', hasRaw: true });
    });
  }

  test('an edited message changes nothing, and says so', async () => {
    const id = phone.send('halo');
    phone.edit(id, 'ya, data sudah sesuai');
    await sees(phone, 'Perubahan pada pesan lama tidak kami baca');
    expect((await last(phone)).detail.odd).toBe('edited');
    await goesOn(phone);
  });
});

test('a text of 5,000 characters is kept whole and asked for in short', async () => {
  const phone = await stranger(office);
  // A client sends it in two parts; the first is over our limit, the second is not.
  phone.send('panjang '.repeat(625));
  await sees(phone, '4.000 karakter');
  const whole = (await received(office, phone.chat)).map(({ body }) => body).join('');
  expect(whole).toContain('panjang '.repeat(500).trim());
  expect(whole.match(/panjang/g)).toHaveLength(625);
  await goesOn(phone);
});

test('a NUL byte in a text neither stops the chat nor the record', async () => {
  const phone = await stranger(office);
  phone.send('berapa\u0000 lama \u0000prosesnya?');
  await sees(phone, 'menit');
  expect((await last(phone)).body).toBe('berapa lama prosesnya?');
});

test('a password is deleted from the chat, kept nowhere, and its sender is warned', async () => {
  const phone = await stranger(office);
  const secret = 'Rahasia#2024x';
  const message = phone.send(`passphrase saya: ${secret}`);
  await sees(phone, 'Pesan itu sudah kami hapus');
  await office.until('the message is gone', async () => !phone.messages().some(({ id }) => id === message));
  const row = await last(phone);
  expect(row).toMatchObject({ hasRaw: false, detail: { secret: true } });
  expect(row.body).toContain('[rahasia dihapus]');
  expect(await inAnyColumn(secret)).toEqual([]);
  await goesOn(phone);
});

describe('files', () => {
  let phone: Person;
  let person: ReturnType<Office['person']>;
  beforeAll(async () => {
    person = office.person('Budi');
    phone = await signedIn(office, 'Budi');
    phone.send('perpanjang');
    await sees(phone, RIGHT);
    phone.press(undefined, RIGHT);
    await sees(phone, 'Surat Rekomendasi');
  });
  const send = (name: string, bytes: Uint8Array, type = PDF_TYPE) => phone.sendFile({ name, type, bytes });
  const documents = async () =>
    office.sql`select d.kind, d.size, d.reading from documents d join messages m on m.id = d.message join contacts c on c.id = m.contact where c.address = ${String(phone.chat)} order by d.at, d.id`;

  test('what is no PDF is named as such, whatever it is called', async () => {
    send('surat.pdf', Buffer.from('ini bukan pdf'));
    await sees(phone, 'Berkas “surat.pdf” belum dapat kami terima', 'bukan PDF');
    expect((await documents()).at(-1)).toMatchObject({ kind: 'other', size: 13, reading: { refused: 'not-a-pdf' } });
    send('kosong.pdf', Buffer.alloc(0));
    await sees(phone, 'Berkas “kosong.pdf” belum dapat kami terima', 'kosong:', 'simpan ulang');
    expect((await documents()).at(-1)).toMatchObject({ size: 0, reading: { refused: 'empty' } });
    send('surat.docx', Buffer.from('PK\x03\x04'));
    await sees(phone, '“surat.docx”: dokumen Word', 'menjadi PDF');
  });

  test('a PDF with a password is refused with what to do about it', async () => {
    send('surat.pdf', await withPassword());
    await sees(phone, 'Berkas “surat.pdf” belum dapat kami terima', 'terkunci kata sandi', 'Simpan ulang');
    expect((await documents()).at(-1)).toMatchObject({ kind: 'pdf', reading: { refused: 'encrypted' } });
    expect(await office.awaits(person.nip)).toContain('applicant letter');
  });

  test('a broken PDF is refused and asked for again', async () => {
    const before = (await documents()).length;
    send('surat.pdf', Buffer.from('%PDF-1.7\nrusak'));
    await office.until(
      'the refusal is on record',
      async () => (await documents())[before]?.reading?.refused === 'unreadable',
    );
    await sees(phone, 'rusak');
    expect(await office.awaits(person.nip)).toContain('applicant letter');
  });

  test('and whoever asks why hears once more what was found', async () => {
    phone.send('Kenapa surat rekomendasi saya ditolak?');
    await sees(phone, 'yang kami buka pada', 'rusak', 'simpan ulang');
  });

  test('a file over 20 MB is said to be too large and not loaded', async () => {
    const before = (await documents()).length;
    send('surat.pdf', Buffer.alloc(LIMITS.fileBytes + 1));
    await sees(phone, '20 MB');
    expect(await documents()).toHaveLength(before);
    expect(await last(phone)).toMatchObject({ detail: { files: 1 }, state: 'received' });
  });

  test('a good letter right after them is taken', async () => {
    send('surat rekomendasi.pdf', await getsFile(phone, 'Surat-Rekomendasi'));
    await sees(phone, 'pasangan kunci');
    expect(await office.awaits(person.nip)).toContain('applicant key');
  });

  const CORPUS = join(import.meta.dirname, '../../../shared/corpora/csr');
  const there = existsSync(CORPUS);
  if (!there) console.warn(`skipped: no corpus at ${CORPUS}`);
  for (const [file, sentence] of [
    ['invalid_signature.der.csr', 'tidak cocok'],
    ['short_key.der.csr', 'Panjang'],
    ['fermat_csr.pem', 'lemah'],
    ['bad_algorithm.der.csr', 'cara lama'],
  ] as const) {
    test.skipIf(!there)(`the certificate request ${file} is refused with its reason`, () =>
      refused(file, readFileSync(join(CORPUS, file)), sentence),
    );
  }
  test('half a certificate request is refused', async () => {
    const { request } = await newKey(person.name);
    const pem = Buffer.from(request).toString();
    await refused('permintaan.csr', Buffer.from(pem.replace(/^(.{200}).*(-----END)/s, '$1\n$2')), 'rusak');
  });
  test('a key of 1024 bits is refused', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    await refused('permintaan.csr', Buffer.from(makeRequest(person.name, privateKey)), 'Panjang');
  });
  test('the key of the old certificate is refused', async () => {
    const old = office.holdings.get(person.nip)!.key;
    await refused('permintaan.csr', Buffer.from(makeRequest(person.name, old)), 'pernah');
  });
  test("the key of another person's request is refused", async () => {
    const { request, key } = await newKey('Dewi');
    const dewi = await signedIn(office, 'Dewi');
    dewi.send('perpanjang');
    await sees(dewi, RIGHT);
    dewi.sendFile({ name: 'permintaan.csr', type: 'application/octet-stream', bytes: request });
    await office.until(
      'the key is known',
      async () => (await office.renewal(office.person('Dewi').nip)).facts.key !== undefined,
    );
    await refused('permintaan.csr', Buffer.from(makeRequest(person.name, key)), 'pernah');
  });
  test('a key on the list of compromised ones is refused', async () => {
    const { request, key } = await newKey(person.name);
    const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
    await blockKeys(office.sql, [createHash('sha256').update(spki).digest('hex')], office.clock());
    await refused('permintaan.csr', request, 'daftar kunci');
  });
  test('a good key right after them is taken', async () => {
    const { request } = await newKey(person.name);
    send('permintaan.csr', request, 'application/octet-stream');
    await office.until('the review is due', async () => (await office.awaits(person.nip)).includes('operator review'));
  });

  async function refused(name: string, bytes: Uint8Array, sentence: string): Promise<void> {
    send(name, bytes, 'application/octet-stream');
    await sees(phone, 'belum dapat kami terima', sentence);
    expect((await documents()).at(-1)).toMatchObject({ size: bytes.length });
    expect(await office.awaits(person.nip)).toContain('applicant key');
  }
});

describe('buttons', () => {
  test('a button of an answered question and one of another chat change nothing, and say so', async () => {
    const phone = await signedIn(office, 'Siti');
    const { nip } = office.person('Siti');
    phone.send('perpanjang');
    const question = await sees(phone, RIGHT);
    const button = question.buttons.find(({ label }) => label === RIGHT)!.data!;

    const other = await stranger(office, 'Asing');
    other.pressData(question.id, button);
    await sees(other, 'Tombol itu tidak berlaku untuk percakapan ini');
    expect(await office.awaits(nip)).toContain('applicant data-check');
    other.pressData(question.id, 'dikarang sendiri');
    await sees(other, 'Tombol itu tidak berlaku untuk percakapan ini');
    await goesOn(other);

    phone.press(question.id, RIGHT);
    await sees(phone, 'Surat Rekomendasi');
    const { revision } = await office.renewal(nip);
    phone.pressData(question.id, button);
    await sees(phone, 'Tombol itu berasal dari pertanyaan lama');
    expect((await office.renewal(nip)).revision).toBe(revision);
    expect((await received(office, other.chat)).filter(({ hasRaw }) => hasRaw)).toHaveLength(4);
  });

  test('a question about data that changed meanwhile is asked again', async () => {
    const phone = await signedIn(office, 'Rizal');
    const rizal = office.person('Rizal');
    phone.send('perpanjang');
    const question = await sees(phone, RIGHT);
    await office.operators[0]!.does({
      act: 'import-applicant',
      data: { ...rizal, position: 'Kepala Bidang Persandian' },
    });
    phone.pressData(question.id, question.buttons.find(({ label }) => label === RIGHT)!.data!);
    await sees(phone, 'ada yang berubah', 'Kepala Bidang Persandian');
    expect(await office.awaits(rizal.nip)).toContain('applicant data-check');
  });
});

describe('who is this', () => {
  test('a code wrong five times is spent, and a new one is taken', async () => {
    const nurul = office.person('Nurul');
    const mailbox = reader(office.mail.person(nurul.email));
    const phone = await stranger(office, 'Nurul');
    phone.send(nurul.nip);
    const code = codeIn((await mailbox('Kode masuk')).text);
    for (let left = LIMITS.codeTries - 1; left > 0; left--) {
      phone.send(wrongCode(code));
      await sees(phone, `Kesempatan yang tersisa: ${left}`);
    }
    phone.send(wrongCode(code));
    await sees(phone, 'tidak berlaku lagi');
    phone.send(code);
    await sees(phone, 'tidak berlaku lagi');
    phone.send('kirim kode baru');
    phone.send(codeIn((await mailbox('Kode masuk')).text));
    await sees(phone, 'identitas Anda sudah kami pastikan');
    const [{ codes }] =
      (await office.sql`select count(*)::int as codes from codes c join contacts k on k.id = c.contact where k.address = ${String(phone.chat)}`) as never as [
        { codes: number },
      ];
    expect(codes).toBe(2);
  });

  test('an unknown number gets the same answer as a known one, and a code of his own to be wrong about', async () => {
    const answers = await Promise.all(
      [office.person('Nurul').nip, '199912312020011009'].map(async (nip) => {
        const phone = await stranger(office);
        phone.send(nip);
        const { text, buttons } = await sees(phone, 'enam angka');
        phone.send('000000');
        const wrong = await sees(phone, 'Kesempatan yang tersisa');
        return { text, labels: buttons.map(({ label }) => label), wrong: wrong.text };
      }),
    );
    expect(answers[1]).toEqual(answers[0]);
  });

  test('so many codes a day, however they are asked for', async () => {
    const phone = await stranger(office);
    phone.send('199912312020011009');
    await sees(phone, 'sudah kami kirim ke alamat email yang tercatat');
    for (let sent = 1; sent < LIMITS.codesPerContactPerDay; sent++) {
      phone.send('belum ada email masuk');
      await sees(phone, 'sudah kami kirim sekali lagi ke alamat email yang tercatat');
    }
    phone.send('belum ada email masuk');
    await sees(phone, 'hari ini batasnya sudah tercapai');
    phone.send('kirim kode baru');
    await sees(phone, 'hari ini batasnya sudah tercapai');
  });
});

test('an update that nobody can read is kept, shown to operators, and holds up nothing', async () => {
  const phone = await stranger(office);
  const update = {
    update_id: 2 ** 40,
    message: { message_id: 'tiga', chat: { id: phone.chat, type: 'private' }, date: 'kemarin' },
  };
  const message = inboundOf(
    update,
    { id: office.telegram.bot.id, username: office.telegram.bot.username },
    office.clock(),
  )!;
  await office.house.desk.receive([{ enter: 'message', message }]);
  await sees(phone, 'ada gangguan di pihak kami');
  const row = await last(phone);
  expect(row).toMatchObject({ state: 'fault', hasRaw: true });
  expect(await awaitedOf(office, row.id)).toEqual(['unreadable-message']);
  expect(await office.sql`select 1 from faults where ref = ${row.id}`).toHaveLength(1);
  await goesOn(phone);
  await settled(office);
  expect((await said(office, phone.chat)).every(({ state }) => state === 'sent')).toBe(true);
});

function withPassword(): Promise<Buffer> {
  const pdf = new PDFDocument({ userPassword: 'rahasia', pdfVersion: '1.7' });
  pdf.text('surat').end();
  return buffer(pdf);
}

/** Where in the whole database this stands in clear. */
async function inAnyColumn(needle: string): Promise<string[]> {
  const columns = await office.sql`
    select table_name, column_name from information_schema.columns
    where table_schema in ('public', 'pgboss') and data_type in ('text', 'jsonb', 'json', 'character varying')`;
  const found: string[] = [];
  for (const { tableName, columnName } of columns) {
    const rows =
      await office.sql`select 1 from ${office.sql(tableName)} where position(${needle} in ${office.sql(columnName)}::text) > 0 limit 1`.catch(
        () => [],
      );
    if (rows.length > 0) found.push(`${tableName}.${columnName}`);
  }
  return found;
}
