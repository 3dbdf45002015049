import { X509Certificate } from 'node:crypto';
import { expect } from 'vitest';
import type { OperatorAct } from '../../src/desk/entry.ts';
import { changeContent, reviewContent } from '../../src/renewal/content.ts';
import type { Data, Reason, Renewal } from '../../src/renewal/renewal.ts';
import type { MailMessage } from '../../src/sandbox/mail/letterbox.ts';
import type { MailPeople } from '../../src/sandbox/mail/people.ts';
import { reader, sees } from '../../src/sandbox/play.ts';
import type { Person } from '../../src/sandbox/telegram/person/person.ts';
import type { Office as OfficeOf } from '../support/office.ts';

/** Whatever carries its mail. */
type Office = OfficeOf<MailPeople>;

/** What the journeys have in common: the CA that writes, people who read, operators who decide, and the books at the end. */

type Basis = 'expiring' | 'expired' | 'revoked' | 'issued';

/** The CA writes about this person's newest certificate; to the office unless `to` says otherwise. */
export async function caWrites(office: Office, person: Data, basis: Basis = 'expiring', to?: string): Promise<void> {
  const certificate = (await office.certificates(person.nip)).at(-1)!;
  const { name, email } = person;
  await office.mail.caNotice({
    name,
    email,
    serial: certificate.serial,
    expires: certificate.notAfter,
    basis,
    to: to ?? office.mail.systemAddress,
  });
}

/** Someone's mailbox: `reads` waits for the next unread mail with these words; `replies` answers the one read last. */
export function mailbox(office: Office, address: string) {
  const person = office.mail.person(address);
  const next = reader(person);
  let last: MailMessage | undefined;
  return {
    person,
    async reads(...words: readonly string[]): Promise<MailMessage> {
      last = await next(...words);
      return last;
    },
    async replies(text: string, files: readonly { name: string; content: Uint8Array }[] = []): Promise<void> {
      await person.reply(last!, text, files);
    },
    /** How many mails whose subject or text holds this word have come so far. */
    count: (word: string) =>
      person.messages().filter(({ subject, text }) => `${subject}\n${text}`.includes(word)).length,
  };
}

/** The attached file whose name holds this word, as it will be sent back "signed". */
export function enclosure(mail: MailMessage, word: string): { name: string; content: Uint8Array } {
  const found = mail.attachments.find(({ name }) => name.includes(word));
  if (!found) throw new Error(`no file "${word}"; there are: ${mail.attachments.map(({ name }) => name).join(', ')}`);
  return found;
}

/** In the chat, signed in by the notice's deep link, before the question about the data. */
export async function inChat(office: OfficeOf, name: string): Promise<Person> {
  const person = office.person(name);
  await caWrites(office, person);
  const phone = office.telegram.person({ firstName: name, language: 'id' });
  phone.open(deepLinkIn(await mailbox(office, person.email).reads('t.me')));
  await sees(phone, 'Apakah Anda sendiri orangnya?');
  phone.press(undefined, 'Ya, itu saya');
  await sees(phone, 'Data sudah sesuai');
  return phone;
}

/** The code of a mail. */
export const codeIn = (mail: MailMessage) => /\b(\d{6})\b/.exec(mail.text)![1]!;
/** The payload of the deep link in a mail. */
export const deepLinkIn = (mail: MailMessage) => /start=([\w-]+)/.exec(mail.text)![1]!;
/** The address of the personal page or of the confirmation in a message. */
export const pageIn = (text: string, kind: 'p' | 'c' = 'p') =>
  new RegExp(`https?://\\S+/${kind}/[\\w-]+`).exec(text)![0]!;

/** The page opens with GET and changes nothing; its button confirms. */
export async function confirms(url: string): Promise<void> {
  const page = await fetch(url);
  const cookie = page.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
  const html = await page.text();
  const action = /<form[^>]*action="([^"]+)"/.exec(html)?.[1] ?? url;
  const fields = [...html.matchAll(/<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"/g)].map(([, name, value]) => [
    name,
    value,
  ]);
  const answer = await fetch(new URL(action, url), {
    method: 'POST',
    body: new URLSearchParams(fields as [string, string][]),
    headers: { cookie, origin: new URL(url).origin },
  });
  expect(answer.status).toBeLessThan(400);
}

/** Until this is awaited of him (`operator review`), then the renewal as it stands. */
export async function comesTo(office: Office, { nip }: Data, awaited: string): Promise<Renewal> {
  await office.until(`${awaited}`, async () => (await office.awaits(nip)).includes(awaited));
  return office.renewal(nip);
}

type AtConsole = Office['operators'][number];

export async function approves(office: Office, operator: AtConsole, person: Data): Promise<void> {
  const renewal = await comesTo(office, person, 'operator review');
  await operator.does({ act: 'approve', renewal: renewal.id, content: reviewContent(renewal) });
}

export async function approvesChange(office: Office, operator: AtConsole, person: Data): Promise<void> {
  const renewal = await comesTo(office, person, 'operator change-review');
  await operator.does({ act: 'approve-change', renewal: renewal.id, content: changeContent(renewal) });
}

/** Returns or rejects what is under review. */
export async function sendsBack(
  office: Office,
  operator: AtConsole,
  person: Data,
  act:
    | Omit<Extract<OperatorAct, { act: 'return' }>, 'renewal' | 'content'>
    | { act: 'reject'; reason: Reason; instruction: string },
): Promise<void> {
  const renewal = await comesTo(office, person, 'operator review');
  await operator.does({ ...act, renewal: renewal.id, content: reviewContent(renewal) } as OperatorAct);
}

export async function isOver(office: Office, { nip }: Data, outcome: Renewal['outcome']): Promise<Renewal> {
  await office.until(`the renewal is ${outcome}`, async () => (await office.renewal(nip)).outcome === outcome);
  return office.renewal(nip);
}

/** The chat of this applicant, as the console finds it. */
export async function contactOf(office: Office, { nip }: Data, channel: 'telegram' | 'mail'): Promise<string> {
  const [row] = await office.sql`
    select c.id from contacts c join applicants a on a.id = c.applicant
    where a.nip_hash = ${office.keyring.hash('nip', nip)} and c.channel = ${channel} and c.standing <> 'claimed' order by c.valid_from desc nulls last limit 1`;
  return row!.id;
}

/** What waits for operators beside the renewals, by kind and matter. */
export async function tasks(office: Office): Promise<{ kind: string; ref: string; what: string }[]> {
  return [
    ...(await office.sql`select kind, ref, what from awaits where who = 'operator' and kind <> 'renewal' order by since`),
  ] as never;
}

/** Until something of this kind waits for operators; what it is about. */
export async function task(office: Office, what: string): Promise<string> {
  const found = async () => (await tasks(office)).find((each) => each.what === what)?.ref;
  return office.until(`a task ${what}`, found).catch(async () => {
    throw new Error(`no task ${what}; there are: ${(await tasks(office)).map((each) => each.what).join(', ')}`);
  });
}

/** Until nothing is on its way any more, neither messages nor files nor letters nor jobs. */
export async function settles(office: Office): Promise<void> {
  await office.until('nothing is on its way', async () => {
    const [row] = await office.sql`
      select (select count(*) from messages where direction = 'out' and state = 'queued')
        + (select count(*) from documents where kind = 'pending')
        + (select count(*) from pgboss.job where name in ('fetch', 'read', 'issue', 'revoke') and state in ('created', 'retry', 'active') and start_after <= now()) as n`;
    return Number(row!.n) === 0;
  });
}

/**
 * The books after a journey: everything was delivered, nothing failed, no two certificates for one request, no fault.
 * With PERBARUI_SHOW the whole conversation is printed, as the operators see it.
 */
export async function booksAreRight(office: Office, held: 'nothing' | 'assistant' = 'nothing'): Promise<void> {
  await settles(office);
  if (process.env.PERBARUI_SHOW) await print(office);
  const wrong =
    await office.sql`select state, body, why from messages where direction = 'out' and state not in ('sent', ${held === 'assistant' ? 'held' : 'sent'}) and why is distinct from 'superseded'`;
  expect([...wrong]).toEqual([]);
  expect([...(await office.sql`select * from faults`)]).toEqual([]);
  expect([...(await office.sql`select id from messages where state = 'fault'`)]).toEqual([]);
  const twice =
    await office.sql`select certificate from renewals where outcome is null group by certificate having count(*) > 1`;
  expect([...twice]).toEqual([]);
  const requests =
    await office.sql`select r.renewal, count(c.id)::int as certificates, count(distinct r.id)::int as requests from issue_requests r left join certificates c on c.renewal = r.renewal where r.state = 'issued' group by r.renewal, r.id`;
  for (const { certificates } of requests) expect(certificates).toBeGreaterThan(0);
}

/** The certificate that came out, with its chain, checked against what was asked for. */
export async function newCertificate(office: Office, { nip }: Data): Promise<X509Certificate> {
  const rows = await office.certificates(nip);
  const renewed = rows.filter((row) => row.renewal !== null);
  expect(renewed).toHaveLength(1);
  expect(rows[0]!.successor).toBe(renewed[0]!.id);
  return new X509Certificate(renewed[0]!.der);
}

async function print(office: Office): Promise<void> {
  const rows = await office.sql`
    select m.*, c.channel, c.address, jsonb_path_query_array(m.choices, '$[*].label') as buttons from messages m join contacts c on c.id = m.contact order by m.at, m.number nulls first`;
  const text = rows.map((row) => {
    const files = (row.detail?.files ?? []) as { file: string }[] | number;
    const names = Array.isArray(files) ? files.map(({ file }) => file).join(', ') : files ? `${files} file(s)` : '';
    const head = `${row.direction === 'in' ? '>>>' : '<<<'} ${row.channel} ${row.address} [${row.state}] ${row.detail?.says?.join('+') ?? ''}`;
    return [
      head,
      row.subject ? `Subject: ${row.subject}` : '',
      row.body || (row.detail?.pressed ? `(${row.detail.pressed})` : ''),
      row.buttons ? `[${row.buttons.join(' | ')}]` : '',
      names ? `{${names}}` : '',
    ]
      .filter((part) => part !== '')
      .join('\n');
  });
  process.stdout.write(`\n${text.join('\n\n')}\n`);
}
