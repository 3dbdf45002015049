import { createHash, X509Certificate } from 'node:crypto';
import * as asn1js from 'asn1js';
import fc from 'fast-check';
import * as pkijs from 'pkijs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readParts, readToBeSigned } from '../../src/issuance/certificate/read-certificate.ts';
import {
  boolean,
  encode,
  encodedSequence,
  explicit,
  integer,
  type Node,
  none,
  octets,
  oid,
  sequence,
  unsigned,
} from '../../src/issuance/der/asn1.ts';
import type { Issuance } from '../../src/issuance/issuer.ts';
import { createOcspResponder, type OcspResponder } from '../../src/issuance/status/ocsp.ts';
import { keyHash } from '../../src/issuance/status/ocsp-answer.ts';
import { MAX_CERT_IDS, MAX_OCSP_REQUEST_BYTES } from '../../src/issuance/status/ocsp-request.ts';
import { approved, NOW, type Office, openOffice } from './office.ts';
import { statusesOf } from './statuses.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const SUCCESSFUL = 0;
const MALFORMED = 1;
const TRY_LATER = 3;
const UNAUTHORIZED = 6;

let office: Office;
let good: string;
let revoked: string;

beforeAll(async () => {
  office = await openOffice();
  const issuer = await office.start();
  await issuer.responder();
  good = await issued('good');
  revoked = await issued('revoked');
  await issuer.revoke(revoked, 'keyCompromise');
});
afterAll(() => office.close());

async function issued(id: string): Promise<string> {
  office.storage.requests.set(id, approved());
  const issuance: Issuance = await (await office.start()).issue({ id });
  if (issuance.status !== 'issued') throw new Error(JSON.stringify(issuance));
  return issuance.serial;
}

type Parts = Parameters<typeof createOcspResponder>[0];
const responder = (parts: Partial<Parts> = {}): OcspResponder =>
  createOcspResponder({
    issuer: office.authority.certificate,
    status: statusesOf(office.storage),
    responder: () => office.storage.latestResponder(),
    clock: () => office.now,
    ...parts,
  });

const HASHES = { sha1: '1.3.14.3.2.26', sha256: '2.16.840.1.101.3.4.2.1' } as const;

function certId(serial: string, hash: keyof typeof HASHES = 'sha1', change: { name?: Uint8Array } = {}): Node {
  const { name, spki } = office.authority;
  return sequence(
    sequence(oid(HASHES[hash]), none()),
    octets(
      createHash(hash)
        .update(change.name ?? name)
        .digest(),
    ),
    octets(keyHash(spki, hash)),
    unsigned(Buffer.from(serial.length % 2 ? `0${serial}` : serial, 'hex')),
  );
}

const NONCE = '1.3.6.1.5.5.7.48.1.2';
const nonceNode = (bytes: Uint8Array): Node => sequence(oid(NONCE), octets(encode(octets(bytes))));

const ask = (certIds: readonly Node[], ...extensions: readonly Node[]): Uint8Array =>
  encode(
    sequence(
      sequence(
        sequence(...certIds.map((each) => sequence(each))),
        ...(extensions.length > 0 ? [explicit(2, sequence(...extensions))] : []),
      ),
    ),
  );

type Reading = {
  readonly status: number;
  readonly verified?: boolean;
  readonly singles?: readonly { readonly status: string; readonly thisUpdate: Date }[];
  readonly signer?: Uint8Array;
  readonly nonce?: Uint8Array;
};

/** Read by another library than the one that wrote it. */
async function read(der: Uint8Array): Promise<Reading> {
  const response = pkijs.OCSPResponse.fromBER(new Uint8Array(der));
  const status = response.responseStatus.valueBlock.valueDec;
  if (!response.responseBytes) return { status };
  const basic = pkijs.BasicOCSPResponse.fromBER(
    new Uint8Array(response.responseBytes.response.valueBlock.valueHexView),
  );
  const [signer] = basic.certs!;
  const engine = new pkijs.CryptoEngine({ name: 'node', crypto: globalThis.crypto });
  const verified = await engine.verifyWithPublicKey(
    new Uint8Array(basic.tbsResponseData.tbsView),
    basic.signature,
    signer!.subjectPublicKeyInfo,
    basic.signatureAlgorithm,
  );
  const singles = basic.tbsResponseData.responses.map(({ certStatus, thisUpdate }) => ({
    status: ['good', 'revoked', 'unknown'][certStatus.idBlock.tagNumber]!,
    thisUpdate,
  }));
  const nonce = basic.tbsResponseData.responseExtensions?.find(({ extnID }) => extnID === NONCE)?.extnValue;
  const signerDer = new Uint8Array(signer!.toSchema(true).toBER());
  return { status, verified, singles, signer: signerDer, ...(nonce ? { nonce: nonce.valueBlock.valueHexView } : {}) };
}
const statusOf = async (serial: string, from = responder()) =>
  (await read((await from.answer(ask([certId(serial)]))).der)).singles?.[0]?.status;

describe('an answer', () => {
  test('says good, revoked or unknown, and is signed by the delegated certificate that it brings along', async () => {
    expect(await statusOf(good)).toBe('good');
    expect(await statusOf(revoked)).toBe('revoked');
    expect(await statusOf('4c00ff')).toBe('unknown');
    const { status, verified, signer } = await read((await responder().answer(ask([certId(good)]))).der);
    expect({ status, verified }).toEqual({ status: SUCCESSFUL, verified: true });
    const delegated = new X509Certificate(signer!);
    expect(delegated.checkIssued(new X509Certificate(office.authority.certificate))).toBe(true);
    expect(delegated.keyUsage).toEqual(['1.3.6.1.5.5.7.3.9']);
    expect(readToBeSigned(readParts(signer!).tbs).extensions.has('1.3.6.1.5.5.7.48.1.5')).toBe(true);
  });

  test('is found under either hash, in whole seconds, and stands for half a day', async () => {
    const answer = await responder().answer(ask([certId(good, 'sha256')]));
    const [single] = (await read(answer.der)).singles!;
    expect(single!.status).toBe('good');
    expect(single!.thisUpdate).toEqual(new Date('2026-11-23T02:03:04Z'));
    expect(answer.times).toEqual({ thisUpdate: single!.thisUpdate, nextUpdate: new Date('2026-11-23T14:03:04Z') });
    expect(asn1js.fromBER(new Uint8Array(answer.der)).offset).toBe(answer.der.length);
  });

  test('answers several certificates at once, each in its place', async () => {
    const { singles } = await read((await responder().answer(ask([certId(revoked), certId(good), certId('77')]))).der);
    expect(singles!.map(({ status }) => status)).toEqual(['revoked', 'good', 'unknown']);
  });

  test('about the certificates of another CA is none', async () => {
    const foreign = certId(good, 'sha1', { name: Buffer.from('another CA') });
    expect(await read((await responder().answer(ask([foreign]))).der)).toEqual({ status: UNAUTHORIZED });
    expect(await read((await responder().answer(ask([certId(good), foreign]))).der)).toEqual({ status: UNAUTHORIZED });
  });

  test('knows of a revocation at once, though the answer before was kept', async () => {
    const serial = await issued('soon revoked');
    const one = responder();
    expect(await statusOf(serial, one)).toBe('good');
    await (await office.start()).revoke(serial, 'superseded');
    expect(await statusOf(serial, one)).toBe('revoked');
  });

  test('is signed once for all who ask, and anew when half of its time is over', async () => {
    let { now } = office;
    const one = responder({ clock: () => now });
    const first = await one.answer(ask([certId(good)]));
    now = new Date(office.now.getTime() + 6 * 60 * 60 * 1000 - 1);
    expect((await one.answer(ask([certId(good)]))).der).toBe(first.der);
    now = new Date(office.now.getTime() + 6 * 60 * 60 * 1000);
    expect((await one.answer(ask([certId(good)]))).times!.thisUpdate > first.times!.thisUpdate).toBe(true);
  });

  test('is "try later" where the records or the signer are away', async () => {
    const away = async () => {
      throw new Error('the database is away');
    };
    for (const parts of [{ status: away }, { responder: away }, { responder: async () => undefined }])
      expect(await read((await responder(parts).answer(ask([certId(good)]))).der)).toEqual({ status: TRY_LATER });
  });
});

describe('a nonce', () => {
  test('is repeated byte for byte, and such an answer is for nobody else', async () => {
    for (const length of [1, 16, 32, 128]) {
      const nonce = Buffer.alloc(length, 7);
      const answer = await responder().answer(ask([certId(good)], nonceNode(nonce)));
      expect(answer.times).toBeUndefined();
      expect(Buffer.from((await read(answer.der)).nonce!)).toEqual(Buffer.from(encode(octets(nonce))));
    }
  });
  test('that is empty, too long or there twice makes the question malformed', async () => {
    const [empty, long, fine] = [0, 129, 16].map((length) => nonceNode(Buffer.alloc(length)));
    for (const nonces of [[empty!], [long!], [fine!, fine!]])
      expect(await read((await responder().answer(ask([certId(good)], ...nonces))).der)).toEqual({ status: MALFORMED });
  });
  test('is left out, and unknown serials are put off, while too many are asked for; known ones never wait', async () => {
    const one = responder();
    const withNonce = ask([certId(good)], nonceNode(Buffer.alloc(16)));
    let answered = 0;
    while ((await one.answer(withNonce)).times === undefined) answered++;
    expect(answered).toBe(200);
    const kept = await one.answer(withNonce);
    expect(await read(kept.der)).toMatchObject({ status: SUCCESSFUL, singles: [{ status: 'good' }] });
    expect(await read((await one.answer(ask([certId('77')]))).der)).toEqual({ status: TRY_LATER });
    expect(await statusOf(revoked, one)).toBe('revoked');
  });
});

describe('a question', () => {
  const malformed = async (bytes: Uint8Array) =>
    expect(await read((await responder().answer(bytes)).der)).toEqual({ status: MALFORMED });

  test('that is not strict DER, too large, empty, or about too many certificates is malformed', async () => {
    const sound = ask([certId(good)]);
    await malformed(new Uint8Array());
    await malformed(Buffer.concat([sound, Buffer.from([0])]));
    await malformed(Buffer.alloc(MAX_OCSP_REQUEST_BYTES + 1, 0x30));
    await malformed(ask([]));
    await malformed(ask(Array.from({ length: MAX_CERT_IDS + 1 }, () => certId(good))));
    expect(
      await read((await responder().answer(ask(Array.from({ length: MAX_CERT_IDS }, () => certId(good))))).der),
    ).toMatchObject({ status: SUCCESSFUL });
    await malformed(encode(sequence(sequence(explicit(0, integer(1)), sequence(sequence(certId(good)))))));
    await malformed(ask([certId('11'.repeat(21))]));
    // A serial below nought would be another number for every reader.
    const negative = Buffer.from(ask([certId('11'.repeat(8))]));
    negative[negative.lastIndexOf(Buffer.from('11'.repeat(8), 'hex'))] = 0x91;
    await malformed(negative);
  });
  test('has one spelling or two, so that nobody makes us sign the same answer without end', async () => {
    const { name, spki } = office.authority;
    const spelled = (...parameters: readonly Node[]): Uint8Array =>
      ask([
        sequence(
          sequence(oid(HASHES.sha1), ...parameters),
          octets(createHash('sha1').update(name).digest()),
          octets(keyHash(spki, 'sha1')),
          unsigned(Buffer.from(good, 'hex')),
        ),
      ]);
    const one = responder();
    for (const plain of [spelled(), spelled(none())])
      expect((await one.answer(plain)).der).toBe((await one.answer(plain)).der);
    for (const odd of [[octets(Buffer.from('1'))], [sequence(integer(2))], [none(), none()]])
      await malformed(spelled(...odd));
  });
  test('nested without end is malformed, and costs no stack', async () => {
    let nested = Buffer.from([0x30, 0x00]);
    while (nested.length < MAX_OCSP_REQUEST_BYTES - 4) nested = Buffer.from(encode(sequence(encodedSequence(nested))));
    await malformed(nested);
  });
  test('with a critical extension that we do not know is malformed, with any other it is answered', async () => {
    const extension = (critical: boolean) =>
      sequence(oid('1.3.6.1.5.5.7.48.1.4'), ...(critical ? [boolean(true)] : []), octets(Buffer.from([0x30, 0x00])));
    await malformed(ask([certId(good)], extension(true)));
    expect(await read((await responder().answer(ask([certId(good)], extension(false)))).der)).toMatchObject({
      status: SUCCESSFUL,
    });
  });
  test('of any bytes gets an answer, and never "good" for what was not issued', async () => {
    const one = responder();
    const sound = ask([certId(good)]);
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array({ maxLength: 300 }),
          fc
            .tuple(fc.nat(sound.length - 1), fc.nat(255))
            .map(([at, byte]) => sound.map((each, place) => (place === at ? byte : each))),
        ),
        async (bytes) => {
          const { status, singles = [] } = await read((await one.answer(bytes)).der);
          expect([SUCCESSFUL, MALFORMED, TRY_LATER, UNAUTHORIZED]).toContain(status);
          if (Buffer.compare(bytes, sound) !== 0)
            for (const single of singles) {
              const asked = Buffer.from(bytes).includes(Buffer.from(good, 'hex'));
              expect(single.status === 'good').toBe(asked);
            }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('the delegated certificate', () => {
  test('takes the order of every certificate, and is none of a person', async () => {
    const latest = (await office.storage.latestResponder())!;
    const stored = (await office.storage.findCertificateBySerial(latest.serial))!;
    expect(stored.der).toEqual(latest.certificate);
    expect(office.storage.intents.get(stored.request)?.approval).toBe('ocsp-responder');
    expect(latest.notAfter.getTime() - latest.notBefore.getTime()).toBe(28 * DAY_MS - 1000);
  });
  test('is renewed with a key of its own when half of its time is over, and both answer meanwhile', async () => {
    const own = await openOffice();
    const issuer = await own.start();
    const first = await issuer.responder();
    own.now = new Date(own.now.getTime() + 13 * DAY_MS);
    expect((await issuer.responder()).serial).toBe(first.serial);
    own.now = new Date(own.now.getTime() + 2 * DAY_MS);
    const second = await issuer.responder();
    expect(second.serial).not.toBe(first.serial);
    expect(second.key).not.toEqual(first.key);
    await own.close();
  });
  test('of a time that has not come, made while the clock was ahead, signs nothing', async () => {
    const own = await openOffice();
    const issuer = await own.start();
    const parts = { issuer: own.authority.certificate, status: statusesOf(own.storage), clock: () => own.now };
    const { name, spki } = own.authority;
    const hash = (bytes: Uint8Array) => octets(createHash('sha1').update(bytes).digest());
    const asked = ask([
      sequence(sequence(oid(HASHES.sha1), none()), hash(name), octets(keyHash(spki, 'sha1')), integer(9)),
    ]);
    const answers = createOcspResponder({ ...parts, responder: (now) => own.storage.latestResponder('', now) });
    const signedBy = async () => new X509Certificate((await read((await answers.answer(asked)).der)).signer!);
    own.now = new Date(NOW.getTime() + 400 * DAY_MS);
    const ahead = await issuer.responder();
    expect((await signedBy()).validFromDate).toEqual(ahead.notBefore);
    own.now = NOW;
    const made = await issuer.responder();
    expect((await signedBy()).validFromDate).toEqual(made.notBefore);
    expect(made.notBefore.getTime()).toBeLessThanOrEqual(NOW.getTime());
    expect((await issuer.responder()).serial).toBe(made.serial);
    await own.close();
  });
  test('of another CA signs nothing', async () => {
    const other = await openOffice();
    const foreign = await (await other.start()).responder();
    await other.close();
    const answer = await responder({ responder: async () => foreign }).answer(ask([certId(good)]));
    expect(await read(answer.der)).toEqual({ status: TRY_LATER });
  });
  test('that has run out signs nothing', async () => {
    const late = new Date(office.now.getTime() + 29 * DAY_MS);
    expect(await read((await responder({ clock: () => late }).answer(ask([certId(good)]))).der)).toEqual({
      status: TRY_LATER,
    });
  });
  test('vouches for no answer beyond its own end', async () => {
    const { notAfter } = (await office.storage.latestResponder())!;
    const late = new Date(notAfter.getTime() - 60 * 60 * 1000);
    expect((await responder({ clock: () => late }).answer(ask([certId(good)]))).times!.nextUpdate).toEqual(notAfter);
  });
});
