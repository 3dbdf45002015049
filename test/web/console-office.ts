import type { Hono } from 'hono';
import { connect } from '../../db/connect.ts';
import { createKeptReads } from '../../db/kept.ts';
import { createOperator } from '../../db/operators.ts';
import { renewalOf } from '../../db/renewals.ts';
import { openSender } from '../../db/sender.ts';
import { createStore } from '../../db/store.ts';
import type { Inbound } from '../../src/conversation/inbound.ts';
import { createProcessingAgain } from '../../src/desk/again/kept.ts';
import type { Entry, OperatorAct, Outcome } from '../../src/desk/entry.ts';
import type { DeskSettings } from '../../src/desk/parts.ts';
import type { LetterReader } from '../../src/desk/ports.ts';
import { createDesk } from '../../src/desk/receive.ts';
import { packetFields } from '../../src/issuance/ams/ams.ts';
import { createRequestReader } from '../../src/issuance/request/csr.ts';
import { createRecording } from '../../src/issuance/signer/recording.ts';
import { refusedAtSight } from '../../src/letters/at-sight.ts';
import { createLetterDraft } from '../../src/letters/draft.ts';
import { createPacketPaper } from '../../src/letters/packet.ts';
import { silent } from '../../src/log.ts';
import type { Data, Renewal } from '../../src/renewal/renewal.ts';
import { newKey } from '../../src/sandbox/play.ts';
import { SAMPLES } from '../../src/sandbox/samples.ts';
import { createKeyring } from '../../src/seal.ts';
import { proxyList } from '../../src/web/client-address.ts';
import type { WebParts } from '../../src/web/parts.ts';
import { createWeb } from '../../src/web/server.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

const DAY_MS = 86_400_000;
export const PASSWORD = 'kata-sandi-operator-1';
const START = new Date('2026-11-02T02:00:00Z');

const SETTINGS: DeskSettings = {
  agency: {
    name: 'Diskominfo Provinsi Contoh',
    phone: '021-555-0100',
    address: 'Jalan Contoh 1, Kota Contoh',
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
  noticeDailyCap: 2,
  reminderDays: [3, 7, 14],
};

export type ConsoleOffice = Awaited<ReturnType<typeof openConsole>>;

/**
 * The console with a real desk on a real database; what channels and jobs would bring is brought through the same door.
 * The clock stands still until it is moved. The database is its own and goes with it, unless it is opened on another's.
 */
export async function openConsole(
  settings: Partial<DeskSettings> = {},
  web: Partial<WebParts> = {},
  on?: Pick<TestDatabase, 'url' | 'ownerUrl'>,
) {
  const own = on ? undefined : await createTestDatabase();
  const database = on ?? own!;
  const sql = connect(database.url, { name: 'console-test' });
  const boss = await openSender(database.url, 2);
  const keyring = createKeyring(Buffer.alloc(32, 7));
  let now = START;
  const clock = () => now;
  const inForce = { ...SETTINGS, ...settings };
  const requests = createRequestReader();
  const desk = createDesk({
    store: createStore({ sql, boss, keyring, clock, settings: () => inForce }),
    keyring,
    clock,
    requests,
    refusedAtSight,
    settings: inForce,
    log: silent,
  });
  const letters: LetterReader = { read: async () => ({ ok: false, refused: 'unreadable' }), compare: () => [] };
  const draft = createLetterDraft({ agency: inForce.agency.name, timeZone: inForce.timeZone });
  const recording = createRecording({ clock, readPdf: async () => ({ ok: false }) });
  const parts: WebParts = {
    desk,
    sql,
    keyring,
    clock,
    settings: inForce,
    publicUrl: 'http://localhost',
    proxies: proxyList([]),
    log: silent,
    letters,
    draft,
    requests,
    recording,
    packet: packetFields,
    packetPaper: createPacketPaper({ agency: inForce.agency.name }),
    scan: async () => 0,
    doctor: { latest: () => undefined, examine: async () => 'busy' },
    channels: () => [],
    again: createProcessingAgain({ desk, reads: createKeptReads({ sql, keyring }), edges: new Map() }),
    health: async () => [{ part: 'database', ok: true }],
    notices: { mode: 'preview', days: [30, 14, 7] },
    ...web,
  };
  const app: Hono = createWeb(parts);
  const id = (await createOperator(sql, { login: 'rina', name: 'Rina', password: PASSWORD, mustChange: false }, now))!;
  const operator = { id, name: 'Rina' };

  const enter = async (entry: Entry): Promise<Outcome> => (await desk.receive([entry]))[0]!;
  const does = async (act: OperatorAct, by = operator): Promise<Outcome> =>
    enter({ enter: 'operator', operator: by, act });
  let count = 0;
  /** A mail that proves its sender: his reply token and an aligned signature. */
  const mails = async ({ email, name }: Data, text: string, more: Partial<Inbound> = {}): Promise<Outcome> => {
    const [last] =
      await sql`select m.id from messages m join contacts c on c.id = m.contact where c.address = ${email} and m.direction = 'out' order by m.number desc limit 1`;
    const externalId = String(++count);
    const message: Inbound = {
      channel: 'mail',
      source: 'imap:test:1',
      externalId,
      copyKey: `<${externalId}@test>`,
      contact: { channel: 'mail', value: email },
      name,
      at: now,
      subject: 'Re: Sertifikat',
      text,
      wholeText: text,
      answers: [],
      files: [],
      raw: Buffer.from(text),
      ...(last ? { proof: { token: keyring.token('reply', last.id), authentic: 'aligned' } } : {}),
      ...more,
    };
    return enter({ enter: 'message', message });
  };
  const renewal = async (data: Data): Promise<Renewal> => {
    const [row] =
      await sql`select r.* from renewals r join applicants a on a.id = r.applicant where a.nip_hash = ${keyring.hash('nip', data.nip)} order by r.opened_at desc limit 1`;
    return renewalOf(keyring, row!).renewal;
  };
  const passes = (ms: number) => {
    now = new Date(now.getTime() + ms);
  };
  const letter = (data: Data) => draft.draft({ letter: 'recommendation', data, renewal: '2026-000001', at: now });

  return {
    app,
    parts,
    database,
    sql,
    desk,
    keyring,
    clock,
    operator,
    does,
    enter,
    mails,
    renewal,
    passes,
    letter,
    /** An applicant with a certificate that ends in so many days. */
    async has(data: Data, days = 14, serial = data.nik): Promise<string> {
      await does({ act: 'import-applicant', data });
      const notAfter = new Date(START.getTime() + days * DAY_MS);
      const outcome = await does({
        act: 'import-certificate',
        nip: data.nip,
        certificate: { serial, notAfter, evidence: 'number', state: 'valid', issuer: inForce.issuer },
      });
      return (outcome as { id: string }).id;
    },
    /** His renewal, with data confirmed and letter on file; with a key too where one is needed: ready for the review. */
    async reviewable(data: Data, days = 14, serial = data.nik): Promise<Renewal> {
      const certificate = await this.has(data, days, serial);
      await does({ act: 'start', certificate });
      passes(60_000);
      await mails(data, 'Bersedia, silakan dimulai');
      passes(240_000);
      await mails(data, 'sudah sesuai semua');
      passes(3_600_000);
      await this.page(data, {
        page: 'letter',
        name: 'Surat Rekomendasi.pdf',
        content: await letter(data),
        letter: 'recommendation',
      });
      const { facts, rules, id: renewalId } = await renewal(data);
      await enter({
        enter: 'letter-read',
        renewal: renewalId,
        document: facts.letter!.document,
        reading: { ok: true, pages: 1, text: '', signature: 'none' },
        remarks: ['missing:email'],
      });
      if (rules.needsCsr) await this.page(data, { page: 'request', content: (await newKey(data.name)).request });
      return renewal(data);
    },
    async page(data: Data, act: Extract<Entry, { enter: 'page' }>['act']): Promise<Outcome> {
      const { id: renewalId, applicant } = await renewal(data);
      return enter({ enter: 'page', applicant, renewal: renewalId, act });
    },
    browser: (login = 'rina', password = PASSWORD) => signedInBrowser(app, login, password),
    async close() {
      await boss.stop({ graceful: false });
      await sql.end();
      await own?.drop();
    },
  };
}

export const person = (name: string): Data => SAMPLES.find(({ data }) => data.name.startsWith(name))!.data;

let people = 100;
/** Somebody new each time, with numbers and an address of his own. */
export function newcomer(): Data {
  people += 1;
  return {
    ...person('Siti'),
    nik: `1371015203850${people}`,
    nip: `198503122010012${people}`,
    email: `orang-${people}@contohprov.example`,
  };
}

/** As much of a browser as the console needs: it keeps the cookie, follows redirects, fills the form's token in. */
export async function signedInBrowser(app: Hono, login: string, password: string) {
  const browser = plainBrowser(app);
  const response = await browser.post('/console/sign-in', { login, password });
  return { ...browser, response };
}

export function plainBrowser(app: Hono) {
  let cookie = '';
  const keep = (response: Response) => {
    const set = response.headers.get('set-cookie');
    for (const part of set ? [...response.headers.getSetCookie()] : []) cookie = part.split(';')[0]!;
    return response;
  };
  const get = async (path: string, headers: Record<string, string> = {}) =>
    keep(await app.request(path, { headers: { cookie, ...headers } }));
  const read = async (path: string) => (await get(path)).text();
  const csrf = async () => /name="csrf" value="([^"]+)"/.exec(await read('/console/people'))?.[1] ?? '';
  const post = async (
    path: string,
    fields: Record<string, string | readonly string[] | Blob>,
    headers: Record<string, string> = {},
  ) => {
    const form = new FormData();
    for (const [name, value] of Object.entries({ csrf: path === '/console/sign-in' ? '' : await csrf(), ...fields }))
      for (const each of Array.isArray(value) ? value : [value]) form.append(name, each as string);
    return keep(
      await app.request(path, {
        method: 'POST',
        body: form,
        headers: { cookie, origin: 'http://localhost', ...headers },
      }),
    );
  };
  return {
    /** Asks as whoever is signed in, in any way. */
    ask: async (path: string, { headers, ...init }: { method?: string; headers?: Record<string, string> }) =>
      app.request(path, { ...init, headers: { cookie, ...headers } }),
    get,
    read,
    post,
    cookie: () => cookie,
    /** Posts a form and reads the page it leads to. */
    async send(path: string, fields: Parameters<typeof post>[1]): Promise<string> {
      const response = await post(path, fields);
      const to = response.headers.get('location');
      return to ? read(to.split('#')[0]!) : response.text();
    },
  };
}
