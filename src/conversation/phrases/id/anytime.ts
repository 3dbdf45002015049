import type { What } from '../../../renewal/renewal.ts';
import { date } from '../../format.ts';
import { isChat } from '../../inbound.ts';
import type { Line, StatusStep } from '../../line.ts';
import { type Catalogue, type Context, lines, MARKS, said } from '../catalogue.ts';
import { answersInShort } from './answers.ts';
import { choices, no, yes } from './choices.ts';
import { atWork, whileClosed } from './office.ts';
import { vocabulary } from './vocabulary.ts';

const { activities, acts, answers, forOperators, outcomes, reasons, stepStates, whats, whoseTurn } = vocabulary;

const awaits = { ...whats, ...forOperators };

type Status = Extract<Line, { say: 'status' }>;

function step(each: StatusStep, { who, awaiting }: Status, c: Context): string {
  const turn = who !== 'nobody' && awaiting !== 'nothing' ? `${whoseTurn[who]}: ${acts[awaiting]}` : stepStates.now;
  const when = each.at ? `, ${date(each.at, c)}` : '';
  return `${MARKS[each.state]} ${each.activity}. ${activities[each.activity]} (${each.state === 'now' ? turn : stepStates[each.state]}${when})`;
}

function returned({ returned: back }: Status, c: Context): string {
  if (!back) return '';
  const { why, todo } = reasons[back.reason];
  return lines(
    `Dikembalikan operator pada ${date(back.at, c)} untuk diperbaiki. ${why}`,
    `Yang perlu Anda lakukan: ${back.instruction || todo}`,
  );
}

function waiting({ who, awaiting, beside, since }: Status, c: Context): string {
  const meanwhile = beside
    ? `Sambil menunggu, Anda sudah dapat melanjutkan: ${acts[beside]}.`
    : 'Saat ini tidak ada yang perlu Anda lakukan.';
  switch (who) {
    case 'applicant':
      return `Menunggu Anda sejak ${date(since, c)}.`;
    case 'operator':
      return `Menunggu operator sejak ${date(since, c)}.${atWork(c)} ${meanwhile}`;
    case 'issuer':
      return `Menunggu penerbit sertifikat sejak ${date(since, c)}. Biasanya selesai dalam beberapa menit. ${meanwhile}`;
    case 'system':
      return `${awaiting === 'reading' ? 'Biasanya selesai dalam satu menit. ' : ''}${meanwhile}`;
    case 'nobody':
      return 'Tidak ada lagi yang ditunggu.';
  }
}

const left = {
  left: 'sudah tidak bekerja di instansi ini',
  retired: 'sudah pensiun',
  moved: 'sudah pindah tugas',
  died: 'sudah meninggal dunia',
} as const;

/** Sentences for reminders; the question itself follows below. */
const reminded: Readonly<Partial<Record<What, string>>> = {
  'sign-in': 'Pembaruan sertifikat Anda belum dimulai.',
  'data-check': 'Kami masih menunggu jawaban Anda tentang data yang tercatat.',
  'change-values': 'Kami masih menunggu isi data Anda yang berubah.',
  'change-letter': 'Kami masih menunggu Surat Permohonan Perubahan Data Anda.',
  letter: 'Kami masih menunggu Surat Rekomendasi Anda.',
  'kept-letter': 'Kami masih menunggu jawaban Anda tentang berkas yang pernah Anda kirim.',
  key: 'Langkah Anda berikutnya adalah membuat pasangan kunci baru di halaman pribadi Anda.',
  passphrase:
    'Kami masih menunggu kabar Anda tentang passphrase (kata sandi sertifikat), yang ditetapkan melalui tautan dari BSrE.',
  collect: 'Sertifikat Anda sudah terbit dan menunggu Anda ambil dan pasang.',
};

/** The choices of a question that is only called to mind. */
const beside = {
  'data-check': [choices.dataRight, choices.dataWrong, choices.later, choices.person],
  letter: [choices.later, choices.person],
  'change-letter': [choices.later, choices.cancelChange, choices.person],
  key: [choices.page, choices.later, choices.person],
  passphrase: [choices.linkSet, choices.linkMissing, choices.linkExpired, choices.later, choices.person],
  collect: [choices.collected, choices.page, choices.person],
} as const;
/** Of a letter that an operator sent back. */
const SENT_BACK = [
  'Kami masih menunggu Surat Rekomendasi Anda yang sudah diperbaiki.',
  'Apa yang perlu diperbaiki, beserta surat yang sudah kami isi dengan data Anda, kami kirim sekali lagi bila Anda menulis LANJUT.',
];
const LETTERS: ReadonlySet<What> = new Set<What>(['letter', 'change-letter']);

export const anytime = {
  greeting: (line) =>
    said([
      line.name
        ? `Bapak/Ibu ${line.name}, terima kasih sudah menghubungi kami. Kami siap membantu pembaruan sertifikat elektronik Anda.`
        : 'Terima kasih sudah menghubungi kami. Kami siap membantu pembaruan sertifikat elektronik Anda.',
    ]),
  thanks: () => said(['Sama-sama. Senang dapat membantu.']),
  ack: (line) =>
    said([line.awaits === 'applicant' ? 'Baik, kami tunggu.' : 'Baik. Kami akan mengabari Anda begitu ada hasilnya.']),
  help: (_, c) =>
    said(
      [
        lines(
          'Anda dapat menulis dengan kata-kata sendiri. Beberapa contoh:',
          '• PERBARUI: memulai pembaruan sertifikat',
          '• STATUS: melihat perkembangan permohonan Anda',
          '• BESOK: melanjutkan esok hari',
          '• TAUTAN: menerima tautan (link) ke halaman pribadi Anda',
          '• OPERATOR: berbicara dengan operator, yaitu petugas kami',
          '• BATALKAN PERMOHONAN: menghentikan permohonan',
          '• CABUT SERTIFIKAT SAYA: meminta pencabutan, misalnya bila kunci atau perangkat hilang',
          '• ENGLISH: to switch to English',
        ),
        `Anda juga dapat menelepon ${c.agency.phone} pada jam layanan (${c.officeHours}).`,
      ],
      // On mail the words above are the choices.
      { choices: isChat(c.channel) ? [choices.status, choices.howLong, choices.documents, choices.person] : [] },
    ),
  status: (line, c) =>
    said(
      [
        `Permohonan ${line.number}`,
        lines(...line.steps.map((each) => step(each, line, c))),
        returned(line, c),
        lines(waiting(line, c), `Masa berlaku sertifikat yang diperbarui: sampai ${date(line.expires, c)}.`),
      ],
      {
        choices: [...(line.who === 'applicant' || line.beside ? [choices.resume] : []), choices.person],
        app: 'Lihat status selengkapnya',
      },
    ),
  'status-none': () =>
    said(
      [
        'Saat ini tidak ada permohonan Anda yang sedang berjalan. Tulis PERBARUI bila ingin memperbarui sertifikat Anda.',
      ],
      {
        choices: [choices.renew, choices.person],
      },
    ),
  'person-called': (_, c) =>
    said([
      `Operator sudah kami beri tahu dan akan membalas di sini.${whileClosed(c)} Silakan langsung tulis pertanyaan atau kendala Anda.`,
    ]),
  'loss-heard': (_, c) =>
    said([
      `Laporan Anda langsung kami teruskan kepada operator.${whileClosed(c)} Bila mendesak, segera telepon ${c.agency.phone}. Supaya pencabutan dapat diajukan, kami perlu memastikan dahulu siapa Anda.`,
    ]),
  'complaint-noted': (_, c) =>
    said([
      `Mohon maaf atas ketidaknyamanan yang Anda alami. Keluhan Anda kami teruskan kepada operator, dan ia akan membalas di sini.${whileClosed(c)}`,
    ]),
  'passed-on': (_, c) =>
    said([`Pesan ini juga kami sampaikan kepada operator, dan ia akan membalas di sini.${whileClosed(c)}`]),
  'no-mailbox': (_, c) =>
    said([
      c.withoutMail
        ? 'Untuk meneruskan, operator perlu memastikan identitas Anda secara langsung atau melalui panggilan video.'
        : 'Kode hanya kami kirim ke alamat email yang tercatat. Bila email itu tidak dapat dibuka, operator dapat memastikan identitas Anda secara langsung atau melalui panggilan video.',
      `Operator sudah kami beri tahu dan akan membalas di sini.${whileClosed(c)}`,
      `Anda juga dapat menelepon ${c.agency.phone}.`,
    ]),
  'operator-here': (line, c) =>
    said([
      `Sekarang Anda berbicara dengan ${line.operator}, operator ${c.agency.name}. Asisten otomatis tidak menjawab sampai pembicaraan ini selesai.`,
    ]),
  'handed-back': () =>
    said([
      'Pembicaraan dengan operator sudah selesai, dan asisten otomatis kembali membantu Anda. Tulis OPERATOR bila memerlukannya lagi.',
    ]),
  'from-operator': (line) => said([lines(`${line.operator} (operator):`, line.text)]),
  answer: (line, c) => ((line.again && answersInShort[line.to]) || answers[line.to])(c),
  'language-changed': () => said(['Baik, kami memakai bahasa Indonesia.']),
  'later-noted': (line, c) =>
    said([
      `Baik, kami tidak mengingatkan Anda sebelum ${date(line.until, c)}.${line.sooner ? ' Lebih lama dari itu tidak kami sarankan, karena sertifikat Anda segera berakhir.' : ''} Bila ingin melanjutkan lebih awal, tulis LANJUT kapan saja.`,
    ]),
  'later-sign-in': (line) =>
    said([
      line.code
        ? 'Baik, tidak perlu tergesa-gesa. Kode tadi hanya berlaku 10 menit; bila Anda kembali setelah itu, tulis KIRIM KODE BARU.'
        : 'Baik, tidak perlu tergesa-gesa. Bila Anda kembali nanti, cukup tulis NIP (18 angka) atau alamat email yang terdaftar di sini.',
    ]),
  'withdraw-confirm': () =>
    said(
      [
        'Bila permohonan dibatalkan, sertifikat baru tidak diterbitkan. Anda dapat mengajukan permohonan lagi di kemudian hari.',
      ],
      {
        question: 'Apakah Anda benar-benar ingin membatalkan permohonan ini?',
        choices: [yes('Ya, batalkan'), no('Tidak, lanjutkan')],
      },
    ),
  withdrawn: () =>
    said([
      'Permohonan Anda sudah dibatalkan, dan tidak ada sertifikat baru yang diterbitkan. Tulis PERBARUI bila kelak ingin memulai lagi.',
    ]),
  'withdraw-too-late': () =>
    said(
      [
        'Penerbitan sertifikat Anda sudah dimulai atau sudah selesai, sehingga permohonan tidak dapat dibatalkan lagi. Bila Anda tidak menghendaki sertifikat itu, tulis OPERATOR agar pencabutannya diproses.',
      ],
      { choices: [choices.person] },
    ),
  'stop-confirm': () =>
    said(
      [
        'Bila pesan dihentikan, Anda tidak lagi menerima pengingat, dan sertifikat dapat berakhir tanpa pemberitahuan. Keputusan atas permohonan Anda tetap kami kabarkan.',
      ],
      {
        question: 'Apakah Anda benar-benar ingin menghentikan pesan dari kami?',
        choices: [yes('Ya, hentikan'), no('Tidak, tetap kirim')],
      },
    ),
  stopped: () =>
    said([
      'Baik, kami tidak lagi mengirim pengingat. Bila kelak ingin melanjutkan dan diingatkan lagi, tulis LANJUT; kami siap membantu kapan saja.',
    ]),
  'not-me-confirm': () =>
    said(['Bila pesan kami salah alamat, percakapan ini kami putuskan dari permohonan tersebut.'], {
      question: 'Apakah pesan kami memang salah alamat?',
      choices: [yes('Ya, salah alamat'), no('Tidak, ini saya'), choices.person],
    }),
  'not-me-noted': () =>
    said([
      'Terima kasih sudah memberi tahu, dan mohon maaf atas kekeliruan ini. Percakapan ini sudah kami putuskan dari permohonan, dan operator akan memeriksanya. Mohon hapus pesan-pesan sebelumnya.',
    ]),
  'left-confirm': (line) =>
    said(
      [
        `Menurut pesan Anda, pemegang sertifikat ini ${left[line.why]}. ${line.why === 'died' ? 'Bila benar, kami turut berdukacita, dan operator' : 'Bila benar, operator'} akan menindaklanjutinya.`,
      ],
      { question: 'Apakah benar demikian?', choices: [yes('Ya, benar'), no('Tidak benar'), choices.person] },
    ),
  'left-noted': () =>
    said([
      'Terima kasih atas pemberitahuannya. Operator akan memeriksa dan menindaklanjutinya. Anda tidak perlu melakukan apa pun.',
    ]),
  'device-lost-confirm': () =>
    said(
      [
        'Laporan Anda sudah kami teruskan kepada operator. Agar tidak disalahgunakan, sertifikat pada kunci atau perangkat yang hilang perlu dicabut; setelah itu sertifikat tersebut tidak dapat dipakai lagi.',
      ],
      {
        question: 'Apakah sertifikat Anda perlu dicabut?',
        choices: [yes('Ya, cabut sertifikatnya'), no('Tidak, jangan dicabut'), choices.person],
      },
    ),
  'device-lost-noted': (_, c) =>
    said([
      'Laporan Anda sudah kami terima, dan operator langsung kami beri tahu untuk memproses pencabutan sertifikat agar tidak disalahgunakan.',
      `Bila mendesak, telepon ${c.agency.phone}. Bila perangkat ditemukan, jangan memakai sertifikat itu sebelum berbicara dengan operator.`,
    ]),
  'kept-going': () => said(['Baik, tidak ada yang berubah.']),
  over: (line) =>
    line.outcome === 'lapsed'
      ? said(['Permohonan ini sudah ditutup karena lama tidak ada kabar. Tulis LANJUT bila ingin meneruskannya.'], {
          choices: [choices.resume, choices.person],
        })
      : said(
          [
            `Permohonan ini tidak berjalan lagi. Status terakhirnya: ${outcomes[line.outcome]}. Tulis PERBARUI bila ingin memulai permohonan baru.`,
          ],
          { choices: [choices.renew, choices.person] },
        ),
  resumed: () => said(['Baik, permohonan Anda kita lanjutkan. Semua yang pernah Anda kirim masih tersimpan.']),
  reminder: (line, c) =>
    said(
      [
        `${reminded[line.what] ?? `Kami masih menunggu: ${whats[line.what]}.`} Sertifikat yang lama berakhir pada ${date(line.expires, c)}.`,
        line.alone ? 'Tulis LANJUT, dan kami kirim sekali lagi apa yang perlu Anda lakukan.' : '',
        line.count > 1 ? 'Bila ada kendala, operator kami siap membantu.' : '',
      ],
      {
        subject: 'Pengingat: pembaruan sertifikat elektronik Anda',
        choices: [
          ...(line.what === 'collect' ? [choices.collected] : line.what === 'sign-in' ? [choices.renew] : []),
          ...(line.alone ? [choices.resume] : []),
          choices.later,
          choices.person,
        ],
      },
    ),
  'still-waiting': (line) =>
    said(
      line.again
        ? SENT_BACK
        : [
            reminded[line.what] ?? '',
            LETTERS.has(line.what)
              ? 'Bila Anda memerlukan surat yang sudah kami isi dengan data Anda, tulis LANJUT, dan kami mengirimnya.'
              : '',
          ],
      {
        ...(line.what === 'data-check'
          ? { question: 'Apakah data Anda dalam pesan kami sebelumnya masih benar?' }
          : {}),
        choices: beside[line.what],
      },
    ),
  lapsed: () =>
    said(
      [
        'Karena sudah lama tidak ada kabar, permohonan Anda kami tutup. Semua yang pernah Anda kirim masih tersimpan. Tulis LANJUT bila ingin meneruskannya.',
      ],
      { subject: 'Permohonan Anda kami tutup sementara', choices: [choices.resume, choices.person] },
    ),
  'operator-ping': (line) =>
    said([`${line.waiting} hal menunggu operator. Terbaru: ${awaits[line.what]}. Silakan buka konsol.`]),
} satisfies Partial<Catalogue>;
