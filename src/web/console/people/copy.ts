import { html, raw } from 'hono/html';
import { certificatesOf } from '../../../../db/console/certificates.ts';
import { operatorNames, type Person } from '../../../../db/console/console.ts';
import { notesAbout } from '../../../../db/console/decisions.ts';
import { noticesOfPerson } from '../../../../db/console/notices.ts';
import {
  contactsOfPerson,
  conversation,
  dataVersions,
  documentsOfPerson,
  type MessageView,
  renewalById,
  renewalsOfPerson,
} from '../../../../db/console/talk.ts';
import { FIELDS, type Field } from '../../../renewal/renewal.ts';
import type { Html } from '../../layout.ts';
import type { WebParts } from '../../parts.ts';
import { times } from '../frame.ts';
import { noticeInWords } from '../notices/notices.ts';
import { decisionLine } from '../renewal/decided.ts';
import { sizeInWords } from '../talk/documents.ts';
import { withoutSecrets } from '../talk/message.ts';
import { AUTHORS, CERTIFICATE_STATES, CHANNELS, isOne, serialInWords, vocabulary } from '../words.ts';

/**
 * Everything that is on record about a person, as one file that he can keep and read anywhere (UU 27/2022, article 7).
 * Nothing is masked: it is his.
 */
export async function personalCopy(parts: WebParts, person: Person): Promise<Html> {
  const { id } = person;
  const [versions, contacts, certificates, notices, renewals, documents, messages, notes, names] = await Promise.all([
    dataVersions(parts, id),
    contactsOfPerson(parts, id),
    certificatesOf(parts, id),
    noticesOfPerson(parts, id),
    renewalsOfPerson(parts, id),
    documentsOfPerson(parts, id),
    conversation(parts, { applicant: id }, 'all'),
    notesAbout(parts, id),
    operatorNames(parts),
  ]);
  const wanted = (await Promise.all(renewals.map((each) => renewalById(parts, each.id)))).flatMap((found) =>
    Object.entries(found?.renewal.facts.change?.fields ?? {}),
  );
  const { agency } = parts.settings;
  // A chat or address of his may have been another's before: what was said there then is not his to read.
  const his = messages.filter(({ applicant }) => applicant === undefined || applicant === id);
  const shown = times(parts);
  const basis = (each: string) => vocabulary.bases[each as keyof typeof vocabulary.bases];
  const outcome = (each: string | undefined) =>
    each ? vocabulary.outcomes[each as keyof typeof vocabulary.outcomes] : 'berjalan';
  return html`<!doctype html>
<html lang="id"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>Salinan data pribadi</title><style>${raw(STYLE)}</style></head>
<body><h1>Salinan data pribadi</h1>
<p>Dibuat ${shown.moment(shown.now)} oleh ${agency.name} atas permintaan ${person.data.name}, sesuai hak atas salinan data pribadi (UU 27/2022 tentang Pelindungan Data Pribadi, pasal 7). Berkas ini memuat NIK lengkap; simpan baik-baik.</p>
<p>Data ini dipakai hanya untuk memperbarui sertifikat elektronik. Bila ada yang keliru, atau Anda ingin datanya dihapus, hubungi kantor: ${agency.address}, telepon ${agency.phone}.</p>
${versions
  .toReversed()
  .map(({ number, at, data }) =>
    section(
      `Data versi ke-${number}, sejak ${shown.day(at)}`,
      table(FIELDS.map((name) => [fieldInWords(name), data[name] || '(kosong)'])),
    ),
  )}
${section('Alamat dan akun', table(contacts.map(({ channel, address, name }) => [CHANNELS[channel], [address, name].filter(Boolean).join(', ')])))}
${section('Sertifikat', table(certificates.filter(isOne).map((each) => [serialInWords(each.serial), `berlaku sampai ${shown.day(each.notAfter)}; ${each.state === 'valid' && each.notAfter <= shown.now ? 'masa berlaku sudah lewat' : CERTIFICATE_STATES[each.state]}`])))}
${section('Permohonan', table(renewals.map((each) => [`No. ${each.number}`, `dibuka ${shown.day(each.openedAt)}; sertifikat ${basis(each.basis)}; ${outcome(each.outcome)}${each.closedAt ? ` ${shown.day(each.closedAt)}` : ''}`])))}
${wanted.length === 0 ? '' : section('Perubahan data yang diminta', table(wanted.map(([name, value]) => [fieldInWords(name as Field), value])))}
${notices.length === 0 ? '' : section('Notifikasi masa berlaku', list(notices.map((each) => html`${serialInWords(each.serial)}, ${noticeInWords(parts, each)}`)))}
${notes.length === 0 ? '' : section('Catatan operator pada keputusannya', list(notes.map((each) => html`<small>${decisionLine(parts, each, names)}</small><pre>${each.note}</pre>`)))}
${section('Berkas', table(documents.map((each) => [each.name, `${sizeInWords(each.size)}, diterima ${shown.moment(each.at)}`])))}
${section(
  'Percakapan',
  list(
    his.map(
      (message) =>
        html`<small>${authorInWords(message, names)}, ${CHANNELS[message.channel]}, ${shown.moment(message.at)}</small>${message.subject ? html`<strong>${message.subject}</strong>` : ''}<pre>${message.detail.pressed ? `[${message.detail.pressed}]` : withoutSecrets(message.body)}</pre>`,
    ),
  ),
)}</body></html>`;
}

const fieldInWords = (field: Field): string => vocabulary.fields[field];

const authorInWords = ({ author, operator }: MessageView, names: ReadonlyMap<string, string>): string =>
  author === 'operator' ? `Operator ${names.get(operator ?? '') ?? ''}` : AUTHORS[author];

const section = (title: string, content: Html): Html => html`<section><h2>${title}</h2>${content}</section>`;

const NOTHING = html`<p>Tidak ada.</p>`;

const table = (rows: readonly (readonly [label: string | undefined, value: string])[]): Html =>
  rows.length === 0
    ? NOTHING
    : html`<table>${rows.map(([label, value]) => html`<tr><th scope="row">${label}</th><td>${value}</td></tr>`)}</table>`;

const list = (items: readonly Html[]): Html =>
  items.length === 0 ? NOTHING : html`<ol>${items.map((each) => html`<li>${each}</li>`)}</ol>`;

/** The file stands alone: on a phone, without a network, on paper. */
const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
table { border-collapse: collapse; width: 100%; } th { text-align: left; font-weight: 600; width: 40%; }
th, td { padding: .35rem .5rem .35rem 0; border-bottom: 1px solid #8884; vertical-align: top; overflow-wrap: anywhere; }
ol { list-style: none; padding: 0; } li { padding: .6rem 0; border-bottom: 1px solid #8884; }
small, strong { display: block; } pre { font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; margin: .2rem 0 0; }`;
