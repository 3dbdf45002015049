import { type ConfigFaultItem, faultsOf } from './config-faults.ts';
import { domainOf, type Environment, mailUser, type Parts, partsOf, userOf } from './environment.ts';
import { Fault } from './fault.ts';
import { type AmsStatus, amsStatusOf, type Part, type Role, SECRETS, Variables } from './variables.ts';

export type { ConfigFaultItem, Environment, Part, Role };

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
  readonly parts: Parts;
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
  /** Addresses and networks of the proxies in front of the pages, beside those on this machine. */
  readonly trustedProxies: readonly string[];
  /** For whoever collects the figures; without one nobody is told them. */
  readonly metricsToken?: string;
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
  readonly officeClosed: Variables['OFFICE_CLOSED'];
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

/** Shown where nobody has said whose service this is; production asks. */
const SAMPLE_AGENCY = {
  name: 'Dinas Komunikasi dan Informatika Provinsi Contoh',
  phone: '(021) 555-0100',
  address: 'Jalan Merdeka Nomor 1, Kota Contoh',
  page: 'https://diskominfo.contohprov.example/sertifikat',
};

/**
 * Reads and checks all of it. Pure. An empty variable is an absent one. Throws ConfigFault with every fault there is.
 * Making directories and keys on the disk is left to others.
 */
export function readConfig(env: Environment): Config {
  const given = Object.fromEntries(
    Object.entries(env)
      .filter(([name, value]) => name in Variables.shape && value?.trim())
      .map(([name, value]) => [name, SECRETS.includes(name) ? value : value!.trim()]),
  );
  const parsed = Variables.safeParse(given);
  const faults = faultsOf(given, parsed.error);
  if (faults.length > 0 || !parsed.data) throw new ConfigFault(faults);
  return compose(parsed.data, partsOf(given));
}

function compose(v: Variables, parts: Parts): Config {
  const production = v.NODE_ENV === 'production';
  const real = Object.values(parts).includes('real');
  const played = [parts.mail, parts.telegram].includes('embedded');
  const pages = played && !v.SANDBOX.includes('off') && (!real || v.SANDBOX.includes('mixed'));
  return {
    production,
    parts,
    roles: v.ROLES,
    dataDir: v.DATA_DIR,
    noticePatternsFile: v.NOTICE_PATTERNS_FILE,
    amsCaFile: v.AMS_CA_FILE,
    amsStatus: v.ISSUER === 'ams' && v.AMS_STATUS_URL ? amsStatusOf(v) : undefined,
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
        webhookUrl: v.TELEGRAM_WEBHOOK_URL,
      },
    }),
    operatorChat: v.TELEGRAM_OPERATOR_CHAT,
    ...(parts.mail === 'real' && { mail: mailOf(v) }),
    publicUrl: v.PUBLIC_URL ?? `http://localhost:${v.PORT}`,
    authorityUrl: v.AUTHORITY_URL ?? v.PUBLIC_URL ?? `http://localhost:${v.PORT}`,
    host: v.HOST,
    port: v.PORT,
    trustedProxies: v.TRUSTED_PROXIES,
    metricsToken: v.METRICS_TOKEN,
    httpsProxy: v.HTTPS_PROXY,
    noProxy: v.NO_PROXY,
    secretKey: v.SECRET_KEY,
    oldSecretKeys: v.SECRET_KEY_OLD,
    issuer: v.ISSUER,
    caPassphrase: v.ISSUER === 'local' ? v.CA_PASSPHRASE : undefined,
    caPassphraseFile: v.ISSUER === 'local' ? v.CA_PASSPHRASE_FILE : undefined,
    agency: agencyOf(v),
    officeHours: v.OFFICE_HOURS,
    officeClosed: v.OFFICE_CLOSED,
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
    caFile: v.MAIL_CA_FILE,
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
