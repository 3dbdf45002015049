import { arrange, el, icon, toast } from './dom.js';
import { giveBack } from './people.js';
import { dayName, formatted, link, sizeOf, timeOf } from './words.js';

/** The private chat with the bot, as people know it from Telegram. */

const TYPING_MS = 5000; // as long as a real client shows it
const NEAR_PX = 120; // who reads further up is not pulled down
const PRESSED_MS = 8000;
const ODD = {
  sticker: 'Stiker',
  voice: 'Pesan suara',
  video: 'Video',
  location: 'Lokasi',
  contact: 'Kontak',
  photo: 'Foto',
};

export function createChat(box, world) {
  const { bot } = document.body.dataset;
  const status = el('p', { class: 'status' }, 'bot');
  const log = el('div', {
    class: 'log',
    role: 'log',
    'aria-live': 'polite',
    'aria-label': 'Percakapan',
    tabindex: '0',
  });
  const composer = createComposer(world);
  box.append(
    el(
      'header',
      { class: 'bar chat-bar' },
      el('span', { class: 'avatar bot', 'aria-hidden': 'true' }, icon('chat')),
      el('div', {}, el('h2', {}, `@${bot}`), status),
      el('span', { class: 'kind' }, 'Telegram'),
    ),
    log,
    composer.start,
    composer.form,
  );
  const drawn = new Map();
  let quiet;

  async function refresh(changed = false) {
    const key = world.player().key;
    const { messages, commands } = await world.read('/chat');
    if (key !== world.player().key) return;
    if (changed) {
      drawn.clear();
      composer.clear();
      log.replaceChildren();
    }
    const follow =
      changed || log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_PX || messages.at(-1)?.from === 'person';
    arrange(log, nodesOf(messages));
    composer.show(messages.length > 0, commands);
    if (messages.at(-1)?.from === 'bot') calm();
    if (follow) log.scrollTop = log.scrollHeight;
  }

  /** A bubble is made again only when its message has changed. */
  function nodesOf(messages) {
    const nodes = [];
    let day = '';
    for (const message of messages) {
      const today = dayName(message.at);
      if (today !== day)
        nodes.push(kept(`day ${today}`, today, () => el('p', { class: 'day' }, el('span', {}, today))));
      day = today;
      nodes.push(kept(`message ${message.id}`, JSON.stringify(message), () => bubble(message, messages, world)));
    }
    if (nodes.length === 0)
      nodes.push(
        kept('empty', '', () =>
          el(
            'div',
            { class: 'greeting' },
            el('strong', {}, 'Apa yang dapat dilakukan bot ini?'),
            el('p', {}, 'Membantu Anda memperbarui sertifikat elektronik. Tekan Mulai untuk membuka percakapan.'),
          ),
        ),
      );
    return nodes;
  }

  function kept(name, content, make) {
    const before = drawn.get(name);
    if (before?.content === content) return before.node;
    const node = make();
    before?.node.replaceWith(node);
    drawn.set(name, { content, node });
    return node;
  }

  function calm() {
    clearTimeout(quiet);
    status.textContent = 'bot';
    status.classList.remove('typing');
  }

  return {
    refresh,
    shown: () => {
      log.scrollTop = log.scrollHeight;
    },
    typing() {
      clearTimeout(quiet);
      status.textContent = 'sedang mengetik';
      status.classList.add('typing');
      quiet = setTimeout(calm, TYPING_MS);
    },
    answered({ text }) {
      for (const button of log.querySelectorAll('.pressed')) button.classList.remove('pressed');
      if (text) toast(text);
    },
  };
}

function bubble(message, all, world) {
  const { id, from, text, html, files, kind, buttons, at, edited, replyTo } = message;
  const quoted = replyTo && all.find((other) => other.id === replyTo);
  const odd = files.length === 0 || kind === 'photo' ? ODD[kind] : undefined;
  const meta = el(
    'span',
    { class: 'meta' },
    edited && 'diedit ',
    timeOf(at),
    from === 'person' && el('span', { class: 'ticks', title: 'Terkirim' }, icon('check'), icon('check')),
  );
  return el(
    'article',
    { class: `bubble-row ${from}` },
    el(
      'div',
      { class: 'bubble' },
      el('span', { class: 'unseen' }, from === 'bot' ? 'Asisten:' : 'Anda:'),
      quoted && el('blockquote', { class: 'quoted' }, quoted.text.slice(0, 120) || 'Berkas'),
      ...(odd ? [el('p', { class: 'odd' }, odd)] : []),
      ...(kind === 'photo' ? [] : files.map((file) => fileRow(message, file, world))),
      text && el('div', { class: 'text' }, ...formatted(visible(from, html), world.open)),
      meta,
    ),
    el('div', { class: 'keyboard' }, ...buttons.map((button, index) => key(id, button, index, world))),
    from === 'bot' && files.some(({ name }) => /\.pdf$/i.test(name)) && signKey(id, world),
  );
}

/** Telegram's apps send the payload of a deep link, but show the command alone. */
const visible = (from, html) => (from === 'person' ? html.replace(/^(\/start) \S+$/, '$1') : html);

function key(message, { label, url }, index, world) {
  if (url) return el('span', { class: 'key' }, link(url, [label, icon('away')], world.open));
  const button = el('button', { type: 'button', class: 'key' }, label);
  button.addEventListener(
    'click',
    world.safely(async () => {
      button.classList.add('pressed');
      setTimeout(() => button.classList.remove('pressed'), PRESSED_MS);
      await world.act('/chat/press', { message, button: index }).catch((error) => {
        button.classList.remove('pressed');
        throw error;
      });
    }),
  );
  return button;
}

/** Returns the prefilled letter of this message as a signed one. */
function signKey(id, world) {
  const act = giveBack(world, { source: 'chat', id, file: 0 }, 'chat');
  return el(
    'button',
    { type: 'button', class: 'sign', on: { click: act } },
    icon('sign'),
    'Tanda tangani dan kirim kembali',
  );
}

function fileRow({ id, from }, { name, size }, world) {
  return el(
    'div',
    { class: 'file' },
    el(
      'a',
      { href: world.address(`/chat/${id}/file`), download: name, class: 'open', 'aria-label': `Unduh ${name}` },
      el('span', { class: 'disc' }, icon(from === 'bot' ? 'download' : 'file')),
      el('span', { class: 'what' }, el('strong', {}, name), el('span', { class: 'muted' }, sizeOf(size))),
    ),
  );
}

function createComposer(world) {
  const chosen = el('div', { class: 'chosen-files', hidden: true });
  const input = el('textarea', { rows: '1', placeholder: 'Tulis pesan …', 'aria-label': 'Pesan', name: 'text' });
  const picker = el('input', { type: 'file', multiple: true, hidden: true, tabindex: '-1' });
  const attach = el(
    'button',
    {
      type: 'button',
      class: 'round',
      title: 'Lampirkan berkas',
      'aria-label': 'Lampirkan berkas',
      on: { click: () => picker.click() },
    },
    icon('attach'),
  );
  const commands = el('div', { class: 'commands', hidden: true });
  const menu = el(
    'button',
    { type: 'button', class: 'menu', 'aria-expanded': 'false', hidden: true },
    icon('menu'),
    'Menu',
  );
  const send = el('button', { class: 'round go', title: 'Kirim', 'aria-label': 'Kirim' }, icon('send'));
  const form = el(
    'form',
    { class: 'composer', hidden: true },
    commands,
    chosen,
    el('div', { class: 'line' }, menu, attach, input, send),
    picker,
  );
  const start = el(
    'button',
    { type: 'button', class: 'start', hidden: true, on: { click: world.safely(() => world.act('/chat/open', {})) } },
    'Mulai',
  );
  let files = [];

  const resize = () => {
    input.style.height = 'auto';
    input.style.height = `${Math.min(input.scrollHeight, 160)}px`;
  };
  const choose = (list) => {
    files = [...list];
    chosen.hidden = files.length === 0;
    chosen.replaceChildren(
      ...files.map((file) => el('span', { class: 'chip' }, icon('file'), `${file.name} (${sizeOf(file.size)})`)),
      el(
        'button',
        { type: 'button', class: 'round small', 'aria-label': 'Batalkan lampiran', on: { click: () => choose([]) } },
        icon('close'),
      ),
    );
    if (files.length > 0) input.focus();
  };
  const clear = () => {
    input.value = '';
    picker.value = '';
    choose([]);
    unfold(false);
    resize();
  };
  const unfold = (open) => {
    commands.hidden = !open;
    menu.setAttribute('aria-expanded', String(open));
  };
  const say = world.safely(async () => {
    const text = input.value.trim();
    if (files.length > 0) {
      const body = new FormData();
      body.set('caption', text);
      for (const file of files) body.append('files', file);
      await world.act('/chat/files', body);
    } else if (text) await world.act('/chat', { text });
    clear();
  });

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    say();
  });
  input.addEventListener('input', resize);
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    say();
  });
  picker.addEventListener('change', () => choose(picker.files));
  menu.addEventListener('click', () => unfold(commands.hidden));
  form.addEventListener('keydown', (event) => event.key === 'Escape' && unfold(false));
  form.addEventListener('dragover', (event) => event.preventDefault());
  form.addEventListener('drop', (event) => {
    event.preventDefault();
    choose(event.dataTransfer.files);
  });

  function show(begun, list) {
    start.hidden = begun;
    form.hidden = !begun;
    menu.hidden = list.length === 0;
    commands.replaceChildren(
      ...list.map(({ command, description }) =>
        el(
          'button',
          {
            type: 'button',
            on: {
              click: world.safely(() => {
                unfold(false);
                return world.act('/chat', { text: command });
              }),
            },
          },
          el('strong', {}, command),
          el('span', {}, description),
        ),
      ),
    );
  }

  return { form, start, show, clear };
}
