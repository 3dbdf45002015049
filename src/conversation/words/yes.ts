import { anyIn, around, endsSentence, isQuestion, isSmall, places, wonders } from './clause.ts';
import { isBreak, type Match, particles } from './match.ts';
import { plain } from './normal.ts';
import { shownIn } from './of-data.ts';
import type { Said } from './said.ts';

const MERE = new Set('iya ya y yes yep yeah'.split(' ').map(plain));

/** Whether nothing takes the yes away; a doubt is never a yes. */
export function isYes(match: Match, said: Said): boolean {
  const { at, covered, doubted, ofOthers, helped, questions } = said;
  if (doubted || ofOthers) return false;
  const sure = match.rule.means === 'yes/sure';
  if (!sure && helped) return false;
  const sentence = around(at, match.start, endsSentence);
  // "Sudah benar, berapa lama prosesnya?": the question mark belongs to the other question.
  if (isQuestion(at, match.start) && !anyIn(questions, match.start + 1, sentence.to)) return false;
  const clause = around(at, match.start, isBreak);
  // "Nama, NIP, jabatan, semuanya sudah pas" names what was looked at.
  const lookedAt = sure ? shownIn(at, clause.from, match.start) : undefined;
  const mere = match.covers.length === 1 && MERE.has(at[match.start]!.word);
  // "Sudah benar" is said of the data, in its clause; a bare "betul" or "that's right" agrees with whatever else its
  // sentence says ("ya pak, saya di jalan"), unless that is the wish that is asked back.
  const belongs = !sure && !anyIn(said.wishes, sentence.from, sentence.to);
  const unknown = places(belongs ? sentence : clause).filter(
    (place) => at[place]!.kind === 'word' && !covered.has(place) && !isSmall(at[place]!) && !lookedAt?.has(place),
  );
  if (isReport(match, said)) return false;
  // "Surat sudah benar", "data gaji sudah benar" speak of something else, "kok benar" wonders.
  if (unknown.length > 0) return false;
  if (anyIn(questions, clause.from, match.start) || wonders(at, clause, match.start)) return false;
  return !mere || isFirst(match, said);
}

/** A yes in one clause with what has been done tells of that. */
export const isReport = ({ rule, start }: Match, { at, reports }: Said): boolean => {
  const { from, to } = around(at, start, isBreak);
  return rule.means === 'yes' && anyIn(reports, from, to);
};

/** A "ya" behind other words is a particle ("tolong dicek, ya"); it is an answer where a sentence begins. */
function isFirst(match: Match, { at, agreeable }: Said): boolean {
  const { from } = around(at, match.start, endsSentence);
  return places({ from, to: match.start }).every(
    (place) => at[place]!.kind === 'comma' || particles.has(at[place]!.word) || agreeable.has(place),
  );
}
