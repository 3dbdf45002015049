import { Hono } from 'hono';
import { html } from 'hono/html';
import { type Person, personById } from '../../../../db/console/console.ts';
import type { DecisionView } from '../../../../db/console/decisions.ts';
import type { Html } from '../../layout.ts';
import type { WebParts } from '../../parts.ts';
import type { ConsoleEnv } from '../../session.ts';
import { enter, field, formOf, go, oneOf } from '../act.ts';
import { type At, card, missing, noteField, times, token, uuid } from '../frame.ts';
import { download } from '../talk/documents.ts';
import { personalCopy } from './copy.ts';

/** What a person may ask the office for: a copy of his data, and its erasure. */
export function personalDataRoutes(parts: WebParts): Hono<ConsoleEnv> {
  return new Hono<ConsoleEnv>()
    .post(`/console/people/:id{${uuid}}/copy`, (c) => copied(c, parts, c.req.param('id')))
    .post(`/console/people/:id{${uuid}}/erasure`, (c) => decided(c, parts, c.req.param('id')));
}

type About = {
  readonly names: ReadonlyMap<string, string>;
  /** What needs his data still; empty where nothing does. */
  readonly needed: string;
  /** The proposal to erase it, where one stands. */
  readonly asked: DecisionView | undefined;
};

export function personalDataCard(c: At, parts: WebParts, person: Person, about: About): Html {
  if (person.erasedAt)
    return card(
      'Data pribadi',
      html`<p>Data orang ini dihapus ${times(parts).moment(person.erasedAt)}. ${KEPT}</p>`,
      'personal-data',
    );
  const path = `/console/people/${person.id}`;
  return card(
    'Data pribadi',
    html`<p class="muted">Setiap orang berhak atas salinan datanya dan atas penghapusannya (UU 27/2022). Pastikan dahulu bahwa ia sendiri yang meminta.</p>
<form class="inlineform" method="post" action="${path}/copy" data-again>${token(c.get('session'))}<button class="plain">Unduh salinan data</button></form>
<p class="hint">Memuat NIK lengkap, seluruh percakapan, dan catatan operator tentang orangnya; pembuatannya tercatat atas nama Anda. Berkasnya dibuka satu per satu di atas.</p>
${person.erasureAskedBy ? proposal(c, parts, person, about, `${path}/erasure`) : about.needed ? html`<p>Datanya belum dapat dihapus: ${about.needed}.</p>` : eraseForm(c, parts.settings.fourEyes, `${path}/erasure`)}`,
    'personal-data',
  );
}

const STAYS = html`<p class="hint">Catatan ini tetap tersimpan: tulislah tanpa nama dan nomor orangnya.</p>`;
const KEPT =
  'Yang tetap disimpan: sertifikat yang telah terbit, keputusan operator dengan catatannya, dan catatan kejadian yang tidak memuat data pribadi.';

const whatGoes =
  (): Html => html`<p>Yang dihapus untuk selamanya: NIK, NIP dan data lainnya, alamat email dan akun Telegram, seluruh isi percakapan, surat, dan berkas. ${KEPT}</p>
<p>Layanan ini tidak dapat menghapus surat di kotak surat kantor, percakapan di Telegram, dan salinan cadangan. Hapuslah di tempatnya masing-masing.</p>`;

function eraseForm(c: At, fourEyes: boolean, action: string): Html {
  return html`<details><summary>Hapus data orang ini</summary><form method="post" action="${action}">${token(c.get('session'))}<input type="hidden" name="act" value="erase">${whatGoes()}
${noteField('erasure', 'Siapa yang meminta, dan kapan')}${STAYS}<label class="inline"><input type="checkbox" required> Ia sendiri yang meminta, dan saya sudah memeriksa orangnya</label>
<p><button class="danger">${fourEyes ? 'Usulkan penghapusan' : 'Hapus sekarang'}</button></p>${fourEyes ? html`<p class="hint">Operator lain yang menghapusnya.</p>` : ''}</form></details>`;
}

/** Whoever proposed it may take it back, and cannot carry it out; the other one has to know what it rests on. */
function proposal(c: At, parts: WebParts, { erasureAskedBy }: Person, { names, asked }: About, action: string): Html {
  const own = erasureAskedBy === c.get('session').operator.id;
  const by = own ? 'Anda' : `operator ${names.get(erasureAskedBy!) ?? ''}`;
  return html`<div class="notice warn"><p><strong>Penghapusan datanya diusulkan ${by}${asked ? `, ${times(parts).moment(asked.at)}` : ''}.</strong> ${asked?.note ? html`Catatannya: “${asked.note}”. ` : ''}${own ? 'Operator lain yang menghapusnya.' : 'Periksa sendiri permintaannya sebelum menghapus.'}</p></div>
<form method="post" action="${action}">${token(c.get('session'))}${own ? '' : whatGoes()}${noteField('erasure', own ? 'Mengapa tidak jadi' : 'Bagaimana diperiksa')}${STAYS}
<p class="row">${own ? '' : html`<button class="danger" name="act" value="erase">Hapus sekarang</button>`}<button class="plain" name="act" value="keep">Jangan dihapus</button></p></form>`;
}

async function copied(c: At, parts: WebParts, id: string): Promise<Response> {
  const person = await personById(parts, id);
  if (!person) return missing(c, parts, 'Orang');
  const outcome = await enter(c, parts, { act: 'take-copy', applicant: id });
  if ('refused' in outcome) return go(c, `/console/people/${id}`, { refused: outcome.refused });
  const copy = await personalCopy(parts, person);
  return download(Buffer.from(String(copy)), 'text/html; charset=utf-8', `salinan-data-${id.slice(0, 8)}.html`);
}

async function decided(c: At, parts: WebParts, id: string): Promise<Response> {
  if (!(await personById(parts, id))) return missing(c, parts, 'Orang');
  const back = `/console/people/${id}`;
  const form = await formOf(c);
  const act = oneOf(['erase', 'keep'], field(form, 'act'));
  const note = field(form, 'note', 500);
  if (!act || note === '') return go(c, back, { said: 'incomplete' });
  const outcome = await enter(c, parts, { act, applicant: id, note });
  if ('refused' in outcome) return go(c, back, { refused: outcome.refused });
  if (act === 'keep') return go(c, back, { said: 'erasure-not-done' });
  const after = await personById(parts, id);
  return go(c, back, { said: after?.erasedAt ? 'erased' : 'erasure-proposed' });
}
