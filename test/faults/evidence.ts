import type { Sql } from '../../db/connect.ts';
import { chains, verifyChain } from '../../db/journal.ts';
import { messageIdOf } from '../../mail/token.ts';
import type { Data } from '../../src/renewal/renewal.ts';
import type { Office } from '../support/office.ts';
import type { Load } from './load.ts';
import type { Evidence, Talk } from './verdict.ts';

type Scene = {
  readonly office: Office;
  readonly looking: Sql;
  readonly load: Pick<Load, 'phones' | 'boxes'>;
  readonly renewed: readonly Data[];
  readonly expected: readonly string[];
  readonly disturbances: number;
};

/** Everything that can be known from outside: what is in Postgres, and what the servers have seen. */
export async function gather({ office, looking, load, renewed, expected, disturbances }: Scene): Promise<Evidence> {
  const domain = office.mail.systemAddress.split('@')[1]!;
  const rowsOf = async (address: string) => ({
    heard: await looking`
      select m.body, m.subject, m.state from messages m join contacts c on c.id = m.contact
      where c.address = ${address} and m.direction = 'in' order by m.at, m.sent_at, length(m.external_id), m.external_id`,
    said: await looking`
      select m.id, m.body, m.state from messages m join contacts c on c.id = m.contact
      where c.address = ${address} and m.direction = 'out' order by m.number`,
  });
  const chats: Talk[] = [];
  for (const phone of load.phones) {
    const { heard, said } = await rowsOf(String(phone.chat));
    const texts = (from: 'person' | 'bot') => phone.messages().flatMap((m) => (m.from === from ? m.text : []));
    chats.push({
      name: `chat ${phone.name}`,
      asked: texts('person'),
      recorded: heard.map(({ body, state }) => ({ what: body, state })),
      written: said.map(({ body, state }) => ({ body, state })),
      arrived: texts('bot'),
    });
  }
  const boxes: Talk[] = [];
  for (const box of load.boxes) {
    const { heard, said } = await rowsOf(box.address);
    boxes.push({
      name: `mailbox ${box.address}`,
      asked: box.sent().map(({ subject }) => subject),
      recorded: heard.map(({ subject, state }) => ({ what: subject, state })),
      written: said.map(({ id, body, state }) => ({ body, state, key: messageIdOf(id, domain, undefined) })),
      arrived: box.messages().map(({ messageId }) => messageId),
    });
  }
  const renewals: { name: string; certificates: number; approvals: number }[] = [];
  for (const { nip, name } of renewed) {
    const renewal = await office.renewal(nip, looking);
    const [issued] = await looking`
      select count(*)::int as count from issued i join issue_requests r on r.id = i.request where r.renewal = ${renewal.id}`;
    renewals.push({ name, certificates: issued!.count, approvals: renewal.facts.approvals.length });
  }
  const broken: string[] = [];
  for (const chain of await chains(looking)) {
    const at = await verifyChain(looking, chain);
    if (at !== undefined) broken.push(`${chain}: entry ${at}`);
  }
  const certificates = await looking`
    select count(i.request)::int as count from issue_requests r left join issued i on i.request = r.id group by r.id`;
  const faults = await looking`select part, code, detail from faults`;
  return {
    chats,
    boxes,
    expected,
    disturbances,
    certificatesOfRequests: certificates.map(({ count }) => count),
    renewals,
    brokenChains: broken,
    stuck: await unfinished(looking),
    faults: faults.map(({ part, code, detail }) => `${part} ${code}: ${detail}`),
  };
}

/** What is still to be done, in words; none once everything has settled. A delivery that waits is only a hint: its message counts. */
export async function unfinished(looking: Sql): Promise<string[]> {
  const rows = await looking`
    select 'a queued message: ' || coalesce(why, 'its turn has not come') as what from messages where direction = 'out' and state = 'queued'
    union all select 'a lease of ' || name from leases where name like 'deliver:%' and until > now()
    union all select 'a job in hand: ' || name from pgboss.job where state = 'active' and name in ('fetch', 'read', 'issue')
    union all select 'a job that waits: ' || name from pgboss.job where state in ('created', 'retry') and name in ('fetch', 'read', 'issue') and start_after <= now() + interval '1 minute'
    union all select 'a file that was not fetched' from documents where kind = 'pending'
    union all select 'a request that was not signed' from issue_requests where state = 'asked'`;
  return rows.map(({ what }) => what);
}
