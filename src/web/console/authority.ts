import { html } from 'hono/html';
import { authorityFindings, earlierFindings } from '../../doctor/authority-end.ts';
import { inWords, levelOf } from '../../doctor/words.ts';
import type { Maybe } from '../layout.ts';
import type { WebParts } from '../parts.ts';
import { badge, card } from './frame.ts';

/**
 * Stands above the queue from the day on which the end of our own CA will be felt, so that nobody learns of it from a
 * certificate that could not be issued, and where one before it ends before what it has issued. Nothing for as long as all
 * is well, and with AMS.
 */
export async function authorityNotice({ authority, clock, settings }: WebParts): Promise<Maybe> {
  const [chain = [], earlier = []] = await Promise.all([authority?.chain(), authority?.earlier()]);
  const own = chain.length > 0 ? authorityFindings(chain, clock()) : [];
  const findings = [...own, ...earlierFindings(earlier, clock())];
  const grave = findings.filter((finding) => ['warning', 'wrong'].includes(levelOf(finding)));
  if (grave.length === 0) return '';
  return card(
    'Masa berlaku CA',
    html`${grave.map((finding) => {
      const { says, todo } = inWords(finding, settings.timeZone);
      const isWrong = levelOf(finding) === 'wrong';
      return html`<p>${badge(isWrong ? 'mendesak' : 'perhatikan', isWrong ? 'bad' : 'warn')} ${says}</p><p class="hint">${todo}</p>`;
    })}<p class="muted small">Sampaikan kepada pengelola sistem.</p>`,
    'ca-ends',
  );
}
