import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OverdueWork, sweep, takeUpWork } from '../../src/desk/jobs/jobs.ts';
import { type Office, openOffice } from '../support/office.ts';
import { said } from '../support/talk.ts';

/** Work whose job is lost: the rows are the truth. */

let office: Office;
beforeAll(async () => {
  // Nobody works: every job is as good as lost.
  office = await openOffice({ env: { ROLES: 'web' } });
});
afterAll(() => office.close());

const HOUR_MS = 3_600_000;
const look = async (): Promise<OverdueWork[]> => {
  const found: OverdueWork[] = [];
  await takeUpWork(office.house.jobs, async (overdue) => found.push(overdue));
  return found;
};
const open = () => office.sql`select part, ref from faults where resolved_at is null order by part`;

test('files, letters, certificates and revocations that wait too long are queued again, and operators are told once', async () => {
  const budi = office.person('Budi');
  const [rina] = office.operators;
  const { id: certificate } = (await office.certificates(budi.nip))[0]!;
  const [applicant] =
    await office.sql`select id from applicants where nip_hash = ${office.keyring.hash('nip', budi.nip)}`;
  await rina!.does({ act: 'start', certificate });
  const { id: renewal } = await office.renewal(budi.nip);
  const pdf = Buffer.from('%PDF-1.7\n%%EOF');
  const page = (act: object) => ({ enter: 'page' as const, applicant: applicant!.id, renewal, act: act as never });
  await office.house.desk.receive([page({ page: 'opened' })]);
  const { version } = await office.renewal(budi.nip);
  await office.sql`update renewals set facts = facts || ${office.sql.json({
    data: { version, at: office.clock(), by: { role: 'applicant' }, channel: 'web' },
  } as never)} where id = ${renewal}`;
  await office.house.desk.receive([page({ page: 'letter', name: 'a.pdf', content: pdf, letter: 'recommendation' })]);
  expect(await office.awaits(budi.nip)).toEqual(['system reading']);
  await office.sql`insert into issue_requests (id, renewal, number, content, state, at) values ('uji:1', ${renewal}, 1, 'x', 'asked', ${office.clock()})`;
  await rina!.does({ act: 'revoke', certificate, reason: 'keyCompromise', note: 'diminta pemiliknya' });
  await office.house.desk.receive([
    {
      enter: 'message',
      message: {
        channel: 'telegram',
        source: 'tg:1',
        externalId: '1',
        contact: { channel: 'telegram', value: '77001' },
        at: office.clock(),
        text: '',
        wholeText: '',
        answers: [],
        files: [{ name: 'surat.pdf', type: 'application/pdf', size: 10, remote: 'berkas' }],
        raw: Buffer.from('{}'),
      },
    },
  ]);
  expect(await look()).toEqual([]);
  office.passes(HOUR_MS / 2);
  const kinds = (found: OverdueWork[]) => found.map(({ work }) => work).sort();
  expect(kinds(await look())).toEqual(['fetch', 'issue', 'read', 'revoke']);
  expect(await open()).toEqual([]);
  office.passes(HOUR_MS);
  await look();
  expect((await open()).map(({ part }) => part)).toEqual(['stuck-fetch', 'stuck-issue', 'stuck-read', 'stuck-revoke']);
  await look();
  expect(await open()).toHaveLength(4);
  // Whoever waits for his letter to be opened is told once that it takes longer, and that he has nothing to do.
  const told = (await said(office, budi.email)).filter(({ body }) => body.includes('tidak perlu mengirimnya lagi'));
  expect(told).toHaveLength(1);
});

test('what nobody can do at the moment, and operators know of, keeps nothing newer from being taken up', async () => {
  const old = new Date(office.clock().getTime() - 24 * HOUR_MS);
  const [pending] = await office.sql`select message from documents where kind = 'pending'`;
  // A channel that was switched off: its files wait for it to come back.
  await office.sql`insert into documents (id, hash, message, kind, name, size, remote, at)
    select gen_random_uuid(), '', ${pending!.message}, 'pending', 'surat.pdf', 10, 'berkas', ${old} from generate_series(1, 300)`;
  const [renewal] = await office.sql`select id from renewals limit 1`;
  await office.sql`insert into issue_requests (id, renewal, number, content, state, at) values ('uji:2', ${renewal!.id}, 2, 'x', 'asked', ${office.clock()})`;
  office.passes(HOUR_MS / 2);
  expect((await look()).map(({ data }) => data)).toContainEqual({ request: 'uji:2' });
});

test('what is lost is found also while something else that is looked for cannot be had', async () => {
  const { jobs } = office.house;
  const reads = { ...jobs.reads, revokedElsewhere: () => Promise.reject(new Error('no such column')) };
  const found: OverdueWork[] = [];
  await expect(sweep({ ...jobs, reads }, async (overdue) => found.push(overdue))).rejects.toThrow('no such column');
  expect(found.length).toBeGreaterThan(0);
});
