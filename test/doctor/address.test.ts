import { once } from 'node:events';
import { createServer as createPlain, type RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { addressCheck } from '../../src/doctor/address.ts';
import { createOutward } from '../../src/outward.ts';
import { createKeyring, installationProof } from '../../src/seal.ts';
import { type Credentials, selfSigned } from '../mail/secure.ts';
import { startConnectProxy } from '../support/connect-proxy.ts';
import { findingsOf } from './findings.ts';

const HOST = 'sertifikat.kominfo.example';
const system = getCACertificates('default');
const ours = createKeyring(Buffer.alloc(32, 7));
let credentials: Credentials;
beforeAll(async () => {
  credentials = await selfSigned(HOST);
});
const stops: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** What answers at our address: a house with this key, as web/server.ts does. */
const house =
  (keyring = ours, parts = [{ part: 'database', ok: true }]): RequestListener =>
  (request, response) => {
    const nonce = new URL(request.url!, 'http://x').searchParams.get('nonce')!;
    response.writeHead(parts.every(({ ok }) => ok) ? 200 : 503);
    response.end(JSON.stringify({ ok: true, parts, proof: installationProof(keyring, nonce) }));
  };

/** Our address leads through a proxy to this server on the machine, so that it has a name of the world outside. */
async function at(
  listener: RequestListener,
  { trusted = true, url = `https://${HOST}`, clock = () => new Date() } = {},
) {
  const server = createServer(credentials, listener);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const proxy = await startConnectProxy((server.address() as AddressInfo).port);
  if (trusted) setDefaultCACertificates([...system, credentials.cert]);
  stops.push(
    () => new Promise((resolve) => server.close(() => resolve())),
    () => server.closeAllConnections(),
    proxy.stop,
    () => setDefaultCACertificates(system),
  );
  const outward = createOutward({ proxy: proxy.url });
  const proofOf = (nonce: string) => installationProof(ours, nonce);
  return findingsOf(addressCheck({ publicUrl: url, outward, proofOf, clock }));
}

/** The certificate of the tests lasts an hour: this far back it lasts long enough. */
const monthAgo = () => new Date(Date.now() - 40 * 86_400_000);

test('an address that leads to this very installation, with a certificate that lasts', async () => {
  const found = await at(house(), { clock: monthAgo });
  expect(found.codes).toEqual(['address-names', 'address-ok']);
  expect(found.valuesOf('address-names')?.names).toContain(HOST);
});

describe('an address that leads wrong', () => {
  test('to another installation of the same product', async () => {
    expect((await at(house(createKeyring(Buffer.alloc(32, 8))))).codes).toContain('address-foreign');
  });
  test('to something else, whatever it says', async () => {
    const found = await at((_, response) => void response.end('<html>Selamat datang</html>'));
    expect(found.valuesOf('address-foreign')).toMatchObject({ status: 200 });
  });
  test('on to another address', async () => {
    const found = await at((_, response) => void response.writeHead(301, { location: 'https://lain.example/x' }).end());
    expect(found.valuesOf('address-moved')).toEqual({ host: HOST, to: 'https://lain.example' });
  });
  test('nowhere', async () => {
    const outward = createOutward();
    const parts = { outward, proofOf: () => '', clock: () => new Date() };
    const found = await findingsOf(addressCheck({ ...parts, publicUrl: 'http://127.0.0.1:9' }));
    expect(found.codes).toEqual(['address-local', 'address-unreachable']);
  });
});

test('its certificate is unknown, of another name, or about to end', async () => {
  expect((await at(house(), { trusted: false })).codes).toEqual(['address-certificate']);
  const other = await at(house(), { url: 'https://lain.kominfo.example' });
  expect(other.valuesOf('address-certificate')).toMatchObject({ why: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  expect((await at(house())).codes).toContain('certificate-ends');
});

test('parts that the house itself finds wrong are named', async () => {
  const parts = [
    { part: 'database', ok: true },
    { part: 'mail', ok: false },
  ];
  expect((await at(house(ours, parts))).valuesOf('part-failing')).toEqual({ parts: 'mail' });
});

test('without https everybody on the way can read', async () => {
  const server = createPlain(house());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  stops.push(() => new Promise((resolve) => server.close(() => resolve())));
  const publicUrl = `http://0.0.0.0:${(server.address() as AddressInfo).port}`;
  const proofOf = (nonce: string) => installationProof(ours, nonce);
  const found = await findingsOf(
    addressCheck({ publicUrl, outward: createOutward(), proofOf, clock: () => new Date() }),
  );
  expect(found.codes).toEqual(['address-not-https', 'address-ok']);
});
