import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../../fault.ts';
import { TAG } from '../der/der.ts';
import { makeRequest, pem } from '../request/make-request.ts';
import { newKeyPair, type SignatureKind } from '../signature/signing.ts';
import { certificatesIn } from './authority.ts';
import { FILES, has, readFileOf, readNeeded, replaceFile, writeOnce } from './ca-folder.ts';
import { type ChainFlaw, chainOf, commonName } from './chain.ts';
import { type Constraint, constraintIn } from './constraints.ts';
import { type AuthorityFiles, describe, readAuthority } from './custody.ts';
import { authorityName, keptName, organisationOf } from './establish.ts';
import { assertPassphrase, lockKey, unlockKey } from './locked-key.ts';

/** Why a CA that an office brings along is not taken; nothing was written. */
export type AdoptionRefusal =
  | ChainFlaw
  | Constraint
  | 'there-already'
  | 'no-key'
  | 'key-locked'
  | 'key-unreadable'
  | 'key-kind'
  | 'key-foreign'
  | 'not-pem'
  | 'other-key'
  | 'other-name'
  | 'not-another';

export type Adoption =
  | { readonly ok: true; readonly authority: AuthorityFiles }
  | {
      readonly ok: false;
      readonly refused: AdoptionRefusal;
      /** The name of the certificate it is about. */
      readonly where?: string;
    };

const refuse = (refused: AdoptionRefusal, where?: string): Adoption => ({
  ok: false,
  refused,
  ...(where ? { where } : {}),
});

export type Brought = {
  readonly dir: string;
  /** PEM, or one certificate as DER. As PEM it may hold the chain and the key as well, as `openssl pkcs12` writes them. */
  readonly certificate: Uint8Array;
  /** PEM, in any order; or one certificate as DER. */
  readonly chain?: Uint8Array | undefined;
  /** PEM, in any form that OpenSSL opens; without it that of an earlier request, or what `certificate` holds. */
  readonly key?: Uint8Array | undefined;
  /** What opens `key`; where it is not encrypted, anything. */
  readonly keyPassphrase?: string | undefined;
  /** CAs that are here already, and whose place it takes. */
  readonly earlier?: readonly AuthorityFiles[];
  /** What the key is locked with from now on. */
  readonly passphrase: string;
  readonly now: Date;
};

/**
 * Takes an issuing CA that exists already, of our own or of an outside root: everything is checked first, then its key is
 * locked anew with `passphrase`. Throws Fault('custody') if the folder cannot be written.
 */
export async function adoptAuthority(brought: Brought): Promise<Adoption> {
  const { dir, passphrase, now, earlier = [] } = brought;
  assertPassphrase(passphrase);
  if (await has(dir, FILES.issuing)) return refuse('there-already');
  const [certificate, above] = [brought.certificate, brought.chain ?? NOTHING].map(textOf);
  if (certificate === undefined || above === undefined || isBinary(brought.key)) return refuse('not-pem');
  const key = await keyOf(brought, certificate);
  if (typeof key === 'string') return refuse(key);
  const found = chainIn(certificate, above, now, key);
  if ('flaw' in found) return refuse(found.flaw, found.where);
  const authority = described(found.chain);
  if (authority === undefined) return refuse('key-kind');
  if (!belongs(authority.certificate, key)) return refuse('key-foreign');
  if (earlier.some((each) => isAlike(each, authority))) return refuse('not-another');
  await writeOnce(dir, [
    ...chainFiles(authority),
    [FILES.issuingKey, await lockKey(key, passphrase)],
    ...issuingFile(authority),
  ]);
  await Promise.all([FILES.request, FILES.requestedKey].map((name) => rm(join(dir, name), { force: true })));
  return { ok: true, authority: await readAuthority(dir) };
}

/**
 * A newer certificate for the key that the CA has, by the root that signed it before or another one. The one before is
 * kept beside.
 */
export async function adoptRenewal(brought: Pick<Brought, 'dir' | 'certificate' | 'chain' | 'now'>): Promise<Adoption> {
  const { dir, now } = brought;
  const before = await readAuthority(dir);
  const [certificate, above] = [brought.certificate, brought.chain ?? NOTHING].map(textOf);
  if (certificate === undefined || above === undefined) return refuse('not-pem');
  const chain = chainIn(certificate, `${above}\n${armoured(before.chain)}`, now);
  if ('flaw' in chain) return refuse(chain.flaw, chain.where);
  const authority = described(chain.chain);
  if (authority === undefined || Buffer.compare(authority.spki, before.spki) !== 0) return refuse('other-key');
  if (Buffer.compare(authority.name, before.name) !== 0) return refuse('other-name');
  // What stands above comes first; whatever breaks off in between, the files before are kept.
  for (const [name, text] of [...chainFiles(authority), ...issuingFile(authority)])
    await replaceFile(dir, name, text, keptName(name.replace('.pem', ''), before.certificate));
  return { ok: true, authority: await readAuthority(dir) };
}

/**
 * A certificate request for an issuing CA under an outside root: for the key of the CA that is there, to renew it, else for
 * that of an earlier request, else for a new one. Returns where it lies. Throws Fault('custody') if a request lies there
 * already, or if the key does not open.
 */
export async function requestAuthority(settings: {
  readonly dir: string;
  readonly passphrase: string;
  readonly names: { readonly organisation: string; readonly issuing: string };
  readonly kind?: SignatureKind | undefined;
}): Promise<string> {
  const { dir, passphrase, names, kind = 'rsa-4096' } = settings;
  assertPassphrase(passphrase);
  const path = join(dir, FILES.request);
  if (await has(dir, FILES.issuing)) {
    const key = unlockKey(await readNeeded(dir, FILES.issuingKey), passphrase, 'the issuing key');
    await rm(path, { force: true });
    await writeOnce(dir, [[FILES.request, makeRequest((await readAuthority(dir)).name, key)]]);
    return path;
  }
  const before = await readFileOf(dir, FILES.requestedKey);
  // Its request was carried to the root, and the certificate that comes back needs this key and no other.
  const key = before ? unlockKey(before, passphrase, 'the key of the request') : (await newKeyPair(kind)).privateKey;
  const request = makeRequest(authorityName(organisationOf(names), names.issuing), key);
  const locked: Files = before ? [] : [[FILES.requestedKey, await lockKey(key, passphrase)]];
  await writeOnce(dir, [...locked, [FILES.request, request]]);
  return path;
}

/** The issuing CA's certificate may stand anywhere among the others: it is that of the key, else the first. */
function chainIn(own: string, above: string, now: Date, key?: KeyObject): Found {
  const first = key && certificatesOf(own).find((der) => belongs(der, key));
  const found = chainOf(first ? armoured([first]) : own, `${own}\n${above}`, now);
  const limit = 'chain' in found ? constraintIn(found.chain) : undefined;
  if (limit === undefined) return found;
  return { flaw: limit.constraint, where: commonName({ certificate: new X509Certificate(limit.in) }) };
}
type Found =
  | { readonly chain: readonly Uint8Array[] }
  | { readonly flaw: ChainFlaw | Constraint; readonly where?: string };

const NOTHING = new Uint8Array();
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
/** DER, and PKCS #12 too, begins with a SEQUENCE; PEM with a dash or with what people write above it. */
const isBinary = (bytes: Uint8Array | undefined): boolean => bytes?.[0] === TAG.sequence;

/** As PEM; undefined for what is neither PEM nor a certificate, such as PKCS #12. */
function textOf(bytes: Uint8Array): string | undefined {
  if (!isBinary(bytes)) return text(bytes);
  try {
    return new X509Certificate(bytes).toString();
  } catch {
    return undefined;
  }
}

function certificatesOf(pemText: string): Uint8Array[] {
  try {
    return certificatesIn(pemText);
  } catch {
    return [];
  }
}

/** Undefined for a key of a kind that nothing here signs with. */
function described(chain: readonly Uint8Array[]): AuthorityFiles | undefined {
  try {
    return describe(chain);
  } catch (error) {
    if (error instanceof Fault && error.code === 'custody') return undefined;
    throw error;
  }
}

const PEM_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;
async function keyOf(
  { dir, key, keyPassphrase, passphrase }: Brought,
  certificate: string,
): Promise<KeyObject | AdoptionRefusal> {
  const requested = key ? undefined : await readFileOf(dir, FILES.requestedKey);
  const given = requested ?? (key ? text(key) : certificate);
  if (!PEM_KEY.test(given)) return key ? 'key-unreadable' : 'no-key';
  try {
    return createPrivateKey({ key: given, passphrase: keyPassphrase ?? passphrase });
  } catch {
    return 'key-locked';
  }
}

const belongs = (der: Uint8Array, key: KeyObject): boolean => new X509Certificate(der).checkPrivateKey(key);

/** By either of them readers of documents would take one for the other. */
const isAlike = (one: AuthorityFiles, other: AuthorityFiles): boolean =>
  (['name', 'keyId', 'spki'] as const).some((what) => Buffer.compare(one[what], other[what]) === 0);

type Files = readonly (readonly [name: string, text: string])[];

const armoured = (certificates: readonly Uint8Array[]) => certificates.map((der) => pem('CERTIFICATE', der)).join('');

const issuingFile = ({ certificate }: AuthorityFiles): Files => [[FILES.issuing, armoured([certificate])]];

/** A CA that is its own root has itself above it. */
const chainFiles = ({ chain }: AuthorityFiles): Files => [
  [FILES.root, armoured([chain.at(-1)!])],
  ...(chain.length > 2 ? [[FILES.intermediates, armoured(chain.slice(1, -1))] as const] : []),
];
