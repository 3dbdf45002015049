import { createPublicKey, type KeyObject } from 'node:crypto';
import { children, expectTag, readOnly, TAG } from '../der/der.ts';
import { DEBIAN_CHARACTERS, HASH_CHARACTERS, hashKey } from './fingerprint.ts';

/** A line of a list of compromised keys, or what is wrong with it. Lines count from 1; of PEM it is the first line. */
type BlockedKey =
  | { readonly line: number; readonly fingerprint: string }
  | { readonly line: number; readonly why: BlockedKeyFault };
export type BlockedKeyFault =
  | 'not-a-fingerprint'
  | 'not-a-key' // PEM that holds no public key, or is damaged
  | 'cut-off'; // PEM without an end

/** A certificate with many names has 8 KiB; longer is no key, and must not fill the memory. */
const MAX_PEM_LINES = 400;
const HASH_BASE64 = /^[A-Za-z0-9+/]{43}=$/;
const HEX = /^[0-9a-f]+$/;
/** The headings of Boulder's YAML, and what begins and ends such a file. */
const HEADING = /^([A-Za-z]+:|---|\.\.\.)$/;

/**
 * Reads a list of compromised keys, line by line, so that millions of them need no memory. Taken are, mixed at will:
 * SHA-256 of the SubjectPublicKeyInfo in hexadecimal or base64, plain or as items of Boulder's YAML; the 20 characters
 * of Debian's openssl-blacklist; and PEM public keys, certificates and certificate requests. Comments begin with `#`.
 *
 * None is shipped: such lists are large, grow, and are others'. Debian's stands in its package openssl-blacklist, which
 * no supported release carries any more and snapshot.debian.org keeps; Boulder's is its `blockedKeys.yaml`; and whoever
 * learns of a leaked key has the key itself: `openssl pkey -pubin -outform DER | sha256sum` names it.
 */
export async function* readBlockedKeys(lines: AsyncIterable<string> | Iterable<string>): AsyncGenerator<BlockedKey> {
  let line = 0;
  let pem: { begins: number; lines: string[] } | undefined;
  for await (const raw of lines) {
    line++;
    const text = raw.replace(/^\ufeff/, '').trim();
    if (pem === undefined && /^-----BEGIN /.test(text)) pem = { begins: line, lines: [] };
    if (pem === undefined) {
      const found = readLine(text);
      if (found !== undefined) yield { line, ...found };
      continue;
    }
    pem.lines.push(text);
    const ended = /^-----END /.test(text);
    if (!ended && pem.lines.length <= MAX_PEM_LINES) continue;
    yield { line: pem.begins, ...(ended ? readPem(pem.lines.join('\n')) : { why: 'cut-off' as const }) };
    pem = undefined;
  }
  if (pem !== undefined) yield { line: pem.begins, why: 'cut-off' };
}

type Found = { readonly fingerprint: string } | { readonly why: BlockedKeyFault };

/** Undefined for a line that says nothing: empty, a comment, a heading. */
function readLine(text: string): Found | undefined {
  const said = text.replace(/(^|\s)#.*$/, '').trim();
  if (said === '' || HEADING.test(said)) return undefined;
  const name = said.replace(/^- +/, '').replace(/^(["'])(.*)\1$/, '$2');
  if (HASH_BASE64.test(name)) return { fingerprint: Buffer.from(name, 'base64').toString('hex') };
  const hex = name.toLowerCase();
  const isName = HEX.test(hex) && (hex.length === HASH_CHARACTERS || hex.length === DEBIAN_CHARACTERS);
  return isName ? { fingerprint: hex } : { why: 'not-a-fingerprint' };
}

function readPem(pem: string): Found {
  try {
    const key = /^-----BEGIN (NEW )?CERTIFICATE REQUEST-----/.test(pem) ? keyOfRequest(pem) : createPublicKey(pem);
    return { fingerprint: hashKey(key.export({ format: 'der', type: 'spki' })) };
  } catch {
    return { why: 'not-a-key' };
  }
}

/** Its proof of possession does not matter here: whoever lists a key lists the key. */
function keyOfRequest(pem: string): KeyObject {
  const der = Buffer.from(pem.replace(/-----.*?-----|\s/g, ''), 'base64');
  const [info] = children(readOnly(der, TAG.sequence));
  const spki = expectTag(children(expectTag(info, TAG.sequence))[2], TAG.sequence).whole;
  return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
}
