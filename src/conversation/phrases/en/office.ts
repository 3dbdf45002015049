import { dateAndTime } from '../../format.ts';
import type { Context } from '../catalogue.ts';

/** Behind a sentence that leaves something to an operator: when somebody is there again. Nothing in office hours. */
export const whileClosed = (c: Context): string =>
  c.opens === undefined
    ? ''
    : ` Our office is closed now; operators are at work again from ${dateAndTime(c.opens, c)}.`;

/** Behind a sentence that says that an operator is awaited: until or from when one is at work. */
export const atWork = (c: Context): string =>
  c.closes === undefined ? whileClosed(c) : ` Our office is open until ${dateAndTime(c.closes, c)}.`;
