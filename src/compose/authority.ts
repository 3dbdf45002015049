import type { Sql } from '../../db/connect.ts';
import { createRevocationReads } from '../../db/issuance.ts';
import { createSignedReads } from '../../db/signing.ts';
import type { Clock } from '../desk/ports.ts';
import { certificatesIn } from '../issuance/authority.ts';
import type { Answers } from '../issuance/counter.ts';
import { createOcspResponder, type OcspResponder, tryLater } from '../issuance/ocsp.ts';
import { issuerKeyIdOf } from '../issuance/read-certificate.ts';
import type { Keyring } from '../seal.ts';
import type { AuthorityParts } from '../web/parts.ts';

type AuthorityReads = { readonly sql: Sql; readonly keyring: Keyring; readonly clock: Clock };

/** The CA's public side, for processes that have no key of it: from the rows that the signer leaves. */
export function openPublicAuthority(parts: AuthorityReads): { authority: AuthorityParts; answers: Answers } {
  const rows = createSignedReads(parts.sql);
  const revocation = createRevocationReads(parts);
  const chainOf = async (keyId?: string) => certificatesIn((await rows.authority(keyId))?.chain ?? '');
  return {
    authority: {
      chain: () => chainOf(),
      chainOf: async (certificate) => chainOf(issuerKeyIdOf(certificate)),
      crl: revocation.crl,
      ocsp: answeringFor(
        async () => (await chainOf())[0],
        (issuer) => createOcspResponder({ issuer, ...revocation, clock: parts.clock }),
      ),
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

/** A CA takes the place of another once in years; nobody shall have to ask the database for it with every question. */
const ISSUER_LOOK_MS = 60_000;

/** Who answers depends on which CA signs; before it has begun to, nobody can. */
function answeringFor(
  issuing: () => Promise<Uint8Array | undefined>,
  responderOf: (issuer: Uint8Array) => OcspResponder,
): AuthorityParts['ocsp'] {
  let open: { readonly issuer: Uint8Array; readonly responder: OcspResponder } | undefined;
  let lookAgainAt = 0;
  return async (request) => {
    if (open === undefined || performance.now() >= lookAgainAt) {
      const issuer = await issuing().catch(() => open?.issuer);
      if (issuer === undefined) return tryLater();
      if (open === undefined || Buffer.compare(open.issuer, issuer) !== 0)
        open = { issuer, responder: responderOf(issuer) };
      lookAgainAt = performance.now() + ISSUER_LOOK_MS;
    }
    return open.responder.answer(request);
  };
}
