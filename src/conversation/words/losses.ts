import { type Rule, say } from './rule.ts';

/** Devices, keys and passphrases that are gone. */
export const losses: readonly Rule[] = [
  {
    means: 'device-lost',
    guarded: true,
    id: say`
      <device> .. <gone> / <device> .. kena|terkena|terinfeksi|kemasukan virus|malware|ransomware|hacker / kehilangan|kemalingan|kecurian|kecopetan .. <device> /
      <key> .. dicuri|bocor|disalahgunakan|dicopy|diretas / <key> .. dipakai|digunakan orang|pihak [lain] /
      <gone> .. <device> /
      kantor|rumah|tas|mobil [saya] kemalingan|kebobolan|kecurian|dibobol|hilang|dijambret|dicuri /
      <cert> .. disalahgunakan|bocor|dicuri / <secret> .. bocor|dicuri|disalahgunakan|ketahuan / <secret> .. diketahui|dipakai|dilihat|dibaca orang|pihak|teman|rekan|staf [lain] / <cert> .. dipakai|digunakan orang|pihak [lain] /
      ada [orang|yang|oknum] [lain] [yang] pakai|memakai|menggunakan|gunakan|menyalahgunakan <cert> [saya] / ada [orang|yang|oknum] [lain] [yang] pakai|memakai|menggunakan|gunakan|menyalahgunakan tanda tangan elektronik|digital [saya] / tanda tangan elektronik|digital [saya] dipakai|digunakan|disalahgunakan tanpa|orang|pihak / <cert> [saya] dipakai|digunakan tanpa izin|sepengetahuan|setahu|seizin`,
    en: say`
      laptop|computer|phone|device|tablet|pc|usb|token|notebook|bag .. lost|stolen|missing|hacked|gone /
      lost|stolen|stole|misplaced .. laptop|computer|phone|device|tablet|usb|token|notebook|bag /
      key .. stolen|compromised|leaked / <secret> .. leaked|stolen|compromised / someone .. my key|certificate`,
  },
  {
    means: 'key-lost',
    guarded: true,
    id: say`
      <key> .. <erased> / file <key> .. <erased>|tidak / <key> .. tidak ada|ketemu|bisa [ditemukan] /
      kehilangan|hapus|menghapus|kehapus|terhapus|hilang .. <key> / lupa .. [<secret>|kata] .. <key> /
      <secret> <key> .. lupa / <neg> [bisa] menemukan|temukan|nemu|nemuin|ketemu [file|berkas] <key> /
      browser|cache|chrome|firefox|edge|history .. <erased>|dibersihkan|bersihkan|ke|clear|diclear|dihapus|terhapus|diformat /
      laptop|komputer|pc|hp .. diformat|format|install|diinstal|direset|rusak|reset|instal [ulang] /
      sertifikat baru .. hilang|terhapus|kehapus / data browser .. <erased> /
      private|pasangan key|kunci .. <erased> / <erased> pas|saat|waktu|ketika|karena|gara [gara] [di] format|diformat|install|diinstall|instal|diinstal|reset|direset`,
    en: say`
      key|backup|p12|pfx .. lost|gone|deleted|missing|erased|disappeared /
      lost|deleted|erased|cant|misplaced [find] .. key|backup|p12|pfx / forgot|forgotten|forget .. backup|p12|pfx /
      browser|cache .. cleared|reset|deleted|wiped /
      laptop|computer|pc .. formatted|reset|reinstalled|broke|broken|wiped / cleared .. browser|cache|history`,
  },
  {
    means: 'forgotten-passphrase',
    id: say`
      salah [bikin|buat|membuat|isi|mengisi|ketik|mengetik|masukkan|input|tulis] <secret> /
      lupa [sama|dengan|kata] [kata] <secret> / frasa|kata sandi .. hilang / lupa .. <secret> /
      <secret> .. lupa|salah|ditolak|kelupaan|invalid|terlupakan / reset|ubah|ganti|setel [ulang] [kata] <secret> /
      <secret> [saya] [mau|minta|bisa|mohon] [di] reset|direset / <neg> ingat .. <secret> /
      <secret> .. <neg> ingat|bisa|cocok|benar|sesuai|diterima / minta|buat <secret> baru`,
    en: say`
      forgot|forget|forgotten|lost .. passphrase|password|pin / reset|change|recover .. passphrase|password|pin /
      <secret> .. forgotten|wrong|rejected|incorrect / dont|cant remember .. passphrase|password|pin /
      <secret> doesnt|not work`,
  },
];
