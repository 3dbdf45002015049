import { describe, expect, it } from 'vitest';
import { nextLines } from '../../src/conversation/ask.ts';
import type { Meaning } from '../../src/conversation/meaning.ts';
import { awaited } from '../../src/renewal/awaited.ts';
import { applicant, DATA, days, hash, NOW, pdf, Talk } from './talk.ts';

const yes: Meaning = { means: 'yes' };
const CERTIFICATES = [
  { id: 'c1', serial: '0a', expires: days(20), state: 'valid', hasSuccessor: true },
  { id: 'c2', serial: '0b', from: NOW, expires: days(700), state: 'valid', hasSuccessor: false },
] as const;

function atLetter(rules = {}): Talk {
  const talk = new Talk({ proven: 'code', who: applicant({ certificates: CERTIFICATES }), renewal: 'opened', rules });
  talk.hears({ means: 'renew' });
  talk.hears(yes);
  return talk;
}

function withLetter(rules = {}): Talk {
  const talk = atLetter(rules);
  talk.receives({ enclosed: [pdf('d1')] });
  talk.happens({ is: 'letter-read', document: 'd1', remarks: [] });
  return talk;
}

function inReview(rules = {}): Talk {
  const talk = withLetter(rules);
  if (talk.renewal.rules.needsCsr) talk.happens({ is: 'key-received', request: 'q1', spki: 'k1' });
  return talk;
}

function changing(rules = {}): Talk {
  const talk = new Talk({ proven: 'code', who: applicant({ certificates: CERTIFICATES }), renewal: 'opened', rules });
  talk.hears({ means: 'renew' });
  talk.hears({ means: 'change', changes: { position: 'Kepala Seksi' } }, { means: 'that-is-all' });
  talk.receives({ enclosed: [pdf('d2', 'surat perubahan.pdf')] });
  return talk;
}

const AMS = { needsCsr: false, entersAms: true };

describe('a letter that was read', () => {
  it('is on file, and the key is asked for at once', () => {
    const talk = atLetter();
    talk.receives({ enclosed: [pdf('d1')] });
    expect(talk.happens({ is: 'letter-read', document: 'd1', remarks: [] })).toEqual(['letter-on-file', 'key-ask']);
    expect(talk.question?.what).toBe('key');
  });

  it('is refused in words and waited for again, without the draft that the person has', () => {
    const talk = atLetter();
    talk.receives({ enclosed: [pdf('d1')] });
    expect(talk.happens({ is: 'letter-read', document: 'd1', refused: 'encrypted', remarks: [] })).toEqual([
      'letter-refused',
      'still-waiting',
    ]);
    expect(talk.question?.what).toBe('letter');
    expect(talk.receives({ enclosed: [pdf('d2')] })).toEqual(['letter-reading']);
    expect(talk.happens({ is: 'letter-read', document: 'd2', refused: 'encrypted', remarks: [] })).toContain(
      'still-waiting',
    );
    expect(talk.hears({ means: 'resume' })).toContain('letter-ask');
  });

  it('for a change waits for the operator, and the recommendation may come meanwhile', () => {
    const talk = changing();
    expect(talk.happens({ is: 'letter-read', document: 'd2', remarks: [] })).toEqual([
      'letter-on-file',
      'change-received',
      'letter-ask',
    ]);
    expect(talk.question?.what).toBe('letter');
  });

  it('with the other one is told of together with it, in one sentence', () => {
    const talk = changing();
    talk.receives({ enclosed: [pdf('d2', 'surat perubahan.pdf'), pdf('d1', 'surat rekomendasi.pdf')] });
    expect(talk.happens({ is: 'letter-read', document: 'd1', remarks: [] })).toEqual([]);
    expect(talk.happens({ is: 'letter-read', document: 'd2', remarks: [] })).toEqual([
      'letter-on-file',
      'change-received',
    ]);
    expect(talk.told).toContainEqual({ say: 'letter-on-file', letter: 'both' });
  });

  it('that were taken for one another are told of once, when each has been read in its place', () => {
    const talk = changing();
    talk.receives({ enclosed: [pdf('d1', 'scan 2.pdf')] });
    const read = (document: string, ...remarks: string[]) => talk.happens({ is: 'letter-read', document, remarks });
    expect(read('d2', 'not-a-change-letter')).toEqual([]);
    expect(read('d1', 'not-a-recommendation')).toEqual([]);
    expect(talk.renewal.facts).toMatchObject({ letter: { document: 'd2' }, change: { letter: { document: 'd1' } } });
    expect(read('d1')).toEqual([]);
    expect(read('d2')).toEqual(['letter-on-file', 'change-received']);
    expect(talk.told).toContainEqual({ say: 'letter-on-file', letter: 'both' });
  });
});

describe('a data change', () => {
  it('that is approved goes on to the letter', () => {
    const talk = changing();
    talk.happens({ is: 'letter-read', document: 'd2', remarks: [] });
    expect(talk.happens({ is: 'change-approved', content: 'seen', by: 'op1' })).toEqual([
      'change-approved',
      'letter-ask',
    ]);
  });

  it('keeps the recommendation that was written for exactly the new data', () => {
    const talk = changing();
    talk.receives({ enclosed: [pdf('d3', 'rekomendasi.pdf')] });
    talk.happens({ is: 'letter-read', document: 'd2', remarks: [] });
    talk.happens({ is: 'letter-read', document: 'd3', remarks: [] });
    expect(talk.happens({ is: 'change-approved', content: 'seen', by: 'op1' })).toEqual(['change-approved', 'key-ask']);
  });

  it('with AMS counts only once it is recorded there', () => {
    const talk = changing(AMS);
    talk.happens({ is: 'letter-read', document: 'd2', remarks: [] });
    expect(talk.happens({ is: 'change-approved', content: 'seen', by: 'op1' })).toEqual([
      'change-approved',
      'letter-ask',
    ]);
    expect(awaited(talk.renewal)[0]?.what).toBe('change-record');
    expect(talk.happens({ is: 'change-recorded' })).toEqual(['change-recorded', 'letter-ask']);
  });

  it('that is returned says why, and asks for its letter', () => {
    const talk = changing();
    talk.happens({ is: 'letter-read', document: 'd2', remarks: [] });
    const told = talk.happens({
      is: 'change-returned',
      content: 'seen',
      reason: 'change-not-proven',
      instruction: 'SK',
    });
    expect(told).toEqual(['change-returned', 'change-letter-ask']);
  });

  it('from elsewhere voids the letter and asks to look again', () => {
    const talk = withLetter();
    expect(talk.happens({ is: 'data-versioned', version: 'elsewhere' })).toEqual([
      'data-versioned',
      'letter-void',
      'data-check',
    ]);
  });

  it("from elsewhere is nobody's news before he has come", () => {
    const talk = new Talk({ who: applicant(), renewal: 'opened' });
    expect(talk.happens({ is: 'data-versioned', version: 'elsewhere' })).toEqual([]);
  });
});

describe('a decision', () => {
  it("is told when it is one: the first of two approvals is the office's own matter", () => {
    const talk = inReview({ fourEyes: true });
    expect(talk.happens({ is: 'approved', content: 'seen', by: 'op1' })).toEqual([]);
    expect(talk.happens({ is: 'approved', content: 'seen', by: 'op2' })).toEqual(['approved']);
  });

  it('that returns says what to do, and asks for it', () => {
    const told = { is: 'returned', content: 'seen', reason: 'other', instruction: 'x' } as const;
    expect(inReview().happens({ ...told, to: 'letter' })).toEqual(['returned', 'letter-ask']);
    expect(inReview().happens({ ...told, to: 'data' })).toEqual(['returned', 'data-check']);
    expect(inReview().happens({ ...told, to: 'key' })).toEqual(['returned', 'key-ask']);
  });

  it('that rejects ends with its reason', () => {
    const talk = inReview();
    expect(talk.happens({ is: 'rejected', content: 'seen', reason: 'not-employed', instruction: '' })).toEqual([
      'rejected',
    ]);
  });
});

describe('issuance', () => {
  it('brings the certificate with the page to collect it from, and asks for nothing else', () => {
    const talk = inReview();
    talk.happens({ is: 'approved', content: 'seen', by: 'op1' });
    expect(talk.happens({ is: 'issued', certificate: 'c2', serial: '0b', evidence: 'certificate' })).toEqual([
      'issued',
    ]);
    expect(talk.question).toMatchObject({ what: 'collect', about: 'c2' });
    expect(talk.happens({ is: 'collected' })).toEqual(['completed']);
  });

  it('by AMS ends the renewal', () => {
    const talk = inReview(AMS);
    talk.happens({ is: 'approved', content: 'seen', by: 'op1' });
    expect(talk.happens({ is: 'issued', certificate: 'c2', serial: '0b', evidence: 'number' })).toEqual([
      'issued',
      'completed',
    ]);
    expect(talk.renewal.outcome).toBe('completed');
  });

  it('that does not come is not waited for in vain: an operator looks into it', () => {
    const talk = inReview();
    talk.happens({ is: 'approved', content: 'seen', by: 'op1' });
    expect(talk.happens({ is: 'issuance-refused' })).toEqual(['issuance-held']);
  });

  it('leaves a lost key to the operator, and goes on as he decides', () => {
    const talk = inReview();
    talk.happens({ is: 'approved', content: 'seen', by: 'op1' });
    talk.happens({ is: 'issued', certificate: 'c2', serial: '0b', evidence: 'certificate' });
    expect(talk.happens({ is: 'key-lost' })).toEqual(['key-lost-noted']);
    expect(talk.happens({ is: 'key-replacement-refused', instruction: 'x' })).toEqual([
      'key-replacement-refused',
      'page-link',
    ]);
  });
});

describe('silence', () => {
  it('brings a reminder with the question that is open', () => {
    const talk = atLetter();
    expect(talk.happens({ is: 'reminded' })).toEqual(['reminder', 'letter-ask']);
  });

  it('ends in a lapse that can be taken back; then the person signs in anew', () => {
    const talk = atLetter();
    expect(talk.happens({ is: 'lapsed' })).toEqual(['lapsed']);
    expect(talk.happens({ is: 'resumed' })).toEqual(['resumed']);
    expect(talk.question).toMatchObject({ what: 'sign-in', renewal: 'r1' });
  });
});

describe('where a renewal stands', () => {
  it('is said in a mail by itself, in a chat with the question for the number', () => {
    const { renewal } = new Talk({ who: applicant(), renewal: 'opened' });
    expect(nextLines(renewal, applicant(), { channel: 'mail' })).toMatchObject({
      say: [{ say: 'reminder', what: 'sign-in' }],
      ask: { what: 'sign-in' },
    });
    expect(nextLines(renewal, applicant(), { channel: 'telegram' })).toMatchObject({
      say: [{ say: 'ask-number' }],
      ask: { what: 'number' },
    });
  });
});

describe('what he did elsewhere', () => {
  it('is answered where he talks to us', () => {
    const talk = new Talk({ who: applicant(), renewal: 'opened' });
    expect(talk.happens({ is: 'signed-in', method: 'vouched', by: 'op1' })).toEqual(['signed-in', 'data-check']);
    expect(talk.happens({ is: 'data-confirmed', version: hash(DATA) })).toEqual(['data-confirmed', 'letter-ask']);
    expect(talk.happens({ is: 'quiet-asked', until: NOW })).toEqual([]);
  });
});
