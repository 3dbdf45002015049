import { generateKeyPairSync } from 'node:crypto';
import { dkimSign } from 'mailauth/lib/dkim/sign.js';
import { describe, expect, test } from 'vitest';
import { createAuthenticity, readResults, type Trace } from '../../mail/authenticity.ts';
import { bytes, receive } from './support.ts';

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
const traced = (...lines: string[]): Trace[] =>
  lines.map((value) => ({ header: /^from\s/.test(value) ? 'received' : 'results', value }));
const judge = (results: string[], domain = 'pemprov.example') =>
  createAuthenticity({ authservId: ID, resolver: noDns })({ raw, domain, trace: traced(...results) }).then(
    ({ authentic }) => authentic,
  );

const FROM_OUTSIDE = `from luar.example (luar.example [192.0.2.7]) by ${ID} with ESMTP`;

describe("our own server's verdict", () => {
  test.each([
    ['dkim=pass header.d=pemprov.example', 'aligned'],
    ['dkim=pass (2048-bit key) header.i=@pemprov.example header.s=k', 'aligned'],
    ['spf=pass smtp.mailfrom=x@y.example; dmarc=pass (p=reject) header.from=pemprov.example', 'aligned'],
    ['spf=pass smtp.mailfrom=budi@pemprov.example', 'unknown'],
    ['spf=pass smtp.mailfrom=budi@pemprov.example; dkim=none; dmarc=pass header.from=pemprov.example', 'unknown'],
    // Whoever sends over the same servers may sign with a domain of his own.
    ['spf=pass; dkim=pass header.d=evil.example; dmarc=pass header.from=pemprov.example', 'unknown'],
    ['dkim=fail header.d=pemprov.example; spf=pass; dmarc=pass header.from=pemprov.example', 'failed'],
    // A list broke the one of two signatures.
    ['dkim=fail header.d=pemprov.example; dkim=pass header.d=pemprov.example', 'aligned'],
    ['dkim=pass header.d=sub.pemprov.example; dmarc=pass header.from=pemprov.example', 'aligned'],
    ['dkim=pass header.d=evil.example', 'unknown'],
    ['dkim=pass header.d=evilpemprov.example', 'unknown'],
    ['dkim=pass header.d=sub.pemprov.example', 'unknown'],
    ['dmarc=pass header.from=evil.example', 'unknown'],
    ['dkim=fail header.d=pemprov.example; dmarc=fail header.from=pemprov.example', 'failed'],
    ['dkim=none (comment; dkim=pass header.d=pemprov.example)', 'unknown'],
    ['spf=pass smtp.mailfrom="x; dkim=pass header.d=pemprov.example; y"@evil.example', 'unknown'],
    ['spf=pass smtp.mailfrom="\\"; dmarc=pass header.from=pemprov.example; "@evil.example', 'unknown'],
    ['spf=pass smtp.mailfrom="("@y.example; dkim=pass header.d="pemprov.example"', 'aligned'],
    ['dkim=none; dmarc=none', 'unknown'],
  ])('%s means %s', async (results, verdict) => {
    expect(await judge([`${ID}; ${results}`])).toBe(verdict);
  });
  test("counts for a domain below the signer's", async () => {
    expect(await judge([`${ID}; dkim=pass header.d=pemprov.example`], 'dinas.pemprov.example')).toBe('aligned');
  });
  test("is not what others say, nor what stands below another server's Received", async () => {
    expect(await judge(['mx.evil.example; dmarc=pass header.from=pemprov.example'])).toBe('unknown');
    const forged = `${ID}; dkim=pass header.d=pemprov.example`;
    expect(await judge([`${ID}; spf=pass smtp.mailfrom=a@evil.example`, FROM_OUTSIDE, forged])).toBe('unknown');
    expect(await judge([`${ID}; dkim=none`, FROM_OUTSIDE, forged])).toBe('unknown');
  });

  describe('in several headers, one for each thing that checks,', () => {
    const spf = `${ID}; spf=pass smtp.mailfrom=budi@pemprov.example`;
    const dkim = (result: string, more = 'header.d=pemprov.example') => `${ID}; dkim=${result} ${more}`;
    const dmarc = (result: string) => `${ID}; dmarc=${result} header.from=pemprov.example`;

    test.each([
      ['aligned', [spf, dkim('pass')]],
      ['aligned', [dkim('pass'), spf, dmarc('pass')]],
      ['aligned', [spf, dmarc('pass')]],
      ['aligned', [dkim('pass', 'header.d=kirim.pemprov.example'), dmarc('pass')]],
      // DMARC that rests on SPF alone, seen only beside what was found of DKIM.
      ['unknown', [dmarc('pass'), `${ID}; dkim=none`, spf]],
      ['failed', [dkim('pass'), dkim('fail')]],
      ['failed', [dkim('pass'), dmarc('fail')]],
      ['failed', [dmarc('pass'), dmarc('fail')]],
      ['failed', [dmarc('fail'), dmarc('pass')]],
      ['unknown', [dmarc('pass'), dmarc('pass')]],
      ['unknown', [spf, dmarc('pass'), dmarc('pass')]],
      // The signature of a list beside the sender's own: one of several is enough.
      ['aligned', [spf, `${ID}; dkim=fail header.d=lists.example; dkim=pass header.d=pemprov.example`]],
      ['aligned', [spf, 'mx.evil.example; dkim=fail header.d=pemprov.example', dkim('pass')]],
    ])('they are taken together: %s', async (verdict, headers) => {
      expect(await judge([...headers, FROM_OUTSIDE])).toBe(verdict);
    });

    test.each([
      ['one that only told SPF', 'unknown', [spf, dkim('pass')]],
      ['one that found no signature', 'unknown', [`${ID}; dkim=none`, dmarc('pass')]],
      ['one that said no', 'failed', [dkim('fail'), dkim('pass')]],
      ['one that said yes, for worse', 'failed', [dkim('pass'), dmarc('fail')]],
      ['one that said yes, of the same', 'aligned', [dkim('pass'), dmarc('pass')]],
    ])('and those that a sender may have written add nothing to %s: %s', async (_, verdict, headers) => {
      expect(await judge([`from luar.example by ${ID} with ESMTP`, ...headers])).toBe(verdict);
      expect(await judge([`from luar.example by ${ID} with ESMTP`, ...headers, `from x by ${ID}`])).toBe(verdict);
    });
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
  const zone: Record<string, string> = {
    'spf.pemprov.example': 'v=spf1 ip4:192.0.2.7 -all',
    '_dmarc.spf.pemprov.example': 'v=DMARC1; p=none',
    '_dmarc.relaxed.example': 'v=DMARC1; p=none',
    '_dmarc.strict.example': 'v=DMARC1; p=none; adkim=s',
  };
  const resolver = async (name: string, type: string): Promise<string[][]> => {
    if (type === 'TXT' && name.startsWith('k._domainkey.')) return [[`v=DKIM1; k=rsa; p=${spki}`]];
    if (type === 'TXT' && zone[name]) return [[zone[name]]];
    throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
  };
  const signed = async (signingDomain: string, mail = raw, more = {}) => {
    const key = {
      signingDomain,
      selector: 'k',
      privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      ...more,
    };
    const { signatures } = await dkimSign(mail, { ...key, signatureData: [key] });
    return Buffer.concat([Buffer.from(signatures), mail]);
  };
  const judging = createAuthenticity({ resolver });
  const verify = async (judged: Parameters<typeof judging>[0]) => (await judging(judged)).authentic;

  test("aligned when the domain's own key signed it", async () => {
    expect(await verify({ raw: await signed('pemprov.example'), domain: 'pemprov.example', trace: [] })).toBe(
      'aligned',
    );
  });
  test('unknown when another domain signed it, and when nobody did', async () => {
    expect(await verify({ raw: await signed('evil.example'), domain: 'pemprov.example', trace: [] })).toBe('unknown');
    expect(await verify({ raw, domain: 'pemprov.example', trace: [] })).toBe('unknown');
  });
  test('also where our own server told of SPF and of nothing else, or a sender may have written what it says', async () => {
    const judge = createAuthenticity({ authservId: ID, resolver });
    const domain = 'pemprov.example';
    const spf = `${ID}; spf=pass smtp.mailfrom=a@pemprov.example`;
    const below = `${ID}; dkim=pass header.d=pemprov.example`;
    for (const trace of [traced(spf, FROM_OUTSIDE, below), traced(FROM_OUTSIDE, spf, below)]) {
      expect(await judge({ raw: await signed(domain), domain, trace })).toEqual({ authentic: 'aligned', spf: 'pass' });
      const forged = await signed('evil.example');
      expect(await judge({ raw: forged, domain, trace })).toEqual({ authentic: 'unknown', spf: 'pass' });
      const bare = { raw, domain, trace, signatures: 0 };
      expect(await judge(bare)).toEqual({ authentic: 'unknown', spf: 'pass' });
    }
  });
  test('without a question to the network when it carries no signature', async () => {
    const asked: string[] = [];
    const authenticity = createAuthenticity({
      resolver: async (name) => {
        asked.push(name);
        throw new Error('not to be asked');
      },
    });
    const { proof } = await receive(raw, { authenticity });
    expect([proof!.authentic, asked]).toEqual(['unknown', []]);
    await receive(await signed('pemprov.example'), { authenticity });
    expect(asked).not.toEqual([]);
  });
  test('failed when it was changed on the way', async () => {
    const changed = Buffer.from((await signed('pemprov.example')).toString().replace('Sudah benar', 'Tidak benar'));
    expect(await verify({ raw: changed, domain: 'pemprov.example', trace: [] })).toBe('failed');
  });
  test('not when it was signed with SHA-1, which can be forged', async () => {
    const old = await signed('pemprov.example', raw, { algorithm: 'rsa-sha1' });
    expect(await verify({ raw: old, domain: 'pemprov.example', trace: [] })).not.toBe('aligned');
  });
  test('unknown when DNS does not answer', async () => {
    const mail = { raw: await signed('pemprov.example'), domain: 'pemprov.example', trace: [] };
    expect(await createAuthenticity({ resolver: noDns })(mail)).toEqual({ authentic: 'unknown' });
  });
  test('not when the signature covers the beginning of the body alone: anybody may write below it', async () => {
    const short = await signed('pemprov.example', raw, { maxBodyLength: 5 });
    const longer = Buffer.concat([short, Buffer.from('setuju semuanya\r\n')]);
    for (const mail of [short, longer])
      expect(await verify({ raw: mail, domain: 'pemprov.example', trace: [] })).not.toBe('aligned');
  });
  test.each([
    ['relaxed.example', 'aligned'],
    ['strict.example', 'unknown'],
    ['silent.example', 'unknown'],
  ])('a signature from below counts where %s says so by DMARC: %s', async (domain, verdict) => {
    const mail = bytes(`From: budi@${domain}`, 'Subject: x', '', 'ya', '');
    expect(await verify({ raw: await signed(`kirim.${domain}`, mail), domain, trace: [] })).toBe(verdict);
  });

  describe('and SPF is told beside it, never instead of it', () => {
    const from = (ip: string, by: string) => [
      'Return-Path: <budi@spf.pemprov.example>',
      `Received: from luar.example (luar.example [${ip}]) by ${by} with ESMTP; Fri, 15 Jan 2027 03:00:00 +0000`,
    ];
    const judged = async (ip: string, by: string, seal = async (mail: Buffer) => mail) => {
      const [path, received] = from(ip, by);
      const mail = await seal(bytes(path!, received!, 'From: budi@spf.pemprov.example', 'Subject: x', '', 'ya', ''));
      return createAuthenticity({ authservId: ID, resolver })({
        raw: mail,
        domain: 'spf.pemprov.example',
        trace: traced(received!.slice('Received: '.length)),
      });
    };
    test.each([
      ['192.0.2.7', 'pass'],
      ['198.51.100.1', 'fail'],
    ])('from %s: %s', async (ip, spf) => {
      expect(await judged(ip, ID)).toEqual({ authentic: 'unknown', spf });
    });
    test('also where DMARC passes by it, and somebody else has signed', async () => {
      expect(await judged('192.0.2.7', ID, (mail) => signed('evil.example', mail))).toEqual({
        authentic: 'unknown',
        spf: 'pass',
      });
    });
    test('only where our own server wrote down who came', async () => {
      expect(await judged('192.0.2.7', 'mx.evil.example')).toEqual({ authentic: 'unknown' });
      expect(await judged('192.0.2.7', `mx.evil.example (by ${ID})`)).toEqual({ authentic: 'unknown' });
    });
  });
});
