import { html } from 'hono/html';
import type { Person } from '../../../../db/console/console.ts';
import type { MessageView } from '../../../../db/console/talk.ts';
import { mask } from '../../../renewal/data.ts';
import type { Html, Maybe } from '../../layout.ts';
import type { WebParts } from '../../parts.ts';
import { type At, badge, times, token } from '../frame.ts';
import { AUTHORS, CHANNELS } from '../words.ts';
import { documentLink } from './documents.ts';
import { setOff } from './set-off.ts';
import { AUTOMATIC, deliveryInWords, faultInWords, verdictInWords, type Worded, whyInWords } from './words.ts';

/** One message as operators see it: who wrote it and how far that is proven, all that it says, what became of it. */

/**
 * The stored body has a placeholder where a secret will stand, which the first words of it may cut off; no operator can
 * become an applicant by reading.
 */
const SECRET = /\{\{(link|code)(?::[^}]*)?(?:\}\}|$)/;
const PLACEHOLDERS: Readonly<Record<string, string>> = { link: '[tautan pribadi]', code: '[kode]' };

export function withoutSecrets(body: string): string {
  return body.replaceAll(new RegExp(SECRET, 'g'), (_, kind: string) => PLACEHOLDERS[kind]!);
}

/** What the bubbles of one page have in common. `back` is the page to which a form of theirs returns. */
export type Around = {
  readonly c: At;
  readonly parts: WebParts;
  readonly names: ReadonlyMap<string, string>;
  readonly back: string;
  /** Whose the NIP and NIK in these messages are, by their keyed hashes. */
  readonly numbered?: ReadonlyMap<string, Person>;
  /** Whose page it is. */
  readonly applicant?: string;
};

export function bubble(around: Around, message: MessageView): Html {
  const { parts, names } = around;
  const shown = times(parts);
  const by = message.author === 'operator' && message.operator;
  const author = by ? `Operator ${names.get(message.operator!) ?? ''}` : AUTHORS[message.author];
  return html`<li class="said ${message.direction} ${message.author}" id="m-${message.id}"><div class="small muted">${author} · ${CHANNELS[message.channel]}${from(message)} · ${shown.moment(message.direction === 'in' ? (message.sentAt ?? message.at) : message.at)}</div>
${message.direction === 'in' ? said(message) : body(message.body)}${numbered(around, message)}${extras(message)}${fate(around, message)}</li>`;
}

/** A number is masked in what operators read, and cannot be searched for: whose it is they are told. */
function numbered({ numbered: whose, applicant }: Around, { detail: { numbers = [] } }: MessageView): Maybe {
  if (!whose || numbers.length === 0) return '';
  const known = new Map(numbers.flatMap((number) => whose.get(number) ?? []).map((person) => [person.id, person]));
  known.delete(applicant ?? '');
  const links = [...known.values()].map(
    ({ id, data }, at) =>
      html`${at > 0 ? '; ' : ''}<a href="/console/people/${id}">${data.name}</a>, NIP <span class="mono">${mask(data.nip)}</span>, ${data.unit}`,
  );
  const rest = numbers.some((number) => !whose.has(number));
  if (links.length === 0 && !rest) return '';
  return html`<p class="small muted">${links.length > 0 ? html`NIP/NIK di atas tercatat atas nama ${links}. ` : ''}${
    rest ? `${links.length > 0 ? 'NIP/NIK lainnya' : 'NIP/NIK di atas'} tidak tercatat pada siapa pun.` : ''
  }</p>`;
}

export const NOBODY = 'pengirim tidak terbaca';
/** Mail of nobody in particular has an address that stands for none; nobody is answered there. */
export const isNobody = (address: string): boolean => address.endsWith('@invalid') || address === '0';

/** An address whose person was erased is only the name of its row (db/erasure.ts). */
export const addressInWords = (address: string): string =>
  address.startsWith('erased:') ? 'alamat yang sudah dihapus' : address;

/** A stranger's address is all that is known of him, and leads to where he is answered: also from whom he was attached to. */
const from = ({ direction, author, address, contact }: MessageView): Maybe => {
  if (direction === 'out' || author === 'applicant') return '';
  return isNobody(address)
    ? html` · ${NOBODY}`
    : html` · <a href="/console/contacts/${contact}">${addressInWords(address)}</a>`;
};

const body = (text: string): Html => html`<div class="body">${withoutSecrets(text)}</div>`;

/** Automatic mail is folded away: it is on record, and says nothing to anybody. */
function said(message: MessageView): Html {
  const { automatic } = message.detail;
  const verdict = message.channel === 'mail' && !automatic ? verdictInWords(message.detail.proof) : undefined;
  const text = html`${message.subject ? html`<div class="subject">${message.subject}</div>` : ''}${words(message)}`;
  return html`${verdict ? html`<p class="small verdict">${worded(verdict)}</p>` : ''}${
    automatic
      ? html`<details class="folded"><summary>${message.detail.notice ? 'Pemberitahuan CA tentang sertifikat' : AUTOMATIC[automatic.kind]}${automatic.kind === 'bounce' && automatic.permanent === false ? ' (sementara)' : ''}</summary>${text}</details>`
      : text
  }`;
}

/** The whole body: what the assistant read stands out, what it left out is folded, and nothing is missing. */
function words(message: MessageView): Maybe {
  const { detail, documents } = message;
  // A file says enough by its name, which stands below.
  if (message.body.trim() === '' && documents.length > 0 && !detail.pressed && !detail.odd && !detail.fault) return '';
  if (message.body.trim() === '') return html`<div class="body"><em class="muted">${withoutText(message)}</em></div>`;
  const parts = setOff(withoutSecrets(message.body), message.detail.read).filter(({ text }) => text.trim() !== '');
  return html`<div class="body">${parts.map(({ read, text }) =>
    read
      ? html`<div>${text.trim()}</div>`
      : html`<details class="left-out"><summary>Tidak dibaca asisten: kutipan, tanda tangan, atau penafian</summary>${text.trim()}</details>`,
  )}</div>`;
}

const withoutText = ({ detail }: MessageView): string =>
  detail.pressed
    ? `menekan tombol “${detail.pressed}”`
    : detail.odd
      ? 'mengirim sesuatu yang tidak dapat dibaca asisten'
      : detail.fault
        ? 'pesan tidak terbaca'
        : 'tanpa teks';

function extras({ detail, documents, choices }: MessageView): Maybe {
  return html`${detail.secret ? html`<p class="small">${badge('kata sandi atau kunci pribadi dihapus', 'warn')}</p>` : ''}${
    documents.length > 0
      ? html`<ul class="files">${documents.map((each) => html`<li>${documentLink(each)}</li>`)}</ul>`
      : ''
  }${choices.length > 0 ? html`<p class="choices small muted">Tombol: ${choices.join(' · ')}</p>` : ''}`;
}

export const worded = ({ text, tone, note }: Worded): Html =>
  html`${badge(text, tone)}${note ? html` <span class="muted">${note}</span>` : ''}`;

/** What became of it, and what can be done about that. */
function fate(around: Around, message: MessageView): Maybe {
  return message.direction === 'in' ? received(around, message) : sent(around, message);
}

function received(around: Around, message: MessageView): Maybe {
  const { state, detail, id } = message;
  const shown = times(around.parts);
  const name = (by: string | undefined) => (by ? (around.names.get(by) ?? 'operator') : 'perintah sistem');
  const { again, attached, fault } = detail;
  return html`${
    state === 'fault' && fault !== undefined
      ? html`<p class="small">${badge('belum diproses', 'bad')} ${faultInWords(fault)} <a href="/console/messages/${id}">Tangani</a></p>`
      : ''
  }${
    again?.at
      ? html`<p class="small muted">Diproses ulang oleh ${name(again.by)}, ${shown.moment(new Date(again.at))}${again.late ? '. Karena sudah ada jawaban sesudahnya, pesan ini tidak dijadikan jawaban' : ''}.</p>`
      : ''
  }${
    attached
      ? html`<form class="inlineform small" method="post" action="/console/messages/${id}">${token(around.c.get('session'))}<input type="hidden" name="back" value="${around.back}"><span class="muted">Dilekatkan oleh ${name(attached.by)}, ${shown.moment(new Date(attached.at))}.</span> <button class="small plain" name="act" value="detach">Lepaskan</button></form>`
      : ''
  }`;
}

/** Why nothing reaches a contact that is nobody's any more (db/erasure.ts). */
const ERASED = 'erased';

function sent(around: Around, message: MessageView): Maybe {
  const { state, why, detail, id, unreachable } = message;
  const shown = times(around.parts);
  const words = deliveryInWords(message, shown.moment);
  const lost = (state === 'failed' || state === 'unsure') && !detail.sentAgain;
  return html`<p class="small delivery">${worded(words)}${why && state !== 'held' ? html` <span class="muted">${whyInWords(why)}</span>` : ''}</p>${
    detail.again?.of
      ? html`<p class="small muted">Pengiriman ulang atas permintaan ${around.names.get(detail.again.by ?? '') ?? 'operator'}.</p>`
      : ''
  }${
    detail.sentAgain
      ? html`<p class="small muted">Dikirim ulang oleh ${around.names.get(detail.sentAgain.by) ?? 'operator'}, ${shown.moment(new Date(detail.sentAgain.at))}.</p>`
      : ''
  }${
    lost && !unreachable
      ? html`<form class="inlineform" method="post" action="/console/messages/${id}">${token(around.c.get('session'))}<input type="hidden" name="back" value="${around.back}"><button class="small plain" name="act" value="send-again">Kirim ulang</button></form>`
      : lost && unreachable !== ERASED
        ? html`<p class="small muted">Untuk mengirim ulang, tandai dahulu bahwa kontak ini dapat dihubungi lagi.</p>`
        : ''
  }`;
}
