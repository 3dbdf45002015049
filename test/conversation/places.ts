import type { Known } from '../../src/conversation/conversation.ts';
import type { Meaning } from '../../src/conversation/meaning.ts';
import { applicant, DATA, days, NOW, pdf, Talk } from './talk.ts';

/** The places of a conversation, each reached as people reach it. */

export const m = <M extends Meaning['means']>(means: M, more: object = {}) => ({ means, ...more }) as Meaning;
export const yes = m('yes');
export const no = m('no');
export const position = (value: string) => m('change', { changes: { position: value } });
export const request = (spki: string) =>
  ({ document: 'q1', hash: 'hq', name: 'csr.pem', kind: 'request', request: { ok: true, spki } }) as const;

export const onTelegram = (more = {}) => new Talk({ proven: 'code', who: applicant(), renewal: 'opened', ...more });
export const onMail = (more = {}) =>
  new Talk({ channel: 'mail', proven: 'reply', who: applicant(), renewal: 'opened', ...more });

// --- who are you? ---------------------------------------------------------------------------------------------------

export const atStart = () => new Talk({ renewal: 'opened' });
/** A stranger who was welcomed and asked for his number. */
export const atNumber = () => {
  const talk = atStart();
  talk.hears(m('greeting'));
  return talk;
};
export const atCode = () => {
  const talk = atNumber();
  talk.hears(m('number', { kind: 'nip', value: DATA.nip }));
  return talk;
};
const tried = (known: Partial<Known>) => () => {
  const talk = atCode();
  talk.receives({ meanings: [m('code', { digits: '000000' })] }, known);
  return talk;
};
export const atWrongCode = tried({ code: 'wrong', codeLeft: 3 });
export const atSpentCode = tried({ code: 'spent' });
/** So many codes that there is none left for today. */
export const atCodeLimit = () => {
  const talk = atSpentCode();
  talk.receives({ meanings: [m('new-code')] }, { codeLimit: true });
  return talk;
};
export const LINK = { applicant: applicant(), link: 'l1' } as const;
/** He has opened a deep link and is asked whether it is his. */
export const atBind = () => {
  const talk = atStart();
  talk.receives({ text: '' }, { link: LINK });
  return talk;
};
/** The first notice lies in his mailbox; whatever he answers proves him. */
export const atNotice = () => {
  const talk = onMail();
  talk.question = { id: 'q', what: 'sign-in', renewal: 'r1', revision: 0, about: 'r1', askedAt: NOW };
  return talk;
};

// --- the renewal ----------------------------------------------------------------------------------------------------

/** Whoever writes first and is known is shown his data. */
export const atDataCheck = (more = {}) => {
  const talk = onTelegram(more);
  talk.hears(m('renew'));
  return talk;
};
export const atChange = () => {
  const talk = atDataCheck();
  talk.hears(position('Kepala Seksi'));
  return talk;
};
export const atChangeLetter = (more = {}) => {
  const talk = atDataCheck(more);
  talk.hears(position('Kepala Seksi'));
  talk.hears(m('that-is-all'));
  return talk;
};
/** One PDF came while both letters are awaited. */
export const atWhichLetter = () => {
  const talk = atChangeLetter();
  talk.receives({ enclosed: [pdf('d1')] });
  return talk;
};
export const atLetter = (more = {}) => {
  const talk = atDataCheck(more);
  talk.hears(yes);
  return talk;
};
/** The letter is being read: nothing is awaited of him. */
export const atReading = () => {
  const talk = atLetter();
  talk.receives({ enclosed: [pdf('d1')] });
  return talk;
};
/** The letter could not be read. */
export const atRefused = () => {
  const talk = atReading();
  talk.happens({ is: 'letter-read', document: 'd1', refused: 'unreadable', remarks: [] });
  return talk;
};
export const atKey = (more = {}) => {
  const talk = atLetter(more);
  talk.receives({ enclosed: [pdf('d1')] });
  talk.happens({ is: 'letter-read', document: 'd1', remarks: [] });
  return talk;
};
export const atReview = (more = {}) => {
  const talk = atKey(more);
  talk.receives({ enclosed: [request('k1')] });
  return talk;
};

const RENEWED = [
  { id: 'c1', serial: '0a', expires: days(20), state: 'valid', hasSuccessor: true },
  { id: 'c2', serial: '0b', from: NOW, expires: days(700), state: 'valid', hasSuccessor: false },
] as const;

/** Issuer `ams`: the request stands in AMS, and he has been asked about the CA's mail. */
export const atPassphrase = () => {
  const rules = { needsCsr: false, entersAms: true };
  const talk = atKey({ who: applicant({ certificates: RENEWED }), rules });
  talk.happens({ is: 'approved', content: 'seen', by: 'op1' });
  talk.happens({ is: 'ams-entered' });
  return talk;
};
export const atCollect = () => {
  const talk = atReview({ who: applicant({ certificates: RENEWED }) });
  talk.happens({ is: 'approved', content: 'seen', by: 'op1' });
  talk.happens({ is: 'issued', certificate: 'c2', serial: '0b', evidence: 'certificate' });
  return talk;
};
/** He is asked back whether a key, a certificate or a request shall really be given up. */
export const atKeyLost = () => {
  const talk = atCollect();
  talk.hears(m('key-lost'));
  return talk;
};
/** He said that he has it, and is asked back: the old one is revoked if it works. */
export const atCollected = () => {
  const talk = atCollect();
  talk.hears(m('collected'));
  return talk;
};
export const atRevokeWhy = () => {
  const talk = atLetter();
  talk.hears(m('revoke'));
  return talk;
};
export const atRevoke = () => {
  const talk = atRevokeWhy();
  talk.hears(m('unused'));
  return talk;
};
export const atDeviceLost = () => {
  const talk = atLetter();
  talk.hears(m('device-lost'));
  return talk;
};
export const atWithdraw = () => {
  const talk = atLetter();
  talk.hears(m('withdraw'));
  return talk;
};
/** The old certificate of a renewal that is complete. */
export const MAKES_WAY = { certificate: 'c1', state: 'due', at: days(1) } as const;
/** The renewal is over, the old certificate on its way out. */
export const atEnd = () => {
  const talk = atCollected();
  talk.hears(yes);
  return talk;
};
