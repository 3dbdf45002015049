import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../db/connect.ts';
import { createJobReads } from '../../db/work.ts';
import { hearOfRevocations, revoke } from '../../src/desk/jobs/jobs.ts';
import { awaited } from '../../src/renewal/awaited.ts';
import { reviewContent } from '../../src/renewal/content.ts';
import type { Data } from '../../src/renewal/renewal.ts';
import { type ConsoleOffice, newcomer, openConsole } from '../web/console-office.ts';

const HOUR_MS = 3_600_000;
/** Its settings say that a certificate that was replaced is revoked a day later. */
let office: ConsoleOffice;
beforeAll(async () => {
  office = await openConsole();
});
afterAll(() => office?.close());

const revocationsOf = async (certificate: string) => [
  ...(await office.sql`select id, reason, state, due_at, asked_by from revocations where certificate = ${certificate} order by at, id`),
];
const toldOf = async (data: Data) =>
  (
    await office.sql`select m.body from messages m join contacts c on c.id = m.contact where c.address = ${data.email} and m.direction = 'out' order by m.number`
  ).map(({ body }) => body as string);

/** The job's way: what is due goes to the issuer, and his answer comes in. Returns what he was asked to revoke. */
async function carryOut(revocation: string, meanwhile = async (): Promise<unknown> => undefined): Promise<string[]> {
  const asked: string[] = [];
  const reads = createJobReads({ sql: office.sql, keyring: office.keyring });
  const issuer = {
    name: 'local' as const,
    needs: { csr: true },
    issue: () => Promise.reject(new Error('nobody asked for that')),
    find: async () => undefined,
    revoke: async (serial: string) => {
      asked.push(serial);
      await meanwhile();
      return 'revoked' as const;
    },
  };
  await revoke({ desk: office.desk, reads, issuer, clock: office.clock } as never, revocation);
  return asked;
}

/** His renewal with its new certificate, which waits to be collected. */
async function issuedTo(data: Data): Promise<{ old: string; renewal: string; next: string }> {
  const renewal = await office.reviewable(data);
  // As if our own CA had issued the old one.
  await office.sql`update certificates set issuer = 'local' where id = ${renewal.certificate}`;
  await office.does({ act: 'approve', renewal: renewal.id, content: reviewContent(renewal) });
  const [request] = await office.sql`select id from issue_requests where renewal = ${renewal.id}`;
  const now = office.clock();
  await office.enter({
    enter: 'issuance',
    request: request!.id,
    issuance: {
      status: 'issued',
      serial: `4c${data.nip}`,
      certificate: new Uint8Array(),
      chain: [],
      notBefore: now,
      notAfter: new Date(now.getTime() + 700 * 24 * HOUR_MS),
    },
  });
  const { facts } = await office.renewal(data);
  return { old: renewal.certificate, renewal: renewal.id, next: facts.certificate!.id };
}

test('the old certificate is revoked as replaced, a day after the new one was collected and not before', async () => {
  const data = newcomer();
  const { old } = await issuedTo(data);
  expect(await revocationsOf(old)).toEqual([]);
  await office.page(data, { page: 'collected' });
  const due = new Date(office.clock().getTime() + 24 * HOUR_MS);
  expect(await revocationsOf(old)).toMatchObject([
    { reason: 'superseded', state: 'due', dueAt: due, askedBy: 'system' },
  ]);
  // Told on the page, too, when it is, since no operator does it.
  expect((await toldOf(data)).at(-1)).toContain('Sertifikat yang lama akan dicabut pada 3 November 2026');
  const before = (await toldOf(data)).length;
  const [row] = await revocationsOf(old);
  await office.enter({ enter: 'revoked', revocations: [row!.id], result: 'revoked' });
  // He was told of it when he collected the new one.
  expect((await toldOf(data)).length).toBe(before);
});

test('until it is revoked the person may have it held, and an operator decides, who owes him the reason', async () => {
  const [kept, given] = [newcomer(), newcomer()];
  for (const data of [kept, given]) {
    const { old } = await issuedTo(data);
    for (const said of ['sudah saya unduh', 'ya']) await office.mails(data, said);
    expect((await toldOf(data)).at(-1)).toContain('tulis BATAL CABUT sebelum itu');
    await office.mails(data, 'batal cabut');
    expect((await toldOf(data)).at(-1)).toContain('kami tahan');
    const [row] = await revocationsOf(old);
    expect(row).toMatchObject({ reason: 'superseded', state: 'asked', askedBy: 'system' });
    expect(row!.dueAt).toBeNull();
    const waiting = office.sql`select what from awaits where kind = 'revocation' and ref = ${row!.id}`;
    expect(await waiting).toEqual([{ what: 'revocation-asked' }]);
    // Said once more, it is held once.
    await office.mails(data, 'batal cabut');
    const decides = { act: 'decide-revocation', revocation: row!.id, note: 'ditelepon' } as const;
    if (data === kept) {
      expect(await office.does({ ...decides, approve: false })).toEqual({ refused: 'no-reason' });
      await office.does({ ...decides, approve: false, instruction: 'Kunci baru dapat diminta lebih dahulu.' });
      expect((await toldOf(data)).at(-1)).toContain('yang Anda minta ditahan');
      expect((await toldOf(data)).at(-1)).toContain('Kunci baru dapat diminta lebih dahulu.');
    } else {
      await office.does({ ...decides, approve: true });
      expect(await revocationsOf(old)).toMatchObject([{ state: 'due', dueAt: office.clock() }]);
      await office.enter({ enter: 'revoked', revocations: [row!.id], result: 'revoked' });
      expect((await toldOf(data)).at(-1)).toContain('sudah dicabut pada 2 November 2026');
    }
  }
});

test('an operator holds it for whoever calls him; what has begun or was asked for nobody holds', async () => {
  const data = newcomer();
  const { old } = await issuedTo(data);
  await office.page(data, { page: 'collected' });
  const [row] = await revocationsOf(old);
  const hold = { act: 'hold-revocation', revocation: row!.id, note: 'menelepon' } as const;
  await office.does(hold);
  expect(await revocationsOf(old)).toMatchObject([{ state: 'asked' }]);
  expect((await toldOf(data)).at(-1)).toContain('tidak dicabut pada hari yang kami sebutkan sebelumnya');
  const told = await toldOf(data);
  expect(await office.does(hold)).toEqual({ refused: 'already' });
  expect(await toldOf(data)).toEqual(told);
  await office.sql`update revocations set state = 'due', due_at = ${office.clock()} where id = ${row!.id}`;
  expect(await office.does(hold)).toEqual({ refused: 'not-now' });
});

test('of another CA it is an operator who revokes the old one, and of one that ended nobody', async () => {
  const [data, late] = [newcomer(), newcomer()];
  const { old } = await issuedTo(data);
  await office.sql`update certificates set issuer = 'ams' where id = ${old}`;
  await office.page(data, { page: 'collected' });
  expect(await revocationsOf(old)).toMatchObject([{ reason: 'superseded', state: 'by-hand' }]);
  expect(
    await office.sql`select what from awaits where kind = 'revocation' and ref = ${(await revocationsOf(old))[0]!.id}`,
  ).toEqual([{ what: 'revoke-by-hand' }]);
  const ended = await issuedTo(late);
  await office.sql`update certificates set not_after = ${new Date(office.clock().getTime() - HOUR_MS)} where id = ${ended.old}`;
  await office.page(late, { page: 'collected' });
  expect(await revocationsOf(ended.old)).toEqual([]);
});

test('a new certificate that is revoked before it was collected has its key replaced by an operator', async () => {
  const data = newcomer();
  const { next, renewal } = await issuedTo(data);
  expect(awaited(await office.renewal(data)).map(({ what }) => what)).toEqual(['collect']);
  await office.does({
    act: 'revoke',
    certificate: next,
    reason: 'keyCompromise',
    note: 'laptop dicuri sebelum diambil',
  });
  const [row] = await revocationsOf(next);
  await office.enter({ enter: 'revoked', revocations: [row!.id], result: 'revoked' });
  expect(awaited(await office.renewal(data)).map(({ who, what }) => `${who} ${what}`)).toEqual([
    'operator key-replacement',
  ]);
  expect((await office.renewal(data)).basis).toBe('expiring');
  await office.does({ act: 'replace-key', renewal });
  expect(awaited(await office.renewal(data)).map(({ what }) => what)).toEqual(['key']);
});

test('who has moved or retired hears what became of his certificate; nothing is written to the dead', async () => {
  const [moved, dead] = [newcomer(), newcomer()];
  for (const [data, text, reason] of [
    [moved, 'saya sudah pindah tugas ke kementerian', 'affiliationChanged'],
    [dead, 'beliau sudah meninggal dunia', 'cessationOfOperation'],
  ] as const) {
    const certificate = await office.has(data);
    await office.does({ act: 'start', certificate });
    for (const said of ['Bersedia', text, 'ya']) await office.mails(data, said);
    const [row] = await revocationsOf(certificate);
    expect(row).toMatchObject({ reason, state: 'asked' });
    await office.does({ act: 'decide-revocation', revocation: row!.id, approve: true, note: 'SK dilihat' });
    const before = (await toldOf(data)).length;
    await office.enter({ enter: 'revoked', revocations: [row!.id], result: 'revoked' });
    const news = (await toldOf(data)).slice(before);
    if (data === dead) expect(news).toEqual([]);
    else expect(news[0]).toContain('sudah dicabut pada 2 November 2026');
  }
});

test('only the valid certificates of the person himself are put before the operators, each once', async () => {
  const data = newcomer();
  const [one, two] = [await office.has(data, 14), await office.has(data, 300, 'abcdef0123')];
  await office.does({ act: 'start', certificate: one });
  await office.mails(data, 'Bersedia');
  for (const said of ['HP saya hilang, cabut sertifikat saya', 'ya', 'cabut sertifikat saya'])
    await office.mails(data, said);
  for (const certificate of [one, two])
    expect(await revocationsOf(certificate)).toMatchObject([{ reason: 'keyCompromise', state: 'asked' }]);
  expect((await toldOf(data)).at(-1)).toContain('belum diputuskan');
  await office.mails(data, 'jangan dicabut');
  expect((await toldOf(data)).at(-1)).toContain('kami tarik kembali');
  for (const certificate of [one, two])
    expect(await revocationsOf(certificate)).toMatchObject([{ state: 'taken-back' }]);
});

test('of several certificates the one is meant whose number ends as he writes', async () => {
  const data = newcomer();
  const [one, two] = [await office.has(data, 14), await office.has(data, 300, 'fedcba9876')];
  await office.does({ act: 'start', certificate: one });
  await office.mails(data, 'Bersedia');
  for (const said of ['cabut sertifikat saya', 'TIDAK DIPAKAI LAGI']) await office.mails(data, said);
  expect((await toldOf(data)).at(-1)).toContain('Sertifikat mana yang perlu dicabut?');
  await office.mails(data, 'yang DCBA9876');
  expect((await toldOf(data)).at(-1)).toContain('benar-benar perlu dicabut?');
  await office.mails(data, 'ya');
  expect(await revocationsOf(one)).toEqual([]);
  expect(await revocationsOf(two)).toMatchObject([{ reason: 'cessationOfOperation', state: 'asked' }]);
});

/** A chat that is his, and proven; whoever holds the telephone writes from it. */
async function chatOf(data: Data, value: string) {
  const writes = (text: string) =>
    office.mails(data, text, {
      channel: 'telegram',
      source: 'telegram:test',
      contact: { channel: 'telegram', value },
      proof: { token: 'none', authentic: 'unknown' },
    });
  await writes('halo');
  await office.sql`update contacts set standing = 'bound', proven_by = 'code', proven_until = ${new Date(office.clock().getTime() + 24 * HOUR_MS)},
    applicant = (select applicant from contacts where address = ${data.email}) where address = ${value}`;
  const told = async () =>
    (
      await office.sql`select m.body from messages m join contacts c on c.id = m.contact where c.address = ${value} and m.direction = 'out' order by m.number`
    ).map(({ body }) => body as string);
  return { writes, told };
}

test('what is held from a chat is told to the address on record, once and with its number', async () => {
  const data = newcomer();
  const { old } = await issuedTo(data);
  await office.page(data, { page: 'collected' });
  const before = (await toldOf(data)).length;
  const chat = await chatOf(data, '770003');
  await chat.writes('batal cabut');
  expect(await revocationsOf(old)).toMatchObject([{ state: 'asked' }]);
  expect((await chat.told()).at(-1)).toContain('kami tahan');
  await chat.writes('batal cabut');
  const news = (await toldOf(data)).slice(before);
  expect(news).toHaveLength(1);
  expect(news[0]).toContain('Melalui Telegram, pada 2 November 2026');
  expect(news[0]).toContain('diminta menahan pencabutan');
  expect(news[0]).toContain('Bila bukan Anda, segera balas pesan ini dengan menulis OPERATOR');
});

test('that the new certificate does not sign after all holds the old one, and calls an operator', async () => {
  const data = newcomer();
  const { old } = await issuedTo(data);
  await office.page(data, { page: 'collected' });
  await office.mails(data, 'Sertifikat barunya ternyata tidak bisa dipakai tanda tangan.');
  expect((await toldOf(data)).at(-1)).toContain('Pencabutan sertifikat Anda yang lama kami tahan');
  expect(await revocationsOf(old)).toMatchObject([{ state: 'asked' }]);
  const called = office.sql`
    select what from awaits a join contacts c on a.ref = c.id::text where c.address = ${data.email} and a.what = 'call-not-working'`;
  expect(await called).toHaveLength(1);
  // Where it stands is told with it.
  await office.mails(data, 'sudah sampai mana?');
  expect((await toldOf(data)).at(-1)).toContain('masih diperiksa operator');
});

test('what was asked for by mail because a key is lost, the chat of a stolen telephone cannot take back', async () => {
  const data = newcomer();
  const certificate = await office.has(data);
  await office.does({ act: 'start', certificate });
  for (const said of ['Bersedia', 'HP saya hilang, cabut sertifikat saya', 'ya']) await office.mails(data, said);
  const chat = await chatOf(data, '770001');
  await chat.writes('batal cabut');
  expect((await chat.told()).at(-1)).toContain('hanya dapat ditarik kembali dari tempat mengajukannya');
  expect(await revocationsOf(certificate)).toMatchObject([{ reason: 'keyCompromise', state: 'asked' }]);
  await office.mails(data, 'batal cabut');
  expect(await revocationsOf(certificate)).toMatchObject([{ state: 'taken-back' }]);
  expect((await toldOf(data)).at(-1)).toContain('kami tarik kembali');
});

test('what was asked for by mail and taken back in a chat is told to the address on record', async () => {
  const data = newcomer();
  const certificate = await office.has(data);
  await office.does({ act: 'start', certificate });
  for (const said of ['Bersedia', 'cabut sertifikat saya', 'TIDAK DIPAKAI LAGI', 'ya']) await office.mails(data, said);
  const before = (await toldOf(data)).length;
  const chat = await chatOf(data, '770002');
  await chat.writes('batal cabut');
  expect(await revocationsOf(certificate)).toMatchObject([{ state: 'taken-back' }]);
  expect((await chat.told()).at(-1)).toContain('kami tarik kembali');
  const news = (await toldOf(data)).slice(before);
  expect(news).toHaveLength(1);
  expect(news[0]).toContain('ditarik kembali melalui Telegram pada 2 November 2026');
  expect(news[0]).toContain('Bila bukan Anda');
});

test('a theft that takes several certificates of one person is told to him once, with all of them', async () => {
  const data = newcomer();
  const certificates = [
    await office.has(data, 14, `5a${data.nip}aaaa1111`),
    await office.has(data, 300, `5b${data.nip}bbbb2222`),
  ];
  await office.sql`update certificates set issuer = 'local' where id = any(${certificates})`;
  await office.does({ act: 'start', certificate: certificates[0]! });
  for (const said of ['Bersedia', 'HP saya hilang, cabut sertifikat saya', 'ya']) await office.mails(data, said);
  const [one, two] = [(await revocationsOf(certificates[0]!))[0]!.id, (await revocationsOf(certificates[1]!))[0]!.id];
  await office.does({ act: 'decide-revocation', revocation: one, also: [two], approve: true, note: 'ditelepon' });
  const before = (await toldOf(data)).length;
  expect(await carryOut(one)).toHaveLength(2);
  // The other one's own job finds nothing left to do.
  expect(await carryOut(two)).toEqual([]);
  const news = (await toldOf(data)).slice(before);
  expect(news).toHaveLength(1);
  expect(news[0]).toContain('Sertifikat elektronik Anda berikut ini sudah dicabut pada 2 November 2026');
  for (const end of ['AAAA1111', 'BBBB2222']) expect(news[0]).toContain(`• nomor seri berakhiran ${end}`);
  for (const certificate of certificates) expect(await revocationsOf(certificate)).toMatchObject([{ state: 'done' }]);
});

test('a decision on several is taken where it still can be; what somebody else decided meanwhile stays his', async () => {
  const data = newcomer();
  const certificates = [await office.has(data, 14), await office.has(data, 300, `5c${data.nip}`)];
  await office.does({ act: 'start', certificate: certificates[0]! });
  for (const said of ['Bersedia', 'HP saya hilang, cabut sertifikat saya', 'ya']) await office.mails(data, said);
  const [one, two] = [(await revocationsOf(certificates[0]!))[0]!.id, (await revocationsOf(certificates[1]!))[0]!.id];
  const refuses = {
    act: 'decide-revocation',
    revocation: one,
    approve: false,
    note: '-',
    instruction: 'Ketemu.',
  } as const;
  await office.does(refuses);
  const both = { act: 'decide-revocation', revocation: one, also: [two], approve: true, note: 'ditelepon' } as const;
  expect(await office.does(both)).toEqual({ done: true });
  expect(await revocationsOf(certificates[0]!)).toMatchObject([{ state: 'refused' }]);
  expect(await revocationsOf(certificates[1]!)).toMatchObject([{ state: 'due' }]);
  expect(await office.does(both)).toEqual({ refused: 'already' });
});

test('a hold that comes while the issuer is revoking is answered: too late, and when it was revoked', async () => {
  const [data, phoned] = [newcomer(), newcomer()];
  for (const each of [data, phoned]) {
    const { old } = await issuedTo(each);
    await office.page(each, { page: 'collected' });
    const [row] = await revocationsOf(old);
    const hold = { act: 'hold-revocation', revocation: row!.id, note: 'menelepon' } as const;
    await carryOut(row!.id, () => (each === data ? office.mails(each, 'batal cabut') : office.does(hold)));
    expect(await revocationsOf(old)).toMatchObject([{ state: 'done' }]);
    expect(await office.sql`select 1 from awaits where kind = 'revocation' and ref = ${row!.id}`).toEqual([]);
    const last = (await toldOf(each)).at(-1);
    expect(last).toContain('tidak sempat ditahan');
    expect(last).toMatch(/sudah dicabut pada 2 November 2026 pukul \d\d\.\d\d/);
  }
});

test('what the command line revoked is told to its owner, and to the operators as what it is, once', async () => {
  const data = newcomer();
  const certificate = await office.has(data, 14, `5d${data.nip}`);
  await office.sql`update certificates set issuer = 'local' where id = ${certificate}`;
  const owner = connect(office.database.ownerUrl, { max: 1 });
  for (const serial of [`5d${data.nip}`, '5dff0011'])
    await owner`insert into revoked (serial, reason, at, typed_by) values (${serial}, 'keyCompromise', ${office.clock()}, 'Rina W.')`;
  await owner`insert into revoked (serial, reason, at) values ('5dff0022', 'superseded', ${office.clock()})`;
  await owner.end();
  const reads = createJobReads({ sql: office.sql, keyring: office.keyring });
  for (let times = 0; times < 2; times++) await hearOfRevocations({ desk: office.desk, reads } as never);
  const news = await toldOf(data);
  expect(news).toHaveLength(1);
  expect(news[0]).toContain('sudah dicabut pada 2 November 2026. Alasannya: kunci atau perangkatnya hilang');
  expect((await office.sql`select state from certificates where id = ${certificate}`)[0]!.state).toBe('revoked');
  const waiting = await office.sql`
    select f.part, f.ref from awaits a join faults f on f.id::text = a.ref where a.kind = 'fault' order by f.ref`;
  expect(waiting).toEqual([
    { part: 'revoked-elsewhere', ref: `5d${data.nip}` },
    { part: 'revoked-unowned', ref: '5dff0011' },
  ]);
  const rina = await office.browser();
  const faults = await rina.read('/console/faults');
  expect(faults).toContain('atas nama “Rina W.” sebagaimana diketik; nama itu tidak diperiksa');
  expect(faults).toContain('Bila Anda tahu siapa pemiliknya, kabari dia');
  expect(await rina.read('/console/revocations')).toContain(
    'Diminta dari baris perintah (ca revoke), atas nama “Rina W.”',
  );
});
