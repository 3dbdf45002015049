import { EXTENSIONS } from '../certificate/certificate.ts';
import { PURPOSES, type Purpose } from '../certificate/profile.ts';
import { type CertificateFields, readParts, readToBeSigned } from '../certificate/read-certificate.ts';
import { children, type Element, expectTag, readOid, readOnly, TAG } from '../der/der.ts';
import { readKey } from '../request/key.ts';

/**
 * What a CA's certificate allows itself, and may yet forbid of what is issued under it: then every reader refuses the
 * applicants' certificates, though the CA's own is in order (RFC 5280 4.2, 6.1). Asked of a CA that an office brings along.
 */
export type Constraint = 'purposes' | 'names' | 'unknown-critical' | 'weak-key';

/** Extended key usage in a CA's certificate is read as a limit for all below it, though RFC 5280 does not say so. */
const ISSUED: readonly Purpose[] = ['clientAuth', 'emailProtection', 'documentSigning'];
const ANY_PURPOSE = '2.5.29.37.0';

const NAME_CONSTRAINTS = '2.5.29.30';
/** GeneralName (RFC 5280 4.2.1.6): what our certificates name people by, e-mail addresses and directory names. */
const NAMES_ISSUED: readonly number[] = [0x81, 0xa4];

/** What we understand; policy mappings and constraints are not among them, since they may ask for policies that we do not write. */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  EXTENSIONS.basicConstraints,
  EXTENSIONS.keyUsage,
  EXTENSIONS.purposes,
  EXTENSIONS.policies,
  EXTENSIONS.subjectKeyId,
  EXTENSIONS.authorityKeyId,
  EXTENSIONS.alternativeName,
  NAME_CONSTRAINTS,
]);

/** Others may have keys of a size that we never sign with; these can be worked out by anybody. */
const WEAK: ReadonlySet<string> = new Set([
  'key-exponent',
  'key-small-factor',
  'key-close-primes',
  'key-roca',
  'key-point',
]);

/** The first constraint in a chain (DER, from the issuing CA to the root), and in which certificate; undefined if there is none. */
export function constraintIn(
  chain: readonly Uint8Array[],
): { readonly constraint: Constraint; readonly in: Uint8Array } | undefined {
  for (const der of chain) {
    const constraint = constraintOf(readToBeSigned(readParts(der).tbs));
    if (constraint !== undefined) return { constraint, in: der };
  }
  return undefined;
}

function constraintOf({ extensions, spki }: CertificateFields): Constraint | undefined {
  for (const [id, { critical }] of extensions) if (critical && !UNDERSTOOD.has(id)) return 'unknown-critical';
  if (!allowsPurposes(extensions.get(EXTENSIONS.purposes)?.value)) return 'purposes';
  if (limitsNames(extensions.get(NAME_CONSTRAINTS)?.value)) return 'names';
  const key = readKey(spki);
  return !key.ok && WEAK.has(key.refused) ? 'weak-key' : undefined;
}

function allowsPurposes(value: Uint8Array | undefined): boolean {
  if (value === undefined) return true;
  const allowed = children(readOnly(value, TAG.sequence)).map(readOid);
  return allowed.includes(ANY_PURPOSE) || ISSUED.every((purpose) => allowed.includes(PURPOSES[purpose]));
}

/** Whether a limit is of names such as ours. Which of them it allows is not worked out: a limit that we misread would show late. */
function limitsNames(value: Uint8Array | undefined): boolean {
  const lists: Element[] = value === undefined ? [] : children(readOnly(value, TAG.sequence));
  return lists.flatMap(children).some((subtree) => {
    const [base] = children(expectTag(subtree, TAG.sequence));
    return base !== undefined && NAMES_ISSUED.includes(base.tag);
  });
}
