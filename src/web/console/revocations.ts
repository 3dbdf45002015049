import { Hono } from 'hono';
import { html } from 'hono/html';
import { type RevocationView, revocations } from '../../../db/console/certificates.ts';
import { operatorNames } from '../../../db/console/console.ts';
import { COMMAND_LINE } from '../../desk/revocation/elsewhere.ts';
import type { Html, Maybe } from '../layout.ts';
import type { WebParts } from '../parts.ts';
import type { ConsoleEnv } from '../session.ts';
import { carryOut, enter, type Form, field, formOf, go } from './act.ts';
import { openButton } from './ams/packet.ts';
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
import { EVIDENCE, REVOCATION_REASONS, REVOCATION_STATES, type Said, serialInWords, vocabulary } from './words.ts';

const PATH = '/console/revocations';

/** Revocations: what people asked for, what another operator proposed, and what has to be done in AMS. */
export function revocationRoutes(parts: WebParts): Hono<ConsoleEnv> {
  return new Hono<ConsoleEnv>()
    .get(PATH, (c) => revocationsPage(c, parts))
    .post(`${PATH}/:id{${uuid}}`, (c) => decide(c, parts, c.req.param('id')));
}

async function decide(c: At, parts: WebParts, revocation: string): Promise<Response> {
  const form = await formOf(c);
  const [note, act] = [field(form, 'note', 500), field(form, 'act')];
  if (note === '') return go(c, PATH, { said: 'incomplete' });
  if (act === 'by-hand') {
    const done = { act: 'settle', kind: 'revocation', ref: revocation, also: alsoOf(form), note } as const;
    return carryOut(c, parts, done, PATH, 'revoked-by-hand');
  }
  if (act === 'hold') return carryOut(c, parts, { act: 'hold-revocation', revocation, note }, PATH, 'held');
  if (act === 'approve') return approve(c, parts, { revocation, also: alsoOf(form) }, note);
  const decision = { act: 'decide-revocation', revocation, note } as const;
  // The person is owed a reason that he can do something with; a proposal of one's own is simply dropped.
  const instruction = field(form, 'instruction', 500);
  if (act !== 'drop' && (act !== 'refuse' || instruction === '')) return go(c, PATH, { said: 'incomplete' });
  return carryOut(c, parts, { ...decision, approve: false, instruction }, PATH, 'revocation-refused');
}

/** Others of the same theft, which were ticked. */
const alsoOf = (form: Form): string[] =>
  [form.also].flat().filter((each): each is string => typeof each === 'string' && isId(each));

/** Decided on together, so that the person hears of them together. */
async function approve(
  c: At,
  parts: WebParts,
  ids: { readonly revocation: string; readonly also: readonly string[] },
  note: string,
): Promise<Response> {
  const of = (await revocations(parts)).filter(({ id }) => [ids.revocation, ...ids.also].includes(id));
  const outcome = await enter(c, parts, { act: 'decide-revocation', ...ids, note, approve: true });
  return 'refused' in outcome ? go(c, PATH, { refused: outcome.refused }) : go(c, PATH, { said: revokedBy(of) });
}

/** What another CA issued is not revoked by us. */
export const revokedBy = (certificates: readonly { readonly issuer: string }[]): Said =>
  certificates.some(({ issuer }) => issuer !== 'local') ? 'revoke-in-ams' : 'revoked';

const WAITING: ReadonlySet<RevocationView['state']> = new Set(['asked', 'by-hand']);

async function revocationsPage(c: At, parts: WebParts): Promise<Response> {
  const [rows, names] = await Promise.all([revocations(parts), operatorNames(parts)]);
  const waiting = rows.filter(({ state }) => WAITING.has(state));
  const others = rows.filter(({ state }) => !WAITING.has(state));
  return consolePage(
    c,
    parts,
    'Pencabutan',
    html`${heading('Pencabutan')}
${waiting.length === 0 ? empty('Tidak ada pencabutan yang menunggu. Permintaan mendesak selalu muncul paling atas di antrean.') : waiting.map((row) => waitingCard(c, parts, row, names, sameTheft(row, waiting)))}
${others.length > 0 ? card('Sebelumnya', html`<ul class="plainlist">${others.map((row) => html`<li>${facts(parts, row, names)}${state(parts, row)}${holdForm(c, parts, row)}</li>`)}</ul>`) : ''}`,
  );
}

type Names = ReadonlyMap<string, string>;

/** Whose telephone or computer is gone has lost all his keys, and asked for all of them at once. What an operator proposed may be another's. */
const sameTheft = (row: RevocationView, waiting: readonly RevocationView[]): readonly RevocationView[] =>
  waiting.filter(
    ({ id, state: is, reason, askedBy: by, person }) =>
      id !== row.id &&
      is === row.state &&
      reason === 'keyCompromise' &&
      row.reason === reason &&
      by === row.askedBy &&
      person?.id === row.person?.id,
  );

function waitingCard(
  c: At,
  parts: WebParts,
  row: RevocationView,
  names: Names,
  others: readonly RevocationView[],
): Html {
  const urgent = row.reason === 'keyCompromise' ? badge('segera', 'bad') : '';
  return html`<section class="card"><p>${badge(REVOCATION_STATES[row.state], 'warn')} ${urgent}</p>${facts(parts, row, names)}${row.state === 'asked' ? forms(c, parts, row, others) : byHandForm(c, row, others)}</section>`;
}

/** Who, which certificate, why, and at whose wish: all that is to be checked before anything is decided. */
function facts(parts: WebParts, row: RevocationView, names: Names): Html {
  const shown = times(parts);
  const decided = row.decidedBy && row.decidedBy !== row.askedBy ? names.get(row.decidedBy) : undefined;
  return html`${owner(row.person)}<p class="small">Seri <span class="mono wrap">${serialInWords(row.serial)}</span>, berlaku sampai ${shown.day(row.expires)}<br>Alasan: ${REVOCATION_REASONS[row.reason]}<br>Diminta ${askedBy(row, names)}, ${shown.moment(row.at)}${decided ? html`<br>Diputuskan oleh operator ${decided}` : ''}${row.succeeded ? html`<br>Digantikan seri <span class="mono wrap">${serialInWords(row.successor)}</span>, diketahui dari: ${row.successorEvidence && EVIDENCE[row.successorEvidence]}` : ''}${row.note && row.askedBy !== COMMAND_LINE ? html`<br>Catatan: ${row.note}` : ''}</p>`;
}

function askedBy(
  { askedBy: by, channel, provenBy, state: is, wordTakenBack, note = '' }: RevocationView,
  names: Names,
): string {
  // Whoever sits at the machine may type any name.
  if (by === COMMAND_LINE) return `dari baris perintah (ca revoke), atas nama “${note}” sebagaimana diketik`;
  if (by === 'system')
    return `oleh sistem, setelah sertifikat baru diterima${is === 'asked' ? '; ditahan sebelum dijalankan' : ''}`;
  if (names.has(by))
    return `oleh operator ${names.get(by)}${wordTakenBack ? ', yang membatalkan jaminan identitasnya: kuncinya mungkin dipegang orang lain' : ''}`;
  return `oleh pemohon${channel ? ` ${vocabulary.channels[channel].through}` : ''}${provenBy === 'vouched' ? ', identitasnya dijamin operator' : ''}`;
}

function state(parts: WebParts, { state: is, doneAt, dueAt }: RevocationView): Maybe {
  const shown = times(parts);
  const when = doneAt ?? (is === 'due' ? dueAt : undefined);
  return html`${badge(REVOCATION_STATES[is], is === 'done' ? 'good' : '')} ${when ? html`<span class="muted small">${is === 'due' ? 'pada ' : ''}${shown.moment(when)}</span>` : ''}`;
}

/** With four eyes nobody decides what he proposed himself; he may drop it. */
function forms(c: At, parts: WebParts, row: RevocationView, others: readonly RevocationView[]): Html {
  const session = c.get('session');
  const start = html`<form method="post" action="${PATH}/${row.id}">${token(session)}`;
  if (parts.settings.fourEyes && row.askedBy === session.operator.id)
    return html`<p class="notice">Anda yang mengusulkan pencabutan ini, jadi operator lain yang memutuskan.</p>${start}${noteField(row.id, 'Mengapa usulan ini ditarik')}<button class="plain" name="act" value="drop">Tarik usulan</button></form>`;
  // Whoever asked for it, or had it held, hears why it is not revoked.
  const asked = row.channel !== undefined || row.askedBy === 'system';
  return html`${start}<p>Setelah dicabut, sertifikat ini tidak dapat dipakai lagi, dan pencabutan tidak dapat dibatalkan.</p>${noteField(row.id, 'Bagaimana permintaan ini diperiksa')}${ticks(others, 'Cabut sekaligus seri', 'yang diminta karena hal yang sama')}<label class="inline"><input type="checkbox" required> Saya sudah memeriksa orang dan nomor serinya</label><p><button class="danger" name="act" value="approve">Cabut sertifikat</button></p></form>
<details><summary>Tidak dicabut</summary>${start}${asked ? html`<div class="field"><label for="instruction-${row.id}">Penjelasan kepada pemohon</label><textarea id="instruction-${row.id}" name="instruction" rows="3" required maxlength="500" placeholder="Mengapa tidak dicabut, dan apa yang dapat dilakukannya"></textarea></div>` : ''}${noteField(`${row.id}-refuse`, 'Untuk catatan kita')}<button class="plain" name="act" value="${asked ? 'refuse' : 'drop'}">Jangan dicabut</button></form></details>`;
}

/** What is ticked with it is told with it, in one message. */
const ticks = (others: readonly RevocationView[], before: string, after: string): Maybe =>
  html`${others.map(({ id, serial }) => html`<p><label class="inline"><input type="checkbox" name="also" value="${id}"> ${before} <span class="mono wrap">${serialInWords(serial)}</span>, ${after}</label></p>`)}`;

/** What is revoked by itself may be held until then, as its holder may do in his conversation. */
function holdForm(c: At, parts: WebParts, { id, askedBy: by, state: is, dueAt }: RevocationView): Maybe {
  if (by !== 'system' || is !== 'due' || dueAt === undefined || dueAt <= parts.clock()) return '';
  return html`<details><summary>Tahan pencabutan ini</summary><form method="post" action="${PATH}/${id}">${token(c.get('session'))}<p>Sertifikat lama lalu tetap berlaku sampai diputuskan di halaman ini.</p>${noteField(id, 'Misalnya: pemohon menelepon, sertifikat baru belum dapat dipakai')}<button class="plain" name="act" value="hold">Tahan</button></form></details>`;
}

const byHandForm = (c: At, { id }: RevocationView, others: readonly RevocationView[]): Html =>
  html`<p>Sertifikat ini bukan terbitan kita. Cabut di AMS, lalu tandai di sini. Paketnya memuat NIK lengkap, jadi pembukaannya tercatat.</p><div class="actions">${openButton(c, `${PATH}/${id}/packet`, 'Buka paket pencabutan', 'plain')}</div><form method="post" action="${PATH}/${id}">${token(c.get('session'))}${noteField(id, 'Misalnya: dicabut di AMS, nomor tiket')}${ticks(others, 'Seri', 'juga sudah dicabut di AMS')}<button name="act" value="by-hand">Sudah dicabut di AMS</button></form>`;
