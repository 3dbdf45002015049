import { isIP } from 'node:net';
import { z } from 'zod';
import { DAY_MS } from './durations.ts';

export const PARTS = ['database', 'mail', 'telegram'] as const;
export type Part = (typeof PARTS)[number];
const ROLES = ['telegram', 'mail', 'desk', 'issuer', 'web'] as const;
export type Role = (typeof ROLES)[number];

const DAY = 'Mon|Tue|Wed|Thu|Fri|Sat|Sun';
const OPENING = new RegExp(
  `^\\s*(${DAY})(-(${DAY}))?\\s+([01]\\d|2[0-3]):[0-5]\\d-(([01]\\d|2[0-3]):[0-5]\\d|24:00)\\s*$`,
);
const LONGEST_DAYS = 365;
/** The CA/Browser Forum lets a personal certificate hold for 1185 days (S/MIME requirements 6.3.2). */
const LONGEST_YEARS = 3;
const LARGEST_PORT = 65_535;

// Every message is written here: what zod would say by itself repeats the value.
const text = z.string();
/** In a URL these would end the name or the password, or begin another sign (RFC 3986, 2.1). */
const ESCAPES = 'in user and password @ : / ? # % are written %40 %3A %2F %3F %23 %25';
const url = (schemes: readonly string[], hint = '') =>
  text.refine((value) => URL.canParse(value) && schemes.includes(new URL(value).protocol) && isWhole(value), {
    error: `must be a URL that starts with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}${hint}`,
  });
/** In one form, also where it was typed in another: what stands in a certificate has to be ASCII (RFC 5280, 7.4). */
const web = url(['https:', 'http:']).transform((value) =>
  (URL.canParse(value) ? new URL(value).href : value).replace(/\/+$/, ''),
);
/** The beginning of addresses that are made of it. */
const base = web.refine((value) => isBare(value), { error: 'must be an address without user, password or query' });
const postgresUrl = url(['postgres:', 'postgresql:'], `; ${ESCAPES}`);
const whole = (least: number, most: number) => {
  const error = `must be a whole number from ${least} to ${most}`;
  return text
    .regex(/^\d{1,9}$/, { error, abort: true })
    .transform(Number)
    .refine((value) => value >= least && value <= most, { error });
};
const days = text
  .regex(/^\s*\d{1,3}\s*(,\s*\d{1,3}\s*)*$/, { error: 'must be days, joined by commas, such as 30,14,7', abort: true })
  .transform((value) => [...new Set(value.split(',').map(Number))])
  .refine((list) => list.every((day) => day >= 1 && day <= LONGEST_DAYS), {
    error: `must hold days from 1 to ${LONGEST_DAYS}`,
  });
/** `2026-12-25, 2027-01-01..2027-01-02` */
const closedDays = text
  .transform((value) =>
    value.split(',').map((each) => {
      const [first = '', last = first, ...more] = each.trim().split('..');
      return { first, last, isPair: more.length === 0 };
    }),
  )
  .refine((list) => list.every(({ first, last, isPair }) => isPair && isDay(first) && isDay(last)), {
    error: 'must hold days of the calendar, such as 2026-12-25, 2027-01-01..2027-01-02',
    abort: true,
  })
  .refine((list) => list.every(({ first, last }) => daysFrom(first, last) >= 0), {
    error: 'must name the first day before the last, such as 2027-01-01..2027-01-02',
  })
  .refine((list) => list.every(({ first, last }) => daysFrom(first, last) <= LONGEST_DAYS), {
    error: `must not close the office for more than ${LONGEST_DAYS} days at a time`,
  })
  .transform((list) => list.map(({ first, last }) => ({ first, last })));
const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values, { error: `must be one of ${values.join(', ')}` });
const someOf = <const T extends readonly string[]>(values: T) =>
  text
    .transform((value) => value.split(',').map((word) => word.trim()))
    .pipe(z.array(z.enum(values, { error: `must be some of ${values.join(', ')}, joined by commas` })));
const yesNo = oneOf(['on', 'off', 'true', 'false', 'yes', 'no']).transform((value) =>
  ['on', 'true', 'yes'].includes(value),
);
const key = text
  .refine((value) => /^[A-Za-z0-9+/_-]{43}=?$/.test(value), {
    error: 'must be 32 bytes in base64 (make one with: openssl rand -base64 32)',
  })
  .transform((value) => Buffer.from(value, 'base64'));
/** Dotted, as in X.660: beneath 0 and 1 there are 40 arcs. No arc of a policy needs more than nine digits. */
const OBJECT_IDENTIFIER = /^([01]\.(\d|[1-3]\d)|2\.\d{1,9})(\.(0|[1-9]\d{0,8}))+$/;
const policies = text
  .transform((value) => value.split(',').map((each) => each.trim()))
  .refine((list) => list.every((each) => OBJECT_IDENTIFIER.test(each)) && new Set(list).size === list.length, {
    error: 'must be object identifiers, joined by commas, such as 1.3.6.1.4.1.99999.1.1',
  });
const isNetwork = (value: string): boolean => {
  const [address, bits, ...more] = value.split('/') as [string, string?];
  const longest = { 0: -1, 4: 32, 6: 128 }[isIP(address)]!;
  return (
    more.length === 0 && longest > 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest))
  );
};
const networks = text
  .transform((value) => value.split(',').map((each) => each.trim()))
  .refine((list) => list.every(isNetwork), {
    error: 'must be addresses or networks, joined by commas, such as 10.0.0.7,172.16.0.0/12',
  });
export const ADDRESS = /^[^\s@<>]+@[^\s@<>]+$/;
const HOST_NAME = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i;

/** Every variable with its form and its default. An unset one without a default is absent. */
export const Variables = z.object({
  // Whoever means production and writes something else would get the sandbox, with sign-in codes on its pages.
  NODE_ENV: oneOf(['production', 'development', 'test']).optional(),
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_OWNER_URL: postgresUrl.optional(),
  ISSUER_DATABASE_URL: postgresUrl.optional(),
  ISSUER_DATABASE_ROLE: text.optional(),
  TELEGRAM_BOT_TOKEN: text
    .regex(/^(off|\d+:[\w-]{30,})$/, { error: 'must be the token that @BotFather gave, or off' })
    .optional(),
  TELEGRAM_API_ROOT: web.default('https://api.telegram.org'),
  TELEGRAM_WEBHOOK_URL: url(['https:']).optional(),
  TELEGRAM_OPERATOR_CHAT: text.regex(/^(-?\d+|@\w+)$/, { error: 'must be the number of a chat, or @name' }).optional(),
  IMAP_URL: text
    .refine((value) => value === 'off' || isServer(value, ['imaps:', 'imap:']), {
      error: `must look like imaps://user:password@host:993/INBOX, or be off; ${ESCAPES}`,
    })
    .optional(),
  SMTP_URL: text
    .refine((value) => value === 'off' || isServer(value, ['smtps:', 'smtp:']), {
      error: `must look like smtps://user:password@host:465, or be off; ${ESCAPES}`,
    })
    .optional(),
  MAIL_FROM: text
    .regex(/^([^<>]*<[^\s@<>]+@[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+)$/, { error: 'must be an address, or Name <address>' })
    .optional(),
  REPLY_ADDRESS: text
    .refine((value) => ADDRESS.test(value) && value.split('@')[0]!.includes('{token}'), {
      error: 'must be an address with {token} before the @, such as sertifikat+{token}@agency.go.id',
    })
    .optional(),
  MAIL_AUTHSERV_ID: text.optional(),
  MAIL_CA_FILE: text.optional(),
  MAIL_OAUTH_TOKEN_URL: web
    .refine((value) => value.startsWith('https:') || isHere(value), { error: 'must start with https://' })
    .optional(),
  MAIL_OAUTH_CLIENT_ID: text.optional(),
  MAIL_OAUTH_CLIENT_SECRET: text.optional(),
  MAIL_OAUTH_REFRESH_TOKEN: text.optional(),
  MAIL_OAUTH_SCOPE: text.optional(),
  DKIM_DOMAIN: text.regex(HOST_NAME, { error: 'must be a domain, such as agency.go.id' }).optional(),
  DKIM_SELECTOR: text.regex(HOST_NAME, { error: 'must be a name, such as perbarui' }).optional(),
  DKIM_KEY_FILE: text.optional(),
  NOTICE_PATTERNS_FILE: text.optional(),
  PUBLIC_URL: base.optional(),
  AUTHORITY_URL: base.optional(),
  HOST: text.default('127.0.0.1'),
  PORT: whole(0, LARGEST_PORT - 1).default(8080),
  TRUSTED_PROXIES: networks.default([]),
  METRICS_TOKEN: text
    .regex(/^[\w.~+/-]{32,}=*$/, { error: 'must be at least 32 characters (make one with: openssl rand -hex 32)' })
    .optional(),
  HTTPS_PROXY: web.optional(),
  NO_PROXY: text.optional(),
  SECRET_KEY: key.optional(),
  SECRET_KEY_OLD: text
    .transform((value) => value.split(',').map((each) => each.trim()))
    .pipe(z.array(key))
    .default([]),
  ISSUER: oneOf(['local', 'ams']).default('local'),
  CA_PASSPHRASE: text.min(12, { error: 'must have 12 characters or more' }).optional(),
  CA_PASSPHRASE_FILE: text.optional(),
  CA_DIR: text.optional(),
  CERTIFICATE_POLICY: policies.default([]),
  CERTIFICATE_YEARS: whole(1, LONGEST_YEARS).default(2),
  AMS_CA_FILE: text.optional(),
  AMS_STATUS_URL: base
    .refine((value) => value.startsWith('https:') || isHere(value), { error: 'must start with https://' })
    .optional(),
  AMS_STATUS_USER: text.regex(/^[^:]+$/, { error: 'must not hold a colon (RFC 7617)' }).optional(),
  AMS_STATUS_PASSWORD: text.optional(),
  AMS_STATUS_PATH: text
    .regex(/^\/[\w/.~-]*\{nik\}[\w/.~-]*$/, { error: 'must be a path with {nik}, such as /api/user/status/{nik}' })
    .default('/api/user/status/{nik}'),
  AMS_STATUS_FIELD: text
    .regex(/^[\w-]+(\.[\w-]+)*$/, { error: 'must be the name of a field, such as status or data.status' })
    .default('status'),
  AGENCY_NAME: text.optional(),
  AGENCY_PHONE: text.optional(),
  AGENCY_ADDRESS: text.optional(),
  AGENCY_PAGE: web.optional(),
  OFFICE_HOURS: text
    .refine((value) => value.split(',').every(isOpening), {
      error: 'must look like Mon-Thu 07:30-16:00, Fri 07:30-16:30',
    })
    .default('Mon-Fri 07:30-16:00'),
  OFFICE_CLOSED: closedDays.default([]),
  TIME_ZONE: text
    .refine(isTimeZone, { error: 'must be a zone such as Asia/Jakarta, Asia/Makassar or Asia/Jayapura' })
    .default('Asia/Jakarta'),
  // Many desktops set a LANGUAGE for gettext, such as en_US:en. That one is not meant for us.
  LANGUAGE: text
    .transform((value) => (/[_:]/.test(value) ? 'id' : value))
    .pipe(oneOf(['id', 'en']))
    .default('id'),
  NOTICES: oneOf(['off', 'preview', 'on']).optional(),
  NOTICE_DAYS: days.default([30, 14, 7, 3, 1]),
  NOTICE_DAILY_CAP: whole(0, 100_000).default(50),
  RENEWAL_WINDOW_DAYS: whole(1, LONGEST_DAYS).default(30),
  REMINDER_DAYS: days.default([2, 5, 10]),
  FOUR_EYES: yesNo.default(false),
  ISSUER_FOUR_EYES: yesNo.default(false),
  EMAIL_CHANGE_DELAY_HOURS: whole(0, 24 * LONGEST_DAYS).default(48),
  REVOKE_DELAY_HOURS: whole(0, 24 * LONGEST_DAYS).default(24),
  DATA_DIR: text.default('./data'),
  SANDBOX: someOf(['mixed', 'off', ...PARTS]).default([]),
  ROLES: someOf(ROLES).default([...ROLES]),
});
export type Variables = z.infer<typeof Variables>;

/** Kept as they are given, blanks and quotation marks included: a passphrase that was set with them opens with them. */
export const SECRETS: readonly string[] = [
  'CA_PASSPHRASE',
  'MAIL_OAUTH_CLIENT_SECRET',
  'MAIL_OAUTH_REFRESH_TOKEN',
  'AMS_STATUS_PASSWORD',
];

/** What has no meaning unless the first is set. */
export const DEPENDENT = {
  DATABASE_URL: ['DATABASE_OWNER_URL', 'ISSUER_DATABASE_URL', 'ISSUER_DATABASE_ROLE'],
  TELEGRAM_BOT_TOKEN: ['TELEGRAM_API_ROOT', 'TELEGRAM_WEBHOOK_URL'],
  IMAP_URL: ['MAIL_CA_FILE', 'MAIL_OAUTH_TOKEN_URL', 'DKIM_KEY_FILE'],
  MAIL_OAUTH_TOKEN_URL: [
    'MAIL_OAUTH_CLIENT_ID',
    'MAIL_OAUTH_CLIENT_SECRET',
    'MAIL_OAUTH_REFRESH_TOKEN',
    'MAIL_OAUTH_SCOPE',
  ],
  MAIL_OAUTH_CLIENT_ID: ['MAIL_OAUTH_TOKEN_URL'],
  AMS_STATUS_URL: ['AMS_STATUS_USER', 'AMS_STATUS_PASSWORD', 'AMS_STATUS_PATH', 'AMS_STATUS_FIELD'],
  AMS_STATUS_USER: ['AMS_STATUS_URL'],
  AMS_STATUS_PASSWORD: ['AMS_STATUS_URL'],
  DKIM_KEY_FILE: ['DKIM_SELECTOR', 'DKIM_DOMAIN'],
  DKIM_SELECTOR: ['DKIM_KEY_FILE'],
} as const;

export type AmsStatus = {
  /** Without a slash at the end; `https:`, or on this machine. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** Holds `{nik}`. */
  readonly path: string;
  /** The field of the answer that holds the status. */
  readonly field: string;
};

/** Of variables that were found complete. */
export const amsStatusOf = (v: Variables): AmsStatus => ({
  url: v.AMS_STATUS_URL!,
  user: v.AMS_STATUS_USER!,
  password: v.AMS_STATUS_PASSWORD!,
  path: v.AMS_STATUS_PATH,
  field: v.AMS_STATUS_FIELD,
});

function isServer(value: string, schemes: readonly string[]): boolean {
  if (!URL.canParse(value) || !isWhole(value)) return false;
  const { protocol, hostname } = new URL(value);
  return schemes.includes(protocol) && hostname !== '';
}

/** A percent sign in a password that stands for itself leads nowhere. */
function isWhole(value: string): boolean {
  const { username, password } = new URL(value);
  return [username, password].every((part) => decoded(part) !== undefined);
}

/** Undefined where the escapes in it are none. */
export function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

/** On this machine there is no way for anyone to listen on. */
const isHere = (value: string) =>
  URL.canParse(value) && /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(new URL(value).hostname);

function isBare(value: string): boolean {
  if (!URL.canParse(value)) return true; // told already
  const { username, password, search, hash } = new URL(value);
  return [username, password, search, hash].every((part) => part === '');
}

function isOpening(value: string): boolean {
  const [, first, , last = first] = OPENING.exec(value) ?? [];
  const [from, until] = value.match(/\d\d:\d\d/g) ?? [];
  const order = DAY.split('|');
  return first !== undefined && from! < until! && order.indexOf(first) <= order.indexOf(last!);
}

/** Written as 2026-12-25 and in the calendar: 2027-02-29 is not. */
function isDay(value: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(value) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(value);
}

const daysFrom = (first: string, last: string): number => (Date.parse(last) - Date.parse(first)) / DAY_MS;

function isTimeZone(value: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }) !== undefined;
  } catch {
    return false;
  }
}
