import { avatar, el, icon, toast } from './dom.js';
import { dayOf } from './words.js';

/** The left column: who is played, the CA's notice, letters to sign, and how to go about it. */

const SOON_DAYS = 30; // the default renewal window
const WAYS = [
  ['office', 'Langsung ke kantor', 'Seperti lewat aturan surat otomatis.'],
  ['forwarded', 'Teruskan dari kotak surat saya', 'Diterima pemohon, lalu diteruskannya.'],
  ['person', 'Ke kotak surat saya saja', 'Anda sendiri yang meneruskannya.'],
];
const ABOUT = [
  ['validity', 'Masa berlaku berakhir'],
  ['revoked', 'Sertifikat dicabut'],
  ['issued', 'Sertifikat terbit'],
];
const stepsFor = ({ chat, mail }) => [
  `Pilih seorang pemohon, lalu ${mail ? 'kirim pemberitahuan BSrE' : 'tekan Mulai di percakapan'}.`,
  `Jawab asisten lewat ${[...(chat ? ['Telegram'] : []), ...(mail ? ['surat'] : [])].join(' atau ')}. Anda boleh menulis dengan kata-kata sendiri atau menekan tombol.`,
  'Saat diminta Surat Rekomendasi, tekan “Tanda tangani dan kirim kembali”.',
  'Buka halaman pribadi dari tautan yang dikirim, lalu buat pasangan kunci.',
  'Setujui permohonannya di konsol operator. Sertifikat baru terbit.',
];

export function createPeople(box, world, choose) {
  const cards = el('div', { class: 'cards', role: 'radiogroup', 'aria-label': 'Berperan sebagai' });
  const letterBox = el('section', { class: 'card letters', hidden: true });
  // What everything begins with stands first: below the people it was out of sight on a usual screen.
  box.append(
    ...(world.channels.mail ? [noticeForm(world)] : []),
    el('section', { class: 'card who' }, el('h2', {}, 'Anda berperan sebagai'), cards),
    letterBox,
    el(
      'details',
      { class: 'card guide', open: true },
      el('summary', {}, 'Cara mencoba'),
      el('ol', {}, ...stepsFor(world.channels).map((step) => el('li', {}, step))),
    ),
  );
  let drawn = '';

  function render(people, player) {
    const now = JSON.stringify([people.map(({ newest: _, inbox: __, ...person }) => person), player.key]);
    if (now === drawn) return;
    drawn = now;
    const focused = cards.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
    cards.replaceChildren(...people.map((person) => card(person, person.key === player.key, choose)));
    if (focused) cards.querySelector(`[role="radio"][data-key="${CSS.escape(focused)}"]`)?.focus();
    aim(box.querySelector('.notice-form'), player);
  }

  cards.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const all = [...cards.querySelectorAll('[role="radio"]')];
    const at = all.indexOf(event.target);
    if (!step || at < 0) return;
    event.preventDefault();
    const next = all.at((at + step) % all.length);
    next.focus();
    choose(next.dataset.key);
  });

  async function letters() {
    if (!world.player()) return;
    const found = await world.read('/letters');
    letterBox.hidden = found.length === 0;
    letterBox.replaceChildren(
      el('h2', {}, 'Surat siap ditandatangani'),
      el('p', { class: 'muted small' }, 'Kirim kembali sebagai surat yang sudah ditandatangani, lewat:'),
      ...found.map((draft) => letterRow(draft, world)),
    );
  }

  function marks(counts) {
    for (const { key, chat, mail } of counts) {
      const place = cards.querySelector(`.marks[data-key="${CSS.escape(key)}"]`);
      place?.replaceChildren(
        ...(chat
          ? [
              el(
                'span',
                { class: 'mark chat', title: 'Pesan Telegram baru' },
                icon('chat'),
                el('span', { class: 'unseen' }, 'Pesan Telegram baru'),
              ),
            ]
          : []),
        ...(mail
          ? [
              el(
                'span',
                { class: 'mark mail', title: `${mail} surat belum dibaca` },
                icon('mail'),
                String(mail),
                el('span', { class: 'unseen' }, ' surat belum dibaca'),
              ),
            ]
          : []),
      );
    }
  }

  return { render, letters: () => letters().catch((error) => toast(error.message, 'bad')), marks };
}

function card(person, chosen, choose) {
  const { key, name, unit, certificate, nip, email } = person;
  const head = el(
    'button',
    {
      type: 'button',
      role: 'radio',
      'aria-checked': String(chosen),
      tabindex: chosen ? '0' : '-1',
      data: { key },
      on: { click: () => choose(key) },
    },
    avatar(name, key),
    el(
      'span',
      { class: 'identity' },
      el('strong', {}, name),
      el(
        'span',
        { class: `muted small${unit ? '' : ' cut'}` },
        unit ?? (certificate ? email : 'Bukan pegawai kantor ini'),
      ),
    ),
    el(
      'span',
      { class: 'right' },
      certificate && badge(certificate.daysLeft),
      el('span', { class: 'marks', data: { key } }),
    ),
  );
  const dates = certificate ? [['Berakhir', dayOf(certificate.expires)]] : [];
  const facts = [...(nip ? [['NIP', nip, 'copy']] : []), ['Email', email, 'copy'], ...dates];
  const more = chosen && el('dl', {}, ...facts.flatMap(([label, value, may]) => row(label, value, may === 'copy')));
  return el('div', { class: `player${chosen ? ' chosen' : ''}` }, head, more);
}

function badge(days) {
  const kind = days < 0 ? 'bad' : days <= SOON_DAYS ? 'warn' : 'good';
  const words = days < 0 ? `lewat ${-days} hari` : days === 0 ? 'hari ini' : `${days} hari lagi`;
  return el('span', { class: `badge ${kind}`, title: 'Sisa masa berlaku sertifikat' }, words);
}

function row(label, value, mayCopy) {
  if (!mayCopy) return [el('dt', {}, label), el('dd', {}, value)];
  const copy = el(
    'button',
    { type: 'button', class: 'copy', title: `Salin ${label}`, 'aria-label': `Salin ${label}` },
    icon('copy'),
  );
  copy.addEventListener('click', async () => {
    const copied = await navigator.clipboard?.writeText(value).then(
      () => true,
      () => false,
    );
    if (!copied) return toast(`Peramban tidak mengizinkan penyalinan. ${label}: ${value}`, 'bad');
    copy.replaceChildren(icon('check'));
    toast(`${label} disalin.`);
    setTimeout(() => copy.replaceChildren(icon('copy')), 2000);
  });
  return [el('dt', {}, label), el('dd', {}, el('span', { class: 'mono' }, value), copy)];
}

function noticeForm(world) {
  const ways = WAYS.map(([value, label, hint], at) =>
    el(
      'label',
      { class: 'way' },
      el('input', { type: 'radio', name: 'way', value, checked: at === 0 }),
      el('span', {}, label, el('span', { class: 'muted small' }, hint)),
    ),
  );
  const about = el(
    'select',
    { name: 'about', 'aria-label': 'Isi pemberitahuan' },
    ...ABOUT.map(([value, label]) => el('option', { value }, label)),
  );
  const form = el(
    'form',
    { class: 'card notice-form' },
    el('h2', {}, 'Pemberitahuan BSrE', el('span', { data: { whom: '' } })),
    el('fieldset', {}, el('legend', { class: 'unseen' }, 'Cara pengiriman'), ...ways),
    about,
    el('button', {}, icon('bell'), 'Kirim pemberitahuan BSrE'),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const { way, about: kind } = Object.fromEntries(new FormData(form));
    return world.safely(async () => {
      await world.act('/notice', { way, about: kind });
      toast(
        way === 'person' ? 'Pemberitahuan ada di kotak surat Anda.' : 'Pemberitahuan sampai di kotak surat kantor.',
      );
    })();
  });
  return form;
}

/** Whose certificate the notice is about; without one there is nothing to tell of. */
function aim(form, { name, certificate }) {
  form?.toggleAttribute('inert', certificate === undefined);
  form?.querySelector('[data-whom]').replaceChildren(certificate ? ` untuk ${name}` : '');
}

function letterRow(draft, world) {
  const send = (via, label, sign) =>
    el('button', { type: 'button', class: 'plain', on: { click: giveBack(world, draft, via) } }, icon(sign), label);
  return el(
    'div',
    { class: 'letter' },
    el('span', { class: 'name' }, icon('file'), draft.name),
    el(
      'div',
      { class: 'acts' },
      world.channels.chat && send('chat', 'Telegram', 'chat'),
      world.channels.mail && send('mail', 'Surat', 'mail'),
    ),
  );
}

/** An act that returns a prefilled letter as if it had been signed. */
export const giveBack = (world, { source, id, file }, via) =>
  world.safely(async () => {
    await world.act('/letters', { source, id: String(id), file, via });
    toast(
      via === 'chat'
        ? 'Surat bertanda tangan dikirim lewat Telegram.'
        : 'Surat bertanda tangan dikirim lewat surat elektronik.',
    );
  });
