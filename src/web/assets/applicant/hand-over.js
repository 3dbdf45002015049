import { fileName } from './backup.js';
import { fromBase64 } from './der.js';
import { keep } from './keep.js';
import { announce, askStatus } from './live.js';
import { download, on } from './stages.js';
import { words } from './words.js';

/**
 * Hands a key that was made over: the backup to its owner first, then the request to the office; it can be sent only
 * after the backup was saved and he says that he has it. `ended(sent)` is called once it is over with this key. Returns
 * `offer(made)`, which begins.
 */
export function startHandingOver(stages, { number, known, ended }) {
  const stage = stages.stage('backup');
  const have = stage.querySelector('[data-have]');
  const sendButton = stage.querySelector('[data-do="send"]');
  let made;
  on(stage, 'save', () => {
    download(JSON.stringify(made.backup, undefined, 1), 'application/json', fileName(made.backup));
    have.disabled = false;
  });
  have.addEventListener('change', () => {
    sendButton.disabled = !have.checked;
  });
  on(stage, 'send', async () => {
    stages.right();
    sendButton.disabled = true;
    announce(words.sending);
    const trouble = await send(made, { number, known }).catch(() => ({ sentence: words.offline }));
    if (trouble === undefined) {
      const { kept, ...entry } = made;
      if (kept) await keep({ ...entry, sent: true });
      stages.show('sent');
      announce(words.sent);
      return ended(true);
    }
    sendButton.disabled = false;
    if (trouble.final) {
      ended(false);
      stages.show('start');
    }
    stages.wrong(trouble.sentence);
  });

  return (key) => {
    made = key;
    have.checked = false;
    have.disabled = true;
    sendButton.disabled = true;
    stages.show('backup');
    announce(words.made);
    stage.querySelector('[data-kept]').textContent = made.kept ? words.keptHere : words.keptNowhere;
    stage.querySelector('[data-file-name]').textContent = words.file(fileName(made.backup));
  };
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
