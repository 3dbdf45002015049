import { Hono } from 'hono';
import { html } from 'hono/html';
import { changePassword } from '../../../db/operators.ts';
import { verifyPassword } from '../../../db/password.ts';
import { clientAddress } from '../client-address.ts';
import { formIn, withoutNul } from '../form.ts';
import { knownBrowser, rememberBrowser } from '../known-browser.ts';
import { brand, page } from '../layout.ts';
import type { WebParts } from '../parts.ts';
import { type ConsoleEnv, endSession, PASSWORD_LEAST, PASSWORD_LIMIT, signIn, startSession } from '../session.ts';
import { isUnsent, wayBack } from '../way-back.ts';
import { formOf } from './act.ts';
import { type At, consolePage, heading, token } from './frame.ts';

const SENTENCES = {
  wrong: 'Nama pengguna atau kata sandi tidak cocok. Periksa huruf besar dan kecil, lalu coba lagi.',
  'too-many':
    'Terlalu banyak percobaan masuk. Demi keamanan, tunggu 15 menit sebelum mencoba lagi, atau hubungi pengelola sistem.',
} as const;

/** Signing in needs no session; everything after it does. */
export function signInRoutes(parts: WebParts): Hono {
  return new Hono()
    .get('/console/sign-in', (c) => c.html(signInPage(parts, { back: wayBack(c.req.query('back')) })))
    .post('/console/sign-in', async (c) => {
      const form = await formIn(c);
      const login = text(form.login);
      const back = wayBack(form.back);
      const result = await signIn(parts, login, text(form.password), {
        address: clientAddress(c, parts.proxies),
        browser: knownBrowser(c, parts, login),
      });
      if (!result.ok) {
        const again = signInPage(parts, { why: result.why, login, back });
        return c.html(again, result.why === 'too-many' ? 429 : 401);
      }
      rememberBrowser(c, parts, login);
      if (!(await startSession(c, parts, result.operator)))
        return c.html(signInPage(parts, { why: 'wrong', login, back }), 401);
      return c.redirect(back ?? '/console/queue', 303);
    });
}

const text = (value: unknown) => (typeof value === 'string' ? withoutNul(value).slice(0, PASSWORD_LIMIT) : '');

type Try = {
  readonly why?: keyof typeof SENTENCES;
  /** As it was typed, so that only the password has to be typed again. */
  readonly login?: string;
  readonly back: string | undefined;
};

function signInPage({ settings }: WebParts, { why, login = '', back }: Try) {
  return page({
    title: `Masuk · ${settings.agency.name}`,
    styles: ['console.css'],
    body: html`<main class="narrow"><div class="card">
<p>${brand()}</p><h1>Masuk sebagai operator</h1><p class="muted">${settings.agency.name}</p>
${why ? html`<div class="notice bad" role="alert"><p>${SENTENCES[why]}</p></div>` : ''}${!why && isUnsent(back) ? html`<div class="notice warn" role="status"><p>Sesi Anda sudah berakhir, jadi formulir tadi belum dikirim. Setelah masuk, Anda kembali ke halamannya.</p></div>` : ''}
<form method="post" action="/console/sign-in">${back ? html`<input type="hidden" name="back" value="${back}">` : ''}
<div class="field"><label for="login">Nama pengguna</label><input id="login" name="login" autocomplete="username" autocapitalize="none" required maxlength="100" value="${login}" ${login ? '' : 'autofocus'}></div>
<div class="field"><label for="password">Kata sandi</label><input id="password" name="password" type="password" autocomplete="current-password" required maxlength="${PASSWORD_LIMIT}" ${login ? 'autofocus' : ''}></div>
<button>Masuk</button>
</form></div></main>`,
  });
}

/** Changing one's own password, and leaving. */
export function passwordRoutes(parts: WebParts): Hono<ConsoleEnv> {
  return new Hono<ConsoleEnv>()
    .get('/console/password', (c) => passwordPage(c, parts))
    .post('/console/password', (c) => newPassword(c, parts))
    .post('/console/sign-out', async (c) => {
      await endSession(c, parts);
      return c.redirect('/console/sign-in', 303);
    });
}

const FAULTS = {
  wrong: 'Kata sandi yang sekarang tidak cocok, jadi tidak ada yang berubah.',
  short: `Kata sandi baru terlalu pendek. Gunakan paling sedikit ${PASSWORD_LEAST} karakter, misalnya empat kata yang tidak berkaitan.`,
  differs: 'Kedua isian kata sandi baru tidak sama. Ketik sekali lagi.',
  same: 'Kata sandi baru sama dengan yang lama. Pilih yang lain.',
} as const;

async function newPassword(c: At, parts: WebParts): Promise<Response> {
  const form = await formOf(c);
  const { operator } = c.get('session');
  const [now, next, again] = ['now', 'next', 'again'].map((name) => text(form[name]));
  if (!(await verifyPassword(now!, operator.password))) return passwordPage(c, parts, 'wrong');
  if ([...next!].length < PASSWORD_LEAST) return passwordPage(c, parts, 'short');
  if (next !== again) return passwordPage(c, parts, 'differs');
  if (next === now) return passwordPage(c, parts, 'same');
  const changed = await changePassword(parts.sql, operator, next!);
  if (!changed || !(await startSession(c, parts, changed))) return c.redirect('/console/sign-in', 303);
  return c.redirect('/console/queue?said=password-changed', 303);
}

function passwordPage(c: At, parts: WebParts, why?: keyof typeof FAULTS) {
  const session = c.get('session');
  return consolePage(
    c,
    parts,
    'Ganti kata sandi',
    html`${heading('Ganti kata sandi')}<div class="card slim">
${session.operator.mustChange ? html`<div class="notice"><p>Kata sandi pertama hanya untuk masuk sekali. Silakan buat kata sandi Anda sendiri sebelum mulai bekerja.</p></div>` : ''}
${why ? html`<div class="notice bad" role="alert"><p>${FAULTS[why]}</p></div>` : ''}
<form method="post" action="/console/password">${token(session)}<input type="hidden" name="username" autocomplete="username" value="${session.operator.login}">
<div class="field"><label for="now">Kata sandi sekarang</label><input id="now" name="now" type="password" autocomplete="current-password" required maxlength="${PASSWORD_LIMIT}" autofocus></div>
<div class="field"><label for="next">Kata sandi baru</label><input id="next" name="next" type="password" autocomplete="new-password" required minlength="${PASSWORD_LEAST}" maxlength="${PASSWORD_LIMIT}" aria-describedby="least"><p class="hint" id="least">Paling sedikit ${PASSWORD_LEAST} karakter.</p></div>
<div class="field"><label for="again">Kata sandi baru, sekali lagi</label><input id="again" name="again" type="password" autocomplete="new-password" required maxlength="${PASSWORD_LIMIT}"></div>
<button>Simpan kata sandi</button></form></div>`,
  );
}
