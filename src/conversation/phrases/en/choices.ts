import { date, serialEnd, shortDate } from '../../format.ts';
import type { Revocable as Shown } from '../../line.ts';
import type { Meaning } from '../../meaning.ts';
import type { Context, WordedChoice } from '../catalogue.ts';

function choice(label: string, word: string, meaning: Meaning): WordedChoice {
  return { label, word, meaning };
}

export const choices = {
  dataRight: choice('The data is right', 'CORRECT', { means: 'yes' }),
  dataWrong: choice('Something is wrong', 'WRONG', { means: 'wrong', fields: [] }),
  cancelChange: choice('Cancel the change', 'CANCEL THE CHANGE', { means: 'cancel-change' }),
  nothingToChange: choice('The data was right after all', 'CANCEL THE CHANGE', { means: 'cancel-change' }),
  thatIsAll: choice('That is all', 'THAT IS ALL', { means: 'that-is-all' }),
  more: choice('Another change', 'ANOTHER CHANGE', { means: 'more' }),
  person: choice('Talk to an operator', 'OPERATOR', { means: 'person' }),
  status: choice('Status', 'STATUS', { means: 'status' }),
  help: choice('Help', 'HELP', { means: 'help' }),
  later: choice('Not now (tomorrow)', 'TOMORROW', { means: 'not-now', days: 1 }),
  renew: choice('Start the renewal', 'RENEW', { means: 'renew' }),
  resume: choice('Continue', 'CONTINUE', { means: 'resume' }),
  newCode: choice('Send a new code', 'SEND A NEW CODE', { means: 'new-code' }),
  page: choice('Send the link to my page', 'LINK', { means: 'page' }),
  collected: choice('Certificate is installed', 'INSTALLED', { means: 'collected' }),
  linkSet: choice('I have set it', 'PASSPHRASE IS SET', { means: 'link', state: 'set' }),
  linkMissing: choice('No e-mail yet', 'NO PASSPHRASE EMAIL', { means: 'link', state: 'missing' }),
  linkExpired: choice('The link has expired', 'PASSPHRASE LINK EXPIRED', { means: 'link', state: 'expired' }),
  real: choice('Is this official?', 'IS THIS OFFICIAL', { means: 'is-it-real' }),
  notMe: choice('This is not me', 'NOT ME', { means: 'not-me' }),
  howLong: choice('How long does it take?', 'HOW LONG', { means: 'how-long' }),
  documents: choice('Which documents?', 'WHICH DOCUMENTS', { means: 'which-documents' }),
  aboutLetter: choice('What is the letter for?', 'WHAT IS THE LETTER FOR', { means: 'about-letter' }),
  aboutKey: choice('What is a key pair?', 'WHAT IS A KEY PAIR', { means: 'about-key' }),
  otherLanguage: choice('Bahasa Indonesia', 'BAHASA INDONESIA', { means: 'language', to: 'id' }),
  recommendation: choice('Recommendation letter', 'RECOMMENDATION LETTER', {
    means: 'letter-is',
    letter: 'recommendation',
  }),
  changeLetter: choice('Data-change letter', 'DATA CHANGE LETTER', { means: 'letter-is', letter: 'change' }),
  deviceLost: choice('The key or device was lost', 'DEVICE LOST', { means: 'device-lost' }),
  moved: choice('I have moved', 'I MOVED TO ANOTHER AGENCY', { means: 'left', why: 'moved' }),
  retired: choice('I have retired', 'I AM RETIRED', { means: 'left', why: 'retired' }),
  unused: choice('It is no longer used', 'NO LONGER USED', { means: 'unused' }),
  keep: choice('Keep my certificate', 'KEEP MY CERTIFICATE', { means: 'keep-certificate' }),
} as const;

export const yes = (label: string) => choice(label, 'YES', { means: 'yes' });
export const no = (label: string) => choice(label, 'NO', { means: 'no' });

/** More would not fit on a screen; the operator helps with the rest. */
const CERTIFICATES_SHOWN = 8;

/** The number, as much as a person needs to tell his certificates apart. */
export const numbered = (serial: string | undefined): string =>
  serial === undefined ? 'serial number not known to us yet' : `serial number ending in ${serialEnd(serial)}`;

/** A person's certificates as he can tell them apart: by the end of the number and the last day. */
export const certificateRows = (certificates: readonly Shown[], c: Context): string[] =>
  certificates
    .slice(0, CERTIFICATES_SHOWN)
    .map(({ serial, expires }) => `• ${numbered(serial)}, valid until ${date(expires, c)}`);
export const certificateChoices = (certificates: readonly Shown[], c: Context): WordedChoice[] =>
  certificates.slice(0, CERTIFICATES_SHOWN).map(({ id, serial, expires }) => {
    const end = serial === undefined ? 'number not known' : serialEnd(serial);
    return choice(`${end}, until ${shortDate(expires, c)}`, end, { means: 'certificate', id });
  });
