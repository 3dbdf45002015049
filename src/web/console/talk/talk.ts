import { Hono } from 'hono';
import { html } from 'hono/html';
import {
  operatorNames,
  peopleById,
  peopleByNumbers,
  personById,
  searchPeople,
} from '../../../../db/console/console.ts';
import {
  awaitsOf,
  type ContactView,
  contactById,
  conversation,
  renewalsOfPerson,
} from '../../../../db/console/talk.ts';
import type { OperatorAct } from '../../../desk/entry.ts';
import { isOff } from '../../../desk/ways.ts';
import { searchedFor } from '../../form.ts';
import type { Html, Maybe } from '../../layout.ts';
import type { WebParts } from '../../parts.ts';
import type { ConsoleEnv } from '../../session.ts';
import { carryOut, field, formOf, go, oneOf, TEXT_LIMIT } from '../act.ts';
import { type At, badge, card, consolePage, empty, heading, isId, missing, personLine, token, uuid } from '../frame.ts';
import { CHANNELS, METHODS, REFUSALS, type Said, STANDINGS, whatInWords } from '../words.ts';
import { type Around, bubble } from './message.ts';
import { whyInWords } from './words.ts';

/** Conversations: what was said on all channels, and what an operator can say and do there. */

export async function conversationCard(
  c: At,
  parts: WebParts,
  by: { applicant: string } | { contact: string },
  contacts: readonly ContactView[],
  back: string,
): Promise<Html> {
  const [messages, names, waiting] = await Promise.all([
    conversation(parts, by),
    operatorNames(parts),
    awaitsOf(parts, by),
  ]);
  const numbers = messages.flatMap(({ detail }) => detail.numbers ?? []);
  const around = { c, parts, names, back, numbered: await peopleByNumbers(parts, [...new Set(numbers)]), ...by };
  const waitingFor = (contact: ContactView) =>
    waiting.filter(({ kind, ref }) => kind === 'contact' && ref === contact.id);
  return card(
    'Percakapan',
    html`${messages.length === 0 ? empty('Belum ada percakapan.') : html`<ol class="talk" tabindex="0" aria-label="Percakapan, yang terbaru di bawah" data-end>${messages.map((message) => bubble(around, message))}</ol>`}${contacts.map((contact) => contactForms(around, contact, waitingFor(contact)))}`,
    'talk',
  );
}

type Waiting = readonly { readonly what: string }[];

/** Writing as the operator, taking over, handing back: for one chat or address. */
function contactForms(around: Around, contact: ContactView, waiting: Waiting): Html {
  const { c, names } = around;
  const { operator } = c.get('session');
  const start = html`${token(c.get('session'))}<input type="hidden" name="back" value="${around.back}">`;
  const holder = contact.speaker !== 'operator' ? undefined : (names.get(contact.takenBy ?? '') ?? 'operator');
  const isMine = contact.takenBy === operator.id;
  return html`<div class="contact"><p><strong>${CHANNELS[contact.channel]}</strong> <span class="mono">${contact.address}</span> ${standing(contact)} ${
    contact.unreachable ? badge('tidak dapat dihubungi', 'bad') : ''
  } ${holder ? badge(`ditangani ${isMine ? 'Anda' : holder}`, 'warn') : ''} ${waiting.map(({ what }) => badge(whatInWords(what), 'warn'))}</p>
<form method="post" action="/console/contacts/${contact.id}">${start}${ownWords(around, contact, isMine ? undefined : holder, waiting)}</form>${contact.unreachable ? reachableForm(contact, contact.unreachable, start) : ''}${isVouched(contact) ? unvouchForm(contact, start) : ''}</div>`;
}

/** `holder`: another operator, who has the conversation. */
function ownWords({ parts }: Around, contact: ContactView, holder: string | undefined, waiting: Waiting): Html {
  const { id, channel, speaker, takenBy } = contact;
  const off = isOff(contact, parts.settings);
  const taken = `${holder} sedang berbicara dengannya. Bila Anda yang melanjutkan, ambil alih dahulu.`;
  const not = off ? REFUSALS['mail-off'] : holder ? taken : undefined;
  const write = html`<label for="say-${id}">Tulis melalui ${CHANNELS[channel]}</label><textarea id="say-${id}" name="text" data-draft maxlength="${TEXT_LIMIT}"></textarea>`;
  const takeOver = holder
    ? html`<input type="hidden" name="from" value="${takenBy}"><button class="plain" name="act" value="take-over">Ambil alih dari ${holder}</button>`
    : html`<button class="plain" name="act" value="take-over">Ambil alih percakapan</button>`;
  return html`${not ? html`<p class="muted">${not}</p>` : write}
<div class="row">${not ? '' : html`<button name="act" value="say">Kirim pesan</button>`}${speaker === 'operator' && !holder ? html`<button class="plain" name="act" value="hand-back">Kembalikan ke asisten</button>` : off ? '' : takeOver}${waiting.length > 0 ? html`<button class="plain" name="act" value="answered">Tandai sudah dijawab</button>` : ''}</div>`;
}

/** An operator's word is not the person's proof, and is not called one. */
const standing = (contact: ContactView): Html =>
  isVouched(contact)
    ? badge(METHODS.vouched)
    : badge(STANDINGS[contact.standing], contact.standing === 'claimed' ? 'warn' : 'good');

const isVouched = ({ standing: is, provenBy }: ContactView): boolean => is === 'bound' && provenBy === 'vouched';

/** Somebody else's face, or somebody else's conversation. */
function unvouchForm({ id }: ContactView, start: Html): Html {
  return html`<details><summary>Jaminan ini keliru</summary><p class="muted small">Kontak ini lalu tidak lagi terhubung dengan siapa pun. Yang sudah dikirim melaluinya tetap tersimpan; permohonan yang dimasukinya menunggu operator.</p>
<form method="post" action="/console/contacts/${id}">${start}<div class="field"><label for="unvouch-${id}">Apa yang keliru?</label><input id="unvouch-${id}" name="note" required maxlength="500" placeholder="Misalnya: percakapan orang lain yang terpilih"></div><button class="plain" name="act" value="unvouch">Batalkan jaminan</button></form></details>`;
}

/** Nothing is sent to a marked contact, so somebody has to say when it works again, and why he thinks so. */
function reachableForm({ id }: ContactView, why: string, start: Html): Html {
  return html`<details><summary>Tidak dapat dihubungi: ${whyInWords(why)}</summary><p class="muted small">Selama ditandai demikian, tidak ada pesan yang dikirim ke kontak ini. Tandanya hilang sendiri bila orangnya menulis lagi.</p>
<form method="post" action="/console/contacts/${id}">${start}<div class="field"><label for="reachable-${id}">Mengapa sudah dapat dihubungi lagi?</label><input id="reachable-${id}" name="note" required maxlength="500" placeholder="Misalnya: sudah ditelepon, kotak suratnya dibuka lagi"></div><button class="plain" name="act" value="reachable">Tandai dapat dihubungi lagi</button></form></details>`;
}

const TALK: Readonly<Record<string, Said>> = {
  'hand-back': 'handed-back',
  answered: 'settled',
};

/** A page of ours to go back to; anything else leads to the queue. */
const ourPage = (path: string): string => (/^\/console\/[a-z]+(\/[0-9a-f-]+)?$/.test(path) ? path : '/console/queue');

export function talkRoutes(parts: WebParts): Hono<ConsoleEnv> {
  return new Hono<ConsoleEnv>()
    .get(`/console/contacts/:id{${uuid}}`, (c) => contactPage(c, parts, c.req.param('id')))
    .post(`/console/contacts/:id{${uuid}}`, async (c) => {
      const form = await formOf(c);
      const contact = c.req.param('id');
      const back = `${ourPage(field(form, 'back'))}#talk`;
      const act = field(form, 'act');
      if (act === 'say') {
        const text = field(form, 'text');
        return text === ''
          ? go(c, back, { said: 'nothing-written' })
          : carryOut(c, parts, { act, contact, text }, back, 'message-sent');
      }
      if (act === 'reachable' || act === 'unvouch') {
        const note = field(form, 'note', 500);
        return note === ''
          ? go(c, back, { said: 'incomplete' })
          : carryOut(c, parts, { act, contact, note }, back, act === 'reachable' ? 'reachable' : 'unvouched');
      }
      if (act === 'vouch') return vouch(c, parts, contact, back);
      if (act === 'take-over') {
        const from = field(form, 'from');
        return carryOut(c, parts, { act, contact, ...(isId(from) && { from }) }, back, 'taken-over');
      }
      const known = oneOf(['hand-back', 'answered'] as const, act);
      return known
        ? carryOut(c, parts, { act: known, contact }, back, TALK[known]!)
        : go(c, back, { said: 'incomplete' });
    });
}

async function vouch(c: At, parts: WebParts, contact: string, back: string): Promise<Response> {
  const form = await formOf(c);
  const how = oneOf(['in-person', 'video'] as const, field(form, 'how'));
  const [renewal, note] = [field(form, 'renewal'), field(form, 'note', 1_000)];
  if (!how || !isId(renewal) || note === '') return go(c, back, { said: 'incomplete' });
  const act: OperatorAct = { act: 'vouch', contact, renewal, how, note };
  return carryOut(c, parts, act, back, 'vouched');
}

/** A chat or address that belongs to nobody we know (or not yet for sure). */
async function contactPage(c: At, parts: WebParts, id: string): Promise<Response> {
  const contact = await contactById(parts, id);
  if (!contact) return missing(c, parts, 'Percakapan');
  const person = contact.applicant ? await personById(parts, contact.applicant) : undefined;
  // All that is left of it stands with him, and nothing can be said there.
  if (person?.erasedAt) return c.redirect(`/console/people/${person.id}`);
  const waiting = await awaitsOf(parts, { contact: id });
  const query = searchedFor(c);
  return consolePage(
    c,
    parts,
    'Percakapan',
    html`${heading(contact.name ?? 'Orang belum dikenal')}
${person ? card(contact.standing === 'claimed' ? 'Menurut pengakuannya' : 'Pemohon', personLine(person)) : html`<div class="notice"><p>Orang ini belum membuktikan siapa dirinya. Jangan sampaikan data siapa pun kepadanya.</p></div>`}
${waiting.length > 0 ? html`<p>${waiting.map(({ what }) => badge(whatInWords(what), 'warn'))}</p>` : ''}
<div class="columns"><div>${await conversationCard(c, parts, { contact: id }, [contact], `/console/contacts/${id}`)}</div>
<div>${card(
      'Jamin identitasnya',
      html`<p class="muted">Untuk orang yang tidak dapat membaca kotak suratnya: setelah memeriksa orangnya secara langsung atau melalui video, cari orangnya dan pilih permohonannya.</p>
<form class="search" method="get" action="#vouch"><label class="unseen" for="q">Cari orang</label><input id="q" name="q" type="search" value="${query || (contact.name ?? '')}" placeholder="Nama, NIP, email"><button class="plain">Cari</button></form>
${await vouchChoices(c, parts, id, query)}`,
      'vouch',
    )}</div></div>`,
  );
}

async function vouchChoices(c: At, parts: WebParts, contact: string, query: string): Promise<Maybe> {
  if (query.trim() === '') return '';
  const people = await peopleById(parts, await searchPeople(parts, query));
  if (people.size === 0) return empty('Tidak ada orang yang cocok.');
  const choices = await Promise.all(
    [...people.values()].slice(0, 10).map(async (person) => {
      const open = (await renewalsOfPerson(parts, person.id)).filter(({ outcome }) => outcome === undefined);
      return html`<div class="hit">${personLine(person)}${open.length === 0 ? html`<p class="muted small">Belum ada permohonan terbuka. Buka dahulu dari halaman orangnya.</p>` : open.map((renewal) => vouchForm(c, contact, renewal.id, `No. ${renewal.number}`, `/console/renewals/${renewal.id}`))}</div>`;
    }),
  );
  return html`${choices}`;
}

export function vouchForm(c: At, contact: string, renewal: string, label: string, back: string): Html {
  return html`<details><summary>Jamin untuk ${label}</summary><form method="post" action="/console/contacts/${contact}">${token(c.get('session'))}<input type="hidden" name="back" value="${back}"><input type="hidden" name="renewal" value="${renewal}"><input type="hidden" name="act" value="vouch">
<fieldset class="field"><legend>Diperiksa</legend><label class="inline"><input type="radio" name="how" value="in-person" required> secara langsung</label> <label class="inline"><input type="radio" name="how" value="video"> melalui video</label></fieldset>
<div class="field"><label for="note-${contact}-${renewal}">Alasan dan cara memeriksa</label><textarea id="note-${contact}-${renewal}" name="note" required maxlength="1000" placeholder="Misalnya: kotak surat dinas terkunci; KTP dan kartu pegawai dicocokkan"></textarea></div>
<button>Jamin identitas</button><p class="hint">Dicatat dengan nama Anda. Persetujuan penerbitan kemudian harus diberikan operator lain.</p></form></details>`;
}
