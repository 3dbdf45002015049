import { generateKeyPairSync } from 'node:crypto';
import forge from 'node-forge';

/** Private keys in the forms in which people have them, and what is easily taken for one. */
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const protection = { cipher: 'aes-256-cbc', passphrase: 'Rahasia#2024x' };

export const RSA = rsa.privateKey;
export const PUBLIC = rsa.publicKey;
export const PEM = String(RSA.export({ type: 'pkcs8', format: 'pem' }));

export const P12 = Buffer.from(
  forge.asn1
    .toDer(
      forge.pkcs12.toPkcs12Asn1(forge.pki.privateKeyFromPem(PEM), null as never, protection.passphrase, {
        algorithm: '3des',
      }),
    )
    .getBytes(),
  'latin1',
);

const certificate = forge.pki.createCertificate();
certificate.publicKey = forge.pki.publicKeyFromPem(String(PUBLIC.export({ type: 'spki', format: 'pem' })));
certificate.setSubject([{ name: 'commonName', value: 'Siti Rahma' }]);
certificate.sign(forge.pki.privateKeyFromPem(PEM));
export const CERTIFICATE = Buffer.from(forge.asn1.toDer(forge.pki.certificateToAsn1(certificate)).getBytes(), 'latin1');

/** Binary, by what they are called. */
export const DER: readonly (readonly [string, Buffer])[] = [
  ['PKCS#8', RSA.export({ type: 'pkcs8', format: 'der' })],
  ['PKCS#8 under a passphrase', RSA.export({ type: 'pkcs8', format: 'der', ...protection })],
  ['an RSA key by itself', RSA.export({ type: 'pkcs1', format: 'der' })],
  ['an EC key in PKCS#8', ec.privateKey.export({ type: 'pkcs8', format: 'der' })],
  ['an EC key by itself', ec.privateKey.export({ type: 'sec1', format: 'der' })],
  ['an Ed25519 key', generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' })],
  ['a .p12', P12],
];

const pem = (label: string, bytes: Buffer) =>
  `-----BEGIN ${label}-----\n${bytes.toString('base64').replaceAll(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`;

/** As `ssh-keygen` and PuTTYgen write theirs; what is secret in them is chance. */
export const OPENSSH = pem(
  'OPENSSH PRIVATE KEY',
  Buffer.concat([
    Buffer.from('openssh-key-v1\0\0\0\0\x04none\0\0\0\x04none\0\0\0\0\0\0\0\x01'),
    Buffer.alloc(300, P12),
  ]),
);
const secret = DER[2]![1].toString('base64').match(/.{1,64}/g)!;
export const PPK = [
  'PuTTY-User-Key-File-2: ssh-rsa',
  'Encryption: none',
  'Comment: rsa-key-20261127',
  'Public-Lines: 1',
  'AAAAB3NzaC1yc2EAAAADAQABAAABAQ',
  `Private-Lines: ${secret.length - 1}`,
  // The first line of PKCS #1 would give it away; PuTTY's own form begins otherwise.
  ...secret.slice(1),
  'Private-MAC: 7b0b7e0e6f0dcf6d1f8a0a1c2c3d4e5f60718293',
].join('\r\n');
export const JWK = JSON.stringify({ ...RSA.export({ format: 'jwk' }), kid: 'kunci-1' });
