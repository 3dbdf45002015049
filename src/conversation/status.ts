import { primary } from '../renewal/awaited.ts';
import { letterVersion } from '../renewal/content.ts';
import type { Renewal } from '../renewal/renewal.ts';
import { certificateOf } from './ask.ts';
import type { Applicant } from './conversation.ts';
import type { Line, StatusStep } from './line.ts';

/** "Sampai mana?": the six activities of the SOP, and whose turn it is since when. */
export function statusLine(renewal: Renewal, applicant: Applicant): Line {
  const turn = primary(renewal);
  const who = turn === undefined || turn.who === 'system' ? 'nobody' : turn.who;
  return {
    say: 'status',
    number: renewal.number,
    steps: statusSteps(renewal),
    awaiting: turn?.what ?? 'nothing',
    who,
    since: turn?.since ?? renewal.openedAt,
    expires: certificateOf(renewal, applicant).expires,
  };
}

/** Derived from facts: what is done with its date, the one activity under way, and what lies ahead. */
export function statusSteps(renewal: Renewal): readonly StatusStep[] {
  const { facts } = renewal;
  const done = [
    facts.noticed.at,
    facts.signedIn?.at,
    dataSeen(renewal),
    dataChanged(renewal),
    letterOnFile(renewal),
    ended(renewal),
  ];
  const now = done.indexOf(undefined);
  return done.map((state, index) => {
    const activity = (index + 1) as StatusStep['activity'];
    if (state === 'not-needed') return { activity, state };
    if (state !== undefined) return { activity, state: 'done', at: state };
    return { activity, state: index === now ? 'now' : 'later' };
  });
}

type Done = Date | 'not-needed' | undefined;

/** Activity 3 is done once the applicant has said what he thinks of his data, whichever way. */
function dataSeen({ facts, version }: Renewal): Done {
  if (facts.change !== undefined) return facts.change.at;
  return facts.data?.version === version || facts.certificate !== undefined ? facts.data?.at : undefined;
}

function dataChanged(renewal: Renewal): Done {
  const { facts } = renewal;
  if (facts.change !== undefined) return undefined;
  const last = facts.changed.at(-1);
  if (last !== undefined) return last.at;
  return dataSeen(renewal) === undefined ? undefined : 'not-needed';
}

function letterOnFile(renewal: Renewal): Done {
  const { letter, certificate } = renewal.facts;
  const counts =
    letter?.state === 'on-file' && (letter.version === letterVersion(renewal) || certificate !== undefined);
  return counts ? letter.at : undefined;
}

function ended({ facts, outcome }: Renewal): Done {
  return outcome === 'completed' ? (facts.collected ?? facts.certificate)?.at : undefined;
}
