import { COLUMNS } from '../import/rows.ts';
import { failed } from './command.ts';
import { usageFor } from './command-words.ts';

/** Everything that can be asked of the command line. */
export const USAGE = `Pemakaian: npm run cli -- PERINTAH

  import applicants BERKAS.csv [--by NAMA_MASUK]
                                        pemohon: ${COLUMNS.applicants.join(',')}
  import certificates BERKAS.csv|.pem [--by NAMA_MASUK]
                                        sertifikat: ${COLUMNS.certificates.join(',')}; atau PEM. Impor dicatat atas nama
                                        operator itu; bila hanya ada satu operator, atas namanya
  import blocked-keys BERKAS            kunci yang pernah bocor, satu per baris: SHA-256 dari SubjectPublicKeyInfo (heksadesimal
                                        atau base64), atau sidik jari openssl-blacklist; juga YAML Boulder dan PEM. Tidak ada
                                        daftar bawaan: paket openssl-blacklist tersimpan di snapshot.debian.org, YAML Boulder
                                        pada CA yang memakainya, dan sidik jari lain pada pemberitahuan CA atau kunci sendiri
  operator add NAMA_MASUK "NAMA"        operator baru; kata sandi pertama ditampilkan sekali
  operator list                         semua operator, yang aktif dan yang tidak
  operator disable NAMA_MASUK           menutup akses orang yang pindah atau keluar; sesinya berakhir seketika
  operator enable NAMA_MASUK            membukanya kembali
  operator password NAMA_MASUK          kata sandi pertama yang baru bagi yang lupa
  ca init [--key-type rsa-4096|p-384] [--root-dir FOLDER] [--root-passphrase-file BERKAS] [--organisation NAMA]
                                        membuat CA induk di FOLDER (CA_DIR-root) dan CA penerbit di CA_DIR
  ca init --import SERTIFIKAT.pem [--chain RANTAI.pem] [--key KUNCI.pem] [--key-passphrase-file BERKAS]
                                        memakai CA penerbit yang sudah ada
  ca request [--new-key] [--key-type rsa-4096|p-384] [--organisation NAMA]
                                        membuat permintaan sertifikat CA untuk CA induk di luar
  ca renew [--root-dir FOLDER] [--root-passphrase-file BERKAS] [--renew-root]
  ca renew --import SERTIFIKAT.pem [--chain RANTAI.pem]
                                        memperpanjang sertifikat CA penerbit (dan CA induk), dengan kunci yang sama
  ca renew --new-key [--key-type rsa-4096|p-384] [--root-dir FOLDER] [--root-passphrase-file BERKAS]
  ca renew --new-key --import SERTIFIKAT.pem [--chain RANTAI.pem]
                                        CA penerbit baru dengan kunci baru; yang lama tetap melayani sertifikatnya
  ca reconcile [--apply]                membandingkan jurnal penanda tangan dengan basis data; --apply menyamakannya
  ca revoke NOMOR_SERI --reason ALASAN --by "NAMA OPERATOR"
                                        mencabut sertifikat yang hanya diketahui nomornya; ALASAN: keyCompromise,
                                        affiliationChanged, superseded, atau cessationOfOperation
  journal verify [BERKAS]               memeriksa semua rantai catatan, juga terhadap titik periksa di basis data dan di
                                        checkpoints.jsonl (DATA_DIR, atau BERKAS: salinan yang disimpan di tempat lain)
  journal export BERKAS                 menyalin catatan, satu baris JSON per entri
  process-again NOMOR_PESAN|--all       memproses ulang pesan yang tersimpan dengan gangguan
  forget-keys [--apply]                 mencari kunci pribadi yang tersimpan oleh versi sebelumnya; --apply menghapusnya
  doctor [--json]                       mencoba setiap bagian sungguh-sungguh; menyebut apa yang perlu diperbaiki
  scan                                  siapa yang mendekati akhir masa berlaku sertifikatnya
`;

/** What was typed is no command, or not all of one: says what it should have been. */
export const misused = (words: readonly string[]): number => failed(usageFor(words, USAGE));
