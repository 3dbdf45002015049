import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAuthenticity } from '../../mail/authenticity.ts';
import { replyAddressOf } from '../../mail/token.ts';
import { MAIL_PROOF } from '../../src/desk/message/identity.ts';
import { LIMITS } from '../../src/desk/parts.ts';
import { bytes, receive } from '../mail/support.ts';
import { type Office, openOffice } from '../support/office.ts';

/** What a mail may do, from its bytes to the renewal: every cell of the table, by one applicant who answers "ya, mulai". */

let office: Office;
beforeAll(async () => {
  // Only the desk: what it says stays in the queue.
  office = await openOffice({ env: { ROLES: 'desk' } });
  await bindPrivateAddress();
  const { id: certificate } = (await office.certificates(office.person('Budi').nip))[0]!;
  await office.operators[0]!.tries({ act: 'start', certificate });
});
afterAll(() => office.close());

const AUTHSERV_ID = 'mx.kantor.example';
const PRIVATE = 'budi@surat-pribadi.example';
/** Longer than the window in which replies to one address are counted. */
const PAUSE_MS = 61 * 60_000;
const noDns = async () => Promise.reject(new Error('no DNS in a test'));
const authenticity = createAuthenticity({ authservId: AUTHSERV_ID, resolver: noDns });

/** As our own server would have written it: the weakest that counts for each. SPF never does. */
const RESULTS = {
  aligned: (domain: string) => `dkim=pass header.d=${domain}`,
  failed: (domain: string) => `dkim=fail header.d=${domain}; dmarc=fail header.from=${domain}; spf=pass`,
  unknown: (domain: string) => `dkim=none; dmarc=none; spf=pass smtp.mailfrom=${domain}`,
} as const;

type Written = { readonly authentic?: keyof typeof RESULTS; readonly token?: string; readonly inReplyTo?: string };
let mails = 0;
async function write(from: string, text: string, more: Written = {}) {
  const address = office.mail.systemAddress;
  const replyAddress = address.replace('@', '+{token}@');
  const to = more.token ? replyAddressOf(replyAddress, more.token) : address;
  const results = RESULTS[more.authentic ?? 'unknown'](from.split('@')[1]!);
  const raw = bytes(
    `Authentication-Results: ${AUTHSERV_ID}; ${results}`,
    `From: ${from}`,
    'Reply-To: penampung@lain.example',
    `To: ${to}`,
    'Subject: Re: Sertifikat',
    `Message-ID: <${++mails}@uji.example>`,
    ...(more.inReplyTo ? [`In-Reply-To: ${more.inReplyTo}`] : []),
    '',
    text,
  );
  const options = { from: address, replyAddress, authenticity };
  const message = await receive(raw, options, { uid: mails, receivedAt: office.clock() });
  await office.house.desk.receive([{ enter: 'message', message }]);
}

/** An address of his own, by which he once signed in: it is his, and still not the one on record. */
async function bindPrivateAddress(): Promise<void> {
  await write(PRIVATE, 'berapa lama prosesnya?');
  const ours = office.sql`select applicant from contacts where address = ${office.person('Budi').email}`;
  await office.sql`update contacts set standing = 'bound', proven_by = 'code', proven_until = now() + interval '30 days',
    applicant = (${ours}) where address = ${PRIVATE}`;
}

type Said = { readonly id: string; readonly address: string; readonly link: string | null };
const everythingSaid = () => office.sql<Said[]>`
  select m.id, c.address, m.detail->'link'->>'purpose' as link from messages m join contacts c on c.id = m.contact
  where m.direction = 'out' order by m.at, m.number`;
const lastTo = async (address: string) => (await everythingSaid()).findLast((each) => each.address === address)!.id;
const signedIn = async () => (await office.renewal(office.person('Budi').nip)).facts.signedIn;

async function tokenOf(token: 'ours' | 'other' | 'none', from: string): Promise<{ token?: string }> {
  if (token === 'none') return {};
  const owner = token === 'ours' ? from : from === PRIVATE ? office.person('Budi').email : PRIVATE;
  return { token: office.keyring.token('reply', await lastTo(owner)) };
}

describe('what a mail proves', () => {
  const weaker = MAIL_PROOF.filter(({ proves }) => !proves);
  test.each(weaker)(
    'from $address address, $authentic, token $token: not enough, and a link goes to the address on record',
    async ({ address, authentic, token }) => {
      office.passes(PAUSE_MS);
      const onRecord = office.person('Budi').email;
      const from = address === 'on-record' ? onRecord : PRIVATE;
      const before = new Set((await everythingSaid()).map(({ id }) => id));
      await write(from, 'ya, mulai', { authentic, ...(await tokenOf(token, from)) });
      expect(await signedIn()).toBeUndefined();
      const said = (await everythingSaid()).filter(({ id }) => !before.has(id));
      expect(said.filter(({ link }) => link === 'confirm').map((each) => each.address)).toEqual([onRecord]);
      // Whoever writes from elsewhere is told why nothing is done; where the link goes it says so itself.
      const told = said.filter(({ link }) => link === null).map((each) => each.address);
      expect(told).toEqual(from === onRecord ? [] : [from]);
      expect(said.filter((each) => each.address !== from && each.address !== onRecord)).toEqual([]);
    },
  );

  test('from the address on record, with a token of ours that is too old: not enough', async () => {
    const from = office.person('Budi').email;
    const old = await tokenOf('ours', from);
    office.passes((LIMITS.replyTokenDays + 1) * 24 * 60 * 60_000);
    await write(from, 'ya, mulai', { authentic: 'aligned', ...old });
    expect(await signedIn()).toBeUndefined();
  });

  test('from the address on record, aligned, in answer to a mail whose name whoever saw the thread knows: not enough without its token', async () => {
    office.passes(PAUSE_MS);
    const from = office.person('Budi').email;
    const inReplyTo = '<perbarui.utas@contohprov.example>';
    await office.sql`update messages set sent_as = ${inReplyTo} where id = ${await lastTo(from)}`;
    await write(from, 'ya, mulai', { authentic: 'aligned', inReplyTo });
    expect(await signedIn()).toBeUndefined();
  });

  const enough = MAIL_PROOF.filter(({ proves }) => proves);
  test.each(enough)('from $address address, $authentic, token $token: enough', async ({ authentic, token }) => {
    office.passes(PAUSE_MS);
    const from = office.person('Budi').email;
    await write(from, 'ya, mulai', { authentic, ...(await tokenOf(token, from)) });
    expect(await signedIn()).toMatchObject({ method: 'reply' });
  });
  test('is all there is: eighteen cases', () => {
    expect([weaker.length, enough.length]).toEqual([17, 1]);
  });
});
