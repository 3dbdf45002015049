import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import forge from 'node-forge';
import { afterAll, describe, expect, it } from 'vitest';
import { createLetterReader } from '../../src/letters/read.ts';
import { readSignature } from '../../src/letters/signature.ts';
import { hasOpenssl } from '../issuance/office.ts';
import { cmsOf, type KeyKind, newSigner, page, signedPdf } from './pdf.ts';

// A busy machine is slow, not wrong: the child's own deadline is tested elsewhere.
const reader = createLetterReader({ limits: { deadlineMs: 110_000 } });
afterAll(() => reader.stop());

const LETTER = page('Surat Rekomendasi');
const head = await newSigner('rsa', 'Drs. Budi Santoso');
const headDer = Buffer.from(head.certificate.toSchema().toBER());
const signed = await signedPdf(LETTER, (data) => cmsOf(data, head));
const gap = { from: signed.indexOf('/Contents <') + 10, to: signed.indexOf('>', signed.indexOf('/Contents <')) + 1 };

/** As node-forge makes it: another library's idea of the same structure. */
async function forged(data: Buffer): Promise<Buffer> {
  const keys = forge.pki.rsa.generateKeyPair(2048);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = keys.publicKey;
  certificate.setSubject([{ name: 'commonName', value: 'Layanan Tanda Tangan' }]);
  certificate.setIssuer([{ name: 'commonName', value: 'Layanan Tanda Tangan' }]);
  certificate.sign(keys.privateKey, forge.md.sha256.create());
  const cms = forge.pkcs7.createSignedData();
  cms.content = forge.util.createBuffer(data.toString('latin1'));
  cms.addCertificate(certificate);
  cms.addSigner({
    key: keys.privateKey,
    certificate,
    digestAlgorithm: forge.pki.oids.sha256!,
    authenticatedAttributes: [
      { type: forge.pki.oids.contentType!, value: forge.pki.oids.data! },
      { type: forge.pki.oids.messageDigest! },
      { type: forge.pki.oids.signingTime! },
    ],
  });
  cms.sign({ detached: true });
  return Buffer.from(forge.asn1.toDer(cms.toAsn1()).getBytes(), 'latin1');
}

describe('the signature of a letter', () => {
  it('is none on paper and on a scan', () => {
    expect(readSignature(LETTER)).toEqual({ signature: 'none' });
  });

  it('is broken where what the range leaves out is not the signature’s own value', async () => {
    const elsewhere = await signedPdf(LETTER, (data) => cmsOf(data, head), { contents: '/Isi' });
    expect(readSignature(elsewhere)).toEqual({ signature: 'broken' });
  });

  it('brings the certificates that were sent along, a few and of a likely size, also through the child', async () => {
    const one = (await newSigner('ec', 'CA Penerbit')).certificate;
    const huge = (await newSigner('ec', 'CA '.repeat(5_000))).certificate;
    const der = Buffer.from(one.toSchema().toBER());
    const file = await signedPdf(LETTER, (data) => cmsOf(data, head, 'SHA-256', [one, huge]));
    expect(readSignature(file)).toMatchObject({ signature: 'intact', certificate: headDer });
    const reading = await reader.read(file);
    expect(reading.ok && reading.others?.map((each) => der.equals(each))).toEqual([true]);
    const many = await signedPdf(LETTER, (data) => cmsOf(data, head, 'SHA-256', Array(20).fill(one)));
    expect(readSignature(many).others).toHaveLength(6);
  });

  it('is intact over the whole file, with its signer and his certificate, also through the child', async () => {
    const reading = await reader.read(signed);
    expect(reading).toMatchObject({
      ok: true,
      text: 'Surat Rekomendasi',
      signature: 'intact',
      signer: 'Drs. Budi Santoso',
    });
    expect(reading.ok && Buffer.from(reading.certificate!).equals(headDer)).toBe(true);
  });

  it.each(['pss', 'ec'] as KeyKind[])('is intact when made with %s', async (kind) => {
    const signer = await newSigner(kind, 'Dra. Rina');
    const file = await signedPdf(LETTER, (data) => cmsOf(data, signer));
    expect(readSignature(file)).toMatchObject({ signature: 'intact', signer: 'Dra. Rina' });
  });

  it('is intact when another library made it', async () => {
    const file = await signedPdf(LETTER, forged, { subFilter: 'adbe.pkcs7.detached' });
    expect(readSignature(file)).toMatchObject({ signature: 'intact', signer: 'Layanan Tanda Tangan' });
  });

  it.runIf(hasOpenssl)('is intact when it names its signer by the key, as OpenSSL does with -keyid', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'perbarui-cms-'));
    const [key, certificate, content] = ['key.pem', 'certificate.pem', 'content'].map((name) => join(dir, name)) as [
      string,
      string,
      string,
    ];
    const openssl = (args: readonly string[]) => execFileSync('openssl', args, { stdio: 'pipe' });
    try {
      const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate];
      openssl([...request, '-days', '30', '-subj', '/CN=Dr. Wati']);
      const signing = ['cms', '-sign', '-binary', '-keyid', '-md', 'sha256', '-outform', 'DER', '-in', content];
      const file = await signedPdf(LETTER, async (data) => {
        await writeFile(content, data);
        return openssl([...signing, '-signer', certificate, '-inkey', key]);
      });
      expect(readSignature(file)).toMatchObject({ signature: 'intact', signer: 'Dr. Wati' });
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });

  it('is partial when anything was added later', () => {
    expect(readSignature(Buffer.concat([signed, Buffer.from('\n')]))).toMatchObject({
      signature: 'partial',
      signer: 'Drs. Budi Santoso',
    });
    const addition = Buffer.from('1 0 obj\n<< /Type /Catalog /Pages 2 0 R /Lang (xx) >>\nendobj\n%%EOF\n');
    expect(readSignature(Buffer.concat([signed, addition]))).toMatchObject({ signature: 'partial' });
  });

  it('is that of the last signer when one signs after the other, and all must hold', async () => {
    const second = await newSigner('ec', 'Kepala Dinas');
    const both = await signedPdf(signed, (data) => cmsOf(data, second));
    expect(readSignature(both)).toMatchObject({ signature: 'intact', signer: 'Kepala Dinas' });
    const altered = Buffer.from(both);
    altered.write('Tugas ', altered.indexOf('Rekomendasi'));
    expect(readSignature(altered)).toEqual({ signature: 'broken' });
  });

  it('is not a time stamp, which is nobody’s', async () => {
    const stamped = await signedPdf(signed, (data) => cmsOf(data, head), { subFilter: 'ETSI.RFC3161' });
    expect(readSignature(stamped)).toMatchObject({ signature: 'partial', signer: 'Drs. Budi Santoso' });
    expect(
      readSignature(await signedPdf(LETTER, async () => Buffer.from('00', 'hex'), { subFilter: 'ETSI.RFC3161' })),
    ).toEqual({
      signature: 'none',
    });
  });

  it('is broken where there are more of them than a letter bears: each would be checked over the whole file', () => {
    const stamp = Buffer.from('\n9 0 obj\n<< /SubFilter /ETSI.RFC3161 /ByteRange [0 1 2 3] >>\nendobj');
    const stamped = (count: number) => readSignature(Buffer.concat([signed, ...Array(count).fill(stamp)]));
    expect([stamped(19).signature, stamped(20).signature]).toEqual(['partial', 'broken']);
  });

  it('is broken where its value is larger than any is: it would be taken apart for minutes', async () => {
    const withRoom = (room: number) => signedPdf(LETTER, (data) => cmsOf(data, head), { room });
    expect(readSignature(await withRoom(500 * 1024))).toMatchObject({ signature: 'intact' });
    expect(readSignature(await withRoom(600 * 1024))).toEqual({ signature: 'broken' });
  });

  it('is broken where it was made for more than there is of the file', async () => {
    const file = await signedPdf(LETTER, (data) => cmsOf(data, head), { beyond: 1 });
    expect(readSignature(file)).toEqual({ signature: 'broken' });
  });

  it('names its signer without what hides in a name or turns it around', async () => {
    const file = await signedPdf(LETTER, async (data) =>
      cmsOf(data, await newSigner('ec', 'Budi\u202e\u0000 Santoso')),
    );
    expect(readSignature(file)).toMatchObject({ signature: 'intact', signer: 'Budi Santoso' });
  });

  it('is broken when the text was altered, also through the child', async () => {
    const altered = Buffer.from(signed);
    altered.write('Surat Pengunduran ', altered.indexOf('Surat Rekomendasi'));
    expect(readSignature(altered)).toEqual({ signature: 'broken' });
    expect(await reader.read(altered)).toMatchObject({ ok: true, signature: 'broken' });
  });

  it('is broken when SHA-1 stands behind it', async () => {
    const file = await signedPdf(LETTER, (data) => cmsOf(data, head, 'SHA-1'));
    expect(readSignature(file)).toEqual({ signature: 'broken' });
  });

  it('is broken when the key is not the one of the certificate', async () => {
    const other = await newSigner('rsa', 'Orang lain');
    const file = await signedPdf(LETTER, (data) => cmsOf(data, { certificate: head.certificate, key: other.key }));
    expect(readSignature(file)).toEqual({ signature: 'broken' });
  });

  it('is broken when the unsigned gap holds anything but the signature', async () => {
    const cms = await cmsOf(signed, head);
    const stuffed = Buffer.from(signed);
    // the room behind the structure, which nobody signed
    stuffed.write('ff', gap.to - 3);
    expect(readSignature(stuffed)).toEqual({ signature: 'broken' });
    const noise = await signedPdf(LETTER, async () => Buffer.concat([cms, Buffer.from('%')]));
    expect(readSignature(noise)).toEqual({ signature: 'broken' });
  });

  it.each([
    ['does not begin with the file', (range: string) => range.replace('[0 ', '[1 ')],
    ['reaches beyond the file', (range: string) => range.replace(/\d(\d{9})\]/, '9$1]')],
    ['is not four numbers', (range: string) => range.replace(/ \d+\]/, ` ${'x'.repeat(10)}]`)],
    [
      'leaves out more than the signature',
      (range: string) => range.replace(/\[0 (\d+)/, (_, n) => `[0 ${String(n - 9).padStart(10, '0')}`),
    ],
  ])('is broken when its byte range %s', (_what, spoil) => {
    const file = signed.toString('latin1').replace(/\[0 \d{10} \d{10} \d{10}\]/, spoil);
    expect(readSignature(Buffer.from(file, 'latin1'))).toEqual({ signature: 'broken' });
  });

  it('never stays intact when any byte outside the signature changes, and never throws', () => {
    const outside = fc.nat(signed.length - 1).filter((at) => at < gap.from || at >= gap.to);
    fc.assert(
      fc.property(outside, fc.integer({ min: 1, max: 255 }), (at, change) => {
        const altered = Buffer.from(signed);
        altered[at]! ^= change;
        expect(readSignature(altered).signature).not.toBe('intact');
      }),
      { numRuns: 300 },
    );
  });

  it('never gives a certificate of another key when bytes of the signature itself change, and never throws', () => {
    const key = (der: Uint8Array) =>
      new X509Certificate(der).publicKey.export({ type: 'spki', format: 'der' }).toString('hex');
    const end = signed.indexOf('000000000000', gap.from);
    fc.assert(
      fc.property(
        fc.integer({ min: gap.from + 1, max: end - 1 }),
        fc.constantFrom(...'0123456789abcdef'),
        (at, digit) => {
          const altered = Buffer.from(signed);
          altered.write(digit, at);
          const { certificate } = readSignature(altered);
          expect(certificate === undefined || key(certificate) === key(headDer)).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });
});
