import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { HOUR_MS } from '../../durations.ts';
import { Fault } from '../../fault.ts';
import { readParts, readToBeSigned } from '../certificate/read-certificate.ts';
import type { StoredResponder } from '../storage.ts';
import { type AnswerSigner, type CertStatus, failure, keyHash, type OcspFailure, signedAnswer } from './ocsp-answer.ts';
import { type CertId, type OcspRequest, readOcspRequest } from './ocsp-request.ts';

/** The public CAs' bounds are eight hours and ten days; a revocation shall be known within the day. */
const ANSWER_VALID_MS = 12 * HOUR_MS;
/** An answer is signed anew when half of its time is over, as those rules ask. */
const SIGN_AGAIN_MS = ANSWER_VALID_MS / 2;
/** Answers that are kept, each about a kilobyte: an agency's certificates, under both hashes. */
const KEPT_ANSWERS = 4096;
/** Answers that are made for one asker alone (nonce, unknown serial, several at once): a tenth of a core at most. */
const SINGLE_ANSWERS_PER_S = 200;
/** How long the signer's certificate is believed to be the newest. */
const SIGNER_LOOK_MS = 60_000;
/** A reader gives up soon; better he hears at once that we cannot tell him. */
const LOOK_UP_MS = 5_000;

type OcspParts = {
  /** The issuing CA's certificate, DER. */
  readonly issuer: Uint8Array;
  /** What is known of these serials, in their order: read anew for each request, so that a revocation is known at once. */
  readonly status: (serials: readonly string[]) => Promise<readonly CertStatus[]>;
  /** The newest delegated certificate whose time has begun, with its key. */
  readonly responder: (now: Date) => Promise<StoredResponder | undefined>;
  readonly clock: () => Date;
};

type OcspAnswer = {
  readonly der: Uint8Array;
  /** With these a cache may keep it: about one issued certificate, and not made for one asker. */
  readonly times?: { readonly thisUpdate: Date; readonly nextUpdate: Date };
};

export type OcspResponder = {
  answer(request: Uint8Array): Promise<OcspAnswer>;
  /** Whether all of it is asked about certificates of this CA. */
  concerns(request: OcspRequest): boolean;
  /** The answer to what concerns it. */
  about(request: OcspRequest): Promise<OcspAnswer>;
};

/**
 * Answers what a certificate is worth now (RFC 6960, in the profile of RFC 5019). It has no key of the CA; it never says
 * "good" of a serial that is not on record as issued, and nothing at all of another CA's certificates.
 *
 * Who asks about one certificate gets a kept answer, signed once for all. A nonce (RFC 9654) is repeated, for as long as
 * so many are not asked for at once that signing them would take the processor; then the kept answer goes out without
 * one, as RFC 5019 4 provides.
 */
export function createOcspResponder(parts: OcspParts): OcspResponder {
  const ours = issuerOf(parts.issuer);
  const signer = currentSigner(parts);
  const kept = keptAnswers();
  const allowance = createAllowance(SINGLE_ANSWERS_PER_S, parts.clock);

  async function about({ certIds, nonce }: OcspRequest): Promise<OcspAnswer> {
    const now = parts.clock();
    const [found, statuses] = await Promise.all([signer(now), parts.status(certIds.map(({ serial }) => serial))]);
    if (found === undefined) return failed('tryLater');
    const times = timesFrom(now, found);
    const answers = certIds.map(({ der }, at) => ({ certId: der, status: statuses[at] ?? 'unknown' }));
    const [one, ...others] = answers;
    const isKept = others.length === 0 && one!.status !== 'unknown';
    if ((nonce !== undefined || !isKept) && allowance.take())
      return { der: signedAnswer(answers, times, found.signer, nonce) };
    if (!isKept) return failed('tryLater');
    const make = () => ({ der: signedAnswer(answers, times, found.signer), times });
    return kept(Buffer.from(one!.certId).toString('latin1'), one!.status, found, make, now);
  }

  const responder: OcspResponder = {
    answer: (bytes) => answerAmong([responder], bytes),
    concerns: ({ certIds }) => certIds.every(ours),
    about,
  };
  return responder;
}

/**
 * The answer of the CA that the question names, among all of ours. Questions about two CAs at once are nobody's: a
 * delegated certificate speaks for the CA that issued it, and for no other (RFC 6960 4.2.2.2).
 */
export async function answerAmong(responders: readonly OcspResponder[], bytes: Uint8Array): Promise<OcspAnswer> {
  const request = readRequest(bytes);
  if (request === undefined) return failed('malformedRequest');
  const responder = responders.find((each) => each.concerns(request));
  if (responder === undefined) return failed('unauthorized');
  // Whatever is away (the database, most likely): what was signed before could be outdated by now.
  return withinTime(responder.about(request)).catch(() => failed('tryLater'));
}

const failed = (why: OcspFailure): OcspAnswer => ({ der: failure(why) });

/** For as long as no CA has begun to sign. */
export const tryLater = (): OcspAnswer => failed('tryLater');

function readRequest(bytes: Uint8Array): OcspRequest | undefined {
  try {
    return readOcspRequest(bytes);
  } catch (error) {
    if (error instanceof Fault && error.code === 'unparsable') return undefined;
    throw error;
  }
}

/** Whether a question is about this CA's certificates: its name and its key, under either hash. */
function issuerOf(certificate: Uint8Array): (certId: CertId) => boolean {
  const { subjectDer, spki } = readToBeSigned(readParts(certificate).tbs);
  const hashes = new Map(
    (
      [
        ['1.3.14.3.2.26', 'sha1'],
        ['2.16.840.1.101.3.4.2.1', 'sha256'],
      ] as const
    ).map(([oid, hash]) => [
      oid as string,
      { name: createHash(hash).update(subjectDer).digest(), key: keyHash(spki, hash) },
    ]),
  );
  return ({ hash, issuerNameHash, issuerKeyHash }) => {
    const own = hashes.get(hash);
    return own?.name.equals(issuerNameHash) === true && own.key.equals(issuerKeyHash);
  };
}

type Signer = { readonly signer: AnswerSigner; readonly serial: string; readonly notAfter: Date };

/** The newest signer whose certificate is still valid; looked for once in a while, and each time while there is none. */
function currentSigner({ issuer, responder }: OcspParts): (now: Date) => Promise<Signer | undefined> {
  const ca = new X509Certificate(issuer);
  let current: Signer | undefined;
  let lookedAt = 0;
  return async (now) => {
    const since = now.getTime() - lookedAt;
    // A clock that was put back was ahead before, and so may be the signer of that time.
    if (current === undefined || since >= SIGNER_LOOK_MS || since < 0 || current.notAfter <= now) {
      const newest = await responder(now);
      // One of the CA before: its answers would count for nothing.
      const isOurs = newest !== undefined && new X509Certificate(newest.certificate).checkIssued(ca);
      if (isOurs && newest.serial !== current?.serial) current = opened(newest);
      lookedAt = now.getTime();
    }
    return current !== undefined && current.notAfter > now ? current : undefined;
  };
}

const opened = ({ serial, certificate, key, notAfter }: StoredResponder): Signer => ({
  signer: {
    certificate,
    spki: new X509Certificate(certificate).publicKey.export({ format: 'der', type: 'spki' }),
    key: createPrivateKey({ key: Buffer.from(key), format: 'der', type: 'pkcs8' }),
  },
  serial,
  notAfter,
});

/** No answer is in force longer than the certificate that vouches for it. */
function timesFrom(now: Date, { notAfter }: Signer): { thisUpdate: Date; nextUpdate: Date } {
  const thisUpdate = new Date(Math.floor(now.getTime() / 1000) * 1000);
  return { thisUpdate, nextUpdate: new Date(Math.min(thisUpdate.getTime() + ANSWER_VALID_MS, notAfter.getTime())) };
}

type Kept = { readonly answer: OcspAnswer; readonly status: string; readonly signer: Signer; readonly signedAt: Date };

/** Signed answers by what was asked, the least used one dropped first; one about an older status is signed anew. */
function keptAnswers() {
  const all = new Map<string, Kept>();
  return (asked: string, status: CertStatus, signer: Signer, make: () => OcspAnswer, now: Date): OcspAnswer => {
    const told = JSON.stringify(status);
    const known = all.get(asked);
    const age = known ? now.getTime() - known.signedAt.getTime() : 0;
    const stands = known?.status === told && known.signer === signer && age >= 0 && age < SIGN_AGAIN_MS;
    const entry = stands ? known : { answer: make(), status: told, signer, signedAt: now };
    all.delete(asked);
    all.set(asked, entry);
    if (all.size > KEPT_ANSWERS) all.delete(all.keys().next().value!);
    return entry.answer;
  };
}

/** So many a second, and after a quiet time as many at once. */
function createAllowance(perSecond: number, clock: () => Date): { take(): boolean } {
  let left = perSecond;
  let at = clock().getTime();
  return {
    take() {
      const now = clock().getTime();
      left = Math.min(perSecond, left + (Math.max(0, now - at) / 1000) * perSecond);
      at = now;
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}

async function withinTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Fault('database', 'no answer in time')), LOOK_UP_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
