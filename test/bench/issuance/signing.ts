import forge from 'node-forge';
import { assemble, drawSerial, toBeSigned } from '../../../src/issuance/certificate/certificate.ts';
import { createRehearsal } from '../../../src/issuance/certificate/lint.ts';
import { contentsOf } from '../../../src/issuance/certificate/statement.ts';
import type { Authority } from '../../../src/issuance/custody/custody.ts';
import { type SignatureKind, spkiOf } from '../../../src/issuance/signature/signing.ts';
import { wantedOf } from '../../../src/issuance/signer/approval.ts';
import { signOne } from '../../../src/issuance/signer/issuing.ts';
import { draftOne } from '../../../src/issuance/signer/judging.ts';
import type { Journaled } from '../../../src/issuance/signer/signer-journal.ts';
import type { Intent } from '../../../src/issuance/storage.ts';
import { approved } from '../../issuance/office.ts';
import { quantile } from '../figures.ts';
import { rsaKeys } from './keys.ts';
import { clock, IMPORTED, profile, withAuthority } from './office.ts';
import { forgeCertificate, opensslSigns } from './others.ts';

/** Measured in turns with the others, so that whatever slows the machine meets all of them. */
const ROUNDS = 5;
/** In one round. While the others are measured, caches and heap go cold: a short round would measure how they warm up. */
const CERTIFICATES = 4_000;
/** Of a CA whose signatures take six times as long. */
const SLOW_CERTIFICATES = 1_000;
const FORGE_CERTIFICATES = 10;
const APPLICANTS = 40;
const TOGETHER = 50;

/**
 * The signing path alone, on one core: from what was approved to the signed certificate; nothing is stored. Once as bare as
 * forge and OpenSSL do it, built and signed, and once with all that nobody else does: judged beforehand with a throw-away
 * key, then parsed, verified and compared with what was asked for. Beside it bare OpenSSL, and node-forge.
 */
export async function signing(print: (line: string) => void): Promise<void> {
  await withAuthority(IMPORTED, (authority) => compare(authority, print));
  await withAuthority(undefined, (authority) => compare(authority, print));
}

async function compare(authority: Authority, print: (line: string) => void): Promise<void> {
  const requests = rsaKeys(APPLICANTS).map((key) => approved({ spki: spkiOf(key) }));
  const [bare, whole] = [bareSigning(authority, requests), await wholeSigning(authority, requests)];
  const rates: Record<'openssl' | 'node' | 'bare' | 'whole', number[]> = { openssl: [], node: [], bare: [], whole: [] };
  const count = authority.kind === IMPORTED ? CERTIFICATES : SLOW_CERTIFICATES;
  await Promise.all([bare(count), whole(count)]);
  for (let round = 0; round < ROUNDS; round++) {
    rates.openssl.push(await opensslSigns(authority.kind));
    rates.node.push(await perSecond(count, () => signatures(authority, count)));
    rates.bare.push(await perSecond(count, () => bare(count)));
    rates.whole.push(await perSecond(count, () => whole(count)));
  }
  const forged = authority.kind === IMPORTED ? await forgeRate(authority.kind) : undefined;
  const limit = quantile(rates.openssl, 0.5);
  const line = (what: string, rate: number, aim = '') => {
    const times = forged === undefined ? '' : `, ${(rate / forged).toFixed(0)} times node-forge`;
    print(`    ${what.padEnd(46)} ${rate.toFixed(0)}/s, ${(rate / limit).toFixed(2)} of openssl speed${aim}${times}`);
  };
  print(`  ${authority.kind}, a core: openssl speed, signatures alone, ${limit.toFixed(0)}/s`);
  line('the same signature by node:crypto, the floor', quantile(rates.node, 0.5));
  line('built and signed', quantile(rates.bare, 0.5), forged === undefined ? '' : ' (aim: 0.8)');
  line('with all checks before and after the signature', quantile(rates.whole, 0.5));
  if (forged !== undefined) print(`    ${'node-forge, built and signed'.padEnd(46)} ${forged.toFixed(0)}/s`);
}

/** By the time that the processor spent, on all threads together: what one core does, whoever else is at work. */
async function perSecond(count: number, act: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await act();
  const { user, system } = process.cpuUsage(before);
  return (count / (user + system)) * 1_000_000;
}

async function signatures({ sign, certificate }: Authority, count: number): Promise<void> {
  for (let at = 0; at < count; at++) sign(certificate);
}

type Requests = readonly ReturnType<typeof approved>[];

/** A person of his own in each, so that nothing is found remembered that would be new in an office. */
function requestAt(requests: Requests, at: number): Requests[number] {
  const request = requests[at % requests.length]!;
  return { ...request, subject: { ...request.subject, name: `Siti ${at}` } };
}

/** As node-forge does it: what was approved is written as a certificate and signed. */
function bareSigning(authority: Authority, requests: Requests): (count: number) => Promise<void> {
  const terms = { authority, profile };
  return async (count) => {
    for (let at = 0; at < count; at++) {
      const wanted = wantedOf(requestAt(requests, at), drawSerial(), clock(), terms);
      if ('refused' in wanted) throw new Error(wanted.refused);
      const tbs = toBeSigned(contentsOf(wanted.expected));
      assemble(tbs, authority.kind, authority.sign(tbs));
    }
  };
}

/** As the issuer does it, in groups. */
async function wholeSigning(authority: Authority, requests: Requests): Promise<(count: number) => Promise<void>> {
  const rehearse = await createRehearsal(authority.kind);
  const one = async (at: number) => {
    const drafted = await draftOne(`request-${at}`, requestAt(requests, at), { authority, clock, profile }, rehearse);
    if (!('draft' in drafted)) throw new Error(JSON.stringify(drafted));
    // No journal is kept here: what it costs is measured with the batch.
    await signOne({ ...drafted.draft, number: at } as Intent as Journaled, authority, drafted.expected);
  };
  return async (count) => {
    for (let from = 0; from < count; from += TOGETHER)
      await Promise.all(Array.from({ length: TOGETHER }, (_, at) => one(from + at)));
  };
}

async function forgeRate(kind: SignatureKind): Promise<number> {
  const bits = Number(kind.replace('rsa-', ''));
  const { privateKey, publicKey } = forge.pki.rsa.generateKeyPair({ bits, e: 65537 });
  const make = async () => {
    for (let at = 0; at < FORGE_CERTIFICATES; at++) forgeCertificate(privateKey, publicKey);
  };
  await make();
  return perSecond(FORGE_CERTIFICATES, make);
}
