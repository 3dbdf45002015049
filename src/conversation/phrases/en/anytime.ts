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
    `Sent back by an operator on ${date(back.at, c)}, to be put right. ${why}`,
    `What you need to do: ${back.instruction || todo}`,
  );
}

function waiting({ who, awaiting, beside, since }: Status, c: Context): string {
  const meanwhile = beside
    ? `Meanwhile you can go on already: ${acts[beside]}.`
    : 'There is nothing for you to do now.';
  switch (who) {
    case 'applicant':
      return `Waiting for you since ${date(since, c)}.`;
    case 'operator':
      return `Waiting for an operator since ${date(since, c)}.${atWork(c)} ${meanwhile}`;
    case 'issuer':
      return `Waiting for the certificate issuer since ${date(since, c)}. This usually takes a few minutes. ${meanwhile}`;
    case 'system':
      return `${awaiting === 'reading' ? 'This usually takes less than a minute. ' : ''}${meanwhile}`;
    case 'nobody':
      return 'Nothing more is awaited.';
  }
}

const left = {
  left: 'no longer works at this organisation',
  retired: 'has retired',
  moved: 'has moved to another post',
  died: 'has died',
} as const;

/** Sentences for reminders; the question itself follows below. */
const reminded: Readonly<Partial<Record<What, string>>> = {
  'sign-in': 'The renewal of your certificate has not been started yet.',
  'data-check': 'We are still waiting for your answer about the data on record.',
  'change-values': 'We are still waiting for the new values of your data.',
  'change-letter': 'We are still waiting for your data-change letter.',
  letter: 'We are still waiting for your recommendation letter.',
  'kept-letter': 'We are still waiting for your answer about the file you sent.',
  key: 'Your next step is to make the new key pair on your personal page.',
  passphrase:
    'We are still waiting to hear from you about the passphrase (the password of the certificate), which you set behind the link from BSrE.',
  collect: 'Your certificate has been issued and is waiting for you to collect and install it.',
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
  'We are still waiting for your corrected recommendation letter.',
  'If you write CONTINUE, we will send you once more what has to be corrected, and a letter that we have filled in with your data.',
];
const LETTERS: ReadonlySet<What> = new Set<What>(['letter', 'change-letter']);

export const anytime = {
  greeting: (line) =>
    said([
      line.name
        ? `${line.name}, thank you for writing to us. We are glad to help with the renewal of your electronic certificate.`
        : 'Thank you for writing to us. We are glad to help with the renewal of your electronic certificate.',
    ]),
  thanks: () => said(['You are welcome. We are glad to help.']),
  ack: (line) =>
    said([
      line.awaits === 'applicant'
        ? 'All right, take your time.'
        : 'All right. We will tell you as soon as there is news.',
    ]),
  help: (_, c) =>
    said(
      [
        lines(
          'You can write in your own words. Some examples:',
          '• RENEW: start the renewal of your certificate',
          '• STATUS: see how far your request has come',
          '• TOMORROW: continue tomorrow',
          '• LINK: receive the link to your personal page',
          '• OPERATOR: talk to an operator, one of our staff',
          '• WITHDRAW THE REQUEST: end your request',
          '• REVOKE MY CERTIFICATE: ask for its revocation, for example if a key or device was lost',
          '• BAHASA INDONESIA: untuk beralih ke bahasa Indonesia',
        ),
        `You can also call ${c.agency.phone} in office hours (${c.officeHours}).`,
      ],
      // On mail the words above are the choices.
      { choices: isChat(c.channel) ? [choices.status, choices.howLong, choices.documents, choices.person] : [] },
    ),
  status: (line, c) =>
    said(
      [
        `Request ${line.number}`,
        lines(...line.steps.map((each) => step(each, line, c))),
        returned(line, c),
        lines(waiting(line, c), `Validity of the certificate being renewed: until ${date(line.expires, c)}.`),
      ],
      {
        choices: [...(line.who === 'applicant' || line.beside ? [choices.resume] : []), choices.person],
        app: 'See the full status',
      },
    ),
  'status-none': () =>
    said(['You have no request under way at the moment. Write RENEW if you would like to renew your certificate.'], {
      choices: [choices.renew, choices.person],
    }),
  'person-called': (_, c) =>
    said([
      `An operator has been told and will answer here.${whileClosed(c)} Please write your question or problem right away.`,
    ]),
  'loss-heard': (_, c) =>
    said([
      `An operator has been told of it at once.${whileClosed(c)} If it is urgent, call ${c.agency.phone}. Before a revocation can be asked for, we need to make sure who you are.`,
    ]),
  'complaint-noted': (_, c) =>
    said([
      `We are sorry for the trouble. Your complaint has been passed on to an operator, who will answer here.${whileClosed(c)}`,
    ]),
  'passed-on': (_, c) =>
    said([`We have passed this message on to the operator as well, who will answer here.${whileClosed(c)}`]),
  'no-mailbox': (_, c) =>
    said([
      c.withoutMail
        ? 'To go on, an operator has to make sure who you are, in person or by video call.'
        : 'We send the code only to the e-mail address on record. If you cannot open that mailbox, an operator can make sure who you are in person or by video call.',
      `An operator has been told and will answer here.${whileClosed(c)}`,
      `You can also call ${c.agency.phone}.`,
    ]),
  'operator-here': (line, c) =>
    said([
      `You are now talking to ${line.operator}, operator of ${c.agency.name}. The automatic assistant will not answer until this talk is over.`,
    ]),
  'handed-back': () =>
    said([
      'Your talk with the operator is over, and the automatic assistant is helping you again. Write OPERATOR if you need one again.',
    ]),
  'from-operator': (line) => said([lines(`${line.operator} (operator):`, line.text)]),
  answer: (line, c) => ((line.again && answersInShort[line.to]) || answers[line.to])(c),
  'language-changed': () => said(['All right, we will write in English.']),
  'later-noted': (line, c) =>
    said([
      `All right, we will not remind you before ${date(line.until, c)}.${line.sooner ? ' We advise you not to wait longer, because your certificate ends soon.' : ''} If you would like to go on earlier, write CONTINUE at any time.`,
    ]),
  'later-sign-in': (line) =>
    said([
      line.code
        ? 'All right, there is no hurry. The code is valid for 10 minutes only; if you come back after that, write SEND A NEW CODE.'
        : 'All right, there is no hurry. When you come back, just write your NIP (18 digits) or the e-mail address on record here.',
    ]),
  'withdraw-confirm': () =>
    said(['If the request is withdrawn, no new certificate will be issued. You can make a new request later.'], {
      question: 'Would you really like to withdraw this request?',
      choices: [yes('Yes, withdraw it'), no('No, keep it')],
    }),
  withdrawn: () =>
    said([
      'Your request has been withdrawn, and no new certificate is issued. Write RENEW if you would like to start again one day.',
    ]),
  'withdraw-too-late': () =>
    said(
      [
        'The issuance of your certificate has begun or is complete, so the request can no longer be withdrawn. If you do not want the certificate, write OPERATOR to have it revoked.',
      ],
      { choices: [choices.person] },
    ),
  'stop-confirm': () =>
    said(
      [
        'If messages are stopped, you will get no more reminders, and your certificate may expire without notice. We will still tell you the decision on your request.',
      ],
      { question: 'Would you really like us to stop?', choices: [yes('Yes, stop'), no('No, keep sending')] },
    ),
  stopped: () =>
    said([
      'All right, we will send no more reminders. If you want to go on and be reminded again one day, write CONTINUE; we are glad to help at any time.',
    ]),
  'not-me-confirm': () =>
    said(['If our messages reached the wrong person, we will disconnect this conversation from that request.'], {
      question: 'Did they reach the wrong person?',
      choices: [yes('Yes, the wrong person'), no('No, it is me'), choices.person],
    }),
  'not-me-noted': () =>
    said([
      'Thank you for telling us, and we are sorry for the mistake. This conversation has been disconnected from the request, and an operator will look into it. Please delete the earlier messages.',
    ]),
  'left-confirm': (line) =>
    said(
      [
        `From your message we understand that the holder of this certificate ${left[line.why]}. ${line.why === 'died' ? 'If so, we are very sorry, and an operator' : 'If so, an operator'} will take care of it.`,
      ],
      { question: 'Is that right?', choices: [yes('Yes, that is right'), no('No, it is not'), choices.person] },
    ),
  'left-noted': () =>
    said([
      'Thank you for telling us. An operator will check this and take care of it. There is nothing for you to do.',
    ]),
  'device-lost-confirm': () =>
    said(
      [
        'We have passed your report on to an operator. The certificate on a lost key or device should be revoked, so that nobody can misuse it; after that it can never be used again.',
      ],
      {
        question: 'Shall your certificate be revoked?',
        choices: [yes('Yes, revoke it'), no('No, do not revoke it'), choices.person],
      },
    ),
  'device-lost-noted': (_, c) =>
    said([
      'We have received your report and told an operator at once to have the certificate revoked, so that nobody can misuse it.',
      `If it is urgent, call ${c.agency.phone}. If you find the device, do not use the certificate before you have talked to an operator.`,
    ]),
  'kept-going': () => said(['All right, nothing was changed.']),
  over: (line) =>
    line.outcome === 'lapsed'
      ? said(['This request was closed because we did not hear from you. Write CONTINUE if you would like to go on.'], {
          choices: [choices.resume, choices.person],
        })
      : said(
          [
            `This request is no longer under way. Its last state: ${outcomes[line.outcome]}. Write RENEW if you would like to start a new one.`,
          ],
          { choices: [choices.renew, choices.person] },
        ),
  resumed: () => said(['All right, we continue with your request. Everything that you sent is still here.']),
  reminder: (line, c) =>
    said(
      [
        `${reminded[line.what] ?? `We are still waiting for ${whats[line.what]}.`} The expiry date of the old certificate is ${date(line.expires, c)}.`,
        line.alone ? 'Write CONTINUE, and we will send you once more what you need to do.' : '',
        line.count > 1 ? 'If there is a difficulty, our operators are glad to help.' : '',
      ],
      {
        subject: 'Reminder: renewal of your electronic certificate',
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
              ? 'If you need the letter that we have filled in with your data, write CONTINUE and we will send it.'
              : '',
          ],
      {
        ...(line.what === 'data-check' ? { question: 'Is your data in our earlier message still right?' } : {}),
        choices: beside[line.what],
      },
    ),
  lapsed: () =>
    said(
      [
        'Because we have not heard from you for a long time, we have closed your request. Everything that you sent is still here. Write CONTINUE if you would like to go on.',
      ],
      { subject: 'We have closed your request for now', choices: [choices.resume, choices.person] },
    ),
  'operator-ping': (line) =>
    said([
      `${line.waiting} ${line.waiting === 1 ? 'item is' : 'items are'} waiting for an operator. Latest: ${awaits[line.what]}. Please open the console.`,
    ]),
} satisfies Partial<Catalogue>;
