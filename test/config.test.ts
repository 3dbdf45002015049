import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ConfigFault, type Environment, readConfig } from '../src/config.ts';
import { parseOfficeHours } from '../src/renewal/office.ts';
import { Variables } from '../src/variables.ts';

const KEY = Buffer.alloc(32, 7).toString('base64');
const TELEGRAM = { TELEGRAM_BOT_TOKEN: `123456:${'a'.repeat(35)}` };
const MAIL = {
  IMAP_URL: 'imaps://sertifikat%40contoh.go.id:kata@mail.contoh.go.id/INBOX',
  SMTP_URL: 'smtps://u:p@mail.contoh.go.id',
};
const DATABASE = { DATABASE_URL: 'postgres://app:kata@db/perbarui' };
const AGENCY = {
  AGENCY_NAME: 'Diskominfo',
  AGENCY_PHONE: '(0274) 1',
  AGENCY_ADDRESS: 'Jalan A',
  AGENCY_PAGE: 'https://diskominfo.go.id',
};
const PRODUCTION = {
  NODE_ENV: 'production',
  ...DATABASE,
  DATABASE_OWNER_URL: 'postgres://owner:kata@db/perbarui',
  ISSUER_DATABASE_URL: 'postgres://issuer:kata@db/perbarui',
  ...TELEGRAM,
  ...MAIL,
  ...AGENCY,
  PUBLIC_URL: 'https://sertifikat.contoh.go.id/',
  SECRET_KEY: KEY,
  CA_PASSPHRASE: 'kuda baterai tepat',
};

function faultsOf(env: Environment): Record<string, string> {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigFault)
      return Object.fromEntries(error.faults.map(({ variable, why }) => [variable, why]));
    throw error;
  }
  return {};
}

test('the policies and the years of certificates are checked', () => {
  const { certificates } = readConfig({
    CERTIFICATE_POLICY: '1.3.6.1.4.1.55555.1.1, 2.16.360.1',
    CERTIFICATE_YEARS: '3',
  });
  expect(certificates).toEqual({ policies: ['1.3.6.1.4.1.55555.1.1', '2.16.360.1'], years: 3 });
  for (const wrong of ['1', '3.1.2', '1.40.1', '1.2.03', '1.2.3,1.2.3', 'policy', '1.2..3'])
    expect(faultsOf({ CERTIFICATE_POLICY: wrong })).toHaveProperty('CERTIFICATE_POLICY');
  expect(faultsOf({ CERTIFICATE_YEARS: '4' })).toHaveProperty('CERTIFICATE_YEARS');
});

test('a misspelt word for production is refused, and opens no sandbox', () => {
  for (const NODE_ENV of ['Production', 'prod', 'produksi', '"production"'])
    expect(faultsOf({ ...PRODUCTION, NODE_ENV, PUBLIC_URL: '' })).toHaveProperty('NODE_ENV');
  expect(faultsOf({ ...PRODUCTION, NODE_ENV: ' production ', PUBLIC_URL: '' })).toHaveProperty('PUBLIC_URL');
});

test('blanks around a value are no part of it, quotation marks are named, and secrets stay as they are', () => {
  const blanks = Object.fromEntries(Object.entries(PRODUCTION).map(([name, value]) => [name, ` ${value} `]));
  expect(readConfig({ ...blanks, DATA_DIR: '/data ' })).toMatchObject({
    production: true,
    dataDir: '/data',
    publicUrl: 'https://sertifikat.contoh.go.id',
    caPassphrase: ` ${PRODUCTION.CA_PASSPHRASE} `,
  });
  expect(faultsOf({ ...PRODUCTION, REPLY_ADDRESS: '"s+{token}@a.go.id"', SECRET_KEY: `'${KEY}'` })).toEqual({
    REPLY_ADDRESS: 'stands in quotation marks: leave them out',
    SECRET_KEY: 'stands in quotation marks: leave them out',
  });
  expect(readConfig({ ...PRODUCTION, CA_PASSPHRASE: '"kata sandi"' }).caPassphrase).toBe('"kata sandi"');
});

test('a sign in a password that ends it, or stands for another, is told with how it is written', () => {
  for (const [variable, value] of [
    ['DATABASE_URL', 'postgres://app:ka#ta@db/perbarui'],
    ['DATABASE_URL', 'postgres://app%:kata@db/perbarui'],
    ['IMAP_URL', 'imaps://s:100%zz@mail.contoh.go.id/INBOX'],
    ['SMTP_URL', 'smtps://s:ka/ta@mail.contoh.go.id'],
  ] as const)
    expect(faultsOf({ ...PRODUCTION, [variable]: value })[variable]).toContain('%40 %3A %2F %3F %23 %25');
});

test('an address is kept in one form: what stands in certificates is ASCII, whatever was typed', () => {
  const { publicUrl, authorityUrl } = readConfig({
    ...PRODUCTION,
    PUBLIC_URL: 'HTTPS://Sértifikat.contoh.go.id:443//',
    AUTHORITY_URL: 'http://sértifikat.contoh.go.id/',
  });
  expect([publicUrl, authorityUrl]).toEqual([
    'https://xn--srtifikat-b4a.contoh.go.id',
    'http://xn--srtifikat-b4a.contoh.go.id',
  ]);
  for (const PUBLIC_URL of ['https://u:p@a.go.id', 'https://a.go.id?x=1', 'https://a.go.id/#atas'])
    expect(faultsOf({ ...PRODUCTION, PUBLIC_URL })).toHaveProperty('PUBLIC_URL');
});

test('with nothing configured everything is embedded, and nothing is missing', () => {
  const config = readConfig({});
  expect(config.parts).toEqual({ database: 'embedded', mail: 'embedded', telegram: 'embedded' });
  expect(config).toMatchObject({
    port: 8080,
    sandboxPort: 8081,
    host: '127.0.0.1',
    publicUrl: 'http://localhost:8080',
    caDir: './data/ca',
    certificates: { policies: [], years: 2 },
  });
  expect(config).toMatchObject({
    noticeDays: [30, 14, 7, 3, 1],
    reminderDays: [2, 5, 10],
    notices: 'on',
    issuer: 'local',
    language: 'id',
  });
  expect(config.agency.name).toBe('Dinas Komunikasi dan Informatika Provinsi Contoh');
  expect(config.secretKey).toBeUndefined();
});

test('each part becomes real through its own variable alone, and then the sandbox pages are off', () => {
  for (const [part, env] of Object.entries({ database: DATABASE, mail: MAIL, telegram: TELEGRAM })) {
    const config = readConfig(env);
    expect(config.parts).toMatchObject({ [part]: 'real' });
    expect(Object.values(config.parts).filter((state) => state === 'real')).toHaveLength(1);
    expect(config.sandboxPort).toBeUndefined();
    expect(readConfig({ ...env, SANDBOX: 'mixed' }).sandboxPort).toBe(8081);
  }
});

test('a database alone serves all three roles, and a mailbox whose user is an address needs no sender', () => {
  expect(readConfig(DATABASE).database).toEqual({
    url: DATABASE.DATABASE_URL,
    ownerUrl: DATABASE.DATABASE_URL,
    issuerUrl: DATABASE.DATABASE_URL,
    issuerRole: 'app',
  });
  expect(readConfig(MAIL).mail?.from).toBe('sertifikat@contoh.go.id');
  expect(faultsOf({ ...MAIL, IMAP_URL: 'imaps://u:p@mail.contoh.go.id' })).toHaveProperty('MAIL_FROM');
});

const SIGNER = {
  ROLES: 'issuer',
  ISSUER_DATABASE_URL: PRODUCTION.ISSUER_DATABASE_URL,
  SECRET_KEY: KEY,
  PUBLIC_URL: PRODUCTION.PUBLIC_URL,
  CA_PASSPHRASE: PRODUCTION.CA_PASSPHRASE,
};

test('a process that only signs needs its own database role, keys and address, and knows no channel', () => {
  for (const more of [{}, { NODE_ENV: 'production' }]) {
    const config = readConfig({ ...SIGNER, ...more });
    expect(config).toMatchObject({
      signer: { url: SIGNER.ISSUER_DATABASE_URL },
      parts: { database: 'real', mail: 'off', telegram: 'off' },
    });
    expect([config.database, config.mail, config.telegram]).toEqual([undefined, undefined, undefined]);
  }
  const needed = ['ISSUER_DATABASE_URL', 'SECRET_KEY', 'PUBLIC_URL', 'CA_PASSPHRASE'];
  expect(Object.keys(faultsOf({ ROLES: 'issuer' })).toSorted()).toEqual(needed.toSorted());
  expect(faultsOf({ ...SIGNER, CA_PASSPHRASE: '', CA_PASSPHRASE_FILE: '/run/secrets/ca' })).toEqual({});
  expect(faultsOf({ ...SIGNER, ISSUER: 'ams' })).toHaveProperty('ROLES');
});

test('where another process signs, neither its passphrase nor its way into the database is needed', () => {
  const { CA_PASSPHRASE: _, ISSUER_DATABASE_URL: __, ...rest } = PRODUCTION;
  const others = { ...rest, ROLES: 'telegram,mail,desk,web' };
  expect(Object.keys(faultsOf(others))).toEqual(['ISSUER_DATABASE_ROLE']);
  const { database } = readConfig({ ...others, ISSUER_DATABASE_ROLE: 'penanda' });
  expect(database).toMatchObject({ issuerRole: 'penanda' });
  expect(database).not.toHaveProperty('issuerUrl');
});

test('the passphrase of the CA comes from one place', () => {
  const file = { CA_PASSPHRASE_FILE: '/run/secrets/ca' };
  expect(faultsOf({ ...PRODUCTION, ...file })).toHaveProperty('CA_PASSPHRASE_FILE');
  expect(readConfig({ ...PRODUCTION, ...file, CA_PASSPHRASE: '' }).caPassphraseFile).toBe('/run/secrets/ca');
});

test('a channel can be off, but not both', () => {
  expect(readConfig({ TELEGRAM_BOT_TOKEN: 'off' }).parts.telegram).toBe('off');
  expect(readConfig({ IMAP_URL: 'off' }).parts.mail).toBe('off');
  expect(faultsOf({ TELEGRAM_BOT_TOKEN: 'off', IMAP_URL: 'off' })).toHaveProperty('TELEGRAM_BOT_TOKEN');
  expect(faultsOf({ IMAP_URL: 'off', SMTP_URL: MAIL.SMTP_URL })).toHaveProperty('SMTP_URL');
});

test('half a mailbox, or a role of a database that is not there, names what is missing', () => {
  expect(faultsOf({ IMAP_URL: MAIL.IMAP_URL })).toEqual({ SMTP_URL: expect.stringContaining('IMAP_URL is set') });
  expect(faultsOf({ ISSUER_DATABASE_URL: DATABASE.DATABASE_URL })).toHaveProperty('DATABASE_URL');
  expect(faultsOf({ AGENCY_NAME: 'Diskominfo' })).toHaveProperty('AGENCY_PHONE');
});

test('sign-in by OAuth2 and a key for DKIM are complete, or what is missing is named', () => {
  const oauth = {
    ...MAIL,
    MAIL_OAUTH_TOKEN_URL: 'https://login.contoh.go.id/token',
    MAIL_OAUTH_CLIENT_ID: 'perbarui',
    MAIL_OAUTH_REFRESH_TOKEN: 'segar',
  };
  expect(readConfig(oauth).mail?.oauth).toEqual({
    url: 'https://login.contoh.go.id/token',
    clientId: 'perbarui',
    refreshToken: 'segar',
  });
  expect(faultsOf({ ...oauth, MAIL_OAUTH_REFRESH_TOKEN: '' })).toHaveProperty('MAIL_OAUTH_CLIENT_SECRET');
  expect(faultsOf({ ...oauth, MAIL_OAUTH_CLIENT_ID: '' })).toHaveProperty('MAIL_OAUTH_CLIENT_ID');
  expect(faultsOf({ ...oauth, MAIL_OAUTH_TOKEN_URL: '' })).toHaveProperty('MAIL_OAUTH_TOKEN_URL');
  expect(faultsOf({ ...oauth, MAIL_OAUTH_TOKEN_URL: 'http://login.contoh.go.id/token' })).toHaveProperty(
    'MAIL_OAUTH_TOKEN_URL',
  );
  expect(faultsOf({ ...oauth, IMAP_URL: 'imaps://mail.contoh.go.id', MAIL_FROM: 's@contoh.go.id' })).toHaveProperty(
    'IMAP_URL',
  );
  const dkim = { ...MAIL, DKIM_SELECTOR: 'k1', DKIM_KEY_FILE: '/kunci.pem' };
  expect(readConfig(dkim).mail?.dkim).toEqual({ domain: 'contoh.go.id', selector: 'k1', keyFile: '/kunci.pem' });
  expect(
    readConfig({ ...dkim, MAIL_FROM: 'S <s@d.contoh.go.id>', DKIM_DOMAIN: 'contoh.go.id' }).mail?.dkim?.domain,
  ).toBe('contoh.go.id');
  expect(faultsOf({ ...dkim, DKIM_DOMAIN: 'lain.go.id' })).toHaveProperty('DKIM_DOMAIN');
  expect(faultsOf({ ...dkim, DKIM_SELECTOR: '' })).toHaveProperty('DKIM_SELECTOR');
  expect(faultsOf({ ...dkim, DKIM_KEY_FILE: '' })).toHaveProperty('DKIM_KEY_FILE');
  expect(faultsOf({ DKIM_SELECTOR: 'k1', DKIM_KEY_FILE: '/kunci.pem' })).toHaveProperty('IMAP_URL');
});

test('a complete production configuration is accepted', () => {
  const config = readConfig(PRODUCTION);
  expect(config).toMatchObject({ production: true, notices: 'preview', publicUrl: 'https://sertifikat.contoh.go.id' });
  expect(config.authorityUrl).toBe('https://sertifikat.contoh.go.id');
  expect(config.secretKey).toEqual(Buffer.alloc(32, 7));
  expect(config.sandboxPort).toBeUndefined();
});

test('production lacks nothing silently: every needed variable is named when it is missing', () => {
  for (const name of Object.keys(PRODUCTION).filter((each) => each !== 'NODE_ENV')) {
    expect(Object.keys(faultsOf({ ...PRODUCTION, [name]: undefined })), name).toContain(name);
  }
});

test('production refuses embedded parts unless asked for by name', () => {
  const { TELEGRAM_BOT_TOKEN, ...without } = PRODUCTION;
  expect(faultsOf(without)).toEqual({ TELEGRAM_BOT_TOKEN: expect.stringContaining('SANDBOX=telegram') });
  expect(readConfig({ ...without, SANDBOX: 'telegram' }).parts.telegram).toBe('embedded');
  expect(readConfig({ ...without, SANDBOX: 'telegram' }).sandboxPort).toBeUndefined();
  expect(faultsOf({ ...without, SANDBOX: 'telegram,mixed' })).toHaveProperty('SANDBOX');
});

test('production refuses a public address without https, and a signer that shares the application role', () => {
  expect(faultsOf({ ...PRODUCTION, PUBLIC_URL: 'http://sertifikat.contoh.go.id' })).toHaveProperty('PUBLIC_URL');
  expect(faultsOf({ ...PRODUCTION, ISSUER_DATABASE_URL: DATABASE.DATABASE_URL })).toHaveProperty('ISSUER_DATABASE_URL');
});

test('the address in certificates may be another than the pages have, and plain http in production too', () => {
  const authorityUrl = 'http://ca.contoh.go.id';
  expect(readConfig({ ...PRODUCTION, AUTHORITY_URL: `${authorityUrl}/` })).toMatchObject({ authorityUrl });
});

test('the ams issuer needs no passphrase of a CA', () => {
  const { CA_PASSPHRASE, ISSUER_DATABASE_URL, ...rest } = PRODUCTION;
  expect(readConfig({ ...rest, ISSUER: 'ams' }).caPassphrase).toBeUndefined();
});

test("the CA's status service is whole or absent, over TLS, and of the ams issuer alone", () => {
  const status = {
    AMS_STATUS_URL: 'https://esign.contoh.go.id/',
    AMS_STATUS_USER: 'kominfo',
    AMS_STATUS_PASSWORD: 'rahasia:9',
  };
  expect(readConfig({ ISSUER: 'ams', ...status }).amsStatus).toEqual({
    url: 'https://esign.contoh.go.id',
    user: 'kominfo',
    password: 'rahasia:9',
    path: '/api/user/status/{nik}',
    field: 'status',
  });
  expect(readConfig(status).amsStatus).toBeUndefined();
  for (const name of Object.keys(status))
    expect(faultsOf({ ISSUER: 'ams', ...status, [name]: undefined }), name).toHaveProperty(name);
  for (const url of ['http://esign.contoh.go.id', 'https://a:b@esign.contoh.go.id', 'https://x.go.id/?a=1', 'ftp://x'])
    expect(faultsOf({ ISSUER: 'ams', ...status, AMS_STATUS_URL: url }), url).toHaveProperty('AMS_STATUS_URL');
  expect(readConfig({ ISSUER: 'ams', ...status, AMS_STATUS_URL: 'http://127.0.0.1:8090' }).amsStatus).toBeDefined();
  expect(faultsOf({ ...status, AMS_STATUS_USER: 'a:b', AMS_STATUS_PATH: '/status', AMS_STATUS_FIELD: 'a b' })).toEqual({
    AMS_STATUS_USER: expect.any(String),
    AMS_STATUS_PATH: expect.any(String),
    AMS_STATUS_FIELD: expect.any(String),
  });
});

test("a desktop's own LANGUAGE neither stops the start nor changes the language", () => {
  expect(readConfig({ LANGUAGE: 'en_US:en' }).language).toBe('id');
  expect(readConfig({ LANGUAGE: 'en' }).language).toBe('en');
});

test('all faults are reported at once, by name', () => {
  const faults = faultsOf({
    PORT: 'x',
    LANGUAGE: 'jv',
    TIME_ZONE: 'Asia/Atlantis',
    SECRET_KEY: 'short',
    NOTICE_DAYS: '30,x',
    SMTP_URL: 'off',
    IMAP_URL: 'http://x',
    REPLY_ADDRESS: 'a@b',
    ROLES: 'web,cook',
  });
  expect(Object.keys(faults).sort()).toEqual([
    'IMAP_URL',
    'LANGUAGE',
    'NOTICE_DAYS',
    'PORT',
    'REPLY_ADDRESS',
    'ROLES',
    'SECRET_KEY',
    'TIME_ZONE',
  ]);
});

test('a webhook that nobody would answer is a fault', () => {
  const webhook = {
    ...TELEGRAM,
    TELEGRAM_WEBHOOK_URL: 'https://sertifikat.agency.go.id/telegram',
  };
  expect(faultsOf({ ...webhook, ROLES: 'telegram, desk' })).toEqual({ ROLES: expect.stringContaining('without web') });
  for (const ROLES of [undefined, 'telegram,web', 'desk'])
    expect(readConfig({ ...webhook, ROLES }).telegram?.webhookUrl).toBe(webhook.TELEGRAM_WEBHOOK_URL);
});

test('no value ever stands in a fault', () => {
  const secret = fc.stringMatching(/^[a-z]{12,20}$/).map((word) => `zz${word}zz`);
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(Variables.shape)), secret, (name, value) => {
      for (const env of [{ [name]: value }, { ...PRODUCTION, [name]: value }]) {
        try {
          readConfig(env);
        } catch (error) {
          expect((error as Error).message).not.toContain(value);
        }
      }
    }),
    { numRuns: 500 },
  );
});

test('an empty variable is an absent one, as in an untouched example file', () => {
  const empty = Object.fromEntries(Object.keys(Variables.shape).map((name) => [name, '']));
  expect(readConfig(empty)).toEqual(readConfig({}));
});

test('office hours are accepted exactly when the office can be opened by them', () => {
  const part = fc.oneof(
    fc.stringMatching(
      /^(Mon|Wed|Fri|Sun)(-(Tue|Thu|Sat))? (0[0-9]|1[0-9]|2[0-5]):[0-7]0-(0[0-9]|1[0-9]|2[0-5]):[0-7]0$/,
    ),
    fc.constantFrom('Mon-Fri 07:30-16:00', 'Sun 00:00-24:00', 'Fri 16:00-07:30', 'Senin 07:30-16:00', ' '),
  );
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 3 }), (parts) => {
      const text = parts.join(',');
      if (text.trim() === '') return;
      const accepted = !('OFFICE_HOURS' in faultsOf({ OFFICE_HOURS: text }));
      expect(accepted, text).toBe(parseOfficeHours(text) !== undefined);
    }),
    { numRuns: 1_000 },
  );
});

test('closed days are days of the calendar, one or from the first to the last', () => {
  const { officeClosed } = readConfig({ OFFICE_CLOSED: '2026-12-25, 2027-01-01..2027-01-02' });
  expect(officeClosed).toEqual([
    { first: '2026-12-25', last: '2026-12-25' },
    { first: '2027-01-01', last: '2027-01-02' },
  ]);
  const faults = [
    '25-12-2026',
    '2027-02-29',
    '2026-12-25,',
    '2026-12-25-2026-12-26',
    '2026-12-25..2026-12-26..2026-12-27',
  ];
  for (const text of faults) expect(faultsOf({ OFFICE_CLOSED: text }), text).toHaveProperty('OFFICE_CLOSED');
  expect(faultsOf({ OFFICE_CLOSED: '2027-01-02..2027-01-01' })).toMatchObject({
    OFFICE_CLOSED: expect.stringContaining('first day'),
  });
  expect(faultsOf({ OFFICE_CLOSED: '2026-12-25..2206-12-26' })).toMatchObject({
    OFFICE_CLOSED: expect.stringContaining('365 days'),
  });
});

test('the example file documents every variable, and nothing else', () => {
  const lines = readFileSync(join(import.meta.dirname, '../.env.example'), 'utf8').split('\n');
  const names = lines.flatMap((line) => /^#?([A-Z][A-Z_]+)=/.exec(line)?.[1] ?? []);
  expect(names.toSorted()).toEqual(Object.keys(Variables.shape).toSorted());
});

test('where the signer demands two operators, the desk asks for two', () => {
  const eyes = (env: Environment) => {
    const { fourEyes, issuerFourEyes } = readConfig(env);
    return { fourEyes, issuerFourEyes };
  };
  expect(eyes({})).toEqual({ fourEyes: false, issuerFourEyes: false });
  expect(eyes({ FOUR_EYES: 'on' })).toEqual({ fourEyes: true, issuerFourEyes: false });
  expect(eyes({ ISSUER_FOUR_EYES: 'true' })).toEqual({ fourEyes: true, issuerFourEyes: true });
});
