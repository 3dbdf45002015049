import { recordOf } from '../../db/signing.ts';
import { Fault } from '../fault.ts';
import type { RevocationReason } from '../issuance/issuer.ts';
import { compareJournal } from '../issuance/signer/reconcile.ts';
import { plainSerial } from '../issuance/signer/recording.ts';
import { openSignerJournal } from '../issuance/signer/signer-journal.ts';
import { BUSY } from './reconcile-words.ts';
import { type StandingInParts, standIn } from './standing-in.ts';

type RevokingParts = StandingInParts & {
  readonly serial: string;
  readonly reason: RevocationReason;
  /** The operator who decided it, by his name. */
  readonly by: string;
};

/**
 * `ca revoke`: revokes by its number alone a certificate of ours that the console cannot, since its row was lost with an
 * older database or it was issued before there was one. The signer's journal keeps who decided it. Answers about status say
 * it at once; the list follows when the signer works again. Returns whether it is revoked. Throws Fault('signer-journal')
 * where the journal is of no use before it was reconciled.
 */
export function revokeBySerial(parts: RevokingParts): Promise<boolean> {
  const { clock, reason, by, print } = parts;
  const serial = plainSerial(parts.serial);
  const said = (text: string, done: boolean): boolean => {
    print(text.replaceAll('{serial}', serial));
    return done;
  };
  return standIn(parts, async ({ sql, storage, path, takeHisPlace }) => {
    if (!(await takeHisPlace())) return said(BUSY, false);
    const journal = await openSignerJournal(path);
    const { state } = await compareJournal(journal, storage, clock());
    if (state !== 'agrees') throw new Fault('signer-journal', `the journal is ${state}; run: ca reconcile --apply`);
    const { issued, recorded, revoked } = await recordOf(sql, serial);
    if (revoked) return said(ALREADY, true);
    if (issued && recorded) return said(IN_CONSOLE, false);
    if (!issued && !recorded && !journal.knowsSerial(serial)) return said(UNKNOWN, false);
    const revocation = { serial, reason, at: clock(), by };
    await journal.append([revocation]);
    await storage.saveRevocations([revocation]);
    return said(DONE, true);
  });
}

const ALREADY = 'Sertifikat {serial} sudah dicabut. Tidak ada yang diubah.';
const IN_CONSOLE = `Sertifikat {serial} tercatat untuk seorang pemohon. Belum ada yang diubah.
Cabutlah di konsol, pada halaman pemohon itu: pemiliknya lalu diberi tahu, dan keputusannya tercatat.`;
const UNKNOWN = `Nomor seri {serial} tidak dikenal: tidak ada di jurnal penanda tangan, dan tidak tercatat sebagai sertifikat CA ini.
Belum ada yang diubah. Periksa kembali nomornya; sertifikat CA lain dicabut oleh CA itu.`;
const DONE = `Sertifikat {serial} dicabut. Jawaban OCSP langsung menyebutnya dicabut.
Jalankan layanan lagi: daftar pencabutan yang baru lalu terbit dalam beberapa detik, dan dalam beberapa menit operator
melihat pencabutan ini di konsol, dengan nama yang Anda ketik. Bila pemiliknya tercatat, ia diberi tahu.`;
