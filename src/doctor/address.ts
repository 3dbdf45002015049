import { randomBytes } from 'node:crypto';
import type { Answer, Outward } from '../outward.ts';
import { type AuthorityCheckParts, authorityCheck } from './authority.ts';
import { CERTIFICATE_DAYS, type Check, daysUntil, type Report } from './finding.ts';
import { troubleOf } from './trouble.ts';

type AddressCheckParts = {
  readonly publicUrl: string;
  readonly outward: Outward;
  /** What this installation, and no other, answers to a number that was never asked before; as /health does. */
  readonly proofOf: (nonce: string) => string;
  /** What stands in certificates: with a CA of our own. */
  readonly published?: AuthorityCheckParts['published'];
  readonly clock: () => Date;
};
export const ADDRESS_LIMIT_MS = 25_000;
const ASK_MS = 10_000;
const NONCE_BYTES = 24;
/** Of the names in a certificate. */
const NAMES_SHOWN = 3;

/** Opens our own address as people would, from this machine: its certificate, and whether it leads to us. */
export function addressCheck({ publicUrl, outward, proofOf, published, clock }: AddressCheckParts): Check {
  return async (report, signal) => {
    const { host, hostname, protocol } = new URL(publicUrl);
    if (isHere(hostname)) report('address-local');
    else if (protocol !== 'https:') report('address-not-https');
    const nonce = randomBytes(NONCE_BYTES).toString('base64url');
    const began = performance.now();
    const ask = { timeoutMs: ASK_MS, signal };
    const answer = await outward
      .ask(`${publicUrl}/health?nonce=${nonce}`, ask)
      .catch((error) => notReached(host, error, report));
    if (!answer) return;
    certificate(host, answer, clock(), report);
    const to = answer.headers.location;
    if (answer.status >= 300 && answer.status < 400)
      return report('address-moved', { host, to: hostOf(String(to ?? ''), publicUrl) });
    const state = stateIn(answer);
    if (state?.proof !== proofOf(nonce)) return report('address-foreign', { host, status: answer.status });
    report('address-ok', { url: publicUrl, ms: Math.round(performance.now() - began) });
    const failing = state.parts.filter(({ ok }) => !ok).map(({ part }) => part);
    if (failing.length > 0) report('part-failing', { parts: failing.join(', ') });
    if (published) await authorityCheck({ outward, published, clock }, ask, report);
  };
}

function notReached(host: string, error: unknown, report: Report): undefined {
  const { kind, why } = troubleOf(error);
  report(kind === 'certificate' ? 'address-certificate' : 'address-unreachable', { host, why });
  return undefined;
}

function certificate(host: string, { certificate: shown }: Answer, now: Date, report: Report): void {
  if (!shown) return;
  const until = new Date(shown.valid_to);
  const days = daysUntil(until, now);
  const names = (shown.subjectaltname ?? '').split(/,\s*/).map((name) => name.replace(/^(DNS|IP Address):/, ''));
  if (days < CERTIFICATE_DAYS) report('certificate-ends', { host, until, days });
  else report('address-names', { host, until, names: names.slice(0, NAMES_SHOWN).join(', ') });
}

type State = { readonly proof: string; readonly parts: readonly { readonly part: string; readonly ok: boolean }[] };

/** What /health of this product says; undefined for anything else. */
function stateIn({ body }: Answer): State | undefined {
  try {
    const { proof, parts } = JSON.parse(body.toString('utf8'));
    return typeof proof === 'string' && Array.isArray(parts) ? { proof, parts } : undefined;
  } catch {
    return undefined;
  }
}

const hostOf = (location: string, base: string) =>
  URL.canParse(location, base) ? new URL(location, base).origin : 'alamat lain';
const isHere = (hostname: string) => /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
