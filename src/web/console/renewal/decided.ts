import { html } from 'hono/html';
import type { DecisionView } from '../../../../db/console/decisions.ts';
import type { OperatorAct } from '../../../desk/entry.ts';
import type { Reason } from '../../../renewal/renewal.ts';
import type { Html, Maybe } from '../../layout.ts';
import type { WebParts } from '../../parts.ts';
import { card, times } from '../frame.ts';
import { vocabulary } from '../words.ts';

/** Who decided what on one renewal, refused decisions too. */
export function decisions(parts: WebParts, rows: readonly DecisionView[], names: ReadonlyMap<string, string>): Maybe {
  if (rows.length === 0) return '';
  return card(
    'Keputusan',
    html`<ul class="plainlist">${rows.map((row) => html`<li>${decisionLine(parts, row, names)}${row.note ? html`<div class="muted small">${row.note}</div>` : ''}</li>`)}</ul>`,
  );
}

export const decisionLine = (
  parts: WebParts,
  { at, operator, subject, reason }: DecisionView,
  names: ReadonlyMap<string, string>,
): Html =>
  html`${times(parts).moment(at)}: ${names.get(operator) ?? 'operator'} ${subjectInWords(subject)}${reason && reason in vocabulary.reasons ? html` <span class="muted">(${vocabulary.reasons[reason as Reason].why.replace(/\.$/, '')})</span>` : ''}`;

/** One or two lines; all of it stands with the decisions. */
const NOTE_CHARACTERS = 160;

/** Whoever opened the page a moment too early sees who was before him, and what he did. */
export function lastDecided(parts: WebParts, rows: readonly DecisionView[], names: ReadonlyMap<string, string>): Maybe {
  const last = rows.findLast(({ subject }) => !subject.startsWith(NOT_TAKEN));
  if (!last) return '';
  const note = last.note?.replaceAll(/\s+/g, ' ').trim() ?? '';
  const why = note === '' ? '' : `: “${note.length > NOTE_CHARACTERS ? `${note.slice(0, NOTE_CHARACTERS)}…` : note}”`;
  return html`<p class="small muted">Keputusan terakhir, ${decisionLine(parts, last, names)}${why}</p>`;
}

/** Whatever is decided on one renewal; a mere look at its packet is not. */
type Decided = Exclude<Extract<OperatorAct, { readonly renewal: string }>['act'], 'take-packet'>;

const SUBJECTS: Readonly<Record<Decided, string> & Record<string, string>> = {
  approve: 'menyetujui penerbitan',
  'approve-change': 'menyetujui perubahan data',
  return: 'mengembalikan permohonan',
  'return-change': 'mengembalikan perubahan data',
  reject: 'menolak permohonan',
  'record-change': 'mencatat perubahan di AMS',
  'replace-key': 'menyetujui penggantian kunci',
  'refuse-key': 'menolak penggantian kunci',
  'mark-collected': 'mencatat sertifikat diterima',
  withdraw: 'membatalkan permohonan',
  vouch: 'menjamin identitas pemohon',
  unvouch: 'membatalkan jaminan identitas',
  'record-certificate': 'mencatat sertifikat baru',
  'enter-ams': 'memasukkan permohonan ke AMS',
  'resend-link': 'mengirim ulang tautan passphrase dari AMS',
  'ca-checked': 'memeriksa keadaan permohonan di AMS',
  'ams-refused': 'mencatat bahwa AMS tidak menerima permohonan',
  'add-evidence': 'menambah bukti sertifikat baru',
  'correct-serial': 'membetulkan nomor seri sertifikat baru',
  'correct-record': 'membetulkan catatan sertifikat baru',
  revoke: 'memutuskan pencabutan sertifikat',
  'decide-revocation': 'memutuskan permintaan pencabutan',
  'hold-revocation': 'menahan pencabutan sertifikat lama',
  reachable: 'menandai dapat dihubungi lagi',
  settle: 'menandai selesai',
  erase: 'memutuskan penghapusan data',
  keep: 'memutuskan data tidak dihapus',
};

/** Before the subject of a decision that was refused. */
const NOT_TAKEN = 'refused-';
/** What an operator did; one that was refused is told as what it was. */
const subjectInWords = (subject: string): string =>
  subject.startsWith(NOT_TAKEN)
    ? `mencoba, tetapi tidak diterima: ${subjectInWords(subject.slice(NOT_TAKEN.length))}`
    : (SUBJECTS[subject] ?? subject);
