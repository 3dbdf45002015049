import type { z } from 'zod';
import { Fault } from './fault.ts';
import {
  ADDRESS,
  type AmsStatus,
  amsStatusOf,
  DEPENDENT,
  PARTS,
  type Part,
  type Role,
  Variables,
} from './variables.ts';

export type { Part, Role };

export type ConfigFaultItem = { readonly variable: string; readonly why: string };

/** Every fault of the configuration at once, by variable name. Never holds a value: it may be a secret. */
export class ConfigFault extends Fault {
  readonly faults: readonly ConfigFaultItem[];
  constructor(faults: readonly ConfigFaultItem[]) {
    super('config', faults.map(({ variable, why }) => `${variable} ${why}`).join('; '));
    this.name = 'ConfigFault';
    this.faults = faults;
  }
}

export type Config = {
  readonly production: boolean;
  /** What is ours and what is the office's: a configured part is real, an absent one is embedded. */
  readonly parts: {
    readonly database: 'real' | 'embedded';
    readonly mail: 'real' | 'embedded' | 'off';
    readonly telegram: 'real' | 'embedded' | 'off';
  };
  readonly roles: readonly Role[];
  readonly dataDir: string;
  readonly caDir: string;
  /** What an office decides of the local CA's certificates: policies (dotted) and how long they hold. */
  readonly certificates: { readonly policies: readonly string[]; readonly years: number };
  /** Certificates of the CAs whose certificates operators record (issuer `ams`), PEM. */
  readonly amsCaFile?: string;
  /** The CA's status service (issuer `ams`), where there is one. */
  readonly amsStatus?: AmsStatus;
  /** Where the pages that play the applicant listen, on loopback; undefined when they are off. */
  readonly sandboxPort?: number;

  /** Only when real. */
  readonly database?: {
    readonly url: string;
    readonly ownerUrl: string;
    /** Absent where another process signs and nobody here may. */
    readonly issuerUrl?: string;
    /** Who signs, for the grants; absent where nobody has said so. */
    readonly issuerRole?: string;
  };
  /** In a process that only signs, in place of `database`: all that it enters. */
  readonly signer?: { readonly url: string };
  /** Only when real. */
  readonly telegram?: { readonly token: string; readonly apiRoot: string; readonly webhookUrl?: string };
  /** The operators' group. */
  readonly operatorChat?: string;
  /** Only when real. */
  readonly mail?: {
    readonly imapUrl: string;
    readonly smtpUrl: string;
    readonly from: string;
    /** Holds `{token}`. */
    readonly replyAddress?: string;
    /** Our own mail server's name in Authentication-Results; without it only our own check counts. */
    readonly authservId?: string;
    /** Certificates that are trusted beside the system's, PEM. */
    readonly caFile?: string;
    /** Sign-in by OAuth2; without it by the passwords in the URLs. */
    readonly oauth?: {
      readonly url: string;
      readonly clientId: string;
      readonly clientSecret?: string;
      readonly refreshToken?: string;
      readonly scope?: string;
    };
    readonly dkim?: { readonly domain: string; readonly selector: string; readonly keyFile: string };
  };

  /** Without a slash at the end. */
  readonly publicUrl: string;
  /** Stands in certificates: where their list of revoked ones, their status and their issuer are found. */
  readonly authorityUrl: string;
  /** Words by which the CA's mails are recognised, where the defaults do not do: JSON, see mail/notice-patterns.ts. */
  readonly noticePatternsFile?: string;
  readonly host: string;
  readonly port: number;
  readonly httpsProxy?: string;
  /** Hosts that are reached without the proxy, joined by commas. */
  readonly noProxy?: string;

  /** Undefined where it may be made and kept in the data folder: outside production, or with the embedded database. */
  readonly secretKey?: Buffer;
  readonly oldSecretKeys: readonly Buffer[];
  readonly issuer: 'local' | 'ams';
  /** Undefined as `secretKey` is, with the `ams` issuer, and where another process signs. */
  readonly caPassphrase?: string;
  /** Where it is read from instead. */
  readonly caPassphraseFile?: string;

  readonly agency: { readonly name: string; readonly phone: string; readonly address: string; readonly page: string };
  /** As renewal/office.ts reads it. */
  readonly officeHours: string;
  readonly timeZone: string;
  readonly language: 'id' | 'en';
  readonly notices: 'off' | 'preview' | 'on';
  /** Days before the end at which a notice is due, the longest first. */
  readonly noticeDays: readonly number[];
  readonly noticeDailyCap: number;
  readonly renewalWindowDays: number;
  /** Days of silence after which a reminder is due, the shortest first. */
  readonly reminderDays: readonly number[];
  readonly fourEyes: boolean;
  /** What the signer demands, whatever the rows say; the desk then asks for two as well, or it would ask in vain. */
  readonly issuerFourEyes: boolean;
  readonly emailChangeDelayHours: number;
  readonly revokeDelayHours: number;
};

export type Environment = Readonly<Record<string, string | undefined>>;

/** Shown where nobody has said whose service this is; production asks. */
const SAMPLE_AGENCY = {
  name: 'Dinas Komunikasi dan Informatika Provinsi Contoh',
  phone: '(021) 555-0100',
  address: 'Jalan Merdeka Nomor 1, Kota Contoh',
  page: 'https://diskominfo.contohprov.example/sertifikat',
};
const AGENCY = ['AGENCY_NAME', 'AGENCY_PHONE', 'AGENCY_ADDRESS', 'AGENCY_PAGE'] as const;

/**
 * Reads and checks all of it. Pure. An empty variable is an absent one. Throws ConfigFault with every fault there is.
 * Making directories, keys and defaults on the disk is left to main.ts.
 */
export function readConfig(env: Environment): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([name, value]) => name in Variables.shape && value?.trim()),
  );
  const parsed = Variables.safeParse(given);
  const parts = partsOf(given);
  const faults = [
    ...faultsOfValues(parsed.error),
    ...(onlySigns(given) ? faultsOfSigner(given) : faultsOfParts(given, parts)),
    ...(given.CA_PASSPHRASE && given.CA_PASSPHRASE_FILE
      ? [{ variable: 'CA_PASSPHRASE_FILE', why: 'is set, but so is CA_PASSPHRASE: one of them' }]
      : []),
    ...(isProduction(given) && !onlySigns(given) ? faultsOfProduction(given, parts) : []),
  ];
  if (faults.length > 0 || !parsed.data) throw new ConfigFault(faults);
  return compose(parsed.data, parts);
}

function faultsOfValues(error: z.ZodError | undefined): ConfigFaultItem[] {
  const faults = (error?.issues ?? []).map(({ path, message }) => ({ variable: String(path[0]), why: message }));
  return faults.filter(({ variable }, at) => faults.findIndex((other) => other.variable === variable) === at);
}

const isProduction = (given: Environment) => given.NODE_ENV === 'production';
const named = (given: Environment) => (given.SANDBOX ?? '').split(',').map((word) => word.trim());

const rolesOf = (given: Environment) => (given.ROLES ?? '').split(',').map((role) => role.trim());
const signs = (given: Environment) => given.ROLES === undefined || rolesOf(given).includes('issuer');
/** A process that signs and does nothing else: neither messages nor pages reach it. */
const onlySigns = (given: Environment) => rolesOf(given).every((role) => role === 'issuer');

function partsOf(given: Environment): Config['parts'] {
  if (onlySigns(given)) return { database: 'real', mail: 'off', telegram: 'off' };
  const state = (...variables: (string | undefined)[]) =>
    variables.includes('off') ? 'off' : variables.some((value) => value !== undefined) ? 'real' : 'embedded';
  return {
    database: given.DATABASE_URL === undefined ? 'embedded' : 'real',
    mail: state(given.IMAP_URL, given.SMTP_URL),
    telegram: state(given.TELEGRAM_BOT_TOKEN),
  };
}

/** The variable that makes a part real. */
const VARIABLE_OF: Record<Part, 'DATABASE_URL' | 'IMAP_URL' | 'TELEGRAM_BOT_TOKEN'> = {
  database: 'DATABASE_URL',
  mail: 'IMAP_URL',
  telegram: 'TELEGRAM_BOT_TOKEN',
};

function faultsOfParts(given: Environment, parts: Config['parts']): ConfigFaultItem[] {
  const faults: ConfigFaultItem[] = [];
  const fault = (variable: string, why: string) => faults.push({ variable, why });
  for (const [variable, dependents] of Object.entries(DEPENDENT)) {
    const set = dependents.filter((each) => given[each]);
    if (!given[variable] && set.length > 0) fault(variable, `is missing, but ${set.join(' and ')} is set`);
  }
  for (const [variable, other] of [
    ['IMAP_URL', 'SMTP_URL'],
    ['SMTP_URL', 'IMAP_URL'],
  ] as const) {
    if (parts.mail === 'real' && !given[variable])
      fault(variable, `is missing, but ${other} is set: mail is received and sent`);
    if (parts.mail === 'off' && given[variable] && given[variable] !== 'off')
      fault(variable, `is set, but ${other} is off`);
  }
  if (parts.mail === 'real' && !given.MAIL_FROM && !mailUser(given))
    fault('MAIL_FROM', 'is missing, and no user of IMAP_URL or SMTP_URL is an address');
  faults.push(...faultsOfSignIn(given), ...faultsOfDkim(given));
  const roles = rolesOf(given);
  if (given.TELEGRAM_WEBHOOK_URL && roles.includes('telegram') && !roles.includes('web'))
    fault('ROLES', 'has telegram without web, but TELEGRAM_WEBHOOK_URL is set: what Telegram posts is taken in by web');
  if (parts.mail === 'off' && parts.telegram === 'off')
    fault('TELEGRAM_BOT_TOKEN', 'is off and so is mail: nobody could talk to us');
  // The sample stands or falls as a whole: a real name with an invented telephone would mislead.
  const own = AGENCY.filter((each) => given[each]);
  if (own.length > 0 && !isProduction(given)) {
    for (const each of AGENCY) if (!given[each]) fault(each, `is missing, but ${own[0]} is set`);
  }
  for (const part of PARTS) {
    if (parts[part] === 'real' && named(given).includes(part))
      fault('SANDBOX', `names ${part}, but ${VARIABLE_OF[part]} is set`);
  }
  return faults;
}

/** A process that only signs knows nothing of the others, so nothing is made for it that they would not know. */
function faultsOfSigner(given: Environment): ConfigFaultItem[] {
  const faults: ConfigFaultItem[] = [];
  const needed = ['ISSUER_DATABASE_URL', 'SECRET_KEY', 'PUBLIC_URL'];
  for (const each of needed)
    if (!given[each]) faults.push({ variable: each, why: 'is needed by a process that only signs (ROLES=issuer)' });
  if (!given.CA_PASSPHRASE && !given.CA_PASSPHRASE_FILE)
    faults.push({ variable: 'CA_PASSPHRASE', why: 'is needed by a process that signs, or CA_PASSPHRASE_FILE' });
  if (given.ISSUER === 'ams')
    faults.push({ variable: 'ROLES', why: 'is issuer alone, but with ISSUER=ams nothing is signed here' });
  if (isProduction(given) && given.PUBLIC_URL && !given.PUBLIC_URL.startsWith('https://'))
    faults.push({ variable: 'PUBLIC_URL', why: 'must start with https:// in production' });
  return faults;
}

function faultsOfSignIn(given: Environment): ConfigFaultItem[] {
  if (!given.MAIL_OAUTH_TOKEN_URL) return [];
  const faults: ConfigFaultItem[] = [];
  if (!given.MAIL_OAUTH_CLIENT_SECRET && !given.MAIL_OAUTH_REFRESH_TOKEN)
    faults.push({ variable: 'MAIL_OAUTH_CLIENT_SECRET', why: 'is missing, and so is MAIL_OAUTH_REFRESH_TOKEN' });
  if (given.IMAP_URL && userOf(given.IMAP_URL) === '')
    faults.push({ variable: 'IMAP_URL', why: 'must name the user whose mailbox the token opens' });
  return faults;
}

/** A signature of another domain would prove nothing about ours (RFC 7489, 3.1.1). */
function faultsOfDkim(given: Environment): ConfigFaultItem[] {
  const { DKIM_DOMAIN: domain } = given;
  const own = domainOf(given.MAIL_FROM ?? mailUser(given));
  if (!domain || !own || own === domain.toLowerCase() || own.endsWith(`.${domain.toLowerCase()}`)) return [];
  return [{ variable: 'DKIM_DOMAIN', why: 'must be the domain that MAIL_FROM is in, or one above it' }];
}

function faultsOfProduction(given: Environment, parts: Config['parts']): ConfigFaultItem[] {
  const faults: ConfigFaultItem[] = [];
  const fault = (variable: string, why: string) => faults.push({ variable, why });
  const require = (...variables: string[]) => {
    for (const each of variables) if (!given[each]) fault(each, 'is needed in production');
  };
  for (const part of PARTS) {
    if (parts[part] !== 'embedded' || named(given).includes(part)) continue;
    const off = part === 'database' ? '' : ', or off';
    fault(VARIABLE_OF[part], `is needed in production${off}; SANDBOX=${part} would allow the embedded one`);
  }
  if (named(given).includes('mixed')) fault('SANDBOX', 'may not be mixed in production: its pages show sign-in codes');
  if (!given.PUBLIC_URL?.startsWith('https://'))
    fault('PUBLIC_URL', 'is needed in production and must start with https://');
  require(...AGENCY);
  if (parts.database === 'embedded') return faults;
  // What is made by itself lies in the data folder and would be lost apart from a database that stays.
  require('DATABASE_OWNER_URL', 'SECRET_KEY');
  if (given.ISSUER === 'ams') return faults;
  if (signs(given)) {
    require('ISSUER_DATABASE_URL');
    if (!given.CA_PASSPHRASE_FILE) require('CA_PASSPHRASE');
  } else if (!given.ISSUER_DATABASE_URL && !given.ISSUER_DATABASE_ROLE)
    fault('ISSUER_DATABASE_ROLE', 'is needed in production: the name of the database role that signs');
  if (given.ISSUER_DATABASE_URL && userOf(given.ISSUER_DATABASE_URL) === userOf(given.DATABASE_URL)) {
    fault(
      'ISSUER_DATABASE_URL',
      'must be of another role than DATABASE_URL: the signer trusts nobody else with its tables',
    );
  }
  return faults;
}

function compose(v: Variables, parts: Config['parts']): Config {
  const production = v.NODE_ENV === 'production';
  const real = Object.values(parts).includes('real');
  const played = [parts.mail, parts.telegram].includes('embedded');
  const pages = played && !v.SANDBOX.includes('off') && (!real || v.SANDBOX.includes('mixed'));
  return {
    production,
    parts,
    roles: v.ROLES,
    dataDir: v.DATA_DIR,
    ...(v.NOTICE_PATTERNS_FILE ? { noticePatternsFile: v.NOTICE_PATTERNS_FILE } : {}),
    ...(v.AMS_CA_FILE ? { amsCaFile: v.AMS_CA_FILE } : {}),
    ...(v.ISSUER === 'ams' && v.AMS_STATUS_URL ? { amsStatus: amsStatusOf(v) } : {}),
    certificates: { policies: v.CERTIFICATE_POLICY, years: v.CERTIFICATE_YEARS },
    caDir: v.CA_DIR ?? `${v.DATA_DIR.replace(/\/+$/, '')}/ca`,
    ...(pages && { sandboxPort: v.PORT === 0 ? 0 : v.PORT + 1 }),
    ...(v.DATABASE_URL && {
      database: {
        url: v.DATABASE_URL,
        ownerUrl: v.DATABASE_OWNER_URL ?? v.DATABASE_URL,
        ...signerOf(v),
      },
    }),
    ...(v.ROLES.every((role) => role === 'issuer') && { signer: { url: v.ISSUER_DATABASE_URL! } }),
    ...(parts.telegram === 'real' && {
      telegram: {
        token: v.TELEGRAM_BOT_TOKEN!,
        apiRoot: v.TELEGRAM_API_ROOT,
        ...(v.TELEGRAM_WEBHOOK_URL && { webhookUrl: v.TELEGRAM_WEBHOOK_URL }),
      },
    }),
    operatorChat: v.TELEGRAM_OPERATOR_CHAT,
    ...(parts.mail === 'real' && { mail: mailOf(v) }),
    publicUrl: v.PUBLIC_URL ?? `http://localhost:${v.PORT}`,
    authorityUrl: v.AUTHORITY_URL ?? v.PUBLIC_URL ?? `http://localhost:${v.PORT}`,
    host: v.HOST,
    port: v.PORT,
    httpsProxy: v.HTTPS_PROXY,
    noProxy: v.NO_PROXY,
    secretKey: v.SECRET_KEY,
    oldSecretKeys: v.SECRET_KEY_OLD,
    issuer: v.ISSUER,
    caPassphrase: v.ISSUER === 'local' ? v.CA_PASSPHRASE : undefined,
    ...(v.ISSUER === 'local' && v.CA_PASSPHRASE_FILE && { caPassphraseFile: v.CA_PASSPHRASE_FILE }),
    agency: agencyOf(v),
    officeHours: v.OFFICE_HOURS,
    timeZone: v.TIME_ZONE,
    language: v.LANGUAGE,
    // Switched on beside real people it would write to hundreds at once: an operator looks first.
    notices: v.NOTICES ?? (production || real ? 'preview' : 'on'),
    noticeDays: v.NOTICE_DAYS.toSorted((a, b) => b - a),
    noticeDailyCap: v.NOTICE_DAILY_CAP,
    renewalWindowDays: v.RENEWAL_WINDOW_DAYS,
    reminderDays: v.REMINDER_DAYS.toSorted((a, b) => a - b),
    fourEyes: v.FOUR_EYES || v.ISSUER_FOUR_EYES,
    issuerFourEyes: v.ISSUER_FOUR_EYES,
    emailChangeDelayHours: v.EMAIL_CHANGE_DELAY_HOURS,
    revokeDelayHours: v.REVOKE_DELAY_HOURS,
  };
}

/** Who signs; in a process that does not, his name is enough. */
function signerOf(v: Variables): Pick<NonNullable<Config['database']>, 'issuerUrl' | 'issuerRole'> {
  const issuerUrl = v.ISSUER_DATABASE_URL ?? (v.ROLES.includes('issuer') ? v.DATABASE_URL : undefined);
  const issuerRole = v.ISSUER_DATABASE_ROLE ?? (issuerUrl && userOf(issuerUrl));
  return { ...(issuerUrl && { issuerUrl }), ...(issuerRole && { issuerRole }) };
}

function mailOf(v: Variables): Config['mail'] {
  const from = v.MAIL_FROM ?? mailUser(v)!;
  return {
    imapUrl: v.IMAP_URL!,
    smtpUrl: v.SMTP_URL!,
    from,
    replyAddress: v.REPLY_ADDRESS,
    authservId: v.MAIL_AUTHSERV_ID,
    ...(v.MAIL_CA_FILE && { caFile: v.MAIL_CA_FILE }),
    ...(v.MAIL_OAUTH_TOKEN_URL && {
      oauth: {
        url: v.MAIL_OAUTH_TOKEN_URL,
        clientId: v.MAIL_OAUTH_CLIENT_ID!,
        clientSecret: v.MAIL_OAUTH_CLIENT_SECRET,
        refreshToken: v.MAIL_OAUTH_REFRESH_TOKEN,
        scope: v.MAIL_OAUTH_SCOPE,
      },
    }),
    ...(v.DKIM_KEY_FILE && {
      dkim: { domain: v.DKIM_DOMAIN ?? domainOf(from), selector: v.DKIM_SELECTOR!, keyFile: v.DKIM_KEY_FILE },
    }),
  };
}

function agencyOf(v: Variables): Config['agency'] {
  const { AGENCY_NAME: name, AGENCY_PHONE: phone, AGENCY_ADDRESS: address, AGENCY_PAGE: page } = v;
  return name && phone && address && page ? { name, phone, address, page } : SAMPLE_AGENCY;
}

function userOf(value: string | undefined): string {
  return value !== undefined && URL.canParse(value) ? decodeURIComponent(new URL(value).username) : '';
}

/** The domain of `name@domain` or `Name <name@domain>`, in lower case. */
function domainOf(address: string | undefined): string {
  return /@([^\s@<>]+)>?\s*$/.exec(address ?? '')?.[1]?.toLowerCase() ?? '';
}

/** The mailbox's user, where that is its address. */
function mailUser(given: { IMAP_URL?: string; SMTP_URL?: string }): string | undefined {
  return [given.SMTP_URL, given.IMAP_URL].map(userOf).find((user) => ADDRESS.test(user));
}
