import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Inbound } from '../../src/conversation/inbound.ts';
import { mailFrom } from '../support/inbound.ts';
import { type Office, openOffice } from '../support/office.ts';
import { awaitedOf, said } from '../support/talk.ts';

/** Mail that belongs to nobody we know, and what operators may make of it. */

let office: Office;
beforeAll(async () => {
  // Nobody works: what is said stays in the queue.
  office = await openOffice({ env: { ROLES: 'web' } });
});
afterAll(() => office.close());

const PDF = { name: 'surat.pdf', type: 'application/pdf', size: 20, content: Buffer.from('%PDF-1.7 surat') };
let ids = 0;
const stranger = () => `asing${++ids}@luar.example`;
async function mails(from: string, text: string, more: Partial<Inbound> = {}): Promise<string> {
  const [outcome] = await office.house.desk.receive([
    { enter: 'message', message: mailFrom(from, office.clock(), text, more) },
  ]);
  office.passes(60_000);
  return (outcome as { id: string }).id;
}
/** Nobody has to open it to know that nobody can. */
const LOCKED = {
  ...PDF,
  name: 'terkunci.pdf',
  content: Buffer.from('%PDF-1.7\ntrailer<</Encrypt 1 0 R>>\nstartxref\n9\n%%EOF'),
};
const pdf = () => ({ ...PDF, content: Buffer.from(`%PDF-1.7 surat ${++ids}`) });
const row = async (id: string) => (await office.sql`select * from messages where id = ${id}`)[0]!;
const contactOf = async (id: string) =>
  (await office.sql`select k.* from contacts k join messages m on m.contact = k.id where m.id = ${id}`)[0]!;
const entries = async (id: string) =>
  (await office.sql`select chain, actor, entry from journal where refs like ${`%${id}%`} order by chain`).map(
    ({ chain, actor, entry }) => `${chain.split(':')[0]} ${entry} ${actor.split(':')[0]}`,
  );

/** Someone whose data is confirmed, so that his letter is awaited. */
async function awaitsLetter(name: string) {
  const person = office.person(name);
  const [certificate] = await office.certificates(person.nip);
  await office.operators[0]!.does({ act: 'start', certificate: certificate!.id });
  const reply = async () => {
    const [last] =
      await office.sql`select m.id from messages m join contacts c on c.id = m.contact where c.address = ${person.email} and m.direction = 'out' order by m.number desc limit 1`;
    return { token: office.keyring.token('reply', last!.id), authentic: 'aligned' as const };
  };
  for (const text of ['bersedia', 'sudah sesuai semua']) await mails(person.email, text, { proof: await reply() });
  const { applicant, id: renewal } = await office.renewal(person.nip);
  return { person, applicant, renewal, reply, facts: async () => (await office.renewal(person.nip)).facts };
}

describe('a mail from an address that nobody has', () => {
  test('waits for the operators, and is answered all the same', async () => {
    const from = stranger();
    const id = await mails(from, 'mohon bantuan untuk surat saya');
    expect(await awaitedOf(office, id)).toEqual(['unplaced']);
    expect(await said(office, from)).toHaveLength(1);
  });

  test('with one of our tokens belongs to whom we wrote, proves nothing, and its letter is asked about there', async () => {
    const { person, applicant, renewal, reply, facts } = await awaitsLetter('Siti');
    const from = stranger();
    const before = (await said(office, person.email)).length;
    const id = await mails(from, 'ini suratnya', { proof: await reply(), files: [pdf()] });
    expect(await row(id)).toMatchObject({ applicant, renewal });
    expect(await awaitedOf(office, id)).toEqual([]);
    expect((await facts()).letter).toBeUndefined();
    expect((await facts()).kept.map(({ name }) => name)).toEqual(['surat.pdf']);
    const [asked, ...more] = (await said(office, person.email)).slice(before);
    expect(more).toEqual([]);
    // He did not send it, and has to know who did.
    for (const words of ['surat.pdf', from, 'jawab TIDAK']) expect(asked!.body).toContain(words);
    const told = (await said(office, from)).map(({ body }) => body);
    expect(told).toEqual([expect.stringContaining('pemegang sertifikat')]);
    expect(told[0]).not.toMatch(/belum diperlukan|NIP/);
    expect((await contactOf(id)).state.undecided).toEqual([]);
    expect(await contactOf(id)).toMatchObject({ applicant: null, standing: 'claimed' });
  });

  test('waits no more once its sender has said by a code who he is', async () => {
    const rizal = office.person('Rizal');
    const from = stranger();
    const id = await mails(from, `NIP saya ${rizal.nip}`);
    expect(await awaitedOf(office, id)).toEqual(['unplaced']);
    const [code] =
      await office.sql`select c.id from codes c join contacts k on k.id = c.contact where k.address = ${from} order by c.at desc limit 1`;
    await mails(from, office.keyring.code(code!.id));
    expect(await awaitedOf(office, id)).toEqual([]);
  });
});

describe('attaching', () => {
  test('makes the message his, keeps its files for him to be asked about, and binds nobody', async () => {
    const { person, applicant, renewal, facts } = await awaitsLetter('Budi');
    const [rina] = office.operators;
    const id = await mails(stranger(), 'surat terlampir', { files: [LOCKED, pdf()] });
    const before = (await said(office, person.email)).length;
    await rina!.does({ act: 'attach-message', message: id, applicant });

    expect(await row(id)).toMatchObject({ applicant, renewal, detail: { attached: { by: rina!.operator.id } } });
    expect(await awaitedOf(office, id)).toEqual([]);
    expect((await facts()).letter).toBeUndefined();
    expect((await facts()).kept).toHaveLength(1);
    const { address } = await contactOf(id);
    expect((await said(office, person.email)).slice(before).map(({ body }) => body)).toEqual([
      expect.stringContaining(`${address} mengirim berkas “surat.pdf”`),
    ]);
    expect(await contactOf(id)).toMatchObject({ applicant: null, standing: 'claimed', provenUntil: null });
    expect(await entries(id)).toEqual(
      expect.arrayContaining(['applicant message attached operator', 'contact message attached operator']),
    );

    await rina!.does({ act: 'detach-message', message: id });
    expect(await row(id)).toMatchObject({ applicant: null, renewal: null });
    expect((await row(id)).detail.attached).toBeUndefined();
    expect((await facts()).kept).toEqual([]);
    expect(await office.sql`select distinct applicant, renewal from documents where message = ${id}`).toEqual([
      { applicant: null, renewal: null },
    ]);
    expect(await awaitedOf(office, id)).toEqual(['unplaced']);
    expect(await entries(id)).toEqual(
      expect.arrayContaining(['applicant message detached operator', 'contact message detached operator']),
    );
  });

  test('is done by one of two operators who press at once', async () => {
    const [siti, budi] = await Promise.all(['Siti', 'Budi'].map((name) => office.renewal(office.person(name).nip)));
    const id = await mails(stranger(), 'mohon bantuan');
    const [rina, joko] = office.operators;
    const outcomes = await Promise.all([
      rina!.tries({ act: 'attach-message', message: id, applicant: siti!.applicant }),
      joko!.tries({ act: 'attach-message', message: id, applicant: budi!.applicant }),
    ]);
    expect(outcomes.filter((outcome) => 'done' in outcome)).toHaveLength(1);
    expect(outcomes.filter((outcome) => 'refused' in outcome)).toEqual([{ refused: 'already' }]);
  });

  test('is not undone once its file was taken as the letter', async () => {
    const { applicant, renewal, facts } = await awaitsLetter('Dewi');
    const [rina] = office.operators;
    const id = await mails(stranger(), 'surat terlampir', { files: [pdf()] });
    await rina!.does({ act: 'attach-message', message: id, applicant });
    const [kept] = (await facts()).kept;
    await office.sql`update renewals set facts = facts || ${office.sql.json({ letter: { ...kept!, version: 'v', state: 'on-file', remarks: [], by: { role: 'applicant' }, channel: 'mail' } } as never)} where id = ${renewal}`;
    expect(await rina!.tries({ act: 'detach-message', message: id })).toEqual({ refused: 'in-use' });
    expect(await row(id)).toMatchObject({ applicant });
  });
});
