import { amount, dateAndTime } from '../../format.ts';
import { isChat } from '../../inbound.ts';
import { type Catalogue, named, said } from '../catalogue.ts';
import { replying } from './channels.ts';
import { choices } from './choices.ts';
import { vocabulary } from './vocabulary.ts';

const odd = {
  sticker: 'We cannot understand stickers. Please write your answer in words.',
  voice: 'We cannot listen to voice messages. Please write what you said.',
  photo:
    'We cannot use photos. If it shows a letter, please scan the letter as a PDF with your phone. On Android open Google Drive, press the plus sign, then Scan. On an iPhone open Notes, then Scan Documents. Then send the PDF.',
  video: 'We cannot use videos. Please write what you would like to say.',
  location: 'We do not need a location. Please write what you would like to say.',
  contact:
    'We take a contact card only from its owner, so nothing has changed. If your telephone number is a new one, please write it, for example: phone 0812 3456 7890.',
  edited:
    'We do not read changes to earlier messages, so your first answer stands. Please send the change as a new message.',
  forwarded:
    'We do not take a forwarded message as your own answer, so nothing has changed. If it says what you mean, please write it in your own words. You may still forward letters and notices from BSrE.',
  other: 'We cannot use this kind of message. Please write what you would like to say, or send a letter as a PDF.',
} as const;

const unknownFile = {
  word: 'we cannot use Word documents. A letter that is signed on paper can be scanned as a PDF; one that is signed electronically is saved as a PDF first, and then signed. Then send the PDF.',
  archive: 'we cannot use what is in an archive, such as a ZIP. Please take the letter out of it and send it as a PDF.',
  other: 'we do not recognise this file. Please send the letter as a PDF.',
} as const;

/** What could not be understood or taken: each says what to do instead. */
export const trouble = {
  'secret-warning': (line) =>
    said([
      'Your message seems to contain a password or a passphrase (the password of the certificate). We have not kept it.',
      `${line.deleted ? 'We have deleted the message from this chat.' : 'Please delete the message from this chat or from your sent mail.'} For your safety, change that password now, and do not tell it to anyone, including our staff.`,
    ]),
  'key-warning': (line) =>
    said([
      'What you sent holds a private key (a .p12 file, for example, or a key inside a ZIP file). We keep neither the key nor the file that holds it. A private key must not be sent to anybody, including our staff, because whoever has it can sign documents in your name.',
      `${line.deleted ? 'We have deleted the message from this chat.' : 'Please delete the message from this chat or from your sent mail.'} That key now has to be treated as compromised, even if it is protected by a password. Please do not use it any more.`,
      [
        'What to do now:',
        '• If the key was made for this request: write KEY LOST, and we guide you to a new one.',
        '• If it belongs to a certificate of yours that is still valid: write REVOKE MY CERTIFICATE, so that nobody else can use it.',
        '• If you are not sure: write OPERATOR.',
      ].join('\n'),
      'If the file also contains a letter or data that we need, please send it again without the key.',
    ]),
  'not-understood': () => said(['We are sorry, we did not understand your message. Please write it in other words.']),
  'not-understood-again': () =>
    said(['We are sorry, we still do not understand. Write OPERATOR, and an operator will help you directly.'], {
      choices: [choices.person, choices.status, choices.help],
    }),
  odd: (line) => said([odd[line.kind]]),
  empty: () => said(['Your message arrived empty. Please write your answer, or attach the letter as a PDF.']),
  'text-too-long': (line) =>
    said([
      `Your message is longer than ${amount(line.limit, 'en')} characters, so we could not use it. Please write only the main point.`,
    ]),
  'file-too-large': (line) =>
    said([
      `The file is larger than ${amount(line.limitMegabytes, 'en')} MB, so we cannot take it. Please scan it again at a lower resolution (150 dpi is enough) and send it again.`,
    ]),
  'too-many-files': (line) =>
    said([`We can take at most ${amount(line.limit, 'en')} files in one message. Please send only the letter again.`]),
  'letter-missing': (line, c) =>
    said([
      `Your ${vocabulary.letters[line.letter]} has not reached us yet. When it is ready, please send it as a PDF ${replying(c)}${isChat(c.channel) ? ': tap the paper clip, choose File, then the letter' : ''}.`,
    ]),
  'file-missing': () =>
    said([
      'Your message reached us without a file. If you have not sent the letter yet, please attach it as a PDF. If you sent it in another message, you need not repeat it; we tell you once it has been read.',
    ]),
  'file-refused': (line) =>
    said([`We cannot take the file “${line.name}” yet. ${vocabulary.letterRefusals[line.refused]}`], {
      choices: [choices.person],
    }),
  'file-unknown': (line) => said([`${named(line.names)}: ${unknownFile[line.kind]}`]),
  'file-lost': () => said(['We could not download that file. Please send it once more.']),
  'choice-stale': () => said(['That button belongs to an earlier question, so nothing was changed.']),
  'choice-foreign': () => said(['That button does not belong to this conversation, so nothing was changed.']),
  'message-late': (line, c) =>
    said([
      `We could read your message of ${dateAndTime(line.at, c)} only now, because of a fault on our side; we are sorry. You have answered since, so we did not take that message as an answer. If it still holds, please write it once more.`,
    ]),
  'question-outdated': () =>
    said(['Something in your request has changed in the meantime, so we did not use that answer.']),
  refused: (line) => said([vocabulary.refusals[line.refused]]),
  'group-only-private': () =>
    said(['To protect personal data, we do not handle requests in groups. Please write to us in a private chat.']),
  'try-later': (_, c) =>
    said([
      `We are sorry, something is not working on our side. Your message is on record, and an operator will look at it. If you have not heard from us by tomorrow, call ${c.agency.phone}.`,
    ]),
} satisfies Partial<Catalogue>;
