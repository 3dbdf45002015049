import { spawnSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import forge from 'node-forge';
import { expect } from 'vitest';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;
/** certtool shows the key as it is locked in the file. */
const KEY = /-----BEGIN (ENCRYPTED )?PRIVATE KEY-----[\s\S]*?-----END (ENCRYPTED )?PRIVATE KEY-----/;

/**
 * Opens a .p12 with programs that are not ours: node-forge always, OpenSSL and GnuTLS's certtool where they are
 * installed. Key and certificate belong together, the chain has `issuers` certificates and leads to the root, and
 * another passphrase opens nothing.
 */
export async function expectBundle(
  { path, bytes }: { path: string; bytes: Buffer },
  passphrase: string,
  issuers: number,
): Promise<{ leaf: X509Certificate }> {
  const asn1 = forge.asn1.fromDer(bytes.toString('binary'));
  const opened = forge.pkcs12.pkcs12FromAsn1(asn1, passphrase);
  expect(() => forge.pkcs12.pkcs12FromAsn1(asn1, `${passphrase}x`)).toThrow();
  const bags = (type: string) => opened.getBags({ bagType: forge.pki.oids[type]! })[forge.pki.oids[type]!]!;
  const [keyBag] = bags('pkcs8ShroudedKeyBag');
  const key = createPrivateKey(forge.pki.privateKeyToPem(keyBag!.key as forge.pki.rsa.PrivateKey));
  // forge reads no certificate that an EC key has signed; its bytes are what counts.
  const [leaf, ...chain] = bags('certBag').map(
    ({ cert, asn1: raw }) =>
      new X509Certificate(
        Buffer.from(forge.asn1.toDer(cert ? forge.pki.certificateToAsn1(cert) : raw).getBytes(), 'binary'),
      ),
  );
  expect(leaf!.checkPrivateKey(key)).toBe(true);
  expect(chain).toHaveLength(issuers);
  await agree(path, passphrase, leaf!, 1 + issuers);
  return { leaf: leaf! };
}

async function agree(path: string, passphrase: string, leaf: X509Certificate, certificates: number): Promise<void> {
  for (const [tool, args] of [
    ['openssl', ['pkcs12', '-in', path, '-nodes', '-info', '-passin']],
    ['certtool', ['--p12-info', '--inder', '--infile', path, '--password']],
  ] as const) {
    const open = (word: string) =>
      spawnSync(tool, [...args, tool === 'openssl' ? `pass:${word}` : word], { encoding: 'utf8' });
    const { status, stdout, stderr, error } = open(passphrase);
    if (error) continue;
    expect([tool, status]).toEqual([tool, 0]);
    expect(stdout + stderr).toMatch(/PBES2.*AES-?256-CBC/);
    const inside = stdout.match(CERTIFICATE)!.map((pem) => new X509Certificate(pem));
    expect([tool, inside.length]).toEqual([tool, certificates]);
    const own = inside.find(({ fingerprint256 }) => fingerprint256 === leaf.fingerprint256);
    expect([tool, own?.checkPrivateKey(createPrivateKey({ key: stdout.match(KEY)![0], passphrase }))]).toEqual([
      tool,
      true,
    ]);
    if (tool === 'openssl') await expectChain(inside);
    expect([tool, open(`${passphrase}x`).status]).toEqual([tool, 1]);
  }
}

/** The certificates of the file themselves lead from the first to a root. */
async function expectChain([leaf, ...issuers]: X509Certificate[]): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'perbarui-chain-'));
  try {
    const [own, above] = [join(dir, 'leaf.pem'), join(dir, 'chain.pem')];
    await writeFile(own, leaf!.toString());
    await writeFile(above, issuers.join('\n'));
    expect(spawnSync('openssl', ['verify', '-CAfile', above, own], { encoding: 'utf8' }).stdout).toContain('OK');
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
