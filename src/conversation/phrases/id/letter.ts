import { date } from '../../format.ts';
import { type Catalogue, drafts, lines, said } from '../catalogue.ts';
import { replying } from './channels.ts';
import { choices, no, yes } from './choices.ts';
import { whileClosed } from './office.ts';
import { vocabulary } from './vocabulary.ts';

const { letters, letterRefusals, requestRefusals } = vocabulary;
const PRIVATE_LINK = 'Tautan ini khusus untuk Anda; mohon tidak diteruskan.';

/** Recommendation letter and new key pair: activity 5, and what gives the procedure its name. */
export const letter = {
  'letter-ask': (line, c) =>
    said(
      line.again
        ? [
            `Kirim suratnya sebagai PDF ${replying(c)}. Bila Anda perlu memulai dari surat yang baru, surat yang sudah berisi data Anda kami lampirkan sekali lagi.`,
          ]
        : [
            'Yang kami perlukan sekarang adalah Surat Rekomendasi, yaitu surat dari pimpinan instansi Anda yang menyatakan bahwa Anda memerlukan sertifikat elektronik. Surat yang sudah berisi data Anda kami lampirkan.',
            `Mohon lengkapi bagian yang masih bertitik-titik, seperti nomor, tanggal, pangkat, serta nama dan jabatan pimpinan, lalu mintakan tanda tangan beliau. Setelah itu, kirim suratnya sebagai PDF ${replying(c)}. Tanda tangan elektronik maupun hasil pindai (scan) dapat kami terima.`,
          ],
      {
        files: drafts(line.renewal, 'draft-recommendation'),
        choices: [choices.aboutLetter, choices.later, choices.person],
        app: 'Unggah surat di sini',
      },
    ),
  'letter-reading': (line) =>
    said([`${letters[line.letter]} sudah kami terima dan sedang kami buka. Mohon tunggu sebentar.`]),
  'letter-delayed': () =>
    said([
      'Surat Anda belum dapat kami buka karena gangguan di pihak kami; mohon maaf. Suratnya tersimpan dan operator sudah diberi tahu, jadi Anda tidak perlu mengirimnya lagi. Begitu surat itu terbaca, kami mengabari Anda.',
    ]),
  'letter-on-file': (line) =>
    said([
      `${line.letter === 'both' ? 'Kedua surat' : letters[line.letter]} dapat dibaca dan sudah kami simpan. Isinya akan diperiksa operator.`,
    ]),
  'letter-refused': (line, c) => {
    const which = `${letters[line.letter]}${line.at === undefined ? '' : ` yang kami buka pada ${date(line.at, c)}`}`;
    return said([`${which} belum dapat kami terima. ${letterRefusals[line.refused]}`], { choices: [choices.person] });
  },
  'letter-void': () =>
    said([
      'Karena data Anda berubah, Surat Rekomendasi yang lama tidak dapat dipakai lagi. Diperlukan surat yang memuat data terbaru.',
    ]),
  'letter-which': (line) =>
    said([`Berkas “${line.name}” sudah kami terima.`], {
      question: 'Surat manakah ini?',
      choices: [choices.recommendation, choices.changeLetter, no('Bukan keduanya'), choices.person],
    }),
  'letter-neither': (line) =>
    said([
      `Baik, berkas “${line.name}” tidak kami gunakan sebagai surat; berkas itu tetap tersimpan dalam percakapan ini dan dapat dilihat operator. Bila kedua surat ada dalam satu berkas, mohon kirim masing-masing sebagai berkas PDF tersendiri.`,
    ]),
  'kept-for-operator': (line, c) =>
    said([
      `Berkas “${line.name}” sudah kami simpan dan kami sampaikan kepada operator, yang akan membalas di sini.${whileClosed(c)}`,
    ]),
  'kept-noted': (line) =>
    said([
      `Berkas “${line.name}” sudah kami simpan. Saat ini berkas itu belum diperlukan; kami akan menanyakannya pada waktunya, jadi Anda tidak perlu mengirim ulang.`,
    ]),
  'kept-for-owner': (line) =>
    said([
      `Berkas “${line.name}” sudah kami terima. Karena dikirim dari alamat lain, berkas itu baru dipakai setelah pemegang sertifikat, yaitu penerima email kami yang Anda balas, menyatakan bahwa suratnya benar. Kami menanyakannya langsung kepadanya pada waktunya; Anda tidak perlu mengirim ulang.`,
    ]),
  'kept-ask': (line) =>
    said(
      [
        line.from
          ? `Untuk permohonan Anda, ${line.from} mengirim berkas “${line.name}” kepada kami. Bila Anda tidak mengetahuinya, jawab TIDAK.`
          : `Kami menyimpan berkas “${line.name}” yang Anda kirim.`,
      ],
      {
        question: 'Apakah berkas itu Surat Rekomendasi untuk permohonan ini?',
        choices: [yes('Ya, gunakan berkas itu'), no('Bukan'), choices.person],
      },
    ),
  'kept-discarded': () => said(['Baik, berkas itu tidak kami gunakan.']),
  'kept-taken-back': (line) =>
    said([
      `Berkas “${line.name}” yang kami tanyakan ternyata bukan untuk permohonan Anda, jadi pertanyaan itu tidak perlu Anda jawab. Mohon maaf atas kekeliruan kami.`,
    ]),
  'key-ask': () =>
    said(
      [
        'Yang perlu Anda lakukan sekarang adalah membuat pasangan kunci baru, yaitu kunci digital yang Anda pakai untuk menandatangani. Kunci dibuat di komputer atau ponsel Anda sendiri, dan kunci pribadinya tidak pernah dikirim kepada kami.',
        lines(`Silakan buka halaman pribadi Anda, lalu ikuti petunjuknya. ${PRIVATE_LINK}`, '{{link}}'),
        'Di halaman itu Anda menyimpan sebuah berkas cadangan. Jagalah baik-baik berkas itu dan kata sandinya, karena kami tidak memiliki salinannya.',
      ],
      {
        link: { purpose: 'page', label: 'Buka halaman pribadi' },
        app: 'Lihat status di Telegram',
        choices: [choices.aboutKey, choices.later, choices.person],
      },
    ),
  'key-received': () =>
    said([
      'Pasangan kunci baru Anda sudah terdaftar dan lolos pemeriksaan. Simpan berkas cadangannya sampai sertifikat baru terpasang.',
    ]),
  'key-refused': (line) =>
    said(
      [
        `Permintaan sertifikat, yaitu berkas yang mendaftarkan pasangan kunci baru, belum dapat kami terima. ${requestRefusals[line.refused]}`,
        'Cara yang paling mudah adalah halaman pribadi Anda: pasangan kunci dan permintaannya dibuat di sana sekaligus. Tulis TAUTAN bila memerlukan tautannya.',
      ],
      { choices: [choices.page, choices.person] },
    ),
  'key-not-needed': () =>
    said([
      'Anda tidak perlu membuat atau mengirim pasangan kunci. Pasangan kunci baru dibuat dalam sistem penerbit sertifikat (BSrE) ketika Anda menetapkan passphrase (kata sandi sertifikat). Berkas yang Anda kirim tidak kami gunakan.',
    ]),
  'key-again': () =>
    said(
      [
        'Sertifikat Anda belum terbit, jadi kunci yang hilang cukup diganti dengan yang baru. Surat baru tidak diperlukan.',
        lines(
          `Buka halaman pribadi Anda, lalu pilih “Kunci atau berkas cadangan Anda hilang?”. Setelah itu, operator memeriksa permohonan sekali lagi. ${PRIVATE_LINK}`,
          '{{link}}',
        ),
      ],
      { link: { purpose: 'page', label: 'Buka halaman pribadi' }, choices: [choices.person] },
    ),
  'key-unseen': () =>
    said(
      [
        lines(
          `Kunci baru Anda belum sampai kepada kami. Buka lagi halaman pribadi Anda di perangkat dan peramban (browser, misalnya Chrome) yang sama, lalu lanjutkan sampai tertulis bahwa permintaannya terkirim. ${PRIVATE_LINK}`,
          '{{link}}',
        ),
      ],
      { link: { purpose: 'page', label: 'Buka halaman pribadi' }, choices: [choices.later, choices.person] },
    ),
  'wrong-file-noted': (_, c) =>
    said([
      `Tidak apa-apa. Kirim saja surat yang benar sebagai PDF ${replying(c)}; berkas yang keliru tidak kami gunakan.`,
    ]),
  'page-link': () =>
    said([lines(`Inilah tautan ke halaman pribadi Anda. ${PRIVATE_LINK}`, '{{link}}')], {
      link: { purpose: 'page', label: 'Buka halaman pribadi' },
      app: 'Lihat status di Telegram',
    }),
} satisfies Partial<Catalogue>;
