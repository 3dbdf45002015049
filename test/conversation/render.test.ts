import { describe, expect, test } from 'vitest';
import type { Line } from '../../src/conversation/line.ts';
import { render } from '../../src/conversation/render.ts';
import { context, data, everyLine, samples } from './samples.ts';

const id = context('id');
const one = <S extends Line['say']>(say: S) => samples[say][0]!;

describe('several lines become one message', () => {
  test('bodies are paragraphs in order, and the last line that has choices gives them', () => {
    const text = render([{ say: 'data-confirmed' }, one('letter-ask'), { say: 'thanks' }], id);
    expect(text.body).toMatch(/^Terima kasih, data Anda.*\n\nYang kami perlukan[\s\S]*\n\nSama-sama/);
    expect(text.choices).toEqual(render([one('letter-ask')], id).choices);
  });

  test('one question is asked, the one whose choices are offered', () => {
    const invalid = samples['change-invalid'][0]!;
    const { body, choices } = render([one('change-noted'), invalid], id);
    expect(body).toContain('Perubahan berikut sudah kami catat');
    expect(body).not.toContain('?');
    expect(choices).toEqual(render([invalid], id).choices);
    expect(render([one('data-check'), { say: 'thanks' }], id).body).toContain('Apakah semua data di atas masih benar?');
  });

  test('files are collected, each once', () => {
    const text = render([one('change-letter-ask'), one('letter-ask'), one('too-early')], id);
    expect(text.files.map((file) => file.file)).toEqual(['draft-change', 'draft-recommendation', 'calendar']);
  });

  test('the first line that has a subject gives it, else the renewal’s number stands in it', () => {
    expect(render([{ say: 'data-confirmed' }, one('issued')], id).subject).toBe(
      'Sertifikat elektronik Anda sudah terbit',
    );
    expect(render([{ say: 'data-confirmed' }], id).subject).toBe('Pembaruan sertifikat elektronik 2026-000123');
    expect(render([{ say: 'welcome' }], context('en', 'mail', { number: undefined })).subject).toBe(
      'Renewal of your electronic certificate',
    );
  });

  test('one link stands in a message: a bare second one is left out, an explained one points up', () => {
    expect(render([one('issued'), { say: 'page-link' }], id)).toEqual(render([one('issued')], id));
    expect(render([{ say: 'page-link' }, { say: 'page-link' }], id)).toEqual(render([{ say: 'page-link' }], id));
    const twice = render([one('issued'), { say: 'key-ask' }], id);
    expect(twice.body.split('{{link}}')).toHaveLength(2);
    expect(twice.body).toContain('(tautan di atas)');
    expect(twice.link).toEqual({ purpose: 'page', label: 'Ambil sertifikat' });
  });

  test('links of two purposes in one message are a fault, because one of them would lead astray', () => {
    expect(() => render([{ say: 'proof-mail', at: new Date(0), until: new Date(0) }, { say: 'key-ask' }], id)).toThrow(
      /invariant/,
    );
    expect(() => render([], id)).toThrow(/invariant/);
  });

  test('the same lines give the same message, and the lines are left as they were', () => {
    const line = Object.freeze({
      say: 'data-check',
      data: Object.freeze({ ...data, name: ' Sari\nDewi ' }),
      asOf: new Date(0),
    } as const);
    expect(render([line], id)).toEqual(render([line], id));
    expect(line.data.name).toBe(' Sari\nDewi ');
  });
});

describe('mail', () => {
  test('begins with the name only where the reader is known, and ends with the office', () => {
    const known = context('id', 'mail', { name: 'Sari Dewi' });
    expect(render([one('letter-ask')], known).body).toMatch(
      /^Yth\. Bapak\/Ibu Sari Dewi,\n\n[\s\S]*\n\nHormat kami,\nDiskominfo Provinsi Sumatera Barat$/,
    );
    expect(render([{ say: 'proof-other-address' }], known).body).not.toContain('Sari');
    expect(render([one('first-notice')], known).body.match(/Yth\./g)).toHaveLength(1);
    expect(render([one('letter-ask')], context('id', 'mail')).body).toMatch(/^Yang kami perlukan/);
    expect(render([one('letter-ask')], { ...known, channel: 'telegram' }).body).not.toMatch(/Yth|Hormat/);
  });

  test('tells to answer the mail where a chat says “here”', () => {
    expect(render([one('letter-ask')], context('id', 'mail')).body).toContain('sebagai PDF dengan membalas email ini');
    expect(render([one('letter-ask')], context('id')).body).toContain('sebagai PDF di percakapan ini');
  });
});

describe('a channel that there is not', () => {
  /** What a chat was asked, or what the line itself tells of one. */
  const tellsOf = (line: Line) =>
    line.say === 'bind-ask' || line.say === 'revoke-held-elsewhere' || /telegram/.test(JSON.stringify(line));
  test.each(['id', 'en'] as const)('is in no sentence: %s', (language) => {
    for (const line of everyLine.filter((each) => !tellsOf(each))) {
      const { bot: _, ...byMail } = context(language, 'mail');
      expect(render([line], byMail).body).not.toContain('Telegram');
    }
    const channels = render([{ say: 'answer', to: 'channels' }], { ...context(language), withoutMail: true }).body;
    expect(channels).not.toMatch(/melalui email|reply to our/);
    expect(render([one('no-mailbox')], { ...context(language), withoutMail: true }).body).not.toMatch(/e-?mail/);
  });
});

describe('the messages people read most, word for word', () => {
  test('data check, in a mail', () => {
    const text = render([one('data-check')], context('id', 'mail', { name: data.name }));
    expect(text).toEqual({
      subject: 'Pembaruan sertifikat elektronik 2026-000123',
      choices: [],
      answers: [
        { word: 'SESUAI', label: 'Data sudah sesuai' },
        { word: 'SALAH', label: 'Ada yang salah' },
        { word: 'BESOK', label: 'Nanti saja (besok)' },
        { word: 'OPERATOR', label: 'Bicara dengan operator' },
      ],
      files: [],
      body: `Yth. Bapak/Ibu Sari Dewi,

Data per tanggal 12 November 2026:
NIK: 1371••••••••0002
NIP: 1980••••••••••2004
Nama: Sari Dewi
Email: sari.dewi@sumbarprov.example
Telepon: +6281234567890
Jabatan: Kepala Seksi Informatika
Instansi: Dinas Kesehatan
Unit kerja: Sekretariat
Kota/kabupaten: Kota Padang
Provinsi: Sumatera Barat

NIK dan NIP disamarkan demi keamanan. Data ini menjadi dasar sertifikat yang baru.

Apakah semua data di atas masih benar?

Anda dapat membalas dengan salah satu kata berikut:
• SESUAI: Data sudah sesuai
• SALAH: Ada yang salah
• BESOK: Nanti saja (besok)
• OPERATOR: Bicara dengan operator

Hormat kami,
Diskominfo Provinsi Sumatera Barat`,
    });
  });

  test('data check, in a chat', () => {
    const text = render([one('data-check')], context('en'));
    expect(text.choices).toEqual([
      { label: 'The data is right', meaning: { means: 'yes' } },
      { label: 'Something is wrong', meaning: { means: 'wrong', fields: [] } },
      { label: 'Not now (tomorrow)', meaning: { means: 'not-now', days: 1 } },
      { label: 'Talk to an operator', meaning: { means: 'person' } },
    ]);
    expect(text.body).toMatch(
      /^Data as of 12 November 2026:\nNIK: 1371••••••••0002\nNIP: 1980••••••••••2004\nName: Sari Dewi\n/,
    );
  });

  test('a change', () => {
    expect(render([one('change-noted')], id).body).toBe(`Perubahan berikut sudah kami catat:
Jabatan: Kepala Seksi Informatika → Kepala Bidang Informatika
NIP: 1980••••••••••2004 → 1980••••••••••2004 (angka yang berubah disamarkan)
Unit kerja: (belum tercatat) → Bidang Informatika

Perubahan ini baru berlaku setelah disetujui operator.

Apakah perubahannya hanya itu?`);
  });

  test('where is my request', () => {
    const line = samples.status.find((each) => each.awaiting === 'letter')!;
    expect(render([line], id).body).toBe(`Permohonan 2026-000123

✓ 1. Notifikasi masa berlaku (selesai, 12 November 2026)
✓ 2. Login (selesai, 13 November 2026)
✓ 3. Pemeriksaan data (selesai, 14 November 2026)
– 4. Perubahan data (tidak diperlukan)
▶ 5. Surat Rekomendasi dan permohonan (giliran Anda: kirim Surat Rekomendasi)
○ 6. Penerbitan sertifikat (berikutnya)

Menunggu Anda sejak 14 November 2026.
Masa berlaku sertifikat yang diperbarui: sampai 15 Januari 2027.`);
  });

  test('where is my request, while he is awaited: how to go on stands below it, and not where he is not', () => {
    const answers = (awaiting: string) => {
      const line = samples.status.find((each) => each.awaiting === awaiting)!;
      return render([line], context('id', 'mail')).answers?.map(({ word }) => word);
    };
    expect([answers('key'), answers('letter'), answers('review')]).toEqual([
      ['LANJUT', 'OPERATOR'],
      ['LANJUT', 'OPERATOR'],
      ['OPERATOR'],
    ]);
  });

  test('where is my request, while an operator is awaited: whose turn it is, and until or from when he is there', () => {
    const line = samples.status.find((each) => each.awaiting === 'review')!;
    const closes = new Date('2026-11-27T09:00:00Z');
    const opens = new Date('2026-11-30T00:30:00Z');
    expect(render([line], { ...id, closes }).body).toContain(`(giliran operator: memeriksa permohonan Anda)
○ 6. Penerbitan sertifikat (berikutnya)

Menunggu operator sejak 14 November 2026. Kantor kami buka sampai 27 November 2026 pukul 16.00 WIB. Saat ini tidak ada yang perlu Anda lakukan.`);
    expect(render([line], { ...id, opens }).body).toContain(
      'Kantor kami sedang tutup; operator bekerja lagi mulai 30 November 2026 pukul 07.30 WIB.',
    );
    const english = { ...context('en'), closes };
    expect(render([line], english).body).toContain('(the operator’s turn: examine your request)');
    expect(render([line], english).body).toContain('Our office is open until 27 November 2026 at 16.00 WIB.');
  });

  test('where is my request, while he can go on beside the operator: it is not said that there is nothing to do', () => {
    const line = { ...samples.status.find((each) => each.awaiting === 'change-review')!, beside: 'letter' } as const;
    expect(render([line], id).body).toContain(
      'Sambil menunggu, Anda sudah dapat melanjutkan: kirim Surat Rekomendasi.',
    );
    expect(render([line], id).body).not.toContain('tidak ada yang perlu');
    expect(render([line], context('en')).body).toContain('go on already: send the recommendation letter.');
  });

  test('a locked letter', () => {
    const line = { say: 'letter-refused', letter: 'recommendation', refused: 'encrypted' } as const;
    expect(render([line], id).body).toBe(
      'Surat Rekomendasi belum dapat kami terima. Berkas PDF terkunci kata sandi, sehingga tidak dapat kami buka. Simpan ulang tanpa kata sandi, lalu kirim lagi. Mohon jangan mengirimkan kata sandinya.',
    );
  });

  test('a password in the chat', () => {
    expect(
      render([{ say: 'secret-warning', deleted: true }], context('en')).body,
    ).toBe(`Your message seems to contain a password or a passphrase (the password of the certificate). We have not kept it.

We have deleted the message from this chat. For your safety, change that password now, and do not tell it to anyone, including our staff.`);
  });

  test('an e-mail address that is about to change, with the hour in the agency’s zone', () => {
    const [line] = samples['email-changes'];
    expect(render([line!], id).body).toMatch(/akan diganti pada 20 November 2026 pukul 14\.30 WIB\./);
    expect(render([line!], { ...id, timeZone: 'Asia/Jayapura' }).body).toMatch(/pukul 16\.30 WIT\./);
  });

  test('what waits for an operator outside office hours says when he is there again', () => {
    const opens = new Date('2026-11-30T00:30:00Z');
    expect(render([{ say: 'person-called' }], id).body).toBe(
      'Operator sudah kami beri tahu dan akan membalas di sini. Silakan langsung tulis pertanyaan atau kendala Anda.',
    );
    expect(render([{ say: 'person-called' }], { ...id, opens }).body).toBe(
      'Operator sudah kami beri tahu dan akan membalas di sini. Kantor kami sedang tutup; operator bekerja lagi mulai 30 November 2026 pukul 07.30 WIB. Silakan langsung tulis pertanyaan atau kendala Anda.',
    );
    const left = ['in-review', 'change-received', 'key-lost-noted', 'revoke-noted', 'with-ca', 'no-mailbox'] as const;
    for (const say of left) {
      expect(render([one(say)], { ...id, opens }).body).toContain('mulai 30 November 2026 pukul 07.30 WIB.');
      expect(render([one(say)], { ...context('en'), opens }).body).toContain('from 30 November 2026 at 07.30 WIB.');
    }
  });

  test('what is new for operators is said to their group in words, never by its code', () => {
    const ping = { say: 'operator-ping', waiting: 2, what: 'call-lost' } as const;
    expect(render([ping], id).body).toBe(
      '2 hal menunggu operator. Terbaru: melaporkan perangkat atau kuncinya hilang. Silakan buka konsol.',
    );
    expect(render([ping], context('en')).body).toBe(
      '2 items are waiting for an operator. Latest: reports that a device or a key is lost. Please open the console.',
    );
  });
});
