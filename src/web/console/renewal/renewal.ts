import { Hono } from 'hono';
import { html } from 'hono/html';
import { certificatesOf } from '../../../../db/console/certificates.ts';
import { operatorNames, type Person, personById } from '../../../../db/console/console.ts';
import { decisionsOf } from '../../../../db/console/decisions.ts';
import { type ContactView, contactsOfPerson, documentsOfPerson, renewalById } from '../../../../db/console/talk.ts';
import { wordsTakenBack } from '../../../../db/words-taken-back.ts';
import { awaited } from '../../../renewal/awaited.ts';
import type { Mark, Paper, Renewal } from '../../../renewal/renewal.ts';
import type { Html, Maybe } from '../../layout.ts';
import type { WebParts } from '../../parts.ts';
import type { ConsoleEnv } from '../../session.ts';
import { carryOut, enter, formOf, go } from '../act.ts';
import { amsCards } from '../ams/ams.ts';
import { approvedData } from '../ams/packet.ts';
import {
  type At,
  badge,
  card,
  consolePage,
  dataDetails,
  flags,
  heading,
  missing,
  personLine,
  times,
  uuid,
} from '../frame.ts';
import { renewalFaults } from '../lists.ts';
import { correct, type Tried } from '../people/correction.ts';
import { documentsCard } from '../talk/documents.ts';
import { conversationCard, vouchForm } from '../talk/talk.ts';
import {
  CERTIFICATE_STATES,
  CHANNELS,
  EVIDENCE,
  HOW,
  isConcern,
  METHODS,
  RECORDING,
  REFUSALS,
  remarkInWords,
  serialInWords,
  vocabulary,
  whatInWords,
} from '../words.ts';
import { actOf } from './acts.ts';
import { changeTable, decisionCards, otherActs } from './decide.ts';
import { decisions, lastDecided } from './decided.ts';
import { evidenceCard, recordingOf, refusedRecord } from './recording.ts';
import { stepsCard } from './steps.ts';
import { wordsNotice } from './words-taken-back.ts';

/** One renewal on one page: everything that is known of it, and everything an operator may decide about it. */
export function renewalRoutes(parts: WebParts): Hono<ConsoleEnv> {
  return (
    new Hono<ConsoleEnv>()
      .get(`/console/renewals/:id{${uuid}}`, (c) => renewalPage(c, parts, c.req.param('id')))
      .post(`/console/renewals/:id{${uuid}}`, (c) => decide(c, parts, c.req.param('id')))
      .post(`/console/renewals/:id{${uuid}}/certificate`, (c) => record(c, parts, c.req.param('id')))
      .post(`/console/renewals/:id{${uuid}}/correction`, async (c) => {
        const found = await renewalById(parts, c.req.param('id'));
        if (!found) return missing(c, parts, 'Permohonan');
        return correct(c, parts, found.renewal, (tried) => renewalPage(c, parts, found.renewal.id, tried));
      })
      // What was refused is shown under its form's own address, from which people reload or come back.
      .get(`/console/renewals/:id{${uuid}}/:form{(?:certificate|correction)}`, (c) =>
        c.redirect(`/console/renewals/${c.req.param('id')}`),
      )
  );
}

async function renewalPage(c: At, parts: WebParts, id: string, tried?: Tried): Promise<Response> {
  const found = await renewalById(parts, id);
  if (!found) return missing(c, parts, 'Permohonan');
  const { renewal } = found;
  const person = (await personById(parts, renewal.applicant))!;
  const [names, contacts, takenBack, decided, documents] = await Promise.all([
    operatorNames(parts),
    contactsOfPerson(parts, person.id),
    wordsTakenBack(parts.sql, id),
    decisionsOf(parts, id),
    documentsOfPerson(parts, person.id),
  ]);
  const language = contacts[0]?.language ?? parts.settings.language;
  const unopened = new Set(documents.filter(({ views }) => views.length === 0).map((each) => each.id));
  const deciding = { c, renewal, person, names, language, unopened };
  const typed = tried?.form ?? {};
  return consolePage(
    c,
    parts,
    `Permohonan ${renewal.number}`,
    html`${heading(`Permohonan ${renewal.number}`, html`<a class="small" href="/console/renewals/${id}/journal">Catatan permohonan</a>`)}
${
  tried
    ? html`<div class="notice bad" role="alert"><p>${tried.trouble}${Object.keys(tried.problems ?? {})
        .concat('record')
        .slice(0, 1)
        .map((place) => html` <a href="#${place}">Ke isian itu</a>`)}</p></div>`
    : ''
}${standing(parts, renewal)}${lastDecided(parts, decided, names)}${renewal.outcome === undefined ? html`${await renewalFaults(parts, id)}` : ''}${person.erasedAt ? '' : await wordsNotice(parts, renewal, takenBack, names)}
<div class="columns"><div>${card('Pemohon', html`${personLine(person)}${flags(person)}${dataDetails(parts, person)}`)}
${decisionCards(deciding)}${await amsCards(parts, deciding, typed)}${person.erasedAt ? '' : await evidenceCard(c, parts, renewal, tried ?? { form: {} })}
${card('Surat', letters(renewal))}${openChange(renewal, person)}
${await conversationCard(c, parts, { applicant: person.id }, person.erasedAt ? [] : contacts, `/console/renewals/${id}`)}</div>
<div>${await certificateCard(parts, renewal)}${stepsCard(parts, renewal)}${factsCard(parts, renewal, names, takenBack.length > 0)}${await documentsCard(parts, documents, names)}
${vouching(c, renewal, contacts, takenBack.length > 0)}${otherActs(deciding)}${decisions(parts, decided, names)}</div></div>`,
  );
}

/** Whose turn it is, and since when; or how it ended. */
function standing(parts: WebParts, renewal: Renewal): Html {
  const shown = times(parts);
  if (renewal.outcome !== undefined)
    return html`<p class="standing">${badge(`Berakhir: ${vocabulary.outcomes[renewal.outcome]}`, renewal.outcome === 'completed' ? 'good' : '')}</p>`;
  const who = { applicant: 'pemohon', operator: 'operator', issuer: 'penerbit', system: 'sistem' };
  return html`<p class="standing">${awaited(renewal).map((turn) => html`${badge(`Menunggu ${who[turn.who]}`, turn.who === 'operator' ? 'warn' : '')} ${whatInWords(turn.what)}, selama ${shown.ago(turn.since)} `)}</p>`;
}

function letters({ facts }: Renewal): Html {
  const isReturned = facts.returned?.to === 'letter';
  const rows = [
    facts.letter ? paper('Surat Rekomendasi', facts.letter) : '',
    facts.change?.letter ? paper('Surat Permohonan Perubahan Data', facts.change.letter) : '',
  ];
  const kept = facts.kept.map(
    ({ document, name }) =>
      html`<p><a href="/console/documents/${document}">${name}</a> ${badge('dikirim lebih awal, belum dipastikan')}</p>`,
  );
  const any = rows.some((row) => row !== '') || kept.length > 0;
  return any
    ? html`${rows}${kept}`
    : isReturned
      ? html`<p class="empty">Surat sebelumnya dikembalikan dan ada pada Berkas. Pemohon sudah diminta mengirim yang baru.</p>`
      : html`<p class="empty">Belum ada surat. Pemohon akan diminta mengirimkannya pada waktunya.</p>`;
}

function paper(title: string, letter: Paper): Html {
  const concerns = letter.remarks.filter(isConcern);
  return html`<div class="paper"><p><a href="/console/documents/${letter.document}"><strong>${title}</strong></a> ${letter.state === 'reading' ? badge('sedang dibaca') : badge('tersimpan', 'good')}</p>
${letter.remarks.length > 0 ? html`<ul class="remarks ${concerns.length > 0 ? 'concern' : ''}">${letter.remarks.map((remark) => html`<li>${remarkInWords(remark)}</li>`)}</ul>` : letter.state === 'on-file' ? html`<p class="muted small">Semua data yang tercatat ditemukan dalam surat. Tanda tangan tetap perlu Anda periksa.</p>` : ''}</div>`;
}

/** A change that is still being written down, before it can be decided. */
function openChange(renewal: Renewal, person: Person): Maybe {
  const { change } = renewal.facts;
  if (
    !change ||
    awaited(renewal).some(
      ({ what, who }) => who === 'operator' && (what === 'change-review' || what === 'change-record'),
    )
  )
    return '';
  return card(
    'Perubahan data',
    Object.keys(change.fields).length > 0
      ? html`<p class="muted">Sedang disusun pemohon${change.complete ? '; suratnya ditunggu' : ''}.</p>${changeTable({ renewal, person })}`
      : html`<p class="empty">Pemohon menyatakan ada data yang keliru, tetapi belum menyebutkan yang mana.</p>`,
  );
}

async function certificateCard(parts: WebParts, renewal: Renewal): Promise<Html> {
  const shown = times(parts);
  const all = await certificatesOf(parts, renewal.applicant);
  const old = all.find(({ id }) => id === renewal.certificate);
  const next = all.find(({ id }) => id === renewal.facts.certificate?.id);
  const one = (title: string, each: typeof old) =>
    each
      ? html`<h3>${title}</h3><dl><dt>Nomor seri</dt><dd class="mono serial">${serialInWords(each.serial)}</dd><dt>Berlaku sampai</dt><dd>${shown.day(each.notAfter)}</dd><dt>Keadaan</dt><dd>${CERTIFICATE_STATES[each.state]}${each.state === 'valid' && each.notAfter <= shown.now ? ', masa berlaku sudah lewat' : ''}</dd><dt>Bukti</dt><dd>${EVIDENCE[each.evidence]}${each.hasFile ? html` · <a href="/console/certificates/${each.id}.pem">unduh</a>` : ''}</dd></dl>`
      : '';
  return card(
    'Sertifikat',
    html`<p>Dasar permohonan: sertifikat <strong>${vocabulary.bases[renewal.basis]}</strong>.</p>${one('Sertifikat lama', old)}${one('Sertifikat baru', next)}`,
  );
}

function factsCard(
  parts: WebParts,
  { facts, rules, outcome }: Renewal,
  names: ReadonlyMap<string, string>,
  takenBack: boolean,
): Html {
  const shown = times(parts);
  const by = (mark: Mark) =>
    `${shown.moment(mark.at)}, ${mark.by.role === 'operator' ? `operator ${names.get(mark.by.id ?? '') ?? ''}` : mark.by.role === 'applicant' ? 'pemohon' : 'sistem'} (${CHANNELS[mark.channel]})`;
  const row = (label: string, text: string | undefined) => (text ? html`<dt>${label}</dt><dd>${text}</dd>` : '');
  return card(
    'Yang diketahui',
    html`<dl>${row('Notifikasi', `${HOW[facts.noticed.how]}; ${by(facts.noticed)}`)}${row('Login', facts.signedIn && `${METHODS[facts.signedIn.method]}${facts.signedIn.method === 'vouched' && takenBack ? ', dibatalkan' : ''}; ${by(facts.signedIn)}`)}${row('Data dipastikan', facts.data && by(facts.data))}${row('Perubahan data selesai', facts.changed.length > 0 ? by(facts.changed.at(-1)!) : undefined)}${row('Surat diterima', facts.letter && by(facts.letter))}${row('Kunci diterima', facts.key && by(facts.key))}${row(outcome === 'rejected' ? 'Ditolak' : 'Dikembalikan', facts.returned && `${vocabulary.reasons[facts.returned.reason].why} ${facts.returned.instruction}`)}${row('Sertifikat terbit', facts.certificate && by(facts.certificate))}${row('Kunci dilaporkan hilang', facts.keyLost && by(facts.keyLost))}${row('Diterima pemohon', facts.collected && by(facts.collected))}${row('Pengingat', facts.reminders && `${facts.reminders.count} kali, terakhir ${shown.moment(facts.reminders.last)}`)}${row('Minta ditunda sampai', facts.quietUntil && facts.quietUntil > shown.now ? shown.moment(facts.quietUntil) : undefined)}</dl><p class="muted small">Prosedur ${rules.procedureVersion}${rules.fourEyes ? ', dua operator' : ''}</p>`,
  );
}

/** As long as nobody has signed in; and again where a word was taken back, for the right contact. */
function vouching(c: At, renewal: Renewal, contacts: readonly ContactView[], takenBack: boolean): Maybe {
  const { signedIn } = renewal.facts;
  if (renewal.outcome !== undefined || (signedIn && !(takenBack && signedIn.method === 'vouched'))) return '';
  // Who cannot read his mailbox is not helped by a word for it; that one is for whose replies prove nothing.
  const { known = [], others = [] } = Object.groupBy(contacts, ({ standing: at }) =>
    at === 'on-record' ? 'known' : 'others',
  );
  const form = (contact: ContactView) =>
    vouchForm(
      c,
      contact.id,
      renewal.id,
      `${CHANNELS[contact.channel]} ${contact.address}`,
      `/console/renewals/${renewal.id}`,
    );
  return card(
    'Tidak dapat membaca kotak suratnya?',
    html`<p class="muted">Bila Anda memeriksa orangnya secara langsung atau melalui video, Anda dapat menjamin identitasnya pada kontak yang dapat dibacanya.</p>${others.length === 0 ? html`<p class="empty">Belum ada kontak lain. Minta pemohon menyapa bot atau menulis dari email lain lebih dahulu, lalu cari pesannya di antrean.</p>` : others.map(form)}${known.length === 0 ? '' : html`<p class="muted small">Alamat yang tercatat, hanya bila ia dapat membacanya tetapi balasannya tidak dapat kami buktikan:</p>${known.map(form)}`}`,
  );
}

async function decide(c: At, parts: WebParts, renewal: string): Promise<Response> {
  const wanted = actOf(await formOf(c), renewal);
  const back = `/console/renewals/${renewal}`;
  return wanted ? carryOut(c, parts, wanted.act, back, wanted.said) : go(c, back, { said: 'incomplete' });
}

async function record(c: At, parts: WebParts, id: string): Promise<Response> {
  const found = await renewalById(parts, id);
  if (!found) return missing(c, parts, 'Permohonan');
  const back = `/console/renewals/${id}`;
  const approved = await approvedData(parts, found.renewal);
  if (!approved) return go(c, back, { refused: 'not-now' });
  const form = await formOf(c);
  const again = (trouble: string) => renewalPage(c, parts, id, { trouble, form });
  const result = await recordingOf(parts, form, approved.data);
  if (!result) return again(RECORDING.incomplete!);
  if (!result.ok) return again(refusedRecord(result.why, result.fields));
  const { certificate } = result;
  const known = found.renewal.facts.certificate;
  const outcome = await enter(c, parts, {
    act: known ? 'add-evidence' : 'record-certificate',
    renewal: id,
    certificate,
  });
  if ('refused' in outcome) return again(REFUSALS[outcome.refused]);
  return go(c, back, { said: known ? 'evidence-added' : 'certificate-recorded' });
}
