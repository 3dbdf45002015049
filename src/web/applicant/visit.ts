import type { Context } from 'hono';
import type { PageContent, PageSession } from '../../../db/pages.ts';
import type { Language } from '../../conversation/line.ts';

/** Someone whose session was found, and what his page shows. */
export type Visit = {
  readonly c: Context;
  readonly session: PageSession;
  readonly content: PageContent;
  readonly language: Language;
  /** `chat`: the Mini App, where nothing is done with keys. */
  readonly place: 'browser' | 'chat';
};
