import { Hono } from 'hono';
import { html } from 'hono/html';
import { nipByEmail } from '../../../db/people.ts';
import { importApplicants, importCertificates, textOf } from '../../import/csv.ts';
import { type Enter, IMPORT_LIMITS, type ImportReport } from '../../import/enter.ts';
import { importPem } from '../../import/pem.ts';
import type { Html } from '../layout.ts';
import type { WebParts } from '../parts.ts';
import type { ConsoleEnv } from '../session.ts';
import { field, fileOf, formOf, go, oneOf } from './act.ts';
import { type At, badge, card, consolePage, heading, token } from './frame.ts';
import { importFaultInWords, rowFaultInWords } from './import-words.ts';

/** Import of applicants and certificates, with a report line by line. */

const KINDS = ['applicants', 'certificates', 'pem'] as const;
type Kind = (typeof KINDS)[number];
const NAMES: Readonly<Record<Kind, string>> = {
  applicants: 'Pemohon (CSV)',
  certificates: 'Sertifikat dengan nomor dan tanggal (CSV)',
  pem: 'Berkas sertifikat (PEM)',
};

export function importRoutes(parts: WebParts): Hono<ConsoleEnv> {
  return new Hono<ConsoleEnv>()
    .get('/console/import', (c) => importPage(c, parts))
    .post('/console/import', async (c) => {
      const form = await formOf(c);
      const kind = oneOf(KINDS, field(form, 'kind'));
      const file = await fileOf(form, 'file');
      if (!kind || !file) return go(c, '/console/import', { said: 'incomplete' });
      return importPage(c, parts, await run(c, parts, kind, textOf(file)));
    });
}

async function run(c: At, parts: WebParts, kind: Kind, text: string): Promise<ImportReport> {
  const { id, name } = c.get('session').operator;
  const enter: Enter = (acts) =>
    parts.desk.receive(acts.map((act) => ({ enter: 'operator', operator: { id, name }, act })));
  if (kind === 'applicants') return importApplicants(text, enter);
  if (kind === 'certificates') return importCertificates(text, enter);
  return importPem(text, enter, (email) => nipByEmail(parts.sql, parts.keyring, email, parts.clock()));
}

function importPage(c: At, parts: WebParts, report?: ImportReport): Response | Promise<Response> {
  return consolePage(
    c,
    parts,
    'Impor',
    html`${heading('Impor')}${report ? reportCard(report) : ''}
<div class="columns"><div>${card(
      'Pilih berkas',
      html`<form method="post" enctype="multipart/form-data">${token(c.get('session'))}
<div class="field"><label for="kind">Isi berkas</label><select id="kind" name="kind">${KINDS.map((kind) => html`<option value="${kind}">${NAMES[kind]}</option>`)}</select></div>
<div class="field"><label for="file">Berkas</label><input id="file" name="file" type="file" required accept=".csv,.txt,.pem,.crt,.cer"></div><button>Impor</button></form>`,
    )}</div>
<div>${card(
      'Bentuk berkas',
      html`<p>Baris pertama memuat nama kolom. Pemisahnya koma atau titik koma; berkas simpanan Excel (CSV) dapat langsung dipakai.</p>
<h3>Pemohon</h3><p class="mono small wrap">nik,nip,nama,email,telepon,jabatan,instansi,unit_kerja,kota,provinsi</p><p class="hint">Semua kolom ini harus ada, tetapi hanya NIK, NIP, nama, dan email yang wajib diisi. Email orang yang sudah tercatat tidak diubah lewat impor.</p>
<h3>Sertifikat</h3><p class="mono small wrap">nip,serial,berlaku_sampai,status</p><p class="hint">Tanggal seperti 2027-01-15 atau 15/01/2027. Status boleh kosong (berlaku), atau seperti di AMS: ISSUE, EXPIRED, REVOKE.</p>
<h3>PEM</h3><p class="hint">Satu atau banyak sertifikat dalam satu berkas. Pemiliknya dikenali dari NIP atau email di dalam sertifikat.</p>
<p class="hint">Paling banyak ${IMPORT_LIMITS.bytes / 1024 / 1024} MB dan ${IMPORT_LIMITS.rows.toLocaleString('id-ID')} baris sekali impor. Baris yang keliru dilaporkan, baris yang benar tetap disimpan.</p>`,
    )}</div></div>`,
  );
}

const SHOWN_ROWS = 500;

function reportCard(report: ImportReport): Html {
  if (report.fault)
    return html`<div class="notice bad" role="alert"><p>${importFaultInWords(report.fault, report.field, report.line)} Tidak ada yang disimpan.</p></div>`;
  const count = (result: string) => report.rows.filter((row) => row.result === result).length;
  const refused = report.rows.filter((row) => row.result === 'refused');
  return html`<section class="card" role="status"><h2>Hasil impor</h2><p>${badge(`${count('done')} disimpan`, 'good')} ${badge(`${count('known')} sudah ada`)} ${badge(`${refused.length} tidak diterima`, refused.length > 0 ? 'bad' : '')}</p>
${refused.length > 0 ? html`<div class="scroll"><table class="list"><thead><tr><th>Baris</th><th>Kolom</th><th>Sebabnya</th></tr></thead><tbody>${refused.slice(0, SHOWN_ROWS).map((row) => html`<tr><td>${row.line}</td><td>${row.field ?? ''}</td><td>${rowFaultInWords(row)}</td></tr>`)}</tbody></table></div>` : html`<p>Semua baris diterima.</p>`}${refused.length > SHOWN_ROWS ? html`<p class="muted">Dan ${refused.length - SHOWN_ROWS} baris lain.</p>` : ''}</section>`;
}
