import { awaited } from '../renewal/awaited.ts';
import { isIssuing, letterVersion } from '../renewal/content.ts';
import type { Renewal } from '../renewal/renewal.ts';
import { certificateOf, sentBack } from './ask.ts';
import type { Applicant } from './conversation.ts';
import type { Line, StatusStep } from './line.ts';

/** "Sampai mana?": the six activities of the SOP, and whose turn it is since when. */
export function statusLine(renewal: Renewal, applicant: Applicant): Line {
  const [turn, ...more] = awaited(renewal);
  const beside = turn?.who === 'applicant' ? undefined : more.find(({ who }) => who === 'applicant');
  return {
    say: 'status',
    number: renewal.number,
    steps: statusSteps(renewal),
    awaiting: turn?.what ?? 'nothing',
    who: turn?.who ?? 'nobody',
    ...(beside && { beside: beside.what }),
    since: turn?.since ?? renewal.openedAt,
    expires: certificateOf(renewal, applicant).expires,
    ...sentBackSince(renewal),
  };
}

function sentBackSince(renewal: Renewal): Pick<Extract<Line, { say: 'status' }>, 'returned'> {
  const { returned } = renewal.facts;
  if (returned === undefined || sentBack(renewal).length === 0) return {};
  const { at, reason, instruction } = returned;
  return { returned: { at, reason, instruction } };
}

/** Derived from facts: what is done with its date, the one activity of whoever's turn it is, and what lies ahead. Nothing is under way once it is over. */
export function statusSteps(renewal: Renewal): readonly StatusStep[] {
  const { facts, outcome } = renewal;
  const done = [
    facts.noticed.at,
    facts.signedIn?.at,
    dataSeen(renewal),
    dataChanged(renewal),
    letterOnFile(renewal),
    ended(renewal),
  ];
  const now = done.indexOf(undefined);
  const isPerhaps = (index: number) => index === CHANGE && now < CHANGE;
  const next = done.findIndex((state, index) => state === undefined && index > now && !isPerhaps(index));
  const ahead = (index: number): StatusStep['state'] =>
    index === now ? 'now' : isPerhaps(index) ? 'perhaps' : index === next ? 'next' : 'later';
  return done.map((state, index) => {
    const activity = (index + 1) as StatusStep['activity'];
    if (state === 'not-needed') return { activity, state };
    if (state !== undefined) return { activity, state: 'done', at: state };
    return { activity, state: outcome !== undefined ? 'left' : ahead(index) };
  });
}

/** Where the data change stands among them. */
const CHANGE = 3;

type Done = Date | 'not-needed' | undefined;

/** Activity 3 is done once the applicant has said what he thinks of his data, whichever way. */
function dataSeen(renewal: Renewal): Done {
  const { facts, version } = renewal;
  if (facts.change !== undefined) return facts.change.at;
  return facts.data?.version === version || isSettled(renewal) ? facts.data?.at : undefined;
}

/** What was approved counts as it was, whatever arrives later. */
const isSettled = (renewal: Renewal) => renewal.facts.certificate !== undefined || isIssuing(renewal);

function dataChanged(renewal: Renewal): Done {
  const { facts } = renewal;
  if (facts.change !== undefined) return undefined;
  const last = facts.changed.at(-1);
  if (last !== undefined) return last.at;
  return dataSeen(renewal) === undefined ? undefined : 'not-needed';
}

function letterOnFile(renewal: Renewal): Done {
  const { letter } = renewal.facts;
  const counts = letter?.state === 'on-file' && (letter.version === letterVersion(renewal) || isSettled(renewal));
  return counts ? letter.at : undefined;
}

function ended({ facts, outcome }: Renewal): Done {
  return outcome === 'completed' ? (facts.collected ?? facts.certificate)?.at : undefined;
}
