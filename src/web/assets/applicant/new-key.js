import { fileName, lock, opensAgain } from './backup.js';
import { fromBase64, loadForge, toBase64 } from './der.js';
import { keep, keptFor } from './keep.js';
import { announce, askStatus, begin, end } from './live.js';
import { isGood, RULES } from './passphrase.js';
import { makeRequest, nameOfKey, newKeyPair } from './request.js';
import { download, on, showPassphrases, stagesOf } from './stages.js';
import { alone, obstacle } from './surroundings.js';
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

  const form = stages.stage('passphrase');
  const field = form.querySelector('[data-passphrase]');
  const repeat = form.querySelector('[data-repeat]');
  showRules(form.querySelector('[data-rules]'), field);
  showPassphrases(form);

  on(root, 'begin', () => stages.show('passphrase'));
  on(root, 'resume', () => offer(made));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    stages.right();
    if (!isGood(field.value)) return stages.wrong(words.rulesUnmet, field);
    if (field.value !== repeat.value) return stages.wrong(words.differs, repeat);
    const passphrase = field.value;
    const shared = form.querySelector('[data-shared]').checked;
    alone(() => make(passphrase, shared)).then(
      (result) => (result === undefined ? stages.wrong(words.otherTab) : offer(result)),
      () => {
        end(root);
        stages.show('start');
        stages.wrong(words.makingFailed);
      },
    );
  });

  async function make(passphrase, shared) {
    begin(root);
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
    begin(root);
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
    const trouble = await send(made.request, number).catch(() => ({ sentence: words.offline }));
    if (trouble === undefined) {
      stages.show('sent');
      announce(words.sent);
      end(root);
      return done();
    }
    sendButton.disabled = false;
    if (trouble.final) {
      end(root);
      stages.show('start');
    }
    stages.wrong(trouble.sentence);
  });

  const [unsent] = (await keptFor(number)).filter(({ spki }) => spki !== known);
  if (unsent !== undefined && known === '') {
    made = { ...unsent, kept: true };
    stages.show('unsent', { focus: false });
  }
}

/** Sends the request. Undefined when it is there; else what is wrong, `final` when this key is of no use. */
async function send(request, number) {
  // Asked anew, because the session may have been opened again in another tab meanwhile.
  const status = await askStatus();
  if (status === 'session') return { sentence: words.session };
  if (status.number !== number) return { sentence: words.otherRenewal };
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

/** No key can be made here: the reason, and the way out. */
export function refuse(root, stages, hindrance) {
  for (const stage of root.querySelectorAll('[data-stage]')) stage.hidden = true;
  if (hindrance !== 'inApp') stages.wrong(words[hindrance]);
}
