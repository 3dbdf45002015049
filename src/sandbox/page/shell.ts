import { html } from 'hono/html';
import { assetUrl } from '../../web/assets.ts';
import type { SandboxPageParts } from './parts.ts';

const TIME_ZONE = 'Asia/Jakarta';
const OFF = 'Kanal ini tidak dijalankan.';

type Fragment = ReturnType<typeof html>;

/** The page's frame; the scripts fill it. */
export function shell(parts: SandboxPageParts): Fragment {
  const { telegram, mail, withoutMail, bot = telegram?.bot.username, agency, timeZone = TIME_ZONE } = parts;
  return html`<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>Ruang coba · Perbarui</title>
<link rel="icon" href="${assetUrl('icon.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${assetUrl('base.css')}">
${['page', 'chat', 'mail'].map((name) => html`<link rel="stylesheet" href="/sandbox/${name}.css">`)}
<script type="module" src="/sandbox/page.js"></script>
</head>
<body data-bot="${bot ?? ''}" data-time-zone="${timeZone}" data-telegram="${telegram ? 'yes' : 'no'}" data-mail="${mail ? 'yes' : 'no'}" data-tab="people">
<a class="skip" href="#chat">Langsung ke percakapan</a>
${header(parts)}
<noscript><p class="notice warn">Ruang coba ini memerlukan JavaScript. Aktifkan JavaScript di peramban Anda, lalu muat ulang halaman.</p></noscript>
<main>
<section id="people" class="pane" aria-label="Pemohon dan tindakan"></section>
<section id="chat" class="pane panel" aria-label="Telegram" tabindex="-1">${telegram ? '' : away('Telegram', bot ? `Bot @${bot} memakai Telegram yang sebenarnya. Buka aplikasi Telegram Anda untuk mencobanya.` : OFF)}</section>
<section id="mail" class="pane panel" aria-label="Surat elektronik" tabindex="-1">${mail ? '' : away('Surat elektronik', withoutMail ? OFF : 'Layanan ini memakai kotak surat yang sebenarnya. Buka aplikasi surat Anda untuk mencobanya.')}</section>
</main>
<nav id="tabs" aria-label="Bagian halaman"></nav>
<div id="toasts" role="status" aria-live="polite"></div>
<p class="unseen">${agency}</p>
</body>
</html>`;
}

function header({ telegram, mail, bot, withoutMail, consoleUrl, publicUrl, agency }: SandboxPageParts): Fragment {
  return html`<header class="top">
<img src="${assetUrl('icon.svg')}" alt="" width="34" height="34">
<div class="title"><h1>Perbarui <span class="tag">Ruang coba</span></h1><p>${agency}</p></div>
<ul class="embedded" aria-label="Bagian yang dipakai">${chip('Telegram', telegram, bot !== undefined, 'TELEGRAM_BOT_TOKEN')}${chip('Kotak surat', mail, !withoutMail, 'IMAP_URL dan SMTP_URL')}</ul>
<nav class="links" aria-label="Halaman lain"><a href="${publicUrl}/health" target="_blank" rel="noopener">Kesehatan layanan</a><a class="button" href="${consoleUrl}" target="_blank" rel="noopener"><span>Konsol<span class="wide"> operator</span></span></a></nav>
</header>`;
}

function chip(name: string, embedded: unknown, isOn: boolean, variable: string): Fragment {
  const [word, hint] = embedded
    ? ['bawaan', `Bawaan, untuk mencoba. Ganti dengan ${variable} (lihat README).`]
    : isOn
      ? ['di luar', 'Yang sebenarnya, dari konfigurasi.']
      : ['dimatikan', `Dimatikan dengan ${variable}.`];
  return html`<li title="${hint}" class="${embedded ? 'here' : 'away'}"><span class="lamp" aria-hidden="true"></span>${name}: ${word}</li>`;
}

function away(name: string, why: string): Fragment {
  return html`<div class="absent"><h2>${name} tidak dimainkan di sini</h2><p>${why}</p></div>`;
}
