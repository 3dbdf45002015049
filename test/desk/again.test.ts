import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bytesOf } from '../../db/kept.ts';
import { openProcessingAgain } from '../../src/compose/again.ts';
import type { Inbound } from '../../src/conversation/inbound.ts';
import type { ProcessingAgain } from '../../src/desk/again/kept.ts';
import { SEALED_AS } from '../../src/seal.ts';
import { mailFrom } from '../support/inbound.ts';
import { PEM } from '../support/keys.ts';
import { type Office, openOffice } from '../support/office.ts';
import { awaitedOf, received, said } from '../support/talk.ts';

/** Messages that were kept with a fault, processed again from their bytes by the code that reads all others. */

const OFFICE = 'sertifikat@diskominfo.contohprov.example';
const MINUTE_MS = 60_000;

let office: Office;
let processing: ProcessingAgain;
beforeAll(async () => {
  // Nobody works: what is said stays in the queue.
  office = await openOffice({ env: { ROLES: 'web' } });
  processing = openProcessingAgain({
    desk: { receive: (...args) => office.house.desk.receive(...args) },
    sql: office.sql,
    keyring: office.keyring,
    mail: { from: `Perbarui <${OFFICE}>`, replyAddress: OFFICE.replace('@', '+{token}@'), authservId: 'mx.uji' },
    bot: { username: 'perbarui_bot' },
  });
});
afterAll(() => office.close());

let ids = 0;
type Written = { from: string; text: string; to?: string; proven?: boolean; file?: string };
/** A mail as it lies in the mailbox, stamped by the office's own server. */
function raw({ from, text, to = OFFICE, proven = true, file }: Written): Buffer {
  const domain = from.split('@')[1];
  const head = [
    `Authentication-Results: mx.uji; dkim=${proven ? 'pass' : 'fail'} header.d=${domain}`,
    `From: ${from}`,
    `To: ${to}`,
    `Message-ID: <${++ids}@${domain}>`,
    'Subject: Re: Sertifikat',
  ];
  if (!file) return Buffer.from([...head, '', text].join('\r\n'));
  const parts = [
    'Content-Type: multipart/mixed; boundary=batas',
    '',
    '--batas',
    'Content-Type: text/plain',
    '',
    text,
    '--batas',
    'Content-Type: application/pdf; name=surat.pdf',
    'Content-Transfer-Encoding: base64',
    '',
    ...(Buffer.from(file)
      .toString('base64')
      .match(/.{1,76}/g) ?? []),
    '--batas--',
  ];
  return Buffer.from([...head, ...parts].join('\r\n'));
}

/** It came, and nobody could read it: as after an error of ours in the parser. Returns its row. */
async function kept(bytes: Uint8Array, more: Partial<Inbound> = {}): Promise<string> {
  const message = mailFrom('unknown@invalid', office.clock(), '', { raw: bytes, fault: 'unparsable', ...more });
  const [outcome] = await office.house.desk.receive([{ enter: 'message', message }]);
  office.passes(MINUTE_MS);
  return (outcome as { id: string }).id;
}
const row = async (id: string) =>
  (
    await office.sql`select m.*, c.address, exists (select 1 from raw_messages r where r.message = m.id and r.sealed is not null) as has_raw
      from messages m join contacts c on c.id = m.contact where m.id = ${id}`
  )[0]!;
const openFaults = (id: string) => office.sql`select detail from faults where ref = ${id} and resolved_at is null`;
const lastTo = async (address: string) => (await said(office, address)).at(-1)?.body ?? '';
const address = () => `pengirim${++ids}@luar.example`;

/** Someone on record whose data is asked for; returns how he answers, and where to. */
async function asked(name: string) {
  const person = office.person(name);
  const { id: certificate } = (await office.certificates(person.nip))[0]!;
  await office.operators[0]!.does({ act: 'start', certificate });
  const token = async () => {
    const [last] =
      await office.sql`select m.id from messages m join contacts c on c.id = m.contact where c.address = ${person.email} and m.direction = 'out' order by m.number desc limit 1`;
    return OFFICE.replace('@', `+${office.keyring.token('reply', last!.id)}@`);
  };
  const writes = async (text: string) => {
    const id = await kept(raw({ from: person.email, text, to: await token() }));
    await processing.one(id);
    office.passes(MINUTE_MS);
  };
  await writes('bersedia, silakan dimulai');
  expect(await lastTo(person.email)).toContain('Data per tanggal');
  return { person, token, writes, facts: async () => (await office.renewal(person.nip)).facts };
}

describe('a message that could not be read', () => {
  test('is processed as if it came now: one record, its sender answered, the fault settled', async () => {
    const from = address();
    const id = await kept(raw({ from, text: 'berapa lama prosesnya?' }));
    expect(await awaitedOf(office, id)).toEqual(['unreadable-message']);
    expect(await openFaults(id)).toHaveLength(1);
    const [rina] = office.operators;

    expect(await processing.one(id, rina!.operator)).toEqual({ done: true, id });

    expect(await row(id)).toMatchObject({ address: from, state: 'received', body: 'berapa lama prosesnya?' });
    expect((await row(id)).detail.again).toMatchObject({ by: rina!.operator.id });
    expect(await received(office, from)).toHaveLength(1);
    expect(await lastTo(from)).toContain('menit');
    expect(await openFaults(id)).toEqual([]);
    expect(await awaitedOf(office, id)).not.toContain('unreadable-message');
    const entries =
      await office.sql`select actor from journal where entry = 'processed again' and refs like ${`%${id}%`}`;
    expect(entries.map(({ actor }) => actor)).toEqual([`operator:${rina!.operator.id}`]);
    expect(await processing.one(id, rina!.operator)).toEqual({ refused: 'already' });
  });

  test('of two operators who press at once, one has it processed', async () => {
    const from = address();
    const id = await kept(raw({ from, text: 'apa biayanya?' }));
    const outcomes = await Promise.all(office.operators.map(({ operator }) => processing.one(id, operator)));
    expect(outcomes.filter((outcome) => 'done' in outcome)).toHaveLength(1);
    expect(outcomes.filter((outcome) => 'refused' in outcome)).toEqual([{ refused: 'already' }]);
    expect(await said(office, from)).toHaveLength(1);
  });

  test('that still cannot be read says so, stays, and holds up none of the others', async () => {
    const [broken, fine] = [
      await kept(Buffer.from('From: a@x.example, b@x.example\r\n\r\nhalo')),
      await kept(raw({ from: address(), text: 'halo' })),
    ];
    const results = await processing.all();
    const outcomeOf = (id: string) => results.find(({ message }) => message === id)?.outcome;
    expect(outcomeOf(broken)).toEqual({ fault: 'from-unclear' });
    expect(outcomeOf(fine)).toMatchObject({ done: true });
    expect(await row(broken)).toMatchObject({ state: 'fault', detail: { fault: 'from-unclear' } });
    expect(await openFaults(broken)).toEqual([{ detail: 'from-unclear' }]);
    expect(await awaitedOf(office, broken)).toEqual(['unreadable-message']);
    expect(await processing.one(broken)).toEqual({ fault: 'from-unclear' });
  });

  test('of which only the head or nothing was kept is not made up', async () => {
    const large = await kept(Buffer.from('From: a@x.example\r\n'), { fault: 'too-large', automatic: { kind: 'own' } });
    expect(await processing.one(large)).toEqual({ refused: 'head-only' });
    const removed = await kept(raw({ from: address(), text: 'halo' }));
    await office.sql`update raw_messages set sealed = null where message = ${removed}`;
    expect(await processing.one(removed)).toEqual({ refused: 'no-copy' });
    expect(await row(removed)).toMatchObject({ state: 'fault' });
  });

  test('and turns out to hold a password loses its bytes', async () => {
    const id = await kept(raw({ from: address(), text: 'passphrase saya Rahasia#2027' }));
    expect((await row(id)).hasRaw).toBe(true);
    expect(await processing.one(id)).toMatchObject({ done: true });
    const { hasRaw, body, detail } = await row(id);
    expect({ hasRaw, secret: detail.secret }).toEqual({ hasRaw: false, secret: true });
    expect(body).not.toContain('Rahasia#2027');
  });

  test('and came once more meanwhile is not answered twice', async () => {
    const from = address();
    const bytes = raw({ from, text: 'apa biayanya?' });
    const [first, second] = [await kept(bytes), await kept(bytes)];
    expect(await processing.one(first)).toMatchObject({ done: true });
    expect(await processing.one(second)).toEqual({ duplicate: true });
    expect(await said(office, from)).toHaveLength(1);
    expect(await openFaults(second)).toEqual([]);
  });

  test('of Telegram is read by the code that reads updates', async () => {
    const update = {
      update_id: 4711,
      message: {
        message_id: 5,
        date: 1_795_000_000,
        chat: { id: 55001, type: 'private' },
        from: { id: 55001, first_name: 'Orang' },
        text: 'berapa lama prosesnya?',
      },
    };
    const id = await kept(Buffer.from(JSON.stringify(update)), {
      channel: 'telegram',
      source: 'tg:1',
      contact: { channel: 'telegram', value: '55001' },
      fault: 'an update of Telegram could not be read',
    });
    expect(await processing.one(id)).toEqual({ done: true, id });
    expect(await row(id)).toMatchObject({ address: '55001', state: 'received', body: 'berapa lama prosesnya?' });
  });
});

describe('a message on which we failed', () => {
  test('is processed once the reason is gone, and until then nothing of it happens', async () => {
    const from = address();
    const comes = async (message: Inbound) => (await office.house.desk.receive([{ enter: 'message', message }]))[0];
    await comes(mailFrom(from, office.clock(), 'halo'));
    await office.sql`update contacts set state = '{"language":"xx"}' where address = ${from}`;
    const asks = mailFrom(from, office.clock(), 'apa biayanya?', { raw: raw({ from, text: 'apa biayanya?' }) });
    expect(await comes(asks)).toEqual({ fault: 'ZodError' });
    const [kept] =
      await office.sql`select id from messages where external_id = ${asks.externalId} and source = ${asks.source}`;
    const id = kept!.id as string;

    expect(await processing.one(id)).toEqual({ fault: 'ZodError' });
    expect((await row(id)).state).toBe('fault');
    await office.sql`update contacts set state = '{"language":"id"}' where address = ${from}`;
    expect(await processing.one(id)).toEqual({ done: true, id });
    expect(await lastTo(from)).toContain('biaya');
  });
});

describe('what an answer may do that is processed again', () => {
  test('all of it, when nothing came after it', async () => {
    const { person, token, facts } = await asked('Budi');
    const id = await kept(raw({ from: person.email, text: 'ya, sudah sesuai semua', to: await token() }));
    expect((await facts()).data).toBeUndefined();
    expect(await processing.one(id)).toMatchObject({ done: true });
    expect((await facts()).data).toBeDefined();
  });

  test('nothing by itself, once something was said after it: it is asked again', async () => {
    const { person, token, writes, facts } = await asked('Siti');
    const id = await kept(raw({ from: person.email, text: 'ya, sudah sesuai semua', to: await token() }));
    await writes('ada yang salah, jabatan saya berubah');
    const before = await facts();
    expect(before.change).toBeDefined();

    expect(await processing.one(id)).toMatchObject({ done: true });

    expect(await facts()).toEqual(before);
    expect((await row(id)).detail.again).toMatchObject({ late: true });
    expect(await lastTo(person.email)).toContain('tidak kami jadikan jawaban');
  });

  test('what was said on another channel counts as well', async () => {
    const { person, token, facts } = await asked('Dewi');
    const id = await kept(raw({ from: person.email, text: 'ya, sudah sesuai semua', to: await token() }));
    const { applicant, id: renewal } = await office.renewal(person.nip);
    await office.house.desk.receive([
      {
        enter: 'page',
        applicant,
        renewal,
        act: { page: 'letter', letter: 'recommendation', name: 'a.pdf', content: Buffer.from('%PDF-1.7 a') },
      },
    ]);
    await office.sql`insert into events (renewal, revision, event, payload, at) values (${renewal}, 1, 'data-confirmed', '{"by":{"role":"applicant"}}', ${office.clock()})`;
    const before = await facts();
    await processing.one(id);
    expect(await facts()).toEqual(before);
  });

  test('its files are kept and asked about, its wish to withdraw is asked back', async () => {
    const { person, token, writes, facts } = await asked('Rizal');
    const id = await kept(
      raw({ from: person.email, text: 'batalkan saja', to: await token(), file: '%PDF-1.7 surat\n%%EOF' }),
    );
    await writes('berapa lama prosesnya?');
    await processing.one(id);
    const { kept: files } = await facts();
    expect(files.map(({ name }) => name)).toEqual(['surat.pdf']);
    expect((await office.renewal(person.nip)).outcome).toBeUndefined();
  });
});

describe('a letter that came by mail is stored once, as a document, and is processed again from there', () => {
  const LETTER = `%PDF-1.7\n${'surat rekomendasi, baris demi baris\n'.repeat(2_000)}%%EOF`;
  const content = Buffer.from(LETTER);
  const enclosing = { files: [{ name: 'surat.pdf', type: 'application/pdf', size: content.length, content }] };
  const stored = async (id: string) =>
    (await office.sql`select message, sealed, form from raw_messages where message = ${id}`)[0] as never as {
      message: string;
      sealed: Uint8Array;
      form: number | null;
    };
  const documentsOf = (id: string) => office.sql`select id from documents where message = ${id}`;
  const opened = async (id: string) => Buffer.from(await bytesOf(office, await stored(id)));
  const writes = (from: string) => raw({ from, text: 'terlampir surat saya', file: LETTER });

  test('the bytes beside it are few, and with it they are those that came', async () => {
    const from = address();
    const bytes = writes(from);
    const id = await kept(bytes, enclosing);
    expect((await stored(id)).form).toBe(1);
    expect((await stored(id)).sealed.length).toBeLessThan(1000);
    expect(await opened(id)).toEqual(bytes);

    expect(await processing.one(id)).toEqual({ done: true, id });

    expect(await row(id)).toMatchObject({ address: from, state: 'received', body: 'terlampir surat saya' });
    expect(await documentsOf(id)).toHaveLength(1);
    expect(await opened(id)).toEqual(bytes);
  });

  test('a mail on which we failed before its letter was stored is kept whole', async () => {
    const from = address();
    await office.house.desk.receive([{ enter: 'message', message: mailFrom(from, office.clock(), 'halo') }]);
    await office.sql`update contacts set state = '{"language":"xx"}' where address = ${from}`;
    const bytes = writes(from);
    const message = mailFrom(from, office.clock(), 'terlampir surat saya', { raw: bytes, ...enclosing });
    expect(await office.house.desk.receive([{ enter: 'message', message }])).toEqual([{ fault: 'ZodError' }]);
    const [found] =
      await office.sql`select id from messages where external_id = ${message.externalId} and source = ${message.source}`;
    const id = found!.id as string;
    expect([(await stored(id)).form, await documentsOf(id)]).toEqual([null, []]);
    expect(await opened(id)).toEqual(bytes);

    await office.sql`update contacts set state = '{"language":"id"}' where address = ${from}`;
    expect(await processing.one(id)).toEqual({ done: true, id });
    expect(await documentsOf(id)).toHaveLength(1);
    expect(await opened(id)).toEqual(bytes);
  });

  test('a mail that an earlier release stored whole opens as it did', async () => {
    const bytes = writes(address());
    const id = await kept(bytes, enclosing);
    const sealed = Buffer.from(office.keyring.seal(SEALED_AS.raw(id, null), bytes));
    await office.sql`update raw_messages set sealed = ${sealed}, form = null where message = ${id}`;
    expect(await processing.one(id)).toEqual({ done: true, id });
    expect(await documentsOf(id)).toHaveLength(1);
  });

  test('without its letter, or called by another form, a mail is not made up', async () => {
    const id = await kept(writes(address()), enclosing);
    const { sealed, message } = await stored(id);
    const sealedFault = expect.objectContaining({ code: 'sealed' });
    for (const form of [null, 2]) await expect(bytesOf(office, { message, sealed, form })).rejects.toEqual(sealedFault);
    await office.sql`update documents set sealed = null where hash = (select hash from documents where message = ${id})`;
    await expect(processing.one(id)).rejects.toEqual(sealedFault);
    // Other tests process all that is kept.
    await office.sql`update messages set state = 'received' where id = ${id}`;
  });

  test('a private key that was taken for another file then is forgotten now', async () => {
    const id = await kept(raw({ from: address(), text: 'terlampir', file: PEM }), {
      files: [{ name: 'siti.txt', type: 'text/plain', size: PEM.length, content: Buffer.from('belum dikenal') }],
    });
    await office.sql`update documents set hash = ${office.keyring.hash('document', PEM)} where message = ${id}`;
    expect(await processing.one(id)).toMatchObject({ done: true });
    expect(await stored(id)).toMatchObject({ sealed: null, form: null });
    expect(await office.sql`select kind, sealed from documents where message = ${id}`).toEqual([
      { kind: 'key', sealed: null },
    ]);
  });

  test('a password in such a mail removes its bytes, and the letter stays', async () => {
    const id = await kept(raw({ from: address(), text: 'passphrase saya Rahasia#2027', file: LETTER }), enclosing);
    expect((await stored(id)).form).toBe(1);
    expect(await processing.one(id)).toMatchObject({ done: true });
    expect(await stored(id)).toMatchObject({ sealed: null, form: null });
    expect(await documentsOf(id)).toHaveLength(1);
  });
});
