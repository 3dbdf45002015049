import { Fault } from '../fault.ts';
import type { Issuer } from './issuer.ts';
import { type Answers, type IssuingParts, issueAll, issueDraft, issued } from './signer/issuing.ts';
import { renewResponder } from './status/responder.ts';
import { currentCrls, revokeAll } from './status/revoking.ts';
import type { Draft, Revocation, StoredCrl, StoredResponder } from './storage.ts';

type LocalIssuerSettings = IssuingParts;

export type LocalIssuer = Issuer & {
  /**
   * Many at once for less, each as if it were alone: answers, or what went wrong with this one, by request. Throws only what
   * concerns all of them.
   */
  issueAll(requests: readonly string[]): Promise<Answers>;
  /**
   * Revokes certificates of our CAs together: one list of each CA for all of them, because each list repeats every one
   * before. Also to be asked with none: revocations that the database has lost are given back to it.
   */
  revokeAll(revocations: readonly Pick<Revocation, 'serial' | 'reason'>[]): Promise<void>;
  /**
   * The revocation list in force of the CA that signs; makes a new one if that is due, also for those before it. To be
   * asked at least once a day.
   */
  crl(): Promise<StoredCrl>;
  /** The same for the delegated certificate for OCSP answers. */
  responder(): Promise<StoredResponder>;
};

/**
 * The CA in the house. The order of issuing is what makes a crash harmless: the serial and the exact bytes are
 * committed in the database and then in the signer's journal before anything is signed, the first stored signature
 * wins, and nothing leaves before it is stored. Asked again, it goes on where it was.
 *
 * Throws Fault('signer-journal') while journal and database disagree, Fault('issuance') if what was signed is not what
 * was to be signed. One signer at a time is the caller's part (a lease); two would do no harm but waste work.
 */
export function createLocalIssuer(settings: LocalIssuerSettings): LocalIssuer {
  const { storage, authority, retired = [], clock } = settings;
  /** Nothing that a CA signs counts when its own certificate has ended, and what it issued has ended before. */
  const alive = () => [
    authority,
    ...retired.flatMap((each) => (each.authority.notAfter > clock() ? [each.authority] : [])),
  ];
  const published = () => ({ ...settings, authorities: alive() });

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
      return stored && issued(stored, settings);
    },

    async revoke(serial, reason) {
      // Not ours, so it is not ours to revoke.
      if ((await storage.findCertificateBySerial(serial)) === undefined) return { pending: 'operator' };
      await revokeAll([{ serial, reason }], published());
      return 'revoked';
    },

    revokeAll: (revocations) => revokeAll(revocations, published()),

    crl: () => currentCrls(published()),

    async responder() {
      const certify = (draft: Draft) => issueDraft(draft, settings);
      const responders: StoredResponder[] = [];
      for (const each of alive()) responders.push(await renewResponder({ ...settings, authority: each, certify }));
      return responders[0]!;
    },
  };
}
