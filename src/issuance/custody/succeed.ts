import { Fault } from '../../fault.ts';
import { same } from '../certificate/lint.ts';
import { certificatesIn } from './authority.ts';
import { FILES, foldersOf, readFileOf, rootFolderOf, successorOf } from './ca-folder.ts';
import { type Authority, describe, type Family, openFamily } from './custody.ts';
import { type AuthorityNames, type Establishing, initAuthority, numbered, numberOf } from './establish.ts';

/** The place of the next CA of an office. */
type Succession = {
  /** Its folder, which may hold a request for it already. */
  readonly dir: string;
  /** The highest number of those that are there; one that was lost may have had the next one. */
  readonly before: number;
  /** With the next number, for a root elsewhere. */
  readonly names: AuthorityNames;
  /** Those that are there. */
  readonly family: Family;
};

/** Throws Fault('custody') where the passphrase does not open the CAs that are there: the signer has one for all. */
export async function successionOf({
  dir,
  passphrase,
  names,
}: Pick<Establishing, 'dir' | 'passphrase' | 'names'>): Promise<Succession> {
  const family = await openFamily(dir, passphrase);
  const { length } = await foldersOf(dir);
  const all = [...family.retired, family.signing];
  const before = Math.max(length, ...all.map(({ certificate }) => numberOf(certificate)));
  const issuing = numbered(names.issuing, before + 1);
  return { dir: successorOf(dir, length), before, names: { ...names, issuing }, family };
}

/**
 * A second issuing CA with a new key under the same root. From the signer's next start it signs; the one before it is
 * retired, and signs lists and the certificates of OCSP responders for as long as it has certificates. None of its files is
 * touched: whatever breaks off, either the new CA is there as a whole or nothing has changed.
 *
 * Throws Fault('custody') where the root at hand is not that of the CA that is there.
 */
export async function succeedAuthority(settings: Establishing): Promise<Authority> {
  const { dir: first, rootDir = rootFolderOf(first) } = settings;
  const { dir, before, family } = await successionOf(settings);
  const [root] = certificatesIn((await readFileOf(rootDir, FILES.root)) ?? '');
  // Without this, a root would be made in an empty folder, and nobody would trust it.
  if (root === undefined || !same(describe([root]).spki, describe([family.signing.chain.at(-1)!]).spki))
    throw new Fault('custody', 'this root did not sign the issuing CA');
  return initAuthority({ ...settings, dir, rootDir, before });
}
