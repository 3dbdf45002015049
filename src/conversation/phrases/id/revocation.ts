import { date, dateAndTime } from '../../format.ts';
import type { Line, RevocationState } from '../../line.ts';
import { type Catalogue, type Context, lines, said } from '../catalogue.ts';
import { channels } from './channels.ts';
import { certificateChoices, certificateRows, choices, no, numbered, yes } from './choices.ts';
import { whileClosed } from './office.ts';

const because: Readonly<Record<Extract<Line, { say: 'revoked' }>['reason'], string>> = {
  keyCompromise: 'kunci atau perangkatnya hilang, atau dipakai orang lain',
  affiliationChanged: 'pemegangnya pindah atau tidak lagi bertugas di instansi ini',
  cessationOfOperation: 'sertifikatnya tidak dipakai lagi',
  superseded: 'sudah digantikan sertifikat yang baru',
};

const after = (hours: number): string =>
  `${hours === 0 ? 'langsung' : hours % 24 === 0 && hours > 24 ? `${hours / 24} hari` : `${hours} jam`} setelah`;

function standing({ state, at, expires }: RevocationState, afterHours: number | undefined, c: Context): string {
  const until = date(expires, c);
  const on = at === undefined ? '' : ` pada ${date(at, c)}`;
  switch (state) {
    case 'asked':
      return `permintaan pencabutannya kami terima${on} dan masih diperiksa operator; sampai diputuskan, sertifikat itu tetap berlaku`;
    case 'planned':
      return `sudah digantikan, dan akan dicabut${at === undefined ? '' : ` pada ${dateAndTime(at, c)}`}`;
    case 'running':
      return `pencabutannya sudah dicatat${on} dan sedang dijalankan, tetapi belum selesai`;
    case 'refused':
      return `tidak dicabut, sesuai keputusan operator${on}, dan berlaku sampai ${until}`;
    case 'done':
      return `sudah dicabut${on}`;
    case 'replaced':
      return afterHours === undefined
        ? `sudah digantikan tetapi belum dicabut; operator mencabutnya setelah sertifikat baru dapat digunakan`
        : `sudah digantikan tetapi belum dicabut; sertifikat itu dicabut ${after(afterHours)} Anda menulis SUDAH TERPASANG`;
    case 'in-use':
      return `masih berlaku sampai ${until}, dan tidak ada permintaan pencabutan`;
    case 'unsure':
      return 'datanya masih kami pastikan, jadi pencabutannya belum kami ketahui';
    case 'expired':
      return `sudah berakhir pada ${until}, sehingga tidak perlu dicabut`;
  }
}

/** A revocation that the person asks for, and what became of it. */
export const revocation = {
  'revoke-why': () =>
    said(['Kami membantu Anda mengajukan pencabutan sertifikat. Untuk itu, kami perlu mengetahui alasannya.'], {
      question: 'Mengapa sertifikat Anda perlu dicabut?',
      choices: [choices.deviceLost, choices.moved, choices.retired, choices.unused, choices.person],
    }),
  'revoke-which': (line, c) =>
    said([lines('Sertifikat Anda lebih dari satu:', ...certificateRows(line.certificates, c))], {
      question: 'Sertifikat mana yang perlu dicabut?',
      choices: [...certificateChoices(line.certificates, c), choices.person],
    }),
  'revoke-confirm': (line, c) =>
    said(
      [
        lines('Anda meminta pencabutan sertifikat berikut:', ...certificateRows(line.certificates, c)),
        `Alasannya: ${because[line.reason]}.`,
        'Setelah dicabut, sertifikat tidak dapat dipakai lagi untuk menandatangani dokumen, dan pencabutan tidak dapat dibatalkan. Dokumen yang sudah Anda tanda tangani sebelumnya tetap sah.',
      ],
      {
        question: 'Apakah sertifikat ini benar-benar perlu dicabut?',
        choices: [yes('Ya, cabut sertifikatnya'), no('Tidak, jangan dicabut'), choices.person],
      },
    ),
  'revocation-state': ({ certificates, afterHours }, c) =>
    said(
      [
        lines(
          'Keadaan sertifikat Anda:',
          ...certificates.map((each) => `• ${numbered(each.serial)}: ${standing(each, afterHours, c)}.`),
        ),
        certificates.every(({ state }) => state === 'in-use')
          ? `Bila diperbarui, sertifikat yang lama dicabut ${afterHours === undefined ? 'oleh operator setelah' : after(afterHours)} sertifikat baru terpasang. Dokumen yang sudah Anda tanda tangani tetap sah.`
          : '',
      ],
      { choices: [choices.person] },
    ),
  'revoke-noted': (_, c) =>
    said(
      [
        `Permintaan Anda sudah kami teruskan kepada operator. Operator memeriksanya, dan keputusannya kami kabarkan kepada Anda. Sampai diputuskan, sertifikat Anda masih berlaku.${whileClosed(c)}`,
        `Bila mendesak, telepon ${c.agency.phone}. Bila berubah pikiran sebelum diputuskan, tulis BATAL CABUT.`,
      ],
      { choices: [choices.keep] },
    ),
  'revoke-none': () =>
    said(['Tidak ada sertifikat Anda yang masih berlaku, jadi tidak ada yang perlu dicabut.'], {
      choices: [choices.person],
    }),
  'revoke-unsure': (_, c) =>
    said(
      [
        'Sertifikat Anda baru kami ketahui dari sebuah pemberitahuan dan datanya belum kami pastikan, jadi pencabutannya belum dapat kami catat dari percakapan ini. Operator sudah kami beri tahu dan akan membantu Anda di sini.',
        `Bila mendesak, telepon ${c.agency.phone}.`,
      ],
      { choices: [choices.person] },
    ),
  'revoke-pending': () =>
    said(
      [
        'Permintaan pencabutan Anda sudah ada pada operator dan belum diputuskan; Anda tidak perlu mengulanginya. Keputusannya kami kabarkan. Bila berubah pikiran, tulis BATAL CABUT.',
      ],
      { choices: [choices.keep, choices.person] },
    ),
  'revoke-decided': () =>
    said(
      [
        'Operator sudah menyetujui pencabutan sertifikat Anda, dan pencabutannya sedang dijalankan, sehingga tidak dapat dibatalkan lagi. Begitu selesai, kami mengabari Anda.',
      ],
      { choices: [choices.person] },
    ),
  'revoke-taken-back': () =>
    said(['Baik, permintaan pencabutan Anda kami tarik kembali. Sertifikat Anda tetap berlaku.']),
  'revoke-taken-back-elsewhere': (line, c) =>
    said(
      [
        `Permintaan pencabutan sertifikat Anda ditarik kembali ${channels[line.channel].through} pada ${date(line.at, c)}. Sertifikat Anda tidak dicabut dan tetap berlaku.`,
        `Bila itu memang Anda, tidak ada yang perlu dilakukan. Bila bukan Anda, segera balas pesan ini dengan menulis CABUT SERTIFIKAT SAYA, atau telepon ${c.agency.phone}.`,
      ],
      { subject: 'Permintaan pencabutan sertifikat Anda ditarik kembali', choices: [choices.person] },
    ),
  'revoke-not-from-here': (_, c) =>
    said(
      [
        'Permintaan pencabutan ini diajukan karena kunci atau perangkat Anda hilang. Demi keamanan Anda, permintaan seperti itu hanya dapat ditarik kembali dari tempat mengajukannya, sehingga belum ada yang berubah.',
        `Tulis BATAL CABUT dari alamat atau percakapan yang Anda pakai saat mengajukannya. Bila tidak bisa, tulis OPERATOR atau telepon ${c.agency.phone}.`,
      ],
      { choices: [choices.person] },
    ),
  'revoke-held': (_, c) =>
    said(
      [
        `Baik, pencabutan sertifikat Anda yang lama kami tahan, dan operator yang memutuskannya. Keputusannya kami kabarkan; sampai diputuskan, sertifikat itu tetap berlaku.${whileClosed(c)}`,
        'Bila sertifikat yang baru belum dapat digunakan, tulis OPERATOR, lalu jelaskan kendalanya. Mohon jangan menuliskan kata sandi Anda.',
      ],
      { choices: [choices.person] },
    ),
  'revoke-held-elsewhere': (line, c) =>
    said(
      [
        `Melalui Telegram, pada ${dateAndTime(line.at, c)}, kami diminta menahan pencabutan sertifikat Anda yang lama (${numbered(line.serial)}). Operator yang memutuskannya; sampai diputuskan, sertifikat itu tetap berlaku.`,
        `Bila itu memang Anda, tidak ada yang perlu dilakukan. Bila bukan Anda, segera balas pesan ini dengan menulis OPERATOR, atau telepon ${c.agency.phone}.`,
      ],
      { subject: 'Pencabutan sertifikat Anda yang lama ditahan', choices: [choices.person] },
    ),
  'revoke-held-by-operator': (line, c) =>
    said(
      [
        `Operator kami menahan pencabutan sertifikat Anda yang lama (${numbered(line.serial)}) pada ${dateAndTime(line.at, c)}. Sertifikat itu tidak dicabut pada hari yang kami sebutkan sebelumnya, dan tetap berlaku sampai operator memutuskannya. Keputusannya kami kabarkan.`,
        `Anda tidak perlu melakukan apa pun. Bila ada yang ingin ditanyakan, tulis OPERATOR, atau telepon ${c.agency.phone}.`,
      ],
      { subject: 'Pencabutan sertifikat Anda yang lama ditahan', choices: [choices.person] },
    ),
  'revoke-not-asked': () =>
    said(['Tidak ada permintaan pencabutan dari Anda yang sedang menunggu, jadi tidak ada yang berubah.'], {
      choices: [choices.person],
    }),
  'revoke-held-late': (line, c) =>
    said(
      [
        `Pencabutan sertifikat Anda yang lama (${numbered(line.serial)}) tidak sempat ditahan: permintaannya kami terima ketika pencabutan itu sedang dijalankan. Sertifikat tersebut sudah dicabut pada ${dateAndTime(line.at, c)}.`,
        'Pencabutan tidak dapat dibatalkan. Dokumen yang sudah Anda tanda tangani sebelumnya tetap sah, dan selanjutnya Anda menandatangani dengan sertifikat yang baru.',
        `Bila sertifikat yang baru belum dapat digunakan, tulis OPERATOR, lalu jelaskan kendalanya, atau telepon ${c.agency.phone}. Mohon jangan menuliskan kata sandi Anda.`,
      ],
      { subject: 'Sertifikat Anda yang lama sudah telanjur dicabut', choices: [choices.person] },
    ),
  revoked: ({ serials, at, reason }, c) => {
    const one = serials.length === 1;
    const [on, why] = [`sudah dicabut pada ${date(at, c)}`, `Alasannya: ${because[reason]}.`];
    return said(
      [
        one
          ? `Sertifikat elektronik Anda (${numbered(serials[0])}) ${on}. ${why}`
          : lines(
              `Sertifikat elektronik Anda berikut ini ${on}:`,
              ...serials.map((each) => `• ${numbered(each)}`),
              why,
            ),
        `Sejak saat itu ${one ? 'sertifikat tersebut' : 'semuanya'} tidak dapat dipakai lagi untuk menandatangani dokumen. Dokumen yang sudah Anda tanda tangani sebelumnya tetap sah.`,
        `Bila memerlukan sertifikat baru, tulis PERBARUI. Bila Anda tidak meminta pencabutan ini, segera telepon ${c.agency.phone}.`,
      ],
      {
        subject: `${one ? 'Sertifikat' : `${serials.length} sertifikat`} elektronik Anda sudah dicabut`,
        choices: [choices.renew, choices.person],
      },
    );
  },
  'revocation-refused': (line, c) =>
    said(
      [
        `Operator sudah memeriksa ${line.held ? 'pencabutan yang Anda minta ditahan' : 'permintaan pencabutan Anda'} pada ${date(line.at, c)}. Sertifikat Anda (${numbered(line.serial)}) tidak dicabut dan tetap berlaku.`,
        line.instruction === '' ? '' : lines('Penjelasan operator:', line.instruction),
        `Bila keputusan ini belum jelas, tulis OPERATOR atau telepon ${c.agency.phone}.`,
      ],
      { subject: 'Sertifikat elektronik Anda tidak dicabut', choices: [choices.person] },
    ),
} satisfies Partial<Catalogue>;
