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
  value === '' ? '(not on record)' : MASKED.has(field) ? mask(value).toWellFormed() : value;

const sample: Readonly<Record<Field, string>> = {
  nik: 'NIK: (16 digits)',
  nip: 'NIP: (18 digits)',
  name: 'Name: (full name as on the identity card)',
  email: 'E-mail: name@office.go.id',
  phone: 'Telephone: 0812 3456 7890',
  position: 'Position: Kepala Seksi Informatika',
  organisation: 'Organisation: Dinas Kesehatan',
  unit: 'Unit: Sekretariat',
  city: 'City: Kota Padang',
  province: 'Province: Sumatera Barat',
};

function changed({ field, from, to }: DataChange): string {
  const before = cut(shown(field, from), BEFORE_CHARACTERS);
  const after = shown(field, to);
  const hidden = MASKED.has(field) && before === after ? ' (the digits that change are hidden)' : '';
  return `${fields[field]}: ${before} → ${after}${hidden}`;
}

const invalid = {
  format: (field: string, value: string) =>
    `We cannot use “${value}” for ${field}, because it does not have the right form.`,
  length: (field: string, value: string) => `We cannot use “${value}” for ${field}, because its length is not right.`,
  'birth-date': (field: string, value: string) =>
    `We cannot use “${value}” for ${field}, because the birth date in it cannot be right.`,
  empty: (field: string) => `The new value for ${field} is missing.`,
} as const;

/** The data on record, NIK and NIP masked. */
const onRecord = (line: { readonly data: Data; readonly asOf: Date }, c: Context) =>
  lines(
    `Data as of ${date(line.asOf, c)}:`,
    ...FIELDS.map((field) => `${fields[field]}: ${shown(field, line.data[field])}`),
  );

export const data = {
  'data-check': (line, c) =>
    said(
      [onRecord(line, c), 'NIK and NIP are partly hidden for safety. The new certificate will be based on this data.'],
      {
        question: 'Is all of the above still right?',
        choices: [choices.dataRight, choices.dataWrong, choices.later, choices.person],
      },
    ),
  'data-taken': (line, c) =>
    said([
      'As you say that nothing has changed, we have noted the following data as right.',
      onRecord(line, c),
      lines('If something is wrong after all, write what it should be, for example:', sample.position),
    ]),
  'data-shown': (line, c) =>
    said([onRecord(line, c), 'Please check the rest of it as well; NIK and NIP are partly hidden for safety.']),
  'data-confirmed': () => said(['Thank you, we have noted that your data is right.']),
  'change-ask': (line) =>
    said(
      line.fields.length === 0
        ? [
            'Which data has to be changed, and what is the new value?',
            lines('Write the name and the new value, for example:', sample.position, sample.unit),
            'You may write several changes at once, one per line.',
          ]
        : [
            `What is the new value for your ${listed(line.fields.map(inSentence), 'en')}?`,
            lines('Please write it like this:', ...line.fields.map((field) => sample[field])),
          ],
      { choices: [choices.nothingToChange, choices.person] },
    ),
  'change-invalid': (line) => {
    return said(
      line.why === 'not-changeable'
        ? [
            `${fields[line.field]} cannot be changed in this conversation. Write OPERATOR, and an operator will help you.`,
          ]
        : [
            invalid[line.why](inSentence(line.field), shown(line.field, line.value)),
            lines('Please write it again like this:', sample[line.field]),
          ],
      { choices: [choices.cancelChange, choices.person] },
    );
  },
  'change-noted': (line) =>
    said(
      [
        lines(
          line.changes.length === 1 ? 'We have noted this change:' : 'We have noted these changes:',
          ...line.changes.map(changed),
        ),
        'Nothing is changed until an operator has approved it.',
      ],
      { question: 'Is that all that changes?', choices: [choices.thatIsAll, choices.more, choices.cancelChange] },
    ),
  'change-letter-ask': (line, c) =>
    said(
      [
        line.alone
          ? 'We have your recommendation letter. We are still waiting for the data-change letter (Surat Permohonan Perubahan Data). It is attached, with your data filled in.'
          : 'A data change needs two letters: the data-change letter (Surat Permohonan Perubahan Data), and a recommendation letter (Surat Rekomendasi) with the new data. Both are attached, with your data filled in.',
        `Please have the dotted lines completed, such as number, date, and the reason and evidence for the change. ${line.alone ? 'It needs your signature and that of your head of office.' : 'The data-change letter needs your signature and that of your head of office; the recommendation letter only the latter.'} Then send ${line.alone ? 'it' : 'both'} as PDF ${replying(c)}${line.alone ? '' : ', together or one after the other'}.`,
      ],
      {
        files: drafts(line.renewal, 'draft-change', ...(line.alone ? [] : (['draft-recommendation'] as const))),
        choices: [choices.later, choices.cancelChange, choices.person],
        app: 'Upload the letters here',
      },
    ),
  'change-cancelled': (line) =>
    said(
      ['All right, the change is cancelled. The data on record stays as it was.'],
      line.asks && {
        question: 'Is all of that data right?',
        choices: [choices.dataRight, choices.dataWrong, choices.later, choices.person],
      },
    ),
  'change-none': () => said(['No data change is open, so there is nothing to cancel.']),
  'change-too-late': () =>
    said([
      'Your certificate is being issued or has been issued, so its data can no longer be changed from this conversation. Nothing was changed.',
    ]),
  'change-received': (_, c) =>
    said([
      `Your data change is now waiting for an operator’s decision, and we will tell you the result.${whileClosed(c)}`,
    ]),
  'change-approved': (line) =>
    said([
      line.recorded
        ? 'Your data change has been approved and is in effect.'
        : 'Your data change has been approved. An operator still has to enter it in AMS, the application of the certificate issuer, so that the new certificate carries the right data. Please wait for our message.',
    ]),
  'change-recorded': () =>
    said([
      'Your data change has been entered in AMS, the application of the certificate issuer. The new certificate will carry this data.',
    ]),
  'change-returned': (line) =>
    said(
      [
        `Your data change cannot be approved yet. ${reasons[line.reason].why}`,
        lines('What you need to do:', line.instruction || reasons[line.reason].todo),
      ],
      { choices: [choices.cancelChange, choices.person] },
    ),
  'data-versioned': () =>
    said([
      'Your data on record has just been updated. Because the new certificate will be based on it, please check it once more.',
    ]),
  'email-changes': (line, c) =>
    said(
      [
        `The e-mail address for your electronic certificate service will change on ${dateAndTime(line.until, c)}. After that we will no longer write to this address.`,
        'If you asked for this change, there is nothing for you to do.',
        `If you did not, please tell us before that time: call ${c.agency.phone}, or reply to this e-mail with the word OPERATOR.`,
      ],
      { subject: 'Your e-mail address will be changed', choices: [choices.person] },
    ),
  'vouched-for': (line, c) =>
    said(
      [
        `An operator has made sure of your identity, in person or by video, and has connected ${channels[line.channel].contact} with your name. Your request for an electronic certificate can be continued from there now.`,
        'If that was you, there is nothing to do.',
        `If it was not, tell us at once: call ${c.agency.phone}, or answer this e-mail with the word OPERATOR.`,
      ],
      { subject: 'An operator has made sure of your identity', choices: [choices.person] },
    ),
  'vouch-taken-back': (line, c) =>
    said(
      [
        `We had connected ${channels[line.channel].contact} with your name. It is disconnected, because the operator took back his word about the identity. What is written from there does not count as yours any more, and what has come from there is looked at by an operator.`,
        `If it is yours after all, call ${c.agency.phone}, or answer this e-mail with the word OPERATOR. If it is not, there is nothing to do.`,
      ],
      { subject: 'An operator took back his word about your identity', choices: [choices.person] },
    ),
} satisfies Partial<Catalogue>;
