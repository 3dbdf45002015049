import type { LetterData } from '../../src/letters/letter.ts';
import type { Fields, Log } from '../../src/log.ts';
import { somebody } from '../support/person.ts';

export const SITI: LetterData = somebody({
  nik: '3273014101800001',
  nip: '198001012005012004',
  name: 'Dr. Hj. Siti Aminah Nurhaliza, S.T., M.Si.',
  email: 'siti.aminah@diskominfo.contoh.go.id',
  position: 'Kepala Seksi Infrastruktur Teknologi Informasi dan Komunikasi pada Bidang Persandian',
  organisation: 'Pemerintah Provinsi Contoh',
  unit: 'Dinas Komunikasi dan Informatika',
  city: 'Kota Contoh',
  province: 'Contoh',
});

/** Keeps why children had to be ended. */
export function listening(): { log: Log; ended: Fields['why'][] } {
  const ended: Fields['why'][] = [];
  return { ended, log: { info() {}, warn: (_what, fields) => ended.push(fields?.why), error() {} } };
}
