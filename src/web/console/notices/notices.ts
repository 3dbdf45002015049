import { Hono } from 'hono';
import { html } from 'hono/html';
import { certificatesById } from '../../../../db/console/certificates.ts';
import { operatorNames } from '../../../../db/console/console.ts';
import {
  type NoticeReader,
  type NoticeView,
  noticeReaders,
  noticesByState,
  noticesOn,
} from '../../../../db/console/notices.ts';
import { createJobReads } from '../../../../db/work.ts';
import { listed } from '../../../conversation/format.ts';
import { type Exclusion, noticeDue } from '../../../renewal/notices.ts';
import type { Html, Maybe } from '../../layout.ts';
import type { WebParts } from '../../parts.ts';
import type { ConsoleEnv } from '../../session.ts';
import { enter, type Form, field, formOf, go, oneOf } from '../act.ts';
import { type At, badge, card, consolePage, empty, heading, isId, personLine, times, token } from '../frame.ts';
import { withoutSecrets } from '../talk/message.ts';
import { EXCLUSIONS, type Said, serialInWords } from '../words.ts';
import { type NoticeText, noticeTexts } from './text.ts';

/** The preview of expiry notices: who would be written to, who would not and why; nothing leaves before it is released. */
export function noticeRoutes(parts: WebParts): Hono<ConsoleEnv> {
  return new Hono<ConsoleEnv>()
    .get('/console/notices', (c) => noticesPage(c, parts))
    .post('/console/notices', async (c) => {
      const form = await formOf(c);
      if (field(form, 'act') === 'scan') {
        const isDone = (await parts.scan()) !== undefined;
        return go(c, '/console/notices', {
          said: isDone ? 'scanned' : parts.notices?.mode === 'on' ? 'scan-closed' : 'scan-off',
        });
      }
      const notices = chosen(form);
      if (notices.length === 0) return go(c, '/console/notices', { said: 'none-chosen' });
      const act = oneOf(['release-notices', 'exclude-notices'] as const, `${field(form, 'act')}-notices`);
      if (!act) return go(c, '/console/notices', { said: 'by-button' });
      const why = act === 'exclude-notices' ? { why: field(form, 'why', 200) || 'operator' } : {};
      const outcome = await enter(c, parts, { act, notices, ...why });
      if ('refused' in outcome && outcome.refused !== 'already')
        return go(c, '/console/notices', { refused: outcome.refused });
      if ('refused' in outcome) return go(c, '/console/notices', { said: 'notices-settled' });
      return go(c, '/console/notices', {
        said: SAID[act]['butNot' in outcome && outcome.butNot ? outcome.butNot : 'all'],
      });
    });
}

/** No more than what happened. */
const SAID: Readonly<
  Record<'release-notices' | 'exclude-notices', Readonly<Record<'all' | 'capped' | 'already', Said>>>
> = {
  'release-notices': { all: 'released', capped: 'released-capped', already: 'released-part' },
  'exclude-notices': { all: 'excluded', capped: 'excluded', already: 'excluded-part' },
};

type Chosen = { readonly certificate: string; readonly threshold: number };

function chosen(form: Form): Chosen[] {
  const values = [form.notice].flat().filter((value) => typeof value === 'string');
  return values.flatMap((value) => {
    const [certificate = '', threshold] = value.split(':');
    return isId(certificate) && /^\d{1,4}$/.test(threshold ?? '')
      ? [{ certificate, threshold: Number(threshold) }]
      : [];
  });
}

const MODES = { off: 'dimatikan', preview: 'menunggu dilepas operator', on: 'langsung dikirim' } as const;

async function noticesPage(c: At, parts: WebParts): Promise<Response> {
  const shown = times(parts);
  const day = shown.now.toLocaleDateString('en-CA', { timeZone: parts.settings.timeZone });
  const [preview, sent, excluded, used, left, names] = await Promise.all([
    noticesByState(parts, 'preview'),
    noticesByState(parts, 'sent'),
    noticesByState(parts, 'excluded'),
    noticesOn(parts, day),
    leftOut(parts),
    operatorNames(parts),
  ]);
  const readers = await noticeReaders(
    parts,
    preview.map(({ certificate }) => certificate),
  );
  const { noticeDailyCap: cap } = parts.settings;
  const row = (notice: NoticeView) =>
    html`${notice.person ? personLine(notice.person) : ''}<p class="small muted">Seri <span class="mono wrap">${serialInWords(notice.serial)}</span>, berlaku sampai ${shown.day(notice.expires)} · ${thresholdInWords(notice.threshold)}</p>`;
  return consolePage(
    c,
    parts,
    'Notifikasi',
    html`${heading('Notifikasi masa berlaku', html`<form method="post">${token(c.get('session'))}<button class="plain" name="act" value="scan">Periksa masa berlaku sekarang</button></form>`)}
<p class="muted">${parts.notices ? html`Pengiriman: ${MODES[parts.notices.mode]}; pada ${listed(parts.notices.days.map(String), 'id')} hari sebelum berakhir. ` : ''}Terkirim hari ini ${Math.min(used, cap)} dari paling banyak ${cap}.</p>
${
  preview.length === 0
    ? empty('Tidak ada notifikasi yang menunggu dilepas.')
    : card(
        `Menunggu dilepas (${preview.length})`,
        html`<form method="post">${token(c.get('session'))}${BY_ENTER}<p><label class="inline"><input type="checkbox" data-all="notice"> Pilih semua</label></p>
<ul class="plainlist picks">${preview.map((notice) => html`<li><label class="pick"><input type="checkbox" name="notice" value="${notice.certificate}:${notice.threshold}"><span class="unseen">Pilih</span></label><div>${row(notice)}${letter(parts, notice, readers.get(notice.certificate))}</div></li>`)}</ul>
<div class="row"><button name="act" value="release">Kirim yang dipilih</button></div><details><summary>Jangan kirim yang dipilih</summary><div class="field"><label for="why">Alasan</label><input id="why" name="why" maxlength="200" placeholder="Misalnya: sudah pensiun"></div><button class="plain" name="act" value="exclude">Jangan kirim</button></details></form>`,
      )
}
${left.length > 0 ? card(`Tidak akan dikirimi (${left.length})`, html`<ul class="plainlist">${left}</ul>`) : ''}
${excluded.length > 0 ? card('Tidak dikirim', html`<p class="muted">Hanya untuk kali ini: bila sertifikatnya belum diperbarui saat notifikasi berikutnya tiba, orangnya muncul lagi di atas. Bila keliru, buka permohonannya dari halaman orangnya; ia lalu diberi tahu.</p><ul class="plainlist">${excluded.map((notice) => html`<li>${row(notice)}<p class="small">${badge(whyInWords(notice.why))}${notice.leftOutBy ? html` <span class="muted">diputuskan oleh ${names.get(notice.leftOutBy) ?? 'operator'}, ${shown.moment(notice.leftOutAt!)}</span>` : ''}</p></li>`)}</ul>`) : ''}
${sent.length > 0 ? card('Sudah dikirim', html`<ul class="plainlist">${sent.map((notice) => html`<li>${row(notice)}<p class="small">${notice.sentAt ? shown.moment(notice.sentAt) : ''}${notice.releasedBy ? `, dilepas oleh ${names.get(notice.releasedBy) ?? 'operator'}` : ''}</p></li>`)}</ul>`) : ''}`,
  );
}

/** What he is going to read and where, so that nobody lets go what he has not seen. */
function letter(parts: WebParts, notice: NoticeView, reader: NoticeReader | undefined): Maybe {
  if (!reader || !notice.person) return '';
  const texts = noticeTexts(parts, notice, reader);
  return texts.length > 0 ? html`${texts.map(written)}` : html`<p class="small muted">${EXCLUSIONS.unreachable}</p>`;
}

const written = ({ channel, text: { subject = '', body } }: NoticeText): Html =>
  channel === 'mail'
    ? html`<details class="folded"><summary>Isi emailnya</summary><div class="subject">${subject}</div><div class="preview">${withoutSecrets(body)}</div></details>`
    : html`<details class="folded"><summary>Isi pesan Telegramnya</summary><div class="preview">${withoutSecrets(body)}</div></details>`;

/** Enter in a field presses a form's first button: this one, which sends nothing and leaves nobody out. */
const BY_ENTER = html`<button hidden name="act" value="none"></button>`;

/** Left out by an operator in his words, or by us since it was no longer due. */
const whyInWords = (why: string | undefined): string =>
  !why || why === 'operator' ? 'tanpa alasan' : (EXCLUSIONS[why as Exclusion] ?? why);

/** On the page of whom it is about: also one that no list shows any more, since its date was corrected. */
export function noticeInWords(parts: WebParts, { threshold, state, why, at, sentAt }: NoticeView): string {
  const shown = times(parts);
  const left = sentAt ? `dikirim ${shown.moment(sentAt)}` : `dibuat ${shown.moment(at)}`;
  const became = {
    preview: 'menunggu dilepas operator',
    released: left,
    sent: left,
    excluded: `tidak dikirim: ${whyInWords(why)}`,
    void: `${left}, tidak berlaku lagi karena tanggal sertifikatnya dibetulkan`,
  };
  return `${thresholdInWords(threshold)}: ${became[state]}`;
}

const thresholdInWords = (threshold: number): string =>
  threshold === 0 ? 'sudah berakhir' : `${threshold} hari sebelum berakhir`;

const SHOWN_LIMIT = 100;

/** Certificates in the window whose owner will not be written to, with the reason. */
async function leftOut(parts: WebParts): Promise<Html[]> {
  const { sql, keyring, clock, settings } = parts;
  const now = clock();
  const found: { certificate: string; why: keyof typeof EXCLUSIONS }[] = [];
  for await (const candidates of createJobReads({ sql, keyring }).noticeCandidates(now, settings.windowDays)) {
    for (const candidate of candidates) {
      const due = noticeDue({
        now,
        thresholds: parts.notices?.days ?? [settings.windowDays],
        windowDays: settings.windowDays,
        ...candidate,
      });
      if (!due.due && due.why !== 'not-yet' && due.why !== 'already-sent')
        found.push({ certificate: candidate.certificate, why: due.why });
    }
    if (found.length >= SHOWN_LIMIT) break;
  }
  const certificates = await certificatesById(
    parts,
    found.slice(0, SHOWN_LIMIT).map(({ certificate }) => certificate),
  );
  return found.flatMap(({ certificate, why }) => {
    const person = certificates.get(certificate)?.person;
    return person ? [html`<li>${personLine(person)}<p class="small">${badge(EXCLUSIONS[why])}</p></li>` as Html] : [];
  });
}
