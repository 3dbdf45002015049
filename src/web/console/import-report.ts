import { html } from 'hono/html';
import type { ImportReport, Refused, RowFault } from '../../import/report.ts';
import type { Html } from '../layout.ts';
import { badge } from './frame.ts';
import { fileFaultInWords, rowFaultInWords } from './import-words.ts';

/** What became of an import, with all that is to be mended in each row that was not taken in. */

const SHOWN_ROWS = 500;

export function reportCard(report: ImportReport): Html {
  if (report.fault)
    return html`<div class="notice bad" role="alert"><p>${fileFaultInWords(report)} Tidak ada yang disimpan.</p></div>`;
  const count = (result: string) => report.rows.filter((row) => row.result === result).length;
  const refused = report.rows.flatMap((row) => (row.result === 'refused' ? [row] : []));
  return html`<section class="card" role="status"><h2>Hasil impor</h2><p>${badge(`${count('done')} disimpan`, 'good')} ${badge(`${count('known')} sudah ada`)} ${badge(`${refused.length} tidak diterima`, refused.length > 0 ? 'bad' : '')}</p>
${refused.length > 0 ? html`<div class="scroll"><table class="list"><thead><tr><th>Baris</th><th>Yang perlu dibetulkan</th></tr></thead><tbody>${refused.slice(0, SHOWN_ROWS).map(rowOf)}</tbody></table></div>` : html`<p>Semua baris diterima.</p>`}${refused.length > SHOWN_ROWS ? html`<p class="muted">Dan ${refused.length - SHOWN_ROWS} baris lain.</p>` : ''}</section>`;
}

const rowOf = ({ line, who, faults }: Refused) =>
  html`<tr><td><strong>Baris ${line}</strong>${who ? html`<br>${who}` : ''}</td><td><ul class="plainlist">${faults.map(faultOf)}</ul></td></tr>`;

const faultOf = (fault: RowFault) =>
  html`<li>${fault.field ? html`<span class="mono">${fault.field}</span>: ` : ''}${rowFaultInWords(fault)}</li>`;
