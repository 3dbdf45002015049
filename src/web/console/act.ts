import type { OperatorAct, Outcome } from '../../desk/entry.ts';
import { formIn, withoutNul } from '../form.ts';
import type { WebParts } from '../parts.ts';
import type { At } from './frame.ts';
import type { Said } from './words.ts';

/** Everything an operator does goes through the one door; this carries it there and the answer back. */

/** Free text of an operator: long enough for a letter, short enough for one Telegram message with our words around it. */
export const TEXT_LIMIT = 3_000;

/** An act of the operator who is signed in, through the one door. */
export async function enter(c: At, parts: WebParts, act: OperatorAct): Promise<Outcome> {
  const { id, name } = c.get('session').operator;
  const [outcome] = await parts.desk.receive([{ enter: 'operator', operator: { id, name }, act }]);
  return outcome!;
}

/** Does it, and goes back to a page of ours that says how it went. */
export async function carryOut(c: At, parts: WebParts, act: OperatorAct, back: string, said: Said): Promise<Response> {
  const outcome = await enter(c, parts, act);
  return 'refused' in outcome ? go(c, back, { refused: outcome.refused }) : go(c, back, { said });
}

/** Back to a page of ours, with the word for what happened; a fragment stays behind the query. */
export function go(c: At, path: string, words: { said: Said } | { refused: string }): Response {
  const [before, after] = path.split('#');
  const query = new URLSearchParams(words).toString();
  return c.redirect(`${before}${before!.includes('?') ? '&' : '?'}${query}${after ? `#${after}` : ''}`, 303);
}

export type Form = Readonly<Record<string, unknown>>;
export const formOf = async (c: At): Promise<Form> => (await formIn(c, { all: true })) as Form;

/** A field as it was written, trimmed and within the limit; empty when it is missing. */
export function field(form: Form, name: string, limit = TEXT_LIMIT): string {
  const value = form[name];
  return typeof value === 'string' ? withoutNul(value).trim().slice(0, limit) : '';
}

/** The file of a field, if one was chosen. */
export async function fileOf(form: Form, name: string): Promise<Uint8Array | undefined> {
  const value = form[name];
  return value instanceof File && value.size > 0 ? new Uint8Array(await value.arrayBuffer()) : undefined;
}

/** The value as one of these; undefined for anything else. */
export function oneOf<T extends string>(list: readonly T[], value: string): T | undefined {
  return list.find((each) => each === value);
}
