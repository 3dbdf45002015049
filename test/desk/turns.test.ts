import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Entry } from '../../src/desk/entry.ts';
import { createTurns } from '../../src/desk/turns.ts';

/** A door whose batches are judged and end when the test says so; callers are known by their name. */
function door() {
  const names = new Map<unknown, string>();
  const batches: { readonly callers: string; readonly judged: () => void; readonly end: () => void }[] = [];
  const wait = createTurns(
    (callers, judged) =>
      new Promise((end) =>
        batches.push({ callers: callers.map(({ entries }) => names.get(entries)).join(' '), judged, end }),
      ),
  );
  const comes = (name: string, entries: readonly Entry[], source?: string) => {
    names.set(entries, name);
    const cursor = source ? { cursor: { source, value: name } } : {};
    wait({ entries, ...cursor, resolve: () => {}, reject: () => {} });
  };
  return {
    /** A caller with a message of each of these contacts. */
    says: (name: string, contacts: readonly string[], source?: string) => comes(name, contacts.map(from), source),
    /** Telegram posts this update of a chat of its own. */
    posts: (id: number) => comes(`${id}`, [{ enter: 'message', message: posted(id) }]),
    decides: (name: string) => comes(name, [{ enter: 'link-used', link: name }]),
    judged: (at: number) => batches[at]!.judged(),
    async ends(at: number): Promise<void> {
      batches[at]!.end();
      await turn();
    },
    get begun() {
      return batches.map(({ callers }) => callers);
    },
  };
}

const from = (value: string): Entry => ({
  enter: 'message',
  message: {
    channel: 'mail',
    source: 'imap:UJI:1',
    externalId: value,
    contact: { channel: 'mail', value },
    at: new Date(0),
    text: '',
    wholeText: '',
    answers: [],
    files: [],
    raw: Buffer.from(''),
  },
});

const posted = (id: number) => ({
  ...(from(`chat ${id}`) as Extract<Entry, { enter: 'message' }>).message,
  channel: 'telegram' as const,
  source: 'telegram:1',
  externalId: `${id}`,
  contact: { channel: 'telegram' as const, value: `${id}` },
});

test('who comes while a batch is judged is gathered into the next, which begins when that is judged', () => {
  const desk = door();
  desk.says('first', ['a']);
  desk.says('second', ['b']);
  desk.says('third', ['c']);
  expect(desk.begun).toEqual(['first']);
  desk.judged(0);
  expect(desk.begun).toEqual(['first', 'second third']);
});

test('there are never more than two under way', async () => {
  const desk = door();
  for (const name of ['a', 'b', 'c']) {
    desk.says(name, [name]);
    desk.judged(desk.begun.length - 1);
  }
  expect(desk.begun).toEqual(['a', 'b']);
  await desk.ends(1);
  expect(desk.begun).toEqual(['a', 'b', 'c']);
});

test('what fails while it is judged is taken apart before the next begins', async () => {
  const desk = door();
  desk.says('fails', ['a']);
  desk.says('next', ['b']);
  expect(desk.begun).toEqual(['fails']);
  await desk.ends(0);
  expect(desk.begun).toEqual(['fails', 'next']);
});

test('a contact whose message is being written waits with the next, and so does whoever came after him', async () => {
  const desk = door();
  desk.says('first', ['a', 'b']);
  desk.says('stranger', ['c']);
  desk.says('same', ['b']);
  desk.says('after', ['d']);
  desk.judged(0);
  expect(desk.begun).toEqual(['first', 'stranger']);
  desk.judged(1);
  expect(desk.begun).toHaveLength(2);
  await desk.ends(0);
  expect(desk.begun).toEqual(['first', 'stranger', 'same after']);
});

test('what is no message goes alone: after everything that is under way, and before everything that comes later', async () => {
  const desk = door();
  desk.says('first', ['a']);
  desk.decides('operator');
  desk.says('later', ['b']);
  desk.judged(0);
  expect(desk.begun).toEqual(['first']);
  await desk.ends(0);
  expect(desk.begun).toEqual(['first', 'operator later']);
  desk.says('last', ['c']);
  desk.judged(1);
  expect(desk.begun).toHaveLength(2);
  await desk.ends(1);
  expect(desk.begun).toEqual(['first', 'operator later', 'last']);
});

test('updates that wait are taken in the order of their ids, also around what is no message', async () => {
  const desk = door();
  desk.says('first', ['a']);
  for (const id of [7, 4]) desk.posts(id);
  desk.decides('operator');
  for (const id of [5, 3, 6]) desk.posts(id);
  desk.judged(0);
  expect(desk.begun).toEqual(['first', '3 4']);
  await desk.ends(0);
  await desk.ends(1);
  expect(desk.begun).toEqual(['first', '3 4', 'operator 5 6 7']);
});

test('a source moves its cursor once at a time', async () => {
  const desk = door();
  desk.says('poll', ['a'], 'telegram');
  desk.says('mailbox', ['b'], 'imap');
  desk.says('poll again', ['c'], 'telegram');
  desk.judged(0);
  expect(desk.begun).toEqual(['poll', 'mailbox']);
  await desk.ends(0);
  desk.judged(1);
  expect(desk.begun).toEqual(['poll', 'mailbox', 'poll again']);
});
