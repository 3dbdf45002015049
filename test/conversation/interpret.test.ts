import { describe, expect, it } from 'vitest';
import type { Known, Revocation } from '../../src/conversation/conversation.ts';
import type { Meaning } from '../../src/conversation/meaning.ts';
import { render } from '../../src/conversation/render.ts';
import { understand } from '../../src/conversation/words.ts';
import {
  atChangeLetter,
  atCollect,
  atCollected,
  atDataCheck,
  atEnd,
  atKeyLost,
  atLetter,
  atNotice,
  atNumber,
  atReview,
  atWhichLetter,
  MAKES_WAY,
  m,
  no,
  onMail,
  onTelegram,
  position,
  request,
  yes,
} from './places.ts';
import { context } from './samples.ts';
import { applicant, DATA, days, hash, pdf, Talk } from './talk.ts';

describe('who nobody knows yet', () => {
  it('is welcomed with what he has to know, once', () => {
    const talk = new Talk({});
    expect(talk.hears(m('greeting'))).toEqual(['welcome']);
    expect(talk.hears(m('greeting'))).toEqual(['greeting', 'ask-number']);
    expect(talk.question?.what).toBe('number');
  });

  it('gets the same words for a known and an unknown number, and a code is asked for', () => {
    const talk = new Talk({});
    expect(talk.hears(m('number', { kind: 'nip', value: DATA.nip }))).toEqual(['code-sent']);
    expect(talk.acts).toEqual([{ act: 'challenge', number: { kind: 'nip', value: DATA.nip } }]);
    expect(talk.question?.what).toBe('code');
  });

  it('is told that the code was sent once more, whoever he is', () => {
    const talk = new Talk({});
    talk.hears(m('number', { kind: 'nip', value: DATA.nip }));
    talk.hears(m('new-code'));
    expect(talk.line('code-sent').again).toBe(true);
  });

  it('is told when there were too many codes today, and none is sent', () => {
    const talk = new Talk({});
    expect(talk.receives({ meanings: [m('new-code')] }, { codeLimit: true })).toEqual(['code-limit']);
    expect(talk.acts).toEqual([]);
  });

  it('is told what is wrong with a code, and stays a stranger', () => {
    const talk = new Talk({});
    const code = { meanings: [m('code', { digits: '123456' })] };
    expect(talk.receives(code, { code: 'wrong', codeLeft: 3 })).toEqual(['code-wrong']);
    expect(talk.receives(code, { code: 'spent' })).toEqual(['code-spent']);
    expect(talk.receives(code, { code: 'unasked' })).toEqual(['code-unasked']);
    expect(talk.acts).toEqual([]);
  });

  it('is bound by the right code, signed in everywhere, and asked the next question at once', () => {
    const talk = new Talk({ renewal: 'opened' });
    const known = { code: 'right', codeApplicant: applicant() } as const;
    expect(talk.receives({ meanings: [m('code', { digits: '123456' })] }, known)).toEqual(['signed-in', 'data-check']);
    expect(talk.acts).toEqual([{ act: 'bind', applicant: 'a1', method: 'code' }]);
    expect(talk.events).toEqual(['signed-in']);
    expect(talk.question).toMatchObject({ what: 'data-check', about: hash(DATA) });
  });

  it('who signs in without an open renewal gets one, because that is what he came for', () => {
    const talk = new Talk({});
    const known = { code: 'right', codeApplicant: applicant() } as const;
    expect(talk.receives({ meanings: [m('code', { digits: '123456' })] }, known)).toEqual(['signed-in']);
    expect(talk.acts).toContainEqual({ act: 'start-renewal', certificate: 'c1', how: 'applicant' });
  });

  it('is sent no code to a mailbox that he cannot open: an operator is called, whatever number he names', () => {
    const talk = new Talk({});
    const number = m('number', { kind: 'nip', value: '198505052010012004' });
    expect(talk.hears(number, m('renew'), m('no-mailbox'))).toEqual(['no-mailbox']);
    expect(talk.acts).toEqual([{ act: 'call-operator', why: 'asked' }]);
  });

  it('may ask anything, and is then asked who he is', () => {
    const talk = new Talk({});
    expect(talk.hears(m('is-it-real'), m('how-long'))).toEqual(['answer', 'answer', 'welcome']);
    // That answer says who we are, and that nobody asks for a password: the welcome does not say it once more.
    const wary = new Talk({});
    expect(wary.hears(m('is-it-real'))).toEqual(['answer', 'welcome']);
    expect(wary.line('welcome')).toEqual({ say: 'welcome', brief: true });
    expect(talk.hears(m('person'))).toEqual(['person-called']);
    expect(talk.acts).toEqual([{ act: 'call-operator', why: 'asked' }]);
  });

  it('is told of no code where there is no mailbox to send it from: an operator makes sure who he is', () => {
    const talk = new Talk({});
    talk.hears(m('greeting'));
    const nip = m('number', { kind: 'nip', value: DATA.nip });
    expect(talk.receives({ meanings: [nip] }, { withoutMail: true })).toEqual(['no-mailbox']);
    expect(talk.acts).toEqual([{ act: 'call-operator', why: 'asked' }]);
  });

  it('loses no document that he sent before we knew him', () => {
    const talk = new Talk({ renewal: 'opened' });
    expect(talk.receives({ enclosed: [pdf('d1')] })).toEqual(['kept-noted', 'welcome']);
    expect(talk.state.undecided).toHaveLength(1);
    talk.receives({ meanings: [m('code', { digits: '1' })] }, { code: 'right', codeApplicant: applicant() });
    expect(talk.renewal.facts.kept).toMatchObject([{ document: 'd1' }]);
    expect(talk.state.undecided).toEqual([]);
  });

  it('confirms nothing, whatever he says', () => {
    const all: Meaning[] = [
      yes,
      no,
      m('wrong', { fields: ['unit'] }),
      position('Kepala'),
      m('withdraw'),
      m('collected'),
      m('that-is-all'),
    ];
    for (const meaning of all) {
      const talk = new Talk({ renewal: 'opened', who: applicant(), state: { greeted: true } });
      expect(talk.hears(meaning)).toEqual(['ask-number']);
      expect(talk.events).toEqual([]);
    }
  });
});

describe('a deep link', () => {
  const link = { applicant: applicant(), link: 'l1' };

  it('is asked back once, and binds with a yes', () => {
    const talk = new Talk({ renewal: 'opened' });
    expect(talk.receives({ text: '' }, { link })).toEqual(['bind-ask']);
    expect(talk.acts).toEqual([]);
    expect(talk.receives({ meanings: [yes] }, { link })).toEqual(['signed-in', 'data-check']);
    expect(talk.acts).toEqual([{ act: 'bind', applicant: 'a1', method: 'link' }]);
  });

  it('binds nobody who says no, or says nothing clear', () => {
    const talk = new Talk({ renewal: 'opened' });
    talk.receives({ text: '' }, { link });
    expect(talk.receives({ meanings: [m('unknown')] }, { link })).toEqual(['bind-ask']);
    expect(talk.receives({ meanings: [no] }, { link })).toEqual(['bind-declined']);
    expect(talk.acts).toEqual([]);
  });

  it('of somebody else touches nothing of his before it is answered', () => {
    const talk = new Talk({ proven: 'code', who: applicant({ id: 'a2' }), renewal: 'opened' });
    expect(talk.receives({ meanings: [m('withdraw')] }, { link })).toEqual(['bind-ask']);
    expect(talk.events).toEqual([]);
    talk.receives({ meanings: [yes] }, { link });
    expect(talk.events).toEqual(['signed-in']);
  });

  it('that was used or has expired says so', () => {
    const talk = new Talk({});
    expect(talk.receives({ text: '' }, { link: { bad: true } })).toEqual(['link-bad']);
  });
});

describe('a mail that proves nothing', () => {
  const unproven = (more = {}) => onMail({ proven: undefined, ...more });

  it('may ask and talk', () => {
    const talk = unproven();
    expect(talk.hears(m('greeting'), m('cost'))).toEqual(['answer']);
    expect(talk.hears(m('status'))).toEqual(['status']);
    expect(talk.acts).toEqual([]);
  });

  it('may bring a document, which is kept', () => {
    const talk = unproven();
    expect(talk.receives({ enclosed: [pdf('d1')] })).toEqual(['kept-noted']);
    expect(talk.events).toEqual(['document-kept']);
  });

  it('confirms, changes and withdraws nothing: a link goes to the address on record', () => {
    const wishes: Meaning[] = [
      yes,
      position('Kepala'),
      m('withdraw'),
      m('stop'),
      m('renew'),
      m('collected'),
      m('page'),
      m('key-lost'),
    ];
    for (const wish of wishes) {
      const talk = unproven();
      expect(talk.hears(wish)).toEqual(['proof-needed']);
      expect(talk.acts).toEqual([{ act: 'ask-proof' }]);
      expect(talk.events).toEqual([]);
    }
  });

  it('may ask for silence until tomorrow', () => {
    const talk = unproven();
    expect(talk.hears(m('not-now'))).toEqual(['later-noted']);
    expect(talk.events).toEqual(['quiet-asked']);
  });

  it("ends nobody's renewal by claiming to be someone else, but the operator hears of it", () => {
    const talk = unproven();
    expect(talk.hears(m('not-me'))).toEqual(['not-me-confirm']);
    expect(talk.hears(yes)).toEqual(['not-me-noted']);
    expect(talk.acts).toEqual([{ act: 'call-operator', why: 'not-me' }]);
    expect(talk.renewal.outcome).toBeUndefined();
  });
});

describe('data check', () => {
  it('signs in by the very reply that agrees to begin, and shows the data', () => {
    const talk = onMail();
    expect(talk.hears(m('renew'))).toEqual(['data-check']);
    expect(talk.events).toEqual(['signed-in']);
  });

  it('confirms what was shown, and asks for the letter in the same message', () => {
    const talk = atDataCheck();
    expect(talk.hears(yes)).toEqual(['data-confirmed', 'letter-ask']);
    expect(talk.renewal.facts.data?.version).toBe(hash(DATA));
  });

  it('takes one mail that signs in and asks for the data, then one that confirms and brings the letter', () => {
    const talk = onMail();
    talk.hears(yes);
    expect(talk.receives({ meanings: [yes], enclosed: [pdf('d1')] })).toEqual(['data-confirmed', 'letter-reading']);
    expect(talk.events).toEqual(['data-confirmed', 'letter-received']);
  });

  it('never takes a doubt for a yes', () => {
    const doubts: Meaning[][] = [
      [yes, m('wrong', { fields: ['position'] })],
      [yes, no],
      [yes, m('not-now', { days: 1 })],
      [yes, m('person')],
      [yes, m('renew')],
      [yes, m('withdraw')],
      [yes, position('Kepala Seksi')],
      [m('cancel-change')],
      [m('that-is-all')],
      [m('thanks')],
    ];
    for (const doubt of doubts) {
      const talk = atDataCheck();
      talk.hears(...doubt);
      expect(talk.events, JSON.stringify(doubt)).not.toContain('data-confirmed');
    }
  });

  it('answers "right, and what now?" by what comes next', () => {
    const talk = atDataCheck();
    expect(talk.hears(yes, m('help'))).toEqual(['data-confirmed', 'letter-ask']);
  });

  it('answers a question beside the yes, once, before going on', () => {
    const talk = atDataCheck();
    expect(talk.hears(m('greeting'), yes, m('about-letter'))).toEqual(['answer', 'data-confirmed', 'letter-ask']);
  });

  it('confirms nothing by a yes to no question', () => {
    const talk = onTelegram();
    expect(talk.hears(yes)).toEqual(['data-check']);
    expect(talk.events).toEqual(['signed-in']);
  });

  it('asks again when the data has changed since it was shown', () => {
    const talk = atDataCheck();
    talk.happens({ is: 'data-versioned', version: 'elsewhere' });
    talk.question = { ...talk.question!, about: hash(DATA) };
    expect(talk.hears(yes)).toEqual(['question-outdated', 'data-check']);
    expect(talk.renewal.facts.data).toBeUndefined();
  });

  it('opens a change with a plain no', () => {
    const talk = atDataCheck();
    expect(talk.hears(no)).toEqual(['change-ask']);
    expect(talk.question?.what).toBe('change-values');
  });
});

describe('data change', () => {
  it('asks for the value of the field that is wrong', () => {
    const talk = atDataCheck();
    expect(talk.hears(yes, m('wrong', { fields: ['position'] }))).toEqual(['change-ask']);
    expect(talk.line('change-ask').fields).toEqual(['position']);
  });

  it('notes several values of one message with what they were', () => {
    const talk = atDataCheck();
    expect(talk.hears(m('change', { changes: { position: ' Kepala  Seksi ', phone: '0812 3456 7891' } }))).toEqual([
      'change-noted',
    ]);
    expect(talk.line('change-noted').changes).toEqual([
      { field: 'phone', from: '+6281234567890', to: '+6281234567891' },
      { field: 'position', from: 'Analis Kebijakan', to: 'Kepala Seksi' },
    ]);
  });

  it('is complete with "that is all", with a yes to "is that all?", or in the same message', () => {
    for (const answer of [m('that-is-all'), yes]) {
      const talk = atDataCheck();
      talk.hears(position('Kepala Seksi'));
      expect(talk.hears(answer)).toEqual(['change-letter-ask']);
    }
    expect(atDataCheck().hears(position('Kepala Seksi'), m('that-is-all'))).toEqual([
      'change-noted',
      'change-letter-ask',
    ]);
  });

  it('is not complete with a yes to "which data?", or to a value that was refused', () => {
    const which = atDataCheck();
    which.hears(position('Kepala Seksi'));
    expect(which.hears(m('more'))).toEqual(['change-ask']);
    expect(which.hears(yes)).toEqual(['change-noted']);
    expect(which.hears(yes)).toEqual(['change-letter-ask']);
    const refused = atDataCheck();
    refused.hears(m('change', { changes: { position: 'Kepala Seksi', phone: '12' } }));
    expect(refused.hears(yes)).toEqual(['change-noted']);
    expect(refused.renewal.facts.change?.complete).toBe(false);
  });

  it('keeps the good values beside a bad one and says what is wrong with it', () => {
    const talk = atDataCheck();
    const said = talk.hears(m('change', { changes: { position: 'Kepala Seksi', phone: '12' } }), m('that-is-all'));
    expect(said).toEqual(['change-noted', 'change-invalid']);
    expect(talk.line('change-invalid')).toMatchObject({ field: 'phone', why: 'format', value: '12' });
    expect(talk.renewal.facts.change).toMatchObject({ fields: { position: 'Kepala Seksi' }, complete: false });
  });

  it('takes back a change that says what is on record already', () => {
    const talk = atDataCheck();
    talk.hears(position('Kepala Seksi'));
    expect(talk.hears(position('Analis Kebijakan'))).toEqual(['change-cancelled']);
  });

  it('drops one wish of several that says what is on record already', () => {
    const talk = atDataCheck();
    talk.hears(m('change', { changes: { position: 'Kepala Seksi', phone: '0812 3456 7891' } }));
    talk.hears(position('Analis Kebijakan'));
    expect(talk.line('change-noted').changes.map(({ field }) => field)).toEqual(['phone']);
    expect(Object.keys(talk.renewal.facts.change!.fields)).toEqual(['phone']);
  });

  it('drops the wish that is taken back by its name, and keeps the others', () => {
    const both = { changes: { position: 'Kepala Seksi', phone: '0812 3456 7891' } };
    for (const at of [atDataCheck, atChangeLetter]) {
      const talk = at();
      talk.hears(m('change', both));
      expect(talk.hears(m('cancel-change', { fields: ['position'] }))).toEqual(['change-noted']);
      expect(talk.line('change-noted').changes.map(({ field }) => field)).toEqual(['phone']);
      expect(talk.hears(m('cancel-change', { fields: ['phone', 'unit'] }))).toEqual(['change-cancelled']);
    }
  });

  it('notes no number as the name of an office, and asks for it', () => {
    const talk = atDataCheck();
    expect(talk.hears(m('change', { changes: { unit: '123456', phone: '0812 3456 7891' } }))).toContain(
      'change-invalid',
    );
    expect(talk.line('change-invalid')).toMatchObject({ field: 'unit', why: 'format' });
    expect(Object.keys(talk.renewal.facts.change!.fields)).toEqual(['phone']);
  });

  it('says so where there is no change to take back', () => {
    expect(atDataCheck().hears(m('cancel-change'))).toEqual(['change-none', 'data-check']);
    expect(atLetter().hears(m('cancel-change'))).toEqual(['change-none', 'letter-ask']);
  });

  it('shows only what differs from the data on record', () => {
    const talk = atDataCheck();
    talk.hears(m('change', { changes: { position: 'Analis Kebijakan', phone: '0812 3456 7891' } }));
    expect(talk.line('change-noted').changes.map(({ field }) => field)).toEqual(['phone']);
    expect(Object.keys(talk.renewal.facts.change!.fields)).toEqual(['phone']);
  });

  it('can be cancelled, and whether the data is right is asked again in one line rather than taken as confirmed', () => {
    const talk = atChangeLetter();
    expect(talk.hears(m('cancel-change'))).toEqual(['change-cancelled']);
    expect(talk.line('change-cancelled')).toMatchObject({ asks: true });
    expect(talk.renewal.facts.data).toBeUndefined();
    expect(talk.hears(yes)).toEqual(['data-confirmed', 'letter-ask']);
  });

  it('shows the data to whoever tells a change before he has seen it, and not once more when he cancels', () => {
    const talk = atNotice();
    expect(talk.hears(position('Kepala Seksi'))).toEqual(['data-shown', 'change-noted']);
    expect(talk.hears(m('more'))).toEqual(['change-ask']);
    expect(talk.hears(m('change', { changes: { unit: 'Bidang Statistik' } }))).toEqual(['change-noted']);
    expect(talk.hears(m('cancel-change'))).toEqual(['change-cancelled']);
    expect(talk.question?.what).toBe('data-check');
  });

  it('takes more values after it was complete', () => {
    const talk = atChangeLetter();
    expect(talk.hears(m('more'))).toEqual(['change-ask']);
    expect(talk.hears(m('change', { changes: { unit: 'Bidang Statistik' } }))).toEqual(['change-noted']);
    expect(talk.line('change-noted').changes).toHaveLength(2);
  });

  it('takes nothing for wrong data where data is not the subject', () => {
    const talk = atLetter();
    expect(talk.hears(m('wrong', { fields: [] }))).toEqual(['not-understood', 'still-waiting']);
    expect(talk.renewal.facts.change).toBeUndefined();
    expect(talk.hears(m('wrong', { fields: ['unit'] }))).toEqual(['change-ask']);
  });
});

describe('documents', () => {
  const locked = { ...pdf('d1'), refused: 'encrypted' } as const;
  const empty = { ...pdf('d2', 'surat.pdf'), kind: 'other', refused: 'empty' } as const;

  it('that show that nobody can read them are refused at once, and nobody is asked which letter that is', () => {
    const talk = atChangeLetter();
    expect(talk.receives({ enclosed: [locked] })).toEqual(['file-refused', 'still-waiting']);
    expect(talk.line('file-refused')).toEqual({ say: 'file-refused', name: 'scan.pdf', refused: 'encrypted' });
    expect(talk.receives({ enclosed: [empty] })).toEqual(['file-refused', 'still-waiting']);
    expect(talk.receives({ enclosed: [locked], meanings: [m('letter-is', { letter: 'change' })] })).toEqual([
      'file-refused',
      'still-waiting',
    ]);
    expect(talk.state.undecided).toEqual([]);
    expect(talk.question?.what).toBe('change-letter');
    const sent = { meanings: [m('sent')], enclosed: [locked] };
    expect(atLetter().receives(sent)).toEqual(['file-refused', 'still-waiting']);
    expect(atLetter().receives({ ...sent, enclosed: [pdf('d4')] })).toEqual(['letter-reading']);
  });

  it('that nobody can read are not kept for later, whoever sends them', () => {
    const early = atDataCheck();
    expect(early.receives({ enclosed: [locked] })).toEqual(['file-refused', 'still-waiting']);
    expect(early.renewal.facts.kept).toEqual([]);
    const mail = atLetter({ channel: 'mail' });
    mail.proven = undefined;
    expect(mail.receives({ enclosed: [locked] })).toEqual(['file-refused']);
    const stranger = atNumber();
    expect(stranger.receives({ enclosed: [empty] })).toEqual(['file-refused', 'ask-number']);
    expect([mail.state.undecided, stranger.state.undecided]).toEqual([[], []]);
  });

  it('that can be read go on beside those that cannot', () => {
    const both = atChangeLetter();
    expect(both.receives({ enclosed: [locked, pdf('d3', 'b.pdf')] })).toEqual(['file-refused', 'letter-which']);
    expect(both.line('letter-which').name).toBe('b.pdf');
    expect(both.receives({ enclosed: [locked] })).toEqual(['file-refused', 'letter-which']);
    expect(both.receives({ enclosed: [locked], meanings: [m('letter-is', { letter: 'change' })] })).toEqual([
      'file-refused',
      'letter-which',
    ]);
    const one = atLetter();
    expect(one.receives({ enclosed: [empty, pdf('d3')] })).toEqual(['file-refused', 'letter-reading']);
    expect(one.renewal.facts.letter?.document).toBe('d3');
  });

  it('that can be read are not taken by their order where one that cannot may be any of the letters', () => {
    const three = atChangeLetter();
    expect(three.receives({ enclosed: [locked, pdf('d3', 'b.pdf'), pdf('d4', 'c.pdf')] })).toEqual([
      'file-refused',
      'letter-which',
    ]);
    expect(three.state.undecided.map(({ name }) => name)).toEqual(['b.pdf', 'c.pdf']);
    expect(three.renewal.facts.letter).toBeUndefined();
    const named = atLetter();
    expect(named.receives({ enclosed: [{ ...locked, name: 'Surat Rekomendasi.pdf' }, pdf('d3', 'b.pdf')] })).toEqual([
      'file-refused',
      'letter-which',
    ]);
    expect(named.renewal.facts.letter).toBeUndefined();
  });

  it('that could not be read are known to whoever asks why, where it was clear which letter they were to be', () => {
    const talk = atLetter();
    talk.receives({ enclosed: [locked] });
    expect(talk.hears(m('why-rejected'))).toEqual(['letter-refused', 'still-waiting']);
    const change = atChangeLetter();
    change.receives({ enclosed: [{ ...locked, name: 'Perubahan Data.pdf' }] });
    expect(change.hears(m('why-rejected'))).toEqual(['letter-refused', 'still-waiting']);
    expect(change.line('letter-refused')).toMatchObject({ letter: 'change', refused: 'encrypted' });
    expect(change.renewal.facts.change?.letter).toBeUndefined();
  });

  it('that are photos are answered with how a PDF is made of them, by mail as in a chat', () => {
    const photo = (name: string) => ({ document: name, hash: name, name, kind: 'other' }) as const;
    const talk = atLetter({ channel: 'mail', proven: 'reply' });
    talk.receives({ enclosed: [photo('IMG_1.jpg'), photo('IMG_2.HEIC')] });
    expect(talk.last!.say[0]).toEqual({ say: 'odd', kind: 'photo' });
  });

  it('that are of another kind are answered by name, with how that kind becomes a PDF', () => {
    const file = (name: string) => ({ document: name, hash: name, name, kind: 'other' }) as const;
    const talk = atLetter({ channel: 'mail', proven: 'reply' });
    const names = ['IMG_1.jpg', 'surat.docx', 'surat.zip', 'SURAT.DOC', 'catatan'];
    talk.receives({ enclosed: names.map(file) });
    expect(talk.last!.say.slice(0, -1)).toEqual([
      { say: 'odd', kind: 'photo' },
      { say: 'file-unknown', kind: 'word', names: ['surat.docx', 'SURAT.DOC'] },
      { say: 'file-unknown', kind: 'archive', names: ['surat.zip'] },
      { say: 'file-unknown', kind: 'other', names: ['catatan'] },
    ]);
  });

  it('are for the operator whom he called, where nothing else awaits them', () => {
    const talk = atDataCheck();
    expect(talk.hears(m('person'))).toEqual(['person-called']);
    expect(talk.receives({ enclosed: [pdf('d1')] })).toEqual(['kept-for-operator', 'data-check']);
    const letter = atLetter();
    letter.hears(m('person'));
    expect(letter.receives({ enclosed: [pdf('d1')] })).toEqual(['letter-reading']);
  });

  it('too early are kept, and asked about when it is time', () => {
    const talk = atDataCheck();
    expect(talk.receives({ enclosed: [pdf('d1')] })).toEqual(['kept-noted', 'data-check']);
    expect(talk.hears(yes)).toEqual(['data-confirmed', 'kept-ask']);
    expect(talk.hears(yes)).toEqual(['letter-reading']);
    expect(talk.renewal.facts.letter?.document).toBe('d1');
  });

  it('that were kept can be refused, then the letter is asked for', () => {
    const talk = atDataCheck();
    talk.receives({ enclosed: [pdf('d1')] });
    talk.hears(yes);
    expect(talk.hears(no)).toEqual(['kept-discarded', 'letter-ask']);
  });

  it('are asked about when both letters are awaited and one came', () => {
    const talk = atChangeLetter();
    expect(talk.receives({ enclosed: [pdf('d1')] })).toEqual(['letter-which']);
    expect(talk.hears(yes)).toEqual(['letter-which']);
    expect(talk.hears(m('letter-is', { letter: 'recommendation' }))).toEqual(['letter-reading', 'change-letter-ask']);
    expect(talk.renewal.facts.letter).toMatchObject({ document: 'd1', version: talk.renewal.facts.change?.version });
    expect(talk.state.undecided).toEqual([]);
  });

  it('that are none of the letters are laid aside, and the letters are asked for', () => {
    const talk = atWhichLetter();
    expect(talk.receives({ meanings: [no], enclosed: [] })).toEqual(['letter-neither', 'change-letter-ask']);
    expect(talk.line('letter-neither').name).toBe('scan.pdf');
    expect(talk.state.undecided).toEqual([]);
    expect(talk.question?.what).toBe('change-letter');
    expect(talk.renewal.facts.kept).toEqual([]);
  });

  it('are asked about one after the other, also where one is none of them', () => {
    const talk = atWhichLetter();
    talk.state = { ...talk.state, undecided: [...talk.state.undecided, { document: 'd2', hash: 'h2', name: 'b.pdf' }] };
    expect(talk.hears(no)).toEqual(['letter-neither', 'letter-which']);
    expect(talk.hears(no, m('letter-is', { letter: 'recommendation' }))).toEqual([
      'letter-reading',
      'change-letter-ask',
    ]);
    expect(talk.renewal.facts.letter?.document).toBe('d2');
  });

  it('go by what the person says, by their names, or two by the order in which they are awaited', () => {
    const said = atChangeLetter();
    expect(said.receives({ meanings: [m('letter-is', { letter: 'change' })], enclosed: [pdf('d1')] })).toContain(
      'letter-reading',
    );
    expect(said.renewal.facts.change?.letter?.document).toBe('d1');
    const named = atChangeLetter();
    named.receives({ enclosed: [pdf('d1', 'Surat Rekomendasi.pdf'), pdf('d2', 'scan2.pdf')] });
    expect(named.renewal.facts).toMatchObject({ letter: { document: 'd1' }, change: { letter: { document: 'd2' } } });
    const ordered = atChangeLetter();
    ordered.receives({ enclosed: [pdf('d1'), pdf('d2')] });
    expect(ordered.renewal.facts).toMatchObject({ change: { letter: { document: 'd1' } }, letter: { document: 'd2' } });
  });

  it('nobody can read are refused in words, and those still on their way are waited for', () => {
    const talk = atLetter();
    expect(talk.receives({ enclosed: [{ document: 'd', hash: 'h', name: 'a.docx', kind: 'other' }] })).toEqual([
      'file-unknown',
      'still-waiting',
    ]);
    expect(
      talk.receives({ text: '', enclosed: [{ document: 'd', hash: 'h', name: 'a.pdf', kind: 'pending' }] }),
    ).toEqual([]);
    expect(talk.state.misunderstood).toBe(0);
  });

  it('that are read bring the next question', () => {
    const talk = atLetter();
    talk.receives({ enclosed: [pdf('d1')] });
    expect(talk.happens({ is: 'letter-read', document: 'd1', remarks: [] })).toEqual(['letter-on-file', 'key-ask']);
    expect(talk.receives({ enclosed: [request('k1')] })).toEqual(['key-received', 'in-review']);
  });
});

describe('a certificate request', () => {
  it('is refused with the reason, or not needed with AMS', () => {
    const bad = {
      document: 'q',
      hash: 'h',
      name: 'csr.pem',
      kind: 'request',
      request: { ok: false, refused: 'key-size' },
    } as const;
    expect(atLetter().receives({ enclosed: [bad] })).toEqual(['key-refused', 'letter-ask']);
    expect(atLetter({ rules: { needsCsr: false } }).receives({ enclosed: [request('k1')] })).toEqual([
      'key-not-needed',
      'letter-ask',
    ]);
  });

  it('that comes early is a fact already', () => {
    const talk = atLetter();
    expect(talk.receives({ enclosed: [request('k1')] })).toEqual(['key-received', 'letter-ask']);
    talk.receives({ enclosed: [pdf('d1')] });
    expect(talk.happens({ is: 'letter-read', document: 'd1', remarks: [] })).toEqual(['letter-on-file', 'in-review']);
  });
});

describe('a yes beside a no', () => {
  it('confirms nothing, whatever is said besides', () => {
    for (const besides of [m('letter-is', { letter: 'recommendation' }), m('help'), m('how-long'), m('status')])
      for (const said of [
        [no, yes, besides],
        [besides, yes, no],
      ]) {
        const talk = atDataCheck();
        talk.hears(...said);
        expect(talk.events).not.toContain('data-confirmed');
      }
  });
});

describe('of two open renewals', () => {
  it('a certificate request belongs to the one that was asked about, and then to the one that lacks a key', () => {
    const talk = atLetter();
    const asked = talk.renewal;
    talk.renewals = [{ ...asked, id: 'other', certificate: 'c-other' }, asked];
    const keys = () => talk.renewals.map(({ facts }) => facts.key?.spki);
    talk.receives({ enclosed: [request('k1')] });
    expect(keys()).toEqual([undefined, 'k1']);
    talk.receives({ enclosed: [request('k2')] });
    expect(keys()).toEqual(['k2', 'k1']);
  });
});

describe('what cannot be undone is asked back', () => {
  it('answers a question beside the yes, takes no step, and asks back again: the next yes is one', () => {
    for (const asked of [
      m('apply-again'),
      m('how-long'),
      m('revocation'),
      m('old-documents'),
      m('why-rejected'),
      m('unknown'),
    ]) {
      const talk = atLetter();
      talk.hears(m('withdraw'));
      expect(talk.hears(...(asked.means === 'unknown' ? [asked] : [yes, asked])).at(-1)).toBe('withdraw-confirm');
      expect(talk.events).toEqual([]);
      expect(talk.question?.what).toBe('confirm-withdraw');
      expect(talk.hears(yes)).toEqual(['withdrawn']);
    }
  });

  it('answers a question alone where what was asked back is settled or too old, or he has proven nothing', () => {
    const settled = atLetter();
    settled.hears(m('withdraw'));
    settled.outdated = true;
    const unproven = onMail({ renewal: atLetter().renewal });
    unproven.hears(m('withdraw'));
    unproven.proven = undefined;
    for (const talk of [settled, unproven]) {
      const said = talk.hears(m('how-long'));
      expect(said).not.toContain('withdraw-confirm');
      expect(said).not.toContain('proof-needed');
      expect(said).toContain('answer');
    }
    expect(unproven.hears(m('unknown'))).not.toContain('proof-needed');
  });

  it('withdraws with a yes only', () => {
    const talk = atLetter();
    expect(talk.hears(m('withdraw'))).toEqual(['withdraw-confirm']);
    for (const other of [no, m('resume'), m('renew')]) {
      expect(talk.hears(other)).toEqual(['kept-going', 'letter-ask']);
      talk.hears(m('withdraw'));
    }
    expect(talk.hears(yes, m('withdraw'))).toEqual(['withdrawn']);
    expect(talk.renewal.outcome).toBe('withdrawn');
  });

  it('cannot withdraw once the certificate was asked for', () => {
    const talk = atReview();
    talk.happens({ is: 'approved', content: 'seen', by: 'op1' });
    expect(talk.hears(m('withdraw'))).toEqual(['withdraw-too-late']);
    talk.happens({ is: 'issuance-refused' });
    expect(talk.hears(m('withdraw'))).toEqual(['withdraw-confirm']);
    expect(talk.hears(yes)).toEqual(['withdrawn']);
  });

  it('stops writing with a yes', () => {
    const talk = atLetter();
    expect(talk.hears(m('stop'))).toEqual(['stop-confirm']);
    expect(talk.hears(yes)).toEqual(['stopped']);
    expect(talk.acts).toEqual([{ act: 'stop-writing' }]);
  });

  it('tells the operator of a lost device at once, and asks for revocation with the yes', () => {
    const talk = atLetter();
    expect(talk.hears(m('device-lost'))).toEqual(['device-lost-confirm']);
    expect(talk.acts).toEqual([{ act: 'call-operator', why: 'lost' }]);
    expect(talk.hears(yes)).toEqual(['device-lost-noted']);
    expect(talk.acts).toEqual([{ act: 'ask-revocation', reason: 'keyCompromise' }]);
  });

  it('asks why, asks back with what it means, and asks for the revocation with the yes', () => {
    const talk = atLetter();
    expect(talk.hears(m('revoke'))).toEqual(['revoke-why']);
    expect(talk.hears(m('unused'))).toEqual(['revoke-confirm']);
    expect(talk.line('revoke-confirm')).toMatchObject({ reason: 'cessationOfOperation', certificates: [{ id: 'c1' }] });
    expect(talk.hears(yes)).toEqual(['revoke-noted']);
    expect(talk.acts).toEqual([{ act: 'ask-revocation', reason: 'cessationOfOperation', certificates: ['c1'] }]);
  });

  it('needs no question where the reason was said, and tells the operator of a lost device before the yes', () => {
    const talk = atLetter();
    expect(talk.hears(m('revoke'), m('device-lost'))).toEqual(['revoke-confirm']);
    expect(talk.acts).toEqual([{ act: 'call-operator', why: 'lost' }]);
    expect(talk.hears(no)).toEqual(['kept-going', 'letter-ask']);
    expect(talk.acts).toEqual([]);
    expect(talk.hears(m('revoke'), m('left', { why: 'retired' }))).toEqual(['revoke-confirm']);
    expect(talk.hears(m('keep-certificate'))).toEqual(['kept-going', 'letter-ask']);
  });

  it('asks which certificate where there are several, but not of a lost device, which may hold all keys', () => {
    const two = [
      { id: 'c1', serial: '4c11aa22bb33', expires: days(20), state: 'valid' as const, hasSuccessor: true },
      { id: 'c2', serial: '4c99aa22bb44', expires: days(700), state: 'valid' as const, hasSuccessor: false },
    ];
    const talk = onTelegram({ renewal: undefined, who: applicant({ certificates: two }) });
    expect(talk.hears(m('revoke'), m('unused'))).toEqual(['revoke-which']);
    expect(talk.hears(m('certificate', { id: 'c1' }))).toEqual(['revoke-confirm']);
    expect(talk.hears(yes)).toEqual(['revoke-noted']);
    expect(talk.acts).toEqual([{ act: 'ask-revocation', reason: 'cessationOfOperation', certificates: ['c1'] }]);
    talk.hears(m('revoke'), m('device-lost'));
    talk.hears(yes);
    expect(talk.acts).toEqual([{ act: 'ask-revocation', reason: 'keyCompromise', certificates: ['c1', 'c2'] }]);
  });

  it('has nothing to revoke where nothing is valid, and asks for nothing twice', () => {
    const with1 = (more: object) => {
      const certificates = [
        { id: 'c1', serial: '0a', expires: days(20), state: 'valid' as const, hasSuccessor: false, ...more },
      ];
      return onTelegram({ renewal: undefined, who: applicant({ certificates }) });
    };
    expect(with1({ state: 'revoked' }).hears(m('revoke'))).toEqual(['revoke-none']);
    expect(with1({ expires: days(-1) }).hears(m('revoke'))).toEqual(['revoke-none']);
    const unsure = with1({ state: 'provisional' });
    expect(unsure.hears(m('revoke'))).toEqual(['revoke-unsure']);
    expect(unsure.acts).toEqual([{ act: 'call-operator', why: 'other' }]);
    expect(with1({ revoking: 'asked' }).hears(m('revoke'))).toEqual(['revoke-pending']);
    expect(with1({ revoking: 'decided' }).hears(m('revoke'))).toEqual(['revoke-decided']);
  });

  it('takes a request back until it is decided', () => {
    const with1 = (revoking?: 'asked' | 'decided') => {
      const certificate = { id: 'c1', serial: '0a', expires: days(20), state: 'valid' as const, hasSuccessor: false };
      const certificates = [revoking ? { ...certificate, revoking } : certificate];
      return onTelegram({ renewal: undefined, who: applicant({ certificates }) });
    };
    const asked = with1('asked');
    expect(asked.hears(m('keep-certificate'))).toEqual(['revoke-taken-back']);
    expect(asked.acts).toEqual([{ act: 'take-back-revocation' }]);
    expect(with1('decided').hears(m('keep-certificate'))).toEqual(['revoke-decided']);
    expect(with1().hears(m('keep-certificate'))).toEqual(['revoke-not-asked']);
  });

  it('does nothing for whoever has not proven who he is, and answers a stranger as in any case', () => {
    const stranger = new Talk({ channel: 'telegram', who: undefined, proven: undefined, renewal: undefined });
    const other = new Talk({ channel: 'telegram', who: undefined, proven: undefined, renewal: undefined });
    expect(stranger.hears(m('revoke'))).toEqual(other.hears(m('withdraw')));
    expect(stranger.acts).toEqual([]);
    const mail = new Talk({ channel: 'mail', who: applicant() });
    expect(mail.hears(m('revoke'))).toEqual(['proof-needed']);
    expect(mail.acts).toEqual([{ act: 'ask-proof' }]);
    mail.hears(m('device-lost'));
    expect(mail.hears(yes)).toEqual(['proof-needed']);
    expect(mail.acts).toEqual([{ act: 'ask-proof' }]);
  });

  it('notes who retired, for an operator to decide, and leaves him in peace', () => {
    const talk = atLetter();
    expect(talk.hears(m('left', { why: 'retired' }), m('stop'))).toEqual(['left-confirm']);
    expect(talk.hears(yes)).toEqual(['left-noted']);
    expect(talk.state.left).toBe('retired');
    expect(talk.acts).toEqual([
      { act: 'call-operator', why: 'left' },
      { act: 'ask-revocation', reason: 'cessationOfOperation' },
      { act: 'stop-writing' },
    ]);
  });

  it('ends the renewal of somebody else with his yes', () => {
    const talk = onTelegram();
    talk.hears(m('not-me'));
    expect(talk.hears(yes)).toEqual(['not-me-noted']);
    expect(talk.renewal.outcome).toBe('not-applicant');
  });

  it('replaces a lost key after issuance, with an operator; before that a new one is simply made', () => {
    expect(atReview().hears(m('key-lost'))).toEqual(['key-again']);
    const talk = atCollect();
    expect(talk.hears(m('key-lost'))).toEqual(['key-lost-confirm']);
    expect(talk.hears(yes)).toEqual(['key-lost-noted']);
    expect(talk.happens({ is: 'key-replacement-approved' })).toEqual(['key-replacement-approved', 'key-ask']);
  });

  it('offers the revocation of a certificate whose key is lost after its renewal has ended', () => {
    const talk = onTelegram({ renewal: undefined });
    expect(talk.hears(m('key-lost'))).toEqual(['device-lost-confirm']);
    expect(talk.acts).toEqual([{ act: 'call-operator', why: 'lost' }]);
    expect(talk.hears(yes)).toEqual(['device-lost-noted']);
    expect(talk.acts).toEqual([{ act: 'ask-revocation', reason: 'keyCompromise' }]);
    const none = onTelegram({ renewal: undefined, who: applicant({ certificates: [] }) });
    expect(none.hears(m('key-lost'))).toEqual(['person-called']);
  });

  it('asks back again when the yes comes too late', () => {
    const talk = atLetter();
    talk.hears(m('withdraw'));
    talk.question = { ...talk.question!, what: 'data-check', about: 'gone' };
    expect(talk.hears(yes)).toEqual(['question-outdated', 'letter-ask']);
    expect(talk.renewal.outcome).toBeUndefined();
  });
});

describe('at any time', () => {
  it('names the day until which the letter is of use, three days before the certificate ends', () => {
    const talk = atLetter();
    expect(talk.hears(m('deadline'))).toEqual(['deadline', 'still-waiting']);
    expect(talk.line('deadline')).toEqual({ say: 'deadline', of: 'letter', expires: days(20), by: days(17) });
    talk.who = applicant({ certificates: [{ ...applicant().certificates[0]!, expires: days(-1) }] });
    talk.hears(m('deadline'));
    expect(talk.line('deadline')).toEqual({ say: 'deadline', of: 'letter', expires: days(-1), over: true });
    expect(atReview().hears(m('deadline'))).toEqual(['deadline']);
    expect(new Talk({}).hears(m('deadline'))).toContain('answer');
  });

  it('tells whoever asks why what the operator wrote, and when, while it is so', () => {
    const rejection = { at: days(-1), reason: 'not-employed', instruction: 'Kirim SK.' } as const;
    const over = onTelegram();
    over.renewals = [];
    expect(over.receives({ meanings: [m('why-rejected')] }, { rejection })).toEqual(['rejected']);
    expect(over.line('rejected')).toEqual({ say: 'rejected', ...rejection });
    // Also to whoever asks how it stands: that nothing is under way told him nothing.
    expect(over.receives({ meanings: [m('status')] }, { rejection })).toEqual(['rejected']);
    expect(over.receives({ meanings: [m('status')] })).not.toContain('rejected');
    const back = atReview();
    back.happens({
      is: 'returned',
      content: 'seen',
      by: 'op1',
      to: 'letter',
      reason: 'other',
      instruction: 'Cap dinas.',
    });
    expect(back.hears(m('why-rejected'))).toEqual(['returned', 'still-waiting']);
    expect(back.line('returned')).toMatchObject({ instruction: 'Cap dinas.', at: back.renewal.facts.returned!.at });
  });

  it.each([
    'surat saya sudah benar kok',
    'surat yang tadi sudah ditandatangani kok, coba dicek lagi',
    'tolong dicek lagi suratnya sudah benar',
  ])('calls an operator for whoever objects to what was sent back: %s', (text) => {
    const objects = (back: Talk) => back.receives({ meanings: understand(text), text });
    const back = atReview();
    back.happens({ is: 'returned', content: 'seen', by: 'op1', to: 'letter', reason: 'other', instruction: 'x' });
    expect(objects(back)).toContain('person-called');
    expect(back.renewal.facts.letter).toBeUndefined();
    // Where nothing was sent back there is nothing to object to.
    expect(objects(atLetter())).not.toContain('person-called');
  });

  it('asks for what an operator sent back with his words, and no more with what the person has known since the first time', () => {
    const back = atReview();
    const told = { is: 'returned', content: 'seen', by: 'op1', to: 'letter', reason: 'letter-unsigned' } as const;
    expect(back.happens({ ...told, instruction: 'Cap dinas.' })).toEqual(['returned', 'letter-ask']);
    // He does not ask in words that we know, and most likely about this.
    expect(back.hears(m('unknown'))).toEqual(['not-understood', 'returned', 'still-waiting']);
    expect(back.line('still-waiting')).toEqual({ say: 'still-waiting', what: 'letter', again: true });
    expect(back.hears(m('resume'))).toEqual(['returned', 'letter-ask']);
    expect(back.line('returned')).toMatchObject({ instruction: 'Cap dinas.' });
    expect(back.line('letter-ask')).toHaveProperty('again', true);
    expect(back.happens({ is: 'reminded' })).toEqual(['reminder', 'returned', 'letter-ask']);
    // The very file that went back is told; who sends it once more means it.
    const before = pdf('d9');
    const hash = back.renewal.facts.returned!.hash!;
    expect(back.receives({ enclosed: [{ ...before, hash }] })).toEqual(['file-refused', 'still-waiting']);
    expect(back.line('file-refused')).toMatchObject({ refused: 'sent-back' });
    expect(back.hears(m('why-rejected'))).toEqual(['letter-refused', 'returned', 'still-waiting']);
    expect(back.receives({ enclosed: [{ ...before, hash }] })).toEqual(['letter-reading']);
    expect(back.happens({ is: 'letter-read', document: 'd9', remarks: [] })).toEqual(['letter-on-file', 'in-review']);
  });

  it('tells whoever asks why a letter was refused what the reader found, and when', () => {
    const talk = atLetter();
    talk.receives({ enclosed: [pdf('d1')] });
    talk.happens({ is: 'letter-read', document: 'd1', refused: 'encrypted', remarks: [] });
    expect(talk.hears(m('why-rejected'))).toEqual(['letter-refused', 'still-waiting']);
    const { at } = talk.renewal.facts.refusedLetter!;
    expect(talk.line('letter-refused')).toEqual({
      say: 'letter-refused',
      letter: 'recommendation',
      refused: 'encrypted',
      at,
    });
    talk.receives({ enclosed: [pdf('d2')] });
    expect(talk.hears(m('why-rejected'))).toEqual(['status']);
    expect(atLetter().hears(m('why-rejected'))).toEqual(['answer', 'still-waiting']);
  });

  it('says to a stranger that what he wrote about his data is not noted, and to nobody else', () => {
    const stranger = new Talk({ channel: 'telegram', who: undefined, proven: undefined, renewal: undefined });
    const changes = { means: 'change', changes: { position: 'Camat' } } as const;
    expect(stranger.hears(changes)).toEqual(['welcome', 'change-unheard']);
    expect(stranger.hears(m('greeting'))).not.toContain('change-unheard');
    expect(stranger.acts).toEqual([]);
  });

  it('tells how it stands where nothing was rejected, and a stranger nothing', () => {
    expect(atReview().hears(m('why-rejected'))).toEqual(['status']);
    const rejection = { at: days(-1), reason: 'other', instruction: '' } as const;
    expect(new Talk({}).receives({ meanings: [m('why-rejected')] }, { rejection })).not.toContain('rejected');
  });

  it('a password is forgotten, warned about, and nothing else of the message is heard', () => {
    const talk = atDataCheck();
    expect(talk.hears(m('secret'), yes)).toEqual(['secret-warning']);
    expect(talk.acts).toEqual([{ act: 'forget-secret' }]);
    expect(talk.events).toEqual([]);
  });

  it('"besok ya" is respected and not followed by the question again', () => {
    const talk = atDataCheck();
    expect(talk.hears(m('not-now', { days: 1 }))).toEqual(['later-noted']);
    expect(talk.renewal.facts.quietUntil).toEqual(days(1));
  });

  it('a day that is named is taken, up to a few days before the certificate ends', () => {
    const says = (text: string, more = {}) => {
      const talk = atDataCheck(more);
      talk.receives({ meanings: [m('not-now')], text });
      const { until, sooner } = talk.line('later-noted');
      expect(talk.renewal.facts.quietUntil).toEqual(until);
      return sooner ? [until, 'sooner'] : [until];
    };
    expect(says('nanti tanggal 3 Desember saja')).toEqual([new Date('2026-12-03')]);
    // It ends in 20 days.
    expect(says('ingatkan saya 25 Desember')).toEqual([days(17), 'sooner']);
    expect(says('surat tanggal 1 November masih diproses')).toEqual([days(1)]);
    expect(says('nanti saja')).toEqual([days(1)]);
    const ended = { who: applicant({ certificates: [{ ...applicant().certificates[0]!, expires: days(-3) }] }) };
    expect(says('remind me on January 9', ended)).toEqual([days(14), 'sooner']);
  });

  it('the language changes with the question repeated in it', () => {
    const talk = atDataCheck();
    expect(talk.hears(m('language', { to: 'en' }))).toEqual(['language-changed', 'data-check']);
    expect(talk.state.language).toBe('en');
  });

  it('a question is answered and the open one repeated, but not while the office is awaited', () => {
    expect(atLetter().hears(m('how-long'))).toEqual(['answer', 'still-waiting']);
    expect(atReview().hears(m('how-long'))).toEqual(['answer']);
  });

  it('thanks get thanks and no more', () => {
    expect(atLetter().hears(m('thanks'))).toEqual(['thanks']);
    expect(atDataCheck().hears(m('greeting'), yes, m('thanks'))).toEqual(['data-confirmed', 'letter-ask']);
  });

  it('status tells the six activities and whose turn it is', () => {
    const talk = atLetter();
    expect(talk.hears(m('status'))).toEqual(['status']);
    const { steps, who, awaiting, expires } = talk.line('status');
    expect(steps.map(({ state }) => state)).toEqual(['done', 'done', 'done', 'not-needed', 'now', 'next']);
    expect({ who, awaiting, expires }).toEqual({ who: 'applicant', awaiting: 'letter', expires: days(20) });
  });

  it('status says what an operator sent back, and his words about it, until it is here again', () => {
    const back = atReview();
    const told = { is: 'returned', content: 'seen', by: 'op1', to: 'letter', reason: 'letter-unsigned' } as const;
    back.happens({ ...told, instruction: 'Cap dinas.' });
    back.hears(m('status'));
    const status = back.line('status');
    expect(status.returned).toMatchObject({ reason: 'letter-unsigned', instruction: 'Cap dinas.' });
    expect(render([status], context('id')).body).toContain(
      'Surat belum ditandatangani.\nYang perlu Anda lakukan: Cap dinas.',
    );
    back.receives({ enclosed: [pdf('d9')] });
    back.hears(m('status'));
    expect(back.line('status').returned).toBeUndefined();
  });

  it('status calls one step the next, and a data change one that may not be needed', () => {
    const talk = atDataCheck();
    talk.hears(m('status'));
    const states = talk.line('status').steps.map(({ state }) => state);
    expect(states).toEqual(['done', 'done', 'now', 'perhaps', 'next', 'later']);
  });

  it('status shows a data change as the activity under way', () => {
    const talk = atChangeLetter();
    talk.hears(m('status'));
    expect(talk.line('status').steps.map(({ state }) => state)).toEqual([
      'done',
      'done',
      'done',
      'now',
      'next',
      'later',
    ]);
  });

  it('not understood is asked again in other words, the second time with the operator, and forgotten once understood', () => {
    const talk = atDataCheck();
    expect(talk.hears(m('unknown'))).toEqual(['not-understood', 'still-waiting']);
    expect(talk.hears(m('unknown'))).toEqual(['not-understood-again', 'still-waiting']);
    expect(talk.acts).toEqual([{ act: 'call-operator', why: 'not-understood' }]);
    talk.hears(m('thanks'));
    expect(talk.state.misunderstood).toBe(0);
  });

  it('whoever has called an operator explains himself to him, for some days', () => {
    const talk = atLetter();
    talk.hears(m('person'));
    expect(talk.hears(m('unknown'))).toEqual(['passed-on']);
    expect(talk.hears(m('unknown'))).toEqual(['passed-on']);
    expect(talk.hears(m('cost'))).toContain('answer');
    expect(talk.receives({ meanings: [m('unknown')] }, { now: days(4) })).toEqual(['not-understood', 'still-waiting']);
  });

  it('a letter that was asked for is not sent again with every answer that means nothing to us', () => {
    for (const talk of [atLetter(), atChangeLetter()])
      for (const meaning of [m('unknown'), yes, m('help'), m('that-is-all')])
        expect(talk.hears(meaning)).not.toContain(
          talk.question!.what === 'letter' ? 'letter-ask' : 'change-letter-ask',
        );
    expect(atLetter().hears(m('resume'))).toEqual(['letter-ask']);
  });

  it('the letter that is there is not asked for again with the one that is not', () => {
    const talk = atChangeLetter();
    talk.receives({ enclosed: [pdf('d1', 'Surat-Rekomendasi.pdf')] });
    expect(talk.line('change-letter-ask').alone).toBe(true);
    expect(atChangeLetter().last!.say).toContainEqual({ say: 'change-letter-ask', renewal: 'r1' });
  });

  it('a change that is wished for while a letter is asked about is repeated, so that he knows that it was heard', () => {
    const talk = atWhichLetter();
    expect(talk.hears(m('change', { changes: { position: 'Kepala Bidang' } }))).toEqual([
      'change-noted',
      'letter-which',
    ]);
    expect(talk.line('change-noted').changes).toContainEqual({
      field: 'position',
      from: 'Analis Kebijakan',
      to: 'Kepala Bidang',
    });
  });

  it('a PDF that was not said to be which letter is asked about until it is said', () => {
    const talk = atWhichLetter();
    for (const meaning of [m('unknown'), m('status'), m('resume'), m('cost')])
      expect(talk.hears(meaning).at(-1)).toBe('letter-which');
    expect(talk.hears(m('letter-is', { letter: 'recommendation' }))).toContain('letter-reading');
  });

  it('a link that was used is no trouble for whom it has let in', () => {
    expect(atDataCheck().receives({ text: '' }, { link: { bad: true } })).toEqual(['data-check']);
  });

  it('a salutation beside a letter is not answered', () => {
    const talk = atLetter({ channel: 'mail', proven: 'reply' });
    talk.receives({ meanings: [m('greeting'), m('thanks')], text: 'Dear all,', enclosed: [pdf('d1')] });
    expect(talk.last!.say).toEqual([{ say: 'letter-reading', letter: 'recommendation' }]);
  });

  it('an "iya" to what asked nothing is no answer that came too late', () => {
    expect(atReview().hears(yes)).toEqual(['in-review']);
    expect(atEnd().hears(yes)).toEqual(['thanks']);
  });

  it('what was answered by its topic alone is not understood when it comes again, and an operator knows', () => {
    const talk = atDataCheck();
    const guess = m('about-letter', { guessed: true });
    expect(talk.hears(guess)).toEqual(['answer', 'still-waiting']);
    expect(talk.hears(m('greeting'), guess)).toEqual(['not-understood-again', 'still-waiting']);
    expect(talk.acts).toEqual([{ act: 'call-operator', why: 'not-understood' }]);
  });

  it('another topic, or the same one after something else was understood, is answered', () => {
    const talk = atDataCheck();
    const guess = m('about-letter', { guessed: true });
    talk.hears(guess);
    expect(talk.hears(m('about-device', { guessed: true }))).toEqual(['answer', 'still-waiting']);
    expect(talk.hears(guess)).toEqual(['answer', 'still-waiting']);
    talk.hears(m('status'));
    expect(talk.hears(guess)).toEqual(['answer', 'still-waiting']);
    expect(talk.hears(m('about-letter'))).toEqual(['answer', 'still-waiting']);
    expect(talk.state.misunderstood).toBe(0);
  });

  it('what cannot be taken in is said, and the question stays', () => {
    expect(atLetter().receives({ text: '' })).toEqual(['empty', 'still-waiting']);
    expect(atLetter().receives({ tooLong: true, meanings: [m('withdraw')] })).toEqual([
      'text-too-long',
      'still-waiting',
    ]);
    expect(atLetter().receives({ odd: 'voice', text: '' })).toEqual(['odd', 'still-waiting']);
  });

  it('a stale or foreign button changes nothing and says so', () => {
    const talk = atDataCheck();
    expect(talk.receives({ choice: 'stale', pressed: true, meanings: [yes] })).toEqual(['choice-stale', 'data-check']);
    expect(talk.receives({ choice: 'foreign', pressed: true, meanings: [yes] })).toEqual(['choice-foreign']);
    expect(talk.renewal.facts.data).toBeUndefined();
  });

  it('a robot is never answered', () => {
    const talk = atDataCheck();
    expect(talk.receives({ automatic: { kind: 'auto-reply' }, meanings: [yes] })).toEqual([]);
    expect(talk.events).toEqual([]);
  });
});

describe('starting', () => {
  it('whoever does not want to begin hears what follows, and is not asked for the first step', () => {
    const says = (text: string) => atNotice().receives({ meanings: understand(text), text });
    expect(says('gak usah deh')).toEqual(['answer']);
    expect(says('tidak usah, saya sudah tidak pakai TTE lagi')).toEqual(['answer']);
    expect(says('belum')).toEqual(['kept-going']);
  });

  const certificate = (id: string, expires: Date, more = {}) =>
    ({ id, serial: id, expires, state: 'valid', hasSuccessor: false, ...more }) as const;
  const withCertificates = (...certificates: ReturnType<typeof certificate>[]) =>
    onTelegram({ renewal: undefined, who: applicant({ certificates }) });

  it('renews the one certificate in its window, or one that has expired', () => {
    const due = withCertificates(certificate('c1', days(10)));
    due.hears(m('renew'));
    expect(due.acts).toEqual([{ act: 'start-renewal', certificate: 'c1', how: 'applicant' }]);
    const expired = withCertificates(certificate('c0', days(-500)), certificate('c1', days(-10)));
    expired.hears(yes);
    expect(expired.acts).toEqual([{ act: 'start-renewal', certificate: 'c1', how: 'applicant' }]);
  });

  it('opens nothing before the window and says from when', () => {
    const talk = withCertificates(certificate('c1', days(100)));
    expect(talk.hears(m('renew'))).toEqual(['too-early']);
    expect(talk.line('too-early')).toMatchObject({ from: days(70), expires: days(100) });
    expect(talk.acts).toEqual([]);
  });

  it('asks which of several, and takes none that is not his', () => {
    const talk = withCertificates(certificate('c1', days(10)), certificate('c2', days(12)));
    expect(talk.hears(m('renew'))).toEqual(['which-certificate']);
    expect(talk.hears(m('certificate', { id: 'c9' }))).toEqual(['which-certificate']);
    expect(talk.acts).toEqual([]);
    talk.hears(m('certificate', { id: 'c2' }));
    expect(talk.acts).toEqual([{ act: 'start-renewal', certificate: 'c2', how: 'applicant' }]);
  });

  it('calls the operator when no certificate is known, or waits for one that is not confirmed', () => {
    const none = withCertificates();
    expect(none.hears(m('renew'))).toEqual(['no-certificate']);
    expect(none.acts).toEqual([{ act: 'call-operator', why: 'no-certificate' }]);
    expect(withCertificates(certificate('c1', days(10), { state: 'provisional' })).hears(m('renew'))).toEqual([
      'certificate-noted',
    ]);
  });

  it('takes up a lapsed renewal again', () => {
    const talk = onTelegram();
    talk.happens({ is: 'lapsed' });
    expect(talk.hears(m('resume'))).toEqual(['resumed']);
    expect(talk.acts).toEqual([{ act: 'resume-renewal', renewal: 'r1' }]);
  });

  it('leaves a notice about a certificate that we know to the desk, and takes another as a wish to renew', () => {
    const talk = onMail({ renewal: undefined });
    expect(talk.receives({ notice: { basis: 'expiring', serial: '0A' } })).toEqual([]);
    expect(talk.acts).toEqual([]);
    talk.receives({ notice: { basis: 'expiring', serial: 'ff' } });
    expect(talk.acts).toEqual([{ act: 'start-renewal', certificate: 'c1', how: 'applicant' }]);
  });
});

describe('the end', () => {
  const DELAY = { revokesAfterHours: 24 };

  it('completes when the person says that it works and confirms it once, and the old certificate goes', () => {
    const talk = atCollect();
    expect(talk.hears(yes)).toEqual(['page-link']);
    expect(talk.renewal.outcome).toBeUndefined();
    expect(talk.hears(m('collected'))).toEqual(['collected-confirm']);
    expect(talk.events).toEqual([]);
    expect(talk.hears(yes)).toEqual(['completed']);
    expect(talk.line('completed').revokesOld).toBe(true);
  });

  it('that the new certificate does not sign is an operator\'s at once, and a later "ya" ends nothing', () => {
    const talk = atCollected();
    const text = 'sudah terpasang tapi belum bisa tanda tangan';
    talk.receives({ meanings: [m('not-now')], text });
    expect(talk.last!.say).toEqual([{ say: 'not-working-noted', old: 'kept' }]);
    expect(talk.acts).toEqual([{ act: 'call-operator', why: 'not-working' }]);
    expect(talk.events).toEqual([]);
    talk.hears(yes);
    expect(talk.renewal.outcome).toBeUndefined();
    talk.hears(m('collected'));
    expect(talk.hears(yes)).toEqual(['completed']);
  });

  it('said once more it is passed on, and "sudah bisa" is asked back like "sudah terpasang"', () => {
    const talk = atCollect();
    const says = (text: string, means: Meaning['means']) => talk.receives({ meanings: [m(means)], text });
    expect(says('belum bisa tanda tangan', 'not-now')).toEqual(['not-working-noted']);
    expect(says('masih tidak bisa ttd', 'help')).toEqual(['passed-on']);
    expect(says('udah bisa skrg', 'unknown')).toEqual(['collected-confirm']);
    expect(says('sudah bisa pak alhamdulillah', 'unknown')).toEqual(['completed']);
  });

  it('a wish that is asked back is taken back with "tidak jadi", which ends nothing else', () => {
    for (const text of ['eh ketemu, tidak jadi', 'gajadi kak', 'never mind, found it']) {
      const talk = atKeyLost();
      expect(talk.receives({ meanings: [m('withdraw')], text })).toContain('kept-going');
      expect(talk.renewal.facts.keyLost).toBeUndefined();
    }
    const talk = atKeyLost();
    talk.receives({ meanings: [m('unknown')], text: 'belum ketemu juga' });
    expect(talk.last!.say).not.toContainEqual({ say: 'kept-going' });
  });

  it('that it does not sign after all holds the old certificate, while it can be held', () => {
    const says = (revocations: Known['revocations']) => {
      const talk = atEnd();
      talk.receives({ meanings: [m('renew')], text: 'sertifikat barunya tidak bisa dipakai' }, { revocations });
      return [...talk.last!.say, ...talk.acts.map(({ act }) => act)];
    };
    expect(says([MAKES_WAY])).toEqual([{ say: 'not-working-noted', old: 'held' }, 'call-operator', 'hold-revocation']);
    const gone = { ...MAKES_WAY, state: 'done' } as const;
    expect(says([gone])).toEqual([{ say: 'not-working-noted', old: 'gone' }, 'call-operator']);
  });

  it('a status tells of the revocation that is under way, and of none that is over', () => {
    const says = (state: 'asked' | 'done') => {
      const talk = atEnd();
      return talk.receives({ meanings: [m('status')] }, { revocations: [{ ...MAKES_WAY, state }] });
    };
    expect(says('asked')).toEqual(['revocation-state']);
    expect(says('done')).toEqual(['too-early']);
  });

  it('asks back by its button, too, and names the day on which the old certificate is revoked', () => {
    const talk = atCollect();
    talk.who = applicant({ certificates: talk.who!.certificates.map((each) => ({ ...each, own: true })) });
    talk.receives({ meanings: [m('collected')], pressed: true, choice: 'current', text: '' }, DELAY);
    expect(talk.line('collected-confirm')).toMatchObject({ serial: '0a', expires: days(20), at: days(1) });
    talk.receives({ meanings: [yes] }, DELAY);
    expect(talk.line('completed')).toMatchObject({ revokesOld: true, at: days(1) });
  });

  it('changes nothing by a no, and asks for the certificate again', () => {
    const talk = atCollected();
    expect(talk.hears(no)).toEqual(['not-collected', 'page-link']);
    expect(talk.renewal.outcome).toBeUndefined();
    expect(talk.question?.what).toBe('collect');
  });

  it('takes no yes for another certificate than the one that was asked about', () => {
    const talk = atCollected();
    talk.question = { ...talk.question!, about: 'c0' };
    expect(talk.hears(yes)).toEqual(['collected-confirm']);
    expect(talk.renewal.outcome).toBeUndefined();
    expect(talk.hears(yes)).toEqual(['completed']);
  });

  it('asks again what was asked back too long ago', () => {
    const talk = atCollected();
    talk.outdated = true;
    expect(talk.hears(yes)).toEqual(['question-outdated', 'collected-confirm']);
  });

  it('asks nothing where no certificate is revoked by it', () => {
    const [old, next] = atCollect().who!.certificates;
    const talk = atCollect();
    talk.who = applicant({ certificates: [{ ...old!, expires: days(-1) }, next!] });
    expect(talk.hears(m('collected'))).toEqual(['completed']);
  });

  it('is not so final that the old certificate could not be kept until it is revoked', () => {
    const keeps = (revocation: Partial<Revocation>) => {
      const talk = atEnd();
      const said = talk.receives(
        { meanings: [m('keep-certificate')] },
        { revocations: [{ ...MAKES_WAY, ...revocation }] },
      );
      return [...said, ...talk.acts.map(({ act }) => act)];
    };
    expect(keeps({})).toEqual(['revoke-held', 'hold-revocation']);
    expect(keeps({ state: 'by-hand', at: days(-1) })).toEqual(['revoke-held', 'hold-revocation']);
    // Held before; begun; done.
    expect(keeps({ state: 'asked' })).toEqual(['revoke-held']);
    expect(keeps({ at: days(-1) })).toEqual(['revoke-not-asked']);
    expect(keeps({ state: 'done' })).toEqual(['revoke-not-asked']);
  });

  it('takes "jangan dicabut dulu" for a no while it is asked about', () => {
    expect(atCollected().hears(m('keep-certificate'))).toEqual(['not-collected', 'page-link']);
  });

  it('answers good news after the end with thanks', () => {
    const talk = onTelegram({ renewal: undefined });
    expect(talk.hears(m('collected'))).toEqual(['thanks']);
  });
});
