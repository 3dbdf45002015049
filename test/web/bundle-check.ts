import { spawnSync } from 'node:child_process';
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import forge from 'node-forge';
import { expect } from 'vitest';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;
/** certtool shows the key as it is locked in the file. */
const KEY = /-----BEGIN (ENCRYPTED )?PRIVATE KEY-----[\s\S]*?-----END (ENCRYPTED )?PRIVATE KEY-----/;

type Bundle = { readonly path: string; readonly bytes: Buffer };
/** What a program finds in a .p12, or `refused` for a wrong passphrase; undefined: it is not installed. */
type Found = { readonly key: KeyObject; readonly certificates: readonly X509Certificate[] } | 'refused' | undefined;

const openssl = ({ path }: Bundle, word: string) =>
  byTool('openssl', ['pkcs12', '-info', '-nodes', '-in', path, '-passin', `pass:${word}`], word);
const certtool = ({ path }: Bundle, word: string) =>
  byTool('certtool', ['--p12-info', '--inder', '--infile', path, '--password', word], word);

/**
 * Opens a .p12 with programs that are not ours: OpenSSL and GnuTLS's certtool, and where neither is installed node-forge
 * (which takes seconds for it). Key and certificate belong together, the chain has `issuers` certificates and leads to
 * the root, and another passphrase opens nothing.
 */
export async function expectBundle(
  bundle: Bundle,
  passphrase: string,
  issuers: number,
): Promise<{ leaf: X509Certificate }> {
  const installed = [openssl, certtool].filter((open) => open(bundle, passphrase) !== undefined);
  let leaf: X509Certificate | undefined;
  for (const open of installed.length > 0 ? installed : [byForge]) {
    const found = open(bundle, passphrase);
    if (found === undefined || found === 'refused') throw new Error(`refused by ${open.name}`);
    const { key, certificates } = found;
    const own = certificates.filter((each) => each.checkPrivateKey(key));
    expect([open.name, own.length, certificates.length]).toEqual([open.name, 1, 1 + issuers]);
    expectChain(own[0]!, certificates);
    expect([open.name, open(bundle, `${passphrase}x`)]).toEqual([open.name, 'refused']);
    leaf ??= own[0]!;
    expect(own[0]!.fingerprint256).toBe(leaf.fingerprint256);
  }
  return { leaf: leaf! };
}

function byTool(tool: string, args: string[], passphrase: string): Found {
  const { status, stdout, stderr, error } = spawnSync(tool, args, { encoding: 'utf8' });
  if (error) return undefined;
  if (status !== 0) return 'refused';
  expect(stdout + stderr).toMatch(/PBES2.*AES-?256-CBC/);
  return {
    key: createPrivateKey({ key: stdout.match(KEY)![0], passphrase }),
    certificates: stdout.match(CERTIFICATE)!.map((pem) => new X509Certificate(pem)),
  };
}

function byForge({ bytes }: Bundle, passphrase: string): Found {
  const { pkcs8ShroudedKeyBag, certBag } = forge.pki.oids as Record<string, string>;
  try {
    const opened = forge.pkcs12.pkcs12FromAsn1(forge.asn1.fromDer(bytes.toString('binary')), passphrase);
    const bags = (type: string) => opened.getBags({ bagType: type })[type]!;
    const key = bags(pkcs8ShroudedKeyBag!)[0]!.key as forge.pki.rsa.PrivateKey;
    // forge reads no certificate that an EC key has signed; its bytes are what counts.
    const certificates = bags(certBag!).map(({ cert, asn1 }) =>
      Buffer.from(forge.asn1.toDer(cert ? forge.pki.certificateToAsn1(cert) : asn1).getBytes(), 'binary'),
    );
    return {
      key: createPrivateKey(forge.pki.privateKeyToPem(key)),
      certificates: certificates.map((der) => new X509Certificate(der)),
    };
  } catch {
    return 'refused';
  }
}

/** From the leaf each is signed by the next one in the file, up to one that is signed by itself. */
function expectChain(leaf: X509Certificate, inside: readonly X509Certificate[]): void {
  let at = leaf;
  for (let step = 0; !at.checkIssued(at); step++) {
    const issuer = inside.find((each) => each !== at && at.checkIssued(each));
    expect([step < inside.length, issuer && at.verify(issuer.publicKey)]).toEqual([true, true]);
    at = issuer!;
  }
  expect(at.verify(at.publicKey)).toBe(true);
}
