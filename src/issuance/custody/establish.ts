import { type KeyObject, X509Certificate } from 'node:crypto';
import { Fault } from '../../fault.ts';
import { assemble, type Contents, drawSerial, keyId, toBeSigned } from '../certificate/certificate.ts';
import { ATTRIBUTES, type NamePart, nameNode } from '../certificate/names.ts';
import { abbreviate, lengthOf, validityOf } from '../certificate/profile.ts';
import { encode } from '../der/asn1.ts';
import { pem } from '../request/make-request.ts';
import { kindOf, newKeyPair, type SignatureKind, signBytes, spkiOf } from '../signature/signing.ts';
import { certificatesIn, fingerprintOf } from './authority.ts';
import { addTo, FILES, has, readFileOf, readNeeded, replaceFile, rootFolderOf, writeOnce } from './ca-folder.ts';
import { type Authority, type AuthorityFiles, describe, readAuthority, signingWith } from './custody.ts';
import { assertPassphrase, lockKey, unlockKey } from './locked-key.ts';

const ROOT_YEARS = 20;
/** Ten years: a two-year certificate fits into it until the eighth. */
const ISSUING_YEARS = 10;

export type AuthorityNames = {
  /** The office, such as "Dinas Komunikasi dan Informatika Provinsi X". Abbreviated, if it must be, as in certificates. */
  readonly organisation: string;
  readonly root: string;
  readonly issuing: string;
};

export type Establishing = {
  readonly dir: string;
  /** Of the root's certificate and key; else a folder beside `dir`. */
  readonly rootDir?: string | undefined;
  readonly passphrase: string;
  /** Of the root's key, where it is another one. */
  readonly rootPassphrase?: string | undefined;
  readonly names: AuthorityNames;
  /** The highest number of the CAs whose place it takes. */
  readonly before?: number | undefined;
  /** When the CA begins. Earlier than today for one that shall have issued what is about to expire. */
  readonly now: Date;
  readonly kind?: SignatureKind | undefined;
};

/**
 * Makes a root in a folder of its own and an issuing CA in `dir`, each key as encrypted PKCS #8. The root's folder is to
 * be carried away: nothing here needs it but `renewAuthority`. A root that is there already, because it was made before or
 * something broke off in between, signs the issuing CA.
 *
 * RSA 4096 by default: every PDF reader in use verifies it. Throws Fault('custody') if a CA is there already.
 */
export async function initAuthority(settings: Establishing): Promise<Authority> {
  const { dir, rootDir = rootFolderOf(dir), passphrase, names, before = 0, now, kind = 'rsa-4096' } = settings;
  assertPassphrase(passphrase);
  if (await has(dir, FILES.issuing)) throw new Fault('custody', 'a CA is there already: it is never overwritten');
  const organisation = organisationOf(names);
  const [root, key] = await Promise.all([rootOf(settings, organisation), newLockedKey(kind, passphrase)]);
  const made = certificatesIn((await readFileOf(rootDir, FILES.made)) ?? '');
  // One that was lost has had its number too: two CAs of one name and different keys could not be told apart.
  const number = Math.max(before, ...made.map(numberOf)) + 1;
  const subject = authorityName(organisation, numbered(names.issuing, number));
  const of = { subject, spki: spkiOf(key.privateKey), from: now, years: ISSUING_YEARS, pathLength: 0 };
  const issuing = pem('CERTIFICATE', certify(root, of));
  // First: a name that was given is never given again, whatever becomes of this folder.
  await addTo(rootDir, FILES.made, issuing);
  await writeOnce(dir, [
    [FILES.root, pem('CERTIFICATE', root.certificate)],
    [FILES.issuingKey, key.locked],
    [FILES.issuing, issuing],
  ]);
  const files = await readAuthority(dir);
  return { ...files, ...signingWith(files, key.privateKey) };
}

/** Readers of documents find a CA by its name, so each but the first one has its number in it. */
export const numbered = (name: string, number: number): string => (number === 1 ? name : `${name} G${number}`);

export const numberOf = (certificate: Uint8Array): number =>
  Number(/^CN=.* G(\d+)$/m.exec(new X509Certificate(certificate).subject)?.[1] ?? 1);

async function newLockedKey(
  kind: SignatureKind,
  passphrase: string,
): Promise<{ privateKey: KeyObject; locked: string }> {
  const { privateKey } = await newKeyPair(kind);
  return { privateKey, locked: await lockKey(privateKey, passphrase) };
}

/**
 * A newer certificate for the issuing CA's key, by its root, with another ten years or until the root ends. What was
 * issued before stays verifiable, lists and answers about revocation go on, and the signer's journal is untouched. The
 * certificate before is kept beside. Throws Fault('custody') where the root's key is not that of this CA's root.
 */
export async function renewAuthority(settings: {
  readonly dir: string;
  readonly rootDir?: string | undefined;
  readonly rootPassphrase: string;
  /** The root too gets a newer certificate for its key, with another twenty years. */
  readonly withRoot?: boolean;
  readonly now: Date;
}): Promise<AuthorityFiles> {
  const { dir, rootDir = rootFolderOf(dir), rootPassphrase, withRoot = false, now } = settings;
  const before = await readAuthority(dir);
  const opened = await openRoot(rootDir, rootPassphrase);
  const own = describe([before.chain.at(-1)!]);
  if (before.chain.length !== 2 || !same(own.spki, spkiOf(opened.key)) || !same(own.name, opened.name))
    throw new Fault('custody', 'this root did not sign the issuing CA');
  const root = withRoot ? renewed(opened, now) : opened;
  const of = { subjectDer: before.name, spki: before.spki, from: now, years: ISSUING_YEARS, pathLength: 0 };
  const issuing = certify(root, of);
  const rootPem = pem('CERTIFICATE', root.certificate);
  // Either certificate of the root verifies either one of the issuing CA: it may break off anywhere in between.
  for (const folder of [rootDir, dir])
    await replaceFile(folder, FILES.root, rootPem, keptName('root', opened.certificate));
  await replaceFile(dir, FILES.issuing, pem('CERTIFICATE', issuing), keptName('issuing', before.certificate));
  return readAuthority(dir);
}

function renewed(root: Root, now: Date): Root {
  const { key, name } = root;
  const until = validityOf({ years: ROOT_YEARS }, now).notAfter;
  const certificate = certify(
    { ...root, until },
    { subjectDer: name, spki: spkiOf(key), from: now, years: ROOT_YEARS },
  );
  return { ...root, certificate, until };
}

const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;

/** Where the certificate goes that a newer one replaces. */
export const keptName = (what: string, certificate: Uint8Array): string =>
  `${what}-${fingerprintOf(certificate).slice(0, 16)}.pem`;

type Root = {
  readonly certificate: Uint8Array;
  readonly name: Uint8Array;
  readonly keyId: Uint8Array;
  readonly key: KeyObject;
  readonly until: Date;
};

async function rootOf(settings: Establishing, organisation: string): Promise<Root> {
  const { rootDir = rootFolderOf(settings.dir), passphrase, names, now, kind = 'rsa-4096' } = settings;
  const rootPassphrase = settings.rootPassphrase ?? passphrase;
  if (await has(rootDir, FILES.root)) return openRoot(rootDir, rootPassphrase);
  const { privateKey, locked } = await newLockedKey(kind, rootPassphrase);
  const subject = authorityName(organisation, names.root);
  const spki = spkiOf(privateKey);
  const own = {
    key: privateKey,
    name: encode(nameNode(subject)),
    keyId: keyId(spki),
    until: validityOf({ years: ROOT_YEARS }, now).notAfter,
  };
  const certificate = certify(own, { subject, spki, from: now, years: ROOT_YEARS });
  await writeOnce(rootDir, [
    [FILES.rootKey, locked],
    [FILES.root, pem('CERTIFICATE', certificate)],
  ]);
  return { ...own, certificate };
}

/** Throws Fault('custody') where the root is not there, or its key does not open. */
async function openRoot(rootDir: string, passphrase: string): Promise<Root> {
  const [certificate] = certificatesIn((await readFileOf(rootDir, FILES.root)) ?? '');
  if (certificate === undefined) throw new Fault('custody', 'the root is not in that folder');
  const key = unlockKey(await readNeeded(rootDir, FILES.rootKey), passphrase, "the root's key");
  const { name, keyId, notAfter: until, spki } = describe([certificate]);
  if (!same(spki, spkiOf(key))) throw new Fault('custody', "the root's key is not that of its certificate");
  return { certificate, name, keyId, key, until };
}

/** Throws Fault('custody') for one that is too long even abbreviated. */
export function organisationOf(names: Pick<AuthorityNames, 'organisation'>): string {
  const organisation = abbreviate('O', names.organisation);
  if (lengthOf(organisation) > ATTRIBUTES.O.max)
    throw new Fault('custody', `the organisation has more than ${ATTRIBUTES.O.max} characters`);
  return organisation;
}

export const authorityName = (organisation: string, commonName: string): NamePart[] => [
  { attribute: 'C', value: 'ID' },
  { attribute: 'O', value: organisation },
  { attribute: 'CN', value: commonName },
];

type Certifying = Pick<Contents, 'subjectDer'> & {
  readonly subject?: Contents['subject'];
  readonly spki: Uint8Array;
  readonly from: Date;
  readonly years: number;
  readonly pathLength?: number;
};

/** A CA's certificate; it never outlives its issuer. */
function certify(issuer: Omit<Root, 'certificate'>, given: Certifying): Uint8Array {
  const { subject = [], subjectDer, spki, from, years, pathLength } = given;
  const kind = kindOf(issuer.key);
  const { notBefore, notAfter } = validityOf({ years }, from);
  const tbs = toBeSigned({
    serial: drawSerial(),
    signature: kind,
    issuer: issuer.name,
    issuerKeyId: issuer.keyId,
    notBefore,
    notAfter: notAfter < issuer.until ? notAfter : issuer.until,
    subject,
    ...(subjectDer ? { subjectDer } : {}),
    spki,
    keyUsage: ['keyCertSign', 'cRLSign'],
    purposes: [],
    ca: pathLength === undefined ? {} : { pathLength },
    addresses: {},
  });
  return assemble(tbs, kind, signBytes(kind, tbs, issuer.key));
}
