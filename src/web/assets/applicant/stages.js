import { announce } from './live.js';

/** One thing at a time: the parts of a task of which exactly one is shown, and one place for what is wrong. */
export function stagesOf(root) {
  const all = [...root.querySelectorAll('[data-stage]')];
  const wrongPlace = root.querySelector('[data-wrong]');
  const stage = (name) => all.find((each) => each.dataset.stage === name);
  /** Beside the one place, where several things are wrong at once. */
  const more = [];

  /** What is wrong, below the field it is about. */
  function below(field, place, sentence) {
    place.textContent = sentence;
    place.hidden = false;
    (field.closest('fieldset') ?? field).after(place);
    field.setAttribute('aria-invalid', 'true');
    field.setAttribute('aria-errormessage', place.id);
  }

  return {
    stage,
    /** Shows a stage and moves the reader to its heading, so that keyboard and screen reader go along. */
    show(name, { focus = true } = {}) {
      this.right();
      for (const each of all) each.hidden = each.dataset.stage !== name;
      if (focus) (stage(name).querySelector('h3[tabindex]') ?? stage(name)).focus?.();
    },
    /** What is wrong, below the field it is about, else above all; the reader is taken there, since what he pressed may be gone or locked. */
    wrong(sentence, field) {
      if (field) return this.wrongAll([[sentence, field]]);
      root.prepend(wrongPlace);
      wrongPlace.textContent = sentence;
      wrongPlace.hidden = false;
      wrongPlace.tabIndex = -1;
      wrongPlace.focus({ preventScroll: true });
      wrongPlace.scrollIntoView({ block: 'center' });
    },
    /** All that is wrong, each sentence below its field; the reader is taken to the first. */
    wrongAll(faults) {
      for (const [at, [sentence, field]] of faults.entries()) {
        const place = at === 0 ? wrongPlace : Object.assign(wrongPlace.cloneNode(), { id: `${wrongPlace.id}-${at}` });
        if (at > 0) more.push(place);
        below(field, place, sentence);
      }
      faults[0][1].focus();
    },
    right() {
      for (const place of more.splice(0)) place.remove();
      wrongPlace.hidden = true;
      wrongPlace.textContent = '';
      for (const field of root.querySelectorAll('[aria-invalid]'))
        for (const mark of ['aria-invalid', 'aria-errormessage']) field.removeAttribute(mark);
    },
    /** Says what is being done, to eyes and ears. */
    doing(sentence) {
      stage('making').querySelector('[data-doing]').textContent = sentence;
      announce(sentence);
    },
  };
}

export function on(root, name, act) {
  for (const button of root.querySelectorAll(`[data-do="${name}"]`)) button.addEventListener('click', act);
}

/** The tick that makes passphrases readable. */
export function showPassphrases(form) {
  const tick = form.querySelector('[data-show]');
  tick.addEventListener('change', () => {
    for (const field of form.querySelectorAll('[data-passphrase], [data-repeat]'))
      field.type = tick.checked ? 'text' : 'password';
  });
}

/** Hands a file to the browser's downloads. */
export function download(content, type, name) {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  // The browser reads the blob after this turn; a minute is enough for the largest key file.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
