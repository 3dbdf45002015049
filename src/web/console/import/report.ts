import { html } from 'hono/html';
import { type Person, peopleById, type Reads } from '../../../../db/console/console.ts';
import type { ImportReport, Refused, RowFault } from '../../../import/report.ts';
import { mask } from '../../../renewal/data.ts';
import type { Html } from '../../layout.ts';
import { badge } from '../frame.ts';
import { fileFaultInWords, lackingInWords, namedIn, ownerInWords, rowFaultInWords } from './words.ts';

/** What became of an import, with all that is to be mended in each row that was not taken in. */

const SHOWN_ROWS = 500;

export async function reportCard(report: ImportReport, reads: Reads): Promise<Html> {
  if (report.fault)
    return html`<div class="notice bad" role="alert"><p>${fileFaultInWords(report)} Tidak ada yang disimpan.</p></div>`;
  const count = (result: string) => report.rows.filter((row) => row.result === result).length;
  const refused = report.rows.flatMap((row) => (row.result === 'refused' ? [row] : []));
  const shown = refused.slice(0, SHOWN_ROWS);
  const people = await peopleById(reads, namedIn(shown));
  return html`<section class="card" role="status"><h2>Hasil impor</h2><p>${badge(`${count('done')} disimpan`, 'good')} ${badge(`${count('known')} sudah ada`)} ${badge(`${refused.length} tidak diterima`, refused.length > 0 ? 'bad' : '')}</p>
${report.lacking ? html`<p>${lackingInWords(report.lacking)}</p>` : ''}${refused.length > 0 ? html`<div class="scroll"><table class="list"><thead><tr><th>Baris</th><th>Yang perlu dibetulkan</th></tr></thead><tbody>${shown.map((row) => rowOf(row, people))}</tbody></table></div>` : html`<p>Semua baris diterima.</p>`}${refused.length > SHOWN_ROWS ? html`<p class="muted">Dan ${refused.length - SHOWN_ROWS} baris lain.</p>` : ''}</section>`;
}

type People = ReadonlyMap<string, Person>;

const rowOf = ({ line, who, faults }: Refused, people: People) =>
  html`<tr><td><strong>Baris ${line}</strong>${who ? html`<br>${who}` : ''}</td><td><ul class="plainlist">${faults.map((fault) => faultOf(fault, people))}</ul></td></tr>`;

function faultOf(fault: RowFault, people: People): Html {
  const person = fault.whose === undefined ? undefined : people.get(fault.whose);
  const named =
    person && html` Tercatat pada <a href="/console/people/${person.id}">${ownerInWords(person)}</a>${nipOf(person)}.`;
  return html`<li>${fault.field ? html`<span class="mono">${fault.field}</span>: ` : ''}${rowFaultInWords(fault)}${named ?? ''}</li>`;
}

const nipOf = ({ erasedAt, data }: Person) =>
  erasedAt ? '' : html` (NIP <span class="mono">${mask(data.nip)}</span>)`;
