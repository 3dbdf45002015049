import { createPrivateKey, createPublicKey, type KeyObject, randomUUID, X509Certificate } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../fault.ts';
import { encode } from './asn1.ts';
import { assemble, type Contents, drawSerial, keyId, toBeSigned } from './certificate.ts';
import { pem } from './make-request.ts';
import type { NamePart } from './names.ts';
import { ATTRIBUTES, nameNode } from './names.ts';
import { abbreviate, lengthOf } from './profile.ts';
import { readParts, readToBeSigned } from './read-certificate.ts';
import { kindOf, newKeyPair, type SignatureKind, signBytes, signBytesAside, spkiOf } from './signing.ts';

/** Node's PKCS #8 stretches a passphrase only a little, so it must not be a short one. */
export const MIN_PASSPHRASE_CHARACTERS = 12;
const ROOT_YEARS = 20;
/** Ten years: a two-year certificate fits into it until the eighth. */
const ISSUING_YEARS = 10;

const ROOT_CERTIFICATE = 'root.pem';
const ROOT_KEY = 'root.key.pem';
const ISSUING_CERTIFICATE = 'issuing.pem';
const ISSUING_KEY = 'issuing.key.pem';

/** An opened CA: it can sign, and its private key never leaves this object. */
export type Authority = {
  readonly kind: SignatureKind;
  /** DER. */
  readonly certificate: Uint8Array;
  /** DER, from the issuing CA up to the root. */
  readonly chain: readonly Uint8Array[];
  /** The name as it stands in its certificate, DER. */
  readonly name: Uint8Array;
  readonly keyId: Uint8Array;
  readonly spki: Uint8Array;
  readonly notBefore: Date;
  readonly notAfter: Date;
  sign(bytes: Uint8Array): Uint8Array;
  /** The same on a thread beside, for many at once. */
  signAside(bytes: Uint8Array): Promise<Uint8Array>;
};

export type AuthorityNames = {
  /** The office, such as "Dinas Komunikasi dan Informatika Provinsi X". Abbreviated, if it must be, as in certificates. */
  readonly organisation: string;
  readonly root: string;
  readonly issuing: string;
};

/**
 * Makes a root and an issuing CA in `dir`, each key as encrypted PKCS #8. After that the root's key is needed only to
 * make another issuing CA: carry `root.key.pem` to a safe place.
 *
 * RSA 3072 by default: its signature is a function of key and bytes, so that signing again after a crash gives the very
 * same certificate; every PDF reader in use verifies it; and two keys take well under two seconds. Throws
 * Fault('custody') if something is there already: a CA is never overwritten.
 */
export async function initAuthority(settings: {
  readonly dir: string;
  readonly passphrase: string;
  readonly names: AuthorityNames;
  /** When the CA begins. Earlier than today for one that shall have issued what is about to expire. */
  readonly now: Date;
  readonly kind?: SignatureKind;
}): Promise<Authority> {
  const { dir, passphrase, names, kind = 'rsa-3072' } = settings;
  if (passphrase.length < MIN_PASSPHRASE_CHARACTERS) {
    throw new Fault('custody', `the passphrase has fewer than ${MIN_PASSPHRASE_CHARACTERS} characters`);
  }
  const organisation = abbreviate('O', names.organisation);
  if (lengthOf(organisation) > ATTRIBUTES.O.max) {
    throw new Fault('custody', `the organisation has more than ${ATTRIBUTES.O.max} characters`);
  }
  const [rootKey, issuingKey] = await Promise.all([newKeyPair(kind), newKeyPair(kind)]);
  const rootName = authorityName(organisation, names.root);
  const issuer = { name: encode(nameNode(rootName)), key: rootKey.privateKey, kind };
  const root = certify(issuer, rootKey.publicKey, rootName, settings.now, ROOT_YEARS, {});
  const issuingName = authorityName(organisation, names.issuing);
  const issuing = certify(issuer, issuingKey.publicKey, issuingName, settings.now, ISSUING_YEARS, { pathLength: 0 });

  await writeAll(dir, {
    [ROOT_CERTIFICATE]: pem('CERTIFICATE', root),
    [ROOT_KEY]: lock(rootKey.privateKey, passphrase),
    [ISSUING_CERTIFICATE]: pem('CERTIFICATE', issuing),
    [ISSUING_KEY]: lock(issuingKey.privateKey, passphrase),
  });
  return openAuthority(dir, passphrase);
}

/** Opens the issuing CA. The root's key need not be there. Throws Fault('custody'), with no word of the passphrase. */
export async function openAuthority(dir: string, passphrase: string): Promise<Authority> {
  const [root, issuing, keyPem] = await Promise.all(
    [ROOT_CERTIFICATE, ISSUING_CERTIFICATE, ISSUING_KEY].map((name) => readPart(dir, name)),
  );
  const certificate = parse(issuing!, ISSUING_CERTIFICATE);
  const rootCertificate = parse(root!, ROOT_CERTIFICATE);
  const key = unlock(keyPem!, passphrase);
  const kind = kindOf(key);
  if (!certificate.checkPrivateKey(key)) throw new Fault('custody', 'the issuing key is not that of its certificate');
  if (!certificate.checkIssued(rootCertificate) || !certificate.verify(rootCertificate.publicKey)) {
    throw new Fault('custody', 'the issuing certificate is not of this root');
  }
  const der = new Uint8Array(certificate.raw);
  const fields = readToBeSigned(readParts(der).tbs);
  return {
    kind,
    certificate: der,
    chain: [der, new Uint8Array(rootCertificate.raw)],
    name: new Uint8Array(fields.subjectDer),
    keyId: keyId(fields.spki),
    spki: new Uint8Array(fields.spki),
    notBefore: fields.notBefore,
    notAfter: fields.notAfter,
    sign: (bytes) => signBytes(kind, bytes, key),
    signAside: (bytes) => signBytesAside(kind, bytes, key),
  };
}

const authorityName = (organisation: string, commonName: string): NamePart[] => [
  { attribute: 'C', value: 'ID' },
  { attribute: 'O', value: organisation },
  { attribute: 'CN', value: commonName },
];

function certify(
  issuer: { name: Uint8Array; key: KeyObject; kind: SignatureKind },
  publicKey: KeyObject,
  subject: readonly NamePart[],
  now: Date,
  years: number,
  ca: { pathLength?: number },
): Uint8Array {
  const notBefore = new Date(Math.floor(now.getTime() / 1000) * 1000);
  const notAfter = new Date(notBefore);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + years);
  notAfter.setTime(notAfter.getTime() - 1000);
  const contents: Contents = {
    serial: drawSerial(),
    signature: issuer.kind,
    issuer: issuer.name,
    issuerKeyId: keyId(spkiOf(issuer.key)),
    notBefore,
    notAfter,
    subject,
    spki: spkiOf(publicKey),
    keyUsage: ['keyCertSign', 'cRLSign'],
    purposes: [],
    ca,
    addresses: {},
  };
  const tbs = toBeSigned(contents);
  return assemble(tbs, issuer.kind, signBytes(issuer.kind, tbs, issuer.key));
}

const lock = (key: KeyObject, passphrase: string): string =>
  key.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase }) as string;

function unlock(keyPem: string, passphrase: string): KeyObject {
  try {
    return createPrivateKey({ key: keyPem, passphrase });
  } catch {
    // The library's own words could quote what it was given.
    throw new Fault('custody', 'the issuing key does not open with this passphrase');
  }
}

function parse(text: string, name: string): X509Certificate {
  try {
    return new X509Certificate(text);
  } catch (cause) {
    throw new Fault('custody', `${name} is not a certificate`, { cause });
  }
}

async function readPart(dir: string, name: string): Promise<string> {
  try {
    return await readFile(join(dir, name), 'utf8');
  } catch (cause) {
    throw new Fault('custody', `${name} cannot be read`, { cause });
  }
}

/** All files or none: they are written and synced beside, then the folder takes its name. */
async function writeAll(dir: string, files: Readonly<Record<string, string>>): Promise<void> {
  const beside = `${dir}.${randomUUID()}`;
  try {
    await mkdir(beside, { recursive: true, mode: 0o700 });
    for (const [name, text] of Object.entries(files)) {
      const file = await open(join(beside, name), 'wx', 0o600);
      try {
        await file.writeFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
    }
    // Fails if the folder has anything in it.
    await rename(beside, dir);
  } catch (cause) {
    await rm(beside, { recursive: true, force: true });
    throw new Fault('custody', 'the folder of the CA cannot be written, or has a CA in it', { cause });
  }
}

/** Whether `dir` holds a CA. */
export async function hasAuthority(dir: string): Promise<boolean> {
  try {
    createPublicKey(await readFile(join(dir, ISSUING_CERTIFICATE)));
    return true;
  } catch {
    return false;
  }
}
