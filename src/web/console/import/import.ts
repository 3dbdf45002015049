import { setTimeout as pause } from 'node:timers/promises';
import { Hono } from 'hono';
import { html } from 'hono/html';
import { nipByEmail } from '../../../../db/people.ts';
import { importApplicants, importCertificates, textOf } from '../../../import/csv.ts';
import { type Enter, IMPORT_LIMITS, type Progress } from '../../../import/enter.ts';
import { importPem } from '../../../import/pem.ts';
import type { ImportReport } from '../../../import/report.ts';
import { COLUMNS, NEEDED } from '../../../import/rows.ts';
import { withoutNul } from '../../form.ts';
import type { Html } from '../../layout.ts';
import type { WebParts } from '../../parts.ts';
import type { ConsoleEnv } from '../../session.ts';
import { type Form, field, fileOf, formOf, go, oneOf } from '../act.ts';
import { type At, badge, card, consolePage, heading, times, token, uuid } from '../frame.ts';
import { reportCard } from './report.ts';
import { createImportRuns, type ImportRun } from './runs.ts';

/** Import of applicants and certificates, with a report line by line. Thousands of rows take a while: their page says how far it is. */

const PLACE = '/console/import';
/** An answer that waits longer is worse than one that shows progress. */
const MOMENT_MS = 1_000;
const SHOWN_RUNS = 5;
const NAME_CHARACTERS = 120;

const KINDS = ['applicants', 'certificates', 'pem'] as const;
type Kind = (typeof KINDS)[number];
const NAMES: Readonly<Record<Kind, string>> = {
  applicants: 'Pemohon (CSV)',
  certificates: 'Sertifikat dengan nomor dan tanggal (CSV)',
  pem: 'Berkas sertifikat (PEM)',
};

export function importRoutes(parts: WebParts): Hono<ConsoleEnv> {
  const runs = createImportRuns(parts);
  const runOf = (c: At) => runs.find(c.req.param('run') ?? '', c.get('session').operator.id);
  return new Hono<ConsoleEnv>()
    .get(PLACE, (c) => importPage(c, parts, runs.of(c.get('session').operator.id).slice(0, SHOWN_RUNS)))
    .post(PLACE, async (c) => {
      const form = await formOf(c);
      const kind = oneOf(KINDS, field(form, 'kind'));
      const file = await fileOf(form, 'file');
      if (!kind || !file) return go(c, PLACE, { said: 'incomplete' });
      const begun = { operator: c.get('session').operator.id, file: nameOf(form) };
      const { run, ended } = runs.begin(begun, (progress) => read(c, parts, kind, textOf(file), progress));
      // Most are over in a moment, and need no page that says that they are under way.
      await Promise.race([ended, pause(MOMENT_MS, undefined, { ref: false })]);
      return c.redirect(`${PLACE}/${run.id}`, 303);
    })
    .get(`${PLACE}/:run{${uuid}}`, (c) => runPage(c, parts, runOf(c)))
    .get(`${PLACE}/:run{${uuid}}/standing`, async (c) => c.html(await standing(runOf(c), parts)));
}

/** The name of the file, as a word for people. */
function nameOf({ file }: Form): string {
  return file instanceof File ? withoutNul(file.name).slice(0, NAME_CHARACTERS) : '';
}

function read(c: At, parts: WebParts, kind: Kind, text: string, progress: Progress): Promise<ImportReport> {
  const { id, name } = c.get('session').operator;
  const enter: Enter = (acts) =>
    parts.desk.receive(acts.map((act) => ({ enter: 'operator', operator: { id, name }, act })));
  if (kind === 'applicants') return importApplicants(text, enter, progress);
  if (kind === 'certificates') return importCertificates(text, enter, progress);
  return importPem(text, enter, (email) => nipByEmail(parts.sql, parts.keyring, email, parts.clock()), progress);
}

const runPage = async (c: At, parts: WebParts, run: ImportRun | undefined): Promise<Response> =>
  consolePage(
    c,
    parts,
    'Impor',
    html`${heading('Impor', html`<a class="button plain" href="${PLACE}">Impor berkas lain</a>`)}${run ? html`<p class="muted">${run.file}, dimulai ${times(parts).moment(run.begunAt)}</p>` : ''}${await standing(run, parts)}`,
  );

/** Asks for itself again until there is a result. */
async function standing(run: ImportRun | undefined, parts: WebParts): Promise<Html> {
  if (!run)
    return html`<div class="notice warn"><p>Kemajuan impor ini tidak lagi diketahui, misalnya karena layanan dimulai ulang. Baris yang sudah diterima tetap tersimpan. Bila belum yakin, impor berkas yang sama sekali lagi: baris itu tidak menjadi ganda.</p></div>`;
  if (run.report) return reportCard(run.report, parts);
  if (run.broken)
    return html`<div class="notice bad" role="alert"><p>Impor terhenti karena gangguan pada layanan. Baris yang sudah diterima tetap tersimpan. Impor berkas yang sama sekali lagi: baris itu tidak menjadi ganda.</p></div>`;
  const { done, of } = run;
  return html`<section class="card" hx-get="${PLACE}/${run.id}/standing" hx-trigger="every 1s" hx-swap="outerHTML"><h2>Sedang diimpor</h2>
<p role="status">${of === undefined ? 'Berkas sedang dibaca.' : `${number(done)} dari ${number(of)} baris selesai.`}</p>
<progress aria-label="Kemajuan impor" max="${of ?? 1}" value="${done}"></progress>
<p class="hint">Halaman ini boleh ditutup, impornya berjalan terus. Hasilnya ada di menu Impor.</p></section>`;
}

const number = (rows: number) => rows.toLocaleString('id-ID');

function latestRuns(parts: WebParts, runs: readonly ImportRun[]): Html {
  const result = ({ report, broken }: ImportRun) =>
    broken || report?.fault ? badge('gagal', 'bad') : report ? badge('selesai', 'good') : badge('berjalan');
  return card(
    'Impor Anda yang terakhir',
    html`<ul>${runs.map((run) => html`<li><a href="${PLACE}/${run.id}">${run.file || 'berkas'}</a>, ${times(parts).short(run.begunAt)} ${result(run)}</li>`)}</ul>`,
  );
}

function importPage(c: At, parts: WebParts, runs: readonly ImportRun[]): Response | Promise<Response> {
  return consolePage(
    c,
    parts,
    'Impor',
    html`${heading('Impor')}
<div class="columns"><div>${card(
      'Pilih berkas',
      html`<form method="post" enctype="multipart/form-data">${token(c.get('session'))}
<div class="field"><label for="kind">Isi berkas</label><select id="kind" name="kind">${KINDS.map((kind) => html`<option value="${kind}">${NAMES[kind]}</option>`)}</select></div>
<div class="field"><label for="file">Berkas</label><input id="file" name="file" type="file" required accept=".csv,.txt,.pem,.crt,.cer"></div><button>Impor</button></form>`,
    )}${runs.length > 0 ? latestRuns(parts, runs) : ''}</div>
<div>${card(
      'Bentuk berkas',
      html`<p>Baris pertama memuat nama kolom. Pemisahnya koma atau titik koma; berkas simpanan Excel (CSV) dapat langsung dipakai.</p>
<h3>Pemohon</h3><p class="mono small wrap">${COLUMNS.applicants.join(',')}</p><p class="hint">Kolom ${NEEDED.applicants.join(', ')} harus ada dan diisi. Kolom lain boleh kosong; bila tidak ada di berkas, isi yang sudah tercatat tidak berubah. Email orang yang sudah tercatat tidak diubah lewat impor.</p>
<h3>Sertifikat</h3><p class="mono small wrap">${COLUMNS.certificates.join(',')}</p><p class="hint">Tanggal seperti 2027-01-15 atau 15/01/2027. Status boleh kosong (berlaku), atau seperti di AMS: ISSUE, EXPIRED, REVOKE.</p>
<h3>PEM</h3><p class="hint">Satu atau banyak sertifikat dalam satu berkas. Pemiliknya dikenali dari NIP atau email di dalam sertifikat.</p>
<p class="hint">Paling banyak ${IMPORT_LIMITS.bytes / 1024 / 1024} MB dan ${IMPORT_LIMITS.rows.toLocaleString('id-ID')} baris sekali impor. Baris yang keliru dilaporkan, baris yang benar tetap disimpan.</p>`,
    )}</div></div>`,
  );
}
