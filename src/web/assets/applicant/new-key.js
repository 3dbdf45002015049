import { startChoosing } from './choose-passphrase.js';
import { startHandingOver } from './hand-over.js';
import { keptFor } from './keep.js';
import { announce, begin, end } from './live.js';
import { makeKey } from './make-key.js';
import { rightToMake } from './right.js';
import { on, stagesOf } from './stages.js';
import { obstacle } from './surroundings.js';
import { words } from './words.js';

/** Makes the new key pair: passphrase, key, backup file, request. `done` is called once the request is sent. */
export async function startNewKey(root, done) {
  const { number, name, spki: known } = root.dataset;
  root.hidden = false;
  const stages = stagesOf(root);
  const hindrance = obstacle();
  if (hindrance !== undefined) return refuse(root, stages, hindrance);

  const right = rightToMake(number, lost);
  const empty = startChoosing(stages, name, make);
  const offer = startHandingOver(stages, { number, known, ended });
  on(root, 'begin', () => alone(() => stages.show('passphrase')));
  on(root, 'resume', () => alone(async () => offer(await unsent())));
  // What the other tab made and kept is gone on with; it is not made anew.
  on(root, 'take', () => alone(async () => stages.show((await unsent()) ? 'unsent' : 'passphrase'), { over: true }));
  if (await unsent()) stages.show('unsent', { focus: false });

  /** Only the tab that has the right to it goes on; while it has, the page is not exchanged under its reader's hands. */
  async function alone(act, over) {
    if (!(await right.take(over))) return elsewhere(words.otherTab);
    begin(root);
    await act();
  }

  async function make(passphrase, shared) {
    stages.show('making');
    try {
      const made = await makeKey({ number, name, shared }, passphrase, (step) => stages.doing(step));
      empty();
      // The other tab may have taken over while this one was making its key.
      if (right.isHeld()) offer(made);
    } catch {
      right.giveBack();
      end(root);
      stages.show('start');
      stages.wrong(words.makingFailed);
    }
  }

  function ended(sent) {
    right.giveBack();
    end(root);
    if (sent) done();
  }

  /** Another tab has taken over: what was typed here is put away, and nothing is sent from here. */
  function lost() {
    empty();
    end(root);
    elsewhere(words.takenOver);
  }

  function elsewhere(sentence) {
    stages.show('elsewhere');
    stages.stage('elsewhere').querySelector('[data-said]').textContent = sentence;
    announce(sentence);
  }

  /** A key that was made and kept here, and whose request never left. */
  async function unsent() {
    if (known !== '') return undefined;
    const [entry] = (await keptFor(number)).filter(({ sent }) => !sent);
    return entry && { ...entry, kept: true };
  }
}

/** No key can be made here: the reason. The way out of a poor browser stands above, with the link to copy (enhance.js). */
export function refuse(root, stages, hindrance) {
  for (const stage of root.querySelectorAll('[data-stage]')) stage.hidden = true;
  if (hindrance !== 'poor') stages.wrong(words[hindrance]);
}
