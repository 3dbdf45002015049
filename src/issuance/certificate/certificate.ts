import { hash, randomFillSync } from 'node:crypto';
import {
  bits,
  boolean,
  encode,
  encodedSequence,
  explicit,
  implicit,
  integer,
  type Node,
  namedBits,
  none,
  octets,
  oid,
  sequence,
  time,
  unsigned,
} from '../der/asn1.ts';
import { children, expectTag, readBits, readOnly, TAG } from '../der/der.ts';
import { remembered } from '../der/remembered.ts';
import { algorithmNode, type SignatureKind } from '../signature/signing.ts';
import type { NamePart } from './names.ts';
import { nameNode } from './names.ts';
import { type Addresses, KEY_USAGE_BITS, type KeyUsage, PURPOSES, type Purpose } from './profile.ts';

export const EXTENSIONS = {
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  alternativeName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  crlNumber: '2.5.29.20',
  crlReason: '2.5.29.21',
  crlAddress: '2.5.29.31',
  policies: '2.5.29.32',
  authorityKeyId: '2.5.29.35',
  purposes: '2.5.29.37',
  authorityAccess: '1.3.6.1.5.5.7.1.1',
  ocspNoCheck: '1.3.6.1.5.5.7.48.1.5',
} as const;

/** Of the authority information access extension (RFC 5280 4.2.2.1). */
export const ACCESS = { ocsp: '1.3.6.1.5.5.7.48.1', caIssuers: '1.3.6.1.5.5.7.48.2' } as const;
/** GeneralName (RFC 5280 4.2.1.6), those that we write. */
export const GENERAL_NAME = { email: 1, uri: 6 } as const;

/** 17 bytes: the field notes ask for 64 or more random bits, below 2^159 in all. */
const SERIAL_RANDOM_BYTES = 17;
/** In front of the random bytes: whatever is drawn, the number is positive, without leading zeros and of one length. */
const SERIAL_PREFIX = 0x4c;

/** So many are drawn from the system at once: by itself, a draw costs a third of what writing a certificate costs. */
const SERIALS_AT_ONCE = 64;
let drawn = Buffer.alloc(0);

/** A serial never drawn before: 136 random bits, lower-case hexadecimal. */
export function drawSerial(): string {
  if (drawn.length === 0) drawn = randomFillSync(Buffer.alloc(SERIALS_AT_ONCE * SERIAL_RANDOM_BYTES));
  const random = drawn.toString('hex', 0, SERIAL_RANDOM_BYTES);
  drawn = drawn.subarray(SERIAL_RANDOM_BYTES);
  return SERIAL_PREFIX.toString(16) + random;
}

/** RFC 7093, method 1: the leftmost 160 bits of the SHA-256 of the key's bits. */
export const keyId = remembered((spki: Uint8Array): Uint8Array => {
  const subjectKey = readBits(expectTag(children(readOnly(spki, TAG.sequence))[1], TAG.bits));
  return new Uint8Array(hash('sha256', subjectKey, 'buffer').subarray(0, 20));
});

/** Everything that a certificate of ours says. */
export type Contents = {
  readonly serial: string;
  readonly signature: SignatureKind;
  /** The issuer's name, DER, byte for byte as in his own certificate (RFC 5280 4.1.2.4). */
  readonly issuer: Uint8Array;
  readonly issuerKeyId: Uint8Array;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly subject: readonly NamePart[];
  /** In place of `subject`: as it stands in the certificate that this one renews, DER. */
  readonly subjectDer?: Uint8Array;
  readonly spki: Uint8Array;
  readonly email?: string;
  readonly keyUsage: readonly KeyUsage[];
  readonly purposes: readonly Purpose[];
  readonly ca: { readonly pathLength?: number } | false;
  /** Certificate policies (RFC 5280 4.2.1.4), dotted. */
  readonly policies?: readonly string[];
  readonly addresses: Addresses;
  /** RFC 6960 4.2.2.2.1: nobody asks about the certificate that signs the answers, because it is short-lived. */
  readonly ocspNoCheck?: true;
};

const VERSION_3 = explicit(0, integer(2));

/** TBSCertificate, DER (RFC 5280 4.1.2). */
export function toBeSigned(contents: Contents): Uint8Array {
  return encode(
    sequence(
      VERSION_3,
      unsigned(Buffer.from(contents.serial, 'hex')),
      algorithmNode(contents.signature),
      encodedSequence(contents.issuer),
      sequence(time(contents.notBefore), time(contents.notAfter)),
      contents.subjectDer ? encodedSequence(contents.subjectDer) : nameNode(contents.subject),
      encodedSequence(contents.spki),
      explicit(3, sequence(...extensions(contents))),
    ),
  );
}

/** The certificate of to-be-signed bytes and their signature; the bytes stay as they are. */
export const assemble = (tbs: Uint8Array, kind: SignatureKind, signature: Uint8Array): Uint8Array =>
  encode(sequence(encodedSequence(tbs), algorithmNode(kind), bits(signature)));

export const extension = (id: string, critical: boolean, value: Node): Node =>
  sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(value));

export const authorityKeyId = remembered((id: Uint8Array) =>
  extension(EXTENSIONS.authorityKeyId, false, sequence(implicit(0, id))),
);
const usageExtension = remembered((usage: readonly KeyUsage[]) =>
  extension(EXTENSIONS.keyUsage, true, namedBits(usage.map((name) => KEY_USAGE_BITS[name]))),
);
const purposesExtension = remembered((purposes: readonly Purpose[]) => {
  const ids = purposes.map((name) => oid(PURPOSES[name]));
  return extension(EXTENSIONS.purposes, false, sequence(...ids));
});
const policiesExtension = remembered((policies: readonly string[]) => {
  const listed = policies.map((policy) => sequence(oid(policy)));
  return extension(EXTENSIONS.policies, false, sequence(...listed));
});
const listExtension = remembered(({ crl }: Addresses): Node[] => {
  if (crl === undefined) return [];
  const point = sequence(explicit(0, explicit(0, implicit(GENERAL_NAME.uri, crl))));
  return [extension(EXTENSIONS.crlAddress, false, sequence(point))];
});
const accessExtension = remembered(({ ocsp, caIssuers }: Addresses): Node[] => {
  const described = (method: string, address: string | undefined): Node[] =>
    address === undefined ? [] : [sequence(oid(method), implicit(GENERAL_NAME.uri, address))];
  const access = [...described(ACCESS.ocsp, ocsp), ...described(ACCESS.caIssuers, caIssuers)];
  return access.length === 0 ? [] : [extension(EXTENSIONS.authorityAccess, false, sequence(...access))];
});

const NOT_A_CA = extension(EXTENSIONS.basicConstraints, true, sequence());

function constraintsExtension(ca: Contents['ca']): Node {
  if (ca === false) return NOT_A_CA;
  const length = ca.pathLength === undefined ? [] : [integer(ca.pathLength)];
  return extension(EXTENSIONS.basicConstraints, true, sequence(boolean(true), ...length));
}

function extensions({ addresses, ca, email, issuerKeyId, keyUsage, ocspNoCheck, ...contents }: Contents): Node[] {
  const { policies = [], purposes, spki } = contents;
  return [
    constraintsExtension(ca),
    usageExtension(keyUsage),
    extension(EXTENSIONS.subjectKeyId, false, octets(keyId(spki))),
    authorityKeyId(issuerKeyId),
    ...(purposes.length > 0 ? [purposesExtension(purposes)] : []),
    ...(email === undefined
      ? []
      : [extension(EXTENSIONS.alternativeName, false, sequence(implicit(GENERAL_NAME.email, email)))]),
    ...(policies.length > 0 ? [policiesExtension(policies)] : []),
    ...listExtension(addresses),
    ...(ocspNoCheck ? [extension(EXTENSIONS.ocspNoCheck, false, none())] : []),
    ...accessExtension(addresses),
  ];
}
