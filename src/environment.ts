import { ADDRESS, decoded } from './variables.ts';

/** Variables as they were given, before anyone has judged their form. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What is ours and what is the office's: a configured part is real, an absent one is embedded. */
export type Parts = {
  readonly database: 'real' | 'embedded';
  readonly mail: 'real' | 'embedded' | 'off';
  readonly telegram: 'real' | 'embedded' | 'off';
};

export const isProduction = (given: Environment) => given.NODE_ENV === 'production';
/** Parts that may be embedded, and `mixed` or `off`. */
export const sandboxWords = (given: Environment) => (given.SANDBOX ?? '').split(',').map((word) => word.trim());

export const rolesOf = (given: Environment) => (given.ROLES ?? '').split(',').map((role) => role.trim());
export const signs = (given: Environment) => given.ROLES === undefined || rolesOf(given).includes('issuer');
/** A process that signs and does nothing else: neither messages nor pages reach it. */
export const onlySigns = (given: Environment) => rolesOf(given).every((role) => role === 'issuer');

export function partsOf(given: Environment): Parts {
  if (onlySigns(given)) return { database: 'real', mail: 'off', telegram: 'off' };
  const state = (...variables: (string | undefined)[]) =>
    variables.includes('off') ? 'off' : variables.some((value) => value !== undefined) ? 'real' : 'embedded';
  return {
    database: given.DATABASE_URL === undefined ? 'embedded' : 'real',
    mail: state(given.IMAP_URL, given.SMTP_URL),
    telegram: state(given.TELEGRAM_BOT_TOKEN),
  };
}

/** The user that a URL names, or nothing. */
export function userOf(value: string | undefined): string {
  return value !== undefined && URL.canParse(value) ? (decoded(new URL(value).username) ?? '') : '';
}

/** The domain of `name@domain` or `Name <name@domain>`, in lower case. */
export function domainOf(address: string | undefined): string {
  return /@([^\s@<>]+)>?\s*$/.exec(address ?? '')?.[1]?.toLowerCase() ?? '';
}

/** The mailbox's user, where that is its address. */
export function mailUser(given: { IMAP_URL?: string; SMTP_URL?: string }): string | undefined {
  return [given.SMTP_URL, given.IMAP_URL].map(userOf).find((user) => ADDRESS.test(user));
}
