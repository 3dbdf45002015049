import { Fault } from '../../fault.ts';
import { drawSerial, toBeSigned } from '../certificate/certificate.ts';
import { createRehearsal, type Expected, lint, type Rehearsal } from '../certificate/lint.ts';
import { namesIssuer } from '../certificate/read-certificate.ts';
import { contentsOf } from '../certificate/statement.ts';
import type { Issuance } from '../issuer.ts';
import type { ApprovedRequest, Draft, Intent } from '../storage.ts';
import { heldAgainst, wantedOf } from './approval.ts';
import type { Answers, Issuing, IssuingParts } from './issuing.ts';

/** What is to be signed for each request, and whether what others committed is just that. */

type Judged = {
  /** What each of the certificates shall say. */
  readonly expected: ReadonlyMap<string, Expected>;
  /** Of those that come to nothing. */
  readonly answers: Answers;
};
export type Drafted = Judged & { readonly drafts: readonly Draft[] };

/** Builds the bytes to be signed for each approved request, and judges them. */
export async function draft(requests: readonly string[], parts: IssuingParts): Promise<Drafted> {
  const drafts: Draft[] = [];
  const judged = await judgeEach(requests, parts, async (id, request, rehearse) => {
    const outcome = await draftOne(id, request, parts, rehearse);
    if ('draft' in outcome) drafts.push(outcome.draft);
    return outcome;
  });
  return { drafts, ...judged };
}

/** Holds the intents of others against what is approved now, each as its own CA would have issued it. */
export async function judge(intents: readonly Intent[], parts: IssuingParts): Promise<Judged> {
  const judged = await Promise.all(
    [parts, ...(parts.retired ?? [])].map((issuing) => {
      const own = intents.filter(({ tbs }) => issuingOf(tbs, parts) === issuing);
      return judgeOf(own, { ...parts, ...issuing });
    }),
  );
  return {
    expected: new Map(judged.flatMap(({ expected }) => [...expected])),
    answers: new Map(judged.flatMap(({ answers }) => [...answers])),
  };
}

function judgeOf(intents: readonly Intent[], parts: IssuingParts): Promise<Judged> {
  const byRequest = new Map(intents.map((intent) => [intent.request, intent]));
  return judgeEach([...byRequest.keys()], parts, async (id, request, rehearse) =>
    request instanceof Fault ? request : orFault(() => heldAgainst(request, byRequest.get(id)!, parts, rehearse)),
  );
}

/** The CA that bytes to be signed name; what names none of ours is held against the one that signs now. */
export function issuingOf(tbs: Uint8Array, parts: IssuingParts): Issuing {
  const { retired = [] } = parts;
  return retired.find(({ authority }) => namesIssuer(tbs, authority)) ?? parts;
}

type Outcome = { readonly expected: Expected } | { readonly refused: string } | Fault;

async function judgeEach(
  requests: readonly string[],
  { authority, storage }: IssuingParts,
  act: (id: string, request: ApprovedRequest | Fault | undefined, rehearse: Rehearsal) => Promise<Outcome>,
): Promise<Judged> {
  const expected = new Map<string, Expected>();
  const answers = new Map<string, Issuance | Fault>();
  if (requests.length === 0) return { expected, answers };
  const [approved, rehearse] = await Promise.all([storage.approvedRequests(requests), createRehearsal(authority.kind)]);
  const outcomes = await Promise.all(requests.map((id) => act(id, approved.get(id), rehearse)));
  for (const [at, id] of requests.entries()) {
    const outcome = outcomes[at]!;
    if ('expected' in outcome) expected.set(id, outcome.expected);
    else answers.set(id, outcome instanceof Fault ? outcome : { status: 'refused', why: outcome.refused });
  }
  return { expected, answers };
}

/** One certificate: what is to be signed, or why nothing is. */
export async function draftOne(
  id: string,
  request: ApprovedRequest | Fault | undefined,
  { clock, ...terms }: Pick<IssuingParts, 'authority' | 'clock' | 'profile' | 'fourEyes'>,
  rehearse: Rehearsal,
): Promise<{ draft: Draft; expected: Expected } | { refused: string } | Fault> {
  if (request instanceof Fault) return request;
  return orFault(async () => {
    const [serial, at] = [drawSerial(), clock()];
    const wanted = wantedOf(request, serial, at, terms);
    if ('refused' in wanted) return wanted;
    const { expected, key, approval } = wanted;
    const tbs = toBeSigned(contentsOf(expected));
    const [flaw] = await lint(tbs, expected, rehearse);
    if (flaw !== undefined) return { refused: flaw };
    return { expected, draft: { request: id, serial, tbs, approval, key, at } };
  });
}

async function orFault<T>(act: () => Promise<T>): Promise<T | Fault> {
  try {
    return await act();
  } catch (error) {
    return faultOf(error);
  }
}

export const faultOf = (error: unknown): Fault =>
  error instanceof Fault ? error : new Fault('issuance', 'an unexpected error', { cause: error });
