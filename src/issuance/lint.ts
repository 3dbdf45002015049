import { X509Certificate } from 'node:crypto';
import { encode, namedBits } from './asn1.ts';
import { assemble, EXTENSIONS, keyId } from './certificate.ts';
import type { Authority } from './custody.ts';
import { children, readOid, readOnly, TAG } from './der.ts';
import type { SubjectData } from './issuer.ts';
import { ATTRIBUTES } from './names.ts';
import { emailOf, KEY_USAGE_BITS, lengthOf, type Profile, PURPOSES, subjectOf } from './profile.ts';
import { type CertificateFields, readToBeSigned } from './read-certificate.ts';
import { newKeyPair, type SignatureKind, signBytes } from './signing.ts';

/** What the certificate shall say, against which its bytes are read. */
export type Expected = {
  readonly profile: Profile;
  readonly subject: SubjectData;
  readonly spki: Uint8Array;
  readonly serial: string;
  readonly authority: Pick<Authority, 'keyId' | 'name' | 'notBefore' | 'notAfter'>;
};

/** Signs to-be-signed bytes with a key that is thrown away, so that a whole certificate can be judged before the real one exists. */
export type Rehearsal = (tbs: Uint8Array) => X509Certificate;

/** One for each kind in a process: it certifies nothing, and an RSA key takes a moment to make. */
const throwAwayKeys = new Map<SignatureKind, ReturnType<typeof newKeyPair>>();

export async function createRehearsal(kind: SignatureKind): Promise<Rehearsal> {
  const made = throwAwayKeys.get(kind) ?? newKeyPair(kind);
  throwAwayKeys.set(kind, made);
  const { privateKey } = await made;
  return (tbs) => new X509Certificate(assemble(tbs, kind, signBytes(kind, tbs, privateKey)));
}

const ISSUER_CHARACTERS = /^[A-Za-z0-9 '()+,\-./:=?]*$/; // PrintableString
/** Control and format characters: invisible, or they turn the reading direction, so that a name reads as another one. */
const UNFIT_CHARACTERS = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}]/u;
/** SMTP's own bound (RFC 5321 4.5.3.1.3, without the angle brackets). */
const MAX_EMAIL = 254;
const EMAIL = /^[\x21-\x3f\x41-\x7e]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/;

/**
 * Everything that is wrong with the certificate that is about to be signed, as codes; empty if it may be signed. The
 * bytes are read by the strict reader and by OpenSSL, neither of which wrote them.
 */
export function lint(tbs: Uint8Array, expected: Expected, rehearse: Rehearsal): string[] {
  const inputs = lintData(expected);
  if (inputs.length > 0) return inputs;
  const fields = readToBeSigned(tbs);
  return [...unlike(fields, expected), ...lintRehearsal(rehearse(tbs), expected)];
}

/** Where the fields of a certificate are not what the request asks for, as codes. */
export const unlike = (fields: CertificateFields, expected: Expected): string[] => [
  ...lintFields(fields, expected),
  ...lintExtensions(fields, expected),
];

/** The approved data: what a person has to put right. */
function lintData({ profile, subject }: Expected): string[] {
  const found: string[] = [];
  const parts = subjectOf(profile, subject);
  for (const part of profile.subject) {
    if ('always' in part) continue;
    const value = parts.find(({ attribute }) => attribute === part.attribute)?.value;
    const rule = ATTRIBUTES[part.attribute];
    if (value === undefined && part.required) found.push(`missing:${part.field}`);
    if (value === undefined) continue;
    if (lengthOf(value) > rule.max) found.push(`too-long:${part.field}`);
    if (UNFIT_CHARACTERS.test(value)) found.push(`characters:${part.field}`);
    if (rule.printable && !ISSUER_CHARACTERS.test(value)) found.push(`characters:${part.field}`);
  }
  const email = emailOf(profile, subject);
  if (email === '') found.push('missing:email');
  else if (email.length > MAX_EMAIL || !EMAIL.test(email)) found.push('characters:email');
  return found;
}

function lintFields(fields: CertificateFields, { profile, subject, spki, serial, authority }: Expected): string[] {
  const wanted = subjectOf(profile, subject).map(({ attribute, value }) => `${ATTRIBUTES[attribute].oid}=${value}`);
  const checks: Readonly<Record<string, boolean>> = {
    version: fields.version === 2n,
    serial: fields.serial === serial,
    issuer: same(fields.issuer, authority.name),
    subject: wanted.join('\n') === fields.subject.map(({ oid, value }) => `${oid}=${value}`).join('\n'),
    key: same(fields.spki, spki),
    'validity-order': fields.notBefore < fields.notAfter,
    'validity-beyond-issuer': fields.notBefore >= authority.notBefore && fields.notAfter <= authority.notAfter,
    'validity-length': fields.notAfter.getTime() - fields.notBefore.getTime() <= profile.years * LONGEST_YEAR_MS,
  };
  return failed(checks);
}

const LONGEST_YEAR_MS = 366 * 24 * 60 * 60 * 1000;

function lintExtensions(fields: CertificateFields, { profile, spki, authority }: Expected): string[] {
  const value = (id: string): Uint8Array => fields.extensions.get(id)?.value ?? new Uint8Array();
  const critical = (id: string): boolean => fields.extensions.get(id)?.critical === true;
  const usage = encode(namedBits(profile.keyUsage.map((name) => KEY_USAGE_BITS[name])));
  const purposes = profile.purposes.map((name) => PURPOSES[name]).join();
  const checks: Readonly<Record<string, boolean>> = {
    'basic-constraints':
      critical(EXTENSIONS.basicConstraints) && same(value(EXTENSIONS.basicConstraints), EMPTY_SEQUENCE),
    'key-usage': critical(EXTENSIONS.keyUsage) && same(value(EXTENSIONS.keyUsage), usage),
    purposes:
      children(readOnly(value(EXTENSIONS.purposes), TAG.sequence))
        .map(readOid)
        .join() === purposes,
    'subject-key-id': same(readOnly(value(EXTENSIONS.subjectKeyId), TAG.octets).content, keyId(spki)),
    'authority-key-id': same(
      children(readOnly(value(EXTENSIONS.authorityKeyId), TAG.sequence))[0]?.content,
      authority.keyId,
    ),
    policy: fields.extensions.has(EXTENSIONS.policies) === (profile.policy !== undefined),
    'crl-address': fields.extensions.has(EXTENSIONS.crlAddress) === (profile.addresses.crl !== undefined),
  };
  return failed(checks);
}

const EMPTY_SEQUENCE = new Uint8Array([0x30, 0x00]);

/** What OpenSSL makes of it. */
function lintRehearsal(certificate: X509Certificate, { profile, subject, serial }: Expected): string[] {
  const email = emailOf(profile, subject);
  return failed({
    'openssl-ca': !certificate.ca,
    'openssl-serial': certificate.serialNumber.toLowerCase() === serial,
    'openssl-email': certificate.checkEmail(email, { subject: 'never' }) === email,
    'openssl-purposes': certificate.keyUsage?.join() === profile.purposes.map((name) => PURPOSES[name]).join(),
  });
}

const failed = (checks: Readonly<Record<string, boolean>>): string[] =>
  Object.entries(checks).flatMap(([code, passed]) => (passed ? [] : [code]));

export const same = (a: Uint8Array | undefined, b: Uint8Array): boolean =>
  a !== undefined && Buffer.compare(a, b) === 0;
