import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createOperator } from '../../db/operators.ts';
import { type House, openHouse } from '../../src/compose/house.ts';
import { readConfig } from '../../src/config.ts';
import { silent } from '../../src/log.ts';
import { freePort } from '../../src/sandbox/database.ts';
import { type Embedded, startEmbedded } from '../../src/sandbox/embedded.ts';
import { type MailServer, startMailServer } from '../../src/sandbox/mail/server.ts';
import { FROM, REPLY_ADDRESS } from '../mail/support.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { startTelegram, TOKEN } from '../support/telegram.ts';
import { signedInBrowser } from '../web/console-office.ts';

/** A house whose every part is configured, as an office has it; the servers are on this machine. */
let database: TestDatabase;
let mail: MailServer;
let telegram: Awaited<ReturnType<typeof startTelegram>>;
let house: House;
let embedded: Embedded;
let dir: string;
let variables: Record<string, string>;
const PASSWORD = 'kata-sandi-operator-1';

beforeAll(async () => {
  database = await createTestDatabase();
  dir = await mkdtemp(join(tmpdir(), 'perbarui-doctor-'));
  mail = await startMailServer({ system: { user: FROM, password: 'kata-sandi', address: FROM } });
  telegram = await startTelegram();
  variables = {
    PORT: String(await freePort()),
    DATA_DIR: dir,
    DATABASE_URL: database.url,
    DATABASE_OWNER_URL: database.ownerUrl,
    ISSUER_DATABASE_URL: database.issuerUrl,
    SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
    CA_PASSPHRASE: 'kata sandi untuk uji',
    IMAP_URL: mail.imapUrl,
    SMTP_URL: mail.smtpUrl,
    MAIL_FROM: FROM,
    REPLY_ADDRESS,
    MAIL_AUTHSERV_ID: mail.authservId,
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    TELEGRAM_OPERATOR_CHAT: String(telegram.world.group({ title: 'Operator' }).id),
  };
  const config = readConfig(variables);
  embedded = await startEmbedded(config, silent);
  house = await openHouse(config, embedded.ground, { clock: () => new Date(), log: silent });
  await createOperator(house.sql, { login: 'rina', name: 'Rina', password: PASSWORD, mustChange: false });
});
afterAll(async () => {
  await house.stop();
  await embedded.stop();
  await Promise.all([mail.stop(), telegram.stop()]);
  await database.drop();
  await rm(dir, { recursive: true });
});

/** The command as a person calls it, beside the running house. */
function doctor(changes: Record<string, string> = {}, ...args: string[]) {
  const env = { PATH: process.env.PATH ?? '', ...variables, ...changes };
  return new Promise<{ code: number; output: string }>((resolve) => {
    execFile(process.execPath, ['src/cli.ts', 'doctor', ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), output: stdout + stderr }),
    );
  });
}
const codesIn = (output: string): string[] =>
  JSON.parse(output).parts.flatMap(({ findings }: { findings: { code: string }[] }) =>
    findings.map(({ code }) => code),
  );
const EXPECTED = [
  'address-ok',
  'bot-ok',
  'ca-ok',
  'clock-ok',
  'group-ok',
  'imap-ok',
  'journal-ok',
  'mail-arrived',
  'polling-ok',
  'queues-ok',
  'reply-token-kept',
  'roles-ok',
  'schema-ok',
  'smtp-ok',
];

describe('the page of the console', () => {
  test('sends for the doctor, fills as parts finish, and keeps what was found', async () => {
    // As a browser asks: from our own address, following redirections by itself.
    const app = {
      request: (path: string, { headers, ...init }: RequestInit) =>
        fetch(house.url + path, { ...init, headers: { ...headers, origin: house.url }, redirect: 'manual' }),
    };
    const rina = await signedInBrowser(app as unknown as Hono, 'rina', PASSWORD);
    expect(await rina.read('/console/doctor')).toContain('Belum ada pemeriksaan');
    const before = await house.sql`select id from messages`;
    const page = await rina.send('/console/doctor', {});
    expect(page).toContain('Sedang diperiksa');
    expect(page).toContain('hx-get="/console/doctor/content"');
    // Another press while it runs starts no second one.
    expect(await rina.send('/console/doctor', {})).toContain('Sedang diperiksa');
    await expect.poll(() => rina.read('/console/doctor/content'), { timeout: 20_000 }).toContain('Periksa lagi');
    const done = await rina.read('/console/doctor');
    for (const code of EXPECTED) expect(done).toContain(`>${code}</code>`);
    expect(done).not.toContain('perlu diperbaiki');
    expect(done).not.toContain('hx-trigger="every 1s"');
    expect(mail.world.addresses()).toEqual([]);
    // The listener had the probe: on record as a robot's, once, and nothing was written to anybody.
    const added = async () =>
      house.sql`select direction, author from messages where id <> all(${before.map(({ id }) => id)})`;
    await expect.poll(added, { timeout: 10_000 }).toEqual([{ direction: 'in', author: 'robot' }]);
  });
});

describe('the command', () => {
  test('says for programs that nothing is wrong, beside the house that runs', async () => {
    const { code, output } = await doctor({}, '--json');
    expect(codesIn(output)).toEqual(expect.arrayContaining(EXPECTED));
    expect(output).not.toContain('kata-sandi');
    expect(code).toBe(0);
  });

  test('fails when something is wrong, says what mends it, and repeats no secret', async () => {
    const IMAP_URL = mail.imapUrl.replace('kata-sandi', 'salah-ketik');
    const { code, output } = await doctor({ IMAP_URL, SECRET_KEY: Buffer.alloc(32, 9).toString('base64') });
    expect(code).toBe(1);
    expect(output).toContain('[imap-sign-in]');
    expect(output).toContain('[address-foreign]');
    expect(output).toContain('→ Periksa nama pengguna dan kata sandi');
    expect(output).not.toContain('salah-ketik');
  });

  test('names what the configuration itself lacks', async () => {
    const { code, output } = await doctor({ SMTP_URL: '' }, '--json');
    expect([code, JSON.parse(output)]).toEqual([
      2,
      { ok: false, configuration: [{ variable: 'SMTP_URL', why: expect.any(String) }] },
    ]);
  });

  test('waits for nobody: while another examines, it says so', async () => {
    await house.sql`insert into leases (name, holder, until) values ('doctor', 'x', now() + interval '1 minute')`;
    const { code, output } = await doctor();
    await house.sql`delete from leases where name = 'doctor'`;
    expect([code, output]).toEqual([2, 'Pemeriksaan lain sedang berjalan. Tunggu sebentar, lalu ulangi.\n']);
  });
});
