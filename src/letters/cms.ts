import { constants, createHash, type KeyObject, verify, X509Certificate } from 'node:crypto';
import { fromBER, ObjectIdentifier, OctetString } from 'asn1js';
import {
  type Attribute,
  Certificate,
  ContentInfo,
  IssuerAndSerialNumber,
  RSASSAPSSParams,
  SignedData,
  type SignerInfo,
} from 'pkijs';
import { LIMITS } from './limits.ts';

const ID_DATA = '1.2.840.113549.1.7.1';
const ID_SIGNED_DATA = '1.2.840.113549.1.7.2';
const ID_CONTENT_TYPE = '1.2.840.113549.1.9.3';
const ID_MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const ID_COMMON_NAME = '2.5.4.3';
const ID_SUBJECT_KEY = '2.5.29.14';

/** SHA-1 and older prove nothing today: such a signature is as good as broken. */
const DIGESTS: Readonly<Record<string, string>> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};
/** Signature algorithms; with `digest` where the algorithm names its own, which must be the one of the signer. */
const ALGORITHMS: Readonly<Record<string, { key: 'rsa' | 'ec'; digest?: string; pss?: true }>> = {
  '1.2.840.113549.1.1.1': { key: 'rsa' },
  '1.2.840.113549.1.1.11': { key: 'rsa', digest: 'sha256' },
  '1.2.840.113549.1.1.12': { key: 'rsa', digest: 'sha384' },
  '1.2.840.113549.1.1.13': { key: 'rsa', digest: 'sha512' },
  '1.2.840.113549.1.1.10': { key: 'rsa', pss: true },
  '1.2.840.10045.2.1': { key: 'ec' },
  '1.2.840.10045.4.3.2': { key: 'ec', digest: 'sha256' },
  '1.2.840.10045.4.3.3': { key: 'ec', digest: 'sha384' },
  '1.2.840.10045.4.3.4': { key: 'ec', digest: 'sha512' },
};
/** A name is shown to operators; certificates allow 64 characters, some hold more. */
const SIGNER_MAX = 200;

/**
 * Verifies a detached CMS signature with exactly one signer over `signed`, in order: the messageDigest attribute, and
 * the signature over the attributes by the key of the embedded certificate. `undefined` when anything about it is not
 * right or not of the kinds we accept. `others`: certificates that came along, of which nothing was checked. Structures
 * by pkijs, the arithmetic by node:crypto.
 */
export function readCms(
  padded: Buffer,
  signed: readonly Uint8Array[],
): { signer?: string; certificate: Uint8Array; others: readonly Uint8Array[] } | undefined {
  try {
    const cms = parse(padded);
    const [info, ...others] = cms.signerInfos;
    if (!info || others.length > 0 || cms.encapContentInfo.eContent) return undefined;
    const certificate = certificateOf(info, cms);
    const digest = DIGESTS[info.digestAlgorithm.algorithmId];
    if (!certificate || !digest) return undefined;
    const der = derOf(certificate);
    const hash = createHash(digest);
    for (const part of signed) hash.update(part);
    if (!attributesName(info, hash.digest()) || !holds(info, digest, new X509Certificate(der).publicKey))
      return undefined;
    const signer = commonName(certificate);
    const along = certificatesOf(cms).filter((one) => one !== certificate);
    return { ...(signer ? { signer } : {}), certificate: der, others: along.slice(0, LIMITS.others).map(derOf) };
  } catch {
    // A stranger's ASN.1: whatever breaks in reading it means that it is broken.
    return undefined;
  }
}

const derOf = (certificate: Certificate): Buffer => Buffer.from(certificate.toSchema().toBER());

const certificatesOf = (cms: SignedData): Certificate[] =>
  (cms.certificates ?? []).filter((item) => item instanceof Certificate);

/** The room kept for the signature is larger than it: the rest must be zeros, for nobody signed it. */
function parse(padded: Buffer): SignedData {
  const { offset, result } = fromBER(padded);
  if (offset < 0 || padded.subarray(offset).some((byte) => byte !== 0)) throw new Error('not one structure');
  const content = new ContentInfo({ schema: result });
  if (content.contentType !== ID_SIGNED_DATA) throw new Error('not signed data');
  return new SignedData({ schema: content.content });
}

function certificateOf(info: SignerInfo, cms: SignedData): Certificate | undefined {
  const certificates = certificatesOf(cms);
  const { sid } = info;
  if (sid instanceof IssuerAndSerialNumber) {
    return certificates.find((one) => one.issuer.isEqual(sid.issuer) && one.serialNumber.isEqual(sid.serialNumber));
  }
  const wanted = Buffer.from(sid.valueBlock.valueHexView);
  return certificates.find((one) => {
    const extension = one.extensions?.find(({ extnID }) => extnID === ID_SUBJECT_KEY);
    const keyId = extension && fromBER(extension.extnValue.valueBlock.valueHexView).result;
    return keyId instanceof OctetString && wanted.equals(keyId.valueBlock.valueHexView);
  });
}

/** RFC 5652, 11.1 and 11.2: each stands exactly once, with exactly one value. */
function attributesName(info: SignerInfo, digest: Buffer): boolean {
  const type = onlyValue(info.signedAttrs?.attributes, ID_CONTENT_TYPE);
  const message = onlyValue(info.signedAttrs?.attributes, ID_MESSAGE_DIGEST);
  if (!(type instanceof ObjectIdentifier) || !(message instanceof OctetString)) return false;
  return type.valueBlock.toString() === ID_DATA && digest.equals(message.valueBlock.valueHexView);
}

function onlyValue(attributes: readonly Attribute[] = [], type: string): unknown {
  const found = attributes.filter((attribute) => attribute.type === type);
  return found.length === 1 && found[0]!.values.length === 1 ? found[0]!.values[0] : undefined;
}

function holds(info: SignerInfo, digest: string, key: KeyObject): boolean {
  const algorithm = ALGORITHMS[info.signatureAlgorithm.algorithmId];
  if (!algorithm || algorithm.key !== key.asymmetricKeyType || !info.signedAttrs) return false;
  if (algorithm.digest && algorithm.digest !== digest) return false;
  const padding = algorithm.pss ? pssPadding(info, digest) : {};
  const attributes = new Uint8Array(info.signedAttrs.encodedValue);
  return verify(digest, attributes, { key, ...padding }, info.signature.valueBlock.valueHexView);
}

/** RFC 4055: hash and mask hash must be the signer's, for node:crypto knows one hash for both. */
function pssPadding(info: SignerInfo, digest: string): { padding: number; saltLength: number } {
  const params = new RSASSAPSSParams({ schema: info.signatureAlgorithm.algorithmParams });
  const mask = params.maskGenAlgorithm.algorithmParams.valueBlock.value[0];
  const maskHash = mask instanceof ObjectIdentifier ? DIGESTS[mask.valueBlock.toString()] : undefined;
  if (DIGESTS[params.hashAlgorithm.algorithmId] !== digest || maskHash !== digest) throw new Error('hashes differ');
  return { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: params.saltLength };
}

function commonName(certificate: Certificate): string | undefined {
  const name = certificate.subject.typesAndValues.find(({ type }) => type === ID_COMMON_NAME)?.value.valueBlock.value;
  if (typeof name !== 'string') return undefined;
  // Control and direction characters could make a name look like another one.
  return (
    name
      .replaceAll(/[\p{C}\s]+/gu, ' ')
      .trim()
      .slice(0, SIGNER_MAX) || undefined
  );
}
