import { Fault } from '../fault.ts';
import { buildCrl, crlIsDue } from './crl.ts';
import type { Issuer } from './issuer.ts';
import { type Answers, assertAgreed, type IssuingParts, issueAll, issueDraft, issued } from './issuing.ts';
import { renewResponder } from './responder.ts';
import type { Revocation, StoredCrl, StoredResponder } from './storage.ts';

export type LocalIssuerSettings = IssuingParts;

export type LocalIssuer = Issuer & {
  /**
   * Many at once for less, each as if it were alone: answers, or what went wrong with this one, by request. Throws only what
   * concerns all of them.
   */
  issueAll(requests: readonly string[]): Promise<Answers>;
  /** Revokes certificates of this CA together: one list for all of them, because each list repeats every one before. */
  revokeAll(revocations: readonly Pick<Revocation, 'serial' | 'reason'>[]): Promise<void>;
  /** The revocation list in force; makes a new one if that is due. To be asked at least once a day. */
  crl(): Promise<StoredCrl>;
  /** The delegated certificate for OCSP answers; makes a new one if that is due. To be asked at least once a day. */
  responder(): Promise<StoredResponder>;
};

/** How often a number for a list may be taken by another process before that is a fault. */
const CRL_TRIES = 5;

/**
 * The CA in the house. The order of issuing is what makes a crash harmless: the serial and the exact bytes are
 * committed in the database and then in the signer's journal before anything is signed, the first stored signature
 * wins, and nothing leaves before it is stored. Asked again, it goes on where it was.
 *
 * Throws Fault('signer-journal') while journal and database disagree, Fault('issuance') if what was signed is not what
 * was to be signed. One signer at a time is the caller's part (a lease); two would do no harm but waste work.
 */
export function createLocalIssuer(settings: LocalIssuerSettings): LocalIssuer {
  const { storage, authority, clock } = settings;

  async function revokeAll(revocations: readonly Pick<Revocation, 'serial' | 'reason'>[]): Promise<void> {
    for (const { serial, reason } of revocations) await storage.saveRevocation({ serial, reason, at: clock() });
    if (revocations.length > 0) await currentCrl(settings);
  }

  return {
    name: 'local',
    needs: { csr: true },
    issueAll: (requests) => issueAll(requests, settings),

    async issue({ id }) {
      const answer = (await issueAll([id], settings)).get(id)!;
      if (answer instanceof Fault) throw answer;
      return answer;
    },

    async find(requestId) {
      const stored = (await storage.onRecord([requestId])).certificates.get(requestId);
      return stored && issued(stored, authority.chain);
    },

    async revoke(serial, reason) {
      // Not ours, so it is not ours to revoke.
      if ((await storage.findCertificateBySerial(serial)) === undefined) return { pending: 'operator' };
      await revokeAll([{ serial, reason }]);
      return 'revoked';
    },

    revokeAll,

    crl: () => currentCrl(settings),

    responder: () => renewResponder({ ...settings, certify: (draft) => issueDraft(draft, settings) }),
  };
}

async function currentCrl(settings: LocalIssuerSettings): Promise<StoredCrl> {
  const { authority, storage, clock } = settings;
  for (let attempt = 0; attempt < CRL_TRIES; attempt++) {
    const latest = await storage.latestCrl();
    // Only after the list: who publishes beside another one must not lack what stands in the list before his.
    const revocations = await storage.listRevocations();
    if (latest !== undefined && !crlIsDue(latest, revocations, clock(), authority)) return latest;
    // A database that was put back has forgotten revocations, too, and a list of it would take them back.
    await assertAgreed(settings);
    const crl = buildCrl(authority, revocations, numberAfter(latest, clock()), clock());
    if (await storage.saveCrl(crl)) return crl;
  }
  throw new Fault('busy', 'other processes publish revocation lists without end');
}

/** Seconds since 1970, so that the numbers grow also where a database has forgotten the last ones (RFC 5280 5.2.3). */
const numberAfter = (latest: StoredCrl | undefined, now: Date): number =>
  Math.max((latest?.number ?? 0) + 1, Math.floor(now.getTime() / 1000));
