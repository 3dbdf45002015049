import { Hono } from 'hono';
import { html } from 'hono/html';
import { type CertificateView, certificatesOf, provisionalCertificates } from '../../../db/console/certificates.ts';
import { type FaultRow, openFaults } from '../../../db/console/console.ts';
import { isSameDay } from '../../renewal/evidence.ts';
import type { Html, Maybe } from '../layout.ts';
import type { HealthPart, WebParts } from '../parts.ts';
import type { ConsoleEnv } from '../session.ts';
import { carryOut, field, formOf, go } from './act.ts';
import { CHANNELS_PATH, channelsCard, channelsContent } from './channels.ts';
import {
  type At,
  badge,
  card,
  consolePage,
  empty,
  heading,
  isId,
  noteField,
  owner,
  times,
  token,
  uuid,
} from './frame.ts';
import { isCorrectable } from './people/correction.ts';
import { notIssuedInWords } from './renewal/issuance-words.ts';
import { faultInWords } from './talk/words.ts';
import { FAULT_PARTS, serialInWords } from './words.ts';

/** The small lists beside the renewals: certificates to be confirmed, faults. */
export function listRoutes(parts: WebParts): Hono<ConsoleEnv> {
  return new Hono<ConsoleEnv>()
    .get('/console/certificates', (c) => certificatesPage(c, parts))
    .post('/console/certificates', async (c) => {
      const form = await formOf(c);
      const certificate = field(form, 'certificate');
      if (!isId(certificate)) return go(c, '/console/certificates', { said: 'incomplete' });
      if (field(form, 'act') === 'confirm')
        return carryOut(c, parts, { act: 'confirm-certificate', certificate }, '/console/certificates', 'confirmed');
      return carryOut(c, parts, { act: 'discard-certificate', certificate }, '/console/certificates', 'discarded');
    })
    .get('/console/faults', (c) => faultsPage(c, parts))
    .get(CHANNELS_PATH, (c) => c.html(channelsContent(parts)))
    .post(`/console/faults/:id{${uuid}}`, async (c) => {
      const note = field(await formOf(c), 'note', 500);
      if (note === '') return go(c, '/console/faults', { said: 'incomplete' });
      return carryOut(
        c,
        parts,
        { act: 'settle', kind: 'fault', ref: c.req.param('id'), note },
        '/console/faults',
        'settled',
      );
    });
}

async function certificatesPage(c: At, parts: WebParts): Promise<Response> {
  const rows = await provisionalCertificates(parts);
  const shown = times(parts);
  const alike = await Promise.all(rows.map((row) => recordedAlike(parts, row)));
  return consolePage(
    c,
    parts,
    'Perlu dipastikan',
    html`${heading('Sertifikat yang perlu dipastikan')}<p class="muted">Notifikasi CA menyebut sertifikat yang belum tercatat pada orang yang kita kenal. Cocokkan dengan AMS sebelum dipakai.</p>
${rows.length === 0 ? empty('Tidak ada sertifikat yang perlu dipastikan.') : rows.map((row, at) => html`<section class="card">${owner(row.person)}<p>Seri <span class="mono wrap">${serialInWords(row.serial)}</span>, berlaku sampai ${shown.day(row.notAfter)}</p>${alike[at]}<form method="post">${token(c.get('session'))}<input type="hidden" name="certificate" value="${row.id}"><div class="row"><button name="act" value="confirm">Benar, mulai pembaruan</button><button class="plain" name="act" value="discard">Keliru, jangan dipakai</button></div></form></section>`)}`,
  );
}

/** A number that was mistyped is met here, when the CA calls the certificate by the right one. */
async function recordedAlike(parts: WebParts, { applicant, notAfter }: CertificateView): Promise<Maybe> {
  const one = (await certificatesOf(parts, applicant)).find(
    (each) => each.renewal && isCorrectable(each) && isSameDay(each.notAfter, notAfter),
  );
  if (!one) return '';
  const [known, act] = one.serial
    ? [html`dengan nomor seri <span class="mono wrap">${serialInWords(one.serial)}</span>`, 'betulkan nomornya']
    : [html`yang nomor serinya belum diketahui`, 'lengkapi nomornya'];
  return html`<div class="notice warn"><p>Operator sudah mencatat sertifikat orang ini yang berakhir pada hari yang sama, ${known}. Bila itu sertifikat yang sama, jangan dipastikan di sini: <a href="/console/renewals/${one.renewal}#record">${act} di permohonannya</a>, dan kedua catatan digabung.</p></div>`;
}

async function faultsPage(c: At, parts: WebParts): Promise<Response> {
  const [rows, health] = await Promise.all([openFaults(parts), parts.health()]);
  const state: Maybe = html`<ul class="plainlist">${health.map(({ part, ok, why }) => html`<li>${badge(ok ? 'berjalan' : 'terganggu', ok ? 'good' : 'bad')} ${HEALTH[part]} ${!why ? '' : html`<span class="muted small">${why}</span>`}</li>`)}</ul>`;
  return consolePage(
    c,
    parts,
    'Gangguan',
    html`${heading('Gangguan')}${channelsCard(parts)}${card('Keadaan layanan', state)}
${rows.length === 0 ? empty('Tidak ada gangguan yang terbuka. Tidak ada pekerjaan yang hilang.') : rows.map((row) => faultCard(c, parts, row))}`,
  );
}

function faultCard(c: At, parts: WebParts, { id, part, ref, code, detail, at }: FaultRow): Html {
  const when = html`<span class="muted small">${times(parts).moment(at)}</span>`;
  // A message is dealt with where it stands, and its fault with it.
  if (MESSAGE_FAULTS.has(code) && ref && isId(ref))
    return html`<section class="card"><p><strong>${FAULT_PARTS[part]}</strong> ${badge('pesan belum diproses', 'bad')} ${when}</p><p>${faultInWords(detail)}</p><p><a class="button plain" href="/console/messages/${ref}">Tangani pesan ini</a></p></section>`;
  const place =
    part in RENEWAL_PARTS
      ? `/console/renewals/${ref}`
      : part === 'stuck-revoke'
        ? '/console/revocations'
        : `/console/messages/${ref}`;
  const said = part === 'issuance' ? notIssuedInWords(detail) : typedRevocation(part, ref, detail);
  return html`<section class="card"><p><strong>${FAULT_PARTS[part]}</strong> ${badge(code, 'bad')} ${when}</p>${said ? html`<p>${said}</p>` : html`<p class="mono small wrap">${detail}</p>`}${
    ref && isId(ref) ? html`<p class="small"><a href="${place}">Buka yang terkait</a></p>` : ''
  }<form method="post" action="/console/faults/${id}">${token(c.get('session'))}${noteField(id, 'Apa yang sudah dilakukan')}<button class="plain">Tandai selesai</button></form></section>`;
}

/** Nobody signed in for it: the name is shown as what it is. */
const typedRevocation = (part: string, serial: string | undefined, by: string): Maybe | undefined =>
  part === 'revoked-elsewhere' || part === 'revoked-unowned'
    ? html`Seri <span class="mono wrap">${serialInWords(serial)}</span>, atas nama “${by}” sebagaimana diketik; nama itu tidak diperiksa. ${
        part === 'revoked-unowned'
          ? 'Bila Anda tahu siapa pemiliknya, kabari dia: sertifikat itu tidak dapat dipakai lagi.'
          : html`Lihat <a href="/console/revocations">Pencabutan</a>. Bila tidak seorang pun di kantor memintanya, segera beri tahu pengelola sistem.`
      }`
    : undefined;

/**
 * What stands in the way of one renewal, said where it is decided: approved again without it, nothing would be issued
 * again, and its applicant told once more that it is.
 */
export async function renewalFaults(parts: WebParts, renewal: string): Promise<Maybe> {
  const rows = (await openFaults(parts)).filter(({ part, ref }) => ref === renewal && part in RENEWAL_PARTS);
  return html`${rows.map(
    ({ part, detail, at }) =>
      html`<div class="notice bad"><p><strong>${FAULT_PARTS[part]}</strong>, ${times(parts).moment(at)}: ${notIssuedInWords(detail) ?? detail}</p><p class="small"><a href="/console/faults">Setelah ditangani, tandai selesai di Gangguan</a></p></div>`,
  )}`;
}

/** Codes of faults that a message was kept with. */
const MESSAGE_FAULTS: ReadonlySet<string> = new Set(['core', 'unparsable']);

/** Faults that are about a renewal. */
const RENEWAL_PARTS = { issuance: true, 'stuck-issue': true, 'stuck-read': true };
const HEALTH: Readonly<Record<HealthPart, string>> = { database: 'Basis data', telegram: 'Telegram', mail: 'Email' };
