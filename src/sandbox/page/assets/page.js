import { get, post } from './api.js';
import { createChat } from './chat.js';
import { el, icon, toast } from './dom.js';
import { createMail } from './mail.js';
import { createPeople } from './people.js';
import { keepPlayer, lastPlayer, markChat, seenChat, unreadMail } from './seen.js';

/** Puts the three parts together, keeps who is played, and goes by what the server tells. */

const { dataset } = document.body;
const WIDE = matchMedia('(min-width: 1100px)');
const REFRESH_MS = 30_000; // certificates change without an event here
const state = { people: [], player: undefined };

/** Says what went wrong instead of doing nothing. */
const tell = (error) => toast(error.message, 'bad');
const safely =
  (act) =>
  (...given) =>
    Promise.resolve(act(...given)).catch(tell);

const world = {
  /** Posts for the person who is played. */
  act: (path, body) => post(`/people/${state.player.key}${path}`, body),
  read: (path) => get(`/people/${state.player.key}${path}`),
  address: (path) => `/people/${state.player.key}${path}`,
  player: () => state.player,
  channels: { chat: dataset.telegram === 'yes', mail: dataset.mail === 'yes' },
  safely,
  /** Opens the chat with a deep link's payload, as Telegram does after "Mulai". */
  open: safely(async (payload) => {
    if (!world.channels.chat) return toast('Telegram bawaan tidak dijalankan di ruang coba ini.', 'bad');
    show('chat');
    await world.act('/chat/open', payload ? { payload } : {});
    toast('Percakapan Telegram dibuka lewat tautan.');
  }),
  marksChanged: () => marks(),
  lettersChanged: () => people.letters(),
};

const people = createPeople(document.getElementById('people'), world, safely(choose));
const chat = world.channels.chat ? createChat(document.getElementById('chat'), world) : undefined;
const mail = world.channels.mail ? createMail(document.getElementById('mail'), world) : undefined;

const TABS = [
  ['people', 'Pemohon', 'person'],
  ['chat', 'Telegram', 'chat'],
  ['mail', 'Surat', 'mail'],
];
const tabs = TABS.map(([name, label, sign]) =>
  el(
    'button',
    { type: 'button', data: { tab: name }, on: { click: () => show(name) } },
    icon(sign),
    el('span', {}, label),
  ),
);
document.getElementById('tabs').append(...tabs);

function show(name) {
  dataset.tab = name;
  for (const tab of tabs) tab.setAttribute('aria-current', String(tab.dataset.tab === name));
  if (name === 'chat') chat?.shown();
  marks();
}

const isShown = (name) => WIDE.matches || dataset.tab === name;

/** Counts of what is new, on the cards and the tabs. What is on the screen has been seen. */
function marks() {
  const { player } = state;
  if (!player) return;
  const current = state.people.find(({ key }) => key === player.key);
  if (current && isShown('chat') && !document.hidden) markChat(player.key, current.newest);
  const counts = state.people.map((person) => ({
    key: person.key,
    chat: person.newest > seenChat(person.key),
    mail: unreadMail(person.key, person.inbox),
  }));
  people.marks(counts);
  const mine = counts.find(({ key }) => key === player.key);
  tabs[1].classList.toggle('new', Boolean(mine?.chat));
  tabs[2].classList.toggle('new', Boolean(mine?.mail));
}

async function choose(key) {
  const player = state.people.find((each) => each.key === key) ?? state.people[0];
  if (!player) return;
  state.player = player;
  keepPlayer(player.key);
  people.render(state.people, player);
  await Promise.all([chat?.refresh(true), mail?.refresh(true), people.letters()]);
  marks();
}

async function refreshPeople() {
  state.people = await get('/people');
  if (!state.player) return choose(lastPlayer());
  state.player = state.people.find(({ key }) => key === state.player.key) ?? state.player;
  people.render(state.people, state.player);
  marks();
}

/** Many events of one moment become one look. */
function gathered(act, waitMs) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(safely(act), waitMs);
  };
}
const soonPeople = gathered(refreshPeople, 250);
const soonChat = gathered(() => chat?.refresh(), 20);
const soonMail = gathered(() => mail?.refresh(), 20);
const soonLetters = gathered(() => people.letters(), 250);

function listen() {
  const events = new EventSource('/events');
  const on = (name, act) => events.addEventListener(name, (event) => act(JSON.parse(event.data)));
  const mine = ({ key, address }) =>
    state.player && (key === state.player.key || address === state.player.email.toLowerCase());
  on('chat', (event) => {
    if (mine(event)) soonChat();
    soonLetters();
    soonPeople();
  });
  on('mail', (event) => {
    if (mine(event)) soonMail();
    soonLetters();
    soonPeople();
  });
  on('typing', (event) => mine(event) && chat?.typing());
  on('answered', (event) => mine(event) && chat?.answered(event));
  let lost = false;
  events.addEventListener('error', () => {
    if (!lost) toast('Sambungan ke ruang coba terputus; sedang dicoba lagi.', 'bad');
    lost = true;
  });
  events.addEventListener('open', () => {
    if (!lost) return;
    lost = false;
    toast('Tersambung kembali.');
    soonPeople();
    soonChat();
    soonMail();
  });
}

WIDE.addEventListener('change', marks);
document.addEventListener('visibilitychange', () => !document.hidden && soonPeople());
setInterval(soonPeople, REFRESH_MS);
show(dataset.tab);
listen();
safely(refreshPeople)();
