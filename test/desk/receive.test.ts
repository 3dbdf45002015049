import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, type Sql, type Transaction } from '../../db/connect.ts';
import type { Inbound } from '../../src/conversation/inbound.ts';
import type { Entry } from '../../src/desk/entry.ts';
import { LIMITS } from '../../src/desk/parts.ts';
import { mailFrom } from '../support/inbound.ts';
import { type Office, openOffice } from '../support/office.ts';
import { awaitedOf, received, said, settled } from '../support/talk.ts';

let office: Office;
beforeAll(async () => {
  // Only the desk: what it says stays in the queue.
  office = await openOffice({ env: { ROLES: 'desk' } });
});
afterAll(() => office.close());

const message = (contact: string, text: string, more: Partial<Inbound> = {}): Inbound =>
  mailFrom(contact, office.clock(), text, more);
const enter = (...messages: Inbound[]) => messages.map((each) => ({ enter: 'message' as const, message: each }));
const address = (name: string | number) => `${name}@meja.example`;

const lockedOut = (count: number) =>
  office.until(`${count} wait for a lock`, async () => {
    const [row] =
      await office.sql`select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    return row!.count === count;
  });

describe('the one door', () => {
  test('many callers at once are all answered, and each message is on record once', async () => {
    const callers = Array.from({ length: 200 }, (_, i) => message(address(`ramai${i % 50}`), `pesan ${i}`));
    const outcomes = await Promise.all(callers.map((each) => office.house.desk.receive(enter(each))));
    expect(outcomes.flat().every((outcome) => 'done' in outcome)).toBe(true);
    const rows =
      await office.sql`select body, count(*)::int as count from messages where body like 'pesan %' group by body`;
    expect(rows).toHaveLength(200);
    expect(rows.every(({ count }) => count === 1)).toBe(true);
  });

  test('callers are gathered: 200 of them need far fewer transactions', async () => {
    const transactions = async () =>
      Number(
        (await office.sql`select count(distinct xmin::text)::int as count from messages where body like 'kumpul %'`)[0]!
          .count,
      );
    await Promise.all(
      Array.from({ length: 200 }, (_, i) =>
        office.house.desk.receive(enter(message(address(`kumpul${i}`), `kumpul ${i}`))),
      ),
    );
    expect(await transactions()).toBeLessThan(20);
  });

  test('the same message twice is taken once: in one batch, in two, and at the same time', async () => {
    const one = message(address('dua'), 'sekali saja');
    expect(await office.house.desk.receive(enter(one, one))).toEqual([
      { done: true, id: expect.any(String) },
      { duplicate: true },
    ]);
    expect(await office.house.desk.receive(enter(one))).toEqual([{ duplicate: true }]);
    const two = message(address('dua'), 'sekali lagi');
    const both = (
      await Promise.all([office.house.desk.receive(enter(two)), office.house.desk.receive(enter(two))])
    ).flat();
    expect(both.filter((outcome) => 'duplicate' in outcome)).toHaveLength(1);
    // The same mail again under another UID, as after a new UIDVALIDITY.
    const copy = { ...one, source: 'imap:UJI:2', externalId: 'lain' };
    expect(await office.house.desk.receive(enter(copy))).toEqual([{ duplicate: true }]);
    expect((await received(office, address('dua'))).map(({ body }) => body)).toEqual(['sekali saja', 'sekali lagi']);
    expect(await said(office, address('dua'))).toHaveLength(2);
  });

  test('the cursor moves with what it stands for, or not at all', async () => {
    const cursor = async () => (await office.sql`select value from cursors where source = 'uji'`)[0]?.value;
    await office.house.desk.receive(enter(message(address('kursor'), 'satu')), { source: 'uji', value: '1' });
    expect(await cursor()).toBe('1');
    const gone = {
      enter: 'operator' as const,
      operator: office.operators[0]!.operator,
      act: { act: 'take-over' as const, contact: '00000000-0000-0000-0000-000000000000' },
    };
    await expect(
      office.house.desk.receive([...enter(message(address('kursor'), 'dua')), gone], { source: 'uji', value: '2' }),
    ).rejects.toThrow('contact is gone');
    expect(await cursor()).toBe('1');
  });

  test('who sends many guesses in one batch has no more tries than who sends them one by one', async () => {
    const siti = office.person('Siti');
    await office.house.desk.receive(enter(message(address('tebak'), 'halo'), message(address('tebak'), siti.nip)));
    const guesses = Array.from({ length: 30 }, (_, i) => message(address('tebak'), String(100_000 + i)));
    await office.house.desk.receive(enter(...guesses));
    const [code] =
      await office.sql`select tries, used_at from codes c join contacts k on k.id = c.contact where k.address = ${address('tebak')}`;
    expect(code!.tries).toBe(LIMITS.codeTries);
  });

  test('a code is good for ten minutes, once, and in the chat that asked for it', async () => {
    const writes = async (value: string, text: string) => {
      const contact = { channel: 'telegram' as const, value };
      await office.house.desk.receive(enter(message(value, text, { channel: 'telegram', contact })));
      return (await office.sql`select id, standing from contacts where address = ${value}`)[0]!;
    };
    /** Asks for a code, and reads it in the mailbox on record. */
    const asks = async (chat: string) => {
      const { id } = await writes(chat, office.person('Nurul').nip);
      const [code] = await office.sql`select id from codes where contact = ${id} order by at desc limit 1`;
      return office.keyring.code(code!.id);
    };
    const early = await asks('8101');
    expect(await writes('8102', early)).toMatchObject({ standing: 'claimed' });
    office.passes(LIMITS.codeMinutes * 60_000);
    expect(await writes('8101', early)).toMatchObject({ standing: 'claimed' });
    const code = await asks('8101');
    expect(await writes('8101', code)).toMatchObject({ standing: 'bound' });
    // Whoever says that he is somebody else is asked once more.
    await writes('8101', 'ini bukan saya');
    expect(await writes('8101', 'ya, bukan saya')).toMatchObject({ standing: 'claimed' });
    expect(await writes('8101', code)).toMatchObject({ standing: 'claimed' });
  });

  test('nobody can be flooded with codes by strangers who know his number, in one batch neither', async () => {
    const dewi = office.person('Dewi');
    await office.house.desk.receive(
      enter(...Array.from({ length: 30 }, (_, i) => message(address(`banjir${i}`), dewi.nip))),
    );
    const codes = (await said(office, dewi.email)).filter(({ body }) => body.includes('{{code:'));
    expect(codes).toHaveLength(LIMITS.codesPerApplicantPerDay);
  });
});

describe('while a batch is written', () => {
  const desk = () => office.house.desk;
  let owner: Sql;
  beforeAll(async () => {
    owner = connect(office.ownerUrl, { max: 2 });
    // Whoever says so is held up by the database at the very end, when all is judged and written.
    await owner.unsafe(`
      create function held() returns trigger language plpgsql as $$ begin
        perform pg_advisory_xact_lock(1);
        if new.body = 'gagal di akhir' then raise exception 'held' using errcode = '22000'; end if;
        return null;
      end $$;
      create constraint trigger held after insert on messages deferrable initially deferred for each row
        when (new.body in ('ditahan', 'gagal di akhir')) execute function held()`);
  });
  afterAll(async () => {
    await owner.unsafe('drop function held cascade');
    await owner.end();
  });

  /** Keeps the database from committing what is held, until `act` has ended. */
  const holding = <T>(act: () => Promise<T>) =>
    owner.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(1)`;
      return act();
    });
  test('others are taken in beside it, and a contact of it waits his turn also when it fails and is taken apart', async () => {
    // What the house still had to tell itself would wait for what is held, and everybody behind it.
    await settled(office);
    const [first, beside, later] = [address('lama'), address('samping'), address('lama')];
    let pending: Promise<unknown> = Promise.resolve();
    await holding(async () => {
      const failing = desk().receive(
        enter(message(address('gagal'), 'gagal di akhir'), message(first, 'yang pertama')),
      );
      const stranger = desk().receive(enter(message(beside, 'halo')));
      const after = desk().receive(enter(message(later, 'yang kedua')));
      pending = Promise.all([failing, after]);
      expect(await stranger).toEqual([{ done: true, id: expect.any(String) }]);
    });
    expect(await pending).toEqual([
      [{ fault: expect.any(String) }, { done: true, id: expect.any(String) }],
      [{ done: true, id: expect.any(String) }],
    ]);
    expect((await received(office, first)).map(({ body }) => body)).toEqual(['yang pertama', 'yang kedua']);
  });

  test('a person who is written to by both gets no more codes than by one', async () => {
    const { nip, email } = office.person('Rizal');
    const asking = (names: string) => Array.from({ length: 10 }, (_, i) => message(address(`${names}${i}`), nip));
    const both = await holding(async () => {
      const held = desk().receive(enter(message(address('penahan'), 'ditahan'), ...asking('kiri')));
      const beside = desk().receive(enter(...asking('kanan')));
      await lockedOut(2);
      return { done: Promise.all([held, beside]) };
    });
    await both.done;
    const codes = (await said(office, email)).filter(({ body }) => body.includes('{{code:'));
    expect(codes).toHaveLength(LIMITS.codesPerApplicantPerDay);
  });
});

describe('of two processes that do the same at once, the second sees what the first has done', () => {
  let owner: Sql;
  beforeAll(() => {
    owner = connect(office.ownerUrl, { max: 1 });
  });
  afterAll(() => owner.end());

  /** The other process has a row and commits what it did once this one, whose entry it is, waits for it. */
  const beside = async (table: string, id: string, did: (tx: Transaction) => Promise<unknown>, entry: Entry) =>
    (
      await owner.begin(async (tx) => {
        await tx`select 1 from ${tx(table)} where id = ${id} for update`;
        const outcome = office.house.desk.receive([entry]);
        await lockedOut(1);
        await did(tx as Transaction);
        return { outcome };
      })
    ).outcome;

  test('a fetched file is heard once', async () => {
    const contact = { channel: 'telegram' as const, value: '77002' };
    const file = { name: 'surat.pdf', type: 'application/pdf', size: 10, remote: 'berkas' };
    const sent = message('77002', '', { channel: 'telegram', source: 'tg:1', contact, files: [file] });
    await office.house.desk.receive(enter(sent));
    const [row] =
      await office.sql`select d.id, d.message, m.contact from documents d join messages m on m.id = d.message where m.external_id = ${sent.externalId}`;
    const before = (await said(office, '77002')).length;
    const heard = async (tx: Transaction) => {
      await tx`update documents set kind = 'pdf' where id = ${row!.id}`;
      await tx`update messages set state = 'done' where id = ${row!.message}`;
    };
    const fetched = { enter: 'fetched' as const, document: row!.id, content: Buffer.from('%PDF-1.7\n%%EOF') };
    expect(await beside('contacts', row!.contact, heard, fetched)).toEqual([{ refused: 'already' }]);
    expect(await said(office, '77002')).toHaveLength(before);
  });

  test('a certificate that one operator discards is not confirmed by another', async () => {
    const { nip, email } = office.person('Budi');
    const [applicant] = await office.sql`select id from applicants where nip_hash = ${office.keyring.hash('nip', nip)}`;
    const notice = { basis: 'expiring' as const, email, serial: 'abc1', expires: new Date('2030-01-01') };
    await office.house.desk.receive(enter(message(address('bsre'), 'pemberitahuan', { notice })));
    const [certificate] = await office.sql`select id from certificates where state = 'provisional'`;
    const discard = (tx: Transaction) => tx`update certificates set state = 'revoked' where id = ${certificate!.id}`;
    const { operator } = office.operators[0]!;
    const act = { act: 'confirm-certificate' as const, certificate: certificate!.id };
    const outcome = await beside('applicants', applicant!.id, discard, { enter: 'operator', operator, act });
    expect(outcome).toEqual([{ refused: 'already' }]);
    expect(await office.sql`select state from certificates where id = ${certificate!.id}`).toMatchObject([
      { state: 'revoked' },
    ]);
    expect(await office.renewals(nip)).toEqual([]);
  });
});

describe('a poisoned message', () => {
  test('in a batch holds up nobody, is kept with its fault and its bytes, and is shown to operators', async () => {
    const poisoned = address('racun7');
    await office.house.desk.receive(enter(message(poisoned, 'halo')));
    await office.sql`update contacts set state = '{"language":"xx"}' where address = ${poisoned}`;
    const batch = Array.from({ length: 20 }, (_, i) => message(address(`racun${i}`), `isi ${i}`));
    const outcomes = await office.house.desk.receive(enter(...batch), { source: 'racun', value: '20' });
    expect(outcomes.map((outcome) => 'done' in outcome)).toEqual(batch.map((_, i) => i !== 7));
    expect(outcomes[7]).toEqual({ fault: 'ZodError' });
    expect((await office.sql`select value from cursors where source = 'racun'`)[0]!.value).toBe('20');

    const [row] =
      await office.sql`select m.id, m.state, r.sealed from messages m join raw_messages r on r.message = m.id where m.external_id = ${batch[7]!.externalId} and m.source = ${batch[7]!.source}`;
    expect(row!.state).toBe('fault');
    expect(Buffer.from(office.keyring.open(`raw_messages:${row!.id}`, row!.sealed)).toString()).toBe('isi 7');
    expect(await awaitedOf(office, row!.id)).toEqual(['unreadable-message']);
    expect(await office.sql`select detail from faults where ref = ${row!.id} and code = 'core'`).toMatchObject([
      { detail: 'ZodError' },
    ]);
    expect(await office.house.desk.receive(enter(...batch))).toEqual(batch.map(() => ({ duplicate: true })));
  });

  test('whose sender can be told is told', async () => {
    const rizal = office.person('Rizal');
    const [certificate] = await office.certificates(rizal.nip);
    await office.operators[0]!.does({ act: 'start', certificate: certificate!.id });
    await office.sql`update renewals set facts = '{}' where certificate = ${certificate!.id}`;
    const [outcome] = await office.house.desk.receive(enter(message(rizal.email, 'ya')));
    expect(outcome).toHaveProperty('fault');
    const before = await said(office, rizal.email);
    expect(before.at(-1)!.body).toContain('operator akan memeriksanya');

    const more = Array.from({ length: LIMITS.repliesPerAddressPerHour + 2 }, () => message(rizal.email, 'ya'));
    const outcomes = await office.house.desk.receive(enter(...more));
    expect(outcomes.every((each) => 'fault' in each)).toBe(true);
    // Also where we fail, two polite robots end at the cap.
    expect((await said(office, rizal.email)).length).toBeLessThanOrEqual(LIMITS.repliesPerAddressPerHour + 1);
  });

  test('that comes as a second copy is the same message: kept once, told once', async () => {
    const dewi = office.person('Dewi');
    const [certificate] = await office.certificates(dewi.nip);
    await office.operators[0]!.does({ act: 'start', certificate: certificate!.id });
    await office.sql`update renewals set facts = '{}' where certificate = ${certificate!.id}`;
    const copy = () => ({ ...message(dewi.email, 'ya'), copyKey: '<sekali@luar.example>' });
    const before = (await said(office, dewi.email)).length;
    expect(await office.house.desk.receive(enter(copy()))).toEqual([{ fault: expect.any(String) }]);
    expect(await office.house.desk.receive(enter(copy()))).toEqual([{ duplicate: true }]);
    // Both in one batch, and on neither a word before: whichever fails first, the other is its copy.
    const twice = () => ({ ...message(dewi.email, 'ya'), copyKey: '<dua-kali@luar.example>' });
    const outcomes = await office.house.desk.receive(enter(twice(), twice()));
    expect(outcomes).toEqual([{ fault: expect.any(String) }, { duplicate: true }]);
    expect((await said(office, dewi.email)).length).toBe(before + 2);
  });

  test('is not made by an address that no index takes', async () => {
    const long = `${randomBytes(9_000).toString('hex')}@x.example`;
    const [first, second] = await office.house.desk.receive(
      enter(message(long, 'panjang'), message(address('biasa'), 'biasa')),
    );
    expect(first).toHaveProperty('fault');
    expect(second).toHaveProperty('done');
  });
});
