import { Hono } from 'hono';
import { html } from 'hono/html';
import type { Examination, Examined } from '../../doctor/doctor.ts';
import { type Finding, PARTS } from '../../doctor/finding.ts';
import { gravest, inWords, type Level, levelOf, PART_NAMES } from '../../doctor/words.ts';
import type { Html, Maybe } from '../layout.ts';
import type { WebParts } from '../parts.ts';
import type { ConsoleEnv } from '../session.ts';
import { go } from './act.ts';
import { type At, badge, consolePage, empty, heading, times, token } from './frame.ts';

/** What the doctor found last, and a button that sends for it; while it works, the rows fill by themselves. */

const PLACE = '/console/doctor';

export function doctorRoutes(parts: WebParts): Hono<ConsoleEnv> {
  return new Hono<ConsoleEnv>()
    .get(PLACE, (c) =>
      consolePage(
        c,
        parts,
        'Pemeriksaan',
        html`${heading('Pemeriksaan layanan')}<p class="muted">Setiap bagian yang dipakai dicoba sungguh-sungguh: basis data, penerbit, saluran pesan, alamat publik, dan seterusnya. Tidak ada pesan yang dikirim kepada pemohon.</p>${content(c, parts)}`,
      ),
    )
    .get(`${PLACE}/content`, (c) => c.html(content(c, parts)))
    .post(PLACE, async (c) => {
      const begun = await parts.doctor.examine();
      if (begun === 'busy' && !isRunning(parts)) return go(c, PLACE, { said: 'examined-elsewhere' });
      if (begun !== 'busy') begun.done.catch(() => parts.log.error('an examination broke off', { part: 'doctor' }));
      return c.redirect(PLACE, 303);
    });
}

const isRunning = ({ doctor }: WebParts) => {
  const latest = doctor.latest();
  return latest !== undefined && latest.finishedAt === undefined;
};

/** Asks for itself again as long as there is more to come. */
function content(c: At, parts: WebParts): Html {
  const latest = parts.doctor.latest();
  const running = isRunning(parts);
  const again = html`<form method="post" action="${PLACE}">${token(c.get('session'))}<button ${running ? 'disabled' : ''}>${running ? 'Sedang diperiksa …' : latest ? 'Periksa lagi' : 'Periksa sekarang'}</button></form>`;
  return html`<div class="doctor" ${running ? html`hx-get="${PLACE}/content" hx-trigger="every 1s" hx-swap="outerHTML"` : ''}>
<div class="heading"><p class="standing" role="status">${latest ? standing(parts, latest) : ''}</p>${again}</div>
${latest ? results(parts, latest) : empty('Belum ada pemeriksaan sejak layanan ini dimulai. Satu pemeriksaan biasanya selesai dalam setengah menit.')}</div>`;
}

function standing(parts: WebParts, { startedAt, finishedAt, parts: examined }: Examination): Html {
  const done = examined.filter((each) => each.done).length;
  if (!finishedAt)
    return html`${done} dari ${PARTS.length} bagian selesai. Email percobaan dapat memerlukan satu menit.`;
  const count = (level: Level) =>
    examined.flatMap(({ findings }) => findings).filter((f) => levelOf(f) === level).length;
  const [wrong, warning] = [count('wrong'), count('warning')];
  const result =
    wrong > 0
      ? badge(`${wrong} perlu diperbaiki`, 'bad')
      : warning > 0
        ? badge('berjalan', 'good')
        : badge('semuanya baik', 'good');
  return html`${result} ${warning > 0 ? badge(`${warning} perlu diperhatikan`, 'warn') : ''} <span class="muted small">Diperiksa ${times(parts).moment(startedAt)}.</span>`;
}

const results = (parts: WebParts, { parts: examined }: Examination): Html =>
  html`<table class="list"><thead><tr><th>Bagian</th><th>Temuan</th></tr></thead><tbody>${examined.map((each) => row(parts, each))}</tbody></table>`;

const LEVELS = {
  good: ['baik', 'good'],
  note: ['catatan', ''],
  warning: ['perhatikan', 'warn'],
  wrong: ['perbaiki', 'bad'],
} as const;

function row(parts: WebParts, { part, done, findings }: Examined): Html {
  return html`<tr><td><strong>${PART_NAMES[part]}</strong><div>${done ? levelBadge(gravest(findings)) : badge('diperiksa …')}</div></td>
<td>${findings.length > 0 ? html`<ul class="findings">${findings.map((finding) => item(parts, finding))}</ul>` : ''}</td></tr>`;
}

const levelBadge = (level: Level): Html => {
  const [name, tone] = LEVELS[level];
  return badge(name, tone);
};

function item({ settings }: WebParts, finding: Finding): Html {
  const { says, todo } = inWords(finding, settings.timeZone);
  const level = levelOf(finding);
  const help: Maybe = todo ? html`<p class="todo">${todo}</p>` : '';
  return html`<li class="${level}">${level === 'good' || level === 'note' ? '' : levelBadge(level)} ${says} <code class="small muted">${finding.code}</code>${help}</li>`;
}
