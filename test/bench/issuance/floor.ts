import { createPublicKey, type KeyObject, sign, verify, X509Certificate } from 'node:crypto';
import { assemble } from '../../../src/issuance/certificate/certificate.ts';
import { createRehearsal, type Rehearsal } from '../../../src/issuance/certificate/lint.ts';
import type { Authority } from '../../../src/issuance/custody/custody.ts';
import { pem } from '../../../src/issuance/request/make-request.ts';
import { newThrowAwayPair, signBytes, spkiOf } from '../../../src/issuance/signature/signing.ts';
import { draftOne } from '../../../src/issuance/signer/judging.ts';
import type { Keyring } from '../../../src/seal.ts';
import { approved } from '../../issuance/office.ts';
import { clock, profile } from './office.ts';

/** Of each certificate another key: what OpenSSL has just read it reads in less time. */
const WARM = 200;

/**
 * Microseconds of the processor that OpenSSL alone takes for a certificate and its checks, whatever language asks for
 * them: the proof of the request, the letter opened and hashed, the rehearsal with the throw-away key, the signature, and
 * the certificate parsed and verified. Nothing of ours is in it, and no database.
 */
export async function floorOf(
  authority: Authority,
  keyring: Keyring,
  keys: readonly KeyObject[],
  letter: Uint8Array,
): Promise<number> {
  const rehearse = await createRehearsal(authority.kind);
  const sealed = keyring.seal('letter', letter);
  const issuer = new X509Certificate(authority.certificate);
  const throwAway = await newThrowAwayPair(authority.kind);
  const inEach = async (key: KeyObject) => {
    const tbs = await toBeSigned(authority, rehearse, spkiOf(key));
    return { tbs, spki: pem('PUBLIC KEY', spkiOf(key)), proof: sign('sha256', tbs, key) };
  };
  const each = await Promise.all(keys.map(inEach));
  let began = process.cpuUsage();
  for (const [at, { tbs, spki, proof }] of each.entries()) {
    if (at === WARM) began = process.cpuUsage();
    const key = createPublicKey(spki);
    const rehearsed = assemble(tbs, authority.kind, signBytes(authority.kind, tbs, throwAway.privateKey));
    const certificate = new X509Certificate(assemble(tbs, authority.kind, authority.sign(tbs)));
    const right =
      verify('sha256', tbs, key, proof) &&
      new X509Certificate(rehearsed).verify(throwAway.publicKey) &&
      certificate.checkIssued(issuer) &&
      certificate.verify(issuer.publicKey) &&
      keyring.hash('letter', keyring.open('letter', sealed)) !== '';
    if (!right) throw new Error('the floor does not hold');
  }
  const { user, system } = process.cpuUsage(began);
  return (user + system) / (each.length - WARM);
}

async function toBeSigned(authority: Authority, rehearse: Rehearsal, spki: Uint8Array): Promise<Uint8Array> {
  const drafted = await draftOne('request', approved({ spki }), { authority, clock, profile }, rehearse);
  if (!('draft' in drafted)) throw new Error(JSON.stringify(drafted));
  return drafted.draft.tbs;
}
