import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRecording } from '../../src/issuance/signer/recording.ts';
import { createLetterReader } from '../../src/letters/read.ts';
import { reviewContent } from '../../src/renewal/content.ts';
import type { Data, Renewal } from '../../src/renewal/renewal.ts';
import { certify, smallKey } from '../issuance/family.ts';
import { page as paper } from '../letters/pdf.ts';
import { certificateFor } from './certificates.ts';
import { type ConsoleOffice, newcomer, openConsole, person } from './console-office.ts';

let office: ConsoleOffice;
let rina: Awaited<ReturnType<ConsoleOffice['browser']>>;
const reader = createLetterReader();
beforeAll(async () => {
  const recording = createRecording({ clock: () => office.clock(), readPdf: (pdf) => reader.read(pdf) });
  office = await openConsole({ issuer: 'ams' }, { recording });
  rina = await office.browser();
});
afterAll(async () => {
  reader.stop();
  await office.close();
});

/** Hours pass with each request, and a session that nobody used is over. */
async function signsInAgain(): Promise<void> {
  rina = await office.browser();
}

const DAY_MS = 86_400_000;
const pathOf = ({ id }: Renewal) => `/console/renewals/${id}`;

/** Approved: the packet waits for an operator. */
async function approved(data: Data): Promise<Renewal> {
  const renewal = await office.reviewable(data);
  await office.does({ act: 'approve', renewal: renewal.id, content: reviewContent(renewal) });
  return office.renewal(data);
}
async function entered(data: Data): Promise<Renewal> {
  const renewal = await approved(data);
  expect(await rina.send(pathOf(renewal), { act: 'enter-ams' })).toContain('dipandu menetapkan passphrase');
  return office.renewal(data);
}
const openPacket = (renewal: Renewal) => rina.send(`${pathOf(renewal)}/packet`, {});
const taken = async ({ id }: Renewal) =>
  (await office.sql`select refs, actor from journal where chain = ${`renewal:${id}`} and entry = 'packet taken' order by number`) as unknown as {
    refs: string;
    actor: string;
  }[];
/** A certificate of this person as a CA would have issued it now, PEM or DER. */
const issuedTo = ({ name }: Data, more: Partial<Parameters<typeof certify>[0]> = {}) =>
  certify({ name, ca: false, from: office.clock(), ...more }).der;
/** People beside the samples: each test of these records a certificate of somebody else. */
function someone(name: string, n: number): Data {
  const like = person('Siti');
  const digits = String(n).padStart(3, '0');
  const email = `${name.toLowerCase().replaceAll(' ', '.')}@contohprov.example`;
  return { ...like, name, email, nik: `${like.nik.slice(0, 13)}${digits}`, nip: `${like.nip.slice(0, 15)}${digits}` };
}
const serialOf = (der: Uint8Array) => new X509Certificate(Buffer.from(der)).serialNumber.toLowerCase();
const fileOf = (der: Uint8Array) => new Blob([new Uint8Array(der)]);

describe('the work packet', () => {
  test('has the fields of AMS in their order, what it rests on and what to do; each taking of it is in the journal', async () => {
    const data = person('Siti');
    const before = await office.reviewable(data);
    // No packet leaves before the approval.
    const early = await rina.post(`${pathOf(before)}/packet.pdf`, {});
    expect(early.headers.get('location')).toContain('refused=not-now');
    expect(await taken(before)).toEqual([]);

    await office.does({ act: 'approve', renewal: before.id, content: reviewContent(before) });
    const renewal = await office.renewal(data);
    const page = await rina.read(pathOf(renewal));
    expect(page).toContain('Buka paket kerja');
    expect(page).not.toContain('data-copy');
    expect(page).toContain('penerbitnya tidak diperiksa karena AMS_CA_FILE belum diisi');

    const packet = await openPacket(renewal);
    const copied = [...packet.matchAll(/data-copy="([^"]*)"/g)].map(([, value]) => value);
    const { nik, nip, name, email, phone, position, organisation, unit, city, province } = data;
    expect(copied).toEqual([nik, nip, name, email, phone, position, organisation, unit, city, province]);
    for (const words of [
      'Data per 2 November 2026 (versi ke-1)',
      'Cocokkan juga NIP, nama, dan email',
      'penggantian pasangan kunci',
      `data ${renewal.version.slice(0, 10)} · surat ${renewal.facts.letter!.hash.slice(0, 10)}`,
      'Rina, 2 November 2026',
      `/console/documents/${renewal.facts.letter!.document}`,
    ])
      expect(packet).toContain(words);

    const pdf = await rina.post(`${pathOf(renewal)}/packet.pdf`, {});
    expect(pdf.headers.get('content-disposition')).toBe(`attachment; filename="paket-ams-${renewal.number}.pdf"`);
    const reading = await reader.read(new Uint8Array(await pdf.arrayBuffer()));
    if (!reading.ok) throw new Error(reading.refused);
    expect(reading.pages).toBe(1);
    for (const words of [nik, nip, name, email, position, province, 'PAKET KERJA AMS', renewal.number, 'Rina'])
      expect(reading.text).toContain(words);
    const looks = await taken(renewal);
    expect(looks.map(({ refs }) => JSON.parse(refs).as)).toEqual(['page', 'pdf']);
    expect(JSON.stringify(looks)).toContain(office.operator.id);
    const journal = await rina.read(`${pathOf(renewal)}/journal`);
    for (const words of ['>halaman<', '>PDF<', '… · tanpa kunci<']) expect(journal).toContain(words);
    expect(JSON.stringify(looks)).not.toContain(nik);

    // What follows addresses without a press (a prefetch, a HEAD, the way back) learns nothing and leaves no trace.
    for (const method of ['GET', 'HEAD'])
      for (const file of ['packet', 'packet.pdf']) {
        const answer = await rina.ask(`${pathOf(renewal)}/${file}`, { method });
        expect([method, file, (await answer.text()).includes(nik)]).toEqual([method, file, false]);
      }
    expect(await rina.read(`${pathOf(renewal)}/packet`)).toContain('Buka paket kerja');
    expect(await taken(renewal)).toEqual(looks);
    const letter = `/console/documents/${renewal.facts.letter!.document}`;
    for (const init of [{ method: 'HEAD' }, { headers: { 'sec-purpose': 'prefetch' } }]) await rina.ask(letter, init);
    expect(await rina.read(pathOf(renewal))).toContain('Belum pernah dibuka');
    await rina.get(letter);
    expect(await rina.read(pathOf(renewal))).toContain('Dibuka 1 kali, terakhir oleh Rina');
  });

  test('stays open behind its press for a while, to the way back and to a reload, in that session and nowhere else', async () => {
    const { nik, ...rest } = newcomer();
    const renewal = await approved({ nik, ...rest });
    const pressed = await rina.post(`${pathOf(renewal)}/packet`, {});
    expect(pressed.status).toBe(303);
    const address = pressed.headers.get('location')!;
    const joko = await office.browser();
    const holds = async (page: Promise<string>) => (await page).includes(nik);
    expect(await holds(rina.read(address))).toBe(true);
    expect(await holds(rina.read(address))).toBe(true);
    expect(await taken(renewal)).toHaveLength(1);
    expect(await holds(joko.read(address))).toBe(false);
    const other = await approved(newcomer());
    expect(await rina.read(address.replace(renewal.id, other.id))).toContain('Buka paket kerja');
    const until = Number(new URLSearchParams(address.split('?')[1]).get('until'));
    expect(await rina.read(address.replace(String(until), String(until + DAY_MS)))).toContain('Buka paket kerja');
    office.passes(15 * 60_000);
    expect(await rina.read(address)).toContain('Buka paket kerja');
    expect(await taken(renewal)).toHaveLength(1);
  });

  test('never leaves while a change of the same person is approved and not entered in AMS', async () => {
    const data = person('Dewi');
    const renewal = await approved(data);
    const other = await office.has(data, 12, 'abc1');
    await office.does({ act: 'start', certificate: other });
    for (const text of ['Bersedia, silakan dimulai', 'jabatan: Kepala Bidang Persandian', 'itu saja'])
      await office.mails(data, text);
    await office.page(data, { page: 'letter', name: 'p.pdf', content: await office.letter(data), letter: 'change' });
    const changing = await office.renewal(data);
    expect(changing.id).not.toBe(renewal.id);
    await office.enter({
      enter: 'letter-read',
      renewal: changing.id,
      document: changing.facts.change!.letter!.document,
      reading: { ok: true, pages: 1, text: '', signature: 'none' },
      remarks: [],
    });
    // Only approved, it holds the packet back; before that the old data is still the true one.
    expect(await rina.read(pathOf(renewal))).toContain('Buka paket kerja');
    const content = /name="content" value="([^"]*)"/.exec(await rina.read(pathOf(changing)))![1]!;
    await rina.send(pathOf(changing), { act: 'approve-change', content });
    expect(await rina.read(pathOf(renewal))).toContain('Paket kerja belum dapat dibuka');
    const looks = (await taken(renewal)).length;
    for (const file of ['packet', 'packet.pdf']) {
      const response = await rina.post(`${pathOf(renewal)}/${file}`, {});
      expect(response.headers.get('location')).toContain('refused=change-unrecorded');
    }
    expect(await rina.send(pathOf(renewal), { act: 'enter-ams' })).toContain('belum dicatat di AMS');
    expect((await taken(renewal)).length).toBe(looks);
    // Entered, it is free again, and says that the data is newer than what was approved.
    await rina.send(pathOf(changing), { act: 'record-change' });
    const packet = await openPacket(renewal);
    expect(packet).toContain('berubah lagi setelah disetujui');
    expect(packet).toContain(`data-copy="${data.position}"`);
  });

  test('that AMS does not take goes back to the review, with the reason on record', async () => {
    const renewal = await approved(person('Rizal'));
    expect(await rina.send(pathOf(renewal), { act: 'ams-refused' })).toContain('Formulir belum lengkap');
    expect(await rina.send(pathOf(renewal), { act: 'ams-refused', note: 'NIK tidak ditemukan' })).toContain(
      'Putuskan permohonan',
    );
    expect(await rina.read(pathOf(renewal))).toContain('NIK tidak ditemukan');
  });
});

describe('between entry and certificate', () => {
  test('the page says whose turn it is; a link that did not come is sent again and ticked off', async () => {
    const data = person('Budi');
    const renewal = await entered(data);
    expect(await rina.read(pathOf(renewal))).toMatch(/Menunggu pemohon[\s\S]*Anda tidak perlu melakukan apa pun/);
    await office.mails(data, 'belum menerima email');
    const page = await rina.read(pathOf(renewal));
    expect(page).toContain('email dari BSrE belum diterima');
    expect(page).toContain(`<strong>${data.email}</strong>`);
    expect(await rina.read('/console/queue')).toContain('pengiriman ulang tautan passphrase dari AMS');
    expect(await rina.send(pathOf(renewal), { act: 'resend-link' })).toContain('pemohon diberi tahu');
    expect((await office.renewal(data)).facts.ams?.link).toBeUndefined();
    expect(await rina.send(pathOf(renewal), { act: 'resend-link' })).toContain('tidak sedang ditunggu');
  });

  test('what the CA says is put in words, with what is to be done; what nobody knows is shown as it is, harmless', async () => {
    const data = person('Budi');
    const { id } = await office.renewal(data);
    await office.enter({ enter: 'ca-status', renewal: id, said: 'WAITING_FOR_VERIFICATION' });
    const page = await rina.read(`/console/renewals/${id}`);
    expect(page).toMatch(/WAITING_FOR_VERIFICATION[\s\S]*menunggu verifikasi petugas[\s\S]*Tandai sudah diperiksa/);
    expect(await rina.send(`/console/renewals/${id}`, { act: 'ca-checked' })).toContain('Sudah dicatat.');
    expect((await office.renewal(data)).facts.ams?.status?.checked).toBeDefined();

    const { applicant } = await office.renewal(data);
    await office.enter({ enter: 'ca-status', renewal: id, said: `<b>BARU</b>${'X'.repeat(100)}` });
    const people = await rina.read(`/console/people/${applicant}`);
    expect(people).toContain(`menyebut keadaan yang belum dikenal: “&lt;b&gt;BARU&lt;/b&gt;${'X'.repeat(49)}”`);
    expect(people).not.toContain('X'.repeat(50));
  });
});

describe('the record of the new certificate', () => {
  let data: Data;
  let renewal: Renewal;
  let path: string;
  const record = (fields: Parameters<typeof rina.send>[1]) => rina.send(path, fields);
  const nothing = async () => expect((await office.renewal(data)).facts.certificate).toBeUndefined();
  beforeAll(async () => {
    data = person('Nurul');
    renewal = await entered(data);
    path = `${pathOf(renewal)}/certificate`;
  });

  test('is refused with a sentence for each reason, and nothing is recorded', async () => {
    const until = '2028-11-02';
    const key = smallKey();
    await office.does({
      act: 'import-certificate',
      nip: data.nip,
      certificate: {
        serial: 'beef01',
        notAfter: new Date(office.clock().getTime() + DAY_MS),
        evidence: 'certificate',
        state: 'valid',
        issuer: 'ams',
        spki: await spkiOf(issuedTo(data, { key })),
      },
    });
    const cases: readonly (readonly [Parameters<typeof rina.send>[1], string])[] = [
      [{ way: 'certificate' }, 'Belum lengkap, jadi tidak ada yang dicatat'],
      [
        {
          way: 'certificate',
          pem: new Blob([
            await certificateFor({ name: 'Orang Lain', nip: '197907082005011003', email: 'orang@lain.example' }),
          ]),
        },
        'Yang berbeda: Nama, NIP, dan Email.',
      ],
      [{ way: 'certificate', pem: new Blob(['halo']) }, 'tidak terbaca sebagai sertifikat'],
      [{ way: 'signed-pdf' }, 'Belum lengkap, jadi tidak ada yang dicatat'],
      [{ way: 'signed-pdf', pdf: new Blob([new Uint8Array(paper('Surat'))]) }, 'tidak memuat tanda tangan elektronik'],
      [{ way: 'number', serial: 'bukan', until }, 'Nomor seri tidak sesuai'],
      [{ way: 'number', serial: '5F:AB:01', until: '2028-02-31' }, 'isi nomor seri dan tanggal berakhirnya'],
      [{ way: 'number', serial: '5FAB01', from: '2027-11-02', until }, 'baru berlaku di kemudian hari'],
      [{ way: 'number', serial: data.nik, until }, 'Ini sertifikat lama, yang sedang diperbarui'],
      [{ way: 'number', serial: 'BEEF01', until }, 'sudah tercatat pada sertifikat lain'],
      [{ way: 'number', serial: '5FAB01', from: '2026-10-01', until }, 'sebelum permohonan ini disetujui'],
      [{ way: 'certificate', pem: fileOf(issuedTo(data, { key })) }, 'sudah pernah dipakai'],
    ];
    for (const [fields, words] of cases) {
      const page = await record(fields);
      expect(page).toContain(words);
      expect(page).toContain('<a href="#record">Ke isian itu</a>');
    }
    await nothing();
  });

  test('is typed once: what was refused stands in the form again, by whoever it was refused', async () => {
    const typed = { way: 'number', from: '2026-11-02', until: '2028-11-02', told: 'number' };
    for (const serial of ['5FABO1', 'BEEF01', '']) {
      const page = await record({ ...typed, serial });
      for (const [name, value] of Object.entries({ serial, from: typed.from, until: typed.until }))
        expect(page).toMatch(new RegExp(`name="${name}"[^>]* value="${value}"`));
      expect(page).toMatch(/name="way" value="number" checked/);
      expect(page).toMatch(/name="told" value="number" checked/);
    }
    // Its address, asked for again, is the page.
    for (const form of ['certificate', 'correction'])
      expect((await rina.get(`${pathOf(renewal)}/${form}`)).headers.get('location')).toBe(pathOf(renewal));
    for (const none of ['certificateX', 'Xcorrection'])
      expect([none, (await rina.get(`${pathOf(renewal)}/${none}`)).status]).toEqual([none, 404]);
  });

  test('by number says who saw it, here and to the applicant; the file that comes later is added, and nothing is written over', async () => {
    const der = issuedTo(data);
    const serial = serialOf(der);
    const done = await record({
      way: 'number',
      serial: `00:${serial}`,
      from: '2026-11-02',
      until: '2028-11-22',
      told: 'word',
    });
    expect(done).toContain('Sertifikat baru sudah dicatat');
    expect(done).toContain('yang dilihat operator di AMS; sertifikatnya belum kami periksa sendiri');
    const [row] = await office.sql`select * from certificates where serial = ${serial}`;
    expect(row).toMatchObject({ evidence: 'word', issuer: 'ams', notBefore: new Date('2026-11-01T17:00:00Z') });
    expect((await office.renewal(data)).outcome).toBe('completed');
    const [told] = await office.sql`
      select body from messages where renewal = ${renewal.id} and direction = 'out' and body like '%sudah terbit%' order by number desc limit 1`;
    expect(told!.body).toContain('sertifikatnya belum kami periksa sendiri');
    // The old one is revoked by hand in AMS: whoever does it sees how well its successor is known.
    expect(await rina.read('/console/revocations')).toMatch(/Digantikan seri[\s\S]*belum kami periksa sendiri/);

    // Days later whoever has the file finds the place for it from the person, too.
    const completes = `<a href="${pathOf(renewal)}">lengkapi buktinya</a>`;
    expect(await rina.read(`/console/people/${renewal.applicant}`)).toContain(completes);
    expect(await record({ way: 'certificate', pem: fileOf(issuedTo(data)) })).toContain('berbeda dari yang tercatat');
    expect(await record({ way: 'certificate', pem: fileOf(der) })).toContain('Bukti ditambahkan');
    expect(await rina.read(`/console/people/${renewal.applicant}`)).not.toContain(completes);
    const page = await rina.read(pathOf(renewal));
    expect(page).toContain('berkas sertifikat tersimpan');
    expect(page).not.toContain('Lengkapi bukti');
    expect((await office.sql`select evidence, der from certificates where serial = ${serial}`)[0]).toEqual({
      evidence: 'word',
      der: null,
    });
    const file = await rina.get(`/console/certificates/${row!.id}.pem`);
    expect(new X509Certificate(await file.text()).serialNumber.toLowerCase()).toBe(serial);
    expect(await record({ way: 'certificate', pem: fileOf(der) })).toContain('sama kuat atau lebih kuat');
  });

  test('counts for more where the CA’s own service agrees', async () => {
    const budi = person('Budi');
    const { id } = await office.renewal(budi);
    for (const said of ['NEW', 'ISSUE']) await office.enter({ enter: 'ca-status', renewal: id, said });
    const at = `/console/renewals/${id}/certificate`;
    const done = await rina.send(at, { way: 'number', serial: '77ab', until: '2028-11-22', told: 'number' });
    expect(done).toContain('layanan status CA menyatakan terbit');
    expect((await office.sql`select evidence from certificates where serial = '77ab'`)[0]!.evidence).toBe('status');
  });
});

describe('the record of a certificate whose number nobody knows', () => {
  beforeAll(signsInAgain);
  const until = '2028-11-22';
  const issuedUntil = (data: Data, at = '2028-11-22T00:00:00Z') => issuedTo(data, { until: new Date(at) });
  const rowsOf = ({ id }: Renewal) => office.sql`
    select c.serial, c.evidence, e.serial as later, e.evidence as better from certificates c
    left join certificate_evidence e on e.certificate = c.id where c.renewal = ${id} order by e.at`;
  async function recorded(data: Data): Promise<{ renewal: Renewal; record: (fields: Fields) => Promise<string> }> {
    const renewal = await entered(data);
    const record = (fields: Fields) => rina.send(`${pathOf(renewal)}/certificate`, fields);
    // Neither a number that was forgotten, nor one that is known and unknown at once, nor the old certificate's day.
    for (const fields of [{}, { serial: '5fab01', unknown: 'yes' }] as readonly Record<string, string>[])
      expect(await record({ way: 'number', until, ...fields })).toContain('Belum lengkap, jadi tidak ada yang dicatat');
    const [old] = await office.sql`select not_after from certificates where id = ${renewal.certificate}`;
    const oldDay = new Date((old!.notAfter as Date).getTime()).toISOString().slice(0, 10);
    expect(await record({ way: 'number', unknown: 'yes', until: oldDay })).toContain('Ini sertifikat lama');
    expect(await record({ way: 'number', unknown: 'yes', until })).toContain('Sertifikat baru sudah dicatat');
    return { renewal, record };
  }
  type Fields = Parameters<typeof rina.send>[1];

  test('says so everywhere, to the applicant too, and is never a number', async () => {
    const data = someone('Joko Susilo', 901);
    const { renewal } = await recorded(data);
    expect(await rowsOf(renewal)).toMatchObject([{ serial: null, evidence: 'dates' }]);
    const page = await rina.read(pathOf(renewal));
    expect(page).toContain('belum diketahui');
    expect(page).toContain('hanya tanggal, tanpa nomor seri');
    const [told] = await office.sql`
      select body from messages where renewal = ${renewal.id} and direction = 'out' and body like '%sudah terbit%' order by number desc limit 1`;
    expect(told!.body).toContain('Nomor serinya belum kami ketahui.');
    expect(await rina.read('/console/revocations')).toMatch(/Digantikan seri[^<]*<[^>]*>belum diketahui/);
  });

  test('takes its number later, from the file or from somebody, where day and key agree', async () => {
    const data = someone('Ahmad Fauzi', 902);
    const { renewal, record } = await recorded(data);
    const der = issuedUntil(data);
    const serial = serialOf(der);
    expect(await record({ way: 'certificate', pem: fileOf(issuedUntil(data, '2028-11-12')) })).toContain(
      'Masa berlaku',
    );
    expect(await record({ way: 'number', serial: 'BEEF01', until })).toContain('sudah tercatat pada sertifikat lain');
    expect(await record({ way: 'number', serial, until, told: 'word' })).toContain('Bukti ditambahkan');
    expect(await rina.read(pathOf(renewal))).toContain(serial.toUpperCase());
    const impostor = certify({
      name: data.name,
      ca: false,
      from: office.clock(),
      until: new Date(`${until}T00:00:00Z`),
    });
    expect(await record({ way: 'certificate', pem: fileOf(impostor.der) })).toContain('berbeda dari yang tercatat');
    expect(await record({ way: 'certificate', pem: fileOf(der) })).toContain('Bukti ditambahkan');
    expect(await rowsOf(renewal)).toMatchObject([
      { serial, evidence: 'dates', later: serial, better: 'word' },
      { serial, evidence: 'dates', later: null, better: 'certificate' },
    ]);
    // A number that became known later belongs to this certificate and to no other.
    const other = await entered(someone('Rahmat Hidayat', 905));
    expect(await rina.send(`${pathOf(other)}/certificate`, { way: 'number', serial, until })).toContain(
      'sudah tercatat pada sertifikat lain',
    );
  });
});

describe('better evidence of one certificate', () => {
  beforeAll(signsInAgain);
  test('is not held up by its own key, which was seen in a PDF before; another key under its number is', async () => {
    const data = someone('Lestari Wulan', 903);
    const renewal = await entered(data);
    const key = smallKey();
    const der = issuedTo(data, { key });
    const certificate = (evidence: 'signed-pdf' | 'certificate', spki: string) =>
      ({
        serial: serialOf(der),
        notAfter: new Date('2028-11-22'),
        evidence,
        state: 'valid',
        issuer: 'ams',
        spki,
      }) as const;
    const spki = await spkiOf(der);
    const byPdf = {
      act: 'record-certificate',
      renewal: renewal.id,
      certificate: certificate('signed-pdf', spki),
    } as const;
    expect(await office.does(byPdf)).toMatchObject({ done: true });
    const foreign = await spkiOf(issuedTo(data));
    const add = (by: string) =>
      office.does({ act: 'add-evidence', renewal: renewal.id, certificate: certificate('certificate', by) });
    expect(await add(foreign)).toEqual({ refused: 'key-differs' });
    expect(await add(spki)).toMatchObject({ done: true });
    expect(await office.sql`select spki from keys where renewal = ${renewal.id}`).toHaveLength(1);
  });

  test('is the CA’s own word, once it agrees with what an operator said', async () => {
    const data = someone('Hendra Gunawan', 904);
    const { id } = await entered(data);
    await office.enter({ enter: 'ca-status', renewal: id, said: 'NEW' });
    const at = `/console/renewals/${id}`;
    await rina.send(`${at}/certificate`, { way: 'number', serial: '88cd', until: '2028-11-22', told: 'word' });
    expect(await rina.read(at)).toContain('yang dilihat operator di AMS');
    for (const said of ['<b>BARU</b>', 'NEW', 'ISSUE', 'ISSUE'])
      await office.enter({ enter: 'ca-status', renewal: id, said });
    expect(await rina.read(at)).toContain('layanan status CA menyatakan terbit');
    const added = await office.sql`
      select e.evidence, e.by from certificate_evidence e join certificates c on c.id = e.certificate where c.serial = '88cd'`;
    expect([...added]).toEqual([{ evidence: 'status', by: null }]);
  });
});

const spkiOf = async (der: Uint8Array) => {
  const { hashKey } = await import('../../src/issuance/request/fingerprint.ts');
  return hashKey(new X509Certificate(Buffer.from(der)).publicKey.export({ format: 'der', type: 'spki' }));
};

test('a revocation of a certificate that is not ours is carried out in AMS and settled here', async () => {
  expect(await rina.read('/console/revocations')).toContain('Cabut di AMS, lalu tandai di sini');
  const [row] = await office.sql`
    select r.id, r.certificate, r.applicant, c.serial, s.serial as successor from revocations r
    join certificates c on c.id = r.certificate left join certificates s on s.id = c.successor where r.state = 'by-hand' limit 1`;
  expect((await rina.get(`/console/revocations/${row!.id}/packet`)).headers.get('location')).toBe(
    '/console/revocations',
  );
  const packet = await rina.send(`/console/revocations/${row!.id}/packet`, {});
  const copied = [...packet.matchAll(/data-copy="([^"]*)"/g)].map(([, value]) => value);
  expect(copied).toContain(row!.serial.toUpperCase());
  expect(copied[0]).toMatch(/^\d{16}$/);
  expect(packet).toMatch(new RegExp(`Jangan mencabut[\\s\\S]*${row!.successor.toUpperCase()}`));
  const looks = await office.sql`
    select actor from journal where chain = ${`applicant:${row!.applicant}`} and entry = 'revocation packet taken'`;
  expect([...looks]).toEqual([{ actor: `operator:${office.operator.id}` }]);
  await rina.send(`/console/revocations/${row!.id}`, { act: 'by-hand', note: 'dicabut di AMS' });
  expect((await office.sql`select state from certificates where id = ${row!.certificate}`)[0]!.state).toBe('revoked');
  const after = await rina.post(`/console/revocations/${row!.id}/packet`, {});
  expect(after.headers.get('location')).toContain('refused=not-now');
});
