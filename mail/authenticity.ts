import { authenticate, type DNSResolver } from 'mailauth';
import type { Proof } from '../src/conversation/inbound.ts';

export type AuthenticityOptions = {
  /** The name under which our own mail server writes `Authentication-Results`. Without it every mail is verified here. */
  readonly authservId?: string | undefined;
  /** How DNS is asked; default: the system's resolver. */
  readonly resolver?: DNSResolver | undefined;
};
export type Judged = {
  readonly raw: Buffer;
  /** The domain of the one From address. */
  readonly domain: string;
  /** The values of all Authentication-Results headers, topmost first. */
  readonly results: readonly string[];
};
export type Authenticity = (mail: Judged) => Promise<Proof['authentic']>;

/** Longer than a slow resolver needs, short enough not to hold up the mailbox. */
const DNS_TIMEOUT_MS = 10_000;

/**
 * Whether the domain in From stands behind this mail: DKIM or DMARC passes and is aligned with it. Taken from our own
 * server's `Authentication-Results` (the topmost of that name; a server removes forged ones, RFC 8601, 5), else
 * verified over the raw bytes. SPF alone proves nothing about the body. What cannot be found out is `unknown`.
 */
export function createAuthenticity({ authservId, resolver }: AuthenticityOptions): Authenticity {
  return async ({ raw, domain, results }) => {
    const ours = authservId && results.map(readResults).find((result) => result.id === authservId.toLowerCase());
    if (ours) return verdictOf(ours.methods, domain);
    return verify(raw, domain, resolver);
  };
}

type Method = { readonly method: string; readonly result: string; readonly properties: ReadonlyMap<string, string> };

/** Takes an Authentication-Results value apart (RFC 8601, 2.2), without its comments. */
export function readResults(value: string): { id: string; methods: Method[] } {
  const [head = '', ...rest] = withoutComments(value).split(';');
  const methods = rest.flatMap((part) => {
    const [, method, result, more] = /^\s*([a-z0-9-]+)(?:\/\d+)?\s*=\s*([a-z]+)(.*)$/is.exec(part) ?? [];
    if (!method || !result) return [];
    const properties = [...(more ?? '').matchAll(/([a-z]+\.[a-z0-9_-]+)\s*=\s*"?([^\s";]+)/gi)];
    return [
      {
        method: method.toLowerCase(),
        result: result.toLowerCase(),
        properties: new Map(properties.map(([, name, text]) => [name!.toLowerCase(), text!.toLowerCase()])),
      },
    ];
  });
  return { id: head.trim().split(/\s/)[0]?.toLowerCase() ?? '', methods };
}

/** Comments may be nested; a method inside one must not count. */
function withoutComments(value: string): string {
  let depth = 0;
  let out = '';
  for (const letter of value) {
    if (letter === '(') depth += 1;
    else if (letter === ')') depth = Math.max(0, depth - 1);
    else if (depth === 0) out += letter;
  }
  return out;
}

function verdictOf(methods: readonly Method[], domain: string): Proof['authentic'] {
  const passes = methods.some(({ method, result, properties }) => {
    if (result !== 'pass') return false;
    if (method === 'dmarc') return properties.get('header.from')?.replace(/^.*@/, '') === domain;
    if (method !== 'dkim') return false;
    const signer = properties.get('header.d') ?? properties.get('header.i')?.replace(/^.*@/, '');
    return signer !== undefined && isAligned(signer, domain);
  });
  if (passes) return 'aligned';
  return methods.some(({ method, result }) => (method === 'dkim' || method === 'dmarc') && result === 'fail')
    ? 'failed'
    : 'unknown';
}

/** The signer is the domain itself or one above it. One below speaks for itself only. */
const isAligned = (signer: string, domain: string) =>
  signer.includes('.') && (domain === signer || domain.endsWith(`.${signer}`));

async function verify(raw: Buffer, domain: string, resolver?: DNSResolver): Promise<Proof['authentic']> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), DNS_TIMEOUT_MS);
  });
  const checked = authenticate(raw, {
    disableArc: true,
    disableBimi: true,
    rejectRsaSha1: true,
    ...(resolver ? { resolver } : {}),
  });
  try {
    const found = await Promise.race([checked, late]);
    if (!found) return 'unknown';
    const signatures = found.dkim.results.map(({ status, signingDomain }) => ({
      result: status.result,
      signer: signingDomain?.toLowerCase() ?? '',
    }));
    if (signatures.some(({ result, signer }) => result === 'pass' && isAligned(signer, domain))) return 'aligned';
    const broken = signatures.some(
      ({ result, signer }) => (result === 'fail' || result === 'neutral') && isAligned(signer, domain),
    );
    return broken ? 'failed' : 'unknown';
  } catch {
    return 'unknown';
  } finally {
    clearTimeout(timer);
    checked.catch(() => undefined);
  }
}
