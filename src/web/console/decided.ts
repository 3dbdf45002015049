import { html } from 'hono/html';
import type { DecisionView } from '../../../db/console-talk.ts';
import type { Reason } from '../../renewal/renewal.ts';
import type { Html, Maybe } from '../layout.ts';
import type { WebParts } from '../parts.ts';
import { card, times } from './frame.ts';
import { NOT_TAKEN, subjectInWords, vocabulary } from './words.ts';

/** Who decided what on one renewal, refused decisions too. */
export function decisions(parts: WebParts, rows: readonly DecisionView[], names: ReadonlyMap<string, string>): Maybe {
  if (rows.length === 0) return '';
  return card(
    'Keputusan',
    html`<ul class="plainlist">${rows.map((row) => html`<li>${decisionLine(parts, row, names)}${row.note ? html`<div class="muted small">${row.note}</div>` : ''}</li>`)}</ul>`,
  );
}

const decisionLine = (
  parts: WebParts,
  { at, operator, subject, reason }: DecisionView,
  names: ReadonlyMap<string, string>,
): Html =>
  html`${times(parts).moment(at)}: ${names.get(operator) ?? 'operator'} ${subjectInWords(subject)}${reason && reason in vocabulary.reasons ? html` <span class="muted">(${vocabulary.reasons[reason as Reason].why.replace(/\.$/, '')})</span>` : ''}`;

/** One or two lines; all of it stands with the decisions. */
const NOTE_CHARACTERS = 160;

/** Whoever opened the page a moment too early sees who was before him, and what he did. */
export function lastDecided(parts: WebParts, rows: readonly DecisionView[], names: ReadonlyMap<string, string>): Maybe {
  const last = rows.findLast(({ subject }) => !subject.startsWith(NOT_TAKEN));
  if (!last) return '';
  const note = last.note?.replaceAll(/\s+/g, ' ').trim() ?? '';
  const why = note === '' ? '' : `: “${note.length > NOTE_CHARACTERS ? `${note.slice(0, NOTE_CHARACTERS)}…` : note}”`;
  return html`<p class="small muted">Keputusan terakhir, ${decisionLine(parts, last, names)}${why}</p>`;
}
