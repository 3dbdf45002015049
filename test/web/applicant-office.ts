import { randomInt, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { readMiniAppVisitor } from '../../bots/mini-app.ts';
import { connect } from '../../db/connect.ts';
import { createIssuanceStorage } from '../../db/issuance.ts';
import { renewalOf } from '../../db/renewals.ts';
import { openSender } from '../../db/sender.ts';
import { createStore } from '../../db/store.ts';
import { apply } from '../../src/desk/apply.ts';
import type { Entry, Operator, Outcome } from '../../src/desk/entry.ts';
import type { DeskSettings } from '../../src/desk/parts.ts';
import { createDesk } from '../../src/desk/receive.ts';
import { Work } from '../../src/desk/work.ts';
import { personalProfile } from '../../src/issuance/certificate/profile.ts';
import { initAuthority } from '../../src/issuance/custody/establish.ts';
import { createLocalIssuer } from '../../src/issuance/local.ts';
import { createRequestReader } from '../../src/issuance/request/csr.ts';
import type { SignatureKind } from '../../src/issuance/signature/signing.ts';
import { createAgreement } from '../../src/issuance/signer/reconcile.ts';
import { refusedAtSight } from '../../src/letters/at-sight.ts';
import { createLetterDraft } from '../../src/letters/draft.ts';
import { createLetterReader } from '../../src/letters/read.ts';
import { silent } from '../../src/log.ts';
import { awaited } from '../../src/renewal/awaited.ts';
import { reviewContent } from '../../src/renewal/content.ts';
import type { RenewalEvent } from '../../src/renewal/event.ts';
import type { Data, Renewal } from '../../src/renewal/renewal.ts';
import { createKeyring } from '../../src/seal.ts';
import { applicantRoutes } from '../../src/web/applicant/routes.ts';
import { authorityRoutes } from '../../src/web/authority/routes.ts';
import { proxyList } from '../../src/web/client-address.ts';
import type { WebParts } from '../../src/web/parts.ts';
import { somebody } from '../support/person.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { TOKEN } from '../support/telegram.ts';

const DAY_MS = 86_400_000;
const OPERATOR: Operator = { id: '00000000-0000-4000-8000-000000000001', name: 'Rina' };

export const SITI = somebody();

let people = 0;
/** Another person each time, with another certificate: one person per NIP, one open renewal per certificate. */
export function someone(changes: Partial<Data> = {}): { data: Data; serial: string } {
  people += 1;
  const place = String(people).padStart(3, '0');
  const data = {
    ...SITI,
    nip: `199009152015022${place}`,
    nik: `3374015509901${place}`,
    email: `siti${place}@contohprov.example`,
    ...changes,
  };
  return { data, serial: `5b0d7e94c2af3${place}` };
}

const SETTINGS: DeskSettings = {
  agency: {
    name: 'Diskominfo Provinsi Contoh',
    phone: '021-555-0100',
    address: 'Jalan Contoh 1',
    page: 'https://diskominfo.contohprov.example/sertifikat',
  },
  timeZone: 'Asia/Jakarta',
  officeHours: 'Mon-Fri 07:30-16:00',
  officeClosed: [],
  language: 'id',
  windowDays: 30,
  fourEyes: false,
  issuer: 'local',
  emailChangeDelayHours: 72,
  revokeDelayHours: 24,
  noticeDailyCap: 100,
  reminderDays: [3, 7, 14],
};

/**
 * What the applicant's page needs to be real: database, desk, local CA, and the page on loopback. Steps that happen
 * elsewhere (data check in conversation, the operator, the signer) are done by calling the same door they use.
 */
export async function openPageOffice({ publicUrl, kind = 'p-384' }: { publicUrl?: string; kind?: SignatureKind } = {}) {
  const database = await createTestDatabase();
  const dir = await mkdtemp(join(tmpdir(), 'perbarui-page-'));
  let offset = 0;
  const clock = () => new Date(Date.now() + offset);
  const sql = connect(database.url);
  const issuerSql = connect(database.issuerUrl, { max: 2 });
  const boss = await openSender(database.url, 1);
  const keyring = createKeyring(Buffer.alloc(32, 7));
  const requests = createRequestReader();
  const store = createStore({ sql, boss, keyring, clock, settings: () => ({}) });
  const deskParts = { store, keyring, clock, requests, refusedAtSight, settings: SETTINGS, log: silent };
  const desk = createDesk(deskParts);
  const names = { organisation: 'Diskominfo', root: 'Root CA Uji', issuing: 'Issuing CA Uji' };
  const authority = await initAuthority({
    dir: join(dir, 'ca'),
    passphrase: 'kata sandi untuk uji',
    names,
    now: clock(),
    kind,
  });
  const storage = createIssuanceStorage({ sql: issuerSql, keyring, requests });
  const issuer = createLocalIssuer({
    authority,
    storage,
    agreement: createAgreement(join(dir, 'signer.journal'), storage, clock),
    clock,
    profile: personalProfile({ addresses: {} }),
  });
  const letters = createLetterReader();

  const app = new Hono();
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const parts: WebParts = {
    desk,
    sql,
    keyring,
    clock,
    settings: SETTINGS,
    publicUrl: publicUrl ?? url,
    proxies: proxyList([]),
    log: silent,
    letters,
    requests,
    draft: createLetterDraft({ agency: SETTINGS.agency.name, timeZone: SETTINGS.timeZone }),
    authority: {
      chain: async () => authority.chain,
      earlier: async () => [],
      chainOf: async () => authority.chain,
      certificate: async () => authority.certificate,
      crl: () => issuer.crl(),
      ocsp: async () => ({ der: new Uint8Array() }),
    },
    recording: {
      byCertificate: () => ({ ok: false, why: 'none' }),
      bySignedPdf: async () => ({ ok: false, why: 'none' }),
      byNumber: () => ({ ok: false, why: 'none' }),
      byDates: () => ({ ok: false, why: 'none' }),
      checksIssuer: true,
    },
    packet: () => [],
    packetPaper: async () => new Uint8Array(),
    channels: () => [],
    again: { one: async () => ({ refused: 'already' }), all: async () => [] },
    scan: async () => 0,
    miniAppVisitor: (initData) => readMiniAppVisitor(TOKEN, initData, clock()),
    doctor: { latest: () => undefined, examine: async () => 'busy' },
    health: async () => [],
  };
  app.route('/', applicantRoutes(parts));
  app.route('/', authorityRoutes(parts));

  async function enter(entry: Entry): Promise<Outcome> {
    const [outcome] = await desk.receive([entry]);
    return outcome!;
  }
  async function done(entry: Entry): Promise<string> {
    const outcome = await enter(entry);
    if (!('done' in outcome)) throw new Error(`not done: ${JSON.stringify(outcome)}`);
    return outcome.id ?? '';
  }
  const operate = (act: Extract<Entry, { enter: 'operator' }>['act']) =>
    done({ enter: 'operator', operator: OPERATOR, act });

  /** Imports someone whose certificate ends in 14 days and opens her renewal. */
  async function open({ data, serial } = someone()): Promise<string> {
    await operate({ act: 'import-applicant', data });
    await operate({
      act: 'import-certificate',
      nip: data.nip,
      certificate: {
        serial,
        notAfter: new Date(clock().getTime() + 14 * DAY_MS),
        evidence: 'number',
        state: 'valid',
        issuer: 'ams',
      },
    });
    const [row] = await sql`select id from certificates where serial = ${serial}`;
    return operate({ act: 'start', certificate: row!.id });
  }
  async function renewal(id: string): Promise<Renewal> {
    const [row] = await sql`select * from renewals where id = ${id}`;
    return renewalOf(keyring, row!).renewal;
  }
  /** An event of the conversation, which is not played here. */
  async function happens(id: string, event: (now: Renewal) => Omit<RenewalEvent, 'mark'>): Promise<void> {
    const now = await renewal(id);
    await store.transact(async (tx) => {
      const work = new Work(tx, deskParts);
      const mark = work.mark({ role: 'applicant' }, 'mail');
      const result = await apply(work, id, { ...event(now), mark } as RenewalEvent, { quiet: true });
      if ('refused' in result) throw new Error(`refused: ${result.refused}`);
    });
  }
  const office = {
    url,
    sql,
    parts,
    keyring,
    clock,
    authority,
    open,
    renewal,
    happens,
    enter,
    passes(ms: number): void {
      offset += ms;
    },
    awaits: async (id: string) => awaited(await renewal(id)).map(({ what }) => what),
    /** A link as the desk puts it into a message. */
    async link(
      purpose: 'page' | 'confirm' | 'telegram',
      at: { applicant?: string; renewal?: string; message?: string; days?: number },
    ): Promise<string> {
      const id = randomUUID();
      const token = keyring.token('link', id);
      const applicant = at.applicant ?? (await renewal(at.renewal!)).applicant;
      await sql`insert into links (id, hash, purpose, applicant, renewal, message, expires_at, at)
        values (${id}, ${keyring.hash('link', token)}, ${purpose}, ${applicant}, ${at.renewal ?? null}, ${at.message ?? null}, ${new Date(clock().getTime() + (at.days ?? 30) * DAY_MS)}, ${clock()})`;
      return `/${purpose === 'page' ? 'p' : 'c'}/${token}`;
    },
    /** A private chat of somebody who has not said who he is. */
    async stranger(): Promise<string> {
      const contact = randomUUID();
      await sql`insert into contacts (id, channel, address, standing, state, created_at)
        values (${contact}, 'telegram', ${String(randomInt(1e8, 2 ** 46))}, 'claimed', ${sql.json({ language: 'id' })}, ${clock()})`;
      return contact;
    },
    /** A private chat that is bound to him, by its Telegram id; `days`: how long its proof is still in force. */
    async bindChat(applicant: string, { days = 30 } = {}): Promise<number> {
      const user = randomInt(1e8, 2 ** 46);
      const now = clock();
      await sql`insert into contacts (id, channel, address, applicant, standing, proven_until, proven_by, state, created_at)
        values (${randomUUID()}, 'telegram', ${String(user)}, ${applicant}, 'bound', ${new Date(now.getTime() + days * DAY_MS)}, 'code', ${sql.json({ language: 'id' })}, ${now})`;
      return user;
    },
    /** Links to his page that were written to him and wait to be sent, with where they go. */
    async linksWritten(applicant: string): Promise<{ to: string; id: string }[]> {
      return (await sql`
        select c.address as to, m.detail->'link'->>'id' as id from messages m join contacts c on c.id = m.contact
        where m.applicant = ${applicant} and m.direction = 'out' and m.detail->'link'->>'purpose' = 'page'
          and m.detail->>'says' like '%page-link%' order by m.number`) as never;
    },
    /** What the reader job would report of the letter on its way. */
    async readLetter(id: string): Promise<void> {
      const { facts } = await renewal(id);
      await done({
        enter: 'letter-read',
        renewal: id,
        document: facts.letter!.document,
        reading: { ok: true, pages: 1, text: '', signature: 'none' },
        remarks: [],
      });
    },
    /** Data confirmed and letter on file: the key is awaited. */
    async readyForKey(person = someone()): Promise<string> {
      const id = await open(person);
      await happens(id, () => ({ is: 'signed-in', method: 'reply' }));
      await happens(id, ({ version }) => ({ is: 'data-confirmed', version }));
      const { applicant } = await renewal(id);
      await done({
        enter: 'page',
        applicant,
        renewal: id,
        act: { page: 'letter', name: 'surat.pdf', content: Buffer.from(`%PDF-1.4 ${id}`), letter: 'recommendation' },
      });
      await office.readLetter(id);
      return id;
    },
    /** The operator approves what is there, and the CA issues. */
    async approveAndIssue(id: string): Promise<void> {
      const before = await renewal(id);
      await operate({ act: 'approve', renewal: id, content: reviewContent(before) });
      const request = `${id}:${(await renewal(id)).facts.issuances}`;
      const issuance = await issuer.issue({ id: request });
      await done({ enter: 'issuance', request, issuance });
    },
    operate,
    async close(): Promise<void> {
      await new Promise((resolve) => {
        server.close(resolve);
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
      await letters.stop();
      await boss.stop({ graceful: false });
      await Promise.all([sql.end(), issuerSql.end()]);
      await database.drop();
      await rm(dir, { recursive: true, force: true });
    },
  };
  return office;
}
export type PageOffice = Awaited<ReturnType<typeof openPageOffice>>;
