import { Fault } from '../../fault.ts';
import {
  assertStrict,
  children,
  type Element,
  expectTag,
  readBits,
  readBoolean,
  readInteger,
  readOid,
  readOnly,
  readString,
  readTime,
  TAG,
} from '../der/der.ts';

/** The fields of a to-be-signed certificate as the strict reader sees them: independent of what wrote them. */
export type CertificateFields = {
  readonly version: bigint;
  /** Lower-case hexadecimal without leading zeros. */
  readonly serial: string;
  readonly algorithm: Uint8Array;
  readonly issuer: Uint8Array;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** In which of the two forms each of them is written. */
  readonly timeTags: readonly [notBefore: number, notAfter: number];
  /** Attributes in their order. */
  readonly subject: readonly { readonly oid: string; readonly tag: number; readonly value: string }[];
  readonly subjectDer: Uint8Array;
  readonly spki: Uint8Array;
  readonly extensions: ReadonlyMap<string, Extension>;
};

/** `critical` is undefined where nothing is written, which in DER is the only way to say that it is not. */
type Extension = { readonly critical: boolean | undefined; readonly value: Uint8Array };

/** Throws Fault('unparsable') for what is not strict DER or not of version 3 form. */
export function readToBeSigned(tbs: Uint8Array): CertificateFields {
  const root = readOnly(tbs, TAG.sequence);
  assertStrict(root);
  const [version, serial, algorithm, issuer, validity, subject, spki, extensions, ...more] = children(root);
  if (more.length > 0) throw new Fault('unparsable', 'certificate: more fields than expected');
  const [notBefore, notAfter, ...moments] = children(expectTag(validity, TAG.sequence));
  if (!notBefore || !notAfter || moments.length > 0) throw new Fault('unparsable', 'certificate: validity');
  const hex = readInteger(expectTag(serial, TAG.integer)).toString(16);
  return {
    version: readInteger(readOnly(expectTag(version, 0xa0).content)),
    serial: hex,
    algorithm: expectTag(algorithm, TAG.sequence).whole,
    issuer: expectTag(issuer, TAG.sequence).whole,
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    timeTags: [notBefore.tag, notAfter.tag],
    subject: readName(expectTag(subject, TAG.sequence)),
    subjectDer: subject!.whole,
    spki: expectTag(spki, TAG.sequence).whole,
    extensions: readExtensions(expectTag(extensions, 0xa3)),
  };
}

/** The three parts of a certificate. */
export function readParts(der: Uint8Array): { tbs: Uint8Array; algorithm: Uint8Array; signature: Uint8Array } {
  const [tbs, algorithm, signature, ...more] = children(readOnly(der, TAG.sequence));
  if (more.length > 0) throw new Fault('unparsable', 'certificate: more parts than expected');
  return {
    tbs: expectTag(tbs, TAG.sequence).whole,
    algorithm: expectTag(algorithm, TAG.sequence).whole,
    signature: readBits(expectTag(signature, TAG.bits)),
  };
}

/** The key identifier of who issued it, hex (RFC 5280 4.2.1.1); undefined where the certificate does not say. */
export const issuerKeyIdOf = (der: Uint8Array): string | undefined => issuerKeyIdIn(readToBeSigned(readParts(der).tbs));

function issuerKeyIdIn({ extensions }: Pick<CertificateFields, 'extensions'>): string | undefined {
  const extension = extensions.get(AUTHORITY_KEY_ID);
  const id = extension && children(readOnly(extension.value, TAG.sequence)).find(({ tag }) => tag === IMPLICIT_0);
  return id && Buffer.from(id.content).toString('hex');
}

/** Whether to-be-signed bytes are those of this CA: by its name and the identifier of its key. */
export function namesIssuer(
  tbs: Uint8Array,
  { name, keyId }: { readonly name: Uint8Array; readonly keyId: Uint8Array },
): boolean {
  const fields = readToBeSigned(tbs);
  return Buffer.compare(fields.issuer, name) === 0 && issuerKeyIdIn(fields) === Buffer.from(keyId).toString('hex');
}

const AUTHORITY_KEY_ID = '2.5.29.35';
const IMPLICIT_0 = 0x80;

/** Where a certificate says that more can be found (RFC 5280 4.2.1.13, 4.2.2.1); what it does not say is absent. */
export function addressesIn(der: Uint8Array): { readonly crl?: string; readonly ocsp?: string } {
  const { extensions } = readToBeSigned(readParts(der).tbs);
  const sequenceOf = (id: string) => {
    const value = extensions.get(id)?.value;
    return value ? children(readOnly(value, TAG.sequence)) : [];
  };
  const crl = sequenceOf(CRL_ADDRESS)
    .map(uriIn)
    .find((uri) => uri !== undefined);
  const responder = sequenceOf(AUTHORITY_ACCESS).find(
    (each) => readOid(expectTag(children(each)[0], TAG.oid)) === OCSP,
  );
  const ocsp = responder && uriIn(responder);
  return { ...(crl ? { crl } : {}), ...(ocsp ? { ocsp } : {}) };
}

const CRL_ADDRESS = '2.5.29.31';
const AUTHORITY_ACCESS = '1.3.6.1.5.5.7.1.1';
const OCSP = '1.3.6.1.5.5.7.48.1';
const GENERAL_NAME_URI = 0x86;
const CONSTRUCTED = 0x20;

/** The first address in it, however deep it lies. */
function uriIn(element: Element): string | undefined {
  if (element.tag === GENERAL_NAME_URI) return Buffer.from(element.content).toString('latin1');
  if ((element.tag & CONSTRUCTED) === 0) return undefined;
  for (const child of children(element)) {
    const found = uriIn(child);
    if (found !== undefined) return found;
  }
  return undefined;
}

function readName(name: Element): CertificateFields['subject'] {
  return children(name).map((rdn) => {
    const attribute = readOnly(expectTag(rdn, TAG.set).content, TAG.sequence);
    const [oid, value] = children(attribute);
    if (value === undefined) throw new Fault('unparsable', 'name: an attribute without a value');
    return { oid: readOid(expectTag(oid, TAG.oid)), tag: value.tag, value: readString(value) };
  });
}

function readExtensions(wrapper: Element): CertificateFields['extensions'] {
  const found = new Map<string, Extension>();
  for (const item of children(readOnly(wrapper.content, TAG.sequence))) {
    const [oid, ...rest] = children(expectTag(item, TAG.sequence));
    const [flag, value] = rest.length === 1 ? [undefined, rest[0]] : rest;
    const id = readOid(expectTag(oid, TAG.oid));
    if (found.has(id) || rest.length > 2)
      throw new Fault('unparsable', 'certificate: an extension twice, or no extension');
    found.set(id, { critical: flag && readBoolean(flag), value: expectTag(value, TAG.octets).content });
  }
  return found;
}
