import { type AuthenticateResult, authenticate, type DNSResolver } from 'mailauth';
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
  /** The topmost Received header: written by the server that the mailbox is on. */
  readonly received?: string | undefined;
  /** False: it carries no DKIM-Signature at all. */
  readonly signed?: boolean | undefined;
};
export type Verdict = Pick<Proof, 'authentic' | 'spf'>;
export type Authenticity = (mail: Judged) => Promise<Verdict>;

/** Longer than a slow resolver needs, short enough not to hold up the mailbox. */
const DNS_TIMEOUT_MS = 10_000;

/**
 * Whether the domain in From stands behind this mail: DKIM passes and is aligned with it, by DMARC's own rules where the
 * domain has some. Taken from our own server's `Authentication-Results` (the topmost of that name; a server removes
 * forged ones, RFC 8601, 5), else verified over the raw bytes. SPF says which server handed the mail over and nothing
 * about its body: it is told beside the verdict, where the client's address is known, and never decides. What cannot be
 * found out is `unknown`.
 */
export function createAuthenticity({ authservId, resolver }: AuthenticityOptions): Authenticity {
  const id = authservId?.toLowerCase();
  return async ({ raw, domain, results, received, signed }) => {
    const ours = id && results.map(readResults).find((result) => result.id === id);
    if (ours) return verdictOf(ours.methods, domain);
    const clientKnown = id !== undefined && writerOf(received) === id;
    // Nothing in it could prove anything: the network is not asked, and nobody has to wait for it.
    if (signed === false && !clientKnown) return { authentic: 'unknown' };
    return verify(raw, domain, { resolver, clientKnown });
  };
}

/** The host that wrote a Received header (RFC 5321, 4.4: `by`). */
const writerOf = (received = ''): string | undefined =>
  /\bby\s+([^\s;()]+)/i.exec(withoutComments(received))?.[1]?.toLowerCase();

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

/**
 * Comments may be nested; a method inside one must not count. Nor one inside a quoted string: `smtp.mailfrom` repeats
 * what the sender wrote, and a quoted local part may hold anything (RFC 5321, 4.1.2).
 */
function withoutComments(value: string): string {
  if (!/[("\\]/.test(value)) return value;
  let depth = 0;
  let quoted = false;
  let out = '';
  for (const [token] of value.matchAll(/\\.|./gs)) {
    if (depth === 0 && token === '"') quoted = !quoted;
    if (quoted) out += token === '"' ? token : token.replace(/[\\;()=\s"]/g, '_');
    else if (token === '(') depth += 1;
    else if (token === ')') depth = Math.max(0, depth - 1);
    else if (depth === 0) out += token;
  }
  return out;
}

function verdictOf(methods: readonly Method[], domain: string): Verdict {
  const of = (name: string) => methods.filter(({ method }) => method === name);
  const spf = of('spf')[0]?.result;
  return { authentic: authenticBy(of('dkim'), of('dmarc'), domain), ...(spf ? { spf: spfOf(spf) } : {}) };
}

function authenticBy(dkim: readonly Method[], dmarc: readonly Method[], domain: string): Proof['authentic'] {
  const passed = dkim.filter(({ result }) => result === 'pass');
  const signedBy = ({ properties }: Method) =>
    properties.get('header.d') ?? properties.get('header.i')?.replace(/^.*@/, '') ?? '';
  if (passed.some((each) => isAligned(signedBy(each), domain))) return 'aligned';
  // DMARC passes by SPF as well. Where the server says what it found of DKIM, and none passed, it was SPF alone.
  const bySpf = dkim.length > 0 && passed.length === 0;
  const told = dmarc.some(
    ({ result, properties }) =>
      result === 'pass' && !bySpf && properties.get('header.from')?.replace(/^.*@/, '') === domain,
  );
  if (told) return 'aligned';
  return [...dkim, ...dmarc].some(({ result }) => result === 'fail') ? 'failed' : 'unknown';
}

const spfOf = (result: string): NonNullable<Proof['spf']> =>
  result === 'pass' || result === 'fail' ? result : 'unknown';

/** The signer is the domain itself or one above it. One below speaks for itself only, unless DMARC says otherwise. */
const isAligned = (signer: string, domain: string) =>
  signer.includes('.') && (domain === signer || domain.endsWith(`.${signer}`));

type Verifying = { readonly resolver?: DNSResolver | undefined; readonly clientKnown: boolean };

async function verify(raw: Buffer, domain: string, { resolver, clientKnown }: Verifying): Promise<Verdict> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), DNS_TIMEOUT_MS);
  });
  const checked = authenticate(raw, {
    trustReceived: clientKnown,
    disableArc: true,
    disableBimi: true,
    rejectRsaSha1: true,
    ...(resolver ? { resolver } : {}),
  });
  try {
    const found = await Promise.race([checked, late]);
    return found ? verified(found, domain, clientKnown) : { authentic: 'unknown' };
  } catch {
    return { authentic: 'unknown' };
  } finally {
    clearTimeout(timer);
    checked.catch(() => undefined);
  }
}

function verified(found: AuthenticateResult, domain: string, clientKnown: boolean): Verdict {
  const spf = clientKnown && found.spf ? { spf: spfOf(found.spf.status.result) } : {};
  const byDmarc = found.dmarc && found.dmarc.status.result === 'pass';
  const ours = found.dkim.results.filter(
    ({ signingDomain, status }) =>
      isAligned(signingDomain?.toLowerCase() ?? '', domain) || (byDmarc && Boolean(status.aligned)),
  );
  // A signature over the first bytes of the body alone lets anybody write below them (RFC 6376, 8.2).
  const whole = ours.filter(({ status }) => !status.underSized);
  if (whole.some(({ status }) => status.result === 'pass')) return { authentic: 'aligned', ...spf };
  const broken = ours.some(({ status }) => status.result === 'fail' || status.result === 'neutral');
  return { authentic: broken ? 'failed' : 'unknown', ...spf };
}
