import { Hono } from 'hono';
import { html } from 'hono/html';
import { certificatesOf } from '../../../../db/console/certificates.ts';
import { operatorNames, personById } from '../../../../db/console/console.ts';
import { type DataVersion, dataVersion, renewalById } from '../../../../db/console/talk.ts';
import type { Data, Renewal } from '../../../renewal/renewal.ts';
import type { Html } from '../../layout.ts';
import type { PacketOnPaper, WebParts } from '../../parts.ts';
import type { ConsoleEnv } from '../../session.ts';
import { enter, go } from '../act.ts';
import { type At, card, consolePage, heading, missing, times, token, uuid } from '../frame.ts';
import { isOpened, opened } from '../pressed.ts';
import { download } from '../talk/documents.ts';
import { serialInWords, vocabulary } from '../words.ts';

/**
 * The work packet for AMS, as a page that is worked through and as a paper. Whoever takes it is in the journal, so it is
 * taken by a press: what merely looks at addresses (a prefetch, a HEAD, a link) sees no NIK and writes nothing.
 */
export function packetRoutes(parts: WebParts): Hono<ConsoleEnv> {
  return new Hono<ConsoleEnv>()
    .get(`/console/renewals/:id{${uuid}}/packet`, (c) => shown(c, parts, c.req.param('id')))
    .post(`/console/renewals/:id{${uuid}}/packet`, (c) => taken(c, parts, c.req.param('id'), 'page'))
    .post(`/console/renewals/:id{${uuid}}/packet.pdf`, (c) => taken(c, parts, c.req.param('id'), 'pdf'));
}

async function shown(c: At, parts: WebParts, id: string): Promise<Response> {
  if (!isOpened(c, parts)) return closed(c, parts, id);
  const packet = await packetOf(parts, id);
  return packet ? packetPage(c, parts, packet) : missing(c, parts, 'Paket kerja');
}

/** Where the bare address of a packet leads: to the buttons that open it. */
function closed(c: At, parts: WebParts, id: string): Response | Promise<Response> {
  const path = `/console/renewals/${id}`;
  return consolePage(
    c,
    parts,
    'Paket kerja AMS',
    html`${heading('Paket kerja AMS')}${card('Buka paket kerja', html`<p>Paket kerja memuat NIK lengkap. Karena itu, paket baru terbuka setelah Anda menekan tombolnya, dan pembukaannya tercatat atas nama Anda.</p>${packetButtons(c, id)}<p><a href="${path}">Kembali ke permohonan</a></p>`)}`,
  );
}

/** The buttons that open the packet or download it. */
export const packetButtons = (c: At, id: string): Html =>
  html`<div class="actions">${openButton(c, `/console/renewals/${id}/packet`, 'Buka paket kerja')}${paperButton(c, id)}</div>`;
/** A button that takes one to a page which is recorded. */
export const openButton = (c: At, path: string, label: string, kind: 'plain' | '' = ''): Html =>
  html`<form class="inlineform" method="post" action="${path}">${token(c.get('session'))}<button class="${kind}">${label}</button></form>`;
/** `data-again`: the page stays, so the same button may be pressed once more. */
const paperButton = (c: At, id: string): Html =>
  html`<form class="inlineform" method="post" action="/console/renewals/${id}/packet.pdf" data-again>${token(c.get('session'))}<button class="plain">Unduh PDF</button></form>`;

async function taken(c: At, parts: WebParts, id: string, as: 'page' | 'pdf'): Promise<Response> {
  const outcome = await enter(c, parts, { act: 'take-packet', renewal: id, as });
  if ('refused' in outcome) return go(c, `/console/renewals/${id}`, { refused: outcome.refused });
  if (as === 'page') return opened(c, parts, c.req.path);
  const packet = await packetOf(parts, id);
  if (!packet) return missing(c, parts, 'Paket kerja');
  const pdf = await parts.packetPaper(onPaper(packet), parts.clock());
  return download(pdf, 'application/pdf', `paket-ams-${packet.renewal.number}.pdf`);
}

type Packet = {
  readonly renewal: Renewal;
  readonly data: Data;
  readonly steps: readonly string[];
  readonly warning?: string;
  readonly fields: readonly { readonly label: string; readonly value: string }[];
  readonly basis: PacketOnPaper['basis'];
  readonly dataAsOf: string;
  readonly printed: string;
};

/** The data version that was approved: the first part of what each approval names. */
export async function approvedData(parts: WebParts, { applicant, facts }: Renewal): Promise<DataVersion | undefined> {
  const version = facts.approvals.at(-1)?.content.split('|')[0];
  return version === undefined ? undefined : dataVersion(parts, applicant, version);
}

async function packetOf(parts: WebParts, id: string): Promise<Packet | undefined> {
  const renewal = (await renewalById(parts, id))?.renewal;
  const approved = renewal && (await approvedData(parts, renewal));
  if (!renewal || !approved) return undefined;
  const [names, person, all] = await Promise.all([
    operatorNames(parts),
    personById(parts, renewal.applicant),
    certificatesOf(parts, renewal.applicant),
  ]);
  const shown = times(parts);
  const { letter, approvals } = renewal.facts;
  const old = all.find((each) => each.id === renewal.certificate);
  const newer = person && person.versionNumber > approved.number;
  const [version, letterHash] = approvals.at(-1)!.content.split('|') as [string, string];
  return {
    renewal,
    data: approved.data,
    steps: stepsFor(renewal, old !== undefined && old.notAfter <= shown.now),
    ...(newer
      ? {
          warning: `data orang ini berubah lagi setelah disetujui (versi ke-${person.versionNumber}). Paket ini memuat data yang disetujui, versi ke-${approved.number}. Bila yang berlaku adalah data terbaru, jangan ajukan; di halaman permohonan, catat bahwa permohonan tidak dapat diajukan agar diperiksa lagi.`,
        }
      : {}),
    fields: parts
      .packet(approved.data)
      .map(({ field, value }) => ({ label: vocabulary.fields[field as keyof Data] ?? field, value })),
    basis: [
      ['Keputusan', `data ${brief(version)} · surat ${brief(letterHash)}`],
      ...approvals.map(
        ({ at, by }) => ['Disetujui', `${names.get(by.id ?? '') ?? 'operator'}, ${shown.moment(at)}`] as const,
      ),
      ['Surat Rekomendasi', letter ? `diterima ${shown.moment(letter.at)}` : 'tidak ada'],
      [
        'Sertifikat lama',
        `${vocabulary.bases[renewal.basis]}${old ? `; seri ${serialInWords(old.serial)}, sampai ${shown.day(old.notAfter)}` : ''}`,
      ],
    ],
    dataAsOf: `${shown.day(approved.at)} (versi ke-${approved.number})`,
    printed: shown.moment(shown.now),
  };
}

/** A hash as people compare it. */
const brief = (hash: string) => hash.slice(0, 10);

/** AMS renews a certificate in its last 30 days; one that is over is issued anew there (PROCEDURE, facts of the domain). */
function stepsFor({ basis }: Renewal, isOver: boolean): readonly string[] {
  const kind =
    basis === 'expiring' && !isOver
      ? 'Buat permohonan pembaruan sertifikat dengan penggantian pasangan kunci.'
      : 'Sertifikat lamanya sudah tidak berlaku: buat permohonan penerbitan sertifikat baru, bukan perpanjangan.';
  return [
    'Masuk ke AMS dengan akun Anda sendiri, lalu cari pemohon dengan NIK. Cocokkan juga NIP, nama, dan email: pencarian dapat menampilkan lebih dari satu orang.',
    kind,
    'Salin isian menurut urutannya. Bila isian di AMS berbeda dari paket ini, samakan dengan paket ini.',
    'Lampirkan Surat Rekomendasi, lalu kirim permohonannya.',
    'Kembali ke halaman permohonan di konsol dan tandai bahwa permohonan sudah dimasukkan. Sejak itu, pemohon dipandu menetapkan passphrase melalui email dari BSrE.',
  ];
}

const onPaper = ({ renewal, data: _, ...packet }: Packet): PacketOnPaper => ({ ...packet, number: renewal.number });

function packetPage(c: At, parts: WebParts, packet: Packet): Response | Promise<Response> {
  const { renewal, fields, steps, basis, dataAsOf, printed, warning } = packet;
  const path = `/console/renewals/${renewal.id}`;
  const { letter } = renewal.facts;
  return consolePage(
    c,
    parts,
    `Paket kerja ${renewal.number}`,
    html`<div class="paper-sheet">${heading(`Paket kerja AMS ${renewal.number}`, html`<span class="actions">${paperButton(c, renewal.id)} <a class="button plain" href="${path}">Kembali ke permohonan</a></span>`)}
<p class="muted">${parts.settings.agency.name}. Data per ${dataAsOf}. Dibuka ${printed}; pembukaan ini tercatat atas nama Anda karena paket memuat NIK lengkap.</p>
${warning ? html`<div class="notice warn" role="alert"><p><strong>Perhatian:</strong> ${warning}</p></div>` : ''}
${card('Isian menurut urutan AMS', fieldsTable(renewal, fields))}
${card('Langkah di AMS', html`<ol class="stepwise">${steps.map((step) => html`<li>${step}</li>`)}</ol>${letter ? html`<p class="actions"><a class="button plain" href="/console/documents/${letter.document}">Unduh Surat Rekomendasi</a></p>` : ''}`)}
${card('Dasar', html`<dl>${basis.map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl>`)}</div>`,
  );
}

function fieldsTable({ id, facts }: Renewal, fields: Packet['fields']): Html {
  const letter = facts.letter ? 'PDF yang tersimpan, diunduh di bawah' : 'belum ada';
  return html`<p class="muted actions">Salin tiap isian, lalu beri tanda. Tanda hanya tersimpan di peramban ini.</p>
<table class="packet" data-ticks="${id}"><tbody>${fields.map(({ label, value }, index) => copyRow(index, label, value || '(kosong)', value))}${copyRow('letter', 'Lampiran: Surat Rekomendasi', letter)}</tbody></table>`;
}

/** One field that is ticked off, with a button that copies it where there is something to copy. */
export const copyRow = (index: number | string, label: string, value: string, copied?: string): Html =>
  html`<tr><td><input type="checkbox" id="tick-${index}" data-tick></td><th scope="row"><label for="tick-${index}">${label}</label></th><td class="value">${value}</td><td class="actions">${
    copied
      ? html`<button type="button" class="plain small" data-copy="${copied}" data-copied="${label} disalin" aria-label="Salin ${label}">Salin</button>`
      : ''
  }</td></tr>`;
