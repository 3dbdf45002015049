import { checkServerIdentity, getCACertificates, type PeerCertificate } from 'node:tls';
import { ImapFlow } from 'imapflow';
import { createTransport } from 'nodemailer';
import { Fault } from '../src/fault.ts';
import { IDLE_LIMIT_MS, SILENCE_MS } from './limits.ts';
import type { TokenSource } from './oauth.ts';

/** How we sign in at a server of ours. */
export type Account = {
  /** `imaps://user:password@host:993/INBOX`, `smtp://user:password@host:587`; `imap` and `smtp` begin in the clear. */
  readonly url: string;
  /** OAuth2 instead of the password in the URL. */
  readonly tokens?: TokenSource | undefined;
  /** Certificates (PEM) that are trusted beside the system's: an office may have a CA of its own. */
  readonly trusted?: string | undefined;
  /** Sees the server's certificate once its chain was verified. */
  readonly onCertificate?: ((certificate: PeerCertificate) => void) | undefined;
};

/** Connections at once to one server; most allow ten. */
const CONNECTIONS = 3;

/**
 * A client for the mailbox, not yet connected, so that its listeners can be attached first; `connect` signs in.
 * Certificates are verified. Over `imap://` STARTTLS is used where it is announced; a remote host that does not
 * announce it gets no password. Throws Fault('mail') when there is no token.
 */
export async function mailboxClient(
  account: Account,
  silenceMs = SILENCE_MS,
): Promise<{ client: ImapFlow; path: string; connect(): Promise<void> }> {
  const url = new URL(account.url);
  const secure = url.protocol === 'imaps:';
  const user = decodeURIComponent(url.username);
  const token = await account.tokens?.current();
  const client = new ImapFlow({
    host: hostOf(url),
    port: Number(url.port) || (secure ? 993 : 143),
    secure,
    ...(mayBePlain(url) ? {} : { doSTARTTLS: true }),
    auth: token ? { user, accessToken: token.value } : { user, pass: decodeURIComponent(url.password) },
    tls: trustOf(account),
    // Its own log holds mail and credentials.
    logger: false,
    connectionTimeout: silenceMs,
    greetingTimeout: silenceMs,
    socketTimeout: silenceMs,
    maxIdleTime: IDLE_LIMIT_MS,
    // We say when: after a sync.
    disableAutoIdle: true,
  });
  const connect = () =>
    client.connect().catch((error: { authenticationFailed?: boolean }) => {
      if (error.authenticationFailed) account.tokens?.refused();
      throw error;
    });
  return { client, path: decodeURIComponent(url.pathname.slice(1)) || 'INBOX', connect };
}

/** Pooled connections to the server that takes our mail, by the same rules. `timeoutMs`: how long it may be silent. */
export function submission(account: Account, timeoutMs: number, dkim?: Dkim) {
  const url = new URL(account.url);
  const secure = url.protocol === 'smtps:';
  return createTransport({
    pool: true,
    host: hostOf(url),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    requireTLS: !secure && !mayBePlain(url),
    ...(url.username ? { auth: credentials(url, account.tokens) } : {}),
    tls: trustOf(account),
    maxConnections: CONNECTIONS,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(dkim ? { dkim } : {}),
  });
}

export type Dkim = { readonly domainName: string; readonly keySelector: string; readonly privateKey: string };

function credentials(url: URL, tokens: TokenSource | undefined) {
  const user = decodeURIComponent(url.username);
  if (!tokens) return { user, pass: decodeURIComponent(url.password) };
  return {
    type: 'OAuth2' as const,
    user,
    // `renew`: the server has just refused the one before.
    provisionCallback: (
      _user: string,
      renew: boolean,
      done: (error: Error | null, token?: string, until?: number) => void,
    ) => {
      if (renew) tokens.refused();
      tokens.current().then(
        ({ value, until }) => done(null, value, until.getTime()),
        (error: Error) => done(error),
      );
    },
  };
}

/** On this machine nobody listens in between; on the way to any other host somebody may. */
function mayBePlain(url: URL): boolean {
  const secure = ['imaps:', 'smtps:'].includes(url.protocol);
  return secure || /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/.test(hostOf(url));
}

const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

const trustOf = ({ trusted, onCertificate }: Account) => ({
  ...(trusted ? { ca: [...getCACertificates('default'), trusted] } : {}),
  ...(onCertificate
    ? {
        checkServerIdentity(host: string, certificate: PeerCertificate) {
          onCertificate(certificate);
          return checkServerIdentity(host, certificate);
        },
      }
    : {}),
});

/** What may be logged of a failed connection: codes. A server's own words may quote an address. */
export function reasonOf(error: unknown): string {
  if (error instanceof Fault) return error.message;
  const { code, serverResponseCode, authenticationFailed, tlsFailed } = error as {
    code?: unknown;
    serverResponseCode?: unknown;
    authenticationFailed?: unknown;
    tlsFailed?: unknown;
  };
  if (authenticationFailed) return 'sign-in refused';
  if (tlsFailed) return `no TLS${code ? `: ${String(code)}` : ''}`;
  return String(serverResponseCode ?? code ?? (error instanceof Error ? error.name : 'unknown'));
}
