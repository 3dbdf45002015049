import { html } from 'hono/html';
import { brand, type Html, page } from './layout.ts';
import { type OfficeParts, officeInWords } from './office.ts';

/** The public front page: what this service is, whose, and how to reach the office. It knows nobody. */
export function frontPage(parts: OfficeParts): Html {
  const { agency, bot, withoutMail } = parts.settings;
  const ways = [...(bot ? ['Telegram'] : []), ...(withoutMail ? [] : ['email'])].join(' atau ');
  const { hours, opens } = officeInWords(parts, 'id');
  return page({
    title: `Pembaruan sertifikat elektronik · ${agency.name}`,
    styles: ['front.css'],
    body: html`<header class="front-top">${brand()}<span class="muted">${agency.name}</span></header>
<main class="front"><h1>Pembaruan sertifikat elektronik, lewat percakapan</h1>
<p class="lead">Sertifikat elektronik Anda akan atau sudah berakhir? Layanan ini menuntun Anda memperbaruinya langkah demi langkah ${ways ? `melalui ${ways}, ` : ''}tanpa biaya.</p>
${bot ? html`<p><a class="button" href="https://t.me/${bot}" rel="noreferrer external">Mulai di Telegram: @${bot}</a></p>` : ''}
<div class="tiles"><section class="card"><h2>Yang Anda perlukan</h2><ul><li>alamat email yang tercatat, atau NIP Anda;</li><li>Surat Rekomendasi dari pimpinan instansi, yang kami siapkan, sehingga tinggal dilengkapi dan ditandatangani;</li><li>beberapa menit untuk memeriksa data Anda.</li></ul></section>
<section class="card"><h2>Yang tidak pernah kami minta</h2><ul><li>kata sandi atau passphrase;</li><li>pembayaran;</li><li>kunci pribadi Anda.</li></ul><p class="muted">Bila ada yang memintanya atas nama kami, jangan dipenuhi dan beri tahu kami.</p></section>
<section class="card"><h2>Hubungi kantor</h2><p><strong>${agency.name}</strong><br>${agency.address}</p><p>Telepon ${agency.phone}<br>${hours}${opens ? html`<br><span class="muted">Sedang tutup, buka lagi pada ${opens}</span>` : ''}</p>${agency.page ? html`<p><a href="${agency.page}" rel="noreferrer external">Pengumuman resmi layanan ini</a></p>` : ''}</section></div>
<p class="muted small">Data pribadi dipakai hanya untuk memperbarui sertifikat Anda dan disimpan terenkripsi. Anda dapat meminta salinan, perbaikan, atau penghapusannya melalui kantor.</p></main>
<footer class="front-foot small"><a href="/console/sign-in">Masuk sebagai operator</a></footer>`,
  });
}
