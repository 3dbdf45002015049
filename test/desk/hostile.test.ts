import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findLink } from '../../db/pages.ts';
import type { Inbound } from '../../src/conversation/inbound.ts';
import { choiceId } from '../../src/desk/choice.ts';
import { mailFrom } from '../support/inbound.ts';
import { type Office, openOffice } from '../support/office.ts';
import { awaitedOf, said } from '../support/talk.ts';

/** What a stranger, or an operator who should not, might try at the door. Nothing of it may work. */

let office: Office;
beforeAll(async () => {
  // Only the desk: what it says stays in the queue.
  office = await openOffice({ env: { ROLES: 'desk' } });
});
afterAll(() => office.close());

const DAY_MS = 86_400_000;
const mail = (from: string, text: string, more: Partial<Inbound> = {}): Inbound =>
  mailFrom(from, office.clock(), text, more);
const enter = (...messages: Inbound[]) =>
  office.house.desk.receive(messages.map((each) => ({ enter: 'message' as const, message: each })));
const idOf = async (nip: string): Promise<string> =>
  (await office.sql`select id from applicants where nip_hash = ${office.keyring.hash('nip', nip)}`)[0]!.id;
const contactAt = async (address: string) =>
  (await office.sql`select id, applicant, standing, unreachable from contacts where address = ${address}`)[0]!;
/** The newest mail to this address, and what a reply to it carries. */
async function replyTo(address: string) {
  const [row] =
    await office.sql`select m.id from messages m join contacts c on c.id = m.contact where c.address = ${address} and m.direction = 'out' order by m.number desc limit 1`;
  return { token: office.keyring.token('reply', row!.id), authentic: 'aligned' as const };
}

describe('an address on record', () => {
  test('of a colleague is never taken over by a data change', async () => {
    const [budi, siti] = [office.person('Budi'), office.person('Siti')];
    const [rina] = office.operators;
    const { id: certificate } = (await office.certificates(budi.nip))[0]!;
    await rina!.tries({ act: 'start', certificate });
    const reply = await replyTo(budi.email);
    await enter(mail(budi.email, 'mulai', { proof: reply }));
    await enter(mail(budi.email, `email: ${siti.email}`, { proof: await replyTo(budi.email) }));
    await enter(mail(budi.email, 'itu saja', { proof: await replyTo(budi.email) }));
    const { applicant } = await contactAt(siti.email);
    expect(applicant).toBe(await idOf(siti.nip));
    const { facts, id } = await office.renewal(budi.nip);
    expect(facts.change?.fields.email).toBe(siti.email);
    expect(await rina!.tries({ act: 'approve-change', renewal: id, content: 'apa saja' })).toEqual({
      refused: 'exists',
      why: 'email',
      whose: applicant,
    });
    expect((await contactAt(siti.email)).applicant).toBe(applicant);
  });

  test('and a NIK of a colleague neither', async () => {
    const [nurul, siti] = [office.person('Nurul'), office.person('Siti')];
    const [rina] = office.operators;
    const { id: certificate } = (await office.certificates(nurul.nip))[0]!;
    await rina!.tries({ act: 'start', certificate });
    for (const text of ['mulai', `NIK saya salah, seharusnya ${siti.nik}`, 'itu saja'])
      await enter(mail(nurul.email, text, { proof: await replyTo(nurul.email) }));
    const { facts, id } = await office.renewal(nurul.nip);
    expect(facts.change?.fields.nik).toBe(siti.nik);
    const whose = await idOf(siti.nip);
    expect(await rina!.tries({ act: 'approve-change', renewal: id, content: 'apa saja' })).toEqual({
      refused: 'exists',
      why: 'nik',
      whose,
    });
  });

  test('that was replaced proves nothing any more, though its holder answers an old mail', async () => {
    const rizal = office.person('Rizal');
    const [rina] = office.operators;
    const { id: certificate } = (await office.certificates(rizal.nip))[0]!;
    await rina!.tries({ act: 'start', certificate });
    const reply = await replyTo(rizal.email);
    const applicant = await idOf(rizal.nip);
    await office.sql`insert into contacts (id, channel, address, applicant, standing, valid_from, state, created_at)
      select gen_random_uuid(), 'mail', 'rizal.baru@contohprov.example', ${applicant}, 'on-record', ${new Date(office.clock().getTime() - DAY_MS)}, state, created_at
      from contacts where address = ${rizal.email}`;
    await enter(mail(rizal.email, 'mulai', { proof: reply }));
    expect((await office.renewal(rizal.nip)).facts.signedIn).toBeUndefined();
    // The link that would prove it goes to the new address.
    expect((await said(office, 'rizal.baru@contohprov.example')).length).toBeGreaterThan(0);
  });
});

test('a confirming link says nothing to a question that came after the mail it confirms', async () => {
  const dewi = office.person('Dewi');
  const [rina] = office.operators;
  const { id: certificate } = (await office.certificates(dewi.nip))[0]!;
  await rina!.tries({ act: 'start', certificate });
  await enter(mail(dewi.email, 'ya, mulai'));
  const [link] =
    await office.sql`select id from links where applicant = ${await idOf(dewi.nip)} and purpose = 'confirm' order by at desc limit 1`;
  await enter(mail(dewi.email, 'laptop saya hilang'));
  expect(await office.house.desk.receive([{ enter: 'link-used', link: link!.id }])).toEqual([{ done: true }]);
  expect(await office.sql`select * from revocations where applicant = ${await idOf(dewi.nip)}`).toEqual([]);
  expect(await awaitedOf(office, (await contactAt(dewi.email)).id)).toEqual(['call-lost']);
});

test('nobody does anything on the page of another’s renewal', async () => {
  const { id, revision } = await office.renewal(office.person('Budi').nip);
  const applicant = await idOf(office.person('Siti').nip);
  for (const page of ['opened', 'key-lost', 'collected'] as const)
    expect(await office.house.desk.receive([{ enter: 'page', applicant, renewal: id, act: { page } }])).toEqual([
      { refused: 'not-yours' },
    ]);
  expect((await office.renewal(office.person('Budi').nip)).revision).toBe(revision);
});

describe('a notice of the CA that anybody can write', () => {
  const notice = (email: string, serial?: string) => ({
    basis: 'expiring' as const,
    email,
    expires: new Date(office.clock().getTime() + 10 * DAY_MS),
    ...(serial ? { serial } : {}),
  });

  test('gets a stranger the same answer whether or not it names one of ours', async () => {
    await enter(
      mail('mencari1@luar.example', 'pemberitahuan', { notice: notice(office.person('Siti').email) }),
      mail('mencari2@luar.example', 'pemberitahuan', { notice: notice('tidak.ada@contohprov.example') }),
    );
    const bodies = async (address: string) => (await said(office, address)).map(({ body }) => body);
    expect(await bodies('mencari1@luar.example')).toHaveLength(1);
    expect(await bodies('mencari2@luar.example')).toEqual(await bodies('mencari1@luar.example'));
  });

  test('makes no more than a few certificates that wait for an operator', async () => {
    const siti = office.person('Siti');
    for (let n = 0; n < 10; n++)
      await enter(mail('banjir@luar.example', 'pemberitahuan', { notice: notice(siti.email, `abc00${n}`) }));
    const provisional =
      await office.sql`select 1 from certificates where applicant = ${await idOf(siti.nip)} and state = 'provisional'`;
    expect(provisional).toHaveLength(3);
  });

  test('nor where many come at once', async () => {
    const budi = office.person('Budi');
    await enter(
      ...Array.from({ length: 10 }, (_, n) =>
        mail(`serentak${n}@luar.example`, 'pemberitahuan', { notice: notice(budi.email, `abc10${n}`) }),
      ),
    );
    const provisional =
      await office.sql`select 1 from certificates where applicant = ${await idOf(budi.nip)} and state = 'provisional'`;
    expect(provisional).toHaveLength(3);
  });
});

const chat = (value: string, text: string, more: Partial<Inbound> = {}) =>
  mail(value, text, {
    channel: 'telegram',
    source: 'tg:1',
    contact: { channel: 'telegram', value },
    copyKey: undefined!,
    ...more,
  });
/** A link of this person's that is as good for so many days, and its token. */
async function linkOf(nip: string, token: string, { purpose = 'telegram', days = 1 } = {}): Promise<string> {
  const until = new Date(office.clock().getTime() + days * DAY_MS);
  await office.sql`insert into links (id, hash, purpose, applicant, expires_at, at)
    values (gen_random_uuid(), ${office.keyring.hash('link', token)}, ${purpose}, ${await idOf(nip)}, ${until}, ${office.clock()})`;
  return token;
}
const chatsOf = async (nip: string) =>
  office.sql`select address from contacts where applicant = ${await idOf(nip)} and channel = 'telegram'`;

test('a deep link that two chats have makes one of them its applicant’s, also where both answer at once', async () => {
  const { nip } = office.person('Rizal');
  const token = await linkOf(nip, 'tautan-yang-diteruskan-ke-dua-or');
  const chats = ['88001', '88002'];
  await enter(...chats.map((value) => chat(value, `/start ${token}`, { start: token })));
  await enter(...chats.map((value) => chat(value, 'ya')));
  expect(await chatsOf(nip)).toHaveLength(1);
});

test('a deep link makes a chat nobody’s after its time, also where that ends before the answer, nor one for something else', async () => {
  const { nip } = office.person('Siti');
  const links = [
    await linkOf(nip, 'tautan-yang-sudah-lewat-waktunya', { days: -1 }),
    await linkOf(nip, 'tautan-yang-dibuat-untuk-halaman', { purpose: 'page' }),
    await linkOf(nip, 'tautan-yang-habis-sebelum-dijawab', { days: 0.001 }),
  ];
  const chats = links.map((token, at) => ({ token, value: String(88_011 + at) }));
  await enter(...chats.map(({ token, value }) => chat(value, `/start ${token}`, { start: token })));
  office.passes(DAY_MS / 100);
  await enter(...chats.map(({ value }) => chat(value, 'ya')));
  expect(await chatsOf(nip)).toEqual([]);
});

test('a button of a question that was answered changes nothing, whatever it would mean', async () => {
  const { nip, email } = office.person('Dewi');
  const applicant = await idOf(nip);
  const chat = { channel: 'telegram', value: '88003' } as const;
  const pressed = (choice: string) =>
    mail('', '', { channel: 'telegram', source: 'tg:1', contact: chat, copyKey: undefined!, choice });
  await enter(mail('', 'halo', { channel: 'telegram', source: 'tg:1', contact: chat, copyKey: undefined! }));
  await office.sql`update contacts set applicant = ${applicant}, standing = 'bound', proven_by = 'code',
    proven_until = ${new Date(office.clock().getTime() + DAY_MS)} where address = ${chat.value}`;
  const [certificate] = await office.certificates(nip);
  await office.operators[0]!.tries({ act: 'start', certificate: certificate!.id });
  await enter(mail(email, 'ya, mulai', { proof: await replyTo(email) }));
  await enter(mail('', 'lanjutkan', { channel: 'telegram', source: 'tg:1', contact: chat, copyKey: undefined! }));
  const [asked] = await office.sql`select m.id, m.choices from messages m join contacts c on c.id = m.contact
    where c.address = ${chat.value} and m.choices is not null and m.body like '%masih benar%' order by m.number desc limit 1`;
  const [right, wrong] = ['Data sudah', 'Ada yang salah'].map((words) =>
    choiceId(
      asked!.id,
      asked!.choices.findIndex(({ label }: { label: string }) => label.startsWith(words)),
    ),
  );
  await enter(pressed(right!));
  expect((await office.renewal(nip)).facts.data).toBeDefined();
  await enter(pressed(wrong!));
  const { facts } = await office.renewal(nip);
  expect([facts.data !== undefined, facts.change]).toEqual([true, undefined]);
  expect((await said(office, chat.value)).at(-1)!.body).toMatch(/pertanyaan lama/);
});

test('whoever forges an address does not fill the mailbox of its owner', async () => {
  const siti = office.person('Siti');
  const before = (await said(office, siti.email)).length;
  for (let n = 0; n < 60; n++) await enter(mail(siti.email, 'mulai pembaruan'));
  expect((await said(office, siti.email)).length - before).toBeLessThanOrEqual(22);
});

test('what a reply quotes of our links and tokens is not there for operators to use', async () => {
  const siti = office.person('Siti');
  const token = 'Abcdefghijklmnopqrstuvwxyz_-0123';
  await enter(
    mail(siti.email, 'terima kasih', {
      wholeText: `terima kasih\n> https://layanan.example/p/${token}\n> https://t.me/perbarui_bot?start=${token}\n> https://layanan.example/c/${token}.\n> Dari: sertifikat+${token}@kantor.example`,
    }),
  );
  const rows = await office.sql`select body from messages where body like 'terima kasih%https%'`;
  expect(rows).toHaveLength(1);
  expect(rows[0]!.body).not.toContain(token);
  expect(rows[0]!.body).toContain('/p/[…]');
});

test('what waits for operators keeps the time since when it waits', async () => {
  const from = 'menunggu@luar.example';
  await enter(mail(from, 'tolong hubungkan dengan operator'));
  const since = async () =>
    (await office.sql`select since from awaits where ref = ${(await contactAt(from)).id}`).map((row) => row.since);
  const first = await since();
  await enter(mail(from, 'tolong hubungkan dengan operator'));
  expect(first).toHaveLength(1);
  expect(await since()).toEqual(first);
});

test('one bad entry of a scan holds up none of the others', async () => {
  const [one] = await office.certificates(office.person('Budi').nip);
  const due = (certificate: string) => ({ enter: 'notice-due' as const, certificate, threshold: 30, preview: true });
  const outcomes = await office.house.desk.receive([due('tidak-mungkin'), due(one!.id)]);
  expect(outcomes).toEqual([{ fault: expect.any(String) }, { done: true }]);
});

test('what an operator writes draws no code out of the house', async () => {
  const [rina] = office.operators;
  const { id: contact } = await contactAt(office.person('Siti').email);
  const code = '00000000-0000-4000-8000-000000000000';
  await rina!.does({ act: 'say', contact, text: `kode: {{code:${code}}}` });
  const [row] =
    await office.sql`select detail, body from messages where contact = ${contact} and author = 'operator' order by number desc limit 1`;
  expect(row!.body).toContain(code);
  // Only the code that a message was made for is filled in when it leaves.
  expect(row!.detail.code).toBeUndefined();
});

test('a reply that names the message of another chat is not put with his renewal', async () => {
  const [row] =
    await office.sql`update messages set sent_as = '4711' where id = (select id from messages where renewal is not null and direction = 'out' limit 1) returning renewal`;
  const external = '17';
  const chat = { ...mail('990077', 'halo', { answers: ['4711'] }), channel: 'telegram' as const, source: 'tg:1' };
  await enter({ ...chat, externalId: external, contact: { channel: 'telegram', value: '990077' } });
  const [kept] = await office.sql`select renewal from messages where source = 'tg:1' and external_id = ${external}`;
  expect(row!.renewal).not.toBeNull();
  expect(kept!.renewal).toBeNull();
});

test('a link opens nothing once its mailbox is not the address on record any more', async () => {
  const budi = office.person('Budi');
  const applicant = await idOf(budi.nip);
  const { id: contact } = await contactAt(budi.email);
  const link = crypto.randomUUID();
  const hash = office.keyring.hash('link', office.keyring.token('link', link));
  await office.sql`insert into links (id, hash, purpose, applicant, expires_at, at) values (${link}, ${hash}, 'page', ${applicant}, ${new Date(office.clock().getTime() + DAY_MS)}, ${office.clock()})`;
  await office.sql`insert into messages (id, contact, applicant, direction, author, body, detail, state, at)
    values (gen_random_uuid(), ${contact}, ${applicant}, 'out', 'assistant', '', ${office.sql.json({ link: { id: link } })}, 'sent', ${office.clock()})`;
  expect((await findLink(office.sql, hash, office.clock()))?.id).toBe(link);
  await office.sql`insert into contacts (id, channel, address, applicant, standing, valid_from, state, created_at)
    select gen_random_uuid(), 'mail', 'budi.baru@contohprov.example', ${applicant}, 'on-record', ${new Date(office.clock().getTime() - DAY_MS)}, state, created_at from contacts where id = ${contact}`;
  expect(await findLink(office.sql, hash, office.clock())).toBeUndefined();
});

test('a revocation that nobody decided cannot be ticked off as carried out', async () => {
  const [rina] = office.operators;
  const siti = office.person('Siti');
  const { id: certificate } = (await office.certificates(siti.nip)).find(({ state }) => state === 'valid')!;
  const revocation = crypto.randomUUID();
  await office.sql`insert into revocations (id, certificate, applicant, reason, state, asked_by, at)
    values (${revocation}, ${certificate}, ${await idOf(siti.nip)}, 'keyCompromise', 'asked', 'uji', ${office.clock()})`;
  const settle = { act: 'settle', kind: 'revocation', ref: revocation, note: 'x' } as const;
  expect(await rina!.tries(settle)).toEqual({ refused: 'not-now' });
  expect((await office.sql`select state from certificates where id = ${certificate}`)[0]!.state).toBe('valid');
});

test('a chat whose proof has expired is not written to while there is a better way', async () => {
  const dewi = office.person('Dewi');
  const applicant = await idOf(dewi.nip);
  const renewal = await office.renewal(dewi.nip);
  await office.sql`insert into contacts (id, channel, address, applicant, standing, proven_by, proven_until, state, created_at)
    select gen_random_uuid(), 'telegram', '880088', ${applicant}, 'bound', 'code', ${new Date(office.clock().getTime() - DAY_MS)}, state, created_at
    from contacts where address = ${dewi.email}`;
  await office.sql`update renewals set contact = (select id from contacts where address = '880088') where id = ${renewal.id}`;
  const before = (await said(office, dewi.email)).length;
  expect(await office.house.desk.receive([{ enter: 'silence', renewal: renewal.id, act: 'remind' }])).toEqual([
    { done: true },
  ]);
  expect(await said(office, '880088')).toEqual([]);
  expect((await said(office, dewi.email)).length).toBe(before + 1);
});
