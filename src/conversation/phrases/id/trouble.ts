import { amount, dateAndTime } from '../../format.ts';
import { isChat } from '../../inbound.ts';
import { type Catalogue, named, said } from '../catalogue.ts';
import { replying } from './channels.ts';
import { choices } from './choices.ts';
import { vocabulary } from './vocabulary.ts';

const odd = {
  sticker: 'Stiker belum dapat kami pahami. Mohon tuliskan jawaban Anda dengan kata-kata.',
  voice: 'Pesan suara belum dapat kami dengarkan. Mohon tuliskan isinya.',
  photo:
    'Foto belum dapat kami proses. Bila itu foto surat, mohon pindai (scan) suratnya menjadi PDF dengan ponsel. Di Android, buka Google Drive, tekan tanda tambah, lalu Pindai. Di iPhone, buka Catatan, lalu Pindai Dokumen. Setelah itu, kirim PDF-nya.',
  video: 'Video belum dapat kami proses. Mohon tuliskan maksud Anda.',
  location: 'Lokasi tidak kami perlukan. Mohon tuliskan maksud Anda.',
  contact:
    'Kartu kontak hanya kami terima dari pemiliknya sendiri, jadi tidak ada yang berubah. Bila nomor telepon Anda berubah, mohon tuliskan nomornya, misalnya: telepon 0812 3456 7890.',
  edited:
    'Perubahan pada pesan lama tidak kami baca, jadi jawaban semula tetap berlaku. Mohon kirim perubahannya sebagai pesan baru.',
  forwarded:
    'Pesan terusan tidak kami anggap sebagai jawaban Anda sendiri, jadi tidak ada yang berubah. Bila isinya memang maksud Anda, mohon tuliskan dengan kata-kata Anda. Surat dan pemberitahuan dari BSrE tetap boleh diteruskan.',
  other: 'Jenis pesan itu belum dapat kami proses. Mohon tuliskan maksud Anda, atau kirim surat sebagai PDF.',
} as const;

const unknownFile = {
  word: 'dokumen Word belum dapat kami proses. Surat yang ditandatangani di atas kertas dapat dipindai (scan) menjadi PDF; yang ditandatangani secara elektronik disimpan dahulu sebagai PDF, lalu ditandatangani. Setelah itu, kirim PDF-nya.',
  archive:
    'isi arsip (misalnya ZIP) belum dapat kami proses. Mohon keluarkan suratnya dari arsip itu, lalu kirim sebagai PDF.',
  other: 'berkas ini tidak kami kenali. Mohon kirim suratnya dalam bentuk PDF.',
} as const;

/** What could not be understood or taken: each says what to do instead. */
export const trouble = {
  'secret-warning': (line) =>
    said([
      'Pesan Anda tampaknya memuat kata sandi atau passphrase (kata sandi sertifikat). Kami tidak menyimpannya.',
      `${line.deleted ? 'Pesan itu sudah kami hapus dari percakapan.' : 'Mohon hapus pesan itu dari percakapan atau kotak terkirim Anda.'} Demi keamanan, segera ganti kata sandi tersebut, dan jangan memberitahukannya kepada siapa pun, termasuk petugas kami.`,
    ]),
  'key-warning': (line) =>
    said([
      'Kiriman Anda memuat kunci pribadi (misalnya berkas .p12, atau kunci di dalam berkas ZIP). Kami tidak menyimpan kunci itu maupun berkas yang memuatnya. Kunci pribadi tidak boleh dikirim kepada siapa pun, termasuk petugas kami, karena siapa pun yang memilikinya dapat menandatangani atas nama Anda.',
      `${line.deleted ? 'Pesan itu sudah kami hapus dari percakapan.' : 'Mohon hapus pesan itu dari percakapan atau kotak terkirim Anda.'} Kunci itu kini harus dianggap bocor, sekalipun dilindungi kata sandi. Mohon tidak dipakai lagi.`,
      [
        'Yang perlu Anda lakukan sekarang:',
        '• Bila kunci itu dibuat untuk permohonan ini: tulis KUNCI HILANG, lalu kami memandu Anda membuat gantinya.',
        '• Bila kunci itu milik sertifikat Anda yang masih berlaku: tulis CABUT SERTIFIKAT SAYA, supaya tidak ada orang lain yang dapat memakainya.',
        '• Bila ragu: tulis OPERATOR.',
      ].join('\n'),
      'Bila berkas itu juga berisi surat atau data yang kami perlukan, mohon kirimkan lagi tanpa kunci tersebut.',
    ]),
  'not-understood': () => said(['Mohon maaf, maksud pesan Anda belum kami pahami. Silakan tulis dengan kata lain.']),
  'not-understood-again': () =>
    said(['Mohon maaf, kami masih belum memahaminya. Tulis OPERATOR, dan operator kami akan membantu Anda langsung.'], {
      choices: [choices.person, choices.status, choices.help],
    }),
  odd: (line) => said([odd[line.kind]]),
  empty: () => said(['Pesan Anda sampai tanpa isi. Silakan tulis jawaban Anda, atau lampirkan suratnya sebagai PDF.']),
  'text-too-long': (line) =>
    said([
      `Pesan Anda melebihi ${amount(line.limit, 'id')} karakter, sehingga tidak dapat kami proses. Mohon tuliskan intinya saja.`,
    ]),
  'file-too-large': (line) =>
    said([
      `Berkas itu melebihi ${amount(line.limitMegabytes, 'id')} MB, sehingga tidak dapat kami terima. Mohon pindai ulang dengan resolusi lebih rendah (150 dpi sudah cukup), lalu kirim lagi.`,
    ]),
  'too-many-files': (line) =>
    said([
      `Dalam satu pesan, kami dapat menerima paling banyak ${amount(line.limit, 'id')} berkas. Mohon kirim lagi suratnya saja.`,
    ]),
  'letter-missing': (line, c) =>
    said([
      `${vocabulary.letters[line.letter]} belum sampai kepada kami. Bila sudah siap, mohon kirim sebagai PDF ${replying(c)}${isChat(c.channel) ? ': ketuk tanda penjepit, pilih Berkas, lalu pilih suratnya' : ''}.`,
    ]),
  'file-missing': () =>
    said([
      'Pesan Anda sampai tanpa berkas. Bila suratnya belum Anda kirim, mohon lampirkan sebagai PDF. Bila sudah dikirim dalam pesan lain, tidak perlu diulang; kami mengabari Anda setelah surat itu terbaca.',
    ]),
  'file-refused': (line) =>
    said([`Berkas “${line.name}” belum dapat kami terima. ${vocabulary.letterRefusals[line.refused]}`], {
      choices: [choices.person],
    }),
  'file-unknown': (line) => said([`${named(line.names)}: ${unknownFile[line.kind]}`]),
  'file-lost': () => said(['Berkas itu tidak berhasil kami unduh. Mohon dikirim sekali lagi.']),
  'choice-stale': () => said(['Tombol itu berasal dari pertanyaan lama, jadi tidak ada yang berubah.']),
  'choice-foreign': () => said(['Tombol itu tidak berlaku untuk percakapan ini, jadi tidak ada yang berubah.']),
  'message-late': (line, c) =>
    said([
      `Pesan Anda tanggal ${dateAndTime(line.at, c)} baru dapat kami baca sekarang karena gangguan di pihak kami; mohon maaf. Karena setelah itu sudah ada jawaban Anda yang lain, pesan tersebut tidak kami jadikan jawaban. Bila isinya masih berlaku, mohon tuliskan sekali lagi.`,
    ]),
  'question-outdated': () =>
    said(['Sementara itu, ada yang berubah pada permohonan Anda, sehingga jawaban tadi tidak kami gunakan.']),
  refused: (line) => said([vocabulary.refusals[line.refused]]),
  'group-only-private': () =>
    said([
      'Demi menjaga data pribadi, kami tidak melayani permohonan di dalam grup. Silakan kirim pesan langsung kepada kami.',
    ]),
  'try-later': (_, c) =>
    said([
      `Mohon maaf, ada gangguan di pihak kami. Pesan Anda sudah tercatat dan operator akan memeriksanya. Bila sampai besok belum ada kabar, telepon ${c.agency.phone}.`,
    ]),
} satisfies Partial<Catalogue>;
