import type { Conversation, Heard, Known, Question } from '../../conversation/conversation.ts';
import { interpret } from '../../conversation/interpret.ts';
import type { Line } from '../../conversation/line.ts';
import type { Meaning } from '../../conversation/meaning.ts';
import { asksOfRevocations } from '../../conversation/revocation-state.ts';
import { apply } from '../apply.ts';
import { LIMITS } from '../parts.ts';
import { isOutdated, type Referred } from '../question.ts';
import { mayAnswer, speak } from '../speak.ts';
import type { ContactRow } from '../store.ts';
import { applicantView, type Work } from '../work.ts';
import { act, writeAgain } from './acts.ts';
import { checkCode, codeLimitReached } from './identity.ts';
import { ownerByToken } from './triage.ts';

export type Turn = {
  readonly id: string;
  /** When it came. */
  readonly at: Date;
  readonly proven: Conversation['proven'];
  readonly found: Referred;
  /** The payload of a deep link. */
  readonly start?: string;
  /** The one renewal that it is about: no other is touched by it. */
  readonly renewal?: string;
};

const goesOn = ({ means }: Meaning): boolean => means === 'renew' || means === 'resume';

/** One turn of the conversation: look up what the core needs, let it decide, carry out, answer. */
export async function converse(work: Work, contact: ContactRow, heard: Heard, turn: Turn): Promise<void> {
  const known = await lookUp(work, contact, heard, turn);
  const applicant = contact.applicant ? await work.applicant(contact.applicant) : undefined;
  // A right code or an answered deep link names the applicant whose renewals this is about.
  const named =
    known.codeApplicant?.id ?? (known.link && 'link' in known.link ? known.link.applicant.id : contact.applicant);
  const all = named ? await work.renewalsOf(named) : [];
  const renewals = turn.renewal === undefined ? all : all.filter(({ id }) => id === turn.renewal);
  const { question } = turn.found;
  const conversation: Conversation = {
    contact: contact.id,
    channel: contact.channel,
    state: contact.state,
    speaker: contact.speaker,
    outdated: question !== undefined && isOutdated(question, renewals, work.now),
    applicant: applicant && applicantView(applicant),
    proven: turn.proven,
    question: question as Question | undefined,
  };
  const decided = interpret(heard, known, conversation, renewals);
  contact.state = decided.state;
  // The assistant is silent now: without this nobody would see that there is something to answer.
  if (contact.speaker === 'operator') work.awaitOperator('contact', contact.id, 'talk-answered', contact.applicant);
  // What has to be proven first has answered nothing yet.
  const acts = decided.acts.filter(({ act }) => act !== 'ask-proof');
  if (question && decided.events.length + acts.length > 0)
    work.tx.update('questions', { id: question.id, answeredAt: work.now });
  let say: Line[] = [...decided.say];
  let asked = decided.ask;
  let isProving = false;
  // Binding comes first: the events that follow are those of a proven person.
  for (const each of decided.acts.filter((wanted) => wanted.act === 'bind')) {
    await act(work, contact, each, turn);
    if (known.link && 'link' in known.link) work.tx.update('links', { id: known.link.link, usedAt: work.now });
  }
  for (const { renewal, event } of decided.events) {
    const result = await apply(work, renewal, event, { message: turn.id, contact: contact.id, quiet: true });
    if ('refused' in result && result.refused !== 'already') say.push({ say: 'refused', refused: result.refused });
  }
  for (const each of decided.acts.filter((wanted) => wanted.act !== 'bind')) {
    const added = await act(work, contact, each, turn);
    isProving ||= added?.toHere ?? false;
    say = [...say, ...(added?.say ?? [])];
    asked = added?.ask ?? asked;
  }
  if (isProving) say = besideProof(say);
  if (turn.proven !== undefined && contact.applicant && heard.meanings.some(goesOn))
    await writeAgain(work, contact.applicant);
  work.saveContact(contact);
  if (await mayAnswer(work, contact)) {
    const renewal =
      asked?.renewal ?? decided.events[0]?.renewal ?? renewals.find((each) => each.outcome === undefined)?.id;
    await speak(work, contact, say, { ask: asked, renewal });
  }
}

/** The mail with the confirming link says why nothing was done yet; whatever else is said only points to it. */
const besideProof = (say: readonly Line[]): Line[] =>
  say.length === 1
    ? say.filter((line) => line.say !== 'proof-needed')
    : say.map((line) => (line.say === 'proof-needed' ? { ...line, beside: true } : line));

async function lookUp(work: Work, contact: ContactRow, heard: Heard, turn: Turn): Promise<Known> {
  const { settings } = work.parts;
  const base = {
    now: work.now,
    windowDays: settings.windowDays,
    hash: work.hash,
    codeLimit: false,
    ...(settings.withoutMail && { withoutMail: true as const }),
    forOwner: ownerByToken(contact, turn.found) !== undefined,
    ...(settings.issuer === 'local' ? { revokesAfterHours: settings.revokeDelayHours } : {}),
    ...(await revocations(work, contact, heard)),
    ...(await rejection(work, contact, heard)),
    limits: {
      characters: LIMITS.textCharacters,
      files: LIMITS.filesPerMessage,
      megabytes: LIMITS.fileBytes / 1024 / 1024,
    },
  };
  const said = heard.meanings.find(
    (meaning): meaning is Extract<Meaning, { means: 'code' }> => meaning.means === 'code',
  );
  if (turn.start !== undefined) return { ...base, link: await deepLink(work, turn.start) };
  if (said) {
    const checked = await checkCode(work, contact, said.digits);
    return {
      ...base,
      code: checked.code,
      codeLeft: checked.left,
      ...(checked.applicant ? { codeApplicant: applicantView(await work.applicant(checked.applicant)) } : {}),
    };
  }
  // At the sign-in "belum ada email" asks for a code, too.
  const asksCode = heard.meanings.some(({ means }) => ['number', 'new-code', 'link'].includes(means));
  const { question } = turn.found;
  const link = question?.what === 'confirm-bind' ? { link: await linkById(work, question.about) } : {};
  return { ...base, ...link, codeLimit: asksCode && (await codeLimitReached(work, contact)) };
}

/** Looked up only for whoever asks: most messages are about something else. */
async function revocations(work: Work, { applicant }: ContactRow, heard: Heard): Promise<Partial<Known>> {
  if (applicant === undefined || !asksOfRevocations(heard)) return {};
  // What was decided in this batch is to be seen.
  await work.tx.flush('revocations', 'certificates');
  return { revocations: await work.tx.revocationsOf(applicant) };
}

async function deepLink(work: Work, payload: string): Promise<NonNullable<Known['link']>> {
  const link = await work.tx.link({ hash: work.parts.keyring.hash('link', payload) });
  return linkFound(work, link);
}

const ASKS_OF_IT: ReadonlySet<Meaning['means']> = new Set<Meaning['means']>(['why-rejected', 'status']);

/** How his last renewal ended, for whoever asks why, or how it stands: it is over, and not among his renewals. */
async function rejection(work: Work, { applicant }: ContactRow, { meanings }: Heard): Promise<Partial<Known>> {
  if (applicant === undefined || !meanings.some(({ means }) => ASKS_OF_IT.has(means))) return {};
  await work.tx.flush('renewals');
  const found = await work.tx.rejectionOf(applicant);
  return found === undefined ? {} : { rejection: found };
}

/** Another chat may have answered the same question in this very batch: what it used is to be seen. */
async function linkById(work: Work, id: string): Promise<NonNullable<Known['link']>> {
  await work.tx.flush();
  return linkFound(work, await work.tx.link({ id }));
}

async function linkFound(
  work: Work,
  link: Awaited<ReturnType<Work['tx']['link']>>,
): Promise<NonNullable<Known['link']>> {
  if (link?.purpose !== 'telegram' || link.usedAt || link.expiresAt <= work.now) return { bad: true };
  return { applicant: applicantView(await work.applicant(link.applicant)), link: link.id };
}
