import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaStatusService } from '../../src/desk/ports.ts';
import { createStatusLookup, type StatusLookupSettings } from '../../src/issuance/ams/ams-status.ts';
import { createOutward } from '../../src/outward.ts';
import { CA_STATUSES, caStatusOf } from '../../src/renewal/ca-status.ts';
import { selfSigned } from '../mail/secure.ts';
import { ACCOUNT, type Ams, startAms, UNWELL } from '../support/ams.ts';

const NIK = '1371012345670004';
const NOW = new Date('2026-11-25T03:00:00Z');
const outward = createOutward();

let ams: Ams;
beforeAll(async () => {
  ams = await startAms();
});
afterAll(() => ams.stop());

const lookup = (more: Partial<StatusLookupSettings> = {}) =>
  createStatusLookup({
    url: ams.url,
    path: '/api/user/status/{nik}',
    ...ACCOUNT,
    field: 'status',
    ask: (url, ask) => outward.ask(url, ask),
    clock: () => NOW,
    timeoutMs: 300,
    ...more,
  });

describe("the CA's status service, asked over HTTP", () => {
  test('fits the port of the desk', () => {
    const service: CaStatusService = { ...lookup(), print: 'x' };
    expect(service.print).toBe('x');
  });

  test.each(CA_STATUSES)('says %s, and that is what is heard', async (status) => {
    ams.says(NIK, status);
    expect(await lookup().look(NIK)).toEqual({ look: 'said', value: status });
    expect(caStatusOf(status)).toBe(status);
    expect(ams.asked.at(-1)).toBe(`GET /api/user/status/${NIK}`);
  });

  test('may write it otherwise, or in another place, or answer someone unknown with a 404', async () => {
    ams.says(NIK, ' issue ');
    expect(await lookup().look(NIK)).toEqual({ look: 'said', value: 'ISSUE' });
    ams.says(NIK, (response) => response.end(JSON.stringify({ data: { keadaan: 'RENEW' } })));
    expect(await lookup({ field: 'data.keadaan' }).look(NIK)).toEqual({ look: 'said', value: 'RENEW' });
    ams.says(NIK, UNWELL.unknownPerson);
    expect(await lookup().look(NIK)).toEqual({ look: 'said', value: 'NOT_REGISTERED' });
  });

  test('may say a word that nobody knows: it is passed on as it is, harmless and short', async () => {
    ams.says(NIK, 'SEDANG_\u202Edip\u0000roses');
    expect(await lookup().look(NIK)).toEqual({ look: 'said', value: 'SEDANG_DIPROSES' });
    expect(caStatusOf('SEDANG_DIPROSES')).toBeUndefined();
    ams.says(NIK, 'X'.repeat(61));
    expect(await lookup().look(NIK)).toEqual({ look: 'later', why: 'not-a-status' });
  });

  test('that does not take the account is not asked for a reason, only told apart', async () => {
    expect(await lookup({ password: 'lama' }).look(NIK)).toEqual({ look: 'denied', why: 'http-401' });
    ams.says(NIK, (response) => response.writeHead(403).end());
    expect(await lookup().look(NIK)).toEqual({ look: 'denied', why: 'http-403' });
  });

  test('that is busy says when to come again, in seconds or by date', async () => {
    ams.says(NIK, UNWELL.busy('120'));
    expect(await lookup().look(NIK)).toEqual({ look: 'later', why: 'http-429', afterMs: 120_000 });
    ams.says(NIK, UNWELL.busy('Wed, 25 Nov 2026 03:01:00 GMT'));
    expect(await lookup().look(NIK)).toEqual({ look: 'later', why: 'http-429', afterMs: 60_000 });
    ams.says(NIK, UNWELL.busy('soon'));
    expect(await lookup().look(NIK)).toEqual({ look: 'later', why: 'http-429' });
  });

  test.each([
    ['failing', 'http-500'],
    ['broken', 'not-a-status'],
    ['notAStatus', 'not-a-status'],
    ['huge', 'too-large'],
    ['slow', 'timeout'],
    ['moved', 'http-302'],
  ] as const)('that is %s is asked again later, and nothing of what it said is kept', async (how, why) => {
    ams.says(NIK, UNWELL[how]);
    expect(await lookup().look(NIK)).toEqual({ look: 'later', why });
  });

  test('that is away, or another server than it should be, is told by a code without the number', async () => {
    const gone = await startAms();
    await gone.stop();
    expect(await lookup({ url: gone.url }).look(NIK)).toEqual({ look: 'later', why: 'ECONNREFUSED' });
    const fault = await lookup({ url: 'https://tidak-ada.invalid' }).look(NIK);
    expect(JSON.stringify(fault)).not.toContain(NIK);
  });

  test('is asked over TLS with a certificate that is verified', async () => {
    const credentials = await selfSigned('localhost');
    const https = createServer(credentials, (_, response) => response.end('{"status":"NEW"}'));
    await once(https.listen(0, 'localhost'), 'listening');
    const url = `https://localhost:${(https.address() as AddressInfo).port}`;
    const system = getCACertificates('default');
    try {
      expect(await lookup({ url }).look(NIK)).toMatchObject({
        look: 'later',
        why: expect.stringContaining('SELF_SIGNED'),
      });
      setDefaultCACertificates([...system, credentials.cert]);
      expect(await lookup({ url, ask: (to, ask) => createOutward().ask(to, ask) }).look(NIK)).toEqual({
        look: 'said',
        value: 'NEW',
      });
    } finally {
      setDefaultCACertificates(system);
      https.closeAllConnections();
      await new Promise((resolve) => https.close(resolve));
    }
  });
});
