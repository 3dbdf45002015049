import type { LetterData, LetterDraft, LetterDraftRequest, LetterField } from './letter.ts';
import {
  finish,
  foot,
  letterhead,
  newSheet,
  pages,
  paragraph,
  rows,
  type Sheet,
  signatures,
  table,
  title,
} from './paper.ts';

/** Points of the running text, largest first: the first that fits on one page is taken. */
const SIZES = [11, 10, 9, 8] as const;
/** Numbers that people know of a renewal; an internal id is not printed. */
const KNOWN_NUMBER = /^\d{4}-\d{1,12}$/;

const LABELS: Readonly<Record<LetterField, string>> = {
  nik: 'NIK',
  nip: 'NIP',
  name: 'Nama',
  email: 'Alamat email dinas',
  phone: 'Nomor telepon',
  position: 'Jabatan',
  organisation: 'Instansi',
  unit: 'Unit kerja',
  city: 'Kota/Kabupaten',
  province: 'Provinsi',
};

const TITLES = {
  recommendation: ['SURAT REKOMENDASI', 'PERMOHONAN PENERBITAN SERTIFIKAT ELEKTRONIK'],
  change: ['SURAT PERMOHONAN PERUBAHAN DATA', 'SERTIFIKAT ELEKTRONIK'],
} as const;

type DraftOptions = {
  /** The registration authority, to which the letter goes: "Dinas Komunikasi dan Informatika Provinsi ...". */
  readonly agency: string;
  /** Dates are said in this zone: Asia/Jakarta. */
  readonly timeZone: string;
};

/**
 * Writes letters that only lack what their signatory has to add: number, date, the recommending head, the rank (which
 * no record holds), signature and stamp. They carry the full NIK, so whoever stores one must encrypt it.
 * One A4 page; only data of absurd length takes a second.
 */
export function createLetterDraft({ agency, timeZone }: DraftOptions): LetterDraft {
  const day = new Intl.DateTimeFormat('id-ID', { dateStyle: 'long', timeZone });
  const write = (request: LetterDraftRequest, size: number): Sheet => {
    const sheet = newSheet(size, { title: TITLES[request.letter].join(' '), at: request.at });
    letterhead(sheet, request.data.organisation, request.data.unit);
    title(sheet, TITLES[request.letter]);
    if (request.letter === 'recommendation') recommendation(sheet, request.data, agency);
    else dataChange(sheet, request, agency);
    const number = KNOWN_NUMBER.test(request.renewal) ? ` untuk permohonan pembaruan nomor ${request.renewal}` : '';
    foot(sheet, [`Disiapkan ${day.format(request.at)}${number}. Baris titik-titik diisi oleh penanda tangan.`]);
    return sheet;
  };
  return {
    async draft(request) {
      let sheet = write(request, SIZES[0]);
      for (const size of SIZES.slice(1)) if (pages(sheet) > 1) sheet = write(request, size);
      return await finish(sheet);
    },
  };
}

/** Whom a letter is about. His rank is in no record: it is written in by hand. */
const personIn = (data: LetterData): [string, string?][] => [
  ['Nama', data.name],
  ['NIP', data.nip],
  ['NIK', data.nik],
  ['Pangkat/Golongan'],
  ['Jabatan', data.position],
  ['Instansi', data.organisation],
  ['Unit kerja', data.unit],
];

function recommendation(sheet: Sheet, data: LetterData, agency: string): void {
  paragraph(sheet, 'Yang bertanda tangan di bawah ini:');
  rows(sheet, [['Nama'], ['NIP'], ['Pangkat/Golongan'], ['Jabatan'], ['Instansi'], ['Unit kerja']]);
  paragraph(sheet, 'dengan ini memberikan rekomendasi kepada:');
  rows(sheet, [...personIn(data), [LABELS.email, data.email]]);
  paragraph(
    sheet,
    `untuk mengajukan permohonan penerbitan sertifikat elektronik melalui ${agency} selaku otoritas pendaftaran, ` +
      'dalam rangka pembaruan sertifikat elektronik dengan penggantian pasangan kunci. Sertifikat elektronik tersebut ' +
      'digunakan untuk penandatanganan dokumen elektronik dalam pelaksanaan tugas kedinasan.',
  );
  paragraph(
    sheet,
    'Demikian surat rekomendasi ini dibuat dengan sebenarnya, untuk dapat dipergunakan sebagaimana mestinya.',
  );
  signatures(sheet, [{ above: [place(data), ''] }]);
}

function dataChange(sheet: Sheet, { data, changes = [] }: LetterDraftRequest, agency: string): void {
  paragraph(sheet, `Kepada Yth. Pimpinan ${agency}`);
  paragraph(sheet, 'Yang bertanda tangan di bawah ini:');
  rows(sheet, personIn(data));
  paragraph(sheet, 'mengajukan permohonan perubahan data pada sertifikat elektronik sebagai berikut:');
  const body = changes.map(({ field, from, to }, index) => [`${index + 1}.`, LABELS[field], from || '-', to || '-']);
  table(sheet, [0.07, 0.23, 0.35, 0.35], ['No.', 'Data', 'Sebelum perubahan', 'Sesudah perubahan'], body);
  rows(sheet, [['Alasan perubahan'], ['Bukti pendukung']]);
  paragraph(
    sheet,
    'Demikian permohonan ini dibuat dengan sebenarnya. Atas perhatian Bapak/Ibu, diucapkan terima kasih.',
  );
  signatures(sheet, [
    { above: ['Mengetahui,', ''] },
    { above: [place(data), 'Pemohon,'], name: data.name, nip: data.nip },
  ]);
}

/** The city is known, the day is the signatory's. */
function place({ city }: LetterData): string {
  return `${city ? `${city}, ` : ''}…`;
}
