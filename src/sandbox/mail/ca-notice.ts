import type { Letter, Sender } from './compose.ts';

/** The real wording is not published (PROCEDURE, facts of the domain); this one has what such mails are known to carry. */
export type CaNotice = {
  readonly name: string;
  readonly email: string;
  readonly serial: string;
  readonly expires: Date;
  readonly basis: 'expiring' | 'expired' | 'revoked' | 'issued';
  /** Who gets it; default: the applicant, as the CA does it. */
  readonly to?: string;
};

export const CA_SENDER: Sender = { name: 'Balai Sertifikasi Elektronik', address: 'noreply@bsre.bssn.go.id' };

const SUBJECTS: Record<CaNotice['basis'], string> = {
  expiring: 'Pemberitahuan Masa Berlaku Sertifikat Elektronik Akan Berakhir',
  expired: 'Pemberitahuan Sertifikat Elektronik Telah Kedaluwarsa',
  revoked: 'Pemberitahuan Pencabutan Sertifikat Elektronik',
  issued: 'Pemberitahuan Penerbitan Sertifikat Elektronik',
};
const SENTENCES: Record<CaNotice['basis'], string> = {
  expiring:
    'Masa berlaku sertifikat elektronik Anda akan segera berakhir. Silakan mengajukan permohonan pembaruan melalui operator instansi Anda.',
  expired:
    'Sertifikat elektronik Anda telah berakhir masa berlakunya dan tidak dapat digunakan lagi. Silakan mengajukan permohonan pembaruan melalui operator instansi Anda.',
  revoked:
    'Sertifikat elektronik Anda telah dicabut dan tidak dapat digunakan lagi. Silakan menghubungi operator instansi Anda.',
  issued: 'Sertifikat elektronik Anda telah berhasil diterbitkan dan dapat digunakan.',
};

export function caNoticeLetter(notice: CaNotice): Letter {
  const expires = notice.expires.toLocaleDateString('id-ID', { dateStyle: 'long', timeZone: 'Asia/Jakarta' });
  const text = [
    `Yth. Bapak/Ibu ${notice.name},`,
    '',
    SENTENCES[notice.basis],
    '',
    `Nama           : ${notice.name}`,
    `Email          : ${notice.email}`,
    `Nomor Seri     : ${notice.serial}`,
    `Berlaku sampai : ${expires}`,
    '',
    'Email ini dikirim secara otomatis, mohon tidak membalas email ini.',
    '',
    'Balai Sertifikasi Elektronik',
    'Badan Siber dan Sandi Negara',
  ].join('\n');
  return {
    to: notice.to ?? notice.email,
    subject: SUBJECTS[notice.basis],
    text,
    headers: { 'Auto-Submitted': 'auto-generated' },
  };
}
