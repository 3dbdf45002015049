import { afterAll, beforeAll, expect, test } from 'vitest';
import { mailFrom } from '../support/inbound.ts';
import { type Office, openOffice } from '../support/office.ts';

/** What an applicant is told of his letter: by mail once, where it is read within a moment. */

let office: Office;
beforeAll(async () => {
  // Nobody works: what is said stays in the queue, and letters are read when the test says so.
  office = await openOffice({ env: { ROLES: 'web' } });
});
afterAll(() => office.close());

const DUE_MS = 25_000;
async function sendsLetter(name: string) {
  const { nip, email } = office.person(name);
  const [certificate] = await office.certificates(nip);
  await office.operators[0]!.does({ act: 'start', certificate: certificate!.id });
  const outgoing = () =>
    office.sql`select m.id, m.body, m.state, m.why, m.next_try_at from messages m join contacts c on c.id = m.contact where c.address = ${email} and m.direction = 'out' order by m.number`;
  const mails = async (text: string, file?: string) => {
    const { id } = (await outgoing()).at(-1)!;
    const content = file ? Buffer.from(file) : undefined;
    const message = mailFrom(email, office.clock(), text, {
      files: content ? [{ name: 'surat.pdf', type: 'application/pdf', size: content.length, content }] : [],
      proof: { token: office.keyring.token('reply', id), authentic: 'aligned' },
    });
    await office.house.desk.receive([{ enter: 'message', message }]);
  };
  for (const text of ['bersedia', 'sudah sesuai semua']) await mails(text);
  await mails('ini suratnya', `%PDF-1.7 ${name}`);
  const { id: renewal, facts } = await office.renewal(nip);
  expect(facts.letter?.state).toBe('reading');
  const read = () =>
    office.house.desk.receive([
      {
        enter: 'letter-read',
        renewal,
        document: facts.letter!.document,
        reading: { ok: true, pages: 1, text: '', signature: 'none' },
        remarks: [],
      },
    ]);
  return { outgoing, read };
}

test('one mail, when the letter is read before the first would leave', async () => {
  const { outgoing, read } = await sendsLetter('Siti');
  const opening = (await outgoing()).at(-1)!;
  expect(opening).toMatchObject({ state: 'queued', body: expect.stringContaining('sedang kami buka') });
  expect(opening.nextTryAt.getTime()).toBeGreaterThan(office.clock().getTime());
  await read();
  const [before, after] = (await outgoing()).slice(-2);
  expect(before).toMatchObject({ id: opening.id, state: 'held', why: 'superseded' });
  expect(after).toMatchObject({ state: 'queued', body: expect.stringContaining('sudah kami simpan') });
  expect(after!.nextTryAt.getTime()).toBeLessThanOrEqual(office.clock().getTime());
});

test('two, when it takes longer: nobody waits without a word', async () => {
  const { outgoing, read } = await sendsLetter('Budi');
  office.passes(DUE_MS);
  const opening = (await outgoing()).at(-1)!;
  expect(opening.nextTryAt.getTime()).toBeLessThan(office.clock().getTime());
  await read();
  expect((await outgoing()).slice(-2).map(({ state }) => state)).toEqual(['queued', 'queued']);
});
