import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import forge from 'node-forge';
import type { Authority } from '../../../src/issuance/custody/custody.ts';
import { SITI } from '../../issuance/office.ts';

/** What ours is measured beside: the bare arithmetic of OpenSSL, and the library alone. */

/** What `openssl speed` calls a kind of key. */
const ALGORITHMS = {
  'rsa-2048': 'rsa2048',
  'rsa-3072': 'rsa3072',
  'rsa-4096': 'rsa4096',
  'p-256': 'ecdsap256',
  'p-384': 'ecdsap384',
} as const;
const SECONDS = '1';
/** A line for machines, of RSA (F2) or ECDSA (F4): index, bits, signatures and verifications a second. */
const SIGN_LINE = /^\+F[24]:\d+:\d+:([\d.]+):/m;

/** Signatures a second, as `openssl speed` measures them by the time that the processor spent: on one core, or on several at once. */
export async function opensslSigns(kind: Authority['kind'], cores = 1): Promise<number> {
  const together = cores > 1 ? ['-multi', String(cores)] : [];
  const options = ['speed', '-seconds', SECONDS, '-mr', ...together, ALGORITHMS[kind]];
  const { stdout } = await promisify(execFile)('openssl', options);
  const [, rate] = SIGN_LINE.exec(stdout) ?? [];
  if (rate === undefined) throw new Error(`openssl speed said: ${stdout}`);
  return Number(rate);
}

/** A certificate with the same names, purposes and addresses, made and signed by node-forge alone. */
export function forgeCertificate(issuerKey: forge.pki.rsa.PrivateKey, publicKey: forge.pki.PublicKey): void {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = publicKey;
  certificate.serialNumber = `4c${forge.util.bytesToHex(forge.random.getBytesSync(17))}`;
  certificate.validity.notAfter = new Date(Date.now() + 2 * 365 * 86_400_000);
  const utf8 = forge.asn1.Type.UTF8 as never;
  const subject = [
    { name: 'countryName', value: 'ID' },
    { name: 'stateOrProvinceName', value: SITI.province, valueTagClass: utf8 },
    { name: 'localityName', value: SITI.city, valueTagClass: utf8 },
    { name: 'organizationName', value: SITI.organisation, valueTagClass: utf8 },
    { name: 'organizationalUnitName', value: SITI.unit, valueTagClass: utf8 },
    { name: 'commonName', value: SITI.name, valueTagClass: utf8 },
    { name: 'serialName', type: '2.5.4.5', value: SITI.nip },
  ];
  certificate.setSubject(subject);
  certificate.setIssuer(subject.slice(0, 4));
  certificate.setExtensions([
    { name: 'basicConstraints', critical: true, cA: false },
    { name: 'keyUsage', critical: true, digitalSignature: true, nonRepudiation: true },
    { name: 'extKeyUsage', clientAuth: true, emailProtection: true, '1.3.6.1.5.5.7.3.36': true },
    { name: 'subjectAltName', altNames: [{ type: 1, value: SITI.email }] },
    { name: 'subjectKeyIdentifier' },
  ]);
  certificate.sign(issuerKey, forge.md.sha256.create());
}
