import { type DataChange, MASKED, mask } from '../../../renewal/data.ts';
import { type Data, FIELDS, type Field } from '../../../renewal/renewal.ts';
import { cut, date, dateAndTime, listed } from '../../format.ts';
import { type Catalogue, type Context, drafts, lines, said } from '../catalogue.ts';
import { channels, replying } from './channels.ts';
import { choices } from './choices.ts';
import { fields, inSentence } from './fields.ts';
import { whileClosed } from './office.ts';
import { vocabulary } from './vocabulary.ts';

const { reasons } = vocabulary;

/** How much of the old value is repeated, so that ten long changes still fit into one message. */
const BEFORE_CHARACTERS = 60;
const shown = (field: Field, value: string) =>
  value === '' ? '(belum tercatat)' : MASKED.has(field) ? mask(value).toWellFormed() : value;

const sample: Readonly<Record<Field, string>> = {
  nik: 'NIK: (16 angka)',
  nip: 'NIP: (18 angka)',
  name: 'Nama: (nama lengkap sesuai KTP)',
  email: 'Email: nama@instansi.go.id',
  phone: 'Telepon: 0812 3456 7890',
  position: 'Jabatan: Kepala Seksi Informatika',
  organisation: 'Instansi: Dinas Kesehatan',
  unit: 'Unit kerja: Sekretariat',
  city: 'Kota/kabupaten: Kota Padang',
  province: 'Provinsi: Sumatera Barat',
};

function changed({ field, from, to }: DataChange): string {
  const before = cut(shown(field, from), BEFORE_CHARACTERS);
  const after = shown(field, to);
  const hidden = MASKED.has(field) && before === after ? ' (angka yang berubah disamarkan)' : '';
  return `${fields[field]}: ${before} → ${after}${hidden}`;
}

const invalid = {
  format: (field: string, value: string) =>
    `Isi “${value}” belum dapat kami terima untuk ${field}, karena bentuknya tidak sesuai.`,
  length: (field: string, value: string) =>
    `Isi “${value}” belum dapat kami terima untuk ${field}, karena panjangnya tidak sesuai.`,
  'birth-date': (field: string, value: string) =>
    `Isi “${value}” belum dapat kami terima untuk ${field}, karena tanggal lahir di dalamnya tidak mungkin benar.`,
  empty: (field: string) => `Isi yang baru untuk ${field} belum tertulis.`,
} as const;

/** The data on record, NIK and NIP masked. */
const onRecord = (line: { readonly data: Data; readonly asOf: Date }, c: Context) =>
  lines(
    `Data per tanggal ${date(line.asOf, c)}:`,
    ...FIELDS.map((field) => `${fields[field]}: ${shown(field, line.data[field])}`),
  );

export const data = {
  'data-check': (line, c) =>
    said([onRecord(line, c), 'NIK dan NIP disamarkan demi keamanan. Data ini menjadi dasar sertifikat yang baru.'], {
      question: 'Apakah semua data di atas masih benar?',
      choices: [choices.dataRight, choices.dataWrong, choices.later, choices.person],
    }),
  'data-taken': (line, c) =>
    said([
      'Sesuai pernyataan Anda bahwa tidak ada perubahan, data berikut kami catat sebagai data yang benar.',
      onRecord(line, c),
      lines('Bila ternyata ada yang keliru, tuliskan perubahannya, misalnya:', sample.position),
    ]),
  'data-shown': (line, c) =>
    said([onRecord(line, c), 'Mohon periksa juga data lainnya; NIK dan NIP disamarkan demi keamanan.']),
  'data-confirmed': () => said(['Terima kasih, data Anda sudah dicatat sebagai data yang benar.']),
  'change-ask': (line) =>
    said(
      line.fields.length === 0
        ? [
            'Data mana yang perlu diubah, dan apa isinya yang baru?',
            lines('Tulis nama data dan isi barunya, misalnya:', sample.position, sample.unit),
            'Beberapa perubahan boleh ditulis sekaligus, masing-masing satu baris.',
          ]
        : [
            `Apa isi yang baru untuk ${listed(line.fields.map(inSentence), 'id')}?`,
            lines('Tulis seperti contoh ini:', ...line.fields.map((field) => sample[field])),
          ],
      { choices: [choices.nothingToChange, choices.person] },
    ),
  'change-invalid': (line) => {
    return said(
      line.why === 'not-changeable'
        ? [
            `${fields[line.field]} tidak dapat diubah melalui percakapan ini. Tulis OPERATOR, dan operator akan membantu Anda.`,
          ]
        : [
            invalid[line.why](inSentence(line.field), shown(line.field, line.value)),
            lines('Silakan tulis lagi seperti contoh ini:', sample[line.field]),
          ],
      { choices: [choices.cancelChange, choices.person] },
    );
  },
  'change-noted': (line) =>
    said(
      [
        lines('Perubahan berikut sudah kami catat:', ...line.changes.map(changed)),
        'Perubahan ini baru berlaku setelah disetujui operator.',
      ],
      { question: 'Apakah perubahannya hanya itu?', choices: [choices.thatIsAll, choices.more, choices.cancelChange] },
    ),
  'change-letter-ask': (line, c) =>
    said(
      [
        line.alone
          ? 'Surat Rekomendasi sudah ada. Yang masih kami tunggu adalah Surat Permohonan Perubahan Data. Suratnya kami lampirkan dan sudah berisi data Anda.'
          : 'Perubahan data memerlukan dua surat: Surat Permohonan Perubahan Data, dan Surat Rekomendasi yang memuat data baru. Keduanya kami lampirkan dan sudah berisi data Anda.',
        `Mohon lengkapi bagian yang masih bertitik-titik, seperti nomor, tanggal, serta alasan dan bukti perubahan. ${line.alone ? 'Surat itu perlu tanda tangan Anda dan pimpinan.' : 'Surat Permohonan Perubahan Data perlu tanda tangan Anda dan pimpinan; Surat Rekomendasi cukup tanda tangan pimpinan.'} Setelah itu, kirim ${line.alone ? 'suratnya' : 'keduanya'} sebagai PDF ${replying(c)}${line.alone ? '' : '; boleh sekaligus, boleh satu per satu'}.`,
      ],
      {
        files: drafts(line.renewal, 'draft-change', ...(line.alone ? [] : (['draft-recommendation'] as const))),
        choices: [choices.later, choices.cancelChange, choices.person],
        app: 'Unggah surat di sini',
      },
    ),
  'change-cancelled': (line) =>
    said(
      ['Baik, perubahan data dibatalkan. Data yang tercatat tetap seperti semula.'],
      line.asks && {
        question: 'Apakah semua data itu sudah benar?',
        choices: [choices.dataRight, choices.dataWrong, choices.later, choices.person],
      },
    ),
  'change-none': () => said(['Tidak ada perubahan data yang sedang diajukan, jadi tidak ada yang dibatalkan.']),
  'change-too-late': () =>
    said([
      'Sertifikat Anda sedang atau sudah diterbitkan, sehingga datanya tidak dapat diubah lagi dari percakapan ini, dan belum ada yang berubah.',
    ]),
  'change-received': (_, c) =>
    said([
      `Perubahan data Anda sekarang menunggu keputusan operator, dan hasilnya akan kami kabarkan.${whileClosed(c)}`,
    ]),
  'change-approved': (line) =>
    said([
      line.recorded
        ? 'Perubahan data Anda sudah disetujui dan berlaku.'
        : 'Perubahan data Anda sudah disetujui. Operator masih mencatatnya di AMS, aplikasi milik penerbit sertifikat, agar sertifikat baru memuat data yang benar. Anda cukup menunggu kabar dari kami.',
    ]),
  'change-recorded': () =>
    said([
      'Perubahan data Anda sudah tercatat di AMS, aplikasi milik penerbit sertifikat. Sertifikat baru akan memuat data tersebut.',
    ]),
  'change-returned': (line) =>
    said(
      [
        `Perubahan data Anda belum dapat disetujui. ${reasons[line.reason].why}`,
        lines('Yang perlu Anda lakukan:', line.instruction || reasons[line.reason].todo),
      ],
      { choices: [choices.cancelChange, choices.person] },
    ),
  'data-versioned': () =>
    said([
      'Data Anda dalam catatan kami baru saja diperbarui. Karena data itu menjadi dasar sertifikat yang baru, mohon diperiksa sekali lagi.',
    ]),
  'email-changes': (line, c) =>
    said(
      [
        `Alamat email untuk layanan sertifikat elektronik Anda akan diganti pada ${dateAndTime(line.until, c)}. Setelah itu, kami tidak lagi menulis ke alamat ini.`,
        'Bila penggantian itu memang permintaan Anda, tidak ada yang perlu dilakukan.',
        `Bila bukan, beri tahu kami sebelum waktu itu: telepon ${c.agency.phone}, atau balas email ini dengan kata OPERATOR.`,
      ],
      { subject: 'Alamat email Anda akan diganti', choices: [choices.person] },
    ),
  'vouched-for': (line, c) =>
    said(
      [
        `Seorang operator telah memastikan identitas Anda, secara langsung atau melalui video, dan menghubungkan ${channels[line.channel].contact} dengan nama Anda. Permohonan sertifikat elektronik Anda sekarang dapat dilanjutkan dari sana.`,
        'Bila itu memang Anda, tidak ada yang perlu dilakukan.',
        `Bila bukan, segera beri tahu kami: telepon ${c.agency.phone}, atau balas email ini dengan kata OPERATOR.`,
      ],
      { subject: 'Operator telah memastikan identitas Anda', choices: [choices.person] },
    ),
  'vouch-taken-back': (line, c) =>
    said(
      [
        `Sebelumnya kami menghubungkan ${channels[line.channel].contact} dengan nama Anda. Hubungan itu sudah kami lepaskan, karena operator membatalkan pemastian identitas yang dilakukannya. Yang ditulis dari sana tidak lagi kami terima atas nama Anda, dan yang sudah masuk dari sana diperiksa operator.`,
        `Bila akun atau alamat itu memang milik Anda, telepon ${c.agency.phone}, atau balas email ini dengan kata OPERATOR. Bila bukan, tidak ada yang perlu dilakukan.`,
      ],
      { subject: 'Pemastian identitas Anda dibatalkan', choices: [choices.person] },
    ),
} satisfies Partial<Catalogue>;
