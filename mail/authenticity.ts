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
  /** Its Authentication-Results and Received headers, topmost first. */
  readonly trace: readonly Trace[];
  /** How many DKIM-Signature headers it carries. */
  readonly signatures?: number | undefined;
};
export type Trace = { readonly header: 'results' | 'received'; readonly value: string };
export type Verdict = Pick<Proof, 'authentic' | 'spf'>;
export type Authenticity = (mail: Judged) => Promise<Verdict>;

/**
 * A mail has one or two, a list adds its own (RFC 6376, 6.1 leaves the number to us). Each may want a hash of the body of its
 * own and asks DNS: a head full of them would take minutes of the processor.
 */
export const SIGNATURES_LIMIT = 10;
/** Longer than a slow resolver needs, short enough not to hold up the mailbox. */
const DNS_TIMEOUT_MS = 10_000;

/**
 * Whether the domain in From stands behind this mail: DKIM passes and is aligned with it, by DMARC's own rules where the
 * domain has some. Taken from our own server's `Authentication-Results` (a server removes forged ones, RFC 8601, 5), else
 * verified over the raw bytes. A server may write several, one for each thing that checks: see `ownIn`. SPF says which
 * server handed the mail over and nothing about its body: it is told beside the verdict, where the client's address is
 * known, and never decides. What cannot be found out is `unknown`.
 */
export function createAuthenticity({ authservId, resolver }: AuthenticityOptions): Authenticity {
  const id = authservId?.toLowerCase();
  return async ({ raw, domain, trace, signatures }) => {
    const own = id ? ownIn(trace, id) : undefined;
    const told = own && verdictOf(own, domain);
    if (told?.isSettled) return told.verdict;
    const received = trace.find(({ header }) => header === 'received');
    const clientKnown = id !== undefined && writerOf(received?.value) === id;
    // Nothing in it could prove anything: the network is not asked, and nobody has to wait for it.
    if (signatures === 0 && (told || !clientKnown)) return { ...told?.verdict, authentic: 'unknown' };
    if (signatures !== undefined && signatures > SIGNATURES_LIMIT) return { ...told?.verdict, authentic: 'unknown' };
    const found = await verify(raw, domain, { resolver, clientKnown });
    return told ? { ...found, ...told.verdict, authentic: found.authentic } : found;
  };
}

type Own = {
  /** Of each header under our own name, topmost first. */
  readonly headers: readonly (readonly Method[])[];
  /** Nobody but our own servers can have written any of them. */
  readonly isSure: boolean;
};

/**
 * What our own server wrote: the topmost header under its name, and those below it up to the next Received, where
 * another server's part of the head begins. Above the first Received of all nobody else can have written anything.
 * Elsewhere a sender's own headers may follow ours at once, and be taken for ours where the server did not remove them.
 */
function ownIn(trace: readonly Trace[], id: string): Own | undefined {
  const read = trace.map(({ header, value }) => (header === 'received' ? undefined : readResults(value)));
  const first = read.findIndex((result) => result?.id === id);
  if (first === -1) return undefined;
  const next = read.indexOf(undefined, first);
  const block = read.slice(first, next === -1 ? undefined : next);
  return {
    headers: block.flatMap((result) => (result?.id === id ? [result.methods] : [])),
    isSure: next !== -1 && !read.slice(0, first).includes(undefined),
  };
}

/** The host that wrote a Received header (RFC 5321, 4.4: `by`). */
const writerOf = (received = ''): string | undefined =>
  /\bby\s+([^\s;()]+)/i.exec(withoutComments(received))?.[1]?.toLowerCase();

type Method = { readonly method: string; readonly result: string; readonly properties: ReadonlyMap<string, string> };

/** What one of them says, under the name of who wrote it. */
export type Results = { readonly id: string; readonly methods: Method[] };

/** Takes an Authentication-Results value apart (RFC 8601, 2.2), without its comments. */
export function readResults(value: string): Results {
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

/**
 * What all of them say together. It is settled where they speak of DKIM or DMARC at all, unless only those below the
 * topmost make it better and a sender may have written them: then the bytes have to bear it out.
 */
function verdictOf({ headers, isSure }: Own, domain: string): { verdict: Verdict; isSettled: boolean } {
  const all = headers.flat();
  const spf = all.find(({ method }) => method === 'spf')?.result;
  const authentic = authenticBy(headers, domain);
  const isSilent = !all.some(({ method }) => method === 'dkim' || method === 'dmarc');
  const alone = authenticBy(headers.slice(0, 1), domain);
  return {
    verdict: { authentic, ...(spf ? { spf: spfOf(spf) } : {}) },
    isSettled: !isSilent && (isSure || authentic !== 'aligned' || alone === 'aligned'),
  };
}

/** Where two headers contradict one another the worse verdict holds, and DMARC is believed of one header only. */
function authenticBy(headers: readonly (readonly Method[])[], domain: string): Proof['authentic'] {
  const all = headers.flat();
  const dkim = all.filter(({ method }) => method === 'dkim');
  const dmarc = all.filter(({ method }) => method === 'dmarc');
  const signatures = headers.map((methods) =>
    methods.filter((each) => each.method === 'dkim' && isAligned(signerOf(each), domain)),
  );
  const isPass = ({ result }: Method) => result === 'pass';
  const isFail = ({ result }: Method) => result === 'fail';
  // One header may speak of several signatures, of which one is enough.
  const denied = signatures.some((each) => each.some(isFail) && !each.some(isPass));
  if (denied || dmarc.some((each) => isFail(each) && isOf(each, domain))) return 'failed';
  if (signatures.flat().some(isPass)) return 'aligned';
  // DMARC passes by SPF as well. Where the server says what it found of DKIM, and nothing of this domain's passed (what is
  // above it was looked at before), it was SPF alone: anybody who sends over the same servers has that, and a signature.
  const bySpf = dkim.length > 0 && !dkim.some((each) => isPass(each) && isAligned(domain, signerOf(each)));
  const speakers = headers.filter((methods) => methods.some(({ method }) => method === 'dmarc')).length;
  if (speakers === 1 && !bySpf && dmarc.some((each) => isPass(each) && isOf(each, domain))) return 'aligned';
  return [...dkim, ...dmarc].some(isFail) ? 'failed' : 'unknown';
}

/**
 * Under which name a server says `dkim=pass` of this very domain, where it says `dmarc=fail` of it under `id`. Both cannot
 * be: an aligned signature is enough for DMARC (RFC 7489, 4.2), so whoever judged DMARC did not hear of the signature.
 */
export function contradicts(results: readonly Results[], id: string, domain: string): string | undefined {
  const says = (each: Results, which: (method: Method) => boolean) => each.methods.some(which);
  const isDenied = results.some(
    (each) =>
      each.id === id && says(each, (one) => one.method === 'dmarc' && one.result === 'fail' && isOf(one, domain)),
  );
  const signed = (one: Method) => one.method === 'dkim' && one.result === 'pass' && signerOf(one) === domain;
  return isDenied ? results.find((each) => says(each, signed))?.id : undefined;
}

const signerOf = ({ properties }: Method) =>
  properties.get('header.d') ?? properties.get('header.i')?.replace(/^.*@/, '') ?? '';
const isOf = ({ properties }: Method, domain: string) => properties.get('header.from')?.replace(/^.*@/, '') === domain;

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
