import { PRINTED_MINUTES, STANDARD_MINUTES } from '../../../renewal/procedure.ts';
import { FIELDS } from '../../../renewal/renewal.ts';
import { type Context, lines, said, type Vocabulary } from '../catalogue.ts';
import { replying } from './channels.ts';
import { choices } from './choices.ts';
import { inSentence } from './fields.ts';

const otherChannel = (c: Context) =>
  c.channel === 'telegram'
    ? 'To go on by e-mail, simply reply to our latest e-mail.'
    : `To go on in Telegram, look for @${c.bot} there, press Start, and write your NIP.`;

/** What anybody may ask at any time. */
export const answers: Vocabulary['answers'] = {
  'how-long': (c) =>
    said([
      `The work itself takes about ${STANDARD_MINUTES.unchanged} minutes if your data is unchanged, and ${PRINTED_MINUTES.changed} to ${STANDARD_MINUTES.changed} minutes with a data change.`,
      `What usually takes longer is waiting for the signature of your head of office and for an operator to examine the request in office hours (${c.officeHours}).`,
    ]),
  'which-documents': () =>
    said([
      'You need one letter: the recommendation letter (Surat Rekomendasi) from your head of office, as a PDF.',
      'If some of your data has changed, a data-change letter is needed as well. When it is time, we send you the letters with your data filled in, so that they only have to be completed and signed.',
    ]),
  'forgotten-passphrase': () =>
    said(
      [
        'A forgotten passphrase (the password of the certificate) is not solved by a renewal. Nobody can see your passphrase, not even we, so this is handled separately.',
        'Write OPERATOR, and an operator will guide you. Please do not send us any passphrase that you have tried.',
      ],
      { choices: [choices.person] },
    ),
  cost: (c) =>
    said([
      `Renewing an electronic certificate is free of charge. If anybody asks you for money, please do not pay, and tell us by telephone: ${c.agency.phone}.`,
    ]),
  'about-letter': (c) =>
    said([
      'The recommendation letter is a letter from your head of office. It says that you, with your own name and NIP, work there and need an electronic certificate.',
      'We prepare it with its letterhead and your data. Your head of office adds its number and date, name and position, and signs it, electronically or on paper. If the head cannot sign, write OPERATOR to make sure who may.',
      `Send it as a PDF ${replying(c)}. A letter on paper can be scanned with a scanner app on your telephone; an ordinary photo or a Word file cannot be processed yet. We ask for no stamp duty (meterai).`,
    ]),
  'about-key': () =>
    said([
      'A key pair consists of two digital keys. Only you hold the private key, which you sign with; others use the public key to check your signature.',
      'At every renewal both are replaced to keep them safe. We guide you when it is time; there is nothing to prepare.',
      'If you make the key yourself on your personal page, use a computer or telephone that you trust. If that device is replaced or breaks one day, the backup file and its passphrase are enough to use the key on another.',
    ]),
  'about-installing': () =>
    said(
      [
        'What is asked for is the passphrase that you chose yourself: when you made the key on your personal page, or behind the link from BSrE. We do not know it; please do not write it here.',
        'If the .p12 file does not open, make it once more on your personal page with the backup file. Write LINK to receive the link. The computer needs Windows 10 version 1709 or later, or a macOS that still receives updates.',
        'If you have forgotten that passphrase or lost the backup file, write KEY LOST.',
      ],
      { choices: [choices.page, choices.person] },
    ),
  'about-helpers': () =>
    said(
      [
        'Your staff or a colleague may help to prepare and send the letters. The holder of the certificate himself proves who he is with the code, checks his data, and makes the key or passphrase, because an electronic signature binds the person.',
        'Please give codes, passwords and passphrases to nobody, not even to your staff. If the holder cannot do it himself, write OPERATOR.',
      ],
      { choices: [choices.person] },
    ),
  'is-it-real': (c) =>
    said([
      `You are right to ask. This service is run by ${c.agency.name}, ${c.agency.address}.`,
      lines(
        `You can call ${c.agency.phone} in office hours (${c.officeHours}), or see the announcement here:`,
        c.agency.page,
      ),
      'We never ask for a password or a passphrase (the password of the certificate) in a message or by telephone, and never for a payment.',
    ]),
  'is-it-robot': (c) =>
    said(
      [
        `I am the automatic assistant of ${c.agency.name}, so no person writes my answers. Our operators examine every request and decide on it. If you would like to talk to one of them, write OPERATOR.`,
      ],
      { choices: [choices.person] },
    ),
  'old-documents': () =>
    said([
      'Documents that you have already signed stay valid and do not have to be signed again. The new certificate is used for later documents only.',
    ]),
  hurry: (c) =>
    said(
      [
        `We understand that time is short. The work itself takes only about ${STANDARD_MINUTES.unchanged} minutes; an operator examines requests in office hours (${c.officeHours}).`,
        'To let an operator know by when you need the certificate, write OPERATOR and then the date. While it is valid, your old certificate can still be used.',
      ],
      { choices: [choices.person] },
    ),
  'not-renewing': () =>
    said(
      [
        'Without a renewal, the certificate ends on its date, and after that you cannot sign documents electronically. Documents that you have already signed stay valid.',
        'It is best to finish the renewal before that date. If you miss it, a new certificate can still be requested here: write RENEW. If you do not need the certificate any more, write OPERATOR.',
      ],
      { choices: [choices.person] },
    ),
  channels: (c) =>
    said(
      [
        c.withoutMail
          ? 'This renewal is done in this chat; e-mail, WhatsApp and SMS are not available yet.'
          : c.bot === undefined
            ? 'This renewal is done by e-mail; WhatsApp and SMS are not available yet.'
            : `This renewal can be done by e-mail or in Telegram, and you may change over at any time; your request stays the same. WhatsApp and SMS are not available yet. ${otherChannel(c)}`,
        `Usually you do not have to come to our office. If you would like to ask somebody directly, call ${c.agency.phone} in office hours (${c.officeHours}).`,
      ],
      { choices: [choices.person] },
    ),
  'first-certificate': (c) =>
    said(
      [
        'This service renews electronic certificates that exist already, also those that have expired. If you have never had one, our operators help you to register.',
        `Write OPERATOR, or call ${c.agency.phone} in office hours (${c.officeHours}).`,
      ],
      { choices: [choices.person] },
    ),
  'about-number': () =>
    said(
      [
        'We use your NIP, NIK or registered e-mail address only to find your data. One of them is enough; the sign-in code then goes to the e-mail address on record.',
        'If you have no NIP, for example because you are contract staff, or do not remember it, write your registered office e-mail address or your NIK (16 digits). If you have none of these, write OPERATOR.',
      ],
      { choices: [choices.person] },
    ),
  'about-data': (c) =>
    said([
      `Your personal data comes from the records of ${c.agency.name} on the date that stands above the list. It is used for your certificate only, and seen by our operators and the issuer of the certificate.`,
      'NIK and NIP are masked, because others might read a conversation. The first four and the last four digits are enough to compare them; the letters that we prepare show them in full.',
      'If something is wrong, write the name of the data and what it should be. You also have a right to a copy of your data and, once your certificate is no longer valid, to its erasure. For that, write OPERATOR.',
    ]),
  'about-passphrase': () =>
    said([
      'The passphrase is the password of your certificate or of its key. You choose it yourself, and the certificate can only be used with it. It is not the password of your e-mail or of another application.',
      'Choose one that is long, hard to guess and used nowhere else; the rules stand on the page where you choose it. Behind the link from BSrE: at least 8 characters, with upper and lower case letters, a digit and a symbol. If you forget it, we cannot recover it, so keep a note of it in a safe place.',
      'Please tell it to nobody, not even to our staff, and do not write it here.',
    ]),
  'about-device': () =>
    said([
      'Messages and letters can be sent from any device, and no application has to be installed.',
      'To make the key or set the passphrase (the password of the certificate), use a computer or telephone that you trust, best your own, with an up-to-date browser. Please do not use the computer of an internet café.',
      'On a shared computer, choose “It is shared” when you make the key, and keep the backup file in a place of your own, for example a USB stick. When you have finished, delete the file from that computer.',
    ]),
  'how-to-install': () =>
    said(
      [
        'If you made the key on your personal page, open that page, make the .p12 file with the passphrase of the key, and save it. If you are asked for it, choose the backup file that you saved before.',
        'Open the .p12 file and enter the same passphrase: on Windows follow the Certificate Import Wizard; on macOS it goes to Keychain Access; in your signing application choose “import certificate”. Write LINK to receive the link to that page.',
        'If you set a passphrase behind the link from BSrE, nothing has to be installed: the certificate is used with that passphrase.',
      ],
      { choices: [choices.page, choices.person] },
    ),
  'not-working': () =>
    said(
      [
        'A certificate that was just installed is often only seen after the application was closed and opened again. Then choose the certificate with the new period of validity, and enter the passphrase that you chose yourself.',
        'If you still cannot sign, write OPERATOR, then name the application and the error message. Please do not write your password or passphrase.',
      ],
      { choices: [choices.person] },
    ),
  tedious: () =>
    said(
      [
        `We understand that these may look like many steps. One step at a time is enough, all of them take about ${STANDARD_MINUTES.unchanged} minutes; you may stop at any time, and what you have sent is kept.`,
        'If you would like one of our operators to guide you, write OPERATOR.',
      ],
      { choices: [choices.person] },
    ),
  'other-data': () =>
    said([
      'Rank, grade, home address, and place of birth are not part of the data of a certificate, so there is no need to change them here. Rank and grade are filled in on the letter.',
      `These have to be right: ${FIELDS.map(inSentence).join(', ')}. If one of these is wrong, write the name of the field and the right value.`,
    ]),
  'if-rejected': (c) =>
    said(
      [
        'If something is missing, the request is returned to you: the operator writes what has to be put right and how, for example a new letter. What is right already need not be done again.',
        'If it cannot be approved, the request is closed. You are told the reason and what to do all the same; once that is done, you can ask again by writing RENEW. Your present certificate is not affected.',
        `If the decision is not clear to you, write OPERATOR or call ${c.agency.phone}.`,
      ],
      { choices: [choices.person] },
    ),
  'apply-again': () =>
    said([
      'You can. While your request is open, simply go on with it. Once it was withdrawn, closed or rejected, write RENEW; the new request then starts from the beginning.',
      'Your present certificate is not affected and stays valid until its date. After that date, you cannot sign documents electronically until the new request is completed.',
    ]),
  'if-moving': () =>
    said(
      [
        'A certificate holds your data as of its issuance. If you move before that, tell us which data changes, for example unit and position, so that the certificate and its letter hold the new data.',
        'If you move to another organisation, write OPERATOR; our operators make sure whether this request goes on here.',
      ],
      { choices: [choices.person] },
    ),
  'if-retiring': () =>
    said(
      [
        'This certificate is for your duties in office, and is revoked once you have left them. The documents that you have signed stay valid.',
        'If you are about to retire, write OPERATOR; our operators find out what is to be done about your certificate. As long as you are on duty, you can use and renew it as usual.',
      ],
      { choices: [choices.person] },
    ),
};

/** Said where the long answer stands just above. */
export const answersInShort: Partial<Vocabulary['answers']> = {
  'about-letter': (c) =>
    said(
      [
        `In short: your head of office, or whoever may sign instead, adds number and date and signs the letter, electronically or on paper; then send it as a PDF ${replying(c)}, not as a photo or a Word file. We ask for no stamp duty (meterai).`,
        'If that does not answer your question, write OPERATOR.',
      ],
      { choices: [choices.person] },
    ),
};
