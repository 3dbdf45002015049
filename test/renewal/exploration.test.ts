import { describe, expect, it } from 'vitest';
import { statusSteps } from '../../src/conversation/status.ts';
import { awaited, primary } from '../../src/renewal/awaited.ts';
import { approvalsNeeded, isCommitted, isIssuing } from '../../src/renewal/content.ts';
import type { RenewalEvent, Step } from '../../src/renewal/event.ts';
import type { Renewal, Rules, What } from '../../src/renewal/renewal.ts';
import { isRefusal, step } from '../../src/renewal/step.ts';
import { event, opened, seen, type Told } from './scenario.ts';

/**
 * Every state that can be reached by these events is visited, whatever their order. Two states are the same when their
 * facts are, times and counters aside.
 */
const ALPHABET: readonly Told[] = [
  { is: 'signed-in', method: 'code' },
  { is: 'signed-in', method: 'vouched', by: 'op1' },
  { is: 'data-confirmed', version: 'v1' },
  { is: 'data-confirmed', version: 'v2' },
  { is: 'change-opened' },
  { is: 'change-proposed', fields: { email: 'baru@agency.go.id' }, version: 'v2', complete: false },
  { is: 'change-completed' },
  { is: 'change-proposed', fields: { email: 'baru@agency.go.id' }, version: 'v2', complete: true },
  { is: 'change-cancelled' },
  { is: 'letter-received', letter: 'recommendation', document: 'd1', hash: 'h1', name: 'rekomendasi.pdf' },
  { is: 'letter-received', letter: 'change', document: 'd2', hash: 'h2', name: 'perubahan.pdf' },
  { is: 'document-kept', document: 'd1', hash: 'h1', name: 'rekomendasi.pdf' },
  { is: 'kept-used', document: 'd1' },
  { is: 'kept-discarded', document: 'd1' },
  { is: 'letter-read', document: 'd1', remarks: [] },
  { is: 'letter-read', document: 'd2', remarks: [] },
  { is: 'letter-read', document: 'd1', refused: 'encrypted', remarks: [] },
  { is: 'key-received', request: 'q1', spki: 'k1' },
  { is: 'key-received', request: 'q2', spki: 'k2' },
  { is: 'change-approved', content: 'seen', by: 'op1' },
  { is: 'change-approved', content: 'seen', by: 'op2' },
  { is: 'change-returned', content: 'seen', reason: 'change-not-proven', instruction: '' },
  { is: 'change-recorded' },
  { is: 'data-versioned', version: 'v2' },
  { is: 'approved', content: 'seen', by: 'op1' },
  { is: 'approved', content: 'seen', by: 'op2' },
  { is: 'returned', content: 'seen', to: 'letter', reason: 'letter-unsigned', instruction: '' },
  { is: 'returned', content: 'seen', to: 'data', reason: 'data-incomplete', instruction: '' },
  { is: 'rejected', content: 'seen', reason: 'not-employed', instruction: '' },
  { is: 'ams-entered' },
  { is: 'link-said', state: 'set' },
  { is: 'link-said', state: 'missing' },
  { is: 'link-resent' },
  { is: 'ca-status', status: 'ISSUE' },
  { is: 'ca-status', status: 'NEW' },
  { is: 'ca-status', status: 'SUSPEND' },
  { is: 'ca-checked' },
  { is: 'issued', certificate: 'c2', serial: '02', evidence: 'signed' },
  { is: 'issuance-refused' },
  { is: 'collected' },
  { is: 'key-lost' },
  { is: 'key-replacement-approved' },
  { is: 'key-replacement-refused', instruction: '' },
  { is: 'reminded' },
  { is: 'silence-told' },
  { is: 'certificate-revoked' },
  { is: 'date-corrected', basis: 'expired' },
  { is: 'withdrawn' },
  { is: 'lapsed' },
  { is: 'resumed' },
];

/** A second lost key leads through the same states as the first; two are enough to see both. */
const MOST_ISSUANCES = 2;
const HOURS = 1;

type Visit = { readonly renewal: Renewal; readonly told: Told; readonly event: RenewalEvent; readonly after: Step };

/** What tells states from one another, leaving out what only grows or says when. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'at',
  'since',
  'openedAt',
  'last',
  'count',
  'revision',
  'channel',
  'changed',
  'returned',
  'refusedLetter',
  'basis',
  'refusals',
]);
/** Each is asked for several times, and there are many more ways into a state than states. */
const samenesses = new WeakMap<Renewal, string>();
const once = new Map<string, string>();

function sameness(renewal: Renewal): string {
  const known = samenesses.get(renewal);
  if (known !== undefined) return known;
  const bare = JSON.stringify(renewal, (key, value) => (LEFT_OUT.has(key) ? undefined : value));
  // Of refusals only this is looked at.
  const found = `${bare}${isCommitted(renewal)}`;
  const same = once.get(found) ?? found;
  once.set(same, same);
  samenesses.set(renewal, same);
  return same;
}

function explore(rules: Partial<Rules>): { readonly states: Map<string, Renewal>; readonly visits: Visit[] } {
  const first = opened(rules);
  const states = new Map([[sameness(first), first]]);
  const visits: Visit[] = [];
  // A map is walked in order of insertion, and what is added on the way is walked as well.
  for (const renewal of states.values()) {
    for (const told of ALPHABET) {
      const happened = event(seen(renewal, told), HOURS);
      const after = step(renewal, happened);
      if (isRefusal(after) || after.renewal.facts.issuances > MOST_ISSUANCES) continue;
      visits.push({ renewal, told, event: happened, after });
      const same = sameness(after.renewal);
      if (!states.has(same)) states.set(same, after.renewal);
    }
  }
  return { states, visits };
}

/** Under which activity of the SOP somebody is awaited; a letter being read belongs to one of two. */
const ACTIVITY: Readonly<Record<Exclude<What, 'reading'>, number>> & { readonly reading?: undefined } = {
  'sign-in': 2,
  'data-check': 3,
  'change-values': 4,
  'change-letter': 4,
  'change-review': 4,
  'change-record': 4,
  letter: 5,
  'kept-letter': 5,
  key: 6,
  review: 6,
  packet: 6,
  passphrase: 6,
  'resend-link': 6,
  'ca-check': 6,
  'certificate-record': 6,
  issuance: 6,
  collect: 6,
  'key-replacement': 6,
};
const lettersActivity = ({ facts }: Renewal) => (facts.change === undefined ? 5 : 4);

const HOUSES: readonly (readonly [string, Partial<Rules>])[] = [
  ['local issuer', {}],
  ['local issuer with four eyes', { fourEyes: true }],
  ['ams issuer', { needsCsr: false, entersAms: true }],
];

describe.each(HOUSES)('every state that can be reached: %s', (_name, rules) => {
  const { states, visits } = explore(rules);

  it('is one of many', () => expect(states.size).toBeGreaterThan(100));

  it('is shown at the activity of whoever is awaited, and nothing is under way once it is over', () => {
    for (const renewal of states.values()) {
      const now = statusSteps(renewal).filter(({ state }) => state === 'now');
      const turn = primary(renewal);
      expect(now.map(({ activity }) => activity)).toEqual(
        turn ? [ACTIVITY[turn.what] ?? lettersActivity(renewal)] : [],
      );
    }
  });

  it('has somebody awaited exactly as long as it is open', () => {
    for (const renewal of states.values()) expect(awaited(renewal).length > 0).toBe(renewal.outcome === undefined);
  });

  it('has a way on to a completed renewal, unless it ended otherwise for good', () => {
    const final = new Set(['withdrawn', 'rejected', 'not-applicant', 'completed']);
    const good = wayTo(visits, (renewal) => renewal.outcome === 'completed');
    const stuck = [...states].filter(
      ([same, renewal]) =>
        !final.has(renewal.outcome ?? '') && !good.has(same) && renewal.facts.issuances < MOST_ISSUANCES,
    );
    expect(stuck.map(([same]) => same)).toEqual([]);
  });

  it('asks for a certificate only behind enough approvals of exactly that content by different operators', () => {
    const issuing = visits.flatMap(({ after }) =>
      after.effects.flatMap((effect) => (effect.do === 'issue' ? [{ effect, renewal: after.renewal }] : [])),
    );
    expect(issuing.length).toBeGreaterThan(0);
    for (const { effect, renewal } of issuing) {
      const approvers = renewal.facts.approvals.filter((approval) => approval.content === effect.content);
      expect(new Set(approvers.map((approval) => approval.by.id)).size).toBeGreaterThanOrEqual(
        approvalsNeeded(renewal),
      );
      expect(effect.number).toBe(renewal.facts.issuances);
      expect(renewal.facts.letter).toMatchObject({ state: 'on-file', version: renewal.version });
      expect(renewal.facts.key !== undefined).toBe(renewal.rules.needsCsr);
    }
  });

  it('adopts changed data only behind an approval', () => {
    for (const { renewal, event, after } of visits) {
      if (!after.effects.some((effect) => effect.do === 'adopt-data')) continue;
      const approvals = (renewal.facts.change?.approvals.length ?? 0) + (event.is === 'change-approved' ? 1 : 0);
      expect(approvals).toBeGreaterThan(0);
      if (renewal.rules.entersAms) expect(event.is).toBe('change-recorded');
    }
  });

  it('is not changed by an event that comes a second time', () => {
    for (const { event, after } of visits) {
      const again = step(after.renewal, event);
      if (!isRefusal(again)) throw new Error(`${event.is} was applied twice in ${sameness(after.renewal)}`);
    }
  });

  it('revokes the old certificate only when the renewal is completed', () => {
    const revokes = ({ after }: Visit) => after.effects.some((effect) => effect.do === 'revoke-old');
    expect(visits.some(revokes)).toBe(true);
    const wrong = visits.filter((visit) => revokes(visit) !== (visit.after.renewal.outcome === 'completed'));
    expect(wrong.map(({ event, renewal }) => [event.is, sameness(renewal)])).toEqual([]);
  });

  it('never loses sight of a certificate that is there or may still come', () => {
    const committed = visits.filter(({ renewal }) => isCommitted(renewal));
    expect(committed.length).toBeGreaterThan(100);
    const over = committed.filter(
      ({ after: { renewal } }) => !['completed', 'rejected', undefined].includes(renewal.outcome),
    );
    const overlooked = visits.filter(
      ({ renewal }) => (renewal.facts.certificate || isIssuing(renewal)) && !isCommitted(renewal),
    );
    expect([...over, ...overlooked].map(({ event, renewal }) => [event.is, sameness(renewal)])).toEqual([]);
  });
});

/** All states from which some path leads to a state of this kind. */
function wayTo(visits: readonly Visit[], kind: (renewal: Renewal) => boolean): Set<string> {
  const from = new Map<string, string[]>();
  const reached = new Set<string>();
  const next: string[] = [];
  for (const { renewal, after } of visits) {
    const target = sameness(after.renewal);
    from.set(target, [...(from.get(target) ?? []), sameness(renewal)]);
    if (kind(after.renewal) && !reached.has(target)) {
      reached.add(target);
      next.push(target);
    }
  }
  for (let target = next.pop(); target !== undefined; target = next.pop()) {
    for (const source of from.get(target) ?? []) {
      if (reached.has(source)) continue;
      reached.add(source);
      next.push(source);
    }
  }
  return reached;
}
