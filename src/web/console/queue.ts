import { Hono } from 'hono';
import { html } from 'hono/html';
import { streamSSE } from 'hono/streaming';
import { operatorNames, searchPeople } from '../../../db/console/console.ts';
import {
  QUEUE_LIMIT,
  type QueueRow,
  queue,
  queueCounts,
  queueMark,
  TABS,
  type Tab,
} from '../../../db/console/queue.ts';
import { findSession } from '../../../db/operators.ts';
import type { RevocationReason } from '../../desk/ports.ts';
import type { FaultPart } from '../../desk/store.ts';
import { searchedFor } from '../form.ts';
import { lately } from '../lately.ts';
import type { Html, Maybe } from '../layout.ts';
import type { WebParts } from '../parts.ts';
import type { ConsoleEnv } from '../session.ts';
import { oneOf } from './act.ts';
import { authorityNotice } from './authority.ts';
import { type At, badge, consolePage, empty, heading, personLine, times } from './frame.ts';
import { withoutSecrets } from './talk/message.ts';
import { CHANNELS, FAULT_PARTS, REVOCATION_REASONS, vocabulary, whatInWords } from './words.ts';

/** The queue: who is awaited, since when, for what; kept up to date by a stream of server-sent events. */

const TAB_NAMES: Readonly<Record<Tab, string>> = {
  operator: 'Menunggu operator',
  applicant: 'Menunggu pemohon',
  issuer: 'Sedang diproses',
};
const NOTHING: Readonly<Record<Tab, string>> = {
  operator: 'Tidak ada yang menunggu Anda saat ini. Begitu ada, barisnya muncul di sini dengan sendirinya.',
  applicant: 'Tidak ada pemohon yang sedang ditunggu.',
  issuer: 'Tidak ada penerbitan yang sedang berjalan.',
};

/** How soon the queue of an open page follows what happened. */
const LOOK_EVERY_MS = 2_000;
/** A comment now and then keeps proxies from closing a quiet stream. */
const KEEP_ALIVE_MS = 25_000;
/** Then the page connects again, and whoever was signed out in between is noticed. */
const STREAM_MS = 15 * 60_000;

export function queueRoutes(parts: WebParts): Hono<ConsoleEnv> {
  // One look for all pages that are open: each by itself would ask the database for the same every two seconds.
  const look = lately(LOOK_EVERY_MS / 2, () => queueMark(parts));
  return new Hono<ConsoleEnv>()
    .get('/console', (c) => c.redirect('/console/queue'))
    .get('/console/queue', async (c) => {
      const wanted = wantedOf(c);
      // Before the content: what changes in between is then sent once more, never lost.
      const mark = await queueMark(parts);
      const [inner, notice] = await Promise.all([
        queueContent(parts, wanted, c.get('session').operator.id),
        authorityNotice(parts),
      ]);
      return consolePage(
        c,
        parts,
        'Antrean',
        html`${heading('Antrean', searchForm(wanted))}${notice}<div id="queue" hx-sse:connect="/console/queue/live?${queryOf(wanted)}&seen=${mark}" hx-swap="innerHTML" hx-trigger="load">${inner}</div>`,
      );
    })
    .get('/console/queue/live', (c) => live(c, parts, look));
}

type Wanted = { readonly tab: Tab; readonly query: string };
const wantedOf = (c: At): Wanted => ({
  tab: oneOf(TABS, c.req.query('tab') ?? '') ?? 'operator',
  query: searchedFor(c),
});
const queryOf = ({ tab, query }: Wanted) => new URLSearchParams({ tab, ...(query ? { q: query } : {}) }).toString();

const searchForm = ({
  tab,
  query,
}: Wanted): Html => html`<form class="search" method="get" action="/console/queue" role="search"><input type="hidden" name="tab" value="${tab}">
<label class="unseen" for="q">Cari nama, NIP, nomor seri, atau nomor permohonan</label><input id="q" name="q" type="search" value="${query}" placeholder="Nama, NIP, nomor seri, nomor permohonan"><button class="plain">Cari</button></form>`;

/** `me`: the operator who looks. */
async function queueContent(parts: WebParts, wanted: Wanted, me: string): Promise<Html> {
  const people = wanted.query.trim() ? await searchPeople(parts, wanted.query) : undefined;
  const [rows, counts, names] = await Promise.all([
    queue(parts, wanted.tab, people),
    queueCounts(parts),
    operatorNames(parts),
  ]);
  const tabs = TABS.map(
    (tab) =>
      html`<a id="tab-${tab}" href="/console/queue?${queryOf({ ...wanted, tab })}" ${tab === wanted.tab ? html`aria-current="page"` : ''}>${TAB_NAMES[tab]} <span class="count">${counts[tab]}</span></a>`,
  );
  return html`<nav class="tabs" aria-label="Siapa yang ditunggu">${tabs}</nav>${narrowed(wanted)}${list(parts, wanted, rows, { me, names })}`;
}

const narrowed = ({ tab, query }: Wanted): Maybe =>
  query.trim()
    ? html`<p class="muted">Hanya yang cocok dengan “${query}”. <a href="/console/queue?tab=${tab}">Tampilkan semua</a> · <a href="/console/people?q=${query}">Cari di semua orang</a></p>`
    : '';

type Looking = { readonly me: string; readonly names: ReadonlyMap<string, string> };

/** Its links have ids: by these the list that comes anew gives the focus back to whoever goes through it by keyboard. */
function list(parts: WebParts, { tab, query }: Wanted, rows: readonly QueueRow[], looking: Looking): Html {
  if (rows.length === 0)
    return empty(
      query.trim()
        ? 'Tidak ada yang cocok di bagian antrean ini. Mungkin orangnya tidak sedang ditunggu.'
        : NOTHING[tab],
    );
  const shown = times(parts);
  return html`<table class="list"><thead><tr><th>Siapa</th><th>Ditunggu untuk</th><th>Sejak</th></tr></thead><tbody>${rows.map(
    (row) => {
      const href = hrefOf(row);
      return html`<tr class="${row.urgent ? 'urgent' : ''}"><td>${who(row)}</td>
<td><a class="do" id="${row.kind}-${row.ref}-${row.what}" href="${href}">${whatInWords(row.what)}</a> ${row.urgent ? badge('segera', 'bad') : ''}${about(row)}${said(row)}${approved(row, looking)}</td><td class="since">${shown.ago(row.since)}</td></tr>`;
    },
  )}</tbody></table>${rows.length === QUEUE_LIMIT ? html`<p class="muted">Ditampilkan ${QUEUE_LIMIT} yang terlama. Gunakan pencarian untuk menemukan yang lain.</p>` : ''}`;
}

function who(row: QueueRow): Html {
  if (row.person) return personLine(row.person, true, `who-${row.kind}-${row.ref}-${row.what}`);
  if (row.contact)
    return html`<div class="person"><strong>${row.contact.name ?? 'Orang belum dikenal'}</strong><span class="muted">${CHANNELS[row.contact.channel]}: ${row.contact.address}</span></div>`;
  if (row.kind === 'notices') return html`<div class="person"><strong>Notifikasi masa berlaku</strong></div>`;
  return html`<div class="person"><strong>${row.detail ? FAULT_PARTS[row.detail as FaultPart] : 'Sistem'}</strong></div>`;
}

function about(row: QueueRow): Maybe {
  if (row.number)
    return html`<div class="muted small">No. ${row.number} · sertifikat ${vocabulary.bases[row.basis as keyof typeof vocabulary.bases]}</div>`;
  if (row.serial)
    return html`<div class="muted small">seri <span class="mono">${row.serial.toUpperCase()}</span>${row.kind === 'revocation' && row.detail ? ` · ${REVOCATION_REASONS[row.detail as RevocationReason]}` : ''}</div>`;
  if (!row.person || !row.contact) return '';
  const step = row.step ? ` · pada langkah ${whatInWords(row.step)}` : '';
  return html`<div class="muted small">melalui ${CHANNELS[row.contact.channel]}${step}</div>`;
}

/** "Mau bicara dengan petugas": so little says less than what was written before it. */
const FEW_CHARACTERS = 60;
/** A command of the bot's menu. */
const COMMAND = /^\/\w+$/;

/** So that a theft is told from an advertisement without opening either; a button alone says little, and what was written before it more. */
function said({ said: written = '', before: earlier = '', pressed }: QueueRow): Maybe {
  const [last, first] = [written, earlier].map((each) => withoutSecrets(each).replaceAll(/\s+/g, ' ').trim());
  const words = first && !COMMAND.test(first) && last!.length < FEW_CHARACTERS ? `${first} … ${last}` : last;
  if (!pressed) return words ? html`<div class="small gist">${words}</div>` : '';
  const before = words ? html`; sebelumnya menulis: “${words}”` : '';
  return html`<div class="small gist">Menekan tombol “${pressed}”${before}</div>`;
}

/** With two eyes of four: who has given his yes, and that it is not his turn any more. */
function approved({ approvedBy }: QueueRow, { me, names }: Looking): Maybe {
  if (approvedBy.length === 0) return '';
  if (approvedBy.includes(me))
    return html`<div class="small">${badge('Anda sudah menyetujui', 'good')} <span class="muted">menunggu operator kedua, tidak ada yang perlu Anda lakukan</span></div>`;
  const by = approvedBy.map((id) => names.get(id) ?? 'operator').join(', ');
  return html`<div class="small">${badge('1 dari 2 persetujuan', 'warn')} <span class="muted">${by} sudah menyetujui, menunggu operator kedua</span></div>`;
}

/** Where a row is dealt with. */
export function hrefOf(row: Pick<QueueRow, 'kind' | 'ref' | 'person'>): string {
  switch (row.kind) {
    case 'renewal':
      return `/console/renewals/${row.ref}`;
    case 'applicant':
      return `/console/people/${row.ref}`;
    case 'contact':
      return row.person ? `/console/people/${row.person.id}#talk` : `/console/contacts/${row.ref}`;
    case 'message':
      return `/console/messages/${row.ref}`;
    case 'revocation':
      return '/console/revocations';
    case 'certificate':
      return '/console/certificates';
    case 'notices':
      return '/console/notices';
    case 'fault':
      return '/console/faults';
  }
}

/** Sends the list anew whenever the queue has changed, for as long as the page is open and its session in force. */
function live(c: At, parts: WebParts, look: () => Promise<string>): Response {
  const wanted = wantedOf(c);
  const { operator } = c.get('session');
  const cookie = c.get('token');
  return streamSSE(
    c,
    async (stream) => {
      let seen = c.req.query('seen') ?? '';
      const until = performance.now() + STREAM_MS;
      let quietSince = performance.now();
      // Says at once that it listens, so that a page knows its list is live.
      await stream.write(': listening\n\n');
      while (!stream.aborted && performance.now() < until) {
        await stream.sleep(LOOK_EVERY_MS);
        if (stream.aborted) return;
        const mark = await look();
        if (mark !== seen) {
          if ((await findSession(parts.sql, cookie, parts.clock()))?.operator.id !== operator.id) return;
          seen = mark;
          quietSince = performance.now();
          await stream.writeSSE({ data: (await queueContent(parts, wanted, operator.id)).toString() });
        } else if (performance.now() - quietSince > KEEP_ALIVE_MS) {
          quietSince = performance.now();
          await stream.write(': still here\n\n');
        }
      }
    },
    async () => parts.log.warn('a live queue ended', { part: 'web' }),
  );
}
