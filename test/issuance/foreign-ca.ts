import type { KeyObject } from 'node:crypto';
import { assemble, type Contents, drawSerial, keyId, toBeSigned } from '../../src/issuance/certificate/certificate.ts';
import { nameNode } from '../../src/issuance/certificate/names.ts';
import { encode, explicit, type Node, sequence } from '../../src/issuance/der/asn1.ts';
import { children, readOnly } from '../../src/issuance/der/der.ts';
import { pem } from '../../src/issuance/request/make-request.ts';
import { kindOf, signBytes, spkiOf } from '../../src/issuance/signature/signing.ts';
import { NOW, newEcKey } from './office.ts';

/** A CA as an office brings it along, made by somebody else: right, or wrong in one point. */
export type ForeignCa = { readonly pem: string; readonly name: Uint8Array; readonly key: KeyObject };

const YEAR_MS = 365 * 86_400_000;

export function foreignCa(
  commonName: string,
  issuer?: ForeignCa,
  change: Partial<Contents> = {},
  key: KeyObject = newEcKey('P-384'),
  /** An extension that ours never write. */
  strange?: Node,
): ForeignCa {
  const subject = [
    { attribute: 'O', value: 'Pemerintah Provinsi' },
    { attribute: 'CN', value: commonName },
  ] as const;
  const name = encode(nameNode(subject));
  const signer = issuer ?? { key, name };
  const kind = kindOf(signer.key);
  const plain = toBeSigned({
    serial: drawSerial(),
    signature: kind,
    issuer: signer.name,
    issuerKeyId: keyId(spkiOf(signer.key)),
    notBefore: new Date(NOW.getTime() - YEAR_MS),
    notAfter: new Date(NOW.getTime() + 8 * YEAR_MS),
    subject,
    spki: spkiOf(key),
    keyUsage: ['keyCertSign', 'cRLSign'],
    purposes: [],
    ca: {},
    addresses: {},
    ...change,
  });
  const tbs = strange ? withExtension(plain, strange) : plain;
  return { pem: pem('CERTIFICATE', assemble(tbs, kind, signBytes(kind, tbs, signer.key))), name, key };
}

/** The extensions are the last field (RFC 5280 4.1). */
function withExtension(tbs: Uint8Array, extension: Node): Uint8Array {
  const fields = children(readOnly(tbs));
  const list = children(children(fields.pop()!)[0]!);
  const wholes = (elements: typeof list) => elements.map(({ whole }) => whole);
  return encode(sequence(...wholes(fields), explicit(3, sequence(...wholes(list), extension))));
}

/** The key as most tools write it. */
export const lockedPem = ({ key }: Pick<ForeignCa, 'key'>, passphrase: string): string =>
  key.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase }) as string;
