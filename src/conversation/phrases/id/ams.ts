import { type Catalogue, lines, said } from '../catalogue.ts';
import { choices } from './choices.ts';
import { whileClosed } from './office.ts';

const RULES =
  'Passphrase paling sedikit 8 karakter, dengan huruf besar, huruf kecil, angka, dan simbol. Jangan memberitahukannya kepada siapa pun, termasuk petugas kami, dan jangan menuliskannya di sini.';
const answers = [choices.linkSet, choices.linkMissing, choices.linkExpired, choices.later, choices.person];

/** Between approval and certificate, while the request stands in AMS and the applicant sets his passphrase. */
export const ams = {
  'passphrase-ask': (line) =>
    said(
      [
        lines(
          `Permohonan Anda sudah kami ajukan kepada penerbit sertifikat (BSrE). BSrE mengirim email ke ${line.email} yang berisi tautan untuk menetapkan passphrase (kata sandi sertifikat).`,
          'Email itu datang dari BSrE, bukan dari alamat kami, dan resmi. Bila belum terlihat, periksa juga folder spam.',
        ),
        `Buka tautan itu, lalu tetapkan passphrase di halamannya. ${RULES}`,
      ],
      { question: 'Apakah passphrase sudah Anda tetapkan?', choices: answers },
    ),
  'link-resent': (line) =>
    said(
      [
        `Operator sudah meminta BSrE mengirim ulang tautan penetapan passphrase ke ${line.email}. Gunakan tautan dalam email yang terbaru, dan abaikan yang lama. Periksa juga folder spam.`,
        RULES,
      ],
      { question: 'Apakah passphrase sudah Anda tetapkan?', choices: answers },
    ),
  'passphrase-noted': (_, c) =>
    said(
      [
        `Terima kasih. Sekarang operator memeriksa apakah sertifikat Anda sudah diterbitkan BSrE.${whileClosed(c)} Saat ini tidak ada yang perlu Anda lakukan; kami memberi kabar begitu sertifikat terbit.`,
      ],
      { choices: [choices.status] },
    ),
  'link-noted': (line) =>
    said(
      [
        line.state === 'missing'
          ? 'Baik, kami catat bahwa email dari BSrE belum Anda terima. Operator akan memeriksa alamat email Anda pada BSrE dan meminta tautannya dikirim ulang.'
          : 'Baik, kami catat bahwa tautannya tidak berlaku lagi. Operator akan meminta BSrE mengirim tautan yang baru.',
        'Kami memberi kabar setelah tautan dikirim ulang. Bila sementara itu Anda berhasil menetapkan passphrase, tulis PASSPHRASE SUDAH DIATUR.',
      ],
      { choices: [choices.linkSet, choices.person] },
    ),
  'with-ca': (_, c) =>
    said(
      [
        `Permohonan Anda sudah berada pada penerbit sertifikat (BSrE), dan operator memeriksa keadaannya di sana.${whileClosed(c)} Saat ini tidak ada yang perlu Anda lakukan; hasilnya akan kami kabarkan.`,
      ],
      { choices: [choices.status] },
    ),
} satisfies Partial<Catalogue>;
