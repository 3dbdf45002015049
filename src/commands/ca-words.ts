import type { Adoption, AdoptionRefusal } from '../issuance/custody/adopt.ts';

/** Why a CA that was brought along is not taken, and what to do about it. `{where}` names the certificate. */
const WORDS: Readonly<Record<AdoptionRefusal, string>> = {
  'there-already': 'Di {dir} sudah ada CA; CA tidak pernah ditimpa. Untuk memperpanjangnya: npm run cli -- ca renew',
  'not-pem':
    'Salah satu berkas bukan PEM dan bukan sertifikat DER. Berkas .p12 diubah dahulu: openssl pkcs12 -in BERKAS.p12 -out ca.pem. Kunci DER diubah dengan: openssl pkey -inform DER -in BERKAS.key -out kunci.pem',
  'no-certificate': 'Berkas --import tidak memuat sertifikat. Berikan sertifikat CA penerbit dalam bentuk PEM.',
  'too-many':
    'Berkas rantai memuat terlalu banyak sertifikat. Berikan hanya yang berada di antara CA penerbit dan CA induk.',
  unreadable:
    'Salah satu sertifikat rusak atau bukan sertifikat X.509 versi 3. Mintalah berkasnya sekali lagi kepada CA induk.',
  'no-root':
    'Rantainya terputus: penerbit dari {where} tidak ada di antara berkas yang diberikan. Tambahkan sertifikat di atasnya sampai CA induk dengan --chain.',
  signature:
    'Tanda tangan pada {where} tidak cocok dengan penerbitnya dalam rantai, walaupun namanya sama. Mintalah rantai yang benar kepada CA induk.',
  'not-a-ca':
    '{where} bukan sertifikat CA (basicConstraints), jadi tidak dapat menerbitkan. Mintalah sertifikat CA kepada CA induk.',
  'key-usage':
    '{where} tidak diizinkan menandatangani sertifikat dan daftar pencabutan (keyUsage keyCertSign dan cRLSign). Mintalah sertifikat dengan keduanya.',
  'path-length':
    '{where} tidak mengizinkan CA sebanyak ini di bawahnya (pathLenConstraint), sehingga sertifikat pemohon akan ditolak. Mintalah sertifikat yang mengizinkannya.',
  'not-yet-valid': '{where} belum berlaku. Periksa jam komputer ini, atau tunggu sampai sertifikatnya berlaku.',
  expired: '{where} sudah berakhir. Mintalah sertifikat yang masih berlaku kepada CA induk.',
  algorithm:
    '{where} ditandatangani dengan algoritma lama (bukan SHA-2), yang ditolak pemeriksa masa kini. Mintalah sertifikat dengan SHA-256 atau yang lebih kuat.',
  purposes:
    '{where} hanya mengizinkan kegunaan tertentu (extendedKeyUsage) dan tidak semua kegunaan sertifikat pemohon: tanda tangan dokumen, pengamanan email, dan autentikasi. Sertifikat pemohon akan ditolak. Mintalah sertifikat CA tanpa pembatasan itu, atau yang memuat ketiganya.',
  names:
    '{where} membatasi nama atau alamat email (nameConstraints). Program ini tidak memeriksa setiap sertifikat terhadap batas itu, sehingga sertifikat pemohon dapat ditolak. Mintalah sertifikat CA tanpa pembatasan nama dan email.',
  'unknown-critical':
    '{where} memuat ketentuan penting (ekstensi critical) yang tidak dikenal program ini, jadi tidak dapat dipastikan bahwa sertifikat pemohon akan diterima. Tanyakan kepada CA induk, dan mintalah sertifikat tanpa ketentuan itu.',
  'weak-key':
    'Kunci pada {where} lemah: bagian rahasianya dapat dihitung orang lain, sehingga siapa pun dapat menerbitkan sertifikat atas namanya. Jangan dipakai. Buat kunci baru: npm run cli -- ca request, dan beri tahu CA induk.',
  'no-key': 'Kunci CA tidak ada. Berikan berkas kuncinya (PEM) dengan --key.',
  'key-unreadable': 'Berkas --key tidak memuat kunci pribadi dalam bentuk PEM.',
  'key-locked':
    'Kunci itu tidak terbuka dengan kata sandi yang diberikan. Tuliskan kata sandinya dalam berkas dan berikan dengan --key-passphrase-file.',
  'key-kind': 'Kunci CA itu bukan RSA 2048, 3072, 4096 atau EC P-256, P-384, jadi tidak dapat dipakai di sini.',
  'key-foreign': 'Kunci itu bukan milik sertifikat CA yang diberikan. Periksa apakah kedua berkasnya sepasang.',
  'other-key':
    'Sertifikat itu untuk kunci yang lain. Buat permintaan untuk kunci CA yang ada: npm run cli -- ca request, lalu serahkan kepada CA induk.',
  'not-another':
    'CA itu memakai nama atau kunci yang sama dengan CA yang sudah ada di {dir}, sehingga keduanya tidak dapat dibedakan. Pengganti memerlukan kunci dan nama sendiri: npm run cli -- ca request --new-key. Untuk kunci yang sama, jalankan perintah tanpa --new-key.',
  'other-name':
    'Nama dalam sertifikat itu berbeda dari nama CA sekarang, sehingga sertifikat yang sudah terbit tidak lagi cocok. Mintalah sertifikat dengan nama yang sama persis.',
};

export function adoptionInWords({ refused, where }: Extract<Adoption, { ok: false }>, dir: string): string {
  return WORDS[refused].replace('{dir}', dir).replace('{where}', where ?? 'sertifikat itu');
}
