import type { Authority } from './custody.ts';
import { readKey } from './key.ts';
import { type Expected, lint, type Rehearsal } from './lint.ts';
import { type Profile, validityWithin } from './profile.ts';
import type { ApprovedRequest, Intent } from './storage.ts';

type Terms = { readonly authority: Authority; readonly profile: Profile };

/** What operators approved, as the certificate that shall come of it; or why none may. */
type Wanted = { readonly expected: Expected; readonly key: string; readonly approval: string };
type Refused = { readonly refused: string };

/** What stands there under no approval, or not as it was approved. */
const NOT_APPROVED = 'intent-not-approved';
/** Another signer's clock may be a little ahead of ours; an intent of tomorrow would give a certificate beyond its term. */
const CLOCKS_APART_MS = 5 * 60 * 1000;

/** The certificate that an approval asks for when it is drafted at this moment. */
export function wantedOf(
  request: ApprovedRequest | undefined,
  serial: string,
  at: Date,
  { authority, profile }: Terms,
): Wanted | Refused {
  if (request === undefined) return { refused: 'not-approved' };
  if (request.content !== request.approved) return { refused: 'outdated' };
  if (request.keyBlocked) return { refused: 'key-blocked' };
  if (request.keySeen) return { refused: 'key-seen' };
  const { subject, spki, approved } = request;
  const key = readKey(spki);
  if (!key.ok) return { refused: key.refused };
  const validity = validityWithin(profile, request.notBefore ?? at, authority.notAfter);
  if (validity === undefined) return { refused: 'issuer-ends' };
  return { expected: { profile, subject, spki, serial, authority, validity }, key: key.hash, approval: approved };
}

/**
 * Whether an intent that lies in the database is what operators approved. It may be one that a predecessor wrote before
 * he was killed; or that of anybody who can write into the table, whose bytes would be signed for him.
 */
export function heldAgainst(
  request: ApprovedRequest | undefined,
  { serial, tbs, approval, at }: Intent,
  { clock, ...terms }: Terms & { readonly clock: () => Date },
  rehearse: Rehearsal,
): Wanted | Refused {
  const early = at.getTime() - clock().getTime() > CLOCKS_APART_MS;
  if (request === undefined || request.approved !== approval || early) return { refused: NOT_APPROVED };
  const wanted = wantedOf(request, serial, at, terms);
  if ('refused' in wanted) return wanted;
  return lint(tbs, wanted.expected, rehearse).length === 0 ? wanted : { refused: NOT_APPROVED };
}
