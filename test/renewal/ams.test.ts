import { describe, expect, it } from 'vitest';
import { primary } from '../../src/renewal/awaited.ts';
import { awaitsAgreement, CA_STATUSES, type CaStatus, caAgrees, caEffect } from '../../src/renewal/ca-status.ts';
import { isBetter, isSeen } from '../../src/renewal/evidence.ts';
import { reminderDue } from '../../src/renewal/notices.ts';
import { parseOfficeHours } from '../../src/renewal/office.ts';
import { type Basis, Facts, type Renewal } from '../../src/renewal/renewal.ts';
import { isRefusal, step } from '../../src/renewal/step.ts';
import { event, opened, scenario, type Told } from './scenario.ts';

const AMS = { needsCsr: false, entersAms: true };
const APPROVED: readonly Told[] = [
  { is: 'signed-in', method: 'code' },
  { is: 'data-confirmed', version: 'v1' },
  { is: 'letter-received', letter: 'recommendation', document: 'd1', hash: 'h1', name: 'rekomendasi.pdf' },
  { is: 'letter-read', document: 'd1', remarks: [] },
  { is: 'approved', content: 'seen' },
];
const entered = (...more: readonly Told[]) => scenario(AMS).given(...APPROVED, { is: 'ams-entered' }, ...more);
const turn = (renewal: Renewal) => `${primary(renewal)?.who} ${primary(renewal)?.what}`;
const says = (status: CaStatus): Told => ({ is: 'ca-status', status });

describe('a request that stands in AMS', () => {
  it('is entered once, after the approval, and never where the applicant makes his own key', () => {
    const approved = scenario(AMS).given(...APPROVED);
    expect(turn(approved.renewal)).toBe('operator packet');
    approved.when({ is: 'ams-entered' }).gives((after) => expect(turn(after)).toBe('applicant passphrase'));
    entered().when({ is: 'ams-entered' }).refused('already');
    scenario(AMS)
      .given(...APPROVED.slice(0, 4))
      .when({ is: 'ams-entered' })
      .refused('not-now');
    scenario()
      .given(...APPROVED.slice(0, 4), { is: 'key-received', request: 'q1', spki: 'k1' }, APPROVED[4]!)
      .when({ is: 'ams-entered' })
      .refused('not-now');
  });

  it('waits for the applicant until he says how he got on; each answer has somebody who goes on', () => {
    entered()
      .when({ is: 'link-said', state: 'set' })
      .gives((after) => expect(turn(after)).toBe('operator certificate-record'));
    for (const state of ['missing', 'expired'] as const)
      entered()
        .when({ is: 'link-said', state })
        .gives((after) => expect(turn(after)).toBe('operator resend-link'));
    entered({ is: 'link-said', state: 'missing' })
      .when({ is: 'link-resent' })
      .gives((after) => expect(turn(after)).toBe('applicant passphrase'));
    entered({ is: 'link-said', state: 'set' })
      .when({ is: 'link-resent' })
      .gives((after) => expect(turn(after)).toBe('applicant passphrase'));
    entered().when({ is: 'link-resent' }).refused('not-now');
    scenario(AMS)
      .given(...APPROVED)
      .when({ is: 'link-said', state: 'set' })
      .refused('not-now');
  });

  it('is reminded of only while the applicant is awaited', () => {
    entered()
      .when({ is: 'reminded' })
      .gives((after) => expect(after.facts.reminders?.count).toBe(1));
    entered({ is: 'link-said', state: 'set' }).when({ is: 'reminded' }).refused('not-now');
    entered(says('NEW'), says('ISSUE')).when({ is: 'reminded' }).refused('not-now');
    entered(says('SUSPEND')).when({ is: 'reminded' }).refused('not-now');
  });

  it('is reminded of in office hours alone, after the days that are set or the day that was asked for', () => {
    const officeHours = parseOfficeHours('Mon-Fri 07:30-16:00')!;
    const due = (renewal: Renewal, now: string) =>
      reminderDue(renewal, { now: new Date(now), reminderDays: [2, 5], officeHours, timeZone: 'Asia/Jakarta' });
    const { renewal } = entered();
    expect(due(renewal, '2026-11-03T03:00:00Z').due).toBe('wait');
    expect(due(renewal, '2026-11-05T03:00:00Z')).toEqual({ due: 'remind', count: 1 });
    // A Saturday: on Monday morning then.
    expect(due(renewal, '2026-11-07T03:00:00Z')).toEqual({ due: 'wait', until: new Date('2026-11-09T00:30:00Z') });
    const asked = entered({ is: 'quiet-asked', until: new Date('2026-11-06T03:00:00Z') }).renewal;
    expect(due(asked, '2026-11-05T03:00:00Z').due).toBe('wait');
    expect(due(asked, '2026-11-06T03:00:00Z').due).toBe('remind');
  });

  it('is recorded from wherever it stands, and is over then', () => {
    for (const more of [[], [says('SUSPEND')], [{ is: 'link-said', state: 'missing' } as const]])
      entered(...more)
        .when({ is: 'issued', certificate: 'c2', serial: '02', evidence: 'word' })
        .gives((after) => expect(after.outcome).toBe('completed'));
  });

  it('is known by its row, whose number may be corrected: a number that older facts name is nobody’s any more', () => {
    const { facts } = entered({ is: 'issued', certificate: 'c2', serial: '02', evidence: 'word' }).renewal;
    expect(facts.certificate).toEqual(expect.objectContaining({ id: 'c2' }));
    expect(facts.certificate).not.toHaveProperty('serial');
    const stored = JSON.parse(JSON.stringify({ ...facts, certificate: { ...facts.certificate, serial: '02' } }));
    expect(Facts.parse(stored).certificate).toEqual(facts.certificate);
  });

  it('may still be borne out by the CA afterwards where it rests on a word, and is else left alone', () => {
    const recorded = (evidence: string, ...before: readonly Told[]) =>
      entered(...before, { is: 'issued', certificate: 'c2', serial: '02', evidence });
    const told = recorded('word', says('NEW'));
    expect(awaitsAgreement(told.renewal)).toBe(true);
    told.when(says('ISSUE')).gives((after) => {
      expect([after.outcome, caAgrees(after), awaitsAgreement(after)]).toEqual(['completed', true, false]);
    });
    // ISSUE alone may speak of the old certificate; another status in between is remembered.
    recorded('number', says('ISSUE')).when(says('ISSUE')).refused('already');
    recorded('number', says('ISSUE'))
      .when(says('RENEW'))
      .gives((after) => expect([awaitsAgreement(after), after.facts.ams?.status?.moved]).toEqual([true, true]));
    for (const evidence of ['dates', 'status', 'signed-pdf', 'certificate'])
      recorded(evidence, says('NEW')).when(says('ISSUE')).refused('over');
    entered({ is: 'issuance-refused' }, { is: 'withdrawn' }).when(says('ISSUE')).refused('over');
  });

  it('goes back to the review where AMS does not take it, and is entered anew after the next approval', () => {
    entered(says('NOT_REGISTERED'), { is: 'issuance-refused' }, { is: 'approved', content: 'seen' })
      .when({ is: 'ams-entered' })
      .gives((after) => expect(turn(after)).toBe('applicant passphrase'));
  });
});

describe('what the CA says of a person', () => {
  /** What each of the nine leads to, alone and after another one. */
  const WAITS = 'applicant passphrase';
  const CHECK = 'operator ca-check';
  const LEADS_TO: Readonly<Record<CaStatus, string>> = {
    ISSUE: WAITS,
    EXPIRED: WAITS,
    RENEW: WAITS,
    WAITING_FOR_VERIFICATION: CHECK,
    NEW: WAITS,
    NO_CERTIFICATE: WAITS,
    NOT_REGISTERED: CHECK,
    SUSPEND: CHECK,
    REVOKE: CHECK,
  };
  it.each(CA_STATUSES)('%s has its effect', (status) => {
    entered()
      .when(says(status))
      .gives((after) => expect(turn(after)).toBe(LEADS_TO[status]));
  });

  it('ISSUE speaks of the old certificate until another status was seen, or where the old one was over', () => {
    entered(says('ISSUE'))
      .when(says('RENEW'))
      .gives((after) => expect(turn(after)).toBe(WAITS));
    entered(says('ISSUE'), says('RENEW'))
      .when(says('ISSUE'))
      .gives((after) => expect(turn(after)).toBe('operator certificate-record'));
    const effects = (basis: Basis) => [caEffect('ISSUE', false, basis), caEffect('ISSUE', true, basis)];
    expect(effects('expiring')).toEqual(['wait', 'issued']);
    expect(effects('expired')).toEqual(['issued', 'issued']);
    expect(effects('revoked')).toEqual(['issued', 'issued']);
    expect([caEffect('REVOKE', true, 'revoked'), caEffect('REVOKE', true, 'expired')]).toEqual(['wait', 'check']);
  });

  it('asks for an operator once: when he has looked, the applicant is awaited again, until it says something else', () => {
    const looked = entered(says('SUSPEND'), { is: 'ca-checked' });
    expect(turn(looked.renewal)).toBe(WAITS);
    looked.when({ is: 'ca-checked' }).refused('already');
    looked.when(says('SUSPEND')).refused('already');
    looked.when(says('NOT_REGISTERED')).gives((after) => expect(turn(after)).toBe(CHECK));
    entered(says('NEW')).when({ is: 'ca-checked' }).refused('not-now');
  });

  it('says nothing of a request that is not there yet', () => {
    scenario(AMS)
      .given(...APPROVED)
      .when(says('NEW'))
      .refused('not-now');
    expect(isRefusal(step(opened(AMS), event(says('NEW'), 1)))).toBe(true);
  });
});

describe('the level of evidence', () => {
  it('counts a certificate as seen only where it was here itself', () => {
    expect(['notice', 'number', 'word', 'status', 'signed-pdf', 'certificate'].map(isSeen)).toEqual([
      false,
      false,
      false,
      false,
      true,
      true,
    ]);
  });
  it('is completed only by a better one', () => {
    expect(isBetter('certificate', 'word')).toBe(true);
    expect(isBetter('word', 'word')).toBe(false);
    expect(isBetter('number', 'status')).toBe(false);
  });
});
