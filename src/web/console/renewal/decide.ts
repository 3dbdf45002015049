import { html } from 'hono/html';
import type { Person } from '../../../../db/console/console.ts';
import type { Language } from '../../../conversation/line.ts';
import { toBeginAnew } from '../../../conversation/phrases/catalogue.ts';
import { phrases } from '../../../conversation/render.ts';
import { awaited } from '../../../renewal/awaited.ts';
import {
  approvalsNeeded,
  barred,
  changeApprovalsNeeded,
  changeContent,
  isCommitted,
  reviewContent,
} from '../../../renewal/content.ts';
import { dataChanges, MASKED, mask } from '../../../renewal/data.ts';
import {
  type Approval,
  type Field,
  REASONS,
  RETURN_TO,
  type Reason,
  type Renewal,
  type ReturnTo,
  type What,
} from '../../../renewal/renewal.ts';
import type { Html, Maybe } from '../../layout.ts';
import { TEXT_LIMIT } from '../act.ts';
import { type At, card, token } from '../frame.ts';
import { vocabulary } from '../words.ts';
import type { FormAct } from './acts.ts';

/** The forms with which an operator decides. Each carries the content it was shown, so that a change in between is noticed. */

export type Deciding = {
  readonly c: At;
  readonly renewal: Renewal;
  readonly person: Person;
  readonly names: ReadonlyMap<string, string>;
  /** In which the applicant is told what is decided. */
  readonly language: Language;
  /** His documents that no operator has opened. */
  readonly unopened: ReadonlySet<string>;
};

export function decisionCards(deciding: Deciding): Maybe {
  const { renewal } = deciding;
  const waits = (what: What) => awaited(renewal).some((turn) => turn.what === what && turn.who === 'operator');
  return html`${waits('review') ? reviewCard(deciding) : ''}${waits('change-review') ? changeCard(deciding) : ''}${waits('change-record') ? recordCard(deciding) : ''}${
    waits('key-replacement') ? keyCard(deciding) : ''
  }`;
}

const start = ({ c }: Deciding, act: FormAct, content?: string): Html =>
  html`${token(c.get('session'))}<input type="hidden" name="act" value="${act}">${content ? html`<input type="hidden" name="content" value="${content}">` : ''}`;

/** A hash as people compare it: its beginning. */
const short = (hash: string): Html => html`<span class="mono">${hash.slice(0, 10)}</span>`;

/** Nothing is refused for it: it may have been read elsewhere. But nobody signs off by mistake what nobody has looked at. */
const notOpened = ({ unopened }: Deciding, document: string): Maybe =>
  unopened.has(document) ? html`, <strong>yang belum pernah dibuka operator</strong>` : '';

function reviewCard(deciding: Deciding): Html {
  const { renewal, person } = deciding;
  const content = reviewContent(renewal);
  const { letter, key } = renewal.facts;
  return card(
    'Putuskan permohonan',
    html`<p>Dengan menyetujui, Anda menyatakan bahwa sertifikat baru boleh diterbitkan:</p>
<ul class="seen"><li>untuk <strong>${person.data.name}</strong>, NIP <span class="mono">${mask(person.data.nip)}</span>, ${person.data.email};</li>
<li>dengan data versi ke-${person.versionNumber} (${short(renewal.version)})${person.version === renewal.version ? '' : html`, <strong>yang sudah tidak sama dengan data terbaru</strong>`};</li>
<li>berdasarkan Surat Rekomendasi ${letter ? html`<a href="/console/documents/${letter.document}">yang tersimpan</a> (${short(letter.hash)})${notOpened(deciding, letter.document)}` : 'yang belum ada'};</li>
<li>${key ? html`untuk kunci baru ${short(key.spki)} yang kepemilikannya sudah dibuktikan.` : 'dengan kunci yang dibuat di AMS oleh pemohon sendiri.'}</li></ul>
${approvalsSoFar(deciding, renewal.facts.approvals, approvalsNeeded(renewal))}
${approveForm(deciding, 'approve', content)}
${returnForm(deciding, 'return', content, renewal.rules.needsCsr ? RETURN_TO : ['letter', 'data'])}${rejectForm(deciding, content)}`,
    'decide',
  );
}

function changeCard(deciding: Deciding): Html {
  const { renewal } = deciding;
  const content = changeContent(renewal);
  const { change } = renewal.facts;
  return card(
    'Putuskan perubahan data',
    html`<p>Dengan menyetujui, data di bawah ini menjadi data yang berlaku${renewal.rules.entersAms ? ' setelah Anda mencatatnya di AMS' : ''}.</p>${changeTable(deciding)}
<p>Dasar: ${change?.letter ? html`<a href="/console/documents/${change.letter.document}">Surat Permohonan Perubahan Data</a> (${short(change.letter.hash)})${notOpened(deciding, change.letter.document)}` : 'belum ada surat'}.</p>
${approvalsSoFar(deciding, change?.approvals ?? [], changeApprovalsNeeded(renewal))}
${approveForm(deciding, 'approve-change', content)}
${returnForm(deciding, 'return-change', content)}${rejectForm(deciding, content)}`,
    'decide',
  );
}

const APPROVING = {
  approve: { what: 'review', label: 'Setujui penerbitan' },
  'approve-change': { what: 'change-review', label: 'Setujui perubahan data' },
} as const;
const BARRED = {
  twice:
    'Persetujuan Anda sudah tercatat. Sekarang operator lain yang memutuskan; Anda masih dapat mengembalikan atau menolaknya.',
  alone:
    'Anda sendiri yang menjamin pemohon ini atau memasukkan isinya, jadi operator lain yang menyetujui. Anda dapat mengembalikan atau menolaknya.',
} as const;

/** Who cannot approve is told so, instead of being offered a button that would only refuse him. */
function approveForm(deciding: Deciding, act: keyof typeof APPROVING, content: string): Html {
  const { what, label } = APPROVING[act];
  const why = barred(deciding.renewal, what, deciding.c.get('session').operator.id);
  return why
    ? html`<p class="notice">${BARRED[why]}</p>`
    : html`<form method="post">${start(deciding, act, content)}<button>${label}</button></form>`;
}

/** Before and after, field by field; whole numbers only where they have to be typed into AMS. */
export function changeTable({ renewal, person }: Pick<Deciding, 'renewal' | 'person'>, whole = false): Html {
  const changes = dataChanges(person.data, renewal.facts.change?.fields);
  const shown = (field: Field, value: string) => (!whole && MASKED.has(field) ? mask(value) : value) || '(kosong)';
  return html`<table class="change"><thead><tr><th>Data</th><th>Sekarang</th><th>Menjadi</th></tr></thead><tbody>${changes.map(
    ({ field, from, to }) =>
      html`<tr><th scope="row">${vocabulary.fields[field]}</th><td><del>${shown(field, from)}</del></td><td><ins>${shown(field, to)}</ins></td></tr>`,
  )}</tbody></table>`;
}

function recordCard(deciding: Deciding): Html {
  return card(
    'Catat perubahan di AMS',
    html`<p>Perubahan sudah disetujui. Masukkan nilai baru berikut ke AMS, lalu tandai di sini. Sebelum itu, permohonan tidak diteruskan, supaya sertifikat baru tidak memuat data lama.</p>${changeTable(deciding, true)}
<form method="post">${start(deciding, 'record-change')}<label class="inline"><input type="checkbox" required> Data baru sudah saya masukkan dan simpan di AMS</label><p><button>Tandai sudah dicatat di AMS</button></p></form>`,
    'decide',
  );
}

function keyCard(deciding: Deciding): Html {
  return card(
    'Penggantian kunci',
    html`<p>Pemohon melaporkan bahwa kunci dari sertifikat yang baru terbit hilang. Bila disetujui, ia membuat pasangan kunci sekali lagi tanpa surat baru, dan sertifikat berikutnya perlu disetujui lagi. Bila kuncinya ternyata ditemukan, tolak penggantiannya: pemohon lalu mengambil sertifikat yang sudah terbit.</p>
<form method="post">${start(deciding, 'replace-key')}<button>Setujui penggantian kunci</button></form>
<details><summary>Tolak penggantian</summary><form method="post">${start(deciding, 'refuse-key')}${instruction(deciding, 'key')}<button class="danger">Tolak penggantian</button></form></details>`,
    'decide',
  );
}

function approvalsSoFar({ names }: Deciding, approvals: readonly Approval[], needed: 1 | 2): Maybe {
  if (needed === 1 && approvals.length === 0) return '';
  const by = approvals.map(({ by: { id } }) => names.get(id ?? '') ?? 'operator').join(', ');
  return html`<p class="notice">Diperlukan persetujuan dua operator yang berbeda. ${approvals.length > 0 ? `Sudah disetujui oleh ${by}.` : 'Belum ada yang menyetujui.'}</p>`;
}

const RETURN_WORDS: Readonly<Record<ReturnTo, string>> = {
  letter: 'Surat Rekomendasi',
  data: 'Data pemohon',
  key: 'Pasangan kunci',
};

function returnForm(
  deciding: Deciding,
  act: 'return' | 'return-change',
  content: string,
  to?: readonly ReturnTo[],
): Html {
  return html`<details><summary>Kembalikan untuk diperbaiki</summary><form method="post">${start(deciding, act, content)}
${to ? html`<div class="field"><label for="to-${act}">Yang harus diperbaiki</label><select id="to-${act}" name="to" required>${to.map((each) => html`<option value="${each}">${RETURN_WORDS[each]}</option>`)}</select></div>` : ''}
${reasonField(deciding, act)}${instruction(deciding, act)}<button>Kembalikan</button></form></details>`;
}

const rejectForm = (deciding: Deciding, content: string): Html =>
  html`<details><summary>Tolak permohonan</summary><form method="post">${start(deciding, 'reject', content)}<p class="muted">Permohonan berakhir. Pemohon dapat memulai yang baru.</p>${reasonField(deciding, 'reject')}${instruction(deciding, 'reject')}<button class="danger">Tolak permohonan</button></form></details>`;

/** What a reason is about, if one thing, so that nobody is told to mend his data because his letter is blurred. */
const ABOUT: Readonly<Record<Reason, ReturnTo | ''>> = {
  'letter-unreadable': 'letter',
  'letter-unsigned': 'letter',
  'letter-wrong-person': 'letter',
  'letter-wrong-data': 'letter',
  'letter-incomplete': 'letter',
  'letter-not-a-recommendation': 'letter',
  'change-not-proven': '',
  'change-letter-incomplete': '',
  'data-incomplete': 'data',
  'key-unsuitable': 'key',
  'not-employed': '',
  'not-entitled': '',
  duplicate: '',
  other: '',
};

type Returning = 'return' | 'return-change' | 'reject';
/** What is not in front of the operator there, and so no reason. */
const ELSEWHERE: Readonly<Record<Returning, readonly Reason[]>> = {
  return: ['change-not-proven', 'change-letter-incomplete'],
  'return-change': ['letter-incomplete', 'letter-not-a-recommendation', 'key-unsuitable'],
  reject: [],
};
const reasonsOf = ({ renewal }: Deciding, act: Returning): readonly Reason[] =>
  REASONS.filter(
    (reason) => !ELSEWHERE[act].includes(reason) && (renewal.rules.needsCsr || reason !== 'key-unsuitable'),
  );

/** What it asks of the applicant is suggested in his language, since he gets it as it stands there; nothing can be sent to a request that is closed. */
const reasonField = (deciding: Deciding, act: Returning): Html =>
  html`<div class="field"><label for="reason-${act}">Alasan</label><select id="reason-${act}" name="reason" required><option value="">Pilih alasan</option>${reasonsOf(deciding, act).map((reason) => html`<option value="${reason}" data-to="${ABOUT[reason]}" data-todo="${suggested(deciding.language, reason, act)}">${vocabulary.reasons[reason].why}</option>`)}</select></div>`;

function suggested(language: Language, reason: Reason, act: string): string {
  const known = phrases(language).reasons[reason];
  return act === 'reject' ? toBeginAnew(known) : known.todo;
}

const instruction = ({ language }: Deciding, act: string): Html =>
  html`<div class="field"><label for="instruction-${act}">Petunjuk untuk pemohon</label><textarea id="instruction-${act}" name="instruction" required maxlength="${TEXT_LIMIT}" aria-describedby="hint-${act}"></textarea><p class="hint" id="hint-${act}">Tulis persis apa yang harus dilakukan pemohon. Kalimat ini dikirimkan kepadanya${language === 'en' ? ', yang memakai bahasa Inggris' : ''}.</p></div>`;

/** What can be done at any time, whoever is awaited. */
export function otherActs(deciding: Deciding): Maybe {
  const { renewal } = deciding;
  if (renewal.outcome !== undefined) return '';
  const collecting = awaited(renewal).some(({ what }) => what === 'collect');
  const mayWithdraw = !isCommitted(renewal);
  if (!collecting && !mayWithdraw) return '';
  return card(
    'Tindakan lain',
    html`${collecting ? html`<form method="post">${start(deciding, 'mark-collected')}<p class="muted">Bila pemohon memastikan bahwa sertifikat baru sudah terpasang dan berfungsi. Sertifikat lama kemudian dicabut.</p><button class="plain">Catat sudah diterima pemohon</button></form>` : ''}
${mayWithdraw ? html`<details><summary>Batalkan permohonan</summary><form method="post">${start(deciding, 'withdraw')}<label class="inline"><input type="checkbox" required> Pemohon memang meminta pembatalan</label><p><button class="danger">Batalkan permohonan</button></p></form></details>` : ''}`,
  );
}
