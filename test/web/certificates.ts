import { promisify } from 'node:util';
import forge from 'node-forge';

const newPair = promisify(forge.pki.rsa.generateKeyPair) as unknown as (options: {
  bits: number;
}) => Promise<forge.pki.rsa.KeyPair>;
let serial = 0x1000;

/** A self-signed certificate as another CA might have written it, PEM. */
export async function certificateFor({
  name,
  nip,
  email,
}: {
  name: string;
  nip?: string;
  email?: string;
}): Promise<string> {
  const { publicKey, privateKey } = await newPair({ bits: 2048 });
  const certificate = forge.pki.createCertificate();
  Object.assign(certificate, { publicKey, serialNumber: (++serial).toString(16) });
  certificate.validity.notBefore = new Date('2025-01-15T00:00:00Z');
  certificate.validity.notAfter = new Date('2027-01-15T00:00:00Z');
  certificate.setSubject([{ name: 'commonName', value: name }, ...(nip ? [{ type: '2.5.4.5', value: nip }] : [])]);
  certificate.setIssuer([{ name: 'commonName', value: 'CA lain' }]);
  if (email) certificate.setExtensions([{ name: 'subjectAltName', altNames: [{ type: 1, value: email }] }]);
  certificate.sign(privateKey, forge.md.sha256.create());
  return forge.pki.certificateToPem(certificate);
}
