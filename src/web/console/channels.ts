import { html } from 'hono/html';
import { amount } from '../../conversation/format.ts';
import type { Html, Maybe } from '../layout.ts';
import type { ChannelState, WebParts } from '../parts.ts';
import { badge, card, times } from './frame.ts';

/** The page shows how a backlog shrinks, without being loaded anew. */
export const CHANNELS_PATH = '/console/faults/channels';

/** The mailbox and the bot: do they take in what is sent to us, and what is wrong if not. */
export function channelsCard(parts: WebParts): Maybe {
  if (parts.channels().length === 0) return '';
  return html`<div hx-get="${CHANNELS_PATH}" hx-trigger="every 5s">${channelsContent(parts)}</div>`;
}

export function channelsContent(parts: WebParts): Html {
  const states = parts.channels();
  return card('Keadaan saluran', html`<ul class="plainlist">${states.map((state) => channelItem(parts, state))}</ul>`);
}

const NAMES = { mail: 'Kotak surat', telegram: 'Bot Telegram' } as const;
const STATES = {
  connected: ['tersambung', 'good'],
  told: ['dipanggil Telegram (webhook)', 'good'],
  elsewhere: ['sedang disambungkan, atau dibaca proses lain', ''],
  failing: ['tidak tersambung', 'bad'],
  stopped: ['berhenti', 'bad'],
} as const;

function channelItem(parts: WebParts, { channel, state, syncedAt, waiting, why }: ChannelState): Html {
  const shown = times(parts);
  const [text, tone] = STATES[state];
  return html`<li><strong>${NAMES[channel]}</strong> ${badge(text, tone)}
<div class="small">${waiting ? html`${amount(waiting, 'id')} pesan menunggu diambil; yang tertua didahulukan. ` : state === 'connected' ? 'Tidak ada yang menunggu diambil. ' : ''}${syncedAt ? html`<span class="muted">Terakhir diperiksa ${shown.moment(syncedAt)}.</span>` : state === 'failing' ? html`<span class="muted">Belum pernah berhasil sejak layanan dimulai.</span>` : ''}</div>
${state === 'failing' ? html`<p class="small">${why ? troubleInWords(why) : 'Sambungan terputus.'} Dicoba terus dengan jeda; yang dikirim orang menunggu di servernya dan tidak hilang.</p>` : ''}</li>`;
}

const TROUBLES: readonly (readonly [RegExp, string])[] = [
  [
    /sign-in refused|AUTHENTICATIONFAILED|401/i,
    'Nama pengguna, kata sandi, atau token ditolak. Periksa konfigurasinya.',
  ],
  [/409/, 'Program lain memakai token bot yang sama. Hentikan salah satunya.'],
  [/ENOTFOUND|EAI_AGAIN/, 'Nama servernya tidak ditemukan. Periksa alamatnya atau layanan DNS.'],
  [/ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ECONNRESET/, 'Servernya tidak dapat dihubungi.'],
  [/CERT|SELF_SIGNED|TLS/i, 'Sertifikat servernya tidak dapat dipercaya.'],
  [/time/i, 'Servernya tidak menjawab pada waktunya.'],
  [/recorded/, 'Basis data kita sedang tidak menerima pesan.'],
];

/** The last error in plain words, with what the other side said behind it. */
function troubleInWords(why: string): Html {
  const words = TROUBLES.find(([pattern]) => pattern.test(why))?.[1] ?? 'Server memberi jawaban yang tidak terduga.';
  return html`${words} <span class="mono muted">${why}</span>`;
}
