import type { Meaning } from '../conversation/meaning.ts';

/** A button: what stands on it and what it means. */
export type Choice = { readonly label: string; readonly meaning: Meaning };

/** What a button carries: its message and its place there. Whose it is and how long it stands, the message's row says. */
export const choiceId = (message: string, place: number): string => `${message}.${place}`;

const ID = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(\d{1,3})$/;

/** Undefined for what no button of ours carries. */
export function readChoiceId(id: string): { readonly message: string; readonly place: number } | undefined {
  const [, message, place] = ID.exec(id) ?? [];
  return message === undefined ? undefined : { message, place: Number(place) };
}
