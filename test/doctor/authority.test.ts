import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { authorityCheck, type PublishedAuthority } from '../../src/doctor/authority.ts';
import { addressesIn } from '../../src/issuance/certificate/read-certificate.ts';
import { createOcspResponder } from '../../src/issuance/status/ocsp.ts';
import { createOutward } from '../../src/outward.ts';
import { authorityRoutes } from '../../src/web/authority/routes.ts';
import { approved, type Office, openOffice, PROFILE } from '../issuance/office.ts';
import { statusesOf } from '../issuance/statuses.ts';
import { findingsOf } from './findings.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
let office: Office;
let server: ServerType;
let url: string;
let published: PublishedAuthority;
/** The responder's own database. */
let isAway = false;
/** Of the machine that serves, and of the one that looks. */
let now: Date;

beforeAll(async () => {
  office = await openOffice();
  const { authority, storage } = office;
  now = office.now;
  const issuer = await office.start();
  storage.requests.set('one', approved());
  const issued = await issuer.issue({ id: 'one' });
  if (issued.status !== 'issued') throw new Error(JSON.stringify(issued));
  await issuer.crl();
  await issuer.responder();
  const { answer: ocsp } = createOcspResponder({
    issuer: authority.certificate,
    status: async (serials) => {
      if (isAway) throw new Error('away');
      return statusesOf(storage)(serials);
    },
    responder: () => storage.latestResponder(),
    clock: () => now,
  });
  const chain = async () => authority.chain;
  const certificate = async () => authority.certificate;
  const earlier = async () => [];
  const parts = { chain, earlier, chainOf: chain, certificate, crl: () => storage.latestCrl(), ocsp };
  const app = new Hono();
  app.get('/ca/page', (c) => c.html('<html>Selamat datang</html>'));
  app.post('/ca/page', (c) => c.html('<html>Selamat datang</html>'));
  app.route('/', authorityRoutes({ authority: parts, clock: () => now }));
  server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  published = {
    issuer: authority.certificate,
    crls: [`${url}/ca/crl.der`],
    responders: [`${url}/ca/ocsp`],
    known: { serial: issued.serial, status: 'good' },
  };
  expect(addressesIn(issued.certificate)).toEqual({ crl: PROFILE.addresses.crl, ocsp: PROFILE.addresses.ocsp });
});
afterAll(async () => {
  server?.close();
  await office?.close();
});

const found = (change: Partial<PublishedAuthority> = {}) =>
  findingsOf((report, signal) =>
    authorityCheck(
      { outward: createOutward(), published: async () => [{ ...published, ...change }], clock: () => now },
      { timeoutMs: 5_000, signal },
      report,
    ),
  );

test('list and status that are as they should be are said to be so, with their ends', async () => {
  const right = await found();
  expect(right.codes).toEqual(['crl-served', 'ocsp-served']);
  expect(right.valuesOf('crl-served')?.until).toEqual((await office.storage.latestCrl())!.nextUpdate);
  const { known: _, ...nobody } = published;
  expect((await findingsOf((report) => check(nobody, report))).codes).toEqual(['crl-served', 'ocsp-served']);
});

test('a status that is not what is on record is named, and so is a responder that cannot answer', async () => {
  const wrong = await found({ known: { ...published.known!, status: 'revoked' } });
  expect(wrong.valuesOf('ocsp-wrong')).toMatchObject({ why: 'good' });
  isAway = true;
  expect((await found()).valuesOf('ocsp-wrong')).toMatchObject({ why: 'tryLater' });
  isAway = false;
});

test('a page of something else is neither a list nor an answer; where nothing answers, it is said why', async () => {
  const other = await found({ crls: [`${url}/ca/page`], responders: [`${url}/ca/page`] });
  expect(other.codes).toEqual(['crl-foreign', 'ocsp-wrong']);
  const nowhere = await found({ crls: ['http://127.0.0.1:9/x'], responders: [`${url}/ca/none`] });
  expect(nowhere.codes).toEqual(['crl-unreachable', 'ocsp-unreachable']);
  expect(nowhere.valuesOf('ocsp-unreachable')).toMatchObject({ why: 'status 404' });
  const foreign = await found({ issuer: (await openOfficeOnce()).authority.certificate });
  expect(foreign.codes).toEqual(['crl-foreign', 'ocsp-wrong']);
  expect(foreign.valuesOf('ocsp-wrong')).toMatchObject({ why: 'unauthorized' });
});

test('a list that has run out is told', async () => {
  now = new Date(office.now.getTime() + 11 * DAY_MS);
  expect((await found()).codes).toEqual(['crl-outdated', 'ocsp-served']);
  now = office.now;
});

test('an address over https is noted: some programs do not open it', async () => {
  const secure = 'https://127.0.0.1:9/ca/crl.der';
  expect((await found({ crls: [secure] })).valuesOf('authority-https')).toEqual({ url: secure });
});

async function openOfficeOnce(): Promise<Office> {
  const other = await openOffice();
  await other.close();
  return other;
}

const check = (authority: PublishedAuthority, report: Parameters<typeof authorityCheck>[2]) =>
  authorityCheck(
    { outward: createOutward(), published: async () => [authority], clock: () => now },
    { timeoutMs: 5_000 },
    report,
  );
