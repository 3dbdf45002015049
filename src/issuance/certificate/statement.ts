import type { X509Certificate } from 'node:crypto';
import type { Authority } from '../custody/custody.ts';
import { encode } from '../der/asn1.ts';
import { children, type Element, expectTag, readBoolean, readInteger, readOid, readOnly, TAG } from '../der/der.ts';
import { asKey, readOnce, remembered } from '../der/remembered.ts';
import type { SubjectData } from '../issuer.ts';
import { algorithmNode } from '../signature/signing.ts';
import { ACCESS, type Contents, EXTENSIONS, GENERAL_NAME, keyId } from './certificate.ts';
import { ATTRIBUTES } from './names.ts';
import { emailOf, KEY_USAGE_BITS, type Profile, PURPOSES, subjectOf } from './profile.ts';
import { type CertificateFields, readToBeSigned } from './read-certificate.ts';

/**
 * What a certificate says, part by part and each as text, so that readings of different origin can be held against one
 * another: what the request asks for, what our strict reader finds in the bytes, and what OpenSSL makes of them.
 */
export type Statement = {
  readonly version: string;
  readonly serial: string;
  readonly algorithm: string;
  readonly issuer: string;
  readonly 'not-before': string;
  readonly 'not-after': string;
  /** `oid=value`, a line each, in their order. */
  readonly subject: string;
  readonly key: string;
  readonly 'basic-constraints': string;
  readonly 'key-usage': string;
  readonly purposes: string;
  readonly 'subject-key-id': string;
  readonly 'authority-key-id': string;
  readonly email: string;
  readonly policies: string;
  readonly 'crl-address': string;
  readonly 'ocsp-address': string;
  readonly 'issuer-address': string;
  /** Identifiers of all extensions, the critical ones marked. */
  readonly extensions: string;
};

/** What a certificate is made for. */
export type Expected = {
  readonly profile: Profile;
  readonly subject: SubjectData;
  readonly spki: Uint8Array;
  readonly serial: string;
  readonly authority: Pick<Authority, 'kind' | 'keyId' | 'name' | 'notBefore' | 'notAfter'>;
  /** In whole seconds. */
  readonly validity: { readonly notBefore: Date; readonly notAfter: Date };
};

/** What has to be written, so that it says that. */
export const contentsOf = ({ profile, subject, spki, serial, authority, validity }: Expected): Contents => ({
  serial,
  signature: authority.kind,
  issuer: authority.name,
  issuerKeyId: authority.keyId,
  ...validity,
  subject: subjectOf(profile, subject),
  spki,
  email: emailOf(profile, subject),
  keyUsage: profile.keyUsage,
  purposes: profile.purposes,
  ca: false,
  policies: profile.policies,
  addresses: profile.addresses,
});

/** The parts in which the readings differ; a part that one of them does not speak of is not compared. */
export const differences = (some: Partial<Statement>, all: Partial<Statement>): string[] =>
  (Object.keys(some) as (keyof Statement)[]).filter((part) => part in all && some[part] !== all[part]);

const hex = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('hex');
const NOT_A_CA = 'false';
const CRITICAL: readonly string[] = [EXTENSIONS.basicConstraints, EXTENSIONS.keyUsage];
const marked = (id: string, critical: boolean): string => (critical ? `${id}!` : id);

function workOut({ profile, subject, spki, serial, authority, validity }: Expected): Partial<Statement> {
  return {
    ...byProfile(profile),
    ...byIssuer(authority),
    version: '2',
    serial,
    'not-before': moment(validity.notBefore),
    'not-after': moment(validity.notAfter),
    subject: lines(subjectOf(profile, subject).map(({ attribute, value }) => [ATTRIBUTES[attribute].oid, value])),
    key: hex(spki),
    'subject-key-id': hex(keyId(spki)),
    email: emailOf(profile, subject),
  };
}

const byProfile = remembered((profile: Profile) => ({
  'basic-constraints': NOT_A_CA,
  'key-usage': profile.keyUsage.map((usage) => KEY_USAGE_BITS[usage]).join(),
  purposes: profile.purposes.map((purpose) => PURPOSES[purpose]).join(),
  policies: profile.policies.join(),
  'crl-address': profile.addresses.crl ?? '',
  'ocsp-address': profile.addresses.ocsp ?? '',
  'issuer-address': profile.addresses.caIssuers ?? '',
  extensions: extensionsOf(profile),
}));
const byIssuer = remembered(({ kind, name, keyId }: Expected['authority']) => ({
  algorithm: hex(encode(algorithmNode(kind))),
  issuer: hex(name),
  'authority-key-id': hex(keyId),
}));

/** What the request asks for, before the signature and after it. When it begins was decided when it was drafted. */
export const askedFor = remembered(workOut);

/** Milliseconds since 1970. */
const moment = (at: Date): string => String(at.getTime());

const lines = (attributes: readonly (readonly [oid: string, value: string])[]): string =>
  attributes.map(([oid, value]) => `${oid}=${value}`).join('\n');

function extensionsOf({ purposes, policies, addresses }: Profile): string {
  const { basicConstraints, keyUsage, subjectKeyId, authorityKeyId, alternativeName } = EXTENSIONS;
  const ids: string[] = [basicConstraints, keyUsage, subjectKeyId, authorityKeyId, alternativeName];
  if (purposes.length > 0) ids.push(EXTENSIONS.purposes);
  if (policies.length > 0) ids.push(EXTENSIONS.policies);
  if (addresses.crl !== undefined) ids.push(EXTENSIONS.crlAddress);
  if (addresses.ocsp !== undefined || addresses.caIssuers !== undefined) ids.push(EXTENSIONS.authorityAccess);
  return ids
    .map((id) => marked(id, CRITICAL.includes(id)))
    .sort()
    .join();
}

/** What our strict reader finds in to-be-signed bytes. */
export type Reading = { readonly fields: CertificateFields; readonly said: Statement };

/**
 * The same bytes are read before they are signed and after, with those of the groups that are built meanwhile between; so many
 * readings are remembered, by the bytes, because what was found in one must not stand for any other.
 */
const REMEMBERED = 300;
let readings = new Map<string, Reading>();
/** Those before: what a group still needs must not go because the next one fills the place. */
let earlier: typeof readings = new Map();

/** Throws Fault('unparsable') for what is not strict DER, or not a certificate of version 3 form. */
export function read(tbs: Uint8Array): Reading {
  const bytes = asKey(tbs);
  const known = readings.get(bytes) ?? earlier.get(bytes);
  if (known) return known;
  // Of a copy: the fields are views of the bytes, and must stay what they were.
  const fields = readToBeSigned(new Uint8Array(tbs));
  const reading = { fields, said: readStatement(fields) };
  if (readings.size >= REMEMBERED) [earlier, readings] = [readings, new Map()];
  readings.set(bytes, reading);
  return reading;
}

/** What stands in these fields. Throws Fault('unparsable') for an extension that is not what its identifier says. */
export function readStatement(fields: CertificateFields): Statement {
  const { extensions } = fields;
  const value = (id: string): Uint8Array | undefined => extensions.get(id)?.value;
  const access = accessOf(value(EXTENSIONS.authorityAccess));
  return {
    version: String(fields.version),
    serial: fields.serial,
    algorithm: hex(fields.algorithm),
    issuer: hex(fields.issuer),
    'not-before': moment(fields.notBefore),
    'not-after': moment(fields.notAfter),
    subject: lines(fields.subject.map(({ oid, value }) => [oid, value])),
    key: hex(fields.spki),
    'basic-constraints': constraintsOf(value(EXTENSIONS.basicConstraints)),
    'key-usage': usageOf(value(EXTENSIONS.keyUsage)),
    purposes: oidsOf(value(EXTENSIONS.purposes)),
    'subject-key-id': bytesOf(value(EXTENSIONS.subjectKeyId)),
    'authority-key-id': issuerKeyOf(value(EXTENSIONS.authorityKeyId)),
    email: namesOf(value(EXTENSIONS.alternativeName), GENERAL_NAME.email),
    policies: policiesOf(value(EXTENSIONS.policies)),
    'crl-address': pointsOf(value(EXTENSIONS.crlAddress)),
    'ocsp-address': access.get(ACCESS.ocsp) ?? '',
    'issuer-address': access.get(ACCESS.caIssuers) ?? '',
    extensions: [...extensions]
      .map(([id, { critical }]) => (critical === false ? `${id}?` : marked(id, critical === true)))
      .sort()
      .join(),
  };
}

const partsOf = (value: Uint8Array): Element[] => children(readOnly(value, TAG.sequence));
const oidsOf = readOnce((value): string => (value ? partsOf(value).map(readOid).join() : ''));
const bytesOf = (value: Uint8Array | undefined): string => (value ? readOnly(value, TAG.octets).text('hex') : '');
/** IA5String; anything beyond it is not what we write. */
const textOf = (element: Element): string => element.text('latin1');

/** `false`, or how deep below it there may be CAs; anything else in it is spelled out. */
const constraintsOf = readOnce((value): string => {
  if (value === undefined) return '';
  const [ca, length, ...more] = partsOf(value);
  if (ca === undefined) return NOT_A_CA;
  return `${readBoolean(ca) ? 'ca' : 'false, written'} ${length ? readInteger(length) : ''} ${more.map(({ whole }) => hex(whole))}`;
});

/** The numbers of the bits that are set. */
const usageOf = readOnce((value): string => {
  if (value === undefined) return '';
  const [unused = 0, ...bytes] = readOnly(value, TAG.bits).content;
  const bits = bytes.flatMap((byte) => Array.from({ length: 8 }, (_, bit) => (byte >> (7 - bit)) & 1));
  // A list of named bits ends with one that is set: the rest would be another way to write the same (X.690 11.2.2).
  const tidy = bits.at(-1 - unused) === 1;
  return `${bits.flatMap((bit, at) => (bit ? [at] : [])).join()}${tidy ? '' : ', with bits that say nothing'}`;
});

const issuerKeyOf = readOnce((value): string => {
  const [id, ...more] = value ? partsOf(value) : [];
  return id?.tag === 0x80 && more.length === 0 ? hex(id.content) : '';
});

/** Of the wanted kind; another kind of name beside it shows. */
function namesOf(value: Uint8Array | undefined, kind: number): string {
  if (value === undefined) return '';
  return partsOf(value)
    .map((name) => (name.tag === (0x80 | kind) ? textOf(name) : hex(name.whole)))
    .join();
}

const policiesOf = readOnce((value): string => {
  if (value === undefined) return '';
  return partsOf(value)
    .map((policy) => children(expectTag(policy, TAG.sequence)))
    .map(([id, ...qualifiers]) => `${readOid(expectTag(id, TAG.oid))}${qualifiers.map(({ whole }) => hex(whole))}`)
    .join();
});

/** DistributionPoint with a full name that is one address, and nothing else (RFC 5280 4.2.1.13). */
const pointsOf = readOnce((value): string => {
  if (value === undefined) return '';
  return partsOf(value)
    .map((point) => {
      const name = readOnly(readOnly(expectTag(point, TAG.sequence).content, 0xa0).content, 0xa0);
      return textOf(readOnly(name.content, 0x80 | GENERAL_NAME.uri));
    })
    .join();
});

const accessOf = readOnce((value): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  for (const description of value ? partsOf(value) : []) {
    const [method, address, ...more] = children(expectTag(description, TAG.sequence));
    const id = readOid(expectTag(method, TAG.oid));
    const text = textOf(expectTag(address, 0x80 | GENERAL_NAME.uri));
    // Of two addresses, or with anything beside it, both show.
    found.set(id, `${found.has(id) ? `${found.get(id)},` : ''}${text}${more.map(({ whole }) => hex(whole))}`);
  }
  return found;
});

/**
 * What OpenSSL makes of it, as far as Node tells; the key is left out, because to write it down costs as much as all else.
 * `extensions` are those of the same certificate, as the strict reader found them.
 */
export function opensslStatement(
  certificate: X509Certificate,
  { extensions }: Pick<CertificateFields, 'extensions'>,
): Partial<Statement> {
  const access = accessSeen(extensions.get(EXTENSIONS.authorityAccess)?.value, certificate);
  return {
    serial: certificate.serialNumber.toLowerCase(),
    'not-before': moment(certificate.validFromDate),
    'not-after': moment(certificate.validToDate),
    subject: subjectLines(certificate.subject),
    'basic-constraints': certificate.ca ? 'ca' : NOT_A_CA,
    purposes: certificate.keyUsage?.join() ?? '',
    email: labelled(itemsOf(certificate.subjectAltName), 'email:'),
    'ocsp-address': labelled(access, 'OCSP - URI:'),
    'issuer-address': labelled(access, 'CA Issuers - URI:'),
  };
}

/**
 * To print them costs OpenSSL more than everything else that it is asked about a certificate, and what it prints follows
 * from the bytes of the one extension (that there is one, the strict reader has seen).
 */
const accessSeen = readOnce((_, { infoAccess }: X509Certificate) => itemsOf(infoAccess));

const OIDS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(ATTRIBUTES).map(([name, { oid }]) => [name, oid]),
);

/** Node prints `CN=value` a line, with a backslash before what RFC 2253 escapes and before the hex of a control character. */
function subjectLines(subject: string): string {
  const attributes = subject.split('\n').map((line) => {
    const at = line.indexOf('=');
    const name = line.slice(0, at);
    const value = line.slice(at + 1);
    return [OIDS[name] ?? name, value.includes('\\') ? value.replace(/\\([0-9A-F]{2}|.)/g, unescaped) : value] as const;
  });
  return lines(attributes);
}
const unescaped = (_: string, escaped: string): string =>
  escaped.length === 2 ? String.fromCharCode(Number.parseInt(escaped, 16)) : escaped;

/** The items of a list as Node prints it, such as `email:a@b` or `OCSP - URI:…`. */
const itemsOf = (list = ''): readonly string[] =>
  SEVERAL.test(list) ? list.split(/\n|, (?=[A-Za-z ]+:)/).filter((item) => item !== '') : [list];
const SEVERAL = /[\n,]/;

/** All values after this label; Node quotes what could be mistaken. */
const labelled = (items: readonly string[], label: string): string =>
  items.flatMap((item) => (item.startsWith(label) ? [unquoted(item.slice(label.length))] : [])).join();
const unquoted = (text: string): string => (text.startsWith('"') ? (JSON.parse(text) as string) : text);
