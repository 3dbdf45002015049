import { X509Certificate } from 'node:crypto';
import { DAY_MS } from '../durations.ts';
import { LEAST_VALID_DAYS } from '../issuance/certificate/profile.ts';
import { daysUntil, type Finding } from './finding.ts';

/** A certificate of two years has to end before its issuer does (RFC 5280, 6.1 needs both valid). */
const WHOLE_DAYS = 2 * 366;
/** The root lies in a safe elsewhere: an office takes some weeks to bring it. */
const MARGIN_DAYS = 90;

/**
 * How near the CA's own end is, told long before it is felt: first certificates become shorter, then there are none.
 * `chain`: DER, from the issuing CA up to the root. Where the root ends first, renewing the issuing CA alone is no help.
 */
export function authorityFindings(chain: readonly Uint8Array[], now: Date): Finding[] {
  const ends = chain.map((der) => new X509Certificate(der).validToDate);
  const until = new Date(Math.min(...ends.map((end) => end.getTime())));
  const days = daysUntil(until, now);
  const before = (span: number) => new Date(until.getTime() - span * DAY_MS);
  const values = { until, days, shorter: before(WHOLE_DAYS), stops: before(LEAST_VALID_DAYS) };
  if (days >= WHOLE_DAYS + MARGIN_DAYS) return [{ code: 'ca-ok', values: { until } }];
  const code =
    days < LEAST_VALID_DAYS ? 'ca-ended' : days < LEAST_VALID_DAYS + MARGIN_DAYS ? 'ca-ends-soon' : 'ca-ends';
  const root = ends.at(-1)!;
  const isRoot = chain.length > 1 && root <= until;
  return [{ code, values }, ...(isRoot ? [{ code: 'root-ends' as const, values: { until: root } }] : [])];
}

/** A CA whose place another one has taken. `last`: the latest end of the certificates that rest on it and are not revoked. */
export type EarlierAuthority = { readonly until: Date; readonly last?: Date | undefined };

/**
 * The CAs before it go on for what they have issued. None issues what outlives it; but its certificate may be an older one
 * than it was then, as after an older copy of the folder was put back, and behind its end nobody signs its lists.
 */
export function earlierFindings(earlier: readonly EarlierAuthority[], now: Date): Finding[] {
  return earlier.flatMap(({ until, last }): Finding[] => {
    if (last !== undefined && last > until && last > now) return [{ code: 'ca-outlived', values: { until, last } }];
    return until > now ? [{ code: 'ca-retired', values: { until } }] : [];
  });
}
