import type { ReturnTo } from '../../../renewal/renewal.ts';
import { date, dateAndTime } from '../../format.ts';
import type { Line } from '../../line.ts';
import { type Catalogue, lines, said, toBeginAnew } from '../catalogue.ts';
import { choices, no, numbered, yes } from './choices.ts';
import { whileClosed } from './office.ts';
import { vocabulary } from './vocabulary.ts';

const { reasons } = vocabulary;
const returnedPart: Readonly<Record<ReturnTo, string>> = {
  letter: 'the recommendation letter',
  data: 'your data',
  key: 'the new key pair',
};

/** What becomes of the old certificate while the new one does not work. */
const old: Readonly<Record<Extract<Line, { say: 'not-working-noted' }>['old'], string>> = {
  kept: 'Until the new certificate works, this request stays open and the old certificate is not revoked.',
  held: 'We hold the revocation of your old certificate; until an operator has decided on it, that certificate stays valid.',
  gone: '',
};

/** Review, issuance, and what follows: activity 6. */
export const decision = {
  'in-review': (_, c) =>
    said(
      [
        `Your request is complete and waits for an operator to examine it.${whileClosed(c)} There is nothing for you to do now; we will tell you the result.`,
      ],
      { choices: [choices.status] },
    ),
  returned: (line, c) =>
    said(
      [
        `An operator ${line.at === undefined ? 'has examined your request' : `examined your request on ${date(line.at, c)}`}. Something has to be put right in ${returnedPart[line.to]}. ${reasons[line.reason].why}`,
        lines('What you need to do:', line.instruction || reasons[line.reason].todo),
      ],
      { choices: [choices.person] },
    ),
  deadline: (line, c) => {
    const what = line.of === 'letter' ? 'send the letter' : 'complete the step that is open';
    const when = line.by === undefined ? 'today' : `by ${date(line.by, c)}`;
    return said([
      line.over
        ? `Your certificate ended on ${date(line.expires, c)}. This request can still go on; until the new certificate is issued, you cannot sign documents electronically.`
        : `Your certificate is valid until ${date(line.expires, c)}.`,
      line.of === 'nothing'
        ? 'Nothing is awaited of you at present; an operator is working on this request.'
        : line.over
          ? ''
          : `For an operator to examine it and the new certificate to be issued before that, please ${what} ${when}. Operators are there in office hours (${c.officeHours}).`,
      line.over
        ? ''
        : 'After that date a new certificate can still be requested here; you cannot sign documents electronically in between.',
    ]);
  },
  rejected: (line, c) =>
    said(
      [
        `We are sorry: ${line.at === undefined ? 'your request cannot be approved' : `your request could not be approved on ${date(line.at, c)}`}. ${reasons[line.reason].why}`,
        lines('What you need to do:', line.instruction || toBeginAnew(reasons[line.reason])),
        `This request is now closed. When the above has been settled, write RENEW to make a new request. If the decision is not clear to you, write OPERATOR or call ${c.agency.phone}.`,
      ],
      { subject: 'Your request cannot be approved', choices: [choices.renew, choices.person] },
    ),
  approved: (line) =>
    line.byHand
      ? said([
          'Your request has been approved. An operator is now submitting it in AMS, the application of the certificate issuer (BSrE).',
          lines(
            'After that, BSrE will send two e-mails to your address on record. Both are official and belong to this request:',
            '1. an e-mail with a link to set your passphrase (the password of the certificate);',
            '2. an e-mail saying that your certificate has been issued.',
          ),
          'Set the passphrase only on the page behind that link: at least 8 characters, with upper and lower case letters, a digit and a symbol. Do not tell it to anyone, including our staff, and do not write it here.',
        ])
      : said([
          'Your request has been approved, and the new certificate is being issued. There is nothing for you to do now; we will write to you as soon as it is ready.',
        ]),
  'issuance-held': (_, c) =>
    said([
      `The new certificate could not be issued yet. An operator is looking into the reason first.${whileClosed(c)} There is nothing for you to do now; we will tell you the result. Your old certificate has not changed.`,
    ]),
  issued: (line, c) =>
    said(
      [
        `Your new electronic certificate has been issued and is valid from ${date(line.from, c)} to ${date(line.until, c)}. ${line.serial === undefined ? 'We do not know its serial number yet.' : `Serial number: ${line.serial.toUpperCase()}.`}${line.certificate === undefined ? '' : ' The certificate is attached.'}`,
        line.collect
          ? lines(
              'The next step: open your personal page. There the certificate is joined with your key into one .p12 file, and that file is the one to install. Have the backup file ready that you saved when you made the key.',
              '{{link}}',
            )
          : 'The next step: try to sign one document with the passphrase that you set yourself. If there is a problem, write OPERATOR.',
        line.seen
          ? ''
          : 'This number and these dates come from the issuer; we have not examined the certificate ourselves. If anything differs on your certificate, write OPERATOR.',
        line.collect ? 'When the certificate works, please tell us by writing INSTALLED.' : '',
        'Documents that you signed before stay valid and do not have to be signed again.',
      ],
      {
        subject: 'Your electronic certificate has been issued',
        files: line.certificate === undefined ? [] : [{ file: 'certificate', certificate: line.certificate }],
        ...(line.collect && { link: { purpose: 'page', label: 'Collect the certificate' } }),
        choices: line.collect ? [choices.collected, choices.person] : [choices.person],
      },
    ),
  'record-corrected': (line, c) =>
    said(
      [
        'What we had written down about your new electronic certificate was wrong. This is right:',
        lines(
          line.serial === undefined ? '' : `• Serial number: ${line.serial.toUpperCase()}`,
          line.from === undefined ? '' : `• Valid from: ${date(line.from, c)}`,
          line.until === undefined ? '' : `• Valid until: ${date(line.until, c)}`,
        ),
        line.needless
          ? 'Our notice that it is about to expire went by that wrong date. Please ignore it; the request that we had opened is closed.'
          : '',
        'The certificate itself has not changed, and for now there is nothing for you to do. We apologise for our mistake. If your certificate says otherwise, write OPERATOR.',
      ],
      { subject: 'We corrected our record of your certificate', choices: [choices.person] },
    ),
  'collected-confirm': (line, c) =>
    said(
      [
        `Before we close this request, please make sure that the new certificate works. After that, the old certificate (${numbered(line.serial)}, valid until ${date(line.expires, c)}) will be revoked ${line.at === undefined ? 'by an operator' : `on ${dateAndTime(line.at, c)}`}. Once it is revoked, no document can be signed with it any more.`,
      ],
      {
        question: 'Is the new certificate installed, and do you have its .p12 file and the passphrase?',
        choices: [yes('Yes, it is installed'), no('Not yet, do not revoke it'), choices.person],
      },
    ),
  'not-collected': () =>
    said(
      [
        'All right, the old certificate has not been revoked and can still be used. Download and install the new certificate from your personal page. Once it works, write INSTALLED.',
      ],
      { choices: [choices.collected, choices.person] },
    ),
  'not-working-noted': (line, c) =>
    said(
      [
        `Thank you for telling us. An operator has been told and will answer here.${whileClosed(c)}`,
        old[line.old],
        'Meanwhile, close the application and open it again, choose the certificate with the new period of validity, and enter the passphrase that you chose yourself. If it still does not work, write here the name of the application and the error message. Please do not write your passphrase.',
      ],
      { choices: line.old === 'kept' ? [choices.collected, choices.page] : [choices.page] },
    ),
  completed: (line, c) =>
    said(
      [
        'The renewal of your certificate is complete. Thank you for your cooperation.',
        line.revokesOld
          ? `The old certificate will be revoked ${line.at === undefined ? 'by an operator' : `on ${dateAndTime(line.at, c)}`}, because it has been replaced. Documents that you signed with it stay valid.`
          : '',
        line.revokesOld ? 'If the new certificate turns out not to work, write KEEP MY CERTIFICATE before that.' : '',
      ],
      { choices: line.revokesOld ? [choices.keep] : [] },
    ),
  'key-lost-confirm': () =>
    said(
      [
        'If the key of the new certificate is lost, for example because the backup file was deleted or its passphrase forgotten, it has to be replaced with the approval of an operator.',
      ],
      {
        question: 'Is the key really lost?',
        choices: [yes('Yes, the key is lost'), no('No, I still have it'), choices.person],
      },
    ),
  'key-lost-noted': (_, c) =>
    said([
      `We have noted that the key is lost. An operator will decide on a replacement, and we will tell you the result.${whileClosed(c)} You do not need a new letter. Should you find the key after all, write OPERATOR before it is decided.`,
    ]),
  'key-replacement-approved': () =>
    said(['The replacement of your key has been approved. You can make a new key pair without a new letter.']),
  'key-replacement-refused': (line) =>
    said(
      [
        'The replacement of your key cannot be approved yet.',
        lines('What you need to do:', line.instruction || reasons.other.todo),
      ],
      { choices: [choices.person] },
    ),
} satisfies Partial<Catalogue>;
