import type { RevocationView } from '../../../db/console/certificates.ts';
import { phrases } from '../../conversation/render.ts';
import type { DeskRefusal } from '../../desk/entry.ts';
import type { RevocationReason } from '../../desk/ports.ts';
import type { CertificateRow, ContactRow, FaultPart, MessageRow } from '../../desk/store.ts';
import type { Flag } from '../../renewal/data.ts';
import type { Evidence } from '../../renewal/evidence.ts';
import type { Exclusion } from '../../renewal/notices.ts';
import { type Facts, FIELDS, type Field, type Mark } from '../../renewal/renewal.ts';

/** The console's words for closed sets of codes, for operators; what applicants read is in conversation/phrases. */

export const vocabulary = phrases('id');

const WHATS: Readonly<Record<string, string>> = { ...vocabulary.forOperators, ...vocabulary.whats };
/** What somebody is awaited for, as the queue says it. */
export const whatInWords = (what: string): string => WHATS[what] ?? what;

export const REFUSALS: Readonly<Record<DeskRefusal, string>> = {
  over: 'Permohonan ini sudah berakhir, jadi tidak ada yang berubah.',
  'not-signed-in': 'Pemohon belum membuktikan identitasnya, jadi langkah ini belum dapat dilakukan.',
  'not-now': 'Langkah ini tidak sedang ditunggu, jadi tidak ada yang berubah. Keadaan terbaru ada di bawah ini.',
  outdated:
    'Keputusan tidak dicatat karena isi permohonan berubah setelah halaman ini Anda buka. Periksa isi terbaru di bawah ini, lalu putuskan lagi.',
  'record-changed':
    'Operator lain baru saja membetulkan hal yang sama, jadi isian Anda belum disimpan. Yang tercatat sekarang disebut di bawah; kirim lagi hanya bila isian Anda yang benar.',
  'same-operator':
    'Keputusan ini harus diambil operator lain: seorang operator tidak boleh memutuskan dua kali atau menyetujui masukannya sendiri.',
  already: 'Hal ini sudah tercatat sebelumnya, jadi tidak ada yang berubah.',
  issuing:
    'Sertifikat sedang diterbitkan, sehingga permohonan tidak dapat diubah lagi. Bila keliru, cabut sertifikatnya setelah terbit.',
  unknown: 'Data yang dimaksud tidak ditemukan. Mungkin sudah ditangani operator lain.',
  'no-message': 'Tidak ada pesan masuk dengan nomor itu. Periksa nomornya di halaman Pesan.',
  'not-yours':
    'Kontak ini tercatat milik orang lain, jadi tidak ada yang berubah. Periksa kembali orang yang Anda pilih.',
  capped: 'Batas notifikasi hari ini sudah tercapai. Sisanya tetap menunggu dan dapat dilepas besok.',
  exists: 'Sudah ada: permohonan terbuka, pengganti, atau data yang sama sudah tercatat. Tidak ada yang dibuat ganda.',
  'change-unrecorded':
    'Ada perubahan data orang ini yang sudah disetujui tetapi belum dicatat di AMS. Catat dahulu perubahannya, supaya sertifikat baru tidak memuat data lama; setelah itu paket kerja dapat dibuka.',
  'old-certificate':
    'Ini sertifikat lama, yang sedang diperbarui, jadi tidak dicatat. Ambil sertifikat yang baru dari AMS, lalu catat yang itu.',
  'serial-known':
    'Nomor seri itu sudah tercatat pada sertifikat lain, jadi tidak ada yang dicatat. Periksa kembali nomornya di AMS.',
  'twin-other-day':
    'Nomor seri itu sudah tercatat dari notifikasi CA atau daftar sebagai sertifikat orang ini, tetapi dengan tanggal berakhir yang lain. Lihat tanggalnya di halaman orangnya: bila keduanya sertifikat yang sama, betulkan juga tanggalnya; bila bukan, periksa kembali nomornya di AMS.',
  'twin-under-way':
    'Nomor seri itu sudah tercatat dari notifikasi CA atau daftar sebagai sertifikat yang sama, dan untuk catatan itu masih berjalan permohonan pembaruan atau pencabutan. Selesaikan atau batalkan dahulu dari halaman orangnya, lalu betulkan lagi: kedua catatan akan digabung.',
  'key-known':
    'Kunci dalam sertifikat itu sudah pernah dipakai, sedangkan pembaruan mengharuskan pasangan kunci baru, jadi tidak dicatat. Pastikan Anda mengambil sertifikat terbaru; bila memang itu yang terbit, laporkan kepada BSrE.',
  'before-approval':
    'Sertifikat itu mulai berlaku sebelum permohonan ini disetujui, jadi bukan hasil permohonan ini dan tidak dicatat. Periksa tanggalnya di AMS, lalu catat sertifikat yang terbit sesudahnya.',
  'serial-differs':
    'Nomor seri sertifikat itu berbeda dari yang tercatat, jadi tidak ada yang berubah. Pastikan berkasnya milik sertifikat baru ini; bila nomor yang tercatat salah ketik, betulkan dahulu nomornya selama sertifikatnya belum dicabut atau digantikan, lalu unggah lagi.',
  'dates-differ':
    'Masa berlaku sertifikat itu berbeda dari yang tercatat, jadi tidak ada yang berubah. Pastikan berkas atau nomornya milik sertifikat baru ini; bila tanggal yang tercatat salah ketik, betulkan dahulu tanggalnya selama sertifikatnya belum dicabut atau digantikan, lalu ulangi.',
  'key-differs':
    'Nomor serinya sama, tetapi kuncinya berbeda dari yang pernah ditunjukkan, jadi tidak ada yang berubah. Jangan dipakai; laporkan kepada BSrE dan pengelola sistem.',
  'record-seen':
    'Nomor seri dan tanggalnya kami baca dari sertifikatnya sendiri, bukan diketik, jadi tidak dibetulkan. Periksa kembali yang Anda lihat.',
  'record-final':
    'Sertifikat itu sudah dicabut atau digantikan menurut catatan ini, jadi catatannya tidak diubah lagi. Bila memang keliru, sampaikan kepada pengelola sistem.',
  'no-better': 'Bukti yang tercatat sudah sama kuat atau lebih kuat, jadi tidak ada yang ditambahkan.',
  'too-early': 'Belum waktunya: masa pembaruan sertifikat ini belum dimulai.',
  'no-address': 'Tidak ada alamat yang dapat dihubungi. Lengkapi datanya dahulu.',
  'request-refused':
    'Isinya tidak dapat diterima karena tidak memenuhi syarat, jadi tidak ada yang berubah. Periksa kembali isiannya, lalu kirim lagi.',
  'no-copy':
    'Salinan asli pesan ini sudah dihapus karena memuat kata sandi, jadi tidak dapat diproses ulang. Mintalah pengirim menulisnya lagi, tanpa kata sandi.',
  'head-only':
    'Pesan ini melampaui batas ukuran, sehingga hanya bagian kepalanya yang tersimpan. Mintalah pengirim mengirimnya lagi dalam ukuran lebih kecil.',
  'channel-off': 'Saluran asal pesan ini sedang tidak dikonfigurasi, jadi isinya tidak dapat dibaca sekarang.',
  taken:
    'Percakapan ini sedang ditangani operator lain (namanya ada di bawah ini), jadi tidak ada yang berubah, dan tidak ada yang dikirim. Bila Anda yang melanjutkan, ambil alih dahulu dari operator itu.',
  'mail-off':
    'Surat elektronik layanan ini dimatikan (IMAP_URL=off), jadi tidak ada yang dikirim. Hubungi orangnya lewat telepon atau surat.',
  'in-use':
    'Berkas dari pesan ini sudah dipakai sebagai surat, jadi pesannya belum dapat dilepaskan. Begitu permohonannya sampai pada pemeriksaan, kembalikan agar pemohon mengirim surat yang benar; setelah itu pesan ini dapat dilepaskan.',
  unreachable:
    'Kontak ini ditandai tidak dapat dihubungi, jadi tidak ada yang dikirim. Tandai dahulu bahwa ia dapat dihubungi lagi.',
  expired:
    'Kode atau tautan di dalam pesan ini sudah tidak berlaku, jadi tidak dikirim ulang. Minta pemohon menulis lagi agar mendapat yang baru, atau tulis pesan Anda sendiri.',
  'nothing-said':
    'Isi kiriman ini hanya pemberitahuan dari salurannya, bukan pesan orang. Tandai selesai bila sudah diperiksa.',
  'no-reason':
    'Pemohon sendiri yang meminta, jadi tuliskan penjelasan untuknya: mengapa tidak dicabut, dan apa yang dapat dilakukannya.',
  'renewal-open':
    'Datanya belum dapat dihapus: permohonannya masih terbuka. Selesaikan atau batalkan permohonan itu dahulu.',
  'certificate-valid':
    'Datanya belum dapat dihapus: sertifikatnya masih berlaku, dan pemegangnya harus dapat dikenali. Cabut sertifikat itu dahulu, atau tunggu sampai masa berlakunya berakhir.',
  'revocation-open':
    'Datanya belum dapat dihapus: pencabutan sertifikatnya belum selesai. Putuskan di halaman Pencabutan dahulu.',
  erased: 'Data orang ini sudah dihapus, jadi tidak ada lagi yang dapat dilakukan dengannya.',
  'second-operator':
    'Data lain sudah diperbarui, tetapi alamat email tidak ikut berubah: perubahan email harus dibuktikan pemohon atau diperiksa dua operator.',
};

export const SAID = {
  approved: 'Persetujuan Anda sudah dicatat.',
  returned: 'Permohonan dikembalikan, dan pemohon diberi tahu apa yang harus diperbaiki.',
  rejected: 'Permohonan ditolak, dan pemohon diberi tahu alasannya.',
  recorded: 'Sudah dicatat.',
  'key-replaced': 'Penggantian kunci disetujui, dan pemohon diminta membuat kunci yang baru.',
  'key-kept': 'Penggantian kunci ditolak, dan pemohon diberi tahu apa yang harus dilakukan.',
  'ams-entered': 'Sudah dicatat. Pemohon diberi tahu tentang email dari BSrE dan dipandu menetapkan passphrase.',
  'link-resent': 'Sudah dicatat, dan pemohon diberi tahu bahwa tautannya dikirim ulang.',
  'ams-refused': 'Permohonan kembali ke pemeriksaan. Putuskan lagi di bawah ini; pemohon belum diberi tahu.',
  'record-corrected':
    'Catatan sertifikat sudah dibetulkan, dan pemohon yang pernah menerima yang keliru diberi tahu. Yang lama tersimpan dalam catatan permohonan.',
  'corrected-needless':
    'Catatan sertifikat sudah dibetulkan, dan pemohon diberi tahu. Menurut catatan yang benar, permohonan pembaruan yang sedang berjalan untuk sertifikat ini tidak diperlukan, setidaknya belum: bila dimulai karena yang keliru, batalkan.',
  'evidence-added': 'Bukti ditambahkan. Catatan yang lama tetap tersimpan.',
  'certificate-recorded': 'Sertifikat baru sudah dicatat, dan pemohon diberi tahu.',
  'nothing-written': 'Pesannya masih kosong, jadi tidak ada yang dikirim. Tulis pesannya, lalu kirim lagi.',
  'message-sent': 'Pesan Anda sudah masuk antrean pengiriman.',
  'taken-over': 'Percakapan Anda ambil alih. Asisten diam sampai Anda mengembalikannya.',
  'handed-back': 'Percakapan dikembalikan kepada asisten.',
  vouched: 'Jaminan Anda sudah dicatat. Persetujuan penerbitan harus diberikan oleh operator lain.',
  unvouched:
    'Jaminan dibatalkan: kontak ini tidak lagi terhubung dengan siapa pun. Periksa juga permohonan yang dimasukinya. Bila sertifikatnya sudah terbit, putuskan pada menu Pencabutan apakah dicabut.',
  withdrawn: 'Permohonan dibatalkan, dan pemohon diberi tahu.',
  collected: 'Sertifikat dicatat sudah diterima pemohon.',
  started: 'Permohonan pembaruan dibuka, dan pemohon diberi tahu.',
  'started-untold':
    'Permohonan pembaruan dibuka, tetapi pemohon belum diberi tahu, karena tidak dapat dihubungi melalui saluran mana pun. Sampaikan lewat telepon atau surat; orangnya menunggu di antrean sampai Anda menandainya selesai.',
  attached: 'Pesan sudah dilekatkan pada orang ini. Bila keliru, lepaskan dari percakapannya.',
  detached: 'Pesan dilepaskan dan menunggu lagi di daftar pesan.',
  'processed-again': 'Pesan sudah diproses ulang. Jawabannya ada dalam percakapan.',
  'processed-before':
    'Pesan yang sama sudah diterima dan diproses sebelumnya, jadi tidak ada yang dilakukan dua kali. Gangguannya ditutup.',
  'still-faulty': 'Pesan ini masih belum dapat diproses. Isinya tetap tersimpan, dan tidak ada yang berubah.',
  'some-remain':
    'Sebagian pesan masih belum dapat diproses dan tetap ada di bawah ini. Yang lain sudah diproses ulang.',
  'sent-again': 'Pesan masuk lagi ke antrean pengiriman, dengan nama Anda.',
  reachable: 'Kontak ditandai dapat dihubungi lagi. Pesan yang tidak sampai dapat Anda kirim ulang.',
  settled: 'Sudah ditandai selesai.',
  'put-aside': 'Pesan disingkirkan sebagai bukan untuk kita. Pesannya tetap tersimpan.',
  'revoked-by-hand': 'Pencabutan di AMS sudah dicatat. Pemohon diberi tahu bila belum mengetahuinya.',
  revoked: 'Pencabutan sudah dicatat dan sedang dijalankan. Pemohon diberi tahu setelah selesai.',
  'revoke-in-ams':
    'Pencabutan sudah diputuskan. Sertifikat ini terbitan CA lain, jadi masih harus dicabut di AMS: tugasnya segera muncul di antrean dan di halaman Pencabutan.',
  held: 'Pencabutan ditahan dan menunggu keputusan di halaman ini.',
  'revocation-second': 'Usulan pencabutan sudah dicatat dan menunggu keputusan operator lain.',
  'revocation-refused': 'Keputusan sudah dicatat: sertifikat tidak dicabut.',
  confirmed: 'Sertifikat dipastikan.',
  discarded: 'Sertifikat tidak dipakai.',
  released: 'Notifikasi yang dipilih sudah dilepas dan masuk antrean pengiriman.',
  'released-capped':
    'Sebagian sudah dilepas. Batas hari ini sudah tercapai, jadi sisanya tetap menunggu di bawah ini dan dapat dilepas besok.',
  'released-part':
    'Sebagian sudah dilepas. Yang lain tidak dikirim karena sudah ditangani atau tidak perlu lagi; alasannya ada di bawah ini.',
  excluded: 'Notifikasi yang dipilih tidak akan dikirim.',
  'excluded-part': 'Sebagian tidak akan dikirim. Yang lain sudah ditangani sebelumnya, jadi tidak berubah.',
  'notices-settled':
    'Tidak ada yang berubah: notifikasi yang dipilih sudah ditangani atau tidak perlu lagi. Keadaannya ada di bawah ini.',
  'none-chosen': 'Belum ada notifikasi yang dipilih, jadi tidak ada yang berubah. Pilih dahulu, lalu ulangi.',
  'by-button': 'Belum ada yang dikirim dan tidak ada yang berubah. Pilih lagi, lalu tekan tombol yang Anda maksud.',
  scanned: 'Pemeriksaan masa berlaku selesai dijalankan.',
  'scan-closed':
    'Di luar jam layanan tidak ada notifikasi yang dikirim, jadi tidak ada yang diperiksa. Pemeriksaan berjalan sendiri setiap jam begitu kantor buka.',
  'scan-off': 'Notifikasi sedang dimatikan (NOTICES=off), jadi tidak ada yang diperiksa.',
  'examined-elsewhere':
    'Pemeriksaan lain sedang berjalan (dari konsol lain atau dari baris perintah), jadi yang ini tidak dimulai. Tunggu sebentar, lalu ulangi.',
  erased: 'Data orang ini sudah dihapus.',
  'erasure-proposed': 'Usulan penghapusan sudah dicatat dan menunggu keputusan operator lain.',
  'erasure-not-done': 'Sudah dicatat: datanya tidak dihapus.',
  'password-changed': 'Kata sandi sudah diganti. Sesi Anda yang lain sudah ditutup.',
  'form-expired': 'Formulir tadi sudah kedaluwarsa, jadi tidak ada yang berubah. Periksa isiannya, lalu kirim lagi.',
  incomplete: 'Formulir belum lengkap, jadi tidak ada yang berubah. Isi semua kolom yang wajib, lalu kirim lagi.',
} as const;
export type Said = keyof typeof SAID;
/** Of what was said, these are warnings. */
export const WARNINGS: ReadonlySet<string> = new Set<Said>([
  'started-untold',
  'corrected-needless',
  'form-expired',
  'incomplete',
  'nothing-written',
  'released-capped',
  'released-part',
  'excluded-part',
  'notices-settled',
  'none-chosen',
  'by-button',
  'still-faulty',
  'some-remain',
  'examined-elsewhere',
  'scan-closed',
  'scan-off',
]);

export const FLAGS: Readonly<Record<Flag, string>> = {
  'nik-invalid': 'NIK tidak sesuai susunannya (16 angka dengan tanggal lahir).',
  'nip-invalid': 'NIP tidak sesuai susunannya (18 angka).',
  'birth-date-differs': 'Tanggal lahir dalam NIK dan NIP berbeda.',
  'sex-differs': 'Jenis kelamin dalam NIK dan NIP berbeda.',
};

const REMARKS: Readonly<Record<string, string>> = {
  'no-text': 'Surat berupa gambar (hasil pindai): isinya tidak dapat dibandingkan otomatis, periksa sendiri.',
  'not-a-recommendation': 'Judul Surat Rekomendasi tidak ditemukan.',
  'not-a-change-letter': 'Judul Surat Permohonan Perubahan Data tidak ditemukan.',
  'signature:intact':
    'Tanda tangan elektronik utuh dan mencakup seluruh berkas. Siapa penandatangannya tetap perlu Anda nilai.',
  'signature:broken': 'Tanda tangan elektronik rusak: isi berkas berubah setelah ditandatangani.',
  'signature:partial': 'Tanda tangan elektronik tidak mencakup seluruh berkas.',
};
const isField = (name: string): name is Field => (FIELDS as readonly string[]).includes(name);

/** What the reader of letters noticed, in words. */
export function remarkInWords(remark: string): string {
  const [code, detail = ''] = remark.split(':');
  if (code === 'missing' && isField(detail))
    return `${vocabulary.fields[detail]} yang tercatat tidak ditemukan dalam surat.`;
  return REMARKS[remark] ?? remark;
}
/** A remark that calls for a look, against one that only informs. */
export const isConcern = (remark: string): boolean => remark !== 'signature:intact';

export const AUTHORS: Readonly<Record<MessageRow['author'], string>> = {
  applicant: 'Pemohon',
  assistant: 'Asisten',
  operator: 'Operator',
  stranger: 'Orang belum dikenal',
  robot: 'Pesan otomatis',
};
export const CHANNELS: Readonly<Record<Mark['channel'], string>> = {
  telegram: 'Telegram',
  mail: 'Email',
  web: 'Halaman web',
  none: 'Sistem',
};
export const STANDINGS: Readonly<Record<ContactRow['standing'], string>> = {
  'on-record': 'alamat tercatat',
  bound: 'terhubung dan terbukti',
  claimed: 'belum terbukti',
};
export const METHODS: Readonly<Record<NonNullable<Facts['signedIn']>['method'], string>> = {
  code: 'kode sekali pakai',
  link: 'tautan pribadi',
  reply: 'balasan email',
  vouched: 'jaminan operator',
};
export const HOW: Readonly<Record<Facts['noticed']['how'], string>> = {
  mail: 'email dari CA',
  scan: 'pemeriksaan berkala',
  applicant: 'permintaan pemohon',
  operator: 'dibuka operator',
};
/** Of two records that became one, one is shown. */
export const isOne = ({ revokedFor }: { readonly revokedFor?: string }): boolean => revokedFor !== 'merged';
/** As certificates are read aloud and copied; never a word that could be taken for one. */
export const serialInWords = (serial: string | undefined): string => serial?.toUpperCase() ?? 'belum diketahui';
export const EVIDENCE: Readonly<Record<Evidence, string>> = {
  certificate: 'berkas sertifikat tersimpan',
  'signed-pdf': 'dari PDF yang ditandatangani dengannya',
  dates: 'hanya tanggal, tanpa nomor seri; belum kami periksa sendiri',
  number: 'hanya nomor dan tanggal, menurut keterangan orang atau daftar; belum kami periksa sendiri',
  word: 'nomor dan tanggal yang dilihat operator di AMS; sertifikatnya belum kami periksa sendiri',
  status:
    'nomor dan tanggal dari operator, dan layanan status CA menyatakan terbit; sertifikatnya belum kami periksa sendiri',
  notice: 'hanya dari notifikasi CA',
};
export const CERTIFICATE_STATES: Readonly<Record<CertificateRow['state'], string>> = {
  valid: 'berlaku',
  revoked: 'dicabut',
  provisional: 'perlu dipastikan',
};
export const REVOCATION_REASONS: Readonly<Record<RevocationReason, string>> = {
  superseded: 'digantikan sertifikat baru',
  keyCompromise: 'kunci hilang atau diketahui orang lain',
  affiliationChanged: 'pindah atau tidak lagi bertugas',
  cessationOfOperation: 'tidak dipakai lagi',
};
export const REVOCATION_STATES: Readonly<Record<RevocationView['state'], string>> = {
  asked: 'menunggu keputusan',
  due: 'akan dijalankan',
  done: 'sudah dicabut',
  refused: 'tidak dicabut',
  'taken-back': 'ditarik kembali oleh pemohon',
  'by-hand': 'perlu dicabut di AMS',
};
export const EXCLUSIONS: Readonly<Record<Exclusion, string>> = {
  'has-successor': 'sudah punya sertifikat pengganti',
  revoked: 'sudah dicabut',
  stopped: 'meminta tidak dikirimi pesan, atau tidak lagi bertugas',
  unreachable: 'tidak ada alamat yang dapat dihubungi',
  'office-awaited': 'permohonannya sedang menunggu kantor',
  'not-yet': 'belum waktunya',
  'already-sent': 'sudah diberi tahu',
  'long-expired': 'sudah lama berakhir',
};
export const FAULT_PARTS: Readonly<Record<FaultPart, string>> = {
  issuance: 'Penerbitan',
  telegram: 'Telegram',
  mail: 'Email',
  'stuck-fetch': 'Berkas belum dapat diunduh dari Telegram; dicoba terus',
  'stuck-read': 'Surat belum dapat dibaca; dicoba terus',
  'stuck-issue': 'Sertifikat belum dapat diterbitkan; dicoba terus',
  'stuck-revoke': 'Sertifikat belum dapat dicabut; dicoba terus',
  'revoked-elsewhere': 'Dicabut dari baris perintah (ca revoke); pemiliknya diberi tahu',
  'revoked-unowned': 'Dicabut dari baris perintah (ca revoke); pemiliknya tidak tercatat di sini',
  'ams-status': 'Layanan status CA tidak dapat ditanya; periksa penerbitan sendiri di AMS',
};
export const RECORDING: Readonly<Record<string, string>> = {
  incomplete:
    'Belum lengkap, jadi tidak ada yang dicatat. Pilih salah satu cara, lalu unggah berkasnya, atau isi nomor seri dan tanggal berakhirnya. Bila nomornya belum diketahui, beri tanda dan kosongkan nomornya.',
  unreadable:
    'Berkas tidak terbaca sebagai sertifikat (PEM, DER, atau P7B) atau PDF. Pastikan Anda memilih berkas yang benar, lalu unggah lagi.',
  'too-large': 'Berkas terlalu besar untuk sebuah sertifikat. Pilih berkas sertifikatnya saja, paling besar 64 KB.',
  'not-one-certificate':
    'Berkas harus memuat tepat satu sertifikat perorangan; sertifikat CA boleh menyertai. Simpan sertifikat pemohon dalam satu berkas, lalu unggah lagi.',
  'not-of-the-ca':
    'Sertifikat itu tidak bersambung ke CA yang dipercaya (AMS_CA_FILE). Unggah berkas yang memuat rantainya; bila CA memakai sertifikat penerbit yang baru, mintalah pengelola sistem menambahkannya.',
  mismatch:
    'Isi sertifikat berbeda dari data yang disetujui. Pastikan sertifikatnya milik pemohon ini; bila CA menulis data yang keliru, jangan dicatat dan laporkan kepada BSrE.',
  expired: 'Sertifikat itu sudah tidak berlaku. Ambil sertifikat yang baru dari AMS, atau periksa tanggalnya.',
  'not-yet':
    'Sertifikat itu baru berlaku di kemudian hari. Periksa tanggal mulainya; bila benar, catat mulai tanggal itu.',
  serial: 'Nomor seri tidak sesuai susunannya. Gunakan angka 0-9 dan huruf a-f seperti tertera di AMS.',
  dates: 'Tanggalnya tidak masuk akal. Periksa kembali tahun dan urutannya.',
  'not-signed':
    'PDF itu tidak memuat tanda tangan elektronik. Minta pemohon menandatangani sebuah dokumen dengan sertifikat barunya, lalu unggah PDF aslinya.',
  'signature-broken':
    'Tanda tangan dalam PDF itu rusak atau tidak mencakup seluruh berkas. Unggah PDF asli yang belum diubah setelah ditandatangani.',
};
