import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Person } from '../../../db/console/console.ts';
import type { Session } from '../../../db/operators.ts';
import { date, dateAndTime, zoneName } from '../../conversation/format.ts';
import { MINUTE_MS } from '../../durations.ts';
import { crossCheck, MASKED, mask } from '../../renewal/data.ts';
import { type Data, FIELDS } from '../../renewal/renewal.ts';
import { brand, type Html, type Maybe, page } from '../layout.ts';
import type { WebParts } from '../parts.ts';
import { type ConsoleEnv, CSRF_FIELD } from '../session.ts';
import { FLAGS, REFUSALS, SAID, vocabulary, WARNINGS } from './words.ts';

/** The frame of the console's pages, and the pieces that several of them show. */

export type At = Context<ConsoleEnv>;

const PLACES = [
  ['/console/queue', 'Antrean'],
  ['/console/messages', 'Pesan'],
  ['/console/people', 'Orang'],
  ['/console/notices', 'Notifikasi'],
  ['/console/revocations', 'Pencabutan'],
  ['/console/certificates', 'Perlu dipastikan'],
  ['/console/faults', 'Gangguan'],
  ['/console/doctor', 'Pemeriksaan'],
  ['/console/import', 'Impor'],
] as const;

/** One page of the console: where one is, what was just done, the content. */
export function consolePage(c: At, parts: WebParts, title: string, content: Html): Response | Promise<Response> {
  const session = c.get('session');
  const here = PLACES.find(([href]) => c.req.path.startsWith(href))?.[0];
  return c.html(
    page({
      title: `${title} · ${parts.settings.agency.name}`,
      styles: ['console.css'],
      scripts: ['htmx.js', 'console.js'],
      body: html`<a class="skip" href="#content">Langsung ke isi</a>
<header class="top">
  <a class="home" href="/console/queue">${brand()}</a>
  ${session.operator.mustChange ? '' : html`<nav aria-label="Bagian">${PLACES.map(([href, label]) => html`<a href="${href}" ${href === here ? html`aria-current="page"` : ''}>${label}</a>`)}</nav>`}
  <form class="who" method="post" action="/console/sign-out">${token(session)}<a href="/console/password" title="${session.operator.name}: ganti kata sandi">${session.operator.name}</a><button class="plain">Keluar</button></form>
</header>
<main id="content" class="content">${flash(c)}${content}</main>
<footer class="foot small muted">${parts.settings.agency.name} · waktu ditampilkan dalam ${zoneName(parts.clock(), parts.settings)}</footer>
<div id="live" class="unseen" aria-live="polite"></div>`,
    }),
  );
}

/** What a form just did, or why it did not; only words of our own are shown, never what stands in the address. */
function flash(c: At): Maybe {
  const said = c.req.query('said') ?? '';
  const refused = c.req.query('refused') ?? '';
  if (Object.hasOwn(REFUSALS, refused))
    return html`<div class="notice bad" role="alert"><p>${REFUSALS[refused as keyof typeof REFUSALS]}</p></div>`;
  if (Object.hasOwn(SAID, said))
    return html`<div class="notice ${WARNINGS.has(said) ? 'warn' : 'good'}" role="status"><p>${SAID[said as keyof typeof SAID]}${wayOn(said, c.req.query('of') ?? '')}</p></div>`;
  return '';
}

/** Back from what was pressed by mistake, and on to what comes next; `of` is what it was done to. */
function wayOn(said: string, of: string): Maybe {
  if (said === 'put-aside' && isId(of)) return html` <a href="/console/messages/${of}">Buka lagi</a>`;
  if (said === 'corrected-needless' && isId(of)) return html` <a href="/console/renewals/${of}">Buka permohonannya</a>`;
  if (said === 'attached') return html` <a href="/console/messages">Kembali ke pesan yang menunggu</a>`;
  return '';
}

/** The session's token: without it a form changes nothing. */
export const token = (session: Session): Html =>
  html`<input type="hidden" name="${CSRF_FIELD}" value="${session.csrf}">`;

export const heading = (title: string, more?: Maybe): Html =>
  html`<div class="heading"><h1>${title}</h1>${more ?? ''}</div>`;
export const card = (title: string, content: Maybe, id?: string): Html =>
  html`<section class="card" ${id ? html`id="${id}"` : ''}><h2>${title}</h2>${content ?? ''}</section>`;
export const empty = (sentence: string): Html => html`<p class="empty">${sentence}</p>`;
export const badge = (text: string, tone: '' | 'good' | 'warn' | 'bad' = ''): Html =>
  html`<span class="badge ${tone}">${text}</span>`;

/** Dates and durations as the office reads them. */
export function times(parts: Pick<WebParts, 'settings' | 'clock'>) {
  const place = { language: 'id' as const, timeZone: parts.settings.timeZone };
  const now = parts.clock();
  return {
    now,
    day: (at: Date) => date(at, place),
    moment: (at: Date) => dateAndTime(at, place),
    /** 2 Nov, 09.05: for tables. */
    short: (at: Date) =>
      at.toLocaleString('id-ID', {
        day: 'numeric',
        month: 'short',
        hour: '2-digit',
        minute: '2-digit',
        timeZone: place.timeZone,
      }),
    ago: (at: Date) =>
      html`<time datetime="${at.toISOString()}" title="${dateAndTime(at, place)}">${duration(now.getTime() - at.getTime())}</time>`,
  };
}

const HOUR_MINUTES = 60;
const DAY_MINUTES = 24 * HOUR_MINUTES;

/** Whole minutes: what durations are shown in, and compared by where they are shown. */
export const minutesIn = (ms: number): number => Math.max(0, Math.floor(ms / MINUTE_MS));

/** 3 hari 4 jam; 2 jam 5 menit; kurang dari 1 menit. */
export function duration(ms: number): string {
  const minutes = minutesIn(ms);
  if (minutes < 1) return 'kurang dari 1 menit';
  const [days, hours, rest] = [
    Math.floor(minutes / DAY_MINUTES),
    Math.floor((minutes % DAY_MINUTES) / HOUR_MINUTES),
    minutes % HOUR_MINUTES,
  ];
  if (days > 0) return hours > 0 ? `${days} hari ${hours} jam` : `${days} hari`;
  if (hours > 0) return rest > 0 ? `${hours} jam ${rest} menit` : `${hours} jam`;
  return `${rest} menit`;
}

/** Name, masked NIK and NIP, unit, e-mail: always together, so that the wrong person is never edited. */
export function personLine(person: Person, link = true, id = ''): Html {
  const { data } = person;
  if (person.erasedAt)
    return html`<div class="person">${link ? html`<a href="/console/people/${person.id}">${data.name}</a>` : html`<strong>${data.name}</strong>`}</div>`;
  const name = link
    ? html`<a href="/console/people/${person.id}"${id ? html` id="${id}"` : ''}>${data.name}</a>`
    : data.name;
  return html`<div class="person"><strong>${name}</strong>
<span class="ids"><span>NIP <span class="mono">${mask(data.nip)}</span></span><span>NIK <span class="mono">${mask(data.nik)}</span></span></span>
<span class="muted">${[data.unit, data.organisation].filter((each) => each !== '').join(', ')}</span><span class="muted">${data.email}</span>${
    person.stopped ? badge('tidak dikirimi notifikasi', 'warn') : ''
  }</div>`;
}

/** All that is on record; NIK and NIP stay masked here as well, and full numbers are in the packet and the letter. */
export function dataDetails(
  parts: Pick<WebParts, 'settings' | 'clock'>,
  { data, versionNumber, asOf, source }: Person,
): Html {
  const from: Readonly<Record<string, string>> = { import: 'impor', change: 'perubahan data', ams: 'AMS' };
  const value = (name: keyof Data) => (MASKED.has(name) ? mask(data[name]) : data[name]) || '–';
  return html`<details><summary>Data lengkap, versi ke-${versionNumber} per ${times(parts).day(asOf)} (${from[source] ?? source})</summary><dl>${FIELDS.map((name) => html`<dt>${vocabulary.fields[name]}</dt><dd>${value(name)}</dd>`)}</dl></details>`;
}

export const owner = (person: Person | undefined): Html =>
  person ? personLine(person) : html`<span class="muted">Orang tidak ditemukan</span>`;

/** Why an operator did something, in his words: it stands in the record. */
export const noteField = (id: string, placeholder: string): Html =>
  html`<div class="field"><label for="note-${id}">Catatan</label><input id="note-${id}" name="note" required maxlength="500" placeholder="${placeholder}"></div>`;

/** What NIK and NIP say about each other; a flag never decides. */
export function flags(person: Person): Maybe {
  const found = crossCheck(person.data);
  if (found.length === 0) return '';
  return html`<div class="notice warn"><p><strong>Perlu diperhatikan</strong></p><ul>${found.map((flag) => html`<li>${FLAGS[flag]}</li>`)}</ul></div>`;
}

export const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const UUID = new RegExp(`^${uuid}$`);
export const isId = (value: string): boolean => UUID.test(value);

/** A page that is not there, inside the console. */
export async function missing(c: At, parts: WebParts, what: string): Promise<Response> {
  const response = await consolePage(
    c,
    parts,
    'Tidak ditemukan',
    html`${heading('Tidak ditemukan')}${empty(`${what} tidak ditemukan. Mungkin alamatnya keliru, atau sudah tidak ada.`)}`,
  );
  return new Response(response.body, { status: 404, headers: response.headers });
}
