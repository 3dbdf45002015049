import { createHash, createPublicKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { readBlockedKeys } from '../../src/issuance/request/blocked-keys.ts';
import { readRequest } from '../../src/issuance/request/csr.ts';
import { makeRequest, pem } from '../../src/issuance/request/make-request.ts';
import { hasOpenssl, newEcKey, newRsaKey, openOffice, openssl, spkiFor } from './office.ts';

async function read(text: string): Promise<string[]> {
  const found: string[] = [];
  for await (const each of readBlockedKeys(text.split('\n')))
    found.push(`${each.line} ${'why' in each ? each.why : each.fingerprint}`);
  return found;
}
const hashOf = (spki: Uint8Array) => createHash('sha256').update(spki).digest('hex');

const key = newEcKey();
const hash = hashOf(spkiFor(key));

test('a list of hashes is read with its comments, and of a bad line the number and the reason are told', async () => {
  const text = `\ufeff# from the incident of May\n\n${hash}\n  ${hash.toUpperCase()}  # again\n${hash.slice(1)}\nbukan kunci\n${hash}0`;
  expect(await read(text)).toEqual([
    `3 ${hash}`,
    `4 ${hash}`,
    '5 not-a-fingerprint',
    '6 not-a-fingerprint',
    '7 not-a-fingerprint',
  ]);
});

test("Boulder's YAML is read as it is", async () => {
  const base64 = Buffer.from(hash, 'hex').toString('base64');
  const text = `---\nblocked:\n  # test.pem\n  - ${base64}\n  - "${base64}"\nblockedHashesHex:\n  - ${hash}\n`;
  expect(await read(text)).toEqual([`4 ${hash}`, `5 ${hash}`, `7 ${hash}`]);
});

test('public keys, certificates, requests and leaked private keys are taken as PEM', async () => {
  const office = await openOffice();
  const { certificate, spki } = office.authority;
  await office.close();
  const text = [
    createPublicKey(key).export({ format: 'pem', type: 'spki' }),
    pem('CERTIFICATE', certificate),
    makeRequest('Siti', key),
    key.export({ format: 'pem', type: 'pkcs8' }),
    hash,
  ].join('');
  const found = await read(text);
  expect(found.map((each) => each.split(' ')[1])).toEqual([hash, hashOf(spki), hash, hash, hash]);
  expect(found[1]).toMatch(/^5 /);
});

test('damaged PEM is told by the line where it begins, and what follows is read', async () => {
  const request = makeRequest('Siti', key);
  const broken = request.replace(/\n./, '\n!');
  expect(await read(`${broken}${hash}`)).toEqual(['1 not-a-key', `${broken.split('\n').length} ${hash}`]);
  expect(await read(`${hash}\n${request.slice(0, -40)}`)).toEqual([`1 ${hash}`, '2 cut-off']);
  expect((await read(`-----BEGIN PUBLIC KEY-----\n${'x\n'.repeat(500)}${hash}`)).at(0)).toBe('1 cut-off');
});

test.skipIf(!hasOpenssl)("an RSA key has the name that Debian's lists give it, too", async () => {
  const rsa = newRsaKey();
  const modulus = openssl(
    ['rsa', '-noout', '-modulus'],
    Buffer.from(rsa.export({ format: 'pem', type: 'pkcs8' })),
  ).text;
  const line = createHash('sha1')
    .update(modulus.slice(modulus.indexOf('Modulus=')))
    .digest('hex')
    .slice(20);
  const reading = readRequest(Buffer.from(makeRequest('Siti', rsa)));
  if (!reading.ok) throw new Error(reading.refused);
  expect(reading.fingerprints).toEqual([reading.spkiHash, line]);
  expect(await read(line)).toEqual([`1 ${line}`]);
});
