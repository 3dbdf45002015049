import type { Reconciled, Standing } from '../issuance/signer/reconcile.ts';

/** What `ca reconcile` says to whoever typed it. PURE. */

export const BUSY = `Penanda tangan sedang berjalan, sehingga jurnalnya tidak boleh disentuh. Belum ada yang diubah.
Hentikan layanan (atau proses dengan ROLES=issuer), lalu ulangi. Bila layanan mati mendadak, tunggu 15 detik.`;

export const NOTHING_CHANGED = `Belum ada yang diubah. Setelah sebabnya dipahami, hentikan layanan dan jalankan:
npm run cli -- ca reconcile --apply`;

export function standingInWords(standing: Standing, count: number): string {
  const { state, journalLacks, contradictions } = standing;
  switch (state) {
    case 'agrees':
      return `Jurnal penanda tangan (${count} entri) dan basis data sesuai. Tidak ada yang perlu dilakukan.`;
    case 'missing':
      return `Jurnal penanda tangan kosong atau hilang, sedangkan basis data mencatat ${journalLacks} sertifikat.
Carilah dahulu berkas yang asli (CA_DIR yang lama, cadangan): hanya berkas itu yang tahu bila basis data pernah dipulihkan.
Bila memang hilang, jurnal dapat dibuat lagi dari basis data.`;
    case 'behind':
      return `Jurnal penanda tangan tertinggal: ${journalLackingInWords(standing)} di basis data tidak ada di dalamnya.
Biasanya berkasnya dipulihkan dari cadangan lama. Entri yang kurang dapat ditambahkan dari basis data.`;
    case 'ahead':
      return aheadInWords(standing);
    case 'contradicts':
      return `Jurnal penanda tangan dan basis data bertentangan: isinya berbeda untuk ${contradictions.length} permohonan:
${contradictions.map((request) => `  ${request}`).join('\n')}
Program tidak dapat mengetahui mana yang benar, dan tidak mengubah apa pun. Penerbitan tetap berhenti.
Bandingkan dengan cadangan dan sertifikat yang sudah beredar, pulihkan sisi yang salah, lalu ulangi perintah ini.`;
  }
}

const journalLackingInWords = ({ journalLacks, revocationsUnknown }: Standing): string =>
  [
    ...(journalLacks > 0 ? [`${journalLacks} sertifikat`] : []),
    ...(revocationsUnknown > 0 ? [`${revocationsUnknown} pencabutan`] : []),
  ].join(' dan ');

function aheadInWords(standing: Standing): string {
  const { databaseLacks } = standing;
  const { length: revocationsLost } = standing.revocationsLost;
  const lacking = journalLackingInWords(standing);
  return [
    ...(databaseLacks > 0
      ? [
          `Basis data tertinggal: ${databaseLacks} entri jurnal tidak ada di dalamnya${lacking === '' ? '' : `, dan ${lacking} tidak ada di jurnal`}.`,
        ]
      : []),
    ...(revocationsLost > 0
      ? [
          `Basis data kehilangan ${revocationsLost} pencabutan yang sudah dilakukan. Sertifikatnya tetap dicabut: penanda tangan
mengembalikan pencabutan sendiri begitu berjalan, dan daftar pencabutan tetap lengkap. Yang lain tidak: keputusan,
penarikan, dan pesan yang masuk setelah cadangan itu dibuat mungkin hilang juga, dan harus ditanyakan lagi.`,
        ]
      : []),
    'Biasanya basis data dipulihkan dari cadangan lama.',
    ...(databaseLacks > 0
      ? [
          `Sertifikat entri itu mungkin sudah dipegang pemiliknya.
Entrinya dapat dikembalikan ke basis data; permohonan yang sama lalu mendapat sertifikat yang sama, bukan yang kedua.`,
        ]
      : []),
    'Penerbitan berhenti sampai perintah ini dijalankan dengan --apply.',
  ].join('\n');
}

/** Whoever has thousands of them does not want to read each. */
const SHOWN = 50;
const listed = (names: readonly string[]): string =>
  [
    ...names.slice(0, SHOWN).map((name) => `  ${name}`),
    ...(names.length > SHOWN ? [`  dan ${names.length - SHOWN} lainnya`] : []),
  ].join('\n');

export function changedInWords(changed: Reconciled): string {
  const { journalLacks, databaseLacks, revocationsUnknown, revocationsLost, unproven, uncertified } = changed;
  return [
    `Selesai: ${journalLacks - unproven.length} entri ditambahkan ke jurnal, ${databaseLacks} dikembalikan ke basis data.`,
    ...(revocationsUnknown > 0 ? [`${revocationsUnknown} pencabutan ditambahkan ke jurnal.`] : []),
    ...(revocationsLost.length > 0 ? [givenBackInWords(revocationsLost)] : []),
    ...(databaseLacks > uncertified.length
      ? [`${databaseLacks - uncertified.length} sertifikat dari entri itu ditandatangani kembali dan tersimpan lagi.`]
      : []),
    ...(uncertified.length > 0 ? [uncertifiedInWords(uncertified)] : []),
    unproven.length > 0 ? unprovenInWords(unproven) : 'Layanan dapat dijalankan lagi.',
  ].join('\n');
}

const givenBackInWords = (
  serials: readonly string[],
): string => `${serials.length} pencabutan kembali di basis data. Konsol mungkin masih menyebut sertifikat berikut berlaku; cabutlah
sekali lagi di sana, agar catatannya sesuai dan pemiliknya diberi tahu:
${listed(serials)}`;

const uncertifiedInWords = (
  serials: readonly string[],
): string => `Sertifikat dengan nomor berikut belum ada di basis data, karena kunci CA yang menerbitkannya tidak ada atau tidak terbuka (CA_PASSPHRASE):
${listed(serials)}
Sertifikatnya kembali bila permohonan yang sama diproses lagi. Bila harus dicabut sebelum itu:
npm run cli -- ca revoke NOMOR --reason ALASAN --by "NAMA OPERATOR"`;

const unprovenInWords = (
  requests: readonly string[],
): string => `Tidak dimasukkan ke jurnal: sertifikat yang tersimpan untuk ${requests.length} permohonan ini tidak ditandatangani CA kita,
atau isinya bukan yang dimaksud. Mungkin seseorang menulis langsung ke tabel issued atau intents, atau CA_DIR milik CA lain:
${listed(requests)}
Penerbitan tetap berhenti. Periksa siapa yang dapat masuk ke basis data, pulihkan baris yang benar, lalu ulangi perintah ini.`;
