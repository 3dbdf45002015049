import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { statusToExamine } from '../../src/compose/ca-status.ts';
import { readConfig } from '../../src/config.ts';
import { type AmsCheckParts, amsCheck } from '../../src/doctor/ams.ts';
import { pem } from '../../src/issuance/request/make-request.ts';
import { createOutward } from '../../src/outward.ts';
import { certify } from '../issuance/family.ts';
import { ACCOUNT, type Ams, startAms, UNWELL } from '../support/ams.ts';
import { findingsOf } from './findings.ts';

const NOBODY = '0000000000000000';
const clock = () => new Date('2026-11-25T03:00:00Z');
let ams: Ams;
beforeAll(async () => {
  ams = await startAms();
});
afterAll(() => ams.stop());

const serviceAt = (url: string, password = ACCOUNT.password): AmsCheckParts['status'] => {
  const config = readConfig({
    ISSUER: 'ams',
    AMS_STATUS_URL: url,
    AMS_STATUS_USER: ACCOUNT.user,
    AMS_STATUS_PASSWORD: password,
  });
  return statusToExamine(config.amsStatus!, { outward: createOutward(), clock });
};
const examine = (parts: Partial<AmsCheckParts> = {}) => findingsOf(amsCheck({ issuer: 'ams', clock, ...parts }));
const authority = pem('CERTIFICATE', certify({ name: 'CA', ca: true }).der);

test('with a CA of our own there is nothing to examine', async () => {
  expect((await examine({ issuer: 'local' })).codes).toEqual(['ams-unused']);
});

describe('whose certificates are believed', () => {
  test('is nobody’s, some, some that end soon, or a file that cannot be used', async () => {
    expect((await examine()).codes).toEqual(['ams-ca-none', 'ams-by-hand']);
    const found = await examine({ trusted: async () => [authority, authority] });
    expect(found.valuesOf('ams-ca-ok')).toMatchObject({ count: 2, until: new Date('2028-11-22') });
    const soon = () => new Date('2028-11-10');
    expect((await examine({ trusted: async () => [authority], clock: soon })).codes).toContain('ams-ca-ends');
    for (const broken of [async () => ['halo'], () => Promise.reject(new Error('ENOENT'))])
      expect((await examine({ trusted: broken })).codes).toContain('ams-ca-unreadable');
  });
});

describe('the CA’s status service, asked for real', () => {
  const asked = async (status = serviceAt(ams.url)) =>
    (await examine({ trusted: async () => [authority], status })).codes.filter((code) => code !== 'ams-ca-ok');

  test('works, and is asked about nobody', async () => {
    ams.says(NOBODY, 'NOT_REGISTERED');
    expect(await asked()).toEqual(['ams-ok']);
    expect(ams.asked.at(-1)).toBe(`GET /api/user/status/${NOBODY}`);
  });

  test.each([
    ['a word that nobody knows', 'SEDANG_DIPROSES', ['ams-unknown', 'ams-ok']],
    ['too many questions', UNWELL.busy('60'), ['ams-busy']],
    ['an error of its own', UNWELL.failing, ['ams-failing']],
    ['another place', UNWELL.moved, ['ams-failing']],
    ['half a document', UNWELL.broken, ['ams-foreign']],
    ['something else', UNWELL.notAStatus, ['ams-foreign']],
    ['far too much', UNWELL.huge, ['ams-foreign']],
    [
      'no such person, without a word',
      (response: { writeHead(s: number): { end(): void } }) => response.writeHead(404).end(),
      ['ams-no-status'],
    ],
  ] as const)('that answers with %s is told apart', async (_, answer, codes) => {
    ams.says(NOBODY, answer as never);
    expect(await asked()).toEqual(codes);
  });

  test('that refuses the account, is away, or shows a certificate that nobody knows', async () => {
    expect(await asked(serviceAt(ams.url, 'salah'))).toEqual(['ams-denied']);
    const gone = await startAms();
    await gone.stop();
    expect(await asked(serviceAt(gone.url))).toEqual(['ams-unreachable']);
    const look = async () => ({ look: 'later', why: 'SELF_SIGNED_CERT_IN_CHAIN' }) as const;
    expect(await asked({ host: 'x', look, knows: () => true })).toEqual(['ams-certificate']);
  });
});
