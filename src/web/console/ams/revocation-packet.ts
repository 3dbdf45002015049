import { Hono } from 'hono';
import { html } from 'hono/html';
import { type RevocationView, revocations } from '../../../../db/console/certificates.ts';
import type { Html } from '../../layout.ts';
import type { WebParts } from '../../parts.ts';
import type { ConsoleEnv } from '../../session.ts';
import { enter, go } from '../act.ts';
import { type At, card, consolePage, heading, missing, times, uuid } from '../frame.ts';
import { isOpened, opened } from '../pressed.ts';
import { REVOCATION_REASONS, serialInWords, vocabulary } from '../words.ts';
import { copyRow } from './packet.ts';

const BACK = '/console/revocations';

/**
 * What an operator needs to revoke a certificate in AMS. It carries the whole NIK: it is opened by a press (packet.ts),
 * and who did is in the journal.
 */
export function revocationPacketRoutes(parts: WebParts): Hono<ConsoleEnv> {
  return new Hono<ConsoleEnv>()
    .get(`${BACK}/:id{${uuid}}/packet`, (c) => shown(c, parts, c.req.param('id')))
    .post(`${BACK}/:id{${uuid}}/packet`, (c) => taken(c, parts, c.req.param('id')));
}

async function taken(c: At, parts: WebParts, id: string): Promise<Response> {
  const outcome = await enter(c, parts, { act: 'take-revocation-packet', revocation: id });
  if ('refused' in outcome) return go(c, BACK, { refused: outcome.refused });
  return opened(c, parts, c.req.path);
}

async function shown(c: At, parts: WebParts, id: string): Promise<Response> {
  if (!isOpened(c, parts)) return c.redirect(BACK, 303);
  const row = (await revocations(parts)).find((each) => each.id === id);
  return row?.person ? packetPage(c, parts, row, row.person) : missing(c, parts, 'Pencabutan');
}

function packetPage(
  c: At,
  parts: WebParts,
  row: RevocationView,
  { data }: NonNullable<RevocationView['person']>,
): Response | Promise<Response> {
  const shown = times(parts);
  const reason = REVOCATION_REASONS[row.reason];
  const fields: readonly (readonly [string, string])[] = [
    [vocabulary.fields.nik, data.nik],
    [vocabulary.fields.nip, data.nip],
    [vocabulary.fields.name, data.name],
    // What nobody knows must not be copied into a form.
    ...(row.serial ? [['Nomor seri yang dicabut', serialInWords(row.serial)] as const] : []),
    ['Alasan pencabutan', reason],
  ];
  return consolePage(
    c,
    parts,
    'Paket pencabutan AMS',
    html`<div class="paper-sheet">${heading('Paket pencabutan AMS', html`<span class="actions"><a class="button plain" href="${BACK}">Kembali ke pencabutan</a></span>`)}
<p class="muted">${parts.settings.agency.name}. Dibuka ${shown.moment(shown.now)}; pembukaan ini tercatat atas nama Anda karena paket memuat NIK lengkap.</p>
${card('Isian', html`<table class="packet" data-ticks="${row.id}"><tbody>${fields.map(([label, value], index) => copyRow(index, label, value, value))}</tbody></table>`)}
${card('Langkah di AMS', html`<ol class="stepwise">${stepsFor(row, shown.day(row.expires)).map((step) => html`<li>${step}</li>`)}</ol>`)}
${card('Dasar', html`<dl><dt>Diminta</dt><dd>${shown.moment(row.at)}</dd>${row.note ? html`<dt>Catatan</dt><dd>${row.note}</dd>` : ''}</dl>`)}</div>`,
  );
}

/** The one thing that must not happen: that the new certificate is revoked instead of the old one. */
function stepsFor({ serial, succeeded, successor }: RevocationView, expires: string): readonly (string | Html)[] {
  return [
    'Masuk ke AMS dengan akun Anda sendiri, lalu cari pemohon dengan NIK. Cocokkan juga NIP dan nama.',
    serial
      ? `Pilih sertifikat dengan nomor seri di atas, yang berlaku sampai ${expires}.`
      : `Nomor serinya belum diketahui. Pilih sertifikat yang berlaku sampai ${expires}, dan hanya bila tepat satu yang cocok.`,
    ...(succeeded
      ? [
          successor
            ? html`Jangan mencabut sertifikat bernomor seri <span class="mono wrap">${serialInWords(successor)}</span>: itu sertifikat barunya.`
            : 'Jangan mencabut sertifikat barunya, yang nomor serinya belum diketahui: masa berlakunya berakhir lebih kemudian.',
        ]
      : []),
    'Cabut dengan alasan yang paling mendekati alasan di atas. Pencabutan tidak dapat dibatalkan.',
    'Kembali ke halaman Pencabutan, tulis nomor tiket atau waktunya sebagai catatan, lalu tandai sudah dicabut.',
  ];
}
