import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { notesAbout } from '../../db/console/decisions.ts';
import { createOperator } from '../../db/operators.ts';
import { approvalsNeeded, reviewContent } from '../../src/renewal/content.ts';
import type { Data } from '../../src/renewal/renewal.ts';
import { newKey } from '../../src/sandbox/play.ts';
import { type ConsoleOffice, newcomer, openConsole, PASSWORD } from '../web/console-office.ts';

/** An operator's word for a stranger's address: how far it reaches, and that nothing of it is left once it is taken back. */

let office: ConsoleOffice;
let joko: { readonly id: string; readonly name: string };
beforeAll(async () => {
  office = await openConsole();
  const account = { login: 'joko', name: 'Joko', password: PASSWORD, mustChange: false };
  joko = { id: (await createOperator(office.sql, account, office.clock()))!, name: 'Joko' };
});
afterAll(() => office?.close());

let data: Data;
/** Where he writes from, since he cannot read his mailbox. */
let elsewhere: Data;
let contact: string;
let renewal: string;
beforeEach(async () => {
  data = newcomer();
  elsewhere = { ...data, email: data.email.replace('orang', 'pribadi') };
  await office.does({ act: 'start', certificate: await office.has(data) });
  renewal = (await office.renewal(data)).id;
  await office.mails(elsewhere, 'saya tidak bisa buka email dinas');
  contact = (await office.sql`select id from contacts where address = ${elsewhere.email}`)[0]!.id;
  await office.does({ act: 'vouch', contact, renewal, how: 'video', note: 'KTP dicocokkan' });
});

test('a renewal begun from an address that was vouched for rests on that word, too', async () => {
  await office.does({ act: 'withdraw', renewal });
  office.passes(60_000);
  await office.mails(elsewhere, 'saya mau memperpanjang sertifikat');
  const next = await office.renewal(data);
  expect(next.id).not.toBe(renewal);
  expect(next.facts.signedIn?.method).toBe('vouched');
  expect(approvalsNeeded(next)).toBe(2);
});

test('once it is taken back, what comes from there is nobody’s, whatever message of ours it answers', async () => {
  await office.does({ act: 'unvouch', contact, note: 'orang lain' });
  const { id } = (await office.mails(elsewhere, 'ini surat rekomendasi saya')) as { id: string };
  expect(await office.sql`select applicant, author from messages where id = ${id}`).toEqual([
    { applicant: null, author: 'stranger' },
  ]);
  expect(await office.sql`select what from awaits where kind = 'message' and ref = ${id}`).toEqual([
    { what: 'unplaced' },
  ]);
});

const contactOf = async ({ email }: Data) =>
  (await office.sql`select id, applicant, standing, proven_by from contacts where address = ${email}`)[0]!;

test('no word gives somebody a contact that is another’s, or lets him in where his renewal is over', async () => {
  const other = newcomer();
  await office.has(other);
  const before = await contactOf(other);
  const word = { act: 'vouch', renewal, how: 'video', note: 'KTP dicocokkan' } as const;
  expect(await office.does({ ...word, contact: before.id })).toEqual({ refused: 'not-yours' });
  expect(await contactOf(other)).toEqual(before);
  await office.does({ act: 'unvouch', contact, note: 'orang lain' });
  await office.does({ act: 'withdraw', renewal });
  expect(await office.does({ ...word, contact })).toEqual({ refused: 'over' });
  expect(await contactOf(elsewhere)).toMatchObject({ applicant: null, standing: 'claimed' });
});

test('nothing but an operator’s word is taken back: the address on record stays its owner’s', async () => {
  const before = await contactOf(data);
  expect(await office.does({ act: 'unvouch', contact: before.id, note: 'salah orang' })).toEqual({
    refused: 'not-now',
  });
  expect(await contactOf(data)).toEqual(before);
  await office.sql`update contacts set proven_by = 'code' where id = ${contact}`;
  expect(await office.does({ act: 'unvouch', contact, note: 'salah orang' })).toEqual({ refused: 'not-now' });
  expect(await contactOf(elsewhere)).toMatchObject({ standing: 'bound', provenBy: 'code' });
});

test('what was asked for from there is confirmed by no link once the word is taken back', async () => {
  const unproven = { proof: { token: 'none', authentic: 'unknown' } } as const;
  await office.mails(elsewhere, 'Nomor HP saya ganti 0812-7777-6666', unproven);
  const [written] = await office.sql`
    select m.detail->'link'->>'id' as link from messages m join contacts k on k.id = m.contact
    where k.address = ${data.email} and m.detail->'link'->>'purpose' = 'confirm' order by m.number desc limit 1`;
  await office.does({ act: 'unvouch', contact, note: 'orang lain' });
  expect(await office.enter({ enter: 'link-used', link: written!.link })).toEqual({ refused: 'not-yours' });
  expect((await office.renewal(data)).facts.change).toBeUndefined();
});

test('the address on record hears that somebody was let in, and that he is let out again', async () => {
  await office.does({ act: 'unvouch', contact, note: 'orang lain' });
  const told = await office.sql`
    select m.body from messages m join contacts k on k.id = m.contact
    where m.direction = 'out' and k.address = ${data.email} order by m.number`;
  const [letIn, letOut] = told.map(({ body }) => body as string).slice(-2);
  expect(letIn).toContain('menghubungkan sebuah alamat email lain');
  expect(letOut).toContain(
    'Sebelumnya kami menghubungkan sebuah alamat email lain dengan nama Anda. Hubungan itu sudah kami lepaskan',
  );
});

test('what the operator noted when he took it back is among the notes about this person, though the contact is nobody’s', async () => {
  await office.does({ act: 'unvouch', contact, note: 'percakapan orang lain' });
  const { applicant } = await office.renewal(data);
  const notes = await notesAbout({ sql: office.sql, keyring: office.parts.keyring }, applicant);
  expect(notes.map(({ note }) => note)).toEqual(['KTP dicocokkan', 'percakapan orang lain']);
});

/** All the way through that contact, up to the approval. Returns what the issuer is asked for. */
async function approved(): Promise<string> {
  const { name } = data;
  for (const text of ['Bersedia', 'sudah sesuai semua']) {
    office.passes(60_000);
    await office.mails(elsewhere, text);
  }
  const content = await office.letter(data);
  await office.page(data, { page: 'letter', name: 'surat.pdf', content, letter: 'recommendation' });
  const { document } = (await office.renewal(data)).facts.letter!;
  const reading = { ok: true, pages: 1, text: '', signature: 'none' } as const;
  await office.enter({ enter: 'letter-read', renewal, document, reading, remarks: [] });
  await office.page(data, { page: 'request', content: (await newKey(name)).request });
  const review = reviewContent(await office.renewal(data));
  for (const by of [office.operator, joko]) await office.does({ act: 'approve', renewal, content: review }, by);
  return (await office.sql`select id from issue_requests where renewal = ${renewal}`)[0]!.id;
}

/** The certificate that is issued to whoever writes there. */
async function issued(request?: string): Promise<string> {
  const asked = request ?? (await approved());
  const [notBefore, notAfter] = [office.clock(), new Date(office.clock().getTime() + 700 * 86_400_000)];
  const signed = { serial: `4c${data.nip}`, certificate: new Uint8Array(), chain: [], notBefore, notAfter };
  await office.enter({ enter: 'issuance', request: asked, issuance: { status: 'issued', ...signed } });
  return (await office.renewal(data)).facts.certificate!.id;
}

test('a word that is taken back while the certificate is on its way reaches it when it comes', async () => {
  const request = await approved();
  await office.does({ act: 'unvouch', contact, note: 'wajahnya lain' }, joko);
  const rina = await office.browser();
  expect(await rina.read(`/console/renewals/${renewal}`)).toContain('begitu terbit, pencabutannya menunggu keputusan');
  const { applicant } = await office.renewal(data);
  expect(await office.sql`select 1 from revocations where applicant = ${applicant}`).toHaveLength(0);

  office.passes(60_000);
  const certificate = await issued(request);
  expect(await office.sql`select * from revocations where applicant = ${applicant}`).toMatchObject([
    { certificate, state: 'asked', reason: 'keyCompromise', askedBy: joko.id },
  ]);
  expect(await rina.read('/console/revocations')).toMatch(
    /oleh operator Joko, yang membatalkan jaminan identitasnya[\s\S]*Catatan: wajahnya lain/,
  );
});

test('what was issued on a word that is taken back later waits until an operator revokes or keeps it, by name and with his reason', async () => {
  const certificate = await issued();
  await office.page(data, { page: 'collected' });
  expect((await office.renewal(data)).outcome).toBe('completed');
  const rina = await office.browser();
  const page = `/console/renewals/${renewal}`;
  const { applicant } = await office.renewal(data);
  const own = async () => [...(await office.sql`select * from revocations where certificate = ${certificate}`)];
  expect(await rina.read(page)).not.toContain('Jaminan identitas dibatalkan');

  await office.does({ act: 'unvouch', contact, note: 'wajahnya ternyata lain' }, joko);
  expect(await own()).toMatchObject([{ state: 'asked', reason: 'keyCompromise', askedBy: joko.id }]);
  expect(await rina.read('/console/queue')).toContain('pencabutan sertifikat perlu diputuskan');
  expect(await rina.read(`/console/people/${applicant}`)).toContain('pencabutan sertifikat perlu diputuskan');
  const undecided = await rina.read(page);
  expect(undecided).toMatch(/Jaminan identitas dibatalkan<\/strong> oleh Joko[^(]*\(wajahnya ternyata lain\)/);
  expect(undecided).toContain('<a href="/console/revocations">putuskan apakah dicabut</a>');
  expect(await rina.read('/console/revocations')).toMatch(
    /oleh operator Joko, yang membatalkan jaminan identitasnya[\s\S]*Catatan: wajahnya ternyata lain/,
  );
  for (const chain of [`renewal:${renewal}`, `applicant:${applicant}`])
    expect(await office.sql`select 1 from journal where chain = ${chain} and entry = 'vouch taken back'`).toHaveLength(
      1,
    );

  const [{ id }] = (await own()) as [{ id: string }];
  await rina.send(`/console/revocations/${id}`, { act: 'drop', note: 'ternyata memang orangnya' });
  expect(await own()).toMatchObject([{ state: 'refused', decidedBy: office.operator.id }]);
  expect(await office.sql`select 1 from awaits where applicant = ${applicant}`).toHaveLength(0);
  expect(await rina.read(page)).toContain('tidak dicabut, diputuskan oleh Rina (ternyata memang orangnya)');
});

test('no other certificate of his waits for that, and none that is revoked already', async () => {
  const certificate = await issued();
  await office.sql`update certificates set state = 'revoked' where id = ${certificate}`;
  await office.does({ act: 'unvouch', contact, note: 'orang lain' });
  const { applicant } = await office.renewal(data);
  expect(await office.sql`select 1 from revocations where applicant = ${applicant}`).toHaveLength(0);
});

test('two people’s certificates that one operator proposed are not offered for one decision: each would be told of the other’s', async () => {
  const propose = async (who: Data, certificate: string) => {
    const [row] = await office.sql`
      insert into revocations (id, certificate, applicant, reason, state, asked_by, at)
      select gen_random_uuid(), id, applicant, 'keyCompromise', 'asked', ${joko.id}, ${office.clock()} from certificates where id = ${certificate}
      returning id`;
    return { ...who, id: row!.id as string };
  };
  const other = newcomer();
  const [one, two] = [
    await propose(data, (await office.renewal(data)).certificate),
    await propose(other, await office.has(other)),
  ];
  const page = await (await office.browser()).read('/console/revocations');
  for (const { id } of [one, two]) {
    expect(page).toContain(`action="/console/revocations/${id}"`);
    expect(page).not.toContain(`name="also" value="${id}"`);
  }
});
