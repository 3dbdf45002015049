import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { PageAct } from '../../desk/entry.ts';
import { forgetBody } from '../forgotten.ts';
import type { WebParts } from '../parts.ts';
import { LETTER_BYTES } from './tasks/letter.ts';
import type { Visit } from './visit.ts';
import { words } from './words/choose.ts';
import { DONE_NOTES, type Note } from './words/words.ts';

/** What surrounds the file in a form: boundaries and two short fields. */
export const FORM_BYTES = 64 * 1024;
export const LETTER_FORM_BYTES = LETTER_BYTES + FORM_BYTES;

/** A script of ours asks for JSON; without scripts the answer is a page. */
export const isScript = (c: Context) => c.req.header('accept') === 'application/json';

/** What came of an act, as a sentence for a script or as a note on the page. */
export function answer({ c, language }: Pick<Visit, 'c' | 'language'>, note: Note): Response {
  if (!isScript(c)) return c.redirect(`/me?kabar=${note}`, 303);
  const done = DONE_NOTES.includes(note);
  return c.json({ done, sentence: words(language).notes[note] }, done ? 200 : 409);
}

export async function enter(parts: WebParts, { session }: Visit, act: PageAct) {
  const [outcome] = await parts.desk.receive([
    { enter: 'page', applicant: session.applicant, renewal: session.renewal, act },
  ]);
  return outcome!;
}

/** A body within its limit, of somebody whose visit was found: before that nothing of a stranger's is read into memory. */
export const within =
  <More extends unknown[]>(
    maxSize: number,
    onError: (c: Context) => Response | Promise<Response>,
    act: (visit: Visit, ...more: More) => Response | Promise<Response>,
  ) =>
  async (visit: Visit, ...more: More): Promise<Response> => {
    let answered: Response | undefined;
    const refuse = async (c: Context) => {
      await forgetBody(c);
      return onError(c);
    };
    const refused = await bodyLimit({ maxSize, onError: refuse })(visit.c, async () => {
      answered = await act(visit, ...more);
    });
    return (refused ?? answered) as Response;
  };

type Form = Awaited<ReturnType<Context['req']['parseBody']>>;

/** A letter from the form of tasks/letter.ts; who sent it has been looked at. */
export async function takeLetter(visit: Visit, parts: WebParts, form: Form): Promise<Response> {
  const { file } = form;
  if (!(file instanceof File) || file.size === 0) return answer(visit, 'no-file');
  if (file.size > LETTER_BYTES) return answer(visit, 'too-large');
  const content = new Uint8Array(await file.arrayBuffer());
  const outcome = await enter(parts, visit, {
    page: 'letter',
    name: file.name,
    content,
    letter: form.letter === 'change' ? 'change' : 'recommendation',
  });
  if ('done' in outcome) return answer(visit, 'letter');
  const why = 'refused' in outcome ? (outcome.why ?? outcome.refused) : '';
  if (why === 'not-a-pdf' && isPicture(file)) return answer(visit, 'photo');
  return answer(visit, LETTER_NOTES.find((note) => note === why) ?? 'not-now');
}

/** Refusals that are notes of the same name. */
const LETTER_NOTES = ['not-a-pdf', 'encrypted', 'sent-back', 'private-key', 'already'] as const;

/** By its name: only the sentence depends on it. */
const isPicture = ({ name, type }: File) => type.startsWith('image/') || /\.(jpe?g|png|heic|heif|webp)$/i.test(name);
