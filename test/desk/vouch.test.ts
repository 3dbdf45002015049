import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { notesAbout } from '../../db/console-decisions.ts';
import { approvalsNeeded } from '../../src/renewal/content.ts';
import type { Data } from '../../src/renewal/renewal.ts';
import { type ConsoleOffice, newcomer, openConsole } from '../web/console-office.ts';

/** An operator's word for a stranger's address: how far it reaches, and that nothing of it is left once it is taken back. */

let office: ConsoleOffice;
beforeAll(async () => {
  office = await openConsole();
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

test('what the operator noted when he took it back is among the notes about this person, though the contact is nobody’s', async () => {
  await office.does({ act: 'unvouch', contact, note: 'percakapan orang lain' });
  const { applicant } = await office.renewal(data);
  const notes = await notesAbout({ sql: office.sql, keyring: office.parts.keyring }, applicant);
  expect(notes.map(({ note }) => note)).toEqual(['KTP dicocokkan', 'percakapan orang lain']);
});
