import { appendFile, open, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { Fault } from '../../src/fault.ts';
import { readParts } from '../../src/issuance/certificate/read-certificate.ts';
import { compareJournal, reconcile } from '../../src/issuance/signer/reconcile.ts';
import { openSignerJournal } from '../../src/issuance/signer/signer-journal.ts';
import type { Intent, IssuanceStorage } from '../../src/issuance/storage.ts';
import { approved, NOW, type Office, openOffice, SITI } from './office.ts';
import { PowerCut, powerCut } from './power-cut.ts';

let office: Office;
afterEach(() => office.close());
const journal = () => openSignerJournal(office.journalPath);
async function entriesOf() {
  const entries: Intent[] = [];
  for await (const entry of (await journal()).entries()) entries.push(entry);
  return entries;
}

/** intentMarks, listRevocations, onRecord, approvedRequests, saveIntents, signAside, saveCertificates. */
const ACTS = 7;

describe('after a power cut', () => {
  for (const kind of ['rsa-3072', 'p-384'] as const) {
    test(`at any act of issuing there is exactly one certificate, the one that was meant first (${kind})`, async () => {
      office = await openOffice(kind);
      let cuts = 0;
      for (let at = 0; at <= ACTS; at++) {
        for (const when of ['before', 'after'] as const) {
          const id = `${when}-${at}`;
          office.storage.requests.set(id, approved());
          const cut = powerCut(at, when);
          const dying = await office.start(cut.storage(office.storage), cut.authority(office.authority));
          await dying.issue({ id }).catch((error) => {
            if (!(error instanceof PowerCut || error.cause instanceof PowerCut)) throw error;
            cuts++;
          });
          const meant = office.storage.intents.get(id);
          const first = await (await office.start()).issue({ id });
          const second = await (await office.start()).issue({ id });
          expect(first.status).toBe('issued');
          expect(second).toEqual(first);
          if (meant) expect(first).toMatchObject({ serial: meant.serial });
        }
      }
      // Every act of the list was reached, and the last round shows that there are no more.
      expect(cuts).toBe(ACTS * 2);
      const entries = await entriesOf();
      expect(entries.length).toBe(office.storage.certificates.size);
      expect(new Set(entries.map(({ serial }) => serial)).size).toBe(entries.length);
    });
  }

  test('a journal line that was cut off is no entry, and issuing goes on', async () => {
    office = await openOffice();
    office.storage.requests.set('one', approved());
    const issued = await (await office.start()).issue({ id: 'one' });
    await appendFile(office.journalPath, 'f00 {"n":2,"half of a li');
    office.storage.requests.set('two', approved());
    expect((await (await office.start()).issue({ id: 'two' })).status).toBe('issued');
    expect(await (await office.start()).issue({ id: 'one' })).toEqual(issued);
    expect((await journal()).count()).toBe(2);
  });
});

describe('signing stops', () => {
  async function issueThree(): Promise<void> {
    office = await openOffice();
    for (const id of ['a', 'b', 'c']) {
      office.storage.requests.set(id, approved());
      await (await office.start()).issue({ id });
    }
    office.storage.requests.set('next', approved());
  }
  const next = async () => (await office.start()).issue({ id: 'next' });
  const stopped = expect.objectContaining({ code: 'signer-journal' });

  test('when the journal is gone, until it is reconciled', async () => {
    await issueThree();
    await rm(office.journalPath);
    await expect(next()).rejects.toEqual(stopped);
    expect((await compareJournal(await journal(), office.storage, NOW)).state).toBe('missing');
    expect(
      await reconcile(await journal(), office.storage, { authorities: [office.authority], now: NOW }),
    ).toMatchObject({ journalLacks: 3, databaseLacks: 0 });
    expect((await next()).status).toBe('issued');
  });

  test('when the journal is gone and a stored certificate is not ours: that one is not taken in', async () => {
    await issueThree();
    const { certificates, intents } = office.storage;
    const bad = { ...certificates.get('a')!, der: certificates.get('b')!.der };
    certificates.set('a', bad);
    // Signed, and by our key, but not what the intent says.
    intents.set('c', { ...intents.get('c')!, tbs: intents.get('b')!.tbs });
    await rm(office.journalPath);
    const authorities = [office.authority];
    const again = async () => reconcile(await journal(), office.storage, { authorities, now: NOW });
    expect((await again()).unproven).toEqual(['a', 'c']);
    expect((await entriesOf()).map(({ request }) => request)).toEqual(['b']);
    await expect(next()).rejects.toEqual(stopped);
    // Nor does another CA's certificate prove anything, or none.
    const other = await openOffice();
    await rm(office.journalPath);
    for (const others of [[other.authority], []]) {
      const found = await reconcile(await journal(), office.storage, { authorities: others, now: NOW });
      expect(found.unproven).toEqual(['a', 'b', 'c']);
    }
    await other.close();
  });

  test('when an older journal was put back, until it is reconciled', async () => {
    await issueThree();
    const text = await readFile(office.journalPath, 'utf8');
    await truncate(office.journalPath, Buffer.byteLength(text.split('\n').slice(0, 2).join('\n')) + 1);
    await expect(next()).rejects.toEqual(stopped);
    expect((await compareJournal(await journal(), office.storage, NOW)).state).toBe('behind');
    await reconcile(await journal(), office.storage, { authorities: [office.authority], now: NOW });
    expect((await next()).status).toBe('issued');
  });

  test('when an older database was put back; reconciled, it gives the certificate that was signed then', async () => {
    await issueThree();
    const before = office.storage.certificates.get('c')!;
    office.storage.intents.delete('c');
    office.storage.certificates.delete('c');
    await expect((await office.start()).issue({ id: 'c' })).rejects.toEqual(stopped);
    expect((await compareJournal(await journal(), office.storage, NOW)).state).toBe('ahead');
    const { sign: _, signAside: __, ...shut } = office.authority;
    const found = await reconcile(await journal(), office.storage, { authorities: [shut], now: NOW });
    expect(found.uncertified).toEqual([before.serial]);
    expect(await (await office.start()).issue({ id: 'c' })).toMatchObject({ status: 'issued', serial: before.serial });
  });

  test('the same, with the key at hand: the certificate is there again at once, for all who ask about it', async () => {
    await issueThree();
    const before = office.storage.certificates.get('c')!;
    office.storage.intents.delete('c');
    office.storage.certificates.delete('c');
    const found = await reconcile(await journal(), office.storage, { authorities: [office.authority], now: NOW });
    expect(found.uncertified).toEqual([]);
    const after = office.storage.certificates.get('c')!;
    expect(after).toMatchObject({ serial: before.serial, notBefore: before.notBefore, notAfter: before.notAfter });
    expect(Buffer.compare(readParts(after.der).tbs, readParts(before.der).tbs)).toBe(0);
  });

  test('when a line of the journal was changed', async () => {
    await issueThree();
    const text = await readFile(office.journalPath, 'utf8');
    await writeFile(office.journalPath, text.replace('"request":"b"', '"request":"x"'));
    await expect(journal()).rejects.toEqual(stopped);
  });

  test('when the two know the same request with different contents', async () => {
    await issueThree();
    const intent = office.storage.intents.get('b')!;
    // In the serial number, which may hold any byte.
    office.storage.intents.set('b', { ...intent, tbs: intent.tbs.with(20, intent.tbs[20]! ^ 1) });
    await expect(next()).rejects.toEqual(stopped);
    await expect(
      reconcile(await journal(), office.storage, { authorities: [office.authority], now: NOW }),
    ).rejects.toEqual(stopped);
  });

  test('when another process writes to the journal meanwhile; asked again, both are looked at anew', async () => {
    await issueThree();
    const running = await office.start();
    office.storage.requests.set('mine', approved());
    await running.issue({ id: 'mine' });
    office.storage.requests.set('theirs', approved());
    await (await office.start()).issue({ id: 'theirs' });
    await expect(running.issue({ id: 'next' })).rejects.toEqual(stopped);
    expect((await running.issue({ id: 'next' })).status).toBe('issued');
  });
});

describe('beneath a signer at work', () => {
  const stopped = expect.objectContaining({ code: 'signer-journal' });
  async function atWork() {
    office = await openOffice();
    const running = await office.start();
    for (const id of ['a', 'b', 'c']) {
      office.storage.requests.set(id, approved());
      await running.issue({ id });
    }
    office.storage.requests.set('next', approved());
    return running;
  }
  const putBackTo = (...kept: string[]) => {
    for (const id of [...office.storage.intents.keys()])
      if (!kept.includes(id)) for (const rows of [office.storage.intents, office.storage.certificates]) rows.delete(id);
  };
  const text = () => readFile(office.journalPath, 'utf8');

  test('a database that was put back is noticed with the next request, and nothing is written', async () => {
    const running = await atWork();
    putBackTo('a', 'b');
    const before = await text();
    for (const id of ['next', 'c', 'a']) await expect(running.issue({ id })).rejects.toEqual(stopped);
    expect([...office.storage.intents.keys()]).toEqual(['a', 'b']);
    expect(await text()).toBe(before);
    await reconcile(await journal(), office.storage, { authorities: [office.authority], now: NOW });
    expect((await running.issue({ id: 'next' })).status).toBe('issued');
  });

  test('a request that an older database gives once more gets no second content', async () => {
    const running = await atWork();
    const first = office.storage.certificates.get('b')!;
    // The latest intent is there all the same, as in a database that was put together by hand.
    putBackTo('a', 'c');
    office.storage.requests.set('b', approved());
    await expect(running.issue({ id: 'b' })).rejects.toEqual(stopped);
    expect(office.storage.intents.has('b')).toBe(false);
    await reconcile(await journal(), office.storage, { authorities: [office.authority], now: NOW });
    expect(await running.issue({ id: 'b' })).toMatchObject({ status: 'issued', serial: first.serial });
  });

  test('a database that is put back between the look and the intent takes no intent', async () => {
    await atWork();
    const storage = new Proxy(office.storage, {
      get: (target, name: keyof IssuanceStorage) =>
        name === 'approvedRequests'
          ? (ids: string[]) => {
              putBackTo('a');
              return target.approvedRequests(ids);
            }
          : (target[name] as (...args: unknown[]) => unknown).bind(target),
    });
    await expect((await office.start(storage)).issue({ id: 'next' })).rejects.toEqual(stopped);
    expect([...office.storage.intents.keys()]).toEqual(['a']);
  });

  test.each(['removed', 'shortened', 'written over'])(
    'a journal that was %s is noticed before anything is signed',
    async (how) => {
      const running = await atWork();
      const whole = await text();
      if (how === 'removed') await rm(office.journalPath);
      else if (how === 'shortened') await truncate(office.journalPath, Math.floor(whole.length / 2));
      else await writeFile(office.journalPath, whole.replace('"request":"b"', '"request":"x"'));
      await expect(running.issue({ id: 'next' })).rejects.toEqual(stopped);
      await expect(running.issue({ id: 'next' })).rejects.toEqual(stopped);
      expect(office.storage.certificates.has('next')).toBe(false);
    },
  );
});

describe('issued together', () => {
  test('one bad request holds up none of the others, and each has its own answer', async () => {
    office = await openOffice();
    const { requests } = office.storage;
    const twice = approved();
    requests.set('good', approved());
    requests.set('outdated', approved({ content: 'another' }));
    requests.set('no email', approved({ subject: { ...SITI, email: '' } }));
    requests.set('unreadable', new Fault('sealed', 'changed') as never);
    requests.set('key', twice);
    requests.set('same key', { ...twice });
    const ids = [...requests.keys(), 'unknown', 'good'];
    const answers = await (await office.start()).issueAll(ids);
    const words = [...answers].map(([id, answer]) => [
      id,
      answer instanceof Fault ? answer.code : ((answer as { why?: string }).why ?? answer.status),
    ]);
    expect(Object.fromEntries(words)).toEqual({
      good: 'issued',
      outdated: 'outdated',
      'no email': 'missing:email',
      unreadable: 'sealed',
      key: 'issued',
      'same key': 'key-seen',
      unknown: 'not-approved',
    });
    expect((await journal()).count()).toBe(2);
  });

  /** More than two groups, which are on their way at the same time. */
  const MANY = Array.from({ length: 240 }, (_, n) => `many-${n}`);
  async function openWithMany() {
    office = await openOffice();
    for (const id of MANY) office.storage.requests.set(id, approved());
  }
  const storageWith = (change: Partial<IssuanceStorage>): IssuanceStorage =>
    new Proxy(office.storage, {
      get: (target, name: keyof IssuanceStorage) =>
        change[name] ?? (target[name] as (...args: unknown[]) => unknown).bind(target),
    });

  test('one group is signed while the next is committed, and each certificate takes its steps in order', async () => {
    await openWithMany();
    const { authority, storage } = office;
    const committed = Array.from({ length: 3 }, () => Promise.withResolvers<void>());
    const groups: string[][] = [];
    const watched = storageWith({
      async saveIntents(drafts, latest) {
        const kept = await storage.saveIntents(drafts, latest);
        committed[groups.push([...kept.keys()]) - 1]!.resolve();
        return kept;
      },
    });
    const signAside = async (tbs: Uint8Array) => {
      const meant = [...storage.intents.values()].find((intent) => Buffer.compare(intent.tbs, tbs) === 0)!;
      expect(await readFile(office.journalPath, 'utf8')).toContain(`"serial":"${meant.serial}"`);
      expect(storage.certificates.has(meant.request)).toBe(false);
      // It takes so long that the group behind has been committed; behind the last one there is none.
      await committed[groups.findIndex((group) => group.includes(meant.request)) + 1]?.promise;
      return authority.signAside(tbs);
    };
    const answers = await (await office.start(watched, { ...authority, signAside })).issueAll(MANY);
    expect([...answers.keys()]).toEqual(MANY);
    expect([...answers.values()].every((each) => 'status' in each && each.status === 'issued')).toBe(true);
    expect([groups.length, (await journal()).count()]).toEqual([3, MANY.length]);
  });

  test('the next group is committed in the database while one is entered in the journal', async () => {
    await openWithMany();
    const all = Promise.withResolvers<void>();
    let groups = 0;
    const watched = storageWith({
      async saveIntents(drafts, latest) {
        const kept = await office.storage.saveIntents(drafts, latest);
        if (++groups === 3) all.resolve();
        return kept;
      },
    });
    const any = await open(process.execPath, 'r');
    const handle = Object.getPrototypeOf(any);
    await any.close();
    const { datasync } = handle;
    handle.datasync = async function () {
      await all.promise;
      return datasync.call(this);
    };
    try {
      const answers = await (await office.start(watched)).issueAll(MANY);
      expect([...answers.values()].every((each) => 'status' in each && each.status === 'issued')).toBe(true);
    } finally {
      handle.datasync = datasync;
    }
  });

  test('a power cut while groups are on their way leaves one certificate for each request, the one that was meant', async () => {
    let cuts = 0;
    for (const at of [7, 12, 116, 180, 250]) {
      await office?.close();
      await openWithMany();
      const cut = powerCut(at, 'after');
      const dying = await office.start(cut.storage(office.storage), cut.authority(office.authority));
      await dying.issueAll(MANY).catch(() => cuts++);
      const meant = new Map([...office.storage.intents].map(([id, { serial }]) => [id, serial]));
      const answers = await (await office.start()).issueAll(MANY);
      for (const [id, answer] of answers)
        expect(answer).toMatchObject({ status: 'issued', ...(meant.has(id) ? { serial: meant.get(id) } : {}) });
      expect([answers.size, (await journal()).count()]).toEqual([MANY.length, MANY.length]);
    }
    expect(cuts).toBeGreaterThan(0);
  });

  test('where one group cannot be stored, all may be asked for again and get the certificates that were meant', async () => {
    await openWithMany();
    const failing = storageWith({ saveCertificates: () => Promise.reject(new Error('the database is away')) });
    await expect((await office.start(failing)).issueAll(MANY)).rejects.toThrow('the database is away');
    const meant = new Map([...office.storage.intents].map(([id, { serial }]) => [id, serial]));
    const answers = await (await office.start()).issueAll(MANY);
    for (const [id, answer] of answers)
      expect(answer).toMatchObject({ status: 'issued', ...(meant.has(id) ? { serial: meant.get(id) } : {}) });
    expect([meant.size > 0, answers.size, (await journal()).count()]).toEqual([true, MANY.length, MANY.length]);
  });

  test('a signature that is not right fails for its request alone', async () => {
    office = await openOffice();
    for (const id of ['a', 'b', 'c']) office.storage.requests.set(id, approved());
    let signatures = 0;
    const signAside = async (bytes: Uint8Array) =>
      office.authority.signAside(++signatures === 2 ? bytes.with(9, 0) : bytes);
    const answers = await (await office.start(undefined, { ...office.authority, signAside })).issueAll(['a', 'b', 'c']);
    expect([...answers.values()].map((each) => (each instanceof Fault ? each.code : each.status))).toEqual([
      'issued',
      'issuance',
      'issued',
    ]);
    expect((await (await office.start()).issue({ id: 'b' })).status).toBe('issued');
  });
});
