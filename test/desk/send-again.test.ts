import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Automatic, Inbound } from '../../src/conversation/inbound.ts';
import { mailFrom } from '../support/inbound.ts';
import { type Office, openOffice } from '../support/office.ts';
import { awaitedOf } from '../support/talk.ts';

/** What did not arrive: bounces, and what operators can do about it. */

let office: Office;
beforeAll(async () => {
  // Nobody works: what is said stays in the queue, and how it went is told by the test.
  office = await openOffice({ env: { ROLES: 'web' } });
});
afterAll(() => office.close());

async function started(name: string) {
  const [certificate] = await office.certificates(office.person(name).nip);
  await office.operators[0]!.does({ act: 'start', certificate: certificate!.id });
  return mailboxOf(name);
}
function mailboxOf(name: string) {
  const person = office.person(name);
  const messages = () =>
    office.sql`select m.* from messages m join contacts c on c.id = m.contact where c.address = ${person.email} and m.direction = 'out' order by m.number`;
  const contact = async () => (await office.sql`select * from contacts where address = ${person.email}`)[0]!;
  const went = async (state: string, why: string | null = null) => {
    const id = (await messages()).at(-1)!.id as string;
    await office.sql`update messages set state = ${state}, why = ${why}, sent_as = ${`<${id}@kantor>`} where id = ${id}`;
    return id;
  };
  return { person, messages, contact, went };
}
async function receives(from: string, text: string, more: Partial<Inbound> = {}): Promise<string> {
  const [outcome] = await office.house.desk.receive([
    { enter: 'message', message: mailFrom(from, office.clock(), text, more) },
  ]);
  return (outcome as { id: string }).id;
}
const bounces = (sent: string, permanent: boolean, recipient?: string) => {
  const of = recipient ? { recipient } : {};
  const automatic: Automatic = { kind: 'bounce', messageId: `<${sent}@kantor>`, permanent, ...of };
  return receives(`mailer-daemon@luar.example`, 'Undelivered Mail Returned to Sender', { automatic });
};

describe('sending again', () => {
  test('says the same once more, last in order, with the same question and the name of who wanted it', async () => {
    const { person, messages, went } = await started('Siti');
    const [rina, joko] = office.operators;
    const token = office.keyring.token('reply', (await messages())[0]!.id);
    await receives(person.email, 'bersedia', { proof: { token, authentic: 'aligned' } });
    const lost = await went('failed', '554 refused');
    await office.sql`update messages set choices = '[{"label":"Data sudah sesuai","meaning":{"means":"yes"}}]' where id = ${lost}`;
    const outcomes = await Promise.all(
      [rina, joko].map((operator) => operator!.tries({ act: 'send-again', message: lost })),
    );
    const done = outcomes.findIndex((outcome) => 'done' in outcome);
    expect(outcomes.filter((outcome) => 'refused' in outcome)).toEqual([{ refused: 'already' }]);

    const [, before, after, ...more] = await messages();
    expect(more).toEqual([]);
    expect(after).toMatchObject({
      number: before!.number + 1,
      body: before!.body,
      subject: before!.subject,
      state: 'queued',
    });
    expect(after!.id).not.toBe(lost);
    expect(after!.token).not.toBe(before!.token);
    expect(after!.detail.again).toEqual({ of: lost, by: [rina, joko][done]!.operator.id });
    expect(before!.detail.sentAgain).toMatchObject({ id: after!.id });
    expect(await office.sql`select message from questions where message in (${lost}, ${after!.id})`).toEqual([
      { message: after!.id },
    ]);
    const asked = (id: string) => office.sql`select question, choices from messages where id = ${id}`;
    expect(await asked(after!.id)).toEqual(await asked(lost));
    expect(await asked(after!.id)).toEqual([
      { question: expect.any(String), choices: [{ label: 'Data sudah sesuai', meaning: { means: 'yes' } }] },
    ]);
    expect(
      await office.sql`select operator from decisions where subject = 'send-again' and content = ${lost}`,
    ).toHaveLength(1);
  });

  test('is refused for what was sent, for a code, and where nothing arrives', async () => {
    const { went, contact, messages } = await started('Budi');
    const [rina] = office.operators;
    const id = await went('sent');
    const again = () => rina!.tries({ act: 'send-again', message: id });
    expect(await again()).toEqual({ refused: 'already' });
    await went('failed', 'bounced');
    await office.sql`update contacts set unreachable = 'bounced' where id = ${(await contact()).id}`;
    expect(await again()).toEqual({ refused: 'unreachable' });
    await rina!.does({ act: 'reachable', contact: (await contact()).id, note: 'alamatnya sudah benar' });
    expect((await contact()).unreachable).toBeNull();
    await office.sql`update messages set detail = detail || '{"code":"x"}' where id = ${id}`;
    expect(await again()).toEqual({ refused: 'expired' });
    expect(await messages()).toHaveLength(1);
    expect(await office.sql`select operator, note from decisions where subject = 'reachable'`).toEqual([
      { operator: rina!.operator.id, note: 'alamatnya sudah benar' },
    ]);
    expect(await rina!.tries({ act: 'reachable', contact: (await contact()).id, note: 'lagi' })).toEqual({
      refused: 'already',
    });
  });
});

describe('a bounce', () => {
  test('stands in the conversation of whom it is about, and marks his address', async () => {
    const { went, contact, messages } = await started('Dewi');
    const sent = await went('sent');
    const bounce = await bounces(sent, true);
    expect((await messages()).at(-1)).toMatchObject({ state: 'failed', why: 'bounced' });
    const { applicant, unreachable } = await contact();
    expect(unreachable).toBe('bounced');
    expect((await office.sql`select applicant, renewal from messages where id = ${bounce}`)[0]).toMatchObject({
      applicant,
    });
    expect(await awaitedOf(office, applicant)).toEqual(['unreachable']);
    // A warning of delay that was under way longer does not bring it back.
    await bounces(sent, false);
    expect((await messages()).at(-1)).toMatchObject({ state: 'failed', why: 'bounced' });
    // That he is silent as well is another matter; who can be reached again still is silent.
    const { id: renewal } = await office.renewal(office.person('Dewi').nip);
    await office.house.desk.receive([
      { enter: 'silence', renewal, act: 'remind' },
      { enter: 'silence', renewal, act: 'operator' },
    ]);
    expect((await awaitedOf(office, applicant)).sort()).toEqual(['silent', 'unreachable']);
    await office.operators[0]!.does({ act: 'reachable', contact: (await contact()).id, note: 'ditelepon' });
    expect(await awaitedOf(office, applicant)).toEqual(['silent']);
  });

  test('for now says so and marks nothing', async () => {
    const { went, contact, messages } = await started('Rizal');
    await bounces(await went('sent'), false);
    expect((await messages()).at(-1)).toMatchObject({ state: 'sent', why: 'bounced for now' });
    expect((await contact()).unreachable).toBeNull();
  });

  test('of where a mailbox passes its mail on marks no address, and an operator learns that the news is lost', async () => {
    const { went, contact, messages } = mailboxOf('Siti');
    const sent = await went('sent');
    await bounces(sent, true, 'siti.di.luar@penyedia.example');
    expect((await messages()).find(({ id }) => id === sent)).toMatchObject({ state: 'failed', why: 'bounced' });
    expect((await contact()).unreachable).toBeNull();
    expect(await awaitedOf(office, sent)).toEqual(['not-delivered']);
  });

  test('of what an operator wrote comes back to the operators', async () => {
    const { contact, went } = mailboxOf('Siti');
    const [rina] = office.operators;
    await rina!.does({ act: 'say', contact: (await contact()).id, text: 'Mohon hubungi kami.' });
    const sent = await went('sent');
    await bounces(sent, true);
    expect(await awaitedOf(office, sent)).toEqual(['not-delivered']);
  });
});
