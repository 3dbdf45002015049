import { expect, test } from 'vitest';
import { Fault } from '../../src/fault.ts';
import type { Issuance, RevocationReason } from '../../src/issuance/issuer.ts';
import { createCounter } from '../../src/issuance/signer/counter.ts';
import { createSigner } from '../../src/issuance/signer/signer.ts';
import { NOW } from './office.ts';

const ISSUED = { status: 'issued' } as Issuance;

/** Rows in memory, and a CA that does with each request what the test says. */
function yard(outcome: (request: string) => Issuance | Fault) {
  const open = new Set<string>();
  const answers = new Map<string, Issuance>();
  const revoked = new Map<string, RevocationReason>();
  const due: { serial: string; reason: RevocationReason }[] = [];
  const tried: string[] = [];
  const faults: unknown[] = [];
  let [held, stopped] = [true, false];
  let [looks, lists] = [0, 0];
  const signer = createSigner({
    issuer: {
      async issueAll(requests) {
        tried.push(...requests);
        if (stopped) throw new Fault('signer-journal', 'the database was put back');
        const each = requests.map((request) => [request, outcome(request)] as const);
        for (const [request, answer] of each) if (!(answer instanceof Fault)) answers.set(request, answer);
        return new Map(each);
      },
      async revokeAll(all) {
        looks++;
        for (const { serial, reason } of all) revoked.set(serial, reason);
      },
      async crl() {
        lists++;
        return { number: 1, der: new Uint8Array(), thisUpdate: NOW, nextUpdate: NOW };
      },
      responder: async () => ({
        serial: '1',
        certificate: new Uint8Array(),
        key: new Uint8Array(),
        notBefore: NOW,
        notAfter: NOW,
      }),
    },
    rows: {
      openRequests: async (most, except) =>
        [...open].filter((request) => !answers.has(request) && !except.includes(request)).slice(0, most),
      saveRefusals: async (all) => {
        for (const { request, why } of all) answers.set(request, { status: 'refused', why });
      },
      dueRevocations: async () => due.filter(({ serial }) => !revoked.has(serial)),
    },
    lease: { acquire: async () => held, release: async () => undefined },
    clock: () => NOW,
    onFault: (error) => faults.push(error),
  });
  return {
    signer,
    open,
    answers,
    revoked,
    due,
    tried,
    faults,
    counts: () => ({ looks, lists }),
    stopIssuing() {
      stopped = true;
    },
    loseLease() {
      held = false;
    },
  };
}

const flaw = new Fault('issuance', 'the signed certificate differs');

test('one request that fails holds up no other, and rests until it is asked for', async () => {
  const { signer, open, answers, tried } = yard((request) => (request === 'bad' ? flaw : ISSUED));
  for (const request of ['bad', 'one', 'two']) open.add(request);
  expect((await signer.round(undefined)).get('bad')).toBe(flaw);
  expect([...answers.keys()]).toEqual(['one', 'two']);
  await signer.round(undefined);
  expect(tried).toEqual(['bad', 'one', 'two']);
  expect((await signer.round('bad')).get('bad')).toBe(flaw);
  expect(tried.at(-1)).toBe('bad');
});

test('revocations come first, and a refusal is an answer', async () => {
  const { signer, open, answers, revoked, due } = yard(() => ({ status: 'refused', why: 'key-seen' }));
  open.add('one');
  due.push({ serial: '4c01', reason: 'keyCompromise' });
  await signer.round(undefined);
  expect(revoked.get('4c01')).toBe('keyCompromise');
  expect(answers.get('one')).toEqual({ status: 'refused', why: 'key-seen' });
});

test('what was revoked is looked after at every round, also where nothing may be issued', async () => {
  const { signer, open, stopIssuing, counts } = yard(() => ISSUED);
  stopIssuing();
  open.add('one');
  for (let round = 0; round < 2; round++)
    await expect(signer.round(undefined)).rejects.toMatchObject({ code: 'signer-journal' });
  expect(counts()).toEqual({ looks: 2, lists: 2 });
});

test('without the lease nothing is done, and after the end nothing is begun', async () => {
  const without = yard(() => ISSUED);
  without.open.add('one');
  without.loseLease();
  await without.signer.round(undefined);
  const ended = yard(() => ISSUED);
  ended.open.add('one');
  await ended.signer.stop();
  await ended.signer.round('one');
  expect([without.tried, ended.tried]).toEqual([[], []]);
});

test('who asks while a round is under way shares the next one, which sees what he wrote', async () => {
  const { signer, open, answers } = yard(() => ISSUED);
  const rounds = [signer.round(undefined)];
  open.add('late');
  rounds.push(signer.round('late'), signer.round('late'));
  await Promise.all(rounds);
  expect(answers.get('late')).toBe(ISSUED);
});

test('the counter gives what is on record at once, passes on what went wrong, and gives up as busy', async () => {
  const answers = new Map<string, Issuance>([['known', ISSUED]]);
  const reads = { issuance: async (id: string) => answers.get(id), standing: async () => 'foreign' as const };
  let rung = 0;
  const counter = createCounter({
    answers: reads,
    ring: async (request) => {
      rung++;
      if (request === 'bad') throw flaw;
      if (request) answers.set(request, ISSUED);
    },
  });
  expect([await counter.issue({ id: 'known' }), rung]).toEqual([ISSUED, 0]);
  expect(await counter.issue({ id: 'new' })).toBe(ISSUED);
  await expect(counter.issue({ id: 'bad' })).rejects.toBe(flaw);
  // What this CA never issued is a person's task, whoever signs.
  expect(await counter.revoke('4c01', 'superseded')).toEqual({ pending: 'operator' });
  const deaf = createCounter({ answers: reads, patienceMs: 30 });
  await expect(deaf.issue({ id: 'waiting' })).rejects.toMatchObject({ code: 'busy' });
});
