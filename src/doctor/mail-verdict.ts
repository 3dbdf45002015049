import { contradicts, readResults } from '../../mail/authenticity.ts';
import type { Proof } from '../conversation/inbound.ts';
import type { Finding } from './finding.ts';
import { headersOf } from './probe.ts';

/** A mail of our own as it came back, and what our reading makes of it. */
type ReturnedMail = {
  readonly raw: Buffer;
  /** Of the sender's address. */
  readonly domain: string;
  readonly authentic: Proof['authentic'];
  /** MAIL_AUTHSERV_ID. */
  readonly authservId?: string | undefined;
};

const VERDICTS = { aligned: 'mail-aligned', failed: 'mail-forged', unknown: 'mail-unproven' } as const;

/** Names that are shown come from a mail: only what can be one. */
const HOST = /^[a-z0-9][a-z0-9.-]{0,100}$/;
const SHOWN_IDS = 3;

/** Whether it proves its sender, who judged it, and why it may be called forged though it is not. */
export function verdictFindings({ raw, domain, authentic, authservId: wanted }: ReturnedMail): Finding[] {
  const results = headersOf(raw, 'authentication-results').map(readResults);
  const ids = [...new Set(results.map(({ id }) => id))];
  const signer = authentic === 'failed' && wanted ? contradicts(results, wanted.toLowerCase(), domain) : undefined;
  const verdict: Finding =
    signer !== undefined && HOST.test(signer)
      ? { code: 'dmarc-deaf', values: { domain, id: wanted!, signer } }
      : { code: VERDICTS[authentic], values: { domain } };
  return [verdict, ...judgeFindings(ids, wanted)];
}

function judgeFindings(ids: readonly string[], wanted: string | undefined): Finding[] {
  const seen = ids
    .filter((id) => HOST.test(id))
    .slice(0, SHOWN_IDS)
    .join(', ');
  if (wanted === undefined) return seen ? [{ code: 'authserv-hint', values: { seen } }] : [];
  if (ids.includes(wanted.toLowerCase())) return [{ code: 'authserv-seen', values: { id: wanted } }];
  return [{ code: 'authserv-missing', values: { id: wanted, seen: seen || 'tidak ada' } }];
}
