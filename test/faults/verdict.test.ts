import { expect, test } from 'vitest';
import { type Evidence, judge, type Talk } from './verdict.ts';

/** Ten people who asked three times and were answered three times. */
const talks = (channel: 'chat' | 'mailbox', arrive: (sent: readonly string[]) => string[], state = 'sent'): Talk[] =>
  Array.from({ length: 10 }, (_, who) => {
    const answers = ['satu', 'dua', 'tiga'];
    const keys = answers.map((answer) => `<${answer}.${who}@x>`);
    return {
      name: `${channel} ${who}`,
      asked: answers,
      recorded: answers.map((what) => ({ what, state: 'done' })),
      written: answers.map((body, at) => ({ body, state, ...(channel === 'mailbox' ? { key: keys[at]! } : {}) })),
      arrived: arrive(channel === 'mailbox' ? keys : answers),
    };
  });
const once = (sent: readonly string[]) => [...sent];
const times = (count: number) => (sent: readonly string[]) =>
  sent.flatMap((one) => Array.from({ length: count }, () => one));

const evidence = (over: Partial<Evidence> = {}): Evidence => ({
  chats: talks('chat', once),
  boxes: talks('mailbox', once),
  expected: ['satu', 'dua', 'tiga'],
  disturbances: 5,
  certificatesOfRequests: [1],
  renewals: [],
  brokenChains: [],
  stuck: [],
  faults: [],
  ...over,
});
const kinds = (over?: Partial<Evidence>) => judge(evidence(over)).findings.map(({ kind }) => kind);

test('what arrived once, in its order, is no finding; nor is as much again as faults and kills explain', () => {
  expect(kinds()).toEqual([]);
  const [twice] = talks('chat', times(2));
  const [, ...others] = talks('chat', once);
  expect(kinds({ chats: [twice!, ...others] })).toEqual([]);
});

test('a house that says everything twice is found out, in chats and by mail', () => {
  expect(kinds({ chats: talks('chat', times(2)) })).toEqual(['twice']);
  expect(kinds({ boxes: talks('mailbox', times(5)) })).toEqual(['twice']);
});

test('a house that does not know of anything whether it arrived is found out', () => {
  expect(kinds({ chats: talks('chat', () => [], 'unsure') })).toEqual(['no outcome']);
});
