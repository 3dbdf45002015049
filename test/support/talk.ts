import type { MailPeople } from '../../src/sandbox/mail/people.ts';
import { reader, sees } from '../../src/sandbox/play.ts';
import type { Person } from '../../src/sandbox/telegram/person/person.ts';
import type { Office } from './office.ts';

/** A person who has a chat and reads his own mailbox: how the bad-input journeys begin and what they look at. */

/** A chat that nobody knows yet, after the welcome. */
export async function stranger(office: Office, firstName = 'Orang'): Promise<Person> {
  const phone = office.telegram.person({ firstName, language: 'id' });
  phone.send('halo');
  await sees(phone, 'NIP');
  return phone;
}

/** Signs in by a code, as someone on record, up to the first question after it. */
export async function signedIn(office: Office, name: string): Promise<Person> {
  const person = office.person(name);
  const phone = await stranger(office, name);
  const mailbox = reader(office.mail.person(person.email));
  phone.send(person.nip);
  phone.send(codeIn((await mailbox('Kode masuk')).text));
  await sees(phone, 'identitas Anda sudah kami pastikan');
  return phone;
}

export const codeIn = (text: string): string => /Kode masuk Anda: (\d{6})/.exec(text)![1]!;
/** Six digits that are certainly not this code. */
export const wrongCode = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

type Recorded = {
  readonly id: string;
  readonly body: string;
  readonly state: string;
  readonly detail: Record<string, unknown>;
  readonly author: string;
  readonly hasRaw: boolean;
};

/** What is on record as having come from this chat or address, oldest first. */
export async function received(office: Office, address: string | number): Promise<Recorded[]> {
  return (await office.sql`
    select m.id, m.body, m.state, m.detail, m.author, exists (select 1 from raw_messages r where r.message = m.id) as has_raw
    from messages m join contacts c on c.id = m.contact where c.address = ${String(address)} and m.direction = 'in' order by m.at, m.sent_at, m.external_id`) as never;
}

/** What was written to this chat or address, in the order in which it was said. */
export async function said(
  office: Office<MailPeople>,
  address: string | number,
): Promise<{ body: string; state: string; attempts: number; why: string | null }[]> {
  return (await office.sql`
    select m.body, m.state, m.attempts, m.why from messages m join contacts c on c.id = m.contact
    where c.address = ${String(address)} and m.direction = 'out' order by m.number`) as never;
}

/** What waits for the operators about this thing. */
export async function awaitedOf(office: Office, ref: string): Promise<string[]> {
  return (await office.sql`select what from awaits where ref = ${ref} and who = 'operator'`).map(({ what }) => what);
}

/** Nothing more is on its way to anybody. */
export async function settled(office: Office, patienceMs?: number): Promise<void> {
  const none = async () => {
    const [row] =
      await office.sql`select count(*)::int as count from messages where direction = 'out' and state = 'queued'`;
    return row!.count === 0;
  };
  await office.until('everything is sent', none, patienceMs);
}

/** The clock moves on, for us and for the jobs that wait. */
export async function timePasses(office: Office<MailPeople>, ms: number): Promise<void> {
  // The row says that it waits a moment before its job is in the queue.
  await office.until('whoever waits has a job', async () => {
    const without = await office.sql`
      select 1 from messages m where m.direction = 'out' and m.state = 'queued' and m.next_try_at > ${office.clock()}
        and not exists (select 1 from pgboss.job j where j.name = 'deliver' and j.state in ('created', 'retry') and j.start_after > now() and j.data->'contacts' ? m.contact::text)`;
    return without.length === 0;
  });
  office.passes(ms);
  await office.sql`update pgboss.job set start_after = start_after - ${ms / 1000} * interval '1 second' where state in ('created', 'retry')`;
}
