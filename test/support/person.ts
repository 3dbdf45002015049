import type { Data } from '../../src/renewal/renewal.ts';

/** Somebody with all that is on record of a person; a test names what it is about. */
export const somebody = (of: Partial<Data> = {}): Data => ({
  nik: '3374015509900002',
  nip: '199009152015022001',
  name: 'Siti Nurhaliza Wulandari',
  email: 'siti.wulandari@contohprov.example',
  phone: '+6281234567890',
  position: 'Pranata Komputer Ahli Muda',
  organisation: 'Dinas Komunikasi dan Informatika',
  unit: 'Bidang Persandian',
  city: 'Semarang',
  province: 'Jawa Tengah',
  ...of,
});
