import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MailMessage } from '../../src/sandbox/mail/letterbox.ts';
import type { MailPerson } from '../../src/sandbox/mail/people.ts';
import { SAMPLES } from '../../src/sandbox/samples.ts';
import { type Office, openOffice } from '../support/office.ts';
import { received, settled } from '../support/talk.ts';
import { caWrites, mailbox } from './transcript.ts';

/** What belongs together is found together: in the person's client and in ours, with and without plus addresses. */

let office: Office;

describe('where the mail server has no plus addresses', () => {
  beforeAll(async () => {
    office = await openOffice({ plusAddresses: false });
  });
  afterAll(() => office.close());

  test('a reply proves its sender by the Message-ID it answers, and all of it is one thread', async () => {
    const siti = office.person('Siti');
    const mail = mailbox(office, siti.email);
    await caWrites(office, siti);
    const notice = await mail.reads('Siti Rahmawati', 'Bersediakah Anda memulai sekarang?');
    expect(notice.replyTo).toBe(office.mail.systemAddress);
    expect(notice.messageId).toMatch(/^<perbarui\.[0-9a-f-]{36}\.[\w-]{20,}@/);
    await mail.replies('Bersedia, silakan dimulai');
    const question = await mail.reads('Apakah semua data di atas masih benar?');
    expect((await office.renewal(siti.nip)).facts.signedIn?.method).toBe('reply');
    const [first, second] = [notice.messageId, mail.person.sent()[0]!.messageId];
    expect(question.references).toEqual([first, second]);
    expect(question.inReplyTo).toBe(second);
    await mail.replies('sudah sesuai semua');
    const letter = await mail.reads('Surat Rekomendasi');
    expect(letter.references.slice(0, 3)).toEqual([first, second, question.messageId]);
    expect((await office.renewal(siti.nip)).facts.data).toBeDefined();
  });

  test('the tokens in these names stand nowhere in the records', async () => {
    const siti = office.person('Siti');
    const names = office.mail
      .person(siti.email)
      .messages()
      .map(({ messageId }) => messageId!);
    const tokens = names.flatMap((name) => /^<perbarui\.[0-9a-f-]{36}\.([\w-]+)@/.exec(name)?.[1] ?? []);
    expect(tokens.length).toBeGreaterThanOrEqual(3);
    await settled(office);
    const rows = await office.sql`select row_to_json(m)::text as row from messages m`;
    for (const token of tokens) expect(rows.filter(({ row }) => row.includes(token))).toEqual([]);
  });

  test('a bounce finds its message, though the server quotes its name with the token', async () => {
    const dewi = office.person('Dewi');
    const mail = mailbox(office, dewi.email);
    await caWrites(office, dewi);
    const notice = await mail.reads('Dewi Lestari');
    await office.mail.bounce(notice, dewi.email);
    await office.until('the address is marked', async () => {
      const [row] = await office.sql`select unreachable from contacts where address = ${dewi.email}`;
      return row?.unreachable === 'bounced';
    });
    const [row] = await office.sql`select state, why from messages where id = ${idIn(notice.messageId!)}`;
    expect(row).toEqual({ state: 'failed', why: 'bounced' });
  });
});

/** What a client sends when the button with this label is clicked: a new mail, not a reply (RFC 6068). */
async function clicks(person: MailPerson, { html }: MailMessage, label: string): Promise<void> {
  const links = [...(html ?? '').matchAll(/<a href="(mailto:[^"]+)"[^>]*>([^<]+)</g)];
  const [, href] = links.find(([, , text]) => text!.startsWith(label)) ?? [];
  if (!href) throw new Error(`no button "${label}"; there are: ${links.map(([, , text]) => text).join(', ')}`);
  const url = new URL(href.replaceAll('&amp;', '&'));
  const field = (name: string) => url.searchParams.get(name) ?? '';
  await person.send({ to: decodeURIComponent(url.pathname), subject: field('subject'), text: field('body') });
}

/** The message that a name of ours names. */
const idIn = (messageId: string) => /^<perbarui\.([0-9a-f-]{36})\./.exec(messageId)![1]!;

describe('where it has them', () => {
  beforeAll(async () => {
    const rizal = SAMPLES.find(({ data }) => data.name.startsWith('Rizal'))!;
    office = await openOffice({ samples: [...SAMPLES, { ...rizal, serial: '3d5e7f9a1b2c4d60', days: 20 }] });
  });
  afterAll(() => office.close());

  test('one click on an answer in the mail is an answer: the token is in the address it opens', async () => {
    const siti = office.person('Siti');
    const mail = mailbox(office, siti.email);
    await caWrites(office, siti);
    await clicks(mail.person, await mail.reads('Siti Rahmawati', 'Bersediakah'), 'Mulai');
    await clicks(mail.person, await mail.reads('Apakah semua data di atas masih benar?'), 'Data sudah sesuai');
    await mail.reads('Surat Rekomendasi');
    const { facts } = await office.renewal(siti.nip);
    expect([facts.signedIn?.method, facts.data !== undefined]).toEqual(['reply', true]);
  });

  test('a bounce finds its message also when a gateway gave it another name', async () => {
    const dewi = office.person('Dewi');
    const mail = mailbox(office, dewi.email);
    await caWrites(office, dewi);
    const notice = await mail.reads('Dewi Lestari');
    const raw = Buffer.from(
      notice.raw.toString('latin1').replace(notice.messageId!, '<0101.gerbang@x.example>'),
      'latin1',
    );
    await office.mail.bounce({ ...notice, raw }, dewi.email);
    await office.until('the message is marked', async () => {
      const [row] = await office.sql`select state, why from messages where sent_as = ${notice.messageId!}`;
      return row?.state === 'failed' && row.why === 'bounced';
    });
  });

  test('a mail of a known sender without a token belongs to what it answers, not to the latest question, and proves nothing', async () => {
    const rizal = office.person('Rizal');
    const mail = mailbox(office, rizal.email);
    const [older, later] = await office.certificates(rizal.nip);
    await office.operators[0]!.does({ act: 'start', certificate: older!.id });
    const asked = await mail.reads('Rizal Effendi', 'Bersediakah');
    await office.operators[0]!.does({ act: 'start', certificate: later!.id });
    await mail.reads('Rizal Effendi', 'Bersediakah');
    await mail.person.send({
      subject: `Re: ${asked.subject}`,
      text: 'Bersedia, silakan dimulai',
      to: office.mail.systemAddress,
      inReplyTo: asked.messageId!,
      references: [asked.messageId!],
    });
    await mail.reads('tekan tombol konfirmasi');
    const renewals = await office.renewals(rizal.nip);
    const placed = await office.sql`
      select m.renewal from messages m join contacts c on c.id = m.contact where c.address = ${rizal.email} and m.direction = 'in'`;
    expect(placed).toEqual([{ renewal: renewals.find(({ certificate }) => certificate === older!.id)!.id }]);
    expect(renewals.map(({ facts }) => facts.signedIn)).toEqual([undefined, undefined]);
  });

  test('a stranger who answers a forwarded mail is heard as himself: the thread of the other learns nothing from it', async () => {
    const budi = office.person('Budi');
    const mail = mailbox(office, budi.email);
    await caWrites(office, budi);
    const notice = await mail.reads('Budi Santoso', 'Bersediakah');
    const stranger = office.mail.person('rekan@lain.example', 'Rekan');
    await mail.person.forward(notice, stranger.address);
    const [forwarded] = stranger.messages();
    await stranger.send({
      subject: `Re: ${notice.subject}`,
      text: 'ya, mulai',
      to: notice.replyTo ?? office.mail.systemAddress,
      inReplyTo: notice.messageId!,
      references: [notice.messageId!, forwarded!.messageId!],
    });
    await stranger.waitFor(() => true, 30_000);
    await office.until('he is on record', async () => (await received(office, stranger.address)).length === 1);
    const { facts } = await office.renewal(budi.nip);
    expect(facts.signedIn).toBeUndefined();
    expect(office.mail.person(budi.email).messages()).toHaveLength(1);
  });
});
