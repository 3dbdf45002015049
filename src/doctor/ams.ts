import { X509Certificate } from 'node:crypto';
import type { StatusLook } from '../issuance/ams/ams-status.ts';
import { CERTIFICATE_DAYS, type Check, daysUntil, type Report } from './finding.ts';
import { troubleOf } from './trouble.ts';
import type { Code } from './words.ts';

export type AmsCheckParts = {
  readonly issuer: 'local' | 'ams';
  /** The certificates of AMS_CA_FILE, PEM; throws where the file cannot be used. Absent without one. */
  readonly trusted?: (() => Promise<readonly string[]>) | undefined;
  /** The CA's status service, where one is configured. */
  readonly status?:
    | {
        readonly host: string;
        readonly look: (nik: string, signal: AbortSignal) => Promise<StatusLook>;
        /** Whether it is a status that we know. */
        readonly knows: (said: string) => boolean;
      }
    | undefined;
  readonly clock: () => Date;
};
export const AMS_LIMIT_MS = 20_000;
/** Nobody has this number: nothing about anybody is asked. */
const NOBODY = '0'.repeat(16);

/** Reads the CA's certificates and asks its status service about nobody, with the account that is configured. */
export function amsCheck({ issuer, trusted, status, clock }: AmsCheckParts): Check {
  return async (report, signal) => {
    if (issuer !== 'ams') return report('ams-unused');
    if (trusted) await authorities(trusted, clock(), report);
    else report('ams-ca-none');
    if (!status) return report('ams-by-hand');
    const began = performance.now();
    const look = await status.look(NOBODY, signal);
    told(status, look, Math.round(performance.now() - began), report);
  };
}

async function authorities(trusted: () => Promise<readonly string[]>, now: Date, report: Report): Promise<void> {
  const found = await trusted()
    .then((pems) => pems.map((pem) => new X509Certificate(pem).validToDate))
    .catch(() => undefined);
  if (!found) return report('ams-ca-unreadable');
  const until = new Date(Math.min(...found.map((each) => each.getTime())));
  const days = daysUntil(until, now);
  report(days < CERTIFICATE_DAYS ? 'ams-ca-ends' : 'ams-ca-ok', { count: found.length, until, days });
}

type Service = NonNullable<AmsCheckParts['status']>;

function told({ host, knows }: Service, look: StatusLook, ms: number, report: Report): void {
  if (look.look === 'said') {
    if (!knows(look.value)) report('ams-unknown', { host, said: look.value });
    report('ams-ok', { host, ms });
  } else report(look.look === 'denied' ? 'ams-denied' : meaningOf(look.why), { host, why: look.why });
}

/** What it means that no status came, by the code of why. */
function meaningOf(why: string): Code {
  if (why === 'http-429') return 'ams-busy';
  if (why === 'not-a-status' || why === 'too-large') return 'ams-foreign';
  if (why.startsWith('http-4')) return 'ams-no-status';
  if (why.startsWith('http-')) return 'ams-failing';
  return troubleOf({ code: why }).kind === 'certificate' ? 'ams-certificate' : 'ams-unreachable';
}
