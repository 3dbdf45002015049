import { afterAll, beforeAll, expect, test } from 'vitest';
import { LIMITS } from '../../src/desk/parts.ts';
import type { Data } from '../../src/renewal/renewal.ts';
import { type ConsoleOffice, newcomer, openConsole } from '../web/console-office.ts';

/** A mail that proves nothing, the one with the confirming link that goes back, and what is answered to that. */

let office: ConsoleOffice;
beforeAll(async () => {
  office = await openConsole();
});
afterAll(() => office?.close());

const UNPROVEN = { proof: { token: 'none', authentic: 'unknown' } } as const;
const sentTo = async ({ email }: Data) =>
  (await office.sql`select m.id, m.body, m.detail from messages m join contacts c on c.id = m.contact
    where c.address = ${email} and m.direction = 'out' order by m.number`) as unknown as {
    id: string;
    body: string;
    detail: { says: string[]; link?: { id: string } };
  }[];
const lastSaid = async (data: Data) => (await sentTo(data)).at(-1)!.detail.says;

/** His data was shown, and he wants it changed in a mail that proves nothing. */
async function wantsChange(): Promise<Data> {
  const data = newcomer();
  await office.does({ act: 'start', certificate: await office.has(data) });
  await office.mails(data, 'Bersedia, silakan dimulai');
  await office.mails(data, 'Nomor HP saya ganti 0812-7777-6666', UNPROVEN);
  return data;
}

test('one mail says why it is not done yet, since when, for how long the link counts, and what to press', async () => {
  const data = await wantsChange();
  const told = (await sentTo(data)).slice(2);
  expect(told.map(({ detail }) => detail.says)).toEqual([['proof-mail']]);
  for (const words of [
    '2 November 2026 pukul 09.00 WIB',
    'belum dapat kami pastikan',
    'belum ada yang berubah',
    '5 November 2026',
  ])
    expect(told[0]!.body).toContain(words);
});

test('a question beside it is answered all the same', async () => {
  const data = newcomer();
  await office.does({ act: 'start', certificate: await office.has(data) });
  await office.mails(data, 'Ya, silakan dimulai. Berapa biayanya?', UNPROVEN);
  expect((await sentTo(data)).at(-1)!.body).toContain('dalam email tersendiri');
  expect((await sentTo(data)).slice(1).map(({ detail }) => detail.says)).toEqual([
    ['proof-mail'],
    ['answer', 'proof-needed'],
  ]);
});

test('"Ya" in answer to it confirms what its link would, not the question that was asked last', async () => {
  const data = await wantsChange();
  await office.mails(data, 'Ya, benar.');
  const { facts } = await office.renewal(data);
  expect([facts.data, facts.change?.fields]).toEqual([undefined, { phone: '+6281277776666' }]);
  expect(await lastSaid(data)).toEqual(['change-noted']);
  const [{ id }] = [(await sentTo(data)).flatMap(({ detail }) => detail.link ?? []).at(-1)!];
  expect(await office.enter({ enter: 'link-used', link: id })).toEqual({ refused: 'outdated' });
});

test('"Ya" with a question beside it is heard whole: the question is answered', async () => {
  const data = await wantsChange();
  await office.mails(data, 'Ya, benar. Berapa biayanya?');
  expect((await sentTo(data)).flatMap(({ detail }) => detail.says)).toContain('answer');
});

test('once the link was used, "Ya" in answer to that mail answers nothing', async () => {
  const data = await wantsChange();
  const proof = (await sentTo(data)).at(-1)!;
  await office.enter({ enter: 'link-used', link: proof.detail.link!.id });
  await office.mails(data, 'ya benar', {
    proof: { token: office.keyring.token('reply', proof.id), authentic: 'aligned' },
  });
  const { facts } = await office.renewal(data);
  expect([facts.data, facts.change?.complete ?? false]).toEqual([undefined, false]);
  expect(await lastSaid(data)).toEqual(['change-noted']);
});

test('a link confirms nothing after its time, and none that was made for something else', async () => {
  const data = await wantsChange();
  const { id } = (await sentTo(data)).at(-1)!.detail.link!;
  const tries = async () => [
    await office.enter({ enter: 'link-used', link: id }),
    (await office.renewal(data)).facts.change,
  ];
  await office.sql`update links set purpose = 'page' where id = ${id}`;
  expect(await tries()).toEqual([{ refused: 'outdated' }, undefined]);
  await office.sql`update links set purpose = 'confirm' where id = ${id}`;
  office.passes(LIMITS.confirmLinkHours * 3_600_000);
  expect(await tries()).toEqual([{ refused: 'outdated' }, undefined]);
});

test('"Ya" that proves nothing either gets a link for the same wish', async () => {
  const data = await wantsChange();
  const proof = (await sentTo(data)).at(-1)!;
  await office.mails(data, 'Ya, benar.', {
    proof: { token: office.keyring.token('reply', proof.id), authentic: 'unknown' },
  });
  const again = (await sentTo(data)).at(-1)!;
  expect(again.detail.says).toEqual(['proof-mail']);
  await office.enter({ enter: 'link-used', link: again.detail.link!.id });
  const { facts } = await office.renewal(data);
  expect([facts.data, facts.change?.fields]).toEqual([undefined, { phone: '+6281277776666' }]);
});
