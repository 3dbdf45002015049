import { Hono } from 'hono';
import { html } from 'hono/html';
import { type CertificateView, certificatesOf } from '../../../../db/console/certificates.ts';
import { operatorNames, type Person, peopleById, personById, searchPeople } from '../../../../db/console/console.ts';
import { erasureAsked } from '../../../../db/console/decisions.ts';
import { type NoticeView, noticesOfPerson } from '../../../../db/console/notices.ts';
import {
  type AwaitView,
  awaitsOf,
  contactsOfPerson,
  documentsOfPerson,
  type RenewalSummary,
  renewalsOfPerson,
} from '../../../../db/console/talk.ts';
import type { RevocationReason } from '../../../desk/ports.ts';
import { isTold } from '../../../renewal/evidence.ts';
import { searchedFor } from '../../form.ts';
import type { Html, Maybe } from '../../layout.ts';
import type { WebParts } from '../../parts.ts';
import type { ConsoleEnv } from '../../session.ts';
import { carryOut, enter, field, formOf, go, oneOf } from '../act.ts';
import {
  type At,
  badge,
  card,
  consolePage,
  dataDetails,
  empty,
  flags,
  heading,
  missing,
  personLine,
  times,
  token,
  uuid,
} from '../frame.ts';
import { noticeInWords } from '../notices/notices.ts';
import { hrefOf } from '../queue.ts';
import { revokedBy } from '../revocations.ts';
import { documentsCard } from '../talk/documents.ts';
import { conversationCard } from '../talk/talk.ts';
import {
  CERTIFICATE_STATES,
  EVIDENCE,
  isOne,
  REVOCATION_REASONS,
  serialInWords,
  vocabulary,
  whatInWords,
} from '../words.ts';
import { personalDataCard } from './personal-data.ts';

/** People: finding them, and one person with all his certificates and renewals. */
export function peopleRoutes(parts: WebParts): Hono<ConsoleEnv> {
  return new Hono<ConsoleEnv>()
    .get('/console/people', async (c) => {
      const query = searchedFor(c);
      const hits = await found(parts, query);
      if (c.req.header('hx-request')) return c.html(hits);
      return consolePage(
        c,
        parts,
        'Orang',
        html`${heading('Orang')}<form class="search wide" method="get" role="search"><label class="unseen" for="q">Cari orang</label><input id="q" name="q" type="search" value="${query}" placeholder="Nama, unit kerja, NIP, NIK, email, nomor seri, nomor permohonan" autofocus hx-get="/console/people" hx-trigger="input changed delay:350ms" hx-target="#found" hx-swap="innerHTML" hx-replace-url="true"><button class="plain">Cari</button></form><div id="found">${hits}</div>`,
      );
    })
    .get(`/console/people/:id{${uuid}}`, (c) => personPage(c, parts, c.req.param('id')))
    .post(`/console/people/:id{${uuid}}`, (c) => act(c, parts, c.req.param('id')));
}

async function found(parts: WebParts, query: string): Promise<Html> {
  if (query.trim().length < 2) return empty('Tulis sedikitnya dua huruf, atau nomor yang lengkap, untuk mencari.');
  const people = await peopleById(parts, await searchPeople(parts, query));
  if (people.size === 0) return empty('Tidak ada orang yang cocok. NIP dan NIK hanya ditemukan bila ditulis lengkap.');
  return html`<ul class="hits">${[...people.values()].map((person) => html`<li class="hit">${personLine(person)}</li>`)}</ul>`;
}

async function personPage(c: At, parts: WebParts, id: string): Promise<Response> {
  const person = await personById(parts, id);
  if (!person) return missing(c, parts, 'Orang');
  const [certificates, notices, renewals, contacts, documents, waiting, names, asked] = await Promise.all([
    certificatesOf(parts, id),
    noticesOfPerson(parts, id),
    renewalsOfPerson(parts, id),
    contactsOfPerson(parts, id),
    documentsOfPerson(parts, id),
    awaitsOf(parts, { applicant: id }),
    operatorNames(parts),
    person.erasureAskedBy ? erasureAsked(parts, id) : undefined,
  ]);
  return consolePage(
    c,
    parts,
    person.data.name,
    html`${heading(person.data.name, html`<a class="small" href="/console/people/${id}/journal">Catatan orang ini</a>`)}
${waiting.length > 0 ? waitingNotice(c, waiting, person) : ''}
<div class="columns"><div>${card('Data', html`${personLine(person, false)}${person.erasedAt ? '' : html`${flags(person)}${dataDetails(parts, person)}`}`)}${certificatesCard(c, parts, person, { certificates, notices, renewals })}
${await conversationCard(c, parts, { applicant: id }, person.erasedAt ? [] : contacts, `/console/people/${id}`)}</div>
<div>${renewalsCard(parts, renewals)}${await documentsCard(parts, documents, names)}${personalDataCard(c, parts, person, { names, needed: neededFor(parts, { certificates, renewals }), asked })}</div></div>`,
  );
}

/** What still needs his data, as the desk would refuse its erasure. */
function neededFor(parts: WebParts, { certificates, renewals }: Omit<Held, 'notices'>): string {
  const open = renewals.find(({ outcome }) => outcome === undefined);
  if (open) return `permohonan ${open.number} masih terbuka`;
  const shown = times(parts);
  const valid = certificates.find(({ state, notAfter }) => state !== 'revoked' && notAfter > shown.now);
  return valid ? `sertifikatnya masih berlaku sampai ${shown.day(valid.notAfter)}` : '';
}

/** What operators are awaited for about this person, each with the way to where it is dealt with. */
function waitingNotice(c: At, waiting: readonly AwaitView[], person: Person): Html {
  const words = ({ what, detail }: AwaitView) =>
    what === 'ca-status-unknown' && detail ? `${whatInWords(what)}: “${detail}”` : whatInWords(what);
  const placeOf = ({ kind, what, ref }: AwaitView) =>
    what === 'erasure' ? '#personal-data' : kind === 'applicant' ? undefined : hrefOf({ kind, ref, person });
  const places = new Map(waiting.map((each) => [words(each), placeOf(each)]));
  // A proposal to erase is not settled by a note: it is decided, further down.
  const isSettled = waiting.some(({ kind, what }) => kind === 'applicant' && what !== 'erasure');
  const each = [...places].map(([said, href]) => (href ? html`<a href="${href}">${said}</a>` : said));
  const form = html`<form method="post">${token(c.get('session'))}<input type="hidden" name="act" value="settle"><div class="row"><label class="unseen" for="settle-note">Catatan</label><input id="settle-note" name="note" placeholder="Apa yang sudah dilakukan?" required maxlength="500"><button class="plain">Tandai selesai</button></div></form>`;
  return html`<div class="notice warn"><p><strong>Menunggu operator:</strong> ${each.map((one, at) => html`${at > 0 ? '; ' : ''}${one}`)}.${waiting.some(({ what }) => what === 'unreachable') ? byTelephone(person) : ''}</p>${isSettled ? form : ''}</div>`;
}

/** Whom no channel of ours reaches. */
function byTelephone({ data: { phone } }: Person): Html {
  return html` Sampaikan lewat telepon${phone ? html` (<span class="mono">${phone}</span>)` : ', yang nomornya tidak tercatat,'} atau surat.`;
}

type Held = {
  readonly certificates: readonly CertificateView[];
  readonly notices: readonly NoticeView[];
  readonly renewals: readonly RenewalSummary[];
};

function certificatesCard(c: At, parts: WebParts, person: Person, { certificates, notices, renewals }: Held): Html {
  const shown = times(parts);
  const own = certificates.filter(isOne);
  if (own.length === 0)
    return card('Sertifikat', empty('Belum ada sertifikat yang tercatat. Tambahkan melalui Impor.'));
  return card(
    'Sertifikat',
    html`${own.map((each) => {
      const open = renewals.find(({ certificate, outcome }) => certificate === each.id && outcome === undefined);
      const state =
        each.state === 'valid' && each.notAfter <= shown.now
          ? badge('masa berlaku lewat', 'warn')
          : badge(
              CERTIFICATE_STATES[each.state],
              each.state === 'valid' ? 'good' : each.state === 'revoked' ? 'bad' : 'warn',
            );
      return html`<div class="paper"><p><span class="mono wrap">${serialInWords(each.serial)}</span> ${state} ${each.successor ? badge('sudah digantikan') : ''}</p>
<p class="muted small">Berlaku sampai ${shown.day(each.notAfter)}; ${EVIDENCE[each.evidence]}${each.hasFile ? html` · <a href="/console/certificates/${each.id}.pem">unduh</a>` : ''}${renewals.some(({ id }) => id === each.renewal) && isTold(each.evidence) && !person.erasedAt ? html` · <a href="/console/renewals/${each.renewal}">lengkapi buktinya</a>` : ''}${each.revokedAt ? ` · dicabut ${shown.day(each.revokedAt)}` : ''}</p>${noticesOf(parts, each, notices)}${person.erasedAt ? '' : certificateForms(c, parts, each, open)}</div>`;
    })}`,
  );
}

function noticesOf(parts: WebParts, { id }: CertificateView, notices: readonly NoticeView[]): Maybe {
  const own = notices.filter(({ certificate }) => certificate === id);
  if (own.length === 0) return '';
  return html`<details class="folded"><summary>Notifikasi masa berlaku (${own.length})</summary><ul class="plainlist">${own.map((notice) => html`<li class="small">${noticeInWords(parts, notice)}</li>`)}</ul></details>`;
}

/** What is over counts for nothing any more, and is not revoked. */
function certificateForms(c: At, parts: WebParts, each: CertificateView, open: RenewalSummary | undefined): Maybe {
  const { fourEyes } = parts.settings;
  const start = html`${token(c.get('session'))}<input type="hidden" name="certificate" value="${each.id}">`;
  const renew = open
    ? html`<a class="button plain" href="/console/renewals/${open.id}">Buka permohonan ${open.number}</a>`
    : each.successor || each.state === 'provisional'
      ? ''
      : html`<form method="post" class="inlineform">${start}<button class="plain" name="act" value="start">Mulai pembaruan</button></form>`;
  const revoke =
    each.state === 'valid' && each.notAfter > parts.clock()
      ? html`<details><summary>Cabut sertifikat</summary><form method="post">${start}<input type="hidden" name="act" value="revoke"><p class="muted">Setelah dicabut, sertifikat tidak dapat dipakai lagi, dan pencabutan tidak dapat dibatalkan.${fourEyes ? ' Operator lain yang memutuskan.' : ''}</p>
<div class="field"><label for="reason-${each.id}">Alasan</label><select id="reason-${each.id}" name="reason" required><option value="">Pilih alasan</option>${Object.entries(REVOCATION_REASONS).map(([code, words]) => html`<option value="${code}">${words}</option>`)}</select></div>
<div class="field"><label for="note-${each.id}">Catatan</label><input id="note-${each.id}" name="note" required maxlength="500" placeholder="Siapa yang meminta, dan bagaimana diperiksa"></div><label class="inline"><input type="checkbox" required> Saya sudah memeriksa orang dan nomor serinya</label><p><button class="danger">${fourEyes ? 'Usulkan pencabutan' : 'Cabut sekarang'}</button></p></form></details>`
      : '';
  return html`${renew}${revoke}`;
}

function renewalsCard(parts: WebParts, renewals: readonly RenewalSummary[]): Html {
  const shown = times(parts);
  if (renewals.length === 0) return card('Permohonan', empty('Belum pernah ada permohonan pembaruan.'));
  return card(
    'Permohonan',
    html`<ul class="plainlist">${renewals.map(({ id, number, basis, outcome, openedAt }) => html`<li><a href="/console/renewals/${id}">${number}</a> ${outcome ? badge(vocabulary.outcomes[outcome as keyof typeof vocabulary.outcomes], outcome === 'completed' ? 'good' : '') : badge('berjalan', 'warn')}<div class="muted small">dibuka ${shown.day(openedAt)}; sertifikat ${vocabulary.bases[basis as keyof typeof vocabulary.bases]}</div></li>`)}</ul>`,
  );
}

const REASONS = Object.keys(REVOCATION_REASONS) as RevocationReason[];

async function act(c: At, parts: WebParts, person: string): Promise<Response> {
  const form = await formOf(c);
  const back = `/console/people/${person}`;
  const certificate = field(form, 'certificate');
  const note = field(form, 'note', 500);
  if (field(form, 'act') === 'settle')
    return note ? settle(c, parts, person, note, back) : go(c, back, { said: 'incomplete' });
  // The certificate must be this person's: what stands on the page is what is acted on.
  const own = (await certificatesOf(parts, person)).find(({ id }) => id === certificate);
  if (!own) return go(c, back, { refused: 'unknown' });
  if (field(form, 'act') === 'start') {
    const outcome = await enter(c, parts, { act: 'start', certificate });
    if ('refused' in outcome) return go(c, back, { refused: outcome.refused });
    const said = 'untold' in outcome ? 'started-untold' : 'started';
    return go(c, 'id' in outcome && outcome.id ? `/console/renewals/${outcome.id}` : back, { said });
  }
  const reason = oneOf(REASONS, field(form, 'reason'));
  if (field(form, 'act') !== 'revoke' || !reason || note === '') return go(c, back, { said: 'incomplete' });
  const said = parts.settings.fourEyes ? 'revocation-second' : revokedBy([own]);
  return carryOut(c, parts, { act: 'revoke', certificate, reason, note }, back, said);
}

/** Silent and unreachable people wait in the queue until somebody has called them. */
const settle = (c: At, parts: WebParts, ref: string, note: string, back: string) =>
  carryOut(c, parts, { act: 'settle', kind: 'applicant', ref, note }, back, 'settled');
