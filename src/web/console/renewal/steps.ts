import { html } from 'hono/html';
import { statusSteps } from '../../../conversation/status.ts';
import { approvalsNeeded } from '../../../renewal/content.ts';
import { ACTIVITIES, PRINTED_MINUTES, STANDARD_MINUTES } from '../../../renewal/procedure.ts';
import type { Renewal } from '../../../renewal/renewal.ts';
import type { Html } from '../../layout.ts';
import type { WebParts } from '../../parts.ts';
import { card, duration, minutesIn, times } from '../frame.ts';
import { vocabulary } from '../words.ts';

/** The SOP's steps with the time each took, beside its standard; the review, which the SOP gives no time, by itself. */

type Measured = { readonly from?: Date; readonly to?: Date };

/**
 * The review runs from the moment when nothing more was awaited of the applicant to the last approval that was needed,
 * or the no.
 */
function reviewTime({ facts, ...renewal }: Renewal): Measured {
  const supplied = [
    facts.data?.at,
    facts.letter?.state === 'on-file' ? facts.letter.at : undefined,
    renewal.rules.needsCsr ? facts.key?.at : facts.letter?.at,
  ];
  const complete = supplied.every((at) => at !== undefined) && facts.data?.version === renewal.version;
  const from = complete ? latest(supplied as Date[]) : undefined;
  const enough = facts.approvals.length >= approvalsNeeded({ facts, ...renewal });
  const to = enough
    ? latest(facts.approvals.map(({ at }) => at))
    : renewal.outcome === 'rejected'
      ? facts.returned?.at
      : undefined;
  return { ...(from ? { from } : {}), ...(to ? { to } : {}) };
}

const latest = (dates: readonly Date[]) => new Date(Math.max(...dates.map((at) => at.getTime())));

/** When each activity began and ended: it begins when the one before it ended, the last one with the approval. */
function stepTimes(renewal: Renewal): readonly Measured[] {
  const review = reviewTime(renewal);
  let before = renewal.openedAt;
  return statusSteps(renewal).map(({ activity, state, at }) => {
    if (state !== 'done' || !at) return {};
    const from = activity === 6 && review.to && review.to > before ? review.to : before;
    const to = at < from ? from : at;
    before = to;
    return { from, to };
  });
}

export function stepsCard(parts: WebParts, renewal: Renewal): Html {
  const shown = times(parts);
  const measured = stepTimes(renewal);
  const review = reviewTime(renewal);
  const states = statusSteps(renewal);
  const changed = renewal.facts.change !== undefined || renewal.facts.changed.length > 0;
  const kind = changed ? 'changed' : 'unchanged';
  const total = measured.reduce((sum, each) => sum + lengthOf(each), 0);
  const took = (each: Measured) => (each.from && each.to ? length(lengthOf(each)) : '');
  return card(
    'Langkah prosedur',
    html`<table class="steps"><thead><tr><th>No.</th><th>Kegiatan</th><th>Selesai</th><th>Lama</th><th>Standar</th></tr></thead><tbody>${ACTIVITIES.map(
      (activity, index) => {
        const { state, at } = states[index]!;
        return html`<tr class="${state}"><td>${activity.number}</td><td>${vocabulary.activities[activity.number]}</td><td>${
          state === 'done' && at ? shown.short(at) : vocabulary.stepStates[state]
        }</td><td class="${over(measured[index]!, activity.standardMinutes)}">${took(measured[index]!)}</td><td>${activity.standardMinutes} menit</td></tr>`;
      },
    )}<tr class="review"><td></td><td>Pemeriksaan oleh operator</td><td>${review.to ? shown.short(review.to) : !review.from ? '' : renewal.outcome ? vocabulary.stepStates.left : html`berjalan sejak ${shown.short(review.from)}`}</td><td>${
      review.from && (review.to || !renewal.outcome)
        ? length((review.to ?? shown.now).getTime() - review.from.getTime())
        : ''
    }</td><td>tidak diatur</td></tr></tbody>
<tfoot><tr><td></td><td>Jumlah</td><td></td><td>${total > 0 ? length(total) : ''}</td><td>${STANDARD_MINUTES[kind]} menit${PRINTED_MINUTES[kind] !== STANDARD_MINUTES[kind] ? html` <span class="muted">(tercetak ${PRINTED_MINUTES[kind]})</span>` : ''}</td></tr></tfoot></table>
<p class="hint">Lama mencakup waktu menunggu. Standar SOP menghitung pengerjaannya saja.</p>`,
  );
}

/** In a narrow column. */
const length = (ms: number) => (minutesIn(ms) < 1 ? '<\u00a01\u00a0menit' : duration(ms));
const lengthOf = ({ from, to }: Measured) => (from && to ? to.getTime() - from.getTime() : 0);
/** By the number that stands there: one that equals its standard is not late. */
const over = (each: Measured, minutes: number) => (minutesIn(lengthOf(each)) > minutes ? 'over' : '');
