import { good, note, warning, wrong } from './levels.ts';

/** Of the way through AMS: whose certificates are believed, and the CA's status service. PURE. */

export const AMS = {
  'ams-unused': note('Sertifikat diterbitkan CA sendiri (ISSUER=local), jadi AMS tidak dipakai.'),
  'ams-ca-none': warning(
    'AMS_CA_FILE tidak diisi, jadi sertifikat baru yang dicatat operator tidak diperiksa penerbitnya.',
    'Simpan sertifikat CA penerbit dan induknya dalam satu berkas PEM, lalu isi AMS_CA_FILE.',
  ),
  'ams-ca-ok': good('AMS_CA_FILE memuat {count} sertifikat CA; yang pertama berakhir pada {until}.'),
  'ams-ca-ends': warning(
    'Sertifikat CA dalam AMS_CA_FILE ada yang berakhir pada {until} ({days} hari lagi).',
    'Mintalah sertifikat CA yang baru kepada BSrE, lalu tambahkan ke berkas itu; yang lama boleh tetap ada.',
  ),
  'ams-ca-unreadable': wrong(
    'AMS_CA_FILE tidak dapat dibaca sebagai sertifikat, jadi sertifikat baru tidak dapat dicatat dari berkasnya.',
    'Periksa letak berkas itu, hak aksesnya, dan isinya: sertifikat dalam bentuk PEM.',
  ),
  'ams-by-hand': note(
    'Layanan status CA tidak dikonfigurasi (AMS_STATUS_URL): operator sendiri yang melihat di AMS apakah sertifikat sudah terbit.',
  ),
  'ams-ok': good('Layanan status CA di {host} menerima akun kita dan menjawab dalam {ms} milidetik.'),
  'ams-unknown': warning(
    'Layanan status CA di {host} menyebut keadaan yang belum kita kenal: {said}. Yang seperti itu disampaikan kepada operator apa adanya.',
    'Pastikan AMS_STATUS_FIELD menunjuk isian yang memuat statusnya; bila benar, sampaikan nilainya kepada pengelola sistem.',
  ),
  'ams-denied': wrong(
    'Layanan status CA di {host} menolak akun kita ({why}). Layanan itu tidak ditanya lagi sampai akunnya diganti.',
    'Periksa AMS_STATUS_USER dan AMS_STATUS_PASSWORD, dan tanyakan kepada BSrE apakah akun dan alamat IP kita diizinkan.',
  ),
  'ams-busy': warning(
    'Layanan status CA di {host} sedang membatasi pertanyaan (429). Pertanyaan berikutnya ditunda dengan sendirinya.',
    'Bila berulang, tanyakan kepada BSrE berapa pertanyaan yang diizinkan.',
  ),
  'ams-no-status': warning(
    'Layanan status CA di {host} menjawab {why} tanpa status untuk NIK percobaan. Itu wajar bila NIK yang tidak ada dijawab begitu.',
    'Bila status orang yang terdaftar juga tidak pernah datang, periksa AMS_STATUS_PATH.',
  ),
  'ams-foreign': wrong(
    'Yang menjawab di {host} tampaknya bukan layanan status CA: isinya tidak terbaca atau isiannya tidak ada.',
    'Periksa AMS_STATUS_URL, AMS_STATUS_PATH, dan AMS_STATUS_FIELD.',
  ),
  'ams-failing': wrong(
    'Layanan status CA di {host} menjawab {why}, jadi keadaan permohonan tidak dapat ditanyakan.',
    'Tunggu sebentar lalu ulangi; bila tetap begitu, periksa AMS_STATUS_URL dan tanyakan kepada BSrE.',
  ),
  'ams-certificate': wrong(
    'Sertifikat server {host} tidak dapat dipercaya ({why}), jadi akun kita tidak dikirimkan ke sana.',
    'Pastikan nama dalam AMS_STATUS_URL benar; bila servernya memakai CA sendiri, pasang CA itu pada sistem ini.',
  ),
  'ams-unreachable': wrong(
    'Layanan status CA di {host} tidak dapat dihubungi ({why}). Operator perlu melihat sendiri di AMS.',
    'Periksa AMS_STATUS_URL, jaringan, firewall, dan HTTPS_PROXY.',
  ),
} as const;
