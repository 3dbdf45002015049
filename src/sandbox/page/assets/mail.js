import { avatar, el, icon, toast } from './dom.js';
import { giveBack } from './people.js';
import { isRead, markRead } from './seen.js';
import { deepLink, linked, momentOf, recent, sizeOf } from './words.js';
import { createWriter } from './writer.js';

/** The webmail: two lists, the reader and the writer, one of them shown at a time. */

const LONGEST_PAPER_PX = 20_000; // a letter that makes itself longer scrolls in its frame
const FRAME_PX = 2; // the frame's border
const FOLDERS = [
  ['inbox', 'Kotak masuk'],
  ['sent', 'Terkirim'],
];

export function createMail(box, world) {
  const view = { messages: [], office: '', folder: 'inbox' };
  const address = el('p', { class: 'status' });
  const tabs = FOLDERS.map(([name, label]) =>
    el('button', { type: 'button', role: 'tab', data: { name }, on: { click: () => list(name) } }, label),
  );
  const pageBox = el('div', { class: 'mail-page' });
  const write = el(
    'button',
    { type: 'button', class: 'write', on: { click: () => writer({ to: view.office }) } },
    icon('pen'),
    'Tulis',
  );
  box.append(
    el(
      'header',
      { class: 'bar mail-bar' },
      el('span', { class: 'avatar bot', 'aria-hidden': 'true' }, icon('mail')),
      el('div', {}, el('h2', {}, 'Surat elektronik'), address),
      write,
    ),
    el('div', { class: 'folders', role: 'tablist', 'aria-label': 'Folder' }, ...tabs),
    pageBox,
  );
  let showing = 'list';

  async function refresh(changed = false) {
    const { key, email } = world.player();
    const found = await world.read('/mail');
    if (key !== world.player().key) return;
    Object.assign(view, found);
    address.textContent = email;
    if (changed || showing === 'list') list(changed ? 'inbox' : view.folder);
    else count();
  }

  function count() {
    const { key } = world.player();
    const unread = view.messages.filter(({ folder, mark }) => folder === 'inbox' && !isRead(key, mark)).length;
    for (const tab of tabs) {
      tab.setAttribute('aria-selected', String(tab.dataset.name === view.folder));
      const label = FOLDERS.find(([name]) => name === tab.dataset.name)[1];
      tab.replaceChildren(
        label,
        ...(tab.dataset.name === 'inbox' && unread ? [el('span', { class: 'count' }, String(unread))] : []),
      );
    }
    world.marksChanged();
  }

  function list(folder) {
    showing = 'list';
    view.folder = folder;
    count();
    const focused = pageBox.contains(document.activeElement) ? document.activeElement.dataset.id : undefined;
    const messages = view.messages.filter((message) => message.folder === folder);
    const empty =
      folder === 'inbox'
        ? 'Belum ada surat. Kirim pemberitahuan BSrE untuk memulai, atau tulis surat ke kantor.'
        : 'Belum ada surat yang Anda kirim.';
    pageBox.replaceChildren(
      messages.length > 0
        ? el(
            'ul',
            { class: 'mail-list' },
            ...messages.map((message) => entry(message, world.player().key, () => read(message))),
          )
        : el('div', { class: 'nothing' }, icon('mail'), el('p', {}, empty)),
    );
    if (focused) pageBox.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus();
  }

  const read = world.safely(async ({ id, mark }) => {
    const letter = await world.read(`/mail/${encodeURIComponent(id)}`);
    showing = 'read';
    if (letter.folder === 'inbox') markRead(world.player().key, mark);
    count();
    pageBox.replaceChildren(reader(letter));
    pageBox.scrollTop = 0;
    pageBox.querySelector('.back').focus({ preventScroll: true });
  });

  function reader(letter) {
    const { subject, from, fromName, to, at, attachments } = letter;
    const action = (label, sign, act, kind = 'plain') =>
      el('button', { type: 'button', class: kind, on: { click: act } }, icon(sign), label);
    return el(
      'article',
      { class: 'reader' },
      el(
        'button',
        { type: 'button', class: 'back', on: { click: () => list(view.folder) } },
        icon('back'),
        FOLDERS.find(([name]) => name === view.folder)[1],
      ),
      el('h3', {}, subject || '(tanpa subjek)'),
      el(
        'div',
        { class: 'sender' },
        avatar(fromName || from, from),
        el(
          'p',
          {},
          el('strong', {}, fromName || from),
          ' ',
          fromName && el('span', { class: 'muted' }, `<${from}>`),
          el('span', { class: 'muted small' }, `kepada ${to.join(', ')} · ${momentOf(at)}`),
        ),
      ),
      attachments.length > 0 &&
        el(
          'ul',
          { class: 'attachments', 'aria-label': 'Lampiran' },
          ...attachments.map((file, index) => attachment(letter, file, index)),
        ),
      letter.html ? paper(letter) : plainText(letter),
      letter.html &&
        el('details', { class: 'as-text' }, el('summary', {}, 'Tampilkan sebagai teks'), plainText(letter)),
      el(
        'div',
        { class: 'acts' },
        letter.folder === 'inbox' && action('Balas', 'reply', () => writer({ answers: letter }), ''),
        action('Teruskan', 'forward', () => writer({ forwards: letter, to: view.office })),
      ),
    );
  }

  function attachment({ id, from }, { name, size }, index) {
    const mayReturn = from === view.office.toLowerCase() && /\.pdf$/i.test(name);
    return el(
      'li',
      { class: 'attachment' },
      el(
        'a',
        {
          href: world.address(`/mail/${encodeURIComponent(id)}/files/${index}`),
          download: name || 'lampiran',
          class: 'open',
        },
        icon('file'),
        el(
          'span',
          { class: 'what' },
          el('strong', {}, name || 'tanpa nama'),
          el('span', { class: 'muted small' }, sizeOf(size)),
        ),
      ),
      mayReturn &&
        el(
          'button',
          {
            type: 'button',
            class: 'sign',
            on: { click: giveBack(world, { source: 'mail', id, file: index }, 'mail') },
          },
          icon('sign'),
          'Tanda tangani dan kirim kembali',
        ),
    );
  }

  const plainText = ({ text }) =>
    el(
      'div',
      { class: 'plain-text' },
      ...text
        .split('\n')
        .map((line) =>
          el('p', line.startsWith('>') ? { class: 'old' } : {}, ...(line ? linked(line, world.open) : [el('br')])),
        ),
    );

  /** HTML of a stranger: a frame in which nothing runs or loads; its links are followed by our code, or not at all. */
  function paper(letter) {
    const frame = el('iframe', {
      class: 'paper',
      title: 'Isi surat',
      sandbox: 'allow-same-origin',
      src: world.address(`/mail/${encodeURIComponent(letter.id)}/html`),
    });
    frame.addEventListener('load', () => {
      const inside = frame.contentDocument;
      if (!inside?.body) return;
      const resize = () => {
        frame.style.height = `${Math.min(inside.body.offsetHeight, LONGEST_PAPER_PX) + FRAME_PX}px`;
      };
      resize();
      new ResizeObserver(resize).observe(frame);
      inside.addEventListener('click', (event) => {
        const anchor = event.target.closest?.('a, area');
        if (!anchor) return;
        event.preventDefault();
        follow(anchor.getAttribute('href') ?? '', letter);
      });
    });
    return frame;
  }

  function follow(href, letter) {
    const payload = deepLink(href);
    if (payload !== undefined) return world.open(payload);
    if (/^https?:\/\//i.test(href)) return window.open(href, '_blank', 'noopener,noreferrer');
    if (/^mailto:/i.test(href) && URL.canParse(href)) return answerLink(new URL(href), letter);
    return toast('Tautan ini tidak dibuka, karena bukan alamat web.', 'bad');
  }

  /** RFC 6068. A button in a letter is an answer with its words ready to send. */
  function answerLink({ pathname, searchParams }, letter) {
    const text = searchParams.get('body') ?? '';
    if (
      searchParams.get('In-Reply-To') === letter.messageId ||
      decode(pathname).toLowerCase() === letter.replyTo.toLowerCase()
    )
      writer({ answers: letter, text });
    else writer({ to: decode(pathname), subject: searchParams.get('subject') ?? '', text });
  }

  function writer(what) {
    const back = what.answers ?? what.forwards;
    const done = () => (back ? read(back) : list(view.folder));
    showing = 'write';
    pageBox.replaceChildren(createWriter(what, world, done));
    pageBox.scrollTop = 0;
    pageBox.querySelector(what.answers ? 'textarea' : 'input').focus();
  }

  return { refresh };
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function entry(message, player, open) {
  const { id, folder, mark, from, fromName, to, subject, preview, files, at } = message;
  const name = folder === 'inbox' ? fromName || from : `Kepada: ${to.join(', ')}`;
  const unread = folder === 'inbox' && !isRead(player, mark);
  return el(
    'li',
    {},
    el(
      'button',
      { type: 'button', class: unread ? 'unread' : '', data: { id }, on: { click: open } },
      avatar(folder === 'inbox' ? name : (to[0] ?? '?'), folder === 'inbox' ? from : (to[0] ?? '')),
      el(
        'span',
        { class: 'what' },
        unread && el('span', { class: 'unseen' }, 'Belum dibaca.'),
        el('span', { class: 'name' }, name),
        el('span', { class: 'subject' }, subject || '(tanpa subjek)'),
        el('span', { class: 'preview' }, preview),
      ),
      el('span', { class: 'when' }, recent(at), files > 0 && icon('attach'), unread && el('span', { class: 'dot' })),
    ),
  );
}
