import type { z } from 'zod';
import {
  domainOf,
  type Environment,
  isProduction,
  mailUser,
  onlySigns,
  type Parts,
  partsOf,
  rolesOf,
  sandboxWords,
  signs,
  userOf,
} from './environment.ts';
import { DEPENDENT, PARTS, type Part, SECRETS } from './variables.ts';

export type ConfigFaultItem = { readonly variable: string; readonly why: string };

const AGENCY = ['AGENCY_NAME', 'AGENCY_PHONE', 'AGENCY_ADDRESS', 'AGENCY_PAGE'] as const;

/** Every fault that there is: `malformed` is what zod found in the values one by one. */
export function faultsOf(given: Environment, malformed: z.ZodError | undefined): ConfigFaultItem[] {
  const parts = partsOf(given);
  return [
    ...faultsOfValues(given, malformed),
    ...(onlySigns(given) ? faultsOfSigner(given) : faultsOfParts(given, parts)),
    ...(given.CA_PASSPHRASE && given.CA_PASSPHRASE_FILE
      ? [{ variable: 'CA_PASSPHRASE_FILE', why: 'is set, but so is CA_PASSPHRASE: one of them' }]
      : []),
    ...(isProduction(given) && !onlySigns(given) ? faultsOfProduction(given, parts) : []),
  ];
}

/** `docker --env-file` and systemd read other quotation marks than a shell does. */
const QUOTED = /^(["']).*\1$/s;

function faultsOfValues(given: Environment, error: z.ZodError | undefined): ConfigFaultItem[] {
  const quoted = Object.keys(given).filter((name) => !SECRETS.includes(name) && QUOTED.test(given[name]!));
  const faults = [
    ...quoted.map((variable) => ({ variable, why: 'stands in quotation marks: leave them out' })),
    ...(error?.issues ?? []).map(({ path, message }) => ({ variable: String(path[0]), why: message })),
  ];
  return faults.filter(({ variable }, at) => faults.findIndex((other) => other.variable === variable) === at);
}

/** The variable that makes a part real. */
const VARIABLE_OF: Record<Part, 'DATABASE_URL' | 'IMAP_URL' | 'TELEGRAM_BOT_TOKEN'> = {
  database: 'DATABASE_URL',
  mail: 'IMAP_URL',
  telegram: 'TELEGRAM_BOT_TOKEN',
};

function faultsOfParts(given: Environment, parts: Parts): ConfigFaultItem[] {
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
    if (parts[part] === 'real' && sandboxWords(given).includes(part))
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
  if (isProduction(given) && given.PUBLIC_URL && !/^https:\/\//i.test(given.PUBLIC_URL))
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

function faultsOfProduction(given: Environment, parts: Parts): ConfigFaultItem[] {
  const faults: ConfigFaultItem[] = [];
  const fault = (variable: string, why: string) => faults.push({ variable, why });
  const require = (...variables: string[]) => {
    for (const each of variables) if (!given[each]) fault(each, 'is needed in production');
  };
  for (const part of PARTS) {
    if (parts[part] !== 'embedded' || sandboxWords(given).includes(part)) continue;
    const off = part === 'database' ? '' : ', or off';
    fault(VARIABLE_OF[part], `is needed in production${off}; SANDBOX=${part} would allow the embedded one`);
  }
  if (sandboxWords(given).includes('mixed'))
    fault('SANDBOX', 'may not be mixed in production: its pages show sign-in codes');
  if (!/^https:\/\//i.test(given.PUBLIC_URL ?? ''))
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
