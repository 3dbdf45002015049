import { html } from 'hono/html';
import type { Data } from '../../renewal/renewal.ts';
import type { Html } from '../layout.ts';
import type { RecordingResult, WebParts } from '../parts.ts';
import { type Form, field, fileOf } from './act.ts';
import type { Deciding } from './decide.ts';
import { card, token } from './frame.ts';
import { vocabulary } from './words.ts';

/** The work packet for AMS, and the record of the certificate that came out of it. */

export function packetCard(parts: WebParts, { c, renewal, person }: Deciding): Html {
  const fields = parts.packet(person.data);
  const { letter } = renewal.facts;
  return card(
    'Ajukan di AMS',
    html`<p>Salin setiap isian ke AMS menurut urutannya, lampirkan suratnya, dan beri tanda pada yang sudah. Tanda hanya tersimpan di peramban ini.</p>
<table class="packet" data-ticks="${renewal.id}"><tbody>${fields.map(
      ({ field: name, value }, index) =>
        html`<tr><td><input type="checkbox" id="tick-${index}" data-tick></td><th scope="row"><label for="tick-${index}">${vocabulary.fields[name as keyof Data] ?? name}</label></th><td class="value" id="value-${index}">${value || '(kosong)'}</td><td>${
          value
            ? html`<button type="button" class="plain small" data-copy="${value}" data-copied="${vocabulary.fields[name as keyof Data] ?? name} disalin">Salin</button>`
            : ''
        }</td></tr>`,
    )}<tr><td><input type="checkbox" id="tick-letter" data-tick></td><th scope="row"><label for="tick-letter">Surat Rekomendasi</label></th><td colspan="2">${letter ? html`<a href="/console/documents/${letter.document}">Unduh surat</a>` : 'belum ada'}</td></tr></tbody></table>
<h3>Setelah CA menerbitkan sertifikat</h3><p>Catat sertifikat barunya dengan salah satu cara berikut. Cara pertama adalah bukti yang terkuat.</p>
<form method="post" action="/console/renewals/${renewal.id}/certificate" enctype="multipart/form-data">${token(c.get('session'))}
<fieldset class="way"><legend><label class="inline"><input type="radio" name="way" value="certificate" required> Berkas sertifikat (PEM)</label></legend><label class="unseen" for="pem">Berkas sertifikat</label><input id="pem" type="file" name="pem" accept=".pem,.crt,.cer,.der"></fieldset>
<fieldset class="way"><legend><label class="inline"><input type="radio" name="way" value="signed-pdf"> PDF yang ditandatangani dengannya</label></legend><label class="unseen" for="pdf">Berkas PDF</label><input id="pdf" type="file" name="pdf" accept=".pdf"></fieldset>
<fieldset class="way"><legend><label class="inline"><input type="radio" name="way" value="number"> Nomor dan tanggal seperti tertera di AMS</label></legend>
<div class="grid"><div><label for="serial">Nomor seri (heksadesimal)</label><input id="serial" name="serial" class="mono" maxlength="64" autocomplete="off"></div><div><label for="from">Berlaku sejak</label><input id="from" name="from" type="date"></div><div><label for="until">Berlaku sampai</label><input id="until" name="until" type="date"></div></div></fieldset>
<button>Catat sertifikat baru</button></form>`,
    'decide',
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
      const serial = field(form, 'serial', 64).toLowerCase().replaceAll(/[\s:]/g, '').replace(/^0+/, '');
      return serial && until
        ? recording.byNumber(serial, dayOf(field(form, 'from'), parts.settings.timeZone, false), until)
        : undefined;
    }
    default:
      return undefined;
  }
}

/** A day as a date field gives it: its beginning, or its last second, in the agency's zone. */
export function dayOf(text: string, timeZone: string, end: boolean): Date | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const at = new Date(`${text}T${end ? '23:59:59' : '00:00:00'}Z`);
  if (Number.isNaN(at.getTime()) || !at.toISOString().startsWith(text)) return undefined;
  return new Date(at.getTime() - offsetMs(at, timeZone));
}

function offsetMs(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((each) => each.type === type)!.value);
  return (
    Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) - at.getTime()
  );
}
