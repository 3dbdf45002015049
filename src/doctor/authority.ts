import { readCrl } from '../issuance/status/crl.ts';
import { ocspQuestion, readOcspAnswer } from '../issuance/status/ocsp-question.ts';
import type { Ask, Outward } from '../outward.ts';
import type { Report } from './finding.ts';
import { troubleOf } from './trouble.ts';

/** What the world finds at the addresses that stand in certificates of one CA. */
export type PublishedAuthority = {
  /** The issuing CA's certificate, DER. */
  readonly issuer: Uint8Array;
  /** Of certificates that are in use and of those that will be issued, each address once. */
  readonly crls: readonly string[];
  readonly responders: readonly string[];
  /** A certificate of ours, and what is on record of it. */
  readonly known?: { readonly serial: string; readonly status: 'good' | 'revoked' };
};

export type AuthorityCheckParts = {
  readonly outward: Outward;
  /** Each CA of ours that has certificates in use; none before the first one has begun to sign. */
  readonly published: () => Promise<readonly PublishedAuthority[]>;
  readonly clock: () => Date;
};

/** A list of all who were ever revoked: kilobytes, in years perhaps megabytes. */
const LIST_BYTES = 16 * 1024 * 1024;
/** No certificate of ours has this number. */
const NOBODYS = '01';

/** Fetches list and status as a reader of documents does, and reads what comes. */
export async function authorityCheck(
  { outward, published, clock }: AuthorityCheckParts,
  ask: Pick<Ask, 'timeoutMs' | 'signal'>,
  report: Report,
): Promise<void> {
  const authorities = await published();
  const secure = authorities.flatMap(({ crls, responders }) => [...crls, ...responders]).find(isSecure);
  if (secure !== undefined) report('authority-https', { url: secure });
  for (const authority of authorities) {
    for (const url of authority.crls) await list(url, authority);
    for (const url of authority.responders) await status(url, authority);
  }

  async function list(url: string, { issuer }: PublishedAuthority): Promise<void> {
    const { body, why } = await bytesFrom(url, { ...ask, limitBytes: LIST_BYTES });
    if (body === undefined) return report('crl-unreachable', { url, why });
    const reading = readList(body, issuer);
    if (!reading?.isOurs) report('crl-foreign', { url });
    else if (reading.nextUpdate <= clock()) report('crl-outdated', { url, until: reading.nextUpdate });
    else report('crl-served', { url, until: reading.nextUpdate });
  }

  async function status(url: string, { issuer, known }: PublishedAuthority): Promise<void> {
    const question = ocspQuestion(issuer, known?.serial ?? NOBODYS);
    const headers = { 'content-type': 'application/ocsp-request' };
    const { body, why } = await bytesFrom(url, { ...ask, method: 'POST', headers, body: question.der });
    if (body === undefined) return report('ocsp-unreachable', { url, why });
    const reading = readOcspAnswer(body, issuer, question);
    if ('failed' in reading) return report('ocsp-wrong', { url, why: reading.failed });
    if (reading.status !== (known?.status ?? 'unknown')) report('ocsp-wrong', { url, why: reading.status });
    else report('ocsp-served', { url, until: reading.signerUntil });
  }

  async function bytesFrom(url: string, how: Ask): Promise<{ body?: Uint8Array; why: string }> {
    try {
      const answer = await outward.ask(url, how);
      return answer.status === 200 ? { body: answer.body, why: '' } : { why: `status ${answer.status}` };
    } catch (error) {
      return { why: troubleOf(error).why };
    }
  }
}

const isSecure = (url: string): boolean => url.startsWith('https:');

function readList(der: Uint8Array, issuer: Uint8Array) {
  try {
    return readCrl(der, issuer);
  } catch {
    // Whatever it is, a page of a proxy most likely, it is no list.
    return undefined;
  }
}
