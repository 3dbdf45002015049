import { afterAll, beforeAll, expect, test } from 'vitest';
import { sees } from '../../src/sandbox/play.ts';
import type { Group } from '../../src/sandbox/telegram/groups.ts';
import { type Office, openOffice } from '../support/office.ts';
import { settled, signedIn } from '../support/talk.ts';

/** The operators' group on Telegram (TELEGRAM_OPERATOR_CHAT). */

const GROUP = -1001234567890;
let office: Office;
let group: Group;
beforeAll(async () => {
  office = await openOffice({ env: { TELEGRAM_OPERATOR_CHAT: String(GROUP) } });
  group = office.telegram.group({ id: GROUP, title: 'Operator' });
});
afterAll(() => office.close());

const rings = () => group.messages().flatMap(({ from, text }) => (from === 'bot' ? [text] : []));

test('rings once for each new thing that waits, names what it is, and nobody whom it is about', async () => {
  const phone = await signedIn(office, 'Budi');
  phone.send('mau bicara dengan petugas');
  await sees(phone, 'Operator');
  await office.until('the group is rung', async () => rings().length > 0);
  expect(rings()).toEqual([
    '1 hal menunggu operator. Terbaru: meminta berbicara dengan operator. Silakan buka konsol.',
  ]);

  // The same thing once more waits already.
  phone.send('tolong, mau bicara dengan petugas');
  await settled(office);
  const other = await signedIn(office, 'Siti');
  other.send('mau bicara dengan petugas');
  await office.until('the group is rung anew', async () => rings().length > 1);
  expect(rings()).toHaveLength(2);
  expect(rings()[1]).toMatch(/^2 hal menunggu operator\./);
  for (const { name, nip, email } of [office.person('Budi'), office.person('Siti')])
    for (const told of rings()) for (const said of [name, nip, email]) expect(told).not.toContain(said);
});

test('is answered nothing, whatever is written in it', async () => {
  const phone = office.telegram.person({ firstName: 'Rina', language: 'id' });
  const before = rings().length;
  group.send(phone, '/start');
  await office.until('the command is on record', async () => {
    const [row] = await office.sql`select count(*)::int as count from messages where body = '/start'`;
    return row!.count > 0;
  });
  await settled(office);
  expect(rings()).toHaveLength(before);
});
