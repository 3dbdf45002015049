import { date } from '../../format.ts';
import { type Catalogue, drafts, lines, said } from '../catalogue.ts';
import { replying } from './channels.ts';
import { choices, no, yes } from './choices.ts';
import { whileClosed } from './office.ts';
import { vocabulary } from './vocabulary.ts';

const { letters, letterRefusals, requestRefusals } = vocabulary;
const PRIVATE_LINK = 'The link is only for you; please do not forward it.';

/** Recommendation letter and new key pair: activity 5, and what gives the procedure its name. */
export const letter = {
  'letter-ask': (line, c) =>
    said(
      line.again
        ? [
            `Please send the letter as a PDF ${replying(c)}. In case you need to start from a fresh one, a letter with your data filled in is attached once more.`,
          ]
        : [
            'What we need now is the recommendation letter (Surat Rekomendasi), a letter from your head of office saying that you need an electronic certificate. A letter with your data filled in is attached.',
            `Please have the dotted lines completed, such as number, date, rank, and the name and position of your head of office, and have it signed. Then send the letter as a PDF ${replying(c)}. We accept an electronic signature as well as a scan.`,
          ],
      {
        files: drafts(line.renewal, 'draft-recommendation'),
        choices: [choices.aboutLetter, choices.later, choices.person],
        app: 'Upload the letter here',
      },
    ),
  'letter-reading': (line) =>
    said([`We have received your ${letters[line.letter]} and are opening it. One moment, please.`]),
  'letter-delayed': () =>
    said([
      'We have not been able to open your letter yet, because of a fault on our side; we are sorry. The letter is kept and an operator has been told, so you need not send it again. We will write to you as soon as it has been read.',
    ]),
  'letter-on-file': (line) =>
    said([
      line.letter === 'both'
        ? 'Both letters can be read and are on file. An operator will examine what they say.'
        : `Your ${letters[line.letter]} can be read and is on file. An operator will examine what it says.`,
    ]),
  'letter-refused': (line, c) => {
    const when = line.at === undefined ? 'yet' : `that we opened on ${date(line.at, c)}`;
    return said([`We cannot take your ${letters[line.letter]} ${when}. ${letterRefusals[line.refused]}`], {
      choices: [choices.person],
    });
  },
  'letter-void': () =>
    said([
      'Because your data has changed, the earlier recommendation letter can no longer be used. A letter with the newest data is needed.',
    ]),
  'letter-which': (line) =>
    said([`We have received the file “${line.name}”.`], {
      question: 'Which letter is it?',
      choices: [choices.recommendation, choices.changeLetter, no('Neither of them'), choices.person],
    }),
  'letter-neither': (line) =>
    said([
      `All right, we do not use the file “${line.name}” as a letter; it stays in this conversation, where an operator can see it. If both letters are in one file, please send each as a PDF file of its own.`,
    ]),
  'kept-for-operator': (line, c) =>
    said([
      `We have stored the file “${line.name}” and passed it on to an operator, who will answer here.${whileClosed(c)}`,
    ]),
  'kept-noted': (line) =>
    said([
      `We have kept the file “${line.name}”. It is not needed yet; we will ask you about it when it is time, so you do not have to send it again.`,
    ]),
  'kept-for-owner': (line) =>
    said([
      `We have received the file “${line.name}”. Because it came from another address, it is used only after the holder of the certificate, to whom the e-mail that you answered was sent, has said that the letter is right. We ask the holder directly when it is time; you do not have to send it again.`,
    ]),
  'kept-ask': (line) =>
    said(
      [
        line.from
          ? `For your request, ${line.from} sent us the file “${line.name}”. If you know nothing of it, answer NO.`
          : `We have kept the file “${line.name}” that you sent.`,
      ],
      {
        question: 'Is it the recommendation letter for this request?',
        choices: [yes('Yes, use that file'), no('No'), choices.person],
      },
    ),
  'kept-discarded': () => said(['All right, we will not use that file.']),
  'kept-taken-back': (line) =>
    said([
      `The file “${line.name}” that we asked you about turned out not to be for your request, so you need not answer that question. We are sorry for our mistake.`,
    ]),
  'key-ask': () =>
    said(
      [
        'What you need to do now is make a new key pair, the digital keys that you sign with. They are made on your own computer or phone, and the private key is never sent to us.',
        lines(`Please open your personal page and follow the instructions. ${PRIVATE_LINK}`, '{{link}}'),
        'On that page you save a backup file. Keep the file and its passphrase safe, because we have no copy.',
      ],
      {
        link: { purpose: 'page', label: 'Open my page' },
        app: 'See the status in Telegram',
        choices: [choices.aboutKey, choices.later, choices.person],
      },
    ),
  'key-received': () =>
    said([
      'Your new key pair is registered and has passed our checks. Keep its backup file until the new certificate is installed.',
    ]),
  'key-refused': (line) =>
    said(
      [
        `We cannot take the certificate request yet; that is the file that registers your new key pair. ${requestRefusals[line.refused]}`,
        'The easiest way is your personal page, which makes the key pair and the request in one go. Write LINK if you need the link to it.',
      ],
      { choices: [choices.page, choices.person] },
    ),
  'key-not-needed': () =>
    said([
      'You do not have to make or send a key pair. The new key pair is made in the system of the certificate issuer (BSrE) when you set your passphrase (the password of the certificate). We have not used the file that you sent.',
    ]),
  'key-again': () =>
    said(
      [
        'Your certificate has not been issued yet, so the lost key is simply replaced by a new one. No new letter is needed.',
        lines(
          `Open your personal page and choose “Have you lost the key or its backup file?”. After that, an operator examines your request once more. ${PRIVATE_LINK}`,
          '{{link}}',
        ),
      ],
      { link: { purpose: 'page', label: 'Open my page' }, choices: [choices.person] },
    ),
  'key-unseen': () =>
    said(
      [
        lines(
          `Your new key has not reached us yet. Open your personal page again on the same device and in the same browser, and go on until it says that the request was sent. ${PRIVATE_LINK}`,
          '{{link}}',
        ),
      ],
      { link: { purpose: 'page', label: 'Open my page' }, choices: [choices.later, choices.person] },
    ),
  'wrong-file-noted': (_, c) =>
    said([`That is all right. Simply send the right letter as a PDF ${replying(c)}; we do not use the wrong file.`]),
  'page-link': () =>
    said([lines(`Here is the link to your personal page. ${PRIVATE_LINK}`, '{{link}}')], {
      link: { purpose: 'page', label: 'Open my page' },
      app: 'See the status in Telegram',
    }),
} satisfies Partial<Catalogue>;
