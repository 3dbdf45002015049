import { date, dateAndTime } from '../../format.ts';
import type { Line, RevocationState } from '../../line.ts';
import { type Catalogue, type Context, lines, said } from '../catalogue.ts';
import { channels } from './channels.ts';
import { certificateChoices, certificateRows, choices, no, numbered, yes } from './choices.ts';
import { whileClosed } from './office.ts';

const because: Readonly<Record<Extract<Line, { say: 'revoked' }>['reason'], string>> = {
  keyCompromise: 'the key or the device was lost, or somebody else has used it',
  affiliationChanged: 'its holder has moved or no longer works for this institution',
  cessationOfOperation: 'the certificate is no longer used',
  superseded: 'a new certificate has replaced it',
};

const after = (hours: number): string =>
  `${hours === 0 ? 'right' : hours % 24 === 0 && hours > 24 ? `${hours / 24} days` : `${hours} ${hours === 1 ? 'hour' : 'hours'}`} after`;

function standing({ state, at, expires }: RevocationState, afterHours: number | undefined, c: Context): string {
  const until = date(expires, c);
  const on = at === undefined ? '' : ` on ${date(at, c)}`;
  switch (state) {
    case 'asked':
      return `we received the request for its revocation${on}, and an operator is still examining it; until that is decided, the certificate stays valid`;
    case 'planned':
      return `it has been replaced and will be revoked${at === undefined ? '' : ` on ${dateAndTime(at, c)}`}`;
    case 'running':
      return `its revocation was recorded${on} and is being carried out, but has not been completed yet`;
    case 'refused':
      return `an operator decided${on} that it is not revoked; it is valid until ${until}`;
    case 'done':
      return at === undefined ? 'it has been revoked' : `it was revoked${on}`;
    case 'replaced':
      return afterHours === undefined
        ? 'it has been replaced but not revoked yet; an operator revokes it once the new certificate can be used'
        : `it has been replaced but not revoked yet; it will be revoked ${after(afterHours)} you write INSTALLED`;
    case 'in-use':
      return `it is valid until ${until}, and nobody has asked for its revocation`;
    case 'unsure':
      return 'we are still confirming its data, so we do not know of a revocation yet';
    case 'expired':
      return `it expired on ${until}, so it need not be revoked`;
  }
}

/** A revocation that the person asks for, and what became of it. */
export const revocation = {
  'revoke-why': () =>
    said(['We will help you to ask for the revocation of your certificate. For that, we need to know the reason.'], {
      question: 'Why should your certificate be revoked?',
      choices: [choices.deviceLost, choices.moved, choices.retired, choices.unused, choices.person],
    }),
  'revoke-which': (line, c) =>
    said([lines('You have more than one certificate:', ...certificateRows(line.certificates, c))], {
      question: 'Which certificate should be revoked?',
      choices: [...certificateChoices(line.certificates, c), choices.person],
    }),
  'revoke-confirm': (line, c) =>
    said(
      [
        lines('You are asking for the revocation of:', ...certificateRows(line.certificates, c)),
        `The reason: ${because[line.reason]}.`,
        'After that, no document can be signed with it any more, and a revocation cannot be undone. Documents that you signed earlier stay valid.',
      ],
      {
        question: 'Do you really want to have this revoked?',
        choices: [yes('Yes, revoke it'), no('No, do not revoke it'), choices.person],
      },
    ),
  'revocation-state': ({ certificates, afterHours }, c) =>
    said(
      [
        lines(
          'This is how your certificates stand:',
          ...certificates.map((each) => `• ${numbered(each.serial)}: ${standing(each, afterHours, c)}.`),
        ),
        certificates.every(({ state }) => state === 'in-use')
          ? `If you renew it, the old certificate is revoked ${afterHours === undefined ? 'by an operator after' : after(afterHours)} the new one is installed. Documents that you have signed stay valid.`
          : '',
      ],
      { choices: [choices.person] },
    ),
  'revoke-noted': (_, c) =>
    said(
      [
        `We have passed your request on to an operator, who will examine it. We will tell you what was decided; until then your certificate stays valid.${whileClosed(c)}`,
        `If it is urgent, call ${c.agency.phone}. If you change your mind before it is decided, write KEEP MY CERTIFICATE.`,
      ],
      { choices: [choices.keep] },
    ),
  'revoke-none': () =>
    said(['None of your certificates is still valid, so there is nothing to revoke.'], { choices: [choices.person] }),
  'revoke-unsure': (_, c) =>
    said(
      [
        'We know of your certificate from a notice only and have not confirmed its data yet, so its revocation cannot be recorded from this conversation. An operator has been told and will help you here.',
        `If it is urgent, call ${c.agency.phone}.`,
      ],
      { choices: [choices.person] },
    ),
  'revoke-pending': () =>
    said(
      [
        'An operator has your request for revocation already and has not decided yet, so you need not repeat it. We will tell you what was decided. If you change your mind, write KEEP MY CERTIFICATE.',
      ],
      { choices: [choices.keep, choices.person] },
    ),
  'revoke-decided': () =>
    said(
      [
        'An operator has approved the revocation of your certificate and it is being carried out, so it can no longer be undone. We will tell you as soon as it is done.',
      ],
      { choices: [choices.person] },
    ),
  'revoke-taken-back': () =>
    said(['All right, we have taken your request for revocation back. Your certificate stays valid.']),
  'revoke-taken-back-elsewhere': (line, c) =>
    said(
      [
        `The request to revoke your certificate was taken back ${channels[line.channel].through} on ${date(line.at, c)}. Your certificate is not revoked and stays valid.`,
        `If that was you, there is nothing to do. If it was not, answer this message with REVOKE MY CERTIFICATE at once, or call ${c.agency.phone}.`,
      ],
      { subject: 'The request to revoke your certificate was taken back', choices: [choices.person] },
    ),
  'revoke-not-from-here': (_, c) =>
    said(
      [
        'This revocation was asked for because your key or device is lost. For your safety such a request can be taken back only from where it was made, so nothing was changed.',
        `Write KEEP MY CERTIFICATE from the e-mail address or chat that you used then. If you cannot, write OPERATOR or call ${c.agency.phone}.`,
      ],
      { choices: [choices.person] },
    ),
  'revoke-held': (_, c) =>
    said(
      [
        `All right, we hold the revocation of your old certificate, and an operator decides on it. We tell you what was decided; until then that certificate stays valid.${whileClosed(c)}`,
        'If the new certificate does not work yet, write OPERATOR and describe the problem. Please do not write your passphrase.',
      ],
      { choices: [choices.person] },
    ),
  'revoke-held-elsewhere': (line, c) =>
    said(
      [
        `In a Telegram chat we were asked on ${dateAndTime(line.at, c)} to hold the revocation of your old certificate (${numbered(line.serial)}). An operator decides on it; until then that certificate stays valid.`,
        `If that was you, there is nothing to do. If it was not, answer this message with OPERATOR at once, or call ${c.agency.phone}.`,
      ],
      { subject: 'The revocation of your old certificate is held', choices: [choices.person] },
    ),
  'revoke-held-by-operator': (line, c) =>
    said(
      [
        `On ${dateAndTime(line.at, c)} our operator put the revocation of your old certificate (${numbered(line.serial)}) on hold. It is not revoked on the day that we told you, and stays valid until an operator decides. We tell you what was decided.`,
        `There is nothing for you to do. If you have a question, write OPERATOR, or call ${c.agency.phone}.`,
      ],
      { subject: 'The revocation of your old certificate is on hold', choices: [choices.person] },
    ),
  'revoke-not-asked': () =>
    said(['No request of yours for revocation is waiting, so nothing was changed.'], { choices: [choices.person] }),
  'revoke-held-late': (line, c) =>
    said(
      [
        `The revocation of your old certificate (${numbered(line.serial)}) could not be held any more: the request came while it was being carried out. That certificate was revoked on ${dateAndTime(line.at, c)}.`,
        'A revocation cannot be undone. Documents that you signed earlier stay valid, and from now on you sign with the new certificate.',
        `If the new certificate does not work yet, write OPERATOR and describe the problem, or call ${c.agency.phone}. Please do not write your passphrase.`,
      ],
      { subject: 'Your old certificate was revoked already', choices: [choices.person] },
    ),
  revoked: ({ serials, at, reason }, c) => {
    const one = serials.length === 1;
    const [on, why] = [`revoked on ${date(at, c)}`, `The reason: ${because[reason]}.`];
    return said(
      [
        one
          ? `Your electronic certificate (${numbered(serials[0])}) was ${on}. ${why}`
          : lines(
              `These electronic certificates of yours were ${on}:`,
              ...serials.map((each) => `• ${numbered(each)}`),
              why,
            ),
        `From that moment on, no document can be signed with ${one ? 'it' : 'them'}. Documents that you signed earlier stay valid.`,
        `If you need a new certificate, write RENEW. If you did not ask for this revocation, call ${c.agency.phone} at once.`,
      ],
      {
        subject: one
          ? 'Your electronic certificate was revoked'
          : `${serials.length} of your electronic certificates were revoked`,
        choices: [choices.renew, choices.person],
      },
    );
  },
  'revocation-refused': (line, c) =>
    said(
      [
        `An operator examined ${line.held ? 'the revocation that you had held' : 'your request for revocation'} on ${date(line.at, c)}. Your certificate (${numbered(line.serial)}) was not revoked and stays valid.`,
        line.instruction === '' ? '' : lines('What the operator says:', line.instruction),
        `If this decision is not clear, write OPERATOR or call ${c.agency.phone}.`,
      ],
      { subject: 'Your electronic certificate was not revoked', choices: [choices.person] },
    ),
} satisfies Partial<Catalogue>;
