import type { CaStatus } from '../../../renewal/ca-status.ts';
import type { LinkState } from '../../../renewal/renewal.ts';

/** What the CA's status service says, for operators: what it means and what is to be done about it. */
export const CA_STATUS: Readonly<Record<CaStatus, { readonly means: string; readonly todo: string }>> = {
  ISSUE: {
    means: 'orang ini memiliki sertifikat yang berlaku.',
    todo: 'Pastikan di AMS bahwa itu sertifikat yang baru, lalu catat nomor dan tanggalnya.',
  },
  EXPIRED: {
    means: 'sertifikat terakhir orang ini sudah habis masa berlakunya, dan yang baru belum terbit.',
    todo: 'Tidak ada yang perlu dilakukan; pemohon dipandu menetapkan passphrase.',
  },
  RENEW: {
    means: 'pembaruan sedang berjalan pada CA.',
    todo: 'Tidak ada yang perlu dilakukan; pemohon dipandu menetapkan passphrase.',
  },
  WAITING_FOR_VERIFICATION: {
    means: 'permohonan menunggu verifikasi petugas, jadi pemohon belum dapat melanjutkan.',
    todo: 'Buka AMS, verifikasi permohonannya, lalu tandai di sini. Pengingat kepada pemohon berhenti sampai itu selesai.',
  },
  NEW: {
    means: 'orang ini terdaftar, tetapi belum menetapkan passphrase.',
    todo: 'Tidak ada yang perlu dilakukan; pemohon dipandu menetapkan passphrase.',
  },
  NO_CERTIFICATE: {
    means: 'orang ini terdaftar, tetapi belum memiliki sertifikat.',
    todo: 'Tidak ada yang perlu dilakukan; pemohon dipandu menetapkan passphrase.',
  },
  NOT_REGISTERED: {
    means: 'CA tidak mengenal NIK ini.',
    todo: 'Cocokkan NIK di AMS dengan paket kerja. Bila salah ketik, betulkan di AMS lalu tandai di sini; bila NIK yang kita catat keliru, kembalikan permohonan ke pemeriksaan.',
  },
  SUSPEND: {
    means: 'akun orang ini ditangguhkan oleh CA, jadi sertifikat tidak dapat terbit.',
    todo: 'Cari tahu sebabnya di AMS atau tanyakan kepada BSrE. Setelah penangguhan dibuka, tandai di sini.',
  },
  REVOKE: {
    means: 'sertifikat terakhir orang ini dicabut, padahal permohonannya berdasarkan sertifikat yang belum dicabut.',
    todo: 'Cari tahu di AMS siapa yang mencabut dan mengapa. Bila permohonan tetap berjalan, tandai di sini; bila tidak, kembalikan ke pemeriksaan.',
  },
};

export const LINK_SAID: Readonly<Record<LinkState, string>> = {
  set: 'passphrase sudah ditetapkan',
  missing: 'email dari BSrE belum diterima',
  expired: 'tautan dari BSrE sudah kedaluwarsa',
};
