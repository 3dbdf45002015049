import { isOutdated as contentChanged } from '../conversation/ask.ts';
import type { Heard } from '../conversation/conversation.ts';
import type { Meaning } from '../conversation/meaning.ts';
import { DAY_MS, HOUR_MS } from '../durations.ts';
import { type Renewal, WHATS } from '../renewal/renewal.ts';
import { readChoiceId } from './choice.ts';
import { LIMITS } from './parts.ts';
import type { ContactRow, QuestionRow, SentRow } from './store.ts';
import type { Work } from './work.ts';

/** What a message refers to: by button, by reply token or reply-to, else the latest question. */
export type Referred = {
  readonly choice: Heard['choice'];
  readonly meaning?: Meaning;
  readonly label?: string;
  readonly question?: QuestionRow;
  /** The message of ours that is answered, whose reply token or external id came back. */
  readonly answered?: SentRow;
};

type References = { readonly choice?: string; readonly token?: string; readonly answers: readonly string[] };

export async function questionOf(work: Work, contact: ContactRow, by: References): Promise<Referred> {
  if (by.choice !== undefined) return pressed(work, contact, by.choice);
  const answered = await answeredMessage(work, contact, by);
  const mine = answered && answered.contact === contact.id ? await work.preloaded.questionOf(answered.id) : undefined;
  const latest = await work.preloaded.latestQuestion(contact.id);
  return { choice: 'none', question: mine ?? latest, answered };
}

/** A foreign or expired press, or one on a question that was answered or has changed, changes nothing and says so. */
async function pressed(work: Work, contact: ContactRow, id: string): Promise<Referred> {
  const at = readChoiceId(id);
  const keyboard = at && (await work.tx.keyboard(at.message));
  const choice = keyboard?.choices[at!.place];
  if (!choice || keyboard.contact !== contact.id) return { choice: 'foreign' };
  const [question] = keyboard.question ? await work.tx.questions([keyboard.question]) : [];
  const expiresAt = keyboard.at.getTime() + LIMITS.choiceDays * DAY_MS;
  const stale = expiresAt <= work.now.getTime() || question?.answeredAt !== undefined;
  return {
    choice: stale ? 'stale' : 'current',
    meaning: choice.meaning,
    label: choice.label,
    question,
  };
}

async function answeredMessage(
  work: Work,
  contact: ContactRow,
  { token, answers }: References,
): Promise<SentRow | undefined> {
  if (token !== undefined) {
    const row = await work.preloaded.sentWith(work.parts.keyring.hash('reply', token));
    if (row) return row;
  }
  if (answers.length === 0) return undefined;
  // Names are known to whoever saw the thread, and Telegram counts each chat's messages from one: what is found by its
  // name goes without its token, which nobody has shown.
  const rows = await work.preloaded.sentAs(answers, contact.id);
  return rows.map(({ token: _, ...row }) => row).sort((a, b) => b.at.getTime() - a.at.getTime())[0];
}

/** Answered, about something that has changed, or a wish that was asked back too long ago. */
export function isOutdated(question: QuestionRow, renewals: readonly Renewal[], now: Date): boolean {
  if (question.answeredAt !== undefined || contentChanged(question, renewals)) return true;
  const isConfirmation = !(WHATS as readonly string[]).includes(question.what);
  return isConfirmation && question.askedAt.getTime() < now.getTime() - LIMITS.confirmationHours * HOUR_MS;
}
