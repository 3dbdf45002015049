/** What went wrong on the way to a server, as far as a person can mend it; `why` is a code, never a server's words. */
type Trouble = { readonly kind: 'certificate' | 'no-tls' | 'sign-in' | 'unreachable'; readonly why: string };

/** OpenSSL's and Node's names for a certificate that is not to be trusted. */
const CERTIFICATE = /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|INVALID_CA|HOSTNAME_MISMATCH|ERR_TLS_CERT)/;

type Known = {
  code?: unknown;
  originalCode?: unknown;
  name?: unknown;
  authenticationFailed?: unknown;
  tlsFailed?: unknown;
  responseCode?: unknown;
};

/** Reads the errors of Node's sockets, of imapflow and of nodemailer, which keeps the system's code as `originalCode`. */
export function troubleOf(error: unknown): Trouble {
  const known: Known = typeof error === 'object' && error !== null ? error : {};
  const code = String(known.originalCode ?? known.code ?? known.name ?? 'unknown');
  if (CERTIFICATE.test(code)) return { kind: 'certificate', why: code };
  if (known.authenticationFailed || known.code === 'EAUTH') return { kind: 'sign-in', why: code };
  if (known.tlsFailed || known.code === 'ETLS') return { kind: 'no-tls', why: code };
  return { kind: 'unreachable', why: typeof known.responseCode === 'number' ? `${known.responseCode}` : code };
}
