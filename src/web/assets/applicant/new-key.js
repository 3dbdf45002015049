import { fileName, lock, opensAgain } from './backup.js';
import { fromBase64, loadForge, toBase64 } from './der.js';
import { keep, keptFor } from './keep.js';
import { announce, askStatus, begin, end } from './live.js';
import { isGood, RULES, strength } from './passphrase.js';
import { makeRequest, nameOfKey, newKeyPair } from './request.js';
import { takeRight } from './right.js';
import { download, on, showPassphrases, stagesOf } from './stages.js';
import { obstacle } from './surroundings.js';
import { words } from './words.js';

/**
 * Makes the new key pair: passphrase, key, backup file, request. The private key leaves this function only locked; the
 * request is sent only after the backup was saved and its owner says that he has it. `done` is called once it is sent.
 */
export async function startNewKey(root, done) {
  const { number, name, spki: known } = root.dataset;
  root.hidden = false;
  const stages = stagesOf(root);
  const hindrance = obstacle();
  if (hindrance !== undefined) return refuse(root, stages, hindrance);
  let made;
  let giveBack;

  const form = stages.stage('passphrase');
  const field = form.querySelector('[data-passphrase]');
  const repeat = form.querySelector('[data-repeat]');
  const places = [...form.querySelectorAll('[data-place]')];
  showRules(form.querySelector('[data-rules]'), field);
  showStrength(form.querySelector('[data-strength]'), field, name);
  showPassphrases(form);

  on(root, 'begin', () => alone(() => stages.show('passphrase')));
  on(root, 'resume', () => alone(() => offer(made)));
  // Whatever the other tab made and kept is gone on with; it is not made anew.
  on(root, 'take', () =>
    alone(async () => ((await findUnsent()) ? stages.show('unsent') : stages.show('passphrase')), { over: true }),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    stages.right();
    if (!isGood(field.value)) return stages.wrong(words.rulesUnmet, field);
    if (field.value !== repeat.value) return stages.wrong(words.differs, repeat);
    const place = places.find(({ checked }) => checked);
    if (place === undefined) return stages.wrong(words.whoseDevice, places[0]);
    make(field.value, place.value === 'shared').then(offer, () => {
      leave();
      stages.show('start');
      stages.wrong(words.makingFailed);
    });
  });

  /** Only the tab that has the right to it goes on; while it has, the page is not exchanged under its reader's hands. */
  async function alone(act, { over = false } = {}) {
    giveBack ??= await takeRight(number, { over, lost });
    if (giveBack === undefined) return elsewhere(words.otherTab);
    begin(root);
    await act();
  }

  function leave() {
    giveBack?.();
    giveBack = undefined;
    end(root);
  }

  /** Another tab has taken over: what was typed or made here is put away, so that no second key is sent. */
  function lost() {
    giveBack = undefined;
    made = undefined;
    for (const each of [field, repeat]) each.value = '';
    end(root);
    elsewhere(words.takenOver);
  }

  function elsewhere(sentence) {
    stages.show('elsewhere');
    stages.stage('elsewhere').querySelector('[data-said]').textContent = sentence;
    announce(sentence);
  }

  async function findUnsent() {
    const [unsent] = (await keptFor(number)).filter(({ spki }) => spki !== known);
    if (unsent === undefined || known !== '') return false;
    made = { ...unsent, kept: true };
    return true;
  }

  async function make(passphrase, shared) {
    stages.show('making');
    stages.doing(words.making.key);
    const [forge, pair] = await Promise.all([loadForge(), newKeyPair()]);
    const spki = await nameOfKey(pair.spki);
    stages.doing(words.making.lock);
    const backup = await lock(
      { pkcs8: pair.pkcs8, number, spki, made: new Date().toISOString(), note: words.backupNote },
      passphrase,
    );
    stages.doing(words.making.check);
    if (!(await opensAgain(backup, passphrase, pair.pkcs8))) throw new Error('the backup does not open');
    pair.pkcs8.fill(0);
    stages.doing(words.making.request);
    const request = toBase64(await makeRequest(forge, pair, name));
    for (const each of [field, repeat]) each.value = '';
    const kept = !shared && (await keep({ spki, backup, request }));
    return { spki, backup, request, kept };
  }

  /** The key is made; now its owner has to hold the backup before anything is sent. */
  function offer(result) {
    // The other tab may have taken over while this one was still making its key.
    if (giveBack === undefined) return;
    made = result;
    stages.show('backup');
    announce(words.made);
    const stage = stages.stage('backup');
    stage.querySelector('[data-kept]').textContent = made.kept ? words.keptHere : words.keptNowhere;
    stage.querySelector('[data-file-name]').textContent = words.file(fileName(number));
  }

  const have = root.querySelector('[data-have]');
  const sendButton = root.querySelector('[data-do="send"]');
  on(root, 'save', () => {
    download(JSON.stringify(made.backup, undefined, 1), 'application/json', fileName(number));
    have.disabled = false;
  });
  have.addEventListener('change', () => {
    sendButton.disabled = !have.checked;
  });
  on(root, 'send', async () => {
    stages.right();
    sendButton.disabled = true;
    announce(words.sending);
    const trouble = await send(made, { number, known }).catch(() => ({ sentence: words.offline }));
    if (trouble === undefined) {
      stages.show('sent');
      announce(words.sent);
      leave();
      return done();
    }
    sendButton.disabled = false;
    if (trouble.final) {
      leave();
      stages.show('start');
    }
    stages.wrong(trouble.sentence);
  });

  if (await findUnsent()) stages.show('unsent', { focus: false });
}

/** Sends the request. Undefined when it is there; else what is wrong, `final` when this key is of no use. */
async function send({ request, spki }, { number, known }) {
  // Asked anew, because the session may have been opened again in another tab meanwhile.
  const status = await askStatus();
  if (status === 'session') return { sentence: words.session };
  if (status.number !== number) return { sentence: words.otherRenewal };
  // Sent from somewhere else since this page was opened: a second one would take its place unasked.
  if (status.key !== known && status.key !== spki) return { sentence: words.otherKey, final: true };
  const response = await fetch('/me/request', {
    method: 'POST',
    headers: { 'content-type': 'application/pkcs10', accept: 'application/json', 'x-csrf': status.csrf },
    body: fromBase64(request),
  });
  if (response.ok) return undefined;
  if (response.status === 401 || response.status === 403) return { sentence: words.session };
  if (response.status !== 409) return { sentence: words.offline };
  const { sentence } = await response.json();
  return { sentence: words.refused(sentence), final: true };
}

function showRules(list, field) {
  const rows = RULES.map(([name, met]) => {
    const row = document.createElement('li');
    const state = Object.assign(document.createElement('span'), { className: 'sr' });
    row.append(document.createTextNode(`${words.rules[name]} `), state);
    list.append(row);
    return () => {
      const ok = met(field.value) && field.value !== '';
      row.className = ok ? 'met' : '';
      state.textContent = `(${ok ? words.met : words.unmet})`;
    };
  });
  const update = () => {
    for (const row of rows) row();
  };
  field.addEventListener('input', update);
  update();
}

/** In words as well as in length, since neither colour nor length says it to everybody. */
function showStrength(place, field, name) {
  const meter = place.querySelector('meter');
  const said = place.querySelector('[data-said]');
  field.addEventListener('input', () => {
    const level = strength(field.value, name);
    place.hidden = field.value === '';
    meter.value = { weak: 1, fair: 2, strong: 3 }[level];
    said.textContent = words.strength[level];
  });
}

/** No key can be made here: the reason, and the way out. */
export function refuse(root, stages, hindrance) {
  for (const stage of root.querySelectorAll('[data-stage]')) stage.hidden = true;
  if (hindrance !== 'inApp') stages.wrong(words[hindrance]);
}
