import { afterAll, beforeAll, expect, test } from 'vitest';
import { scan } from '../../src/desk/jobs/jobs.ts';
import { type Office, openOffice } from '../support/office.ts';
import { task, tasks } from './transcript.ts';

/** The office has no mailbox: whom no chat reaches is an operator's to telephone, and nothing waits to leave by mail. */

let office: Office;
beforeAll(async () => {
  office = await openOffice({ withoutMail: true, env: { NOTICES: 'on' } });
});
afterAll(() => office.close());

const queued = async () =>
  (await office.sql`select id from messages where direction = 'out' and state <> 'sent'`).length;
const idOf = async (name: string) =>
  (
    await office.sql`select id from applicants where nip_hash = ${office.keyring.hash('nip', office.person(name).nip)}`
  )[0]!.id as string;
const unreachable = async () =>
  (await tasks(office)).filter(({ what }) => what === 'unreachable').map(({ ref }) => ref);

test('a renewal that an operator begins for somebody without a chat asks for a telephone call', async () => {
  const [rina] = office.operators;
  const siti = office.person('Siti');
  const begun = await rina!.tries({ act: 'start', certificate: (await office.certificates(siti.nip))[0]!.id });
  expect(begun).toMatchObject({ done: true, untold: true });
  expect(await task(office, 'unreachable')).toBe(await idOf('Siti'));
  expect(await queued()).toBe(0);
});

test('a notice that reaches nobody is shown once as not sent, and its person waits for an operator', async () => {
  const budi = await idOf('Budi');
  await scan(office.house.jobs);
  expect(await unreachable()).toContain(budi);
  expect(
    await office.sql`select n.state, n.why from notices n join certificates c on c.id = n.certificate where c.applicant = ${budi}`,
  ).toEqual([{ state: 'excluded', why: 'unreachable' }]);
  expect(await queued()).toBe(0);
  await office.operators[0]!.does({ act: 'settle', kind: 'applicant', ref: budi, note: 'sudah ditelepon' });
  await scan(office.house.jobs);
  expect(await unreachable()).not.toContain(budi);
});

test('an operator who writes to an address of mail is told that nothing leaves there', async () => {
  const [contact] =
    await office.sql`select id from contacts where applicant = ${await idOf('Siti')} and channel = 'mail'`;
  const said = await office.operators[0]!.tries({ act: 'say', contact: contact!.id, text: 'Selamat pagi' });
  expect(said).toEqual({ refused: 'mail-off' });
  expect(await queued()).toBe(0);
});
