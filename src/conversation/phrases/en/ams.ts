import { type Catalogue, lines, said } from '../catalogue.ts';
import { choices } from './choices.ts';
import { whileClosed } from './office.ts';

const RULES =
  'A passphrase has at least 8 characters, with upper and lower case letters, a digit and a symbol. Do not tell it to anyone, including our staff, and do not write it here.';
const answers = [choices.linkSet, choices.linkMissing, choices.linkExpired, choices.later, choices.person];

/** Between approval and certificate, while the request stands in AMS and the applicant sets his passphrase. */
export const ams = {
  'passphrase-ask': (line) =>
    said(
      [
        lines(
          `We have submitted your request to the certificate issuer (BSrE). BSrE sends an e-mail to ${line.email} with a link to set your passphrase (the password of the certificate).`,
          'That e-mail comes from BSrE and not from our address, and it is official. If you do not see it, please look into the spam folder as well.',
        ),
        `Open the link and set the passphrase on its page. ${RULES}`,
      ],
      { question: 'Have you set the passphrase?', choices: answers },
    ),
  'link-resent': (line) =>
    said(
      [
        `An operator has asked BSrE to send the link to set your passphrase to ${line.email} again. Please use the link in the newest e-mail and ignore the old one. Look into the spam folder as well.`,
        RULES,
      ],
      { question: 'Have you set the passphrase?', choices: answers },
    ),
  'passphrase-noted': (_, c) =>
    said(
      [
        `Thank you. An operator now checks whether BSrE has issued your certificate.${whileClosed(c)} There is nothing for you to do now; we will write to you as soon as it has been issued.`,
      ],
      { choices: [choices.status] },
    ),
  'link-noted': (line) =>
    said(
      [
        line.state === 'missing'
          ? 'Noted: you have not received the e-mail from BSrE. An operator will check the e-mail address that BSrE has of you and have the link sent again.'
          : 'Noted: the link no longer works. An operator will ask BSrE to send a new one.',
        'We will write to you when the link has been sent again. If you manage to set the passphrase in the meantime, write PASSPHRASE IS SET.',
      ],
      { choices: [choices.linkSet, choices.person] },
    ),
  'with-ca': (_, c) =>
    said(
      [
        `Your request is with the certificate issuer (BSrE), and an operator is checking how it stands there.${whileClosed(c)} There is nothing for you to do now; we will tell you the result.`,
      ],
      { choices: [choices.status] },
    ),
} satisfies Partial<Catalogue>;
