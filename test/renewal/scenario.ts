import { expect } from 'vitest';
import { changeContent, reviewContent } from '../../src/renewal/content.ts';
import type { Effect, RefusalCode, RenewalEvent } from '../../src/renewal/event.ts';
import type { Mark, Renewal, Rules } from '../../src/renewal/renewal.ts';
import { isRefusal, type Opening, start, step } from '../../src/renewal/step.ts';

type Without<T> = T extends unknown ? Omit<T, 'mark'> : never;
/** An event as a test writes it: the mark is added, and a decision's content is taken from the renewal it meets. */
export type Told = Without<RenewalEvent> & { readonly by?: string };

const RULES: Rules = {
  needsCsr: true,
  entersAms: false,
  fourEyes: false,
  windowDays: 30,
  procedureVersion: 'test',
};
export const OPENED = new Date('2026-11-02T01:00:00Z');
const HOUR_MS = 3_600_000;

function opening(rules: Partial<Rules> = {}, more: Partial<Opening> = {}): Opening {
  return {
    id: 'r1',
    number: '2026-000001',
    applicant: 'a1',
    certificate: 'c1',
    basis: 'expiring',
    rules: { ...RULES, ...rules },
    version: 'v1',
    how: 'scan',
    ...more,
  };
}

export function opened(rules: Partial<Rules> = {}, more: Partial<Opening> = {}): Renewal {
  return start(opening(rules, more), at(0, 'system')).renewal;
}

function at(hours: number, by: Mark['by']['role'], id?: string): Mark {
  return { at: new Date(OPENED.getTime() + hours * HOUR_MS), by: { role: by, id }, channel: 'none' };
}

const ROLES: Partial<Record<RenewalEvent['is'], Mark['by']['role']>> = {
  'change-approved': 'operator',
  'change-returned': 'operator',
  'change-recorded': 'operator',
  approved: 'operator',
  returned: 'operator',
  rejected: 'operator',
  'key-replacement-approved': 'operator',
  'key-replacement-refused': 'operator',
  'ams-entered': 'operator',
  'link-resent': 'operator',
  'ca-checked': 'operator',
  'ca-status': 'issuer',
  'letter-read': 'system',
  'data-versioned': 'system',
  issued: 'issuer',
  'issuance-refused': 'issuer',
  reminded: 'system',
  'silence-told': 'system',
  lapsed: 'system',
  'certificate-revoked': 'system',
  'date-corrected': 'operator',
};

/** Who tells it: an applicant unless the event is somebody else's; `by` names an operator. */
export function event({ by, ...told }: Told, hours: number): RenewalEvent {
  const role = by === undefined ? (ROLES[told.is] ?? 'applicant') : 'operator';
  const id = role === 'operator' ? (by ?? 'op1') : undefined;
  return { ...told, mark: at(hours, role, id) } as RenewalEvent;
}

/** A decision written with content 'seen' is about exactly what lies there. */
export function seen(renewal: Renewal, told: Told): Told {
  if (!('content' in told) || told.content !== 'seen') return told;
  const change = told.is === 'change-approved' || told.is === 'change-returned' || renewal.facts.change !== undefined;
  return { ...told, content: change ? changeContent(renewal) : reviewContent(renewal) };
}

type Given = { readonly renewal: Renewal; readonly hours: number };

/** `scenario(rules).given(...).when(...).gives(...)`: given events must be applied, the last one is looked at. */
export function scenario(rules: Partial<Rules> = {}) {
  return { given: (...events: readonly Told[]) => given({ renewal: opened(rules), hours: 1 }, events) };
}

function given(from: Given, events: readonly Told[]) {
  let { renewal, hours } = from;
  for (const told of events) {
    const result = step(renewal, event(seen(renewal, told), hours++));
    if (isRefusal(result)) throw new Error(`given ${told.is} was refused: ${result.refused}`);
    renewal = result.renewal;
  }
  const state = { renewal, hours };
  return { renewal, when: (told: Told) => when(state, told) };
}

function when({ renewal, hours }: Given, told: Told) {
  const result = step(renewal, event(seen(renewal, told), hours));
  return {
    result,
    refused(code: RefusalCode): void {
      expect(result).toEqual({ refused: code });
    },
    gives(check: (after: Renewal, effects: readonly Effect[]) => void): void {
      if (isRefusal(result)) throw new Error(`${told.is} was refused: ${result.refused}`);
      expect(result.renewal.revision).toBe(renewal.revision + 1);
      check(result.renewal, result.effects);
    },
  };
}
