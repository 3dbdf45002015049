import { html } from 'hono/html';
import { listed } from '../../../conversation/format.ts';
import type { Data, Renewal } from '../../../renewal/renewal.ts';
import { plainSerial } from '../../../renewal/serial.ts';
import type { Html, Maybe } from '../../layout.ts';
import type { RecordingResult, WebParts } from '../../parts.ts';
import { type Form, field, fileOf, oneOf } from '../act.ts';
import { dayOf } from '../days.ts';
import { type At, card, token } from '../frame.ts';
import { correctionForm, type Tried, toldCertificate } from '../people/correction.ts';
import { EVIDENCE, RECORDING, vocabulary } from '../words.ts';

/** How an operator records the certificate that came out of AMS, and shows later what was only told at first. */

/** What was filled in and refused: typed once is enough. Files cannot be given back to a browser. */
const chosen = (typed: Form, name: string, value: string): string => (field(typed, name) === value ? 'checked' : '');

const files = (
  typed: Form,
): Html => html`<fieldset class="way"><legend><label class="inline"><input type="radio" name="way" value="certificate" required ${chosen(typed, 'way', 'certificate')}> Berkas sertifikat (PEM, DER, atau P7B)</label></legend><label class="unseen" for="pem">Berkas sertifikat</label><input id="pem" type="file" name="pem" accept=".pem,.crt,.cer,.der,.p7b,.p7c"></fieldset>
<fieldset class="way"><legend><label class="inline"><input type="radio" name="way" value="signed-pdf" ${chosen(typed, 'way', 'signed-pdf')}> PDF yang ditandatangani dengannya</label></legend><label class="unseen" for="pdf">Berkas PDF</label><input id="pdf" type="file" name="pdf" accept=".pdf"></fieldset>`;

/** `unknown`: how to say that nobody knows the number; not where only that is missing. */
const numberWay = (typed: Form, unknown: Maybe): Html =>
  html`<fieldset class="way"><legend><label class="inline"><input type="radio" name="way" value="number" ${chosen(typed, 'way', 'number')}> Nomor dan tanggal</label></legend>
<div class="grid"><div><label for="serial">Nomor seri (heksadesimal)</label><input id="serial" name="serial" class="mono" maxlength="64" autocomplete="off" value="${field(typed, 'serial', 64)}"></div><div><label for="from">Berlaku sejak</label><input id="from" name="from" type="date" value="${field(typed, 'from', 10)}"></div><div><label for="until">Berlaku sampai</label><input id="until" name="until" type="date" value="${field(typed, 'until', 10)}"></div></div>
${unknown}
<p><label class="inline"><input type="radio" name="told" value="word" ${field(typed, 'told') === 'number' ? '' : 'checked'}> Saya melihatnya sendiri di AMS</label> <label class="inline"><input type="radio" name="told" value="number" ${chosen(typed, 'told', 'number')}> Saya mendengarnya dari orang lain atau dari daftar</label></p></fieldset>`;

const TOLD = ['word', 'number'] as const;

/** Folded away as long as the request is not even entered in AMS. */
export function recordCard(c: At, { recording }: WebParts, renewal: Renewal, typed: Form): Html {
  const form = html`<p>Catat setelah CA menerbitkannya, dengan salah satu cara berikut. Berkas sertifikat atau PDF adalah bukti yang terkuat, karena isinya kami periksa sendiri; tanpa itu, pemohon diberi tahu bahwa sertifikatnya belum kami periksa.</p>${issuerUnchecked(recording)}
<form method="post" action="/console/renewals/${renewal.id}/certificate" enctype="multipart/form-data">${token(c.get('session'))}${files(typed)}
${numberWay(typed, html`<p><label class="inline"><input type="checkbox" name="unknown" value="yes" ${chosen(typed, 'unknown', 'yes')}> Nomor serinya belum diketahui; catat tanggalnya saja, dan lengkapi kemudian</label></p>`)}
<button>Catat sertifikat baru</button></form>`;
  return card(
    'Catat sertifikat baru',
    renewal.facts.ams
      ? form
      : html`<details ${'way' in typed ? 'open' : ''}><summary>Sertifikatnya sudah terbit?</summary>${form}</details>`,
    'record',
  );
}

const issuerUnchecked = ({ checksIssuer }: WebParts['recording']): Maybe =>
  checksIssuer
    ? ''
    : html`<p class="notice warn">Nama dan datanya dicocokkan, tetapi penerbitnya tidak diperiksa karena AMS_CA_FILE belum diisi. Pastikan sendiri bahwa berkasnya berasal dari BSrE.</p>`;

/** Where the certificate itself was never here: the file that shows it may still come. */
export async function evidenceCard(
  c: At,
  parts: WebParts,
  renewal: Renewal,
  tried: Pick<Tried, 'form' | 'problems'>,
): Promise<Maybe> {
  const recorded = await toldCertificate(parts, renewal);
  if (!recorded) return '';
  const { form: typed } = tried;
  return card(
    'Lengkapi bukti sertifikat baru',
    html`<p>Bukti sertifikat baru saat ini: <strong>${EVIDENCE[recorded.evidence]}</strong>. Bila berkasnya sudah ada, tambahkan di sini; catatan yang lama tetap tersimpan.</p>${issuerUnchecked(parts.recording)}
<form method="post" action="/console/renewals/${renewal.id}/certificate" enctype="multipart/form-data">${token(c.get('session'))}${files(typed)}${recorded.serial === undefined ? numberWay(typed, '') : ''}<button>Tambahkan bukti</button></form>${correctionForm(c, parts, renewal, recorded, tried)}`,
    'record',
  );
}

/** What the operator brought, checked by the issuance room; undefined when the form says nothing. */
export async function recordingOf(parts: WebParts, form: Form, data: Data): Promise<RecordingResult | undefined> {
  const { recording } = parts;
  switch (field(form, 'way')) {
    case 'certificate': {
      const pem = await fileOf(form, 'pem');
      return pem && recording.byCertificate(pem, data);
    }
    case 'signed-pdf': {
      const pdf = await fileOf(form, 'pdf');
      return pdf && recording.bySignedPdf(pdf, data);
    }
    case 'number': {
      const until = dayOf(field(form, 'until'), parts.settings.timeZone, true);
      const from = dayOf(field(form, 'from'), parts.settings.timeZone, false);
      const serial = plainSerial(field(form, 'serial', 64));
      const told = oneOf(TOLD, field(form, 'told')) ?? 'number';
      const isUnknown = field(form, 'unknown') === 'yes';
      // A number that was forgotten is not one that nobody knows, and neither is both at once.
      if (!until || isUnknown === (serial !== '')) return undefined;
      return isUnknown ? recording.byDates(from, until) : recording.byNumber(serial, from, until, told);
    }
    default:
      return undefined;
  }
}

/** Says what is wrong with what was brought, and what to bring instead. */
export function refusedRecord(why: string, fields: readonly string[] = []): string {
  const words = fields.map((name) => vocabulary.fields[name as keyof Data] ?? name);
  const which = words.length > 0 ? ` Yang berbeda: ${listed(words, 'id')}.` : '';
  return `${RECORDING[why] ?? 'Sertifikat itu tidak dapat dicatat.'}${which} Tidak ada yang dicatat.`;
}
