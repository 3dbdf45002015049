import type { Context } from 'hono';

/** Where an operator whose session ended goes on once he has signed in anew. */

const QUEUE = '/console/queue';
const SIGN_IN = '/console/sign-in';
/** What a form's page says of a form that changed nothing; what was typed into it is still in that window. */
const EXPIRED = '?said=form-expired';
/** Only pages of the console, and nothing of an address that a person typed: a searched name stays out of it. */
const PAGE = /^\/console\/(?!sign-(?:in|out)\b)[\w/-]+$/;
const WAY = /^\/console\/(?!sign-(?:in|out)\b)[\w/-]+(?:\?said=form-expired)?$/;

/** The page that a form stood on, which is seldom the address that it is sent to; the queue if the browser does not say. */
export const pageOfForm = (c: Context): string => `${refererOf(c) ?? QUEUE}${EXPIRED}`;

/** To the sign-in, and from there back to where somebody was: to the page that he opened, or that his form stood on. */
export function toSignIn(c: Context): string {
  const isOpened = c.req.method === 'GET' && !c.req.header('hx-request');
  const back = isOpened ? pageOf(c.req.path) : refererOf(c);
  if (back === undefined || back === QUEUE) return SIGN_IN;
  return `${SIGN_IN}?${new URLSearchParams({ back: c.req.method === 'POST' ? `${back}${EXPIRED}` : back })}`;
}

/** What came back from the sign-in, if it leads to a page of the console and nowhere else. */
export const wayBack = (given: unknown): string | undefined =>
  typeof given === 'string' && WAY.test(given) ? given : undefined;

/** Whether somebody comes from a form that was not carried out. */
export const isUnsent = (back: string | undefined): boolean => back?.endsWith(EXPIRED) ?? false;

const pageOf = (path: string): string | undefined => (PAGE.test(path) ? path : undefined);

/** Whatever host it names: only its path is gone to, on ours. */
const refererOf = (c: Context): string | undefined => pageOf(URL.parse(c.req.header('referer') ?? '')?.pathname ?? '');
