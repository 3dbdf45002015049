import { afterAll, beforeAll, expect, test } from 'vitest';
import { bytesOf } from '../../db/kept.ts';
import { reader } from '../../src/sandbox/play.ts';
import { bytes, corpus, receive } from '../mail/support.ts';
import { type Office, openOffice } from '../support/office.ts';
import { settled } from '../support/talk.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

/** Many mails, each with its answer, through real servers. */
const PATIENCE_MS = 60_000;

type Mail = { readonly from: string; readonly raw: Buffer };

/** Everything there is, as its server or its sender would have sent it. */
function everything(): Mail[] | undefined {
  const [bounces, others, mime, replies] = ['bounces/bounce', 'bounces/not-bounce', 'mime', 'replies'].map(corpus);
  if (!bounces || !others || !mime || !replies) return undefined;
  const reply = (name: string, body: Buffer): Mail => {
    const from = `${name.replace(/[^a-z0-9]/g, '-')}@lain.example`;
    return {
      from,
      raw: Buffer.concat([bytes(`From: ${from}`, 'Content-Type: text/plain; charset=utf-8', '', ''), body]),
    };
  };
  return [
    ...bounces.map(({ raw }) => ({ from: '', raw })),
    ...[...others, ...mime].map(({ raw }) => ({ from: 'asing@lain.example', raw })),
    ...replies.map(({ name, raw }) => reply(name, raw)),
  ];
}

/** Exactly one From with exactly one address, by the bytes; a server's failure, which comes without a sender, needs none. */
function isClear({ from: envelope, raw }: Mail): boolean {
  const [head] = raw.toString('latin1').split(/\r?\n\r?\n/, 1);
  const from = head!.replaceAll(/\r?\n[ \t]+/g, ' ').match(/^from[ \t]*:.*$/gim) ?? [];
  return envelope === '' || (from.length === 1 && from[0]!.match(/[^\s<>]+@[^\s<>]+/g)?.length === 1);
}

test(
  'every mail of the corpora goes through the desk once, none with a fault of ours, and the next person is heard',
  async ({ skip }) => {
    const mails = everything();
    if (!mails) return skip('no corpora here');
    expect(mails).toHaveLength(80 + 3 + 79 + 90);
    // Two files may hold the same bytes; without a Message-ID these are one mail if they arrive in the same second.
    const sent = [...new Map(mails.map((mail) => [mail.raw.toString('latin1'), mail])).values()];
    for (const { from, raw } of sent) await office.mail.sendRaw(raw, { from, to: office.mail.systemAddress });

    const budi = office.mail.person('terakhir@lain.example');
    await budi.send({ subject: 'Tanya', text: 'berapa lama prosesnya?' });
    await reader(budi)('menit');
    await settled(office);

    // Some come twice in the corpora, by Message-ID.
    const known = await Promise.all(sent.map(async ({ raw }) => receive(raw)));
    const ids = new Set(known.map(({ copyKey }, index) => (copyKey?.startsWith('sha256:') ? index : copyKey)));
    const rows = await office.sql<{ state: string; fault: string | null; secret: boolean; raw: boolean }[]>`
    select m.state, m.detail->>'fault' as fault, m.detail ? 'secret' as secret, r.message is not null as raw
    from messages m left join raw_messages r on r.message = m.id where m.direction = 'in'`;
    expect(rows).toHaveLength(ids.size + 1);
    // A few hold what looks like a password; only these are not kept as they came.
    expect(rows.filter(({ raw, secret }) => raw === secret)).toEqual([]);
    expect(rows.filter(({ secret }) => secret).length).toBeLessThanOrEqual(3);
    // The journal holds a keyed hash of what came: with their files put back, the bytes are those.
    const copies =
      await office.sql`select r.message, r.sealed, r.form, j.refs from raw_messages r join journal j on j.entry = 'received' and j.refs like '%' || r.message || '%'`;
    expect(copies).toHaveLength(rows.filter((row) => row.raw).length);
    for (const { refs, ...copy } of copies)
      expect(JSON.parse(refs).raw).toBe(office.keyring.hash('raw', await bytesOf(office, copy as never)));
    expect(copies.filter(({ form }) => form !== null).length).toBeGreaterThan(0);

    const faults = sent.map((mail) => (isClear(mail) ? undefined : 'from-unclear'));
    expect(known.map(({ fault }) => fault)).toEqual(faults);
    const unclear = new Set(known.flatMap(({ copyKey }, index) => (faults[index] ? [copyKey] : [])));
    expect(rows.filter(({ state }) => state === 'fault').map(({ fault }) => fault)).toEqual(
      Array(unclear.size).fill('from-unclear'),
    );
    expect(await office.sql`select code, detail from faults where detail <> 'from-unclear'`).toEqual([]);

    const answeredRobots = await office.sql`
    select c.address from contacts c join messages m on m.contact = c.id
    group by c.id having bool_or(m.direction = 'out') and bool_and(m.direction = 'out' or m.author = 'robot')`;
    expect(answeredRobots).toEqual([]);
  },
  PATIENCE_MS,
);
