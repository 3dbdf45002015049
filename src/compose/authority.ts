import type { Sql } from '../../db/connect.ts';
import { lastEnds } from '../../db/examine.ts';
import { createRevocationReads } from '../../db/issuance.ts';
import { type AuthorityRow, createSignedReads } from '../../db/signing.ts';
import type { Clock } from '../desk/ports.ts';
import { issuerKeyIdOf } from '../issuance/certificate/read-certificate.ts';
import { certificatesIn } from '../issuance/custody/authority.ts';
import type { Answers } from '../issuance/signer/counter.ts';
import { answerAmong, createOcspResponder, type OcspResponder, tryLater } from '../issuance/status/ocsp.ts';
import type { Keyring } from '../seal.ts';
import type { AuthorityParts } from '../web/parts.ts';

type AuthorityReads = { readonly sql: Sql; readonly keyring: Keyring; readonly clock: Clock };

/** The CA's public side, for processes that have no key of it: from the rows that the signer leaves. */
export function openPublicAuthority(parts: AuthorityReads): { authority: AuthorityParts; answers: Answers } {
  const rows = createSignedReads(parts.sql);
  const chainOf = async (keyId?: string) => chainAmong(await rows.authorities(), keyId);
  /** Addresses that name no key are those of the CA that began here anew; its successors' name theirs. */
  const behind = async (keyId?: string) =>
    (await rows.authorities()).find((each) => (keyId === undefined ? !each.succeeds : each.keyId === keyId));
  const ocsp = answeringFor(rows.authorities, (keyId, issuer) =>
    createOcspResponder({ issuer, ...createRevocationReads(parts, keyId), clock: parts.clock }),
  );
  return {
    authority: {
      chain: () => chainOf(),
      earlier: remembered(LAST_ENDS_MS, () => earlierOf(parts.sql)),
      chainOf: async (certificate) => chainOf(issuerKeyIdOf(certificate)),
      async certificate(keyId) {
        const found = await behind(keyId);
        return found && certificatesIn(found.chain)[0];
      },
      async crl(keyId) {
        const found = await behind(keyId);
        return found && createRevocationReads(parts, found.keyId).crl();
      },
      ocsp,
    },
    answers: {
      standing: (serial) => rows.standing(serial),
      async issuance(request) {
        const answer = await rows.answer(request);
        if (answer === undefined) return undefined;
        if ('refused' in answer) {
          const { refused: why, intended } = answer;
          return { status: 'refused', why, intended };
        }
        const { der: certificate, ...rest } = answer;
        return { status: 'issued', certificate, ...rest, chain: await chainOf(issuerKeyIdOf(certificate)) };
      },
    },
  };
}

/** Operators look at the queue all day; the end of a certificate is years away, and reads all certificates. */
const LAST_ENDS_MS = 10 * 60_000;

async function earlierOf(sql: Sql): Promise<readonly { until: Date; last?: Date | undefined }[]> {
  const [, ...earlier] = await createSignedReads(sql).authorities();
  const last = await lastEnds(
    sql,
    earlier.map(({ keyId }) => keyId),
  );
  return earlier.map(({ keyId, notAfter: until }) => ({ until, last: last.get(keyId) }));
}

/** Asks once in a while; whoever comes meanwhile gets the same answer. A failure is not remembered. */
function remembered<T>(forMs: number, ask: () => Promise<T>): () => Promise<T> {
  let known: { readonly until: number; readonly answer: Promise<T> } | undefined;
  return () => {
    if (known && performance.now() < known.until) return known.answer;
    const answer = ask();
    known = { until: performance.now() + forMs, answer };
    answer.catch(() => {
      known = undefined;
    });
    return answer;
  };
}

/** Of the CA whose key has this identifier; without one, of the CA that signs now. */
function chainAmong(all: readonly AuthorityRow[], keyId: string | undefined): Uint8Array[] {
  const found = keyId === undefined ? all[0] : all.find((each) => each.keyId === keyId);
  return certificatesIn(found?.chain ?? '');
}

/**
 * A CA takes the place of another once in years, and nobody shall have to ask the database for it with every question; but
 * about its first certificate somebody may ask in the next minute.
 */
const ISSUERS_LOOK_MS = 5_000;

/** Each CA answers for itself, the earlier ones too; before one has begun to sign, nobody can. */
function answeringFor(
  authorities: () => Promise<readonly AuthorityRow[]>,
  responderOf: (keyId: string, issuer: Uint8Array) => OcspResponder,
): AuthorityParts['ocsp'] {
  let open: ReadonlyMap<string, OcspResponder> = new Map();
  let lookAgainAt = 0;
  return async (request) => {
    if (open.size === 0 || performance.now() >= lookAgainAt) {
      lookAgainAt = performance.now() + ISSUERS_LOOK_MS;
      const all = await authorities().catch(() => undefined);
      const opened = all?.map(({ fingerprint, keyId, chain }) => {
        const known = open.get(fingerprint);
        return [fingerprint, known ?? responderOf(keyId, certificatesIn(chain)[0]!)] as const;
      });
      if (opened) open = new Map(opened);
    }
    return open.size === 0 ? tryLater() : answerAmong([...open.values()], request);
  };
}
