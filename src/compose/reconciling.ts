import { connect } from '../../db/connect.ts';
import { createIssuanceStorage } from '../../db/issuance.ts';
import { createLease } from '../../db/leases.ts';
import { createRequestReader } from '../issuance/csr.ts';
import { compareJournal, reconcile, type Standing } from '../issuance/reconcile.ts';
import { openSignerJournal } from '../issuance/signer-journal.ts';
import type { Keyring } from '../seal.ts';

export type ReconcilingParts = {
  /** Of the signer's role. */
  readonly issuerUrl: string;
  readonly keyring: Keyring;
  readonly clock: () => Date;
  /** The journal. */
  readonly path: string;
  /** Without it nothing is changed. */
  readonly apply: boolean;
  readonly print: (text: string) => void;
};

/**
 * `ca reconcile`: says how the signer's journal and the database stand to one another and, with `apply`, brings them
 * together. It holds the signer's lease meanwhile, so that it neither cuts nor adds beside a signer at work. Returns whether
 * they agree in the end. Throws Fault('signer-journal') if the journal is broken.
 */
export async function reconcileJournal(parts: ReconcilingParts): Promise<boolean> {
  const { issuerUrl, keyring, clock, path, apply, print } = parts;
  const sql = connect(issuerUrl, { max: 2, name: 'perbarui-reconcile' });
  const lease = createLease(sql, 'signer');
  const storage = createIssuanceStorage({ sql, keyring, requests: createRequestReader() });
  const look = async () => {
    const journal = await openSignerJournal(path);
    return { journal, standing: await compareJournal(journal, storage, clock()) };
  };
  try {
    const alone = apply && (await lease.acquire());
    if (apply && !alone) {
      print(BUSY);
      return false;
    }
    const first = await look();
    // A signer at work is between its two writes for a moment.
    const { journal, standing } = alone || first.standing.state === 'agrees' ? first : await look();
    print(standingInWords(standing, journal.count()));
    if (standing.state === 'agrees' || standing.state === 'contradicts') return standing.state === 'agrees';
    print(alone ? changedInWords(await reconcile(journal, storage, clock())) : NOTHING_CHANGED);
    return alone;
  } finally {
    await lease.release();
    await sql.end({ timeout: 5 });
  }
}

const BUSY = `Penanda tangan sedang berjalan, sehingga jurnalnya tidak boleh disentuh. Belum ada yang diubah.
Hentikan layanan (atau proses dengan ROLES=issuer), lalu ulangi. Bila layanan mati mendadak, tunggu 15 detik.`;

const NOTHING_CHANGED = `Belum ada yang diubah. Setelah sebabnya dipahami, hentikan layanan dan jalankan:
npm run cli -- ca reconcile --apply`;

function standingInWords(standing: Standing, count: number): string {
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
  const { databaseLacks, revocationsLost } = standing;
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

const changedInWords = ({ journalLacks, databaseLacks, revocationsUnknown, revocationsLost }: Standing): string =>
  `Selesai: ${journalLacks} entri ditambahkan ke jurnal, ${databaseLacks} dikembalikan ke basis data.${revocationsUnknown + revocationsLost > 0 ? ` Pencabutan: ${revocationsUnknown} ditambahkan ke jurnal, ${revocationsLost} kembali di basis data.` : ''} Layanan dapat dijalankan lagi.`;
