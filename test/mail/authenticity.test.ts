import { generateKeyPairSync } from 'node:crypto';
import { dkimSign } from 'mailauth/lib/dkim/sign.js';
import { describe, expect, test } from 'vitest';
import { createAuthenticity, readResults } from '../../mail/authenticity.ts';
import { bytes } from './support.ts';

const raw = bytes(
  'From: Budi <budi@pemprov.example>',
  'To: s@k.example',
  'Subject: Halo',
  'Date: Fri, 15 Jan 2027 03:00:00 +0000',
  'Message-ID: <1@pemprov.example>',
  '',
  'Sudah benar',
  '',
);
const ID = 'mx.kominfo.example';
const noDns = async (): Promise<never> => {
  throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
};
const judge = (results: string[], domain = 'pemprov.example') =>
  createAuthenticity({ authservId: ID, resolver: noDns })({ raw, domain, results });

describe("our own server's verdict", () => {
  test.each([
    ['dkim=pass header.d=pemprov.example', 'aligned'],
    ['dkim=pass (2048-bit key) header.i=@pemprov.example header.s=k', 'aligned'],
    ['spf=pass smtp.mailfrom=x@y.example; dmarc=pass (p=reject) header.from=pemprov.example', 'aligned'],
    ['spf=pass smtp.mailfrom=budi@pemprov.example', 'unknown'],
    ['dkim=pass header.d=evil.example', 'unknown'],
    ['dkim=pass header.d=evilpemprov.example', 'unknown'],
    ['dkim=pass header.d=sub.pemprov.example', 'unknown'],
    ['dmarc=pass header.from=evil.example', 'unknown'],
    ['dkim=fail header.d=pemprov.example; dmarc=fail header.from=pemprov.example', 'failed'],
    ['dkim=none (comment; dkim=pass header.d=pemprov.example)', 'unknown'],
    ['dkim=none; dmarc=none', 'unknown'],
  ])('%s means %s', async (results, verdict) => {
    expect(await judge([`${ID}; ${results}`])).toBe(verdict);
  });
  test("counts for a domain below the signer's", async () => {
    expect(await judge([`${ID}; dkim=pass header.d=pemprov.example`], 'dinas.pemprov.example')).toBe('aligned');
  });
  test('is the topmost under our own name; what others say does not count', async () => {
    expect(
      await judge([`${ID}; dmarc=fail header.from=pemprov.example`, `${ID}; dmarc=pass header.from=pemprov.example`]),
    ).toBe('failed');
    expect(await judge(['mx.evil.example; dmarc=pass header.from=pemprov.example'])).toBe('unknown');
  });
  test('is read with version and comments', () => {
    expect(readResults(`(a) ${ID} 1; dkim/1=PASS (x) header.d="A.example"`)).toMatchObject({
      id: ID,
      methods: [{ method: 'dkim', result: 'pass' }],
    });
  });
});

describe('without it the mail is verified here', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const spki = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const resolver = async (name: string, type: string): Promise<string[][]> => {
    if (type === 'TXT' && name.startsWith('k._domainkey.')) return [[`v=DKIM1; k=rsa; p=${spki}`]];
    throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
  };
  const signed = async (signingDomain: string) => {
    const key = {
      signingDomain,
      selector: 'k',
      privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    };
    const { signatures } = await dkimSign(raw, { ...key, signatureData: [key] });
    return Buffer.concat([Buffer.from(signatures), raw]);
  };
  const verify = createAuthenticity({ resolver });

  test("aligned when the domain's own key signed it", async () => {
    expect(await verify({ raw: await signed('pemprov.example'), domain: 'pemprov.example', results: [] })).toBe(
      'aligned',
    );
  });
  test('unknown when another domain signed it, and when nobody did', async () => {
    expect(await verify({ raw: await signed('evil.example'), domain: 'pemprov.example', results: [] })).toBe('unknown');
    expect(await verify({ raw, domain: 'pemprov.example', results: [] })).toBe('unknown');
  });
  test('failed when it was changed on the way', async () => {
    const changed = Buffer.from((await signed('pemprov.example')).toString().replace('Sudah benar', 'Tidak benar'));
    expect(await verify({ raw: changed, domain: 'pemprov.example', results: [] })).toBe('failed');
  });
  test('unknown when DNS does not answer', async () => {
    expect(
      await createAuthenticity({ resolver: noDns })({
        raw: await signed('pemprov.example'),
        domain: 'pemprov.example',
        results: [],
      }),
    ).toBe('unknown');
  });
});
