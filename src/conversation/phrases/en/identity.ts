import { date, dateAndTime, maskedName } from '../../format.ts';
import { type Catalogue, lines, said } from '../catalogue.ts';
import { channels, replying } from './channels.ts';
import { certificateChoices, certificateRows, choices, no, numbered, yes } from './choices.ts';

const NEVER_ASKED =
  'We never ask for your password or passphrase (the password of the certificate) in a message or by telephone. Please never send it to anyone.';

const happened = {
  expiring: (until: string) =>
    `is valid until ${until}. To go on signing documents electronically, you need to renew it before that date.`,
  expired: (until: string) =>
    `expired on ${until}. Until the new certificate is issued, you cannot sign documents electronically.`,
  revoked: () => 'was revoked, so it can no longer be used. To sign documents, you need a new certificate.',
} as const;

export const identity = {
  welcome: (line, c) =>
    said(
      [
        ...(line.brief
          ? [
              'I am an automatic assistant and guide you through the renewal of your certificate. Our operators can help at any time.',
            ]
          : [
              `Welcome to the electronic certificate renewal service of ${c.agency.name}. I am an automatic assistant and will guide you step by step. Our operators can help at any time.`,
              NEVER_ASKED,
            ]),
        'To begin, please write your NIP (18 digits) or the office e-mail address on record.',
      ],
      { choices: [...(line.brief ? [] : [choices.real]), choices.person, choices.otherLanguage] },
    ),
  'number-odd': (line) =>
    said(
      [
        `The number that you wrote has ${line.digits} digits, while a NIP has 18 digits and a NIK has 16. Please check it and write it again.`,
      ],
      { choices: [choices.person] },
    ),
  'ask-number': () =>
    said(
      [
        'So that we can find your data, please write one of these: your NIP (18 digits), your NIK (16 digits), or the e-mail address on record.',
      ],
      { choices: [choices.person] },
    ),
  'change-unheard': () =>
    said([
      'We have not noted the change of your data that you have just written. Please write it once more when you are signed in.',
    ]),
  'code-sent': ({ again }, c) =>
    said(
      [
        again
          ? 'If that is on record, we have sent another six-digit code to the e-mail address we hold. The code is valid for 10 minutes.'
          : 'If that is on record, we have sent a six-digit code to the e-mail address we hold. The code is valid for 10 minutes.',
        `Please write the code from the latest e-mail ${replying(c)}. If you do not see it, look in your spam folder too. If you cannot open that mailbox, an operator can help.`,
      ],
      { choices: [choices.newCode, choices.person] },
    ),
  'code-still': (_, c) =>
    said(
      [
        `We are still waiting for the six-digit code from our latest e-mail. Please write it ${replying(c)}. If the e-mail does not come, or its 10 minutes are over, write SEND A NEW CODE. If the NIP or address was mistyped, just write the right one.`,
      ],
      { choices: [choices.newCode, choices.person] },
    ),
  'code-mail': (line, c) =>
    said(
      [
        'Your sign-in code: {{code}}',
        `The code was requested ${channels[line.channel].through} to sign in to the electronic certificate service of ${c.agency.name}. It is valid for 10 minutes and is to be written only in the conversation that asked for it.`,
        'Do not tell this code to anyone, including our staff.',
        `If you did not ask for it, ignore this e-mail. Nobody can sign in without the code. Questions: telephone ${c.agency.phone}.`,
      ],
      { subject: 'Sign-in code for the electronic certificate service' },
    ),
  'code-wrong': (line) =>
    said(
      [`That code does not match. Please write the six digits from our latest e-mail. Attempts left: ${line.left}.`],
      { choices: [choices.newCode, choices.person] },
    ),
  'code-spent': () =>
    said(
      ['That code is no longer valid: its 10 minutes are over, or it was wrong too often. Please ask for a new code.'],
      { choices: [choices.newCode, choices.person] },
    ),
  'code-limit': () =>
    said(
      [
        'For your safety, the number of codes per day is limited, and the limit for today has been reached. Please try again tomorrow. If it is urgent, write OPERATOR, and an operator will help you.',
      ],
      { choices: [choices.person] },
    ),
  'code-unasked': () =>
    said(
      [
        'That looks like a code, but we are not waiting for one at the moment, so nothing was changed. If you would like to sign in, please write your NIP (18 digits) or the e-mail address on record.',
      ],
      { choices: [choices.status, choices.person] },
    ),
  'bind-ask': (line) =>
    said(
      [
        `This link was made for an applicant named ${maskedName(line.name)}. If you continue, this Telegram chat will be connected with that person's request.`,
      ],
      { question: 'Is this you?', choices: [yes('Yes, this is me'), no('Not me')] },
    ),
  'bind-declined': () =>
    said([
      'All right, this chat was not connected and no data was shown. If someone forwarded that link to you, please delete it.',
      'If you would like to renew a certificate of your own, please write your NIP (18 digits) or the e-mail address on record.',
    ]),
  'link-bad': () =>
    said(
      [
        'That link can no longer be used: it was used before, or it has expired. Nothing was changed.',
        'Please write your NIP (18 digits) or the e-mail address on record, and we will send you a sign-in code.',
      ],
      { choices: [choices.person] },
    ),
  'signed-in': (line) => said([`${line.name}, we have made sure that it is you. Thank you.`]),
  'proof-needed': (line) => {
    if (line.beside)
      return said([
        'Your own request still has to be confirmed. The link for that is in a separate e-mail to this address.',
      ]);
    return said([
      'We have received your e-mail, but from that e-mail alone we cannot be sure that you sent it yourself.',
      'We have therefore sent a confirmation link to the e-mail address on record. Please open that link. Until then we keep your request, and nothing has been changed.',
    ]);
  },
  'proof-mail': (line, c) =>
    said(
      [
        `We received an e-mail in your name on ${dateAndTime(line.at, c)}, with a request or an answer about your electronic certificate. From that e-mail alone we cannot be sure that you sent it yourself. We have therefore kept it, and nothing has been changed.`,
        lines('If that e-mail is from you, open this link and press the confirm button:', '{{link}}'),
        `This link works until ${dateAndTime(line.until, c)}. If that e-mail is not from you, ignore this one; nothing will be changed. Questions: telephone ${c.agency.phone}.`,
      ],
      { subject: 'Please confirm your request', link: { purpose: 'confirm', label: 'Confirm the request' } },
    ),
  'proof-other-address': (_, c) =>
    said([
      'Thank you for your e-mail. For safety, this request can be handled only after it has been confirmed from the e-mail address that we have on record.',
      `If you are on record, please look into that mailbox. If you cannot open it, call an operator: ${c.agency.phone}.`,
    ]),
  'first-notice': (line, c) =>
    said(
      [
        `Dear ${line.name},`,
        `Your electronic certificate (${numbered(line.serial)}) ${happened[line.basis](date(line.expires, c))}`,
        lines(
          `We will guide you step by step. The number of your request is ${line.number}.`,
          '1. You make sure that your data is still right.',
          '2. You send a recommendation letter (Surat Rekomendasi) from your organisation. We prepare it for you.',
          ...(line.byHand ? [] : ['3. You make a new key pair on your personal page, with our guidance.']),
          `${line.byHand ? 3 : 4}. An operator examines the request, and the new certificate is issued.`,
        ),
        lines(
          `This message comes from ${c.agency.name}, ${c.agency.address}, telephone ${c.agency.phone}. You can make sure that it is genuine where this service is announced:`,
          c.agency.page,
        ),
        line.byHand
          ? 'The certificate issuer (BSrE) may write to you as well: an expiry notice, a link to set your passphrase (the password of the certificate), and news that the certificate has been issued. The last two come only after your request has been approved, and we will tell you first.'
          : 'The certificate issuer (BSrE) may send you an expiry notice as well. You need not open any link in it; we send you the new certificate ourselves, from this address.',
        'We never ask for your password or passphrase in a message or by telephone. If anybody does, please do not give it, even if he says that he is one of our staff.',
        line.telegram
          ? lines(
              'If you would rather use Telegram, open this link. It is only for you; please do not forward it.',
              '{{link}}',
            )
          : '',
      ],
      {
        question: 'Would you like to start now?',
        subject:
          line.basis === 'expiring'
            ? `Your electronic certificate expires on ${date(line.expires, c)}`
            : `Your electronic certificate ${line.basis === 'expired' ? 'has expired' : 'was revoked'}`,
        choices: [choices.renew, choices.later, choices.notMe, choices.person],
        ...(line.telegram && { link: { purpose: 'telegram', label: 'Continue on Telegram' } }),
      },
    ),
  'too-early': (line, c) =>
    said(
      [
        `Your certificate is still valid until ${date(line.expires, c)} and can be renewed from ${date(line.from, c)}. There is nothing for you to do yet.`,
        'A calendar file is attached; open it to save that date as a reminder. On or after that date, write RENEW to begin.',
        'If your key or your device is lost, do not wait: write OPERATOR.',
      ],
      { files: [{ file: 'calendar', from: line.from, expires: line.expires }], choices: [choices.person] },
    ),
  'no-certificate': () =>
    said([
      'We have no certificate in your name on record yet. An operator has been told and will contact you here. There is nothing for you to do now.',
    ]),
  'notice-noted': () =>
    said([
      'Thank you, we have received the message of the certificate authority and passed it on to an operator, who will check it. There is nothing for you to do now.',
    ]),
  'certificate-noted': () =>
    said([
      'Thank you, we have received the notice about the certificate. That certificate is not on record with us yet, so an operator will check it first.',
      'We will tell you when this is done. There is nothing for you to do now.',
    ]),
  'which-certificate': (line, c) =>
    said([lines('You have more than one certificate:', ...certificateRows(line.certificates, c))], {
      question: 'Which one would you like to renew?',
      choices: [...certificateChoices(line.certificates, c), choices.person],
    }),
} satisfies Partial<Catalogue>;
