import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { changeContent } from '../../src/renewal/content.ts';
import type { Data } from '../../src/renewal/renewal.ts';
import { type ConsoleOffice, newcomer, openConsole } from '../web/console-office.ts';

/** The address on record while it changes: after a delay of three days, and by data that is right in the end. */

const HOUR_MS = 3_600_000;
let office: ConsoleOffice;
beforeAll(async () => {
  office = await openConsole();
});
afterAll(() => office?.close());

let data: Data;
beforeEach(async () => {
  data = newcomer();
  await office.does({ act: 'start', certificate: await office.has(data) });
  office.passes(60_000);
  await office.mails(data, 'Bersedia, silakan dimulai');
});

/** Proposed in his words, with its letter, and approved. */
async function changesTo(email: string): Promise<void> {
  office.passes(60_000);
  await office.mails(data, `email saya yang benar: ${email}`);
  office.passes(60_000);
  await office.mails(data, 'itu saja');
  const letter = {
    page: 'letter',
    name: 'perubahan.pdf',
    content: await office.letter(data),
    letter: 'change',
  } as const;
  await office.page(data, letter);
  const { facts, id } = await office.renewal(data);
  const reading = { ok: true, pages: 1, text: '', signature: 'none' } as const;
  await office.enter({
    enter: 'letter-read',
    renewal: id,
    document: facts.change!.letter!.document,
    reading,
    remarks: [],
  });
  const content = changeContent(await office.renewal(data));
  expect(await office.does({ act: 'approve-change', renewal: id, content })).toMatchObject({ done: true });
}

/** Where a new link to his page goes now: to the address on record. */
async function onRecord(): Promise<string | undefined> {
  const { applicant } = await office.renewal(data);
  const [before] = await office.sql`select max(at) as at from messages where applicant = ${applicant}`;
  await office.enter({ enter: 'link-wanted', applicant });
  const rows = await office.sql`select c.address from messages m join contacts c on c.id = m.contact
    where m.applicant = ${applicant} and m.direction = 'out' and m.at > ${before!.at}`;
  return rows[0]?.address;
}

test('a new address that was wrong, and is put right before its time, never comes into force', async () => {
  await changesTo(data.email.replace('orang', 'salah-ketik'));
  office.passes(24 * HOUR_MS);
  await changesTo(data.email.replace('orang', 'baru'));
  office.passes(50 * HOUR_MS);
  expect(await onRecord()).toBe(data.email);
  office.passes(30 * HOUR_MS);
  expect(await onRecord()).toBe(data.email.replace('orang', 'baru'));
});

test('a change that is taken back before its time leaves the address as it was', async () => {
  await changesTo(data.email.replace('orang', 'salah-ketik'));
  office.passes(24 * HOUR_MS);
  await changesTo(data.email);
  office.passes(HOUR_MS);
  expect(await onRecord()).toBe(data.email);
  office.passes(60 * HOUR_MS);
  expect(await onRecord()).toBe(data.email);
});

test('the old address is told of the new one before that comes into force, and it alone', async () => {
  await changesTo(data.email.replace('orang', 'baru'));
  const told = await office.sql`select c.address from messages m join contacts c on c.id = m.contact
    where m.applicant = ${(await office.renewal(data)).applicant} and m.detail->'says' ? 'email-changes'`;
  expect(told.map(({ address }) => address)).toEqual([data.email]);
});
