import { createPublicKey } from 'node:crypto';
import forge from 'node-forge';
import type { Authority } from '../../../src/issuance/custody.ts';
import { draftOne, signOne } from '../../../src/issuance/issuing.ts';
import { createRehearsal } from '../../../src/issuance/lint.ts';
import type { SignatureKind } from '../../../src/issuance/signing.ts';
import { approved } from '../../issuance/office.ts';
import { quantile } from '../figures.ts';
import { rsaKeys } from './keys.ts';
import { clock, IMPORTED, profile, withAuthority } from './office.ts';
import { forgeCertificate, opensslSigns } from './others.ts';

/** Measured in turns with the others, so that whatever slows the machine meets all of them. */
const ROUNDS = 7;
const CERTIFICATES = 400;
const FORGE_CERTIFICATES = 10;
const APPLICANTS = 40;

/**
 * The signing path alone, on one core: the certificate is built, judged, signed, parsed, verified and compared with what was
 * asked for; nothing is stored. Beside it bare OpenSSL, and node-forge doing it all in JavaScript.
 */
export async function signing(print: (line: string) => void): Promise<void> {
  await withAuthority(IMPORTED, (authority) => compare(authority, print));
  await withAuthority(undefined, (authority) => compare(authority, print));
}

async function compare(authority: Authority, print: (line: string) => void): Promise<void> {
  const path = await signingPath(authority);
  await path(CERTIFICATES);
  const [ours, bare]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    bare.push(await opensslSigns(authority.kind));
    ours.push(await perSecond(CERTIFICATES, () => path(CERTIFICATES)));
  }
  const [our, limit] = [quantile(ours, 0.5), quantile(bare, 0.5)];
  print(`  ${authority.kind}: ${our.toFixed(0)} certificates/s a core, built, judged, signed, verified, compared`);
  const aim = authority.kind === IMPORTED ? ' (aim: 0.8)' : '';
  print(`    openssl speed, signatures alone  ${limit.toFixed(0)}/s, ours is ${(our / limit).toFixed(2)} of it${aim}`);
  if (authority.kind !== IMPORTED) return;
  const forged = await forgeRate(authority.kind);
  print(`    node-forge alone                 ${forged.toFixed(0)}/s, ours is ${(our / forged).toFixed(0)} times it`);
}

/** By the time that the processor spent, on all threads together: what one core does, whoever else is at work. */
async function perSecond(count: number, act: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await act();
  const { user, system } = process.cpuUsage(before);
  return (count / (user + system)) * 1_000_000;
}

async function signingPath(opened: Authority): Promise<(count: number) => Promise<void>> {
  // All on one thread: what a pool of them costs is no part of it.
  const authority = { ...opened, signAside: async (bytes: Uint8Array) => opened.sign(bytes) };
  const spkis = rsaKeys(APPLICANTS).map((key) => createPublicKey(key).export({ format: 'der', type: 'spki' }));
  const requests = spkis.map((spki) => approved({ spki }));
  const rehearse = await createRehearsal(authority.kind);
  return async (count) => {
    for (let at = 0; at < count; at++) {
      const request = requests[at % requests.length];
      const drafted = draftOne(`request-${at}`, request, { authority, clock, profile }, rehearse);
      if (!('draft' in drafted)) throw new Error(JSON.stringify(drafted));
      await signOne({ ...drafted.draft, number: at }, authority, drafted.expected);
    }
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
