import { Fault } from '../fault.ts';
import { assemble, drawSerial, toBeSigned } from './certificate.ts';
import { assertAsIntended } from './compare.ts';
import { buildCrl, crlIsDue } from './crl.ts';
import type { Authority } from './custody.ts';
import type { Issuance, Issuer } from './issuer.ts';
import { readKey } from './key.ts';
import { createRehearsal, lint, type Rehearsal } from './lint.ts';
import { emailOf, type Profile, subjectOf, validityOf } from './profile.ts';
import { readToBeSigned } from './read-certificate.ts';
import { assertAgreement } from './reconcile.ts';
import { renewResponder } from './responder.ts';
import type { SignerJournal } from './signer-journal.ts';
import type {
  ApprovedRequest,
  Intent,
  IssuanceStorage,
  StoredCertificate,
  StoredCrl,
  StoredResponder,
} from './storage.ts';

export type LocalIssuerSettings = {
  readonly authority: Authority;
  readonly storage: IssuanceStorage;
  readonly journal: SignerJournal;
  readonly clock: () => Date;
  readonly profile: Profile;
  /** Keys known to be compromised, by the SHA-256 of their SubjectPublicKeyInfo in hex. */
  readonly isBlocked?: (spkiHash: string) => boolean;
};

export type LocalIssuer = Issuer & {
  /** The revocation list in force; makes a new one if that is due. To be asked at least once a day. */
  crl(): Promise<StoredCrl>;
  /** The delegated certificate for OCSP answers; makes a new one if that is due. To be asked at least once a day. */
  responder(): Promise<StoredResponder>;
};

/** How often a number for a list may be taken by another process before that is a fault. */
const CRL_TRIES = 5;

/**
 * The CA in the house. The order of `issue` is what makes a crash harmless: the serial and the exact bytes are
 * committed in the database and then in the signer's journal before anything is signed, the first stored signature
 * wins, and nothing leaves before it is stored. Asked again, it goes on where it was.
 *
 * Throws Fault('signer-journal') while journal and database disagree, Fault('issuance') if what was signed is not what
 * was to be signed. One signer at a time is the caller's part (a lease); two would do no harm but waste work.
 */
export function createLocalIssuer(settings: LocalIssuerSettings): LocalIssuer {
  const { storage, journal, authority, clock } = settings;
  let ready: Promise<Rehearsal> | undefined;
  /** Once for a process: after that the journal itself notices every foreign hand. */
  const prepare = (): Promise<Rehearsal> => {
    ready ??= assertAgreement(journal, storage).then(() => createRehearsal(authority.kind));
    return ready.catch((error) => {
      ready = undefined;
      throw error;
    });
  };

  return {
    name: 'local',
    needs: { csr: true },

    async issue({ id }) {
      const rehearse = await prepare();
      const stored = await storage.findCertificate(id);
      if (stored !== undefined) return issued(stored, authority);
      const intent = (await storage.findIntent(id)) ?? (await intend(id, settings, rehearse));
      if ('refused' in intent) return { status: 'refused', why: intent.refused };
      await journal.append(intent);
      const der = signIntent(intent, authority);
      const { notBefore, notAfter } = readToBeSigned(intent.tbs);
      const certificate = { request: id, serial: intent.serial, der, notBefore, notAfter };
      return issued(await storage.saveCertificate(certificate, clock()), authority);
    },

    async find(requestId) {
      const stored = await storage.findCertificate(requestId);
      return stored && issued(stored, authority);
    },

    async revoke(serial, reason) {
      // Not ours, so it is not ours to revoke.
      if ((await storage.findCertificateBySerial(serial)) === undefined) return { pending: 'operator' };
      await storage.saveRevocation({ serial, reason, at: clock() });
      await currentCrl(settings);
      return 'revoked';
    },

    crl: () => currentCrl(settings),

    async responder() {
      await prepare();
      return renewResponder({ ...settings, sign: (intent) => signIntent(intent, authority) });
    },
  };
}

const issued = (stored: StoredCertificate, authority: Authority): Issuance => ({
  status: 'issued',
  serial: stored.serial,
  certificate: stored.der,
  chain: authority.chain,
  notBefore: stored.notBefore,
  notAfter: stored.notAfter,
});

/** Builds the bytes to be signed, judges them, and commits the intent to sign them. */
async function intend(
  id: string,
  { authority, storage, clock, profile, isBlocked }: LocalIssuerSettings,
  rehearse: Rehearsal,
): Promise<Intent | { refused: string }> {
  const request = await storage.approvedRequest(id);
  if (request === undefined) return { refused: 'not-approved' };
  if (request.content !== request.approved) return { refused: 'outdated' };
  if (request.keySeen) return { refused: 'key-seen' };
  const key = readKey(request.spki, isBlocked);
  if (!key.ok) return { refused: key.refused };

  const serial = drawSerial();
  const tbs = build(request, serial, authority, profile, clock());
  const { subject, spki } = request;
  const [flaw] = lint(tbs, { profile, subject, spki, serial, authority }, rehearse);
  if (flaw !== undefined) return { refused: flaw };
  return storage.saveIntent({ request: id, serial, tbs, approval: request.approved, at: clock() });
}

function build(
  request: ApprovedRequest,
  serial: string,
  authority: Authority,
  profile: Profile,
  now: Date,
): Uint8Array {
  return toBeSigned({
    serial,
    signature: authority.kind,
    issuer: authority.name,
    issuerKeyId: authority.keyId,
    ...validityOf(profile, request.notBefore ?? now),
    subject: subjectOf(profile, request.subject),
    spki: request.spki,
    email: emailOf(profile, request.subject),
    keyUsage: profile.keyUsage,
    purposes: profile.purposes,
    ca: false,
    ...(profile.policy === undefined ? {} : { policy: profile.policy }),
    addresses: profile.addresses,
  });
}

/** Signs, and compares what came out before anybody sees it. */
function signIntent(intent: Intent, authority: Authority): Uint8Array {
  const der = assemble(intent.tbs, authority.kind, authority.sign(intent.tbs));
  assertAsIntended(der, intent, authority);
  return der;
}

async function currentCrl({ authority, storage, clock }: LocalIssuerSettings): Promise<StoredCrl> {
  for (let attempt = 0; attempt < CRL_TRIES; attempt++) {
    const [latest, revocations] = await Promise.all([storage.latestCrl(), storage.listRevocations()]);
    if (latest !== undefined && !crlIsDue(latest, revocations, clock())) return latest;
    const crl = buildCrl(authority, revocations, (latest?.number ?? 0) + 1, clock());
    if (await storage.saveCrl(crl)) return crl;
  }
  throw new Fault('busy', 'other processes publish revocation lists without end');
}
