import { type KeyObject, X509Certificate } from 'node:crypto';
import { Fault } from '../../fault.ts';
import { EXTENSIONS, keyId } from '../certificate/certificate.ts';
import { type CertificateFields, readParts, readToBeSigned } from '../certificate/read-certificate.ts';
import { readOnly, TAG } from '../der/der.ts';
import { kindOf, type SignatureKind, signBytes, signBytesAside } from '../signature/signing.ts';
import { FILES, foldersOf, has, readFileOf, readNeeded } from './ca-folder.ts';
import { chainOf, endOf } from './chain.ts';
import { unlockKey } from './locked-key.ts';

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
  /** Until when what it signs can be verified: the earliest end in its chain. */
  readonly notAfter: Date;
  sign(bytes: Uint8Array): Uint8Array;
  /** The same on a thread beside, for many at once. */
  signAside(bytes: Uint8Array): Promise<Uint8Array>;
};

/** Everything of a CA but its key, as it lies in its folder. */
export type AuthorityFiles = Omit<Authority, 'sign' | 'signAside'>;

/** All CAs of an office: the one that signs, and those before it, which go on for what they have signed. */
export type Family<A extends AuthorityFiles = Authority> = {
  readonly signing: A;
  /** From the first one on. They sign lists and the certificates of OCSP responders, and nothing new. */
  readonly retired: readonly A[];
};

/** Opens the CAs in a folder and its successors' folders, all with one passphrase. Throws Fault('custody'). */
export const openFamily = (dir: string, passphrase: string): Promise<Family> =>
  familyOf(dir, (folder) => openAuthority(folder, passphrase));

export const readFamily = (dir: string): Promise<Family<AuthorityFiles>> => familyOf(dir, readAuthority);

async function familyOf<A extends AuthorityFiles>(dir: string, open: (folder: string) => Promise<A>) {
  const all = await Promise.all((await foldersOf(dir)).map(open));
  return { signing: all.at(-1)!, retired: all.slice(0, -1) };
}

/** Opens the issuing CA. The root's key need not be anywhere. Throws Fault('custody'), with no word of the passphrase. */
export async function openAuthority(dir: string, passphrase: string): Promise<Authority> {
  const files = await readAuthority(dir);
  const key = unlockKey(await readNeeded(dir, FILES.issuingKey), passphrase, 'the issuing key');
  return { ...files, ...signingWith(files, key) };
}

/** Reads the certificates of a CA and how they hang together; whether they are still valid is the caller's matter. */
export async function readAuthority(dir: string): Promise<AuthorityFiles> {
  const [issuing, root, between = ''] = await Promise.all([
    readNeeded(dir, FILES.issuing),
    readNeeded(dir, FILES.root),
    readFileOf(dir, FILES.intermediates),
  ]);
  const found = chainOf(issuing, between + root);
  if ('flaw' in found) throw new Fault('custody', `the chain of the issuing CA does not hold (${found.flaw})`);
  return describe(found.chain);
}

/** What stands in the first certificate of a chain, and what follows from the others. */
export function describe(chain: readonly Uint8Array[]): AuthorityFiles {
  const certificate = chain[0]!;
  const fields = readToBeSigned(readParts(certificate).tbs);
  return {
    kind: kindOf(new X509Certificate(certificate).publicKey),
    certificate,
    chain,
    name: new Uint8Array(fields.subjectDer),
    keyId: subjectKeyId(fields),
    spki: new Uint8Array(fields.spki),
    notBefore: fields.notBefore,
    notAfter: endOf(chain),
  };
}

/** As the certificate itself says it (RFC 5280 4.2.1.1), since every CA may count it in its own way. */
function subjectKeyId({ extensions, spki }: CertificateFields): Uint8Array {
  const extension = extensions.get(EXTENSIONS.subjectKeyId);
  return extension ? new Uint8Array(readOnly(extension.value, TAG.octets).content) : keyId(spki);
}

/** Throws Fault('custody') for a key that is not that of the certificate. */
export function signingWith(
  { certificate, kind }: AuthorityFiles,
  key: KeyObject,
): Pick<Authority, 'sign' | 'signAside'> {
  if (!new X509Certificate(certificate).checkPrivateKey(key))
    throw new Fault('custody', 'the issuing key is not that of its certificate');
  return {
    sign: (bytes) => signBytes(kind, bytes, key),
    signAside: (bytes) => signBytesAside(kind, bytes, key),
  };
}

/** Whether `dir` holds a CA. */
export const hasAuthority = (dir: string): Promise<boolean> => has(dir, FILES.issuing);
