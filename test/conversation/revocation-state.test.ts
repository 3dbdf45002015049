import { describe, expect, it } from 'vitest';
import type { Applicant, Known, Revocation } from '../../src/conversation/conversation.ts';
import { render } from '../../src/conversation/render.ts';
import { understand } from '../../src/conversation/words.ts';
import { atCollect, m, onMail, onTelegram } from './places.ts';
import { context } from './samples.ts';
import { applicant, days, Talk } from './talk.ts';

type Certificate = Applicant['certificates'][number];
const OLD: Certificate = { id: 'c1', serial: '0a', expires: days(20), state: 'valid', hasSuccessor: true, own: true };
const NEW: Certificate = { id: 'c2', serial: '0b', expires: days(700), state: 'valid', hasSuccessor: false, own: true };

function told(
  certificates: readonly Certificate[],
  revocations: readonly Revocation[] = [],
  more: Partial<Known> = {},
) {
  const talk = onTelegram({ renewal: undefined, who: applicant({ certificates }) });
  const text = 'sudah dicabut belum?';
  expect(talk.receives({ meanings: understand(text), text }, { revocations, ...more })).toEqual(['revocation-state']);
  return talk.line('revocation-state');
}
const states = (...args: Parameters<typeof told>) => told(...args).certificates.map(({ state }) => state);

describe('"sudah dicabut belum?"', () => {
  it.each([
    ['asked', days(-1), 'asked'],
    ['due', days(1), 'planned'],
    ['due', days(-1), 'running'],
    ['by-hand', days(-1), 'running'],
    ['done', days(-1), 'done'],
  ] as const)('is answered by what is on record: %s at %s is %s', (state, at, is) => {
    expect(told([OLD], [{ certificate: 'c1', state, at }]).certificates).toMatchObject([{ id: 'c1', state: is, at }]);
  });

  it('tells one that waits for its successor from one that nobody wants revoked', () => {
    expect(states([OLD, NEW])).toEqual(['in-use', 'replaced']);
    expect(states([{ ...OLD, state: 'provisional', hasSuccessor: false }])).toEqual(['unsure']);
    expect(states([{ ...OLD, state: 'revoked' }])).toEqual(['done']);
  });

  it('says that it was not to be revoked only of one that is in use', () => {
    const refused = (certificate: Certificate) =>
      states([certificate], [{ certificate: 'c1', state: 'refused', at: days(-1) }]);
    expect(refused({ ...OLD, hasSuccessor: false })).toEqual(['refused']);
    expect(refused(OLD)).toEqual(['replaced']);
    expect(refused({ ...OLD, hasSuccessor: false, expires: days(-2) })).toEqual(['expired']);
  });

  it('speaks of one that ran out only where there is no other', () => {
    const ended = { ...OLD, expires: days(-20) };
    expect(states([ended, NEW])).toEqual(['in-use']);
    expect(states([ended])).toEqual(['expired']);
  });

  it('names the delay only where our own CA revokes by itself', () => {
    expect(told([OLD], [], { revokesAfterHours: 24 }).afterHours).toBe(24);
    expect(told([OLD]).afterHours).toBeUndefined();
    expect(told([{ ...OLD, own: undefined }], [], { revokesAfterHours: 24 }).afterHours).toBeUndefined();
  });

  it.each([
    ['id', 'akan dicabut pada 24 November 2026 pukul 10.00 WIB'],
    ['en', 'will be revoked on 24 November 2026 at 10.00 WIB'],
  ] as const)('gives a date instead of "soon" (%s)', (language, words) => {
    const line = told([OLD], [{ certificate: 'c1', state: 'due', at: days(1) }]);
    expect(render([line], context(language)).body).toContain(words);
  });

  it('is told to the address on record without proof, and to no stranger', () => {
    expect(onMail({ proven: undefined }).hears(m('revocation'))).toEqual(['revocation-state']);
    expect(new Talk({ who: applicant(), state: { greeted: true } }).hears(m('revocation'))).toEqual(['ask-number']);
  });

  it('of somebody without a certificate finds nothing to revoke', () => {
    expect(onTelegram({ who: applicant({ certificates: [] }), renewal: undefined }).hears(m('revocation'))).toEqual([
      'revoke-none',
    ]);
  });
});

describe('a renewal that is complete', () => {
  const completed = (own: true | undefined, known: Partial<Known>) => {
    const talk = atCollect();
    talk.who = applicant({ certificates: [{ ...OLD, own }, NEW] });
    talk.receives({ meanings: [m('collected')] }, known);
    talk.receives({ meanings: [m('yes')] }, known);
    return talk.line('completed');
  };

  it('says when the old certificate is revoked, if that happens by itself', () => {
    expect(completed(true, { revokesAfterHours: 24 })).toMatchObject({ revokesOld: true, at: days(1) });
    expect(completed(undefined, { revokesAfterHours: 24 }).at).toBeUndefined();
    expect(completed(true, {}).at).toBeUndefined();
  });
});
