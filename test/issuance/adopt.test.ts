import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { extension } from '../../src/issuance/certificate/certificate.ts';
import { adoptAuthority, adoptRenewal, type Brought, requestAuthority } from '../../src/issuance/custody/adopt.ts';
import { openAuthority } from '../../src/issuance/custody/custody.ts';
import { explicit, implicit, type Node, none, sequence } from '../../src/issuance/der/asn1.ts';
import { readRequest } from '../../src/issuance/request/csr.ts';
import { pem } from '../../src/issuance/request/make-request.ts';
import { type ForeignCa, foreignCa, lockedPem } from './foreign-ca.ts';
import {
  approved,
  hasOpenssl,
  NOW,
  newEcKey,
  newRsaKey,
  type Office,
  openOffice,
  openssl,
  PASSPHRASE,
} from './office.ts';

const THEIRS = 'what it was locked with before';
const YEAR_MS = 365 * 86_400_000;
const ROOT = foreignCa('CA Induk Negara');
const POLICY = foreignCa('CA Kebijakan', ROOT);
const REGION = foreignCa('CA Wilayah', POLICY);
const ISSUING = foreignCa('CA Penerbit Provinsi', REGION, { ca: { pathLength: 0 } });
const ABOVE = [REGION, POLICY, ROOT].map(({ pem }) => pem).join('');

/** A CA under the root with an extension that ours never write. */
const limited = (term: Node) => foreignCa('CA Terbatas', ROOT, {}, undefined, term);
/** Name constraints (RFC 5280 4.2.1.10) that permit one subtree: a GeneralName of this kind. */
const namesBelow = (kind: number, name: string) =>
  extension('2.5.29.30', true, sequence(explicit(0, sequence(implicit(kind, name)))));
const [EMAIL_BELOW, HOST_BELOW] = [namesBelow(1, 'pemprov.example'), namesBelow(2, 'pemprov.example')];
const UNKNOWN_TERM = extension('1.3.6.1.4.1.99999.1', true, none());
const WEAK = generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 3 }).privateKey;

let office: Office;
let dir: string;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'perbarui-adopt-'));
  return () => rm(dir, { recursive: true, force: true });
});

const bytes = (text: string | Uint8Array) => (typeof text === 'string' ? Buffer.from(text) : text);
const adopt = (ca: ForeignCa, chain: string, more: Partial<Brought> = {}) =>
  adoptAuthority({
    dir,
    certificate: bytes(ca.pem),
    chain: bytes(chain),
    key: bytes(lockedPem(ca, THEIRS)),
    keyPassphrase: THEIRS,
    passphrase: PASSPHRASE,
    now: NOW,
    ...more,
  });

/** A certificate issued under the CA in `dir`, and its chain up to the root. */
async function issueUnder(id: string) {
  const authority = await openAuthority(dir, PASSPHRASE);
  office.storage.requests.set(id, approved());
  const issued = await (await office.start(office.storage, authority)).issue({ id });
  if (issued.status !== 'issued') throw new Error(JSON.stringify(issued));
  return { leaf: new X509Certificate(issued.certificate), chain: issued.chain.map((der) => new X509Certificate(der)) };
}

describe('a CA that an office has already', () => {
  test('issues under a root three certificates above it, in whatever order they were given', async () => {
    const mixed = `# CA kita\n${ROOT.pem}${REGION.pem}${POLICY.pem}`;
    expect(await adopt(ISSUING, mixed)).toMatchObject({ ok: true });
    expect((await readdir(dir)).toSorted()).toEqual([
      'intermediates.pem',
      'issuing.key.pem',
      'issuing.pem',
      'root.pem',
    ]);
    const { leaf, chain } = await issueUnder('adopted');
    for (const [at, each] of [leaf, ...chain].entries())
      expect(each.verify((chain[at] ?? chain.at(-1)!).publicKey)).toBe(true);
    expect(chain.map(({ subject }) => /CN=(.*)/.exec(subject)![1])).toEqual([
      'CA Penerbit Provinsi',
      'CA Wilayah',
      'CA Kebijakan',
      'CA Induk Negara',
    ]);
    if (!hasOpenssl) return;
    const file = async (name: string, text: string) => writeFile(join(dir, name), text).then(() => join(dir, name));
    const root = await file('trusted.pem', chain.at(-1)!.toString());
    const between = await file('between.pem', chain.slice(0, -1).join(''));
    const at = await file('leaf.pem', leaf.toString());
    const verified = openssl(['verify', '-x509_strict', '-CAfile', root, '-untrusted', between, at]);
    expect(verified.text).toContain('OK');
  });
  test('may be given as DER, may name what it may be used for, and may limit names of another kind', async () => {
    const ca = foreignCa('CA Terbatas', ROOT, { purposes: ['clientAuth', 'emailProtection', 'documentSigning'] });
    const der = (each: ForeignCa) => new X509Certificate(each.pem).raw;
    expect(await adopt(ca, '', { certificate: der(ca), chain: der(ROOT) })).toMatchObject({ ok: true });
    await rm(dir, { recursive: true });
    expect(await adopt(limited(HOST_BELOW), ROOT.pem)).toMatchObject({ ok: true });
  });
  test('has its key locked anew, with our passphrase and rounds', async () => {
    await adopt(ISSUING, ABOVE);
    await expect(openAuthority(dir, THEIRS)).rejects.toMatchObject({ code: 'custody' });
    expect(await readFile(join(dir, 'issuing.key.pem'), 'utf8')).not.toBe(lockedPem(ISSUING, THEIRS));
  });
  test('may come in one file, as openssl pkcs12 writes it, and be an RSA key in the old form', async () => {
    const rsa = foreignCa('CA RSA', ROOT, {}, newRsaKey());
    const old = rsa.key.export({ format: 'pem', type: 'pkcs1', cipher: 'aes-128-cbc', passphrase: THEIRS });
    const all = `Bag Attributes\n    friendlyName: ca\n${ROOT.pem}Bag Attributes\n${rsa.pem}${old}`;
    const { key: _, ...one } = { ...brought(all), keyPassphrase: THEIRS };
    expect(await adoptAuthority(one)).toMatchObject({ ok: true, authority: { kind: 'rsa-2048' } });
    expect((await issueUnder('from-pkcs12')).chain).toHaveLength(2);
  });
  test('ends, for us, when the first certificate above it does', async () => {
    const early = foreignCa('CA Induk Tua', undefined, { notAfter: new Date(NOW.getTime() + YEAR_MS) });
    await adopt(foreignCa('CA Penerbit', early), early.pem);
    const { leaf } = await issueUnder('cut');
    expect(leaf.validToDate).toEqual(new X509Certificate(early.pem).validToDate);
  });
  test.skipIf(!hasOpenssl)(
    'that counts its key identifier in its own way is named by it in what it issues',
    async () => {
      const [key, certificate, leafFile] = ['k.pem', 'c.pem', 'leaf.pem'].map((name) => join(office.dir, name)) as [
        string,
        string,
        string,
      ];
      // OpenSSL takes SHA-1, where ours takes SHA-256.
      const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key];
      openssl(['req', '-x509', ...ec, '-out', certificate, '-days', '3650', '-subj', '/CN=CA Lain']);
      const now = new Date();
      const given = { ...brought(await readFile(certificate)), key: await readFile(key), now };
      expect(await adoptAuthority(given)).toMatchObject({ ok: true });
      office.now = now;
      const { leaf, chain } = await issueUnder('own-identifier');
      office.now = NOW;
      await writeFile(leafFile, leaf.toString());
      expect(chain).toHaveLength(1);
      expect(openssl(['verify', '-CAfile', certificate, leafFile]).text).toContain('OK');
    },
  );
});

const brought = (certificate: string | Uint8Array): Brought => ({
  dir,
  certificate: bytes(certificate),
  passphrase: PASSPHRASE,
  now: NOW,
});

/** Its last octets are those of the signature. */
function tampered(ca: ForeignCa): ForeignCa {
  const der = new X509Certificate(ca.pem).raw;
  der[der.length - 1] = der.at(-1)! ^ 1;
  return { ...ca, pem: pem('CERTIFICATE', der) };
}

describe('is refused, and nothing is written', () => {
  const strange = foreignCa('CA Induk Negara');
  const day = (years: number) => new Date(NOW.getTime() + years * YEAR_MS);
  const under = (change: Parameters<typeof foreignCa>[2]) => foreignCa('CA Penerbit', ROOT, change);
  const other = newEcKey('P-384');
  const cases: readonly (readonly [string, ForeignCa, string, Partial<Brought>, string])[] = [
    ['without what stands between it and its root', ISSUING, ROOT.pem, {}, 'no-root'],
    ['without its root', ISSUING, REGION.pem + POLICY.pem, {}, 'no-root'],
    ['under another root of the same name', foreignCa('CA Penerbit', ROOT), strange.pem, {}, 'no-root'],
    ['with a signature that is wrong', tampered(foreignCa('CA Penerbit', ROOT)), ROOT.pem, {}, 'signature'],
    ['that is no CA', under({ ca: false }), ROOT.pem, {}, 'not-a-ca'],
    ['that may not sign lists', under({ keyUsage: ['keyCertSign'] }), ROOT.pem, {}, 'key-usage'],
    ['that may not sign certificates', under({ keyUsage: ['cRLSign'] }), ROOT.pem, {}, 'key-usage'],
    ['that has ended', under({ notBefore: day(-5), notAfter: day(-1) }), ROOT.pem, {}, 'expired'],
    ['that has not begun', under({ notBefore: day(1) }), ROOT.pem, {}, 'not-yet-valid'],
    ['with the key of another', ISSUING, ABOVE, { key: bytes(lockedPem({ key: other }, THEIRS)) }, 'key-foreign'],
    ['with a key that does not open', ISSUING, ABOVE, { keyPassphrase: 'not its passphrase' }, 'key-locked'],
    ['without its key', ISSUING, ABOVE, { key: undefined }, 'no-key'],
    ['with something else for a key', ISSUING, ABOVE, { key: bytes('kunci') }, 'key-unreadable'],
    [
      'as PKCS #12, which begins as DER does',
      ISSUING,
      ABOVE,
      { certificate: Buffer.from('3003020103', 'hex') },
      'not-pem',
    ],
    ['with a key in DER', ISSUING, ABOVE, { key: ISSUING.key.export({ format: 'der', type: 'pkcs8' }) }, 'not-pem'],
    ['for other purposes than ours', under({ purposes: ['clientAuth', 'emailProtection'] }), ROOT.pem, {}, 'purposes'],
    ['for certain names only', limited(EMAIL_BELOW), ROOT.pem, {}, 'names'],
    ['under a term that nobody here understands', limited(UNKNOWN_TERM), ROOT.pem, {}, 'unknown-critical'],
    ['with a key that anybody can work out', foreignCa('CA', ROOT, {}, WEAK), ROOT.pem, {}, 'weak-key'],
    ['as something else', ISSUING, ABOVE, { certificate: bytes('sertifikat') }, 'no-certificate'],
    ['broken', ISSUING, ABOVE, { chain: bytes(ABOVE.replace(/\n.{10}/, '\nAAAAAAAAAA')) }, 'unreadable'],
  ];
  test.each(cases)('%s', async (_, ca, chain, more, refused) => {
    expect(await adopt(ca, chain, more)).toMatchObject({ ok: false, refused });
    expect(await readdir(dir)).toEqual([]);
  });
  test('under a root that allows no CA below its own', async () => {
    const narrow = foreignCa('CA Sempit', undefined, { ca: { pathLength: 0 } });
    const middle = foreignCa('CA Tengah', narrow);
    const low = foreignCa('CA Bawah', middle);
    expect(await adopt(low, middle.pem + narrow.pem)).toEqual({
      ok: false,
      refused: 'path-length',
      where: 'CA Sempit',
    });
  });
  test.skipIf(!hasOpenssl)('signed with SHA-1', async () => {
    const file = async (name: string, text: string) => writeFile(join(dir, name), text).then(() => join(dir, name));
    const rootKey = await file('root.key', ROOT.key.export({ format: 'pem', type: 'pkcs8' }) as string);
    const root = await file('root.crt', ROOT.pem);
    const key = newEcKey('P-256');
    const own = await file('own.key', key.export({ format: 'pem', type: 'pkcs8' }) as string);
    const extensions = await file('ext', 'basicConstraints=critical,CA:true\nkeyUsage=keyCertSign,cRLSign\n');
    const request = openssl(['req', '-new', '-key', own, '-subj', '/CN=CA Lama']).text;
    const signed = openssl(
      ['x509', '-req', '-sha1', '-days', '3650', '-CA', root, '-CAkey', rootKey, '-extfile', extensions],
      Buffer.from(request),
    ).text;
    const certificate = signed.slice(signed.indexOf('-----BEGIN'));
    const into = join(dir, 'ca');
    const taken = await adoptAuthority({
      ...brought(certificate),
      dir: into,
      chain: bytes(ROOT.pem),
      key: await readFile(own),
      now: new Date(),
    });
    expect(taken).toEqual({ ok: false, refused: 'algorithm', where: 'CA Lama' });
  });
  test('where a CA is already, which stays', async () => {
    await adopt(ISSUING, ABOVE);
    const before = await readFile(join(dir, 'issuing.pem'), 'utf8');
    expect(await adopt(foreignCa('CA Lain', ROOT), ROOT.pem)).toEqual({ ok: false, refused: 'there-already' });
    expect(await readFile(join(dir, 'issuing.pem'), 'utf8')).toBe(before);
  });
});

describe('a CA under an outside root', () => {
  const names = { organisation: 'Diskominfo', issuing: 'CA Penerbit Kita' };
  /** What the outside root makes of the request. */
  const signed = (name: string, key = newEcKey('P-384'), years = 8) =>
    foreignCa(name, ROOT, { notAfter: new Date(NOW.getTime() + years * YEAR_MS) }, key);

  test.skipIf(!hasOpenssl)(
    'begins with a request whose key stays here, and issues when its certificate is back',
    async () => {
      const path = await requestAuthority({ dir, passphrase: PASSPHRASE, names, kind: 'p-384' });
      expect(openssl(['req', '-in', path, '-noout', '-verify', '-subject']).text).toMatch(
        /CA Penerbit Kita\n[\s\S]* OK/,
      );
      expect((await readdir(dir)).toSorted()).toEqual(['issuing.csr.pem', 'requested.key.pem']);
      await expect(requestAuthority({ dir, passphrase: PASSPHRASE, names })).rejects.toMatchObject({ code: 'custody' });
      const [rootKey, root] = [join(dir, 'r.key'), join(dir, 'r.pem')];
      await writeFile(rootKey, ROOT.key.export({ format: 'pem', type: 'pkcs8' }));
      await writeFile(root, ROOT.pem);
      await writeFile(join(dir, 'ext'), 'basicConstraints=critical,CA:true\nkeyUsage=keyCertSign,cRLSign\n');
      const back = ['x509', '-req', '-sha256', '-days', '3650', '-in', path, '-CA', root, '-CAkey', rootKey];
      const answer = openssl([...back, '-extfile', join(dir, 'ext')]).text;
      const certificate = answer.slice(answer.indexOf('-----BEGIN'));
      for (const name of ['r.key', 'r.pem', 'ext']) await rm(join(dir, name));
      const taken = await adoptAuthority({ ...brought(certificate), chain: bytes(ROOT.pem), now: new Date() });
      expect(taken).toMatchObject({ ok: true });
      expect((await readdir(dir)).toSorted()).toEqual(['issuing.key.pem', 'issuing.pem', 'root.pem']);
    },
  );
  test('keeps the key of a request that was carried away: asked again, it makes the request for the same key', async () => {
    const path = await requestAuthority({ dir, passphrase: PASSPHRASE, names, kind: 'p-384' });
    const [key, first] = [await readFile(join(dir, 'requested.key.pem'), 'utf8'), readRequest(await readFile(path))];
    await rm(path);
    await requestAuthority({ dir, passphrase: PASSPHRASE, names, kind: 'p-384' });
    expect(await readFile(join(dir, 'requested.key.pem'), 'utf8')).toBe(key);
    const again = readRequest(await readFile(path));
    if (!first.ok || !again.ok) throw new Error('no request');
    expect(again.spkiHash).toBe(first.spkiHash);
  });
  test('is renewed with a certificate for the same key and name, and with no other', async () => {
    const first = signed('CA Penerbit Kita', undefined, 1);
    await adopt(first, ROOT.pem);
    const renew = (ca: ForeignCa) => adoptRenewal({ dir, certificate: bytes(ca.pem), now: NOW });
    expect(await renew(signed('CA Penerbit Kita'))).toEqual({ ok: false, refused: 'other-key' });
    expect(await renew(signed('CA Bernama Lain', first.key))).toEqual({ ok: false, refused: 'other-name' });
    // The root is known from before.
    const again = signed('CA Penerbit Kita', first.key);
    expect(await renew(again)).toMatchObject({
      ok: true,
      authority: { notAfter: new X509Certificate(again.pem).validToDate },
    });
    expect((await openAuthority(dir, PASSPHRASE)).notAfter).toEqual(new X509Certificate(again.pem).validToDate);
  });
});
