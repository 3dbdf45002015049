import { type KeyObject, X509Certificate } from 'node:crypto';
import { Fault } from '../../fault.ts';
import { children, readOid, readOnly, TAG } from '../der/der.ts';
import { newThrowAwayPair, type SignatureKind, signBytesAside } from '../signature/signing.ts';
import { assemble } from './certificate.ts';
import { ATTRIBUTES, type Attribute } from './names.ts';
import { emailOf, KEY_USAGE_BITS, lengthOf, subjectOf, USAGES_OF_KEY, validityOf } from './profile.ts';
import type { CertificateFields } from './read-certificate.ts';
import {
  askedFor,
  differences,
  type Expected,
  opensslStatement,
  type Reading,
  read,
  type Statement,
} from './statement.ts';

export type { Expected } from './statement.ts';

/** To-be-signed bytes made whole with a key that is thrown away, so that a certificate can be judged before the real one exists. */
export type Rehearsal = (tbs: Uint8Array) => Promise<Rehearsed>;
type Rehearsed = { readonly certificate: X509Certificate; readonly key: KeyObject };

/** One for each kind in a process. */
const throwAwayKeys = new Map<SignatureKind, ReturnType<typeof newThrowAwayPair>>();

/**
 * The throw-away key signs under the very algorithm that the CA's key will sign under, but is a small one: what is
 * judged is whether the whole can be read and verified, not how strong it is, and the certificate never leaves `lint`.
 */
export async function createRehearsal(kind: SignatureKind): Promise<Rehearsal> {
  const made = throwAwayKeys.get(kind) ?? newThrowAwayPair(kind);
  throwAwayKeys.set(kind, made);
  const { privateKey, publicKey } = await made;
  return async (tbs) => ({
    certificate: new X509Certificate(assemble(tbs, kind, await signBytesAside(kind, tbs, privateKey))),
    key: publicKey,
  });
}

const PRINTABLE = /^[A-Za-z0-9 '()+,\-./:=?]*$/; // X.680 41.4
/** Control and format characters: invisible, or they turn the reading direction, so that a name reads as another one. */
const UNFIT_CHARACTERS = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}]/u;
/** What nearly all names are made of; the classes of characters are looked up for the others alone. */
const PLAIN = /^[\x20-\x7e]*$/;
const isFit = (text: string): boolean => PLAIN.test(text) || !UNFIT_CHARACTERS.test(text);
/** SMTP's own bound (RFC 5321 4.5.3.1.3, without the angle brackets). */
const MAX_EMAIL = 254;
/** RFC 5321's Mailbox with a dot-string: what people have. ASCII, as an rfc822Name must be (RFC 5280 4.2.1.6). */
const EMAIL = /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/;
/** 64 bits or more, and not over 20 octets with the sign (RFC 5280 4.1.2.2). */
const SERIAL = /^([0-7][0-9a-f]{39}|[0-9a-f]{16,39})$/;
const ADDRESS = /^https?:\/\/[\x21-\x7e]+$/;

/**
 * Everything that is wrong with the certificate that is about to be signed, as codes; empty if it may be signed. First
 * the approved data is judged, which a person has to put right; then the bytes: as our strict reader reads them, against
 * the request and against RFC 5280, and as OpenSSL reads them. Neither of these readers wrote them.
 */
export async function lint(tbs: Uint8Array, expected: Expected, rehearse: Rehearsal): Promise<string[]> {
  const inputs = lintData(expected);
  if (inputs.length > 0) return inputs;
  try {
    const reading = read(tbs);
    const { fields, said } = reading;
    const found = [...differences(askedFor(expected), said), ...failed(rulesOf(fields, said, expected))];
    return found.length > 0 ? found : lintRehearsal(await rehearse(tbs), reading);
  } catch (error) {
    if (error instanceof Fault && error.code === 'unparsable') return ['encoding'];
    throw error;
  }
}

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
    if (!isFit(value) || (rule.printable && !PRINTABLE.test(value))) found.push(`characters:${part.field}`);
  }
  const email = emailOf(profile, subject);
  if (email === '') found.push('missing:email');
  else if (!isEmail(email)) found.push('characters:email');
  return found;
}

const isEmail = (text: string): boolean => text.length <= MAX_EMAIL && EMAIL.test(text);

/** RFC 5280, and what the issuer and the key allow: what holds whatever was asked for. */
function rulesOf(
  fields: CertificateFields,
  said: Statement,
  { profile, authority }: Expected,
): Record<string, boolean> {
  const { notBefore, notAfter } = fields;
  return {
    'serial-length': SERIAL.test(fields.serial),
    'validity-order': notBefore < notAfter,
    'validity-length': notAfter <= validityOf(profile, notBefore).notAfter,
    'validity-beyond-issuer': notBefore >= authority.notBefore && notAfter <= authority.notAfter,
    'validity-form': [notBefore, notAfter].every((at, n) => fields.timeTags[n] === timeTag(at)),
    'string-types': fields.subject.every(hasItsType),
    'string-lengths': fields.subject.every(hasItsLength),
    'attributes-twice': new Set(fields.subject.map(({ oid }) => oid)).size === fields.subject.length,
    'email-form': isEmail(said.email),
    'address-form': [said['crl-address'], said['ocsp-address'], said['issuer-address']].every(
      (address) => address === '' || ADDRESS.test(address),
    ),
    'usage-of-key': suitsKey(said['key-usage'].split(','), fields.spki),
  };
}

/** UTCTime as long as it can say the year, GeneralizedTime from 2050 (4.1.2.5). */
const timeTag = (at: Date): number => (at.getUTCFullYear() < 2050 ? TAG.utcTime : TAG.generalizedTime);

type SubjectAttribute = CertificateFields['subject'][number];
const RULES = new Map<string, (typeof ATTRIBUTES)[Attribute]>(
  Object.values(ATTRIBUTES).map((rule) => [rule.oid, rule]),
);
const ruleOf = ({ oid }: SubjectAttribute) => RULES.get(oid);

/** PrintableString with its own characters for country and serial number, UTF8String for all else (4.1.2.4, appendix A.1). */
function hasItsType(attribute: SubjectAttribute): boolean {
  const printable = ruleOf(attribute)?.printable;
  return printable
    ? attribute.tag === TAG.printable && PRINTABLE.test(attribute.value)
    : attribute.tag === TAG.utf8 && isFit(attribute.value);
}

function hasItsLength(attribute: SubjectAttribute): boolean {
  const length = lengthOf(attribute.value);
  return length > 0 && length <= (ruleOf(attribute)?.max ?? 0);
}

const RSA = '1.2.840.113549.1.1.1';

function suitsKey(bits: readonly string[], spki: Uint8Array): boolean {
  const [algorithm] = children(readOnly(spki, TAG.sequence));
  const [oid] = children(algorithm!);
  const usages = USAGES_OF_KEY[readOid(oid!) === RSA ? 'rsa' : 'ec'];
  const fit = usages.map((usage) => String(KEY_USAGE_BITS[usage]));
  return bits.every((bit) => fit.includes(bit));
}

/** What OpenSSL makes of it. It refuses to verify where the algorithm inside is not the one that the signature is of. */
function lintRehearsal({ certificate, key }: Rehearsed, { fields, said }: Reading): string[] {
  const seen = differences(opensslStatement(certificate, fields), said).map((part) => `openssl-${part}`);
  return certificate.verify(key) ? seen : [...seen, 'signature'];
}

const failed = (rules: Readonly<Record<string, boolean>>): string[] =>
  Object.entries(rules).flatMap(([code, holds]) => (holds ? [] : [code]));

export const same = (a: Uint8Array | undefined, b: Uint8Array): boolean =>
  a !== undefined && Buffer.compare(a, b) === 0;
