import { DAY_MS } from '../../durations.ts';
import { drawSerial, toBeSigned } from '../certificate/certificate.ts';
import type { NamePart } from '../certificate/names.ts';
import { ATTRIBUTES } from '../certificate/names.ts';
import { issuerKeyIdOf, readParts, readToBeSigned } from '../certificate/read-certificate.ts';
import { keyIdOf } from '../custody/authority.ts';
import type { Authority } from '../custody/custody.ts';
import { hashKey } from '../request/fingerprint.ts';
import { newKeyPair, spkiOf } from '../signature/signing.ts';
import type { Draft, IssuanceStorage, StoredCertificate, StoredResponder } from '../storage.ts';
import { ANSWER_KEY } from './ocsp-answer.ts';

/** Short, because nobody can revoke it (ocsp-nocheck); long enough for a holiday of the signer. */
const RESPONDER_DAYS = 28;
/** Half of it: two weeks in which a signer that is away is noticed. */
const RENEW_WITH_DAYS_LEFT = 14;
/** What it rests on in place of an approval: no person's data and no operator's decision. */
const APPROVAL = 'ocsp-responder';

type ResponderParts = {
  readonly authority: Authority;
  readonly storage: IssuanceStorage;
  readonly clock: () => Date;
  /** From a draft to the stored certificate. */
  readonly certify: (draft: Draft) => Promise<StoredCertificate>;
};

/**
 * The delegated certificate that signs OCSP answers (RFC 6960 4.2.2.2), renewed when half of its time is over. Its key
 * is made anew each time and is not the CA's, so that answers can be signed where the CA's key is not.
 *
 * It takes the order of every certificate: intent, journal, signature, comparison, storage. After a crash on the way
 * another one is made, because its key died with the process; the intent that is left over is never signed.
 */
export async function renewResponder(parts: ResponderParts): Promise<StoredResponder> {
  const { authority, storage, clock } = parts;
  const now = clock();
  const latest = await storage.latestResponder(keyIdOf(authority), now);
  if (latest !== undefined && isFresh(latest, authority, now)) return latest;

  const { publicKey, privateKey } = await newKeyPair(ANSWER_KEY);
  const serial = drawSerial();
  const request = `${APPROVAL}-${serial}`;
  const spki = spkiOf(publicKey);
  const tbs = responderBytes(authority, serial, spki, now);
  const draft = { request, serial, tbs, approval: APPROVAL, key: hashKey(spki), at: now };
  const { der, notBefore, notAfter } = await parts.certify(draft);
  const responder = {
    serial,
    certificate: der,
    key: new Uint8Array(privateKey.export({ format: 'der', type: 'pkcs8' })),
    notBefore,
    notAfter,
  };
  await storage.saveResponder(responder);
  return responder;
}

/** One of another CA (replaced since) signs nothing that anybody would accept. */
function isFresh({ certificate, notAfter }: StoredResponder, authority: Authority, now: Date): boolean {
  const left = Math.min(notAfter.getTime(), authority.notAfter.getTime()) - now.getTime();
  const endsWithIssuer = notAfter.getTime() === authority.notAfter.getTime();
  return (
    issuerKeyIdOf(certificate) === keyIdOf(authority) && left > (endsWithIssuer ? 0 : RENEW_WITH_DAYS_LEFT * DAY_MS)
  );
}

function responderBytes(authority: Authority, serial: string, spki: Uint8Array, now: Date): Uint8Array {
  const notBefore = new Date(Math.floor(now.getTime() / 1000) * 1000);
  const end = Math.min(notBefore.getTime() + RESPONDER_DAYS * DAY_MS - 1000, authority.notAfter.getTime());
  return toBeSigned({
    serial,
    signature: authority.kind,
    issuer: authority.name,
    issuerKeyId: authority.keyId,
    notBefore,
    notAfter: new Date(end),
    subject: responderName(authority),
    spki,
    keyUsage: ['digitalSignature'],
    purposes: ['ocspSigning'],
    ca: false,
    addresses: {},
    ocspNoCheck: true,
  });
}

/** The CA's own organisation, so that people see whose answers these are. */
function responderName({ certificate }: Authority): NamePart[] {
  const { subject } = readToBeSigned(readParts(certificate).tbs);
  const organisation = subject.find(({ oid }) => oid === ATTRIBUTES.O.oid)?.value;
  return [
    { attribute: 'C', value: 'ID' },
    ...(organisation ? [{ attribute: 'O' as const, value: organisation }] : []),
    { attribute: 'CN', value: 'OCSP' },
  ];
}
