import { DAY_MS } from '../../durations.ts';
import { type Expected, lint, type Rehearsal } from '../certificate/lint.ts';
import { type Profile, validityWithin } from '../certificate/profile.ts';
import type { Authority } from '../custody/custody.ts';
import { readKey } from '../request/key.ts';
import type { Approval, ApprovedRequest, Intent } from '../storage.ts';

type Terms = {
  readonly authority: Authority;
  readonly profile: Profile;
  /**
   * What the signer demands by himself, whatever stands in the renewal's rules: two different operators who are on record
   * and may decide. It comes from his own configuration, since the rules are a row that the application may change.
   *
   * Its limit: decisions and operators are rows that the application's role adds. Who has taken that role over, and
   * SECRET_KEY with it, has to invent two operators and two decisions where one would have been enough, which leaves more
   * to be found, and can do it all the same. Only decisions that operators sign with keys of their own would keep him out.
   */
  readonly fourEyes?: boolean | undefined;
};

/** The minimum of a signer who demands two. */
const FOUR_EYES = 2;

/** What operators approved, as the certificate that shall come of it; or why none may. */
type Wanted = { readonly expected: Expected; readonly key: string; readonly approval: string };
type Refused = { readonly refused: string };

/** What stands there under no approval, or not as it was approved. */
const NOT_APPROVED = 'intent-not-approved';
/** Another signer's clock may be a little ahead of ours; an intent of tomorrow would give a certificate beyond its term. */
const CLOCKS_APART_MS = 5 * 60 * 1000;
/**
 * What was left behind so long ago is decided anew. A signer who was away as long has been noticed: his list ran out after
 * ten days, and no answer about status is signed after four weeks.
 */
const OLDEST_INTENT_MS = 28 * DAY_MS;

/** The certificate that an approval asks for when it is drafted at this moment. */
export function wantedOf(
  request: ApprovedRequest | undefined,
  serial: string,
  at: Date,
  terms: Terms,
): Wanted | Refused {
  const { authority, profile } = terms;
  if (request === undefined) return { refused: 'not-approved' };
  if (completed(request, terms) === undefined) return { refused: 'four-eyes' };
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

/** The approval with which there were enough of them. */
function completed({ approvals, needed }: ApprovedRequest, { fourEyes = false }: Terms): Approval | undefined {
  const counted = fourEyes ? approvals.filter(({ mayDecide }) => mayDecide) : approvals;
  return counted[(fourEyes ? Math.max(needed, FOUR_EYES) : needed) - 1];
}

/**
 * Whether an intent that lies in the database is what operators approved. It may be one that a predecessor wrote before
 * he was killed; or that of anybody who can write into the table, whose bytes would be signed for him. Its time is that
 * from which the certificate is valid: it lies between the approval and now.
 */
export async function heldAgainst(
  request: ApprovedRequest | undefined,
  { serial, tbs, approval, at }: Intent,
  { clock, ...terms }: Terms & { readonly clock: () => Date },
  rehearse: Rehearsal,
): Promise<Wanted | Refused> {
  if (request === undefined || request.approved !== approval) return { refused: NOT_APPROVED };
  const wanted = wantedOf(request, serial, at, terms);
  if ('refused' in wanted) return wanted;
  const age = clock().getTime() - at.getTime();
  const sinceApproval = at.getTime() - completed(request, terms)!.at.getTime();
  if (age < -CLOCKS_APART_MS || age > OLDEST_INTENT_MS || sinceApproval < -CLOCKS_APART_MS)
    return { refused: NOT_APPROVED };
  return (await lint(tbs, wanted.expected, rehearse)).length === 0 ? wanted : { refused: NOT_APPROVED };
}
