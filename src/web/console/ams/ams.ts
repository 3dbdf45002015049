import { html } from 'hono/html';
import { changesToRecord } from '../../../../db/console/talk.ts';
import type { OperatorAct } from '../../../desk/entry.ts';
import { awaited } from '../../../renewal/awaited.ts';
import { isIssuing } from '../../../renewal/content.ts';
import type { Actor, LinkState } from '../../../renewal/renewal.ts';
import type { Html, Maybe } from '../../layout.ts';
import type { WebParts } from '../../parts.ts';
import type { Form } from '../act.ts';
import { card, times, token } from '../frame.ts';
import type { Deciding } from '../renewal/decide.ts';
import { recordCard } from '../renewal/recording.ts';
import type { Said } from '../words.ts';
import { packetButtons } from './packet.ts';
import { CA_STATUS, LINK_SAID } from './words.ts';

/** What an operator does while a request is on its way through AMS. */

/** Forms of one button; the note of a refusal is read apart. */
export const AMS_ACTS = {
  'enter-ams': 'ams-entered',
  'resend-link': 'link-resent',
  'ca-checked': 'recorded',
} as const satisfies Partial<Record<OperatorAct['act'], Said>>;

export async function amsCards(parts: WebParts, deciding: Deciding, typed: Form): Promise<Maybe> {
  const { renewal, c } = deciding;
  if (renewal.outcome !== undefined || renewal.rules.needsCsr || !isIssuing(renewal)) return '';
  const waits = (what: string) => awaited(renewal).some((turn) => turn.what === what);
  return html`${renewal.facts.ams ? standingCard(parts, deciding) : await enterCard(parts, deciding)}${
    waits('resend-link') ? resendCard(deciding) : ''
  }${waits('ca-check') ? checkCard(deciding) : ''}${recordCard(c, parts, renewal, typed)}`;
}

const start = ({ c }: Deciding, act: string): Html =>
  html`${token(c.get('session'))}<input type="hidden" name="act" value="${act}">`;

async function enterCard(parts: WebParts, deciding: Deciding): Promise<Html> {
  const { renewal } = deciding;
  const others = (await changesToRecord(parts, renewal.applicant)).filter((id) => id !== renewal.id);
  if (others.length > 0)
    return card(
      'Ajukan di AMS',
      html`<div class="notice warn"><p><strong>Paket kerja belum dapat dibuka.</strong> Ada perubahan data orang ini yang sudah disetujui tetapi belum dicatat di AMS; tanpa itu, sertifikat baru memuat data lama. <a href="/console/renewals/${others[0]}">Catat dahulu perubahannya</a>.</p></div>`,
      'decide',
    );
  return card(
    'Ajukan di AMS',
    html`<p>Paket kerja memuat semua yang diketik ke AMS menurut urutannya, dengan langkah dan lampirannya. Pembukaannya tercatat, karena memuat NIK lengkap.</p>
${packetButtons(deciding.c, renewal.id)}
<form method="post">${start(deciding, 'enter-ams')}<label class="inline"><input type="checkbox" required> Permohonan sudah saya kirim di AMS, sama dengan paket kerja</label><p><button>Tandai sudah dimasukkan</button></p></form>${refusedForm(deciding)}`,
    'decide',
  );
}

const refusedForm = (deciding: Deciding): Html =>
  html`<details><summary>Permohonan tidak dapat diajukan di AMS</summary><form method="post">${start(deciding, 'ams-refused')}<p class="muted">Permohonan kembali ke pemeriksaan. Di sana Anda dapat mengembalikannya kepada pemohon dengan alasan, atau menyetujuinya lagi. Pemohon belum diberi tahu apa pun.</p>
<div class="field"><label for="ams-note">Apa yang tertulis di AMS?</label><input id="ams-note" name="note" required maxlength="500" placeholder="Misalnya: NIK tidak ditemukan"></div><button class="danger">Kembalikan ke pemeriksaan</button></form></details>`;

/** Where it stands in AMS: who entered it, what the applicant says, what the CA's service says. */
function standingCard(parts: WebParts, deciding: Deciding): Html {
  const { renewal, names } = deciding;
  const { entered, link, status } = renewal.facts.ams!;
  const shown = times(parts);
  const next = NEXT[awaited(renewal)[0]?.what ?? ''];
  const row = (label: string, text: Html | string) => html`<dt>${label}</dt><dd>${text}</dd>`;
  return card(
    'Di AMS',
    html`<dl>${row('Dimasukkan', `${shown.moment(entered.at)}, oleh ${names.get(entered.by.id ?? '') ?? 'operator'}`)}${row(
      'Menurut pemohon',
      link ? linkInWords(link, shown.moment(link.at)) : 'belum ada kabar tentang email dari BSrE',
    )}${status ? row('Menurut layanan status CA', html`<span class="mono">${status.value}</span>: ${CA_STATUS[status.value].means} <span class="muted">(${shown.moment(status.at)})</span>`) : ''}</dl>${next ? html`<p>${next}</p>` : ''}${link?.state === 'set' ? notSetForm(deciding) : ''}${refusedForm(deciding)}`,
  );
}

/** A mail of the CA that says that it is issued says so of the link as well; the person himself has said nothing. */
const linkInWords = ({ state, by }: { readonly state: LinkState; readonly by: Actor }, when: string): string =>
  by.role === 'applicant'
    ? `${LINK_SAID[state]} (${when})`
    : `belum ada; sebuah email mengabarkan sertifikat terbit (${when})`;

const NEXT: Readonly<Record<string, string>> = {
  passphrase:
    'Pemohon sedang dipandu menetapkan passphrase melalui email dari BSrE, dan diingatkan pada jam layanan. Anda tidak perlu melakukan apa pun; bila sertifikat ternyata sudah terbit, catat di bawah ini.',
  'certificate-record': 'Periksa di AMS apakah sertifikatnya sudah terbit, lalu catat di bawah ini.',
};

function resendCard(deciding: Deciding): Html {
  const state = deciding.renewal.facts.ams?.link?.state;
  return card(
    'Kirim ulang tautan passphrase',
    html`<p>Pemohon menyatakan: ${state ? LINK_SAID[state] : ''}.</p><ol class="stepwise"><li>Buka permohonannya di AMS, dan cocokkan alamat emailnya dengan <strong>${deciding.person.data.email}</strong>. Bila berbeda, betulkan dahulu di AMS.</li><li>Minta AMS mengirim ulang tautan penetapan passphrase.</li><li>Tandai di sini; pemohon diberi tahu dan dipandu lagi.</li></ol>
<form method="post">${start(deciding, 'resend-link')}<label class="inline"><input type="checkbox" required> Tautan sudah dikirim ulang dari AMS</label><p><button>Tandai sudah dikirim ulang</button></p></form>`,
    'decide',
  );
}

/** It was said to be set, and AMS shows that it is not. */
const notSetForm = (deciding: Deciding): Html =>
  html`<details><summary>Passphrase ternyata belum ditetapkan menurut AMS</summary><form method="post">${start(deciding, 'resend-link')}<p class="muted">Minta AMS mengirim ulang tautannya. Pemohon diberi tahu dan dipandu lagi.</p><label class="inline"><input type="checkbox" required> Tautan sudah dikirim ulang dari AMS</label><p><button class="plain">Tandai sudah dikirim ulang</button></p></form></details>`;

function checkCard(deciding: Deciding): Html {
  const { value } = deciding.renewal.facts.ams!.status!;
  return card(
    'Periksa di AMS',
    html`<p>Layanan status CA menyebut <span class="mono">${value}</span>: ${CA_STATUS[value].means}</p><p>${CA_STATUS[value].todo}</p>
<form method="post">${start(deciding, 'ca-checked')}<label class="inline"><input type="checkbox" required> Sudah saya periksa di AMS</label><p><button>Tandai sudah diperiksa</button></p></form>`,
    'decide',
  );
}
