import { Hono } from 'hono';
import { html } from 'hono/html';
import { operatorNames, type Person, peopleById, personById, searchPeople } from '../../../../db/console/console.ts';
import { type Suggestion, suggestions, type WaitingMessage, waitingMessages } from '../../../../db/console/messages.ts';
import { awaitsOf, contactById, type MessageView, messageById } from '../../../../db/console/talk.ts';
import type { OperatorAct, Outcome } from '../../../desk/entry.ts';
import { searchedFor } from '../../form.ts';
import type { Html, Maybe } from '../../layout.ts';
import type { WebParts } from '../../parts.ts';
import type { ConsoleEnv } from '../../session.ts';
import { carryOut, field, formOf, go } from '../act.ts';
import {
  type At,
  badge,
  card,
  consolePage,
  empty,
  heading,
  isId,
  missing,
  personLine,
  times,
  token,
  uuid,
} from '../frame.ts';
import { type Said, whatInWords } from '../words.ts';
import { documentLink } from './documents.ts';
import { type Around, addressInWords, bubble, isNobody, NOBODY, withoutSecrets, worded } from './message.ts';
import { originalLinks } from './original.ts';
import { deliveryInWords, faultInWords, isOurs, SIGNS_IN_WORDS, whyInWords } from './words.ts';

/** Messages that wait for an operator: what could not be processed, what belongs to nobody, what did not arrive. */
export function messageRoutes(parts: WebParts): Hono<ConsoleEnv> {
  const path = `/console/messages/:id{${uuid}}` as const;
  return new Hono<ConsoleEnv>()
    .get(LIST, (c) => listPage(c, parts))
    .post(LIST, (c) => allAgain(c, parts))
    .get(path, (c) => messagePage(c, parts, c.req.param('id')))
    .post(path, (c) => act(c, parts, c.req.param('id')));
}

const LIST = '/console/messages';
/** Beyond these the operator opens the message and searches himself. */
const SUGGESTED_FOR = 20;
const EXCERPT_CHARACTERS = 240;
/** What stands in the record of a message that was put aside with one click. */
const NOT_OURS = 'bukan untuk kita';

async function listPage(c: At, parts: WebParts): Promise<Response> {
  const waiting = await waitingMessages(parts);
  const faulty = waiting.filter(({ state }) => state === 'fault');
  const ours = waiting.filter(({ direction }) => direction === 'out');
  const others = waiting.filter((each) => !faulty.includes(each) && !ours.includes(each));
  const suggested = await Promise.all(others.slice(0, SUGGESTED_FOR).map((message) => suggestions(parts, message)));
  return consolePage(
    c,
    parts,
    'Pesan',
    html`${heading('Pesan yang menunggu')}
${
  waiting.length === 0
    ? empty(
        'Tidak ada pesan yang menunggu. Yang tidak dapat diproses, tidak diketahui milik siapa, atau tidak terkirim muncul di sini.',
      )
    : ''
}${
  faulty.length > 0
    ? card(
        `Belum dapat diproses (${faulty.length})`,
        html`<p class="muted">Aslinya tersimpan, dan pesan lain tidak tertahan karenanya. Bila sistem yang gagal, proses ulang setelah diperbaiki. Bila emailnya sendiri yang tidak terbaca, proses ulang tidak menolong: buka pesannya, lekatkan pada orangnya atau tandai selesai.</p>
${faulty.length > 1 ? html`<form method="post" action="${LIST}">${token(c.get('session'))}<button name="act" value="again">Proses ulang semuanya</button></form>` : ''}<ul class="plainlist">${faulty.map((message) => faultyItem(c, parts, message))}</ul>`,
      )
    : ''
}${
  others.length > 0
    ? card(
        `Belum diketahui milik siapa (${others.length})`,
        html`<p class="muted">Lekatkan pada orang yang tepat: berkasnya lalu disimpan untuk orang itu dan ditanyakan kepadanya. Pengirimnya tidak menjadi terbukti karenanya.</p><ul class="plainlist">${others.map((message, at) => strangerItem(c, parts, message, { found: suggested[at] ?? [], next: others[at + 1] ?? others[at - 1] }))}</ul>`,
      )
    : ''
}${ours.length > 0 ? card(`Tidak terkirim (${ours.length})`, html`<ul class="plainlist">${ours.map((message) => oursItem(c, parts, message))}</ul>`) : ''}`,
  );
}

/** Who wrote, when, the first words, and the files. */
function summary(parts: WebParts, message: MessageView): Html {
  const shown = times(parts);
  const { documents: files } = message;
  const text = withoutSecrets(message.body).replaceAll(/\s+/g, ' ').trim();
  return html`<p><a href="${LIST}/${message.id}"><strong>${message.subject || message.name || 'Pesan tanpa judul'}</strong></a><br><span class="muted small">${message.name ? `${message.name} · ` : ''}${senderOf(message)} · ${shown.moment(message.sentAt ?? message.at)}</span></p>
${text ? html`<p class="excerpt">${text.length > EXCERPT_CHARACTERS ? `${text.slice(0, EXCERPT_CHARACTERS)}…` : text}</p>` : ''}${files.length > 0 ? html`<ul class="files">${files.map((each) => html`<li>${documentLink(each)}</li>`)}</ul>` : ''}`;
}

const senderOf = ({ address, channel }: MessageView): string =>
  isNobody(address) ? NOBODY : channel === 'mail' ? address : `Telegram ${address}`;

const button = (c: At, id: string, act: string, label: string, back: string): Html =>
  html`<form class="inlineform" method="post" action="${LIST}/${id}">${token(c.get('session'))}<input type="hidden" name="back" value="${back}"><button class="plain" name="act" value="${act}">${label}</button></form>`;

function faultyItem(c: At, parts: WebParts, message: WaitingMessage): Html {
  return html`<li>${summary(parts, message)}${faultLine(message)}${button(c, message.id, 'again', 'Proses ulang', LIST)}</li>`;
}

function faultLine({ detail: { fault = '' } }: MessageView): Html {
  return html`<p>${badge('belum diproses', 'bad')} ${faultInWords(fault)}${isOurs(fault) ? html` <span class="muted small">Kode: <span class="mono">${fault}</span></span>` : ''}</p>`;
}

/** `next`: the one that is gone on with. */
type Among = { readonly found: readonly Suggestion[]; readonly next: WaitingMessage | undefined };

function strangerItem(c: At, parts: WebParts, message: WaitingMessage, { found, next }: Among): Html {
  return html`<li id="w-${message.id}">${message.what === 'unplaced' ? '' : html`<p>${badge(whatInWords(message.what), 'warn')}</p>`}${summary(parts, message)}${
    found.length > 0
      ? found.map((each) => suggestion(c, message.id, each))
      : html`<p class="muted small">Tidak ada petunjuk milik siapa. <a href="${LIST}/${message.id}">Cari orangnya</a></p>`
  }${button(c, message.id, 'not-ours', 'Bukan untuk kita', next ? `${LIST}#w-${next.id}` : LIST)}</li>`;
}

/** One click, with all that tells a person apart before the eyes. */
function suggestion(c: At, message: string, { person, signs }: Suggestion): Html {
  return html`<form class="hit" method="post" action="${LIST}/${message}">${token(c.get('session'))}<input type="hidden" name="applicant" value="${person.id}"><div>${personLine(person)}${signs.length > 0 ? html`<p class="small muted signs">${signs.map((sign) => SIGNS_IN_WORDS[sign]).join('; ')}</p>` : ''}</div><button class="plain" name="act" value="attach">Lekatkan</button></form>`;
}

function oursItem(c: At, parts: WebParts, message: WaitingMessage): Html {
  const state = deliveryInWords(message, times(parts).moment);
  return html`<li>${summary(parts, message)}<p>${worded(state)}${message.why ? html` <span class="muted small">${whyInWords(message.why)}</span>` : ''}</p>${
    message.unreachable
      ? html`<p class="small"><a href="/console/contacts/${message.contact}#talk">Kontak ini ditandai tidak dapat dihubungi</a></p>`
      : button(c, message.id, 'send-again', 'Kirim ulang', LIST)
  }</li>`;
}

async function allAgain(c: At, parts: WebParts): Promise<Response> {
  const { id, name } = c.get('session').operator;
  const results = await parts.again.all({ id, name });
  const left = results.some(({ outcome }) => !('done' in outcome || 'duplicate' in outcome));
  return go(c, LIST, { said: left ? 'some-remain' : 'processed-again' });
}

async function act(c: At, parts: WebParts, message: string): Promise<Response> {
  const form = await formOf(c);
  const back = listOrPage(field(form, 'back'), message);
  const applicant = field(form, 'applicant');
  switch (field(form, 'act')) {
    case 'again': {
      const { id, name } = c.get('session').operator;
      return go(c, back, wordsOf(await parts.again.one(message, { id, name })));
    }
    case 'send-again':
      return carryOut(c, parts, { act: 'send-again', message }, back, 'sent-again');
    case 'not-ours':
      return carryOut(
        c,
        parts,
        { act: 'settle', kind: 'message', ref: message, note: NOT_OURS },
        back.replace(/#|$/, `?of=${message}$&`),
        'put-aside',
      );
    case 'detach':
      return carryOut(c, parts, { act: 'detach-message', message }, `${LIST}/${message}`, 'detached');
  }
  if (isId(applicant)) return attach(c, parts, { act: 'attach-message', message, applicant });
  const note = field(form, 'note', 500);
  if (note === '') return go(c, `${LIST}/${message}`, { said: 'incomplete' });
  return carryOut(c, parts, { act: 'settle', kind: 'message', ref: message, note }, LIST, 'settled');
}

async function attach(c: At, parts: WebParts, act: Extract<OperatorAct, { act: 'attach-message' }>): Promise<Response> {
  if (!(await personById(parts, act.applicant))) return go(c, `${LIST}/${act.message}`, { refused: 'unknown' });
  return carryOut(c, parts, act, `/console/people/${act.applicant}#m-${act.message}`, 'attached');
}

/** A page of ours that shows messages; anything else leads to the message itself. */
const listOrPage = (back: string, message: string): string =>
  /^\/console\/(messages(#w-[0-9a-f-]+)?|(people|renewals|contacts)\/[0-9a-f-]+)$/.test(back)
    ? back
    : `${LIST}/${message}`;

function wordsOf(outcome: Outcome): { said: Said } | { refused: string } {
  if ('refused' in outcome) return { refused: outcome.refused };
  return { said: 'done' in outcome ? 'processed-again' : 'duplicate' in outcome ? 'processed-before' : 'still-faulty' };
}

/** One message with all that can be done about it. */
async function messagePage(c: At, parts: WebParts, id: string): Promise<Response> {
  const message = await messageById(parts, id);
  if (!message) return missing(c, parts, 'Pesan');
  const [contact, waiting, names] = await Promise.all([
    contactById(parts, message.contact),
    awaitsOf(parts, { message: id }),
    operatorNames(parts),
  ]);
  const person = message.applicant ? await personById(parts, message.applicant) : undefined;
  const around: Around = { c, parts, names, back: `${LIST}/${id}` };
  const incoming = message.direction === 'in';
  // Taken back from another it is nobody's, his neither: its files come to his request only if it is attached to him.
  const isHis = contact?.standing !== 'claimed' && !waiting.some(({ what }) => what === 'unplaced');
  return consolePage(
    c,
    parts,
    'Pesan',
    html`${heading('Pesan', html`<a class="small" href="${LIST}">Semua pesan yang menunggu</a>`)}
<p>${waiting.length === 0 ? badge('tidak ada yang menunggu', 'good') : waiting.map(({ what }) => badge(whatInWords(what), 'warn'))}</p>
<div class="columns"><div>${card('Isi pesan', html`<ol class="talk">${bubble(around, message)}</ol>${isNobody(message.address) ? '' : html`<p><a href="/console/contacts/${message.contact}">Seluruh percakapan dengan ${contact?.name ?? addressInWords(message.address)}</a></p>`}`)}</div>
<div>${message.state === 'fault' ? againCard(c, message) : ''}${person ? card('Orang yang dimaksud', personLine(person)) : ''}
${incoming && !message.detail.attached ? await attachCard(c, parts, message, isHis ? person : undefined) : ''}${waiting.length > 0 ? settleCard(c) : ''}</div></div>`,
  );
}

const againCard = (c: At, message: MessageView): Html =>
  card(
    'Proses ulang',
    html`${faultLine(message)}<p class="muted">Pesan dibaca lagi dari aslinya, seperti saat datang. Bila orangnya sudah menjawab lagi sesudahnya, pesan ini hanya boleh bertanya dan membawa berkas; yang perlu diputuskan ditanyakan kembali kepadanya.</p>${button(c, message.id, 'again', 'Proses ulang', `${LIST}/${message.id}`)}${originalLinks(message)}`,
  );

/** `sender`: it came from somebody known, and is his; it may still be meant for another, whose secretary wrote. */
async function attachCard(c: At, parts: WebParts, message: MessageView, sender: Person | undefined): Promise<Html> {
  const query = searchedFor(c);
  const searched = query.trim() ? await peopleById(parts, await searchPeople(parts, query)) : undefined;
  const likely: readonly Suggestion[] = searched
    ? [...searched.values()].map((person) => ({ person, signs: [] }))
    : await suggestions(parts, message);
  const found = likely.filter(({ person }) => person.id !== sender?.id);
  const nobody: Maybe =
    searched && likely.length === 0
      ? empty('Tidak ada orang yang cocok.')
      : sender
        ? html`<p class="muted">Pesan ini datang dari kontak ${sender.data.name}. Bila dikirim untuk orang lain, cari orang itu.</p>`
        : html`<p class="muted">Tidak ada petunjuk milik siapa pesan ini. Cari orangnya.</p>`;
  return card(
    sender ? 'Untuk orang lain?' : 'Lekatkan pada orang',
    html`<form class="search" method="get" action="#attach"><label class="unseen" for="q">Cari orang</label><input id="q" name="q" type="search" value="${query}" placeholder="Nama, NIP, email, nomor seri"><button class="plain">Cari</button></form>
${found.length === 0 ? nobody : found.map((each) => suggestion(c, message.id, each))}`,
    'attach',
  );
}

const settleCard = (c: At): Html =>
  card(
    'Selesai tanpa tindakan lain',
    html`<form method="post">${token(c.get('session'))}<div class="field"><label for="note">Catatan</label><input id="note" name="note" required maxlength="500" placeholder="Misalnya: iklan, bukan untuk kita"></div><button class="plain">Tandai selesai</button></form>`,
  );
