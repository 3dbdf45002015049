import { expect, test } from 'vitest';
import { createCourier } from '../../src/desk/sending/courier.ts';
import { silent } from '../../src/log.ts';

/** Drains that end when they are told, and a courier that begins them. */
function office() {
  const courier = createCourier(silent);
  const begun: string[] = [];
  const open = new Map<string, PromiseWithResolvers<void>>();
  return {
    courier,
    begun,
    open: () => [...open.keys()],
    start: () =>
      courier.start((contact) => {
        if (open.has(contact)) throw new Error('two drains of one contact');
        begun.push(contact);
        const drain = Promise.withResolvers<void>();
        open.set(contact, drain);
        return drain.promise.finally(() => open.delete(contact));
      }),
    /** Ends a drain, and waits until its place is free. */
    async ends(contact: string, error?: Error) {
      const { promise, resolve, reject } = open.get(contact)!;
      if (error) reject(error);
      else resolve();
      await promise.catch(() => undefined);
      await new Promise(setImmediate);
    },
  };
}
const chat = (contact: string) => ({ contact, lane: 'telegram' });
const mail = (contact: string) => ({ contact, lane: 'mail' });

test('whoever is called while he is drained is drained once more afterwards, not beside it', async () => {
  const { courier, begun, start, ends } = office();
  start();
  courier.call([chat('siti'), chat('budi')]);
  courier.call([chat('siti')]);
  courier.call([mail('siti')]);
  expect(begun).toEqual(['siti', 'budi']);
  await ends('siti');
  expect(begun).toEqual(['siti', 'budi', 'siti']);
  await ends('siti');
  // Called on two lanes, so that he may be looked at once too often, but never once too little.
  expect(begun).toEqual(['siti', 'budi', 'siti', 'siti']);
});

test('thousands of mails on their way hold up nobody who waits for an answer in a chat', async () => {
  const { courier, begun, open, start, ends } = office();
  start();
  courier.call(Array.from({ length: 10_000 }, (_, at) => mail(`mail ${at}`)));
  const places = open().length;
  expect(places).toBeLessThanOrEqual(200);
  courier.call([chat('siti')]);
  expect(begun.at(-1)).toBe('siti');
  await ends('mail 0');
  expect(begun.at(-1)).toBe(`mail ${places}`);
});

test('a drain that fails gives its place back, and only whoever waits for it hears of it', async () => {
  const { courier, begun, start, ends } = office();
  start();
  courier.call([chat('siti')]);
  const waited = courier.drained(chat('budi'));
  await ends('siti', new Error('the database is away'));
  const heard = expect(waited).rejects.toThrow('refused');
  await ends('budi', new Error('refused'));
  await heard;
  courier.call([chat('siti')]);
  expect(begun).toEqual(['siti', 'budi', 'siti']);
});

test('who was called before the start is drained then; after the stop nobody is, and who waits is told', async () => {
  const { courier, begun, open, start, ends } = office();
  courier.call([chat('siti')]);
  expect(begun).toEqual([]);
  start();
  expect(begun).toEqual(['siti']);
  const waiting = courier.drained(chat('siti'));
  const told = expect(waiting).rejects.toThrow('stopped');
  const stopped = courier.stop(60_000);
  await told;
  await expect(courier.drained(chat('budi'))).rejects.toThrow('stopped');
  await ends('siti');
  await stopped;
  expect([begun, open()]).toEqual([['siti'], []]);
});

test('a stop waits for what is under way, but not for ever', async () => {
  const { courier, open, start } = office();
  start();
  courier.call([chat('siti')]);
  await courier.stop(1);
  expect(open()).toEqual(['siti']);
});
