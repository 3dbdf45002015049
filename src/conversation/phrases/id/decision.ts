import type { ReturnTo } from '../../../renewal/renewal.ts';
import { date, dateAndTime } from '../../format.ts';
import type { Line } from '../../line.ts';
import { type Catalogue, lines, said, toBeginAnew } from '../catalogue.ts';
import { choices, no, numbered, yes } from './choices.ts';
import { whileClosed } from './office.ts';
import { vocabulary } from './vocabulary.ts';

const { reasons } = vocabulary;
const returnedPart: Readonly<Record<ReturnTo, string>> = {
  letter: 'Surat Rekomendasi',
  data: 'data Anda',
  key: 'pasangan kunci yang baru',
};

/** What becomes of the old certificate while the new one does not work. */
const old: Readonly<Record<Extract<Line, { say: 'not-working-noted' }>['old'], string>> = {
  kept: 'Sampai sertifikat yang baru dapat dipakai, permohonan ini tetap terbuka dan sertifikat yang lama tidak dicabut.',
  held: 'Pencabutan sertifikat Anda yang lama kami tahan; sampai operator memutuskannya, sertifikat itu tetap berlaku.',
  gone: '',
};

/** Review, issuance, and what follows: activity 6. */
export const decision = {
  'in-review': (_, c) =>
    said(
      [
        `Permohonan Anda sudah lengkap dan menunggu pemeriksaan operator.${whileClosed(c)} Saat ini tidak ada yang perlu Anda lakukan; hasilnya akan kami kabarkan.`,
      ],
      { choices: [choices.status] },
    ),
  returned: (line, c) =>
    said(
      [
        `Operator sudah memeriksa permohonan Anda${line.at === undefined ? '' : ` pada ${date(line.at, c)}`}. Ada yang perlu diperbaiki pada ${returnedPart[line.to]}. ${reasons[line.reason].why}`,
        lines('Yang perlu Anda lakukan:', line.instruction || reasons[line.reason].todo),
      ],
      { choices: [choices.person] },
    ),
  deadline: (line, c) => {
    const what = line.of === 'letter' ? 'kirim suratnya' : 'selesaikan langkah Anda yang masih terbuka';
    const when = line.by === undefined ? 'hari ini juga' : `paling lambat ${date(line.by, c)}`;
    return said([
      line.over
        ? `Sertifikat Anda sudah berakhir pada ${date(line.expires, c)}. Permohonan ini tetap dapat diteruskan; sampai sertifikat yang baru terbit, Anda tidak dapat menandatangani dokumen secara elektronik.`
        : `Sertifikat Anda berlaku sampai ${date(line.expires, c)}.`,
      line.of === 'nothing'
        ? 'Saat ini tidak ada yang ditunggu dari Anda; operator yang memproses permohonan ini.'
        : line.over
          ? ''
          : `Agar operator sempat memeriksa dan sertifikat yang baru terbit sebelum itu, mohon ${what} ${when}. Operator bertugas pada jam layanan (${c.officeHours}).`,
      line.over
        ? ''
        : 'Bila sertifikat itu telanjur berakhir, sertifikat baru masih dapat diminta di sini, tetapi selama jeda itu Anda tidak dapat menandatangani dokumen secara elektronik.',
    ]);
  },
  rejected: (line, c) =>
    said(
      [
        `Mohon maaf, ${line.at === undefined ? '' : `pada ${date(line.at, c)} `}permohonan Anda tidak dapat disetujui. ${reasons[line.reason].why}`,
        lines('Yang perlu Anda lakukan:', line.instruction || toBeginAnew(reasons[line.reason])),
        `Permohonan ini sudah ditutup. Bila hal di atas sudah dipenuhi, tulis PERBARUI untuk mengajukan permohonan baru. Bila keputusan ini belum jelas, tulis OPERATOR atau telepon ${c.agency.phone}.`,
      ],
      { subject: 'Permohonan Anda tidak dapat disetujui', choices: [choices.renew, choices.person] },
    ),
  approved: (line) =>
    line.byHand
      ? said([
          'Permohonan Anda sudah disetujui. Operator sekarang mengajukannya melalui AMS, aplikasi milik penerbit sertifikat (BSrE).',
          lines(
            'Setelah itu, BSrE mengirim dua email ke alamat Anda yang terdaftar. Kedua email itu resmi dan bagian dari permohonan ini:',
            '1. email berisi tautan untuk menetapkan passphrase (kata sandi sertifikat);',
            '2. email pemberitahuan bahwa sertifikat Anda sudah terbit.',
          ),
          'Tetapkan passphrase hanya di halaman dari tautan itu: paling sedikit 8 karakter, dengan huruf besar, huruf kecil, angka, dan simbol. Jangan memberitahukannya kepada siapa pun, termasuk petugas kami, dan jangan menuliskannya di sini.',
        ])
      : said([
          'Permohonan Anda sudah disetujui, dan sertifikat baru sedang diterbitkan. Saat ini tidak ada yang perlu Anda lakukan; kami memberi kabar begitu sertifikat terbit.',
        ]),
  'issuance-held': (_, c) =>
    said([
      `Sertifikat Anda yang baru belum dapat diterbitkan. Operator memeriksa sebabnya lebih dahulu.${whileClosed(c)} Saat ini tidak ada yang perlu Anda lakukan; kami kabarkan hasilnya. Sertifikat Anda yang lama tidak berubah.`,
    ]),
  issued: (line, c) =>
    said(
      [
        `Sertifikat elektronik Anda yang baru sudah terbit dan berlaku dari ${date(line.from, c)} sampai ${date(line.until, c)}. ${line.serial === undefined ? 'Nomor serinya belum kami ketahui.' : `Nomor seri: ${line.serial.toUpperCase()}.`}${line.certificate === undefined ? '' : ' Sertifikatnya kami lampirkan.'}`,
        line.collect
          ? lines(
              'Langkah berikutnya: buka halaman pribadi Anda. Di sana, sertifikat disatukan dengan kunci Anda menjadi satu berkas .p12, dan berkas itulah yang dipasang. Siapkan berkas cadangan yang Anda simpan saat membuat kunci.',
              '{{link}}',
            )
          : 'Langkah berikutnya: cobalah menandatangani satu dokumen dengan passphrase yang Anda tetapkan sendiri. Bila ada kendala, tulis OPERATOR.',
        line.seen
          ? ''
          : 'Nomor dan masa berlaku ini berasal dari penerbit; sertifikatnya belum kami periksa sendiri. Bila ada yang berbeda pada sertifikat Anda, tulis OPERATOR.',
        line.collect ? 'Setelah sertifikat dapat digunakan, mohon beri tahu kami dengan menulis SUDAH TERPASANG.' : '',
        'Dokumen yang Anda tanda tangani sebelumnya tetap sah dan tidak perlu ditandatangani ulang.',
      ],
      {
        subject: 'Sertifikat elektronik Anda sudah terbit',
        files: line.certificate === undefined ? [] : [{ file: 'certificate', certificate: line.certificate }],
        ...(line.collect && { link: { purpose: 'page', label: 'Ambil sertifikat' } }),
        choices: line.collect ? [choices.collected, choices.person] : [choices.person],
      },
    ),
  'record-corrected': (line, c) =>
    said(
      [
        'Catatan kami tentang sertifikat elektronik Anda yang baru semula keliru. Yang benar:',
        lines(
          line.serial === undefined ? '' : `• Nomor seri: ${line.serial.toUpperCase()}`,
          line.from === undefined ? '' : `• Berlaku sejak: ${date(line.from, c)}`,
          line.until === undefined ? '' : `• Berlaku sampai: ${date(line.until, c)}`,
        ),
        line.needless
          ? 'Pemberitahuan kami bahwa masa berlakunya hampir berakhir mengikuti tanggal yang keliru itu. Mohon diabaikan; permohonan yang telanjur kami buka sudah ditutup.'
          : '',
        'Sertifikatnya sendiri tidak berubah, dan saat ini tidak ada yang perlu Anda lakukan. Mohon maaf atas kekeliruan kami. Bila pada sertifikat Anda tertulis lain, tulis OPERATOR.',
      ],
      { subject: 'Catatan tentang sertifikat Anda kami betulkan', choices: [choices.person] },
    ),
  'collected-confirm': (line, c) =>
    said(
      [
        `Sebelum permohonan ini kami tutup, mohon pastikan bahwa sertifikat yang baru dapat digunakan. Setelah itu, sertifikat yang lama (${numbered(line.serial)}, berlaku sampai ${date(line.expires, c)}) akan dicabut ${line.at === undefined ? 'oleh operator' : `pada ${dateAndTime(line.at, c)}`}. Sertifikat yang sudah dicabut tidak dapat dipakai lagi untuk menandatangani dokumen.`,
      ],
      {
        question: 'Apakah sertifikat yang baru sudah terpasang, dan berkas .p12 beserta kata sandinya ada pada Anda?',
        choices: [yes('Ya, sudah terpasang'), no('Belum, jangan dicabut dulu'), choices.person],
      },
    ),
  'not-collected': () =>
    said(
      [
        'Baik, sertifikat yang lama belum dicabut dan tetap dapat digunakan. Unduh dan pasanglah sertifikat yang baru melalui halaman pribadi Anda. Setelah dapat digunakan, tulis SUDAH TERPASANG.',
      ],
      { choices: [choices.collected, choices.person] },
    ),
  'not-working-noted': (line, c) =>
    said(
      [
        `Terima kasih sudah memberi tahu. Operator sudah kami beri tahu dan akan membalas di sini.${whileClosed(c)}`,
        old[line.old],
        'Sambil menunggu, tutup aplikasinya dan buka lagi, pilih sertifikat dengan masa berlaku yang baru, lalu masukkan kata sandi yang Anda pilih sendiri. Bila belum berhasil, tulis di sini nama aplikasinya dan pesan kesalahan yang muncul. Mohon jangan menuliskan kata sandi Anda.',
      ],
      { choices: line.old === 'kept' ? [choices.collected, choices.page] : [choices.page] },
    ),
  completed: (line, c) =>
    said(
      [
        'Pembaruan sertifikat Anda selesai. Terima kasih atas kerja samanya.',
        line.revokesOld
          ? `Sertifikat yang lama akan dicabut ${line.at === undefined ? 'oleh operator' : `pada ${dateAndTime(line.at, c)}`}, karena sudah digantikan. Dokumen yang pernah Anda tanda tangani dengannya tetap sah.`
          : '',
        line.revokesOld
          ? 'Bila sertifikat yang baru ternyata belum dapat digunakan, tulis BATAL CABUT sebelum itu.'
          : '',
      ],
      { choices: line.revokesOld ? [choices.keep] : [] },
    ),
  'key-lost-confirm': () =>
    said(
      [
        'Bila kunci untuk sertifikat yang baru hilang, misalnya karena berkas cadangannya terhapus atau kata sandinya terlupa, kunci itu harus diganti dengan persetujuan operator.',
      ],
      {
        question: 'Apakah kuncinya benar-benar hilang?',
        choices: [yes('Ya, kuncinya hilang'), no('Tidak, masih ada'), choices.person],
      },
    ),
  'key-lost-noted': (_, c) =>
    said([
      `Baik, kami catat bahwa kunci itu hilang. Operator akan memutuskan penggantiannya, dan hasilnya akan kami kabarkan.${whileClosed(c)} Surat baru tidak diperlukan. Bila kuncinya ternyata ditemukan, tulis OPERATOR sebelum diputuskan.`,
    ]),
  'key-replacement-approved': () =>
    said(['Penggantian kunci sudah disetujui. Anda dapat membuat pasangan kunci yang baru tanpa surat baru.']),
  'key-replacement-refused': (line) =>
    said(
      [
        'Penggantian kunci belum dapat disetujui.',
        lines('Yang perlu Anda lakukan:', line.instruction || reasons.other.todo),
      ],
      { choices: [choices.person] },
    ),
} satisfies Partial<Catalogue>;
