import { isGood, RULES, strength } from './passphrase.js';
import { showPassphrases } from './stages.js';
import { words } from './words.js';

/**
 * The form in which a passphrase is chosen, and said whose device this is. Calls `chosen(passphrase, shared)` once all
 * of it is right. Returns what empties the fields.
 */
export function startChoosing(stages, name, chosen) {
  const form = stages.stage('passphrase');
  const field = form.querySelector('[data-passphrase]');
  const repeat = form.querySelector('[data-repeat]');
  const places = [...form.querySelectorAll('[data-place]')];
  showRules(form.querySelector('[data-rules]'), field);
  showStrength(form.querySelector('[data-strength]'), field, name);
  showPassphrases(form);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    stages.right();
    const place = places.find(({ checked }) => checked);
    const faults = [
      ...(isGood(field.value) ? [] : [[words.rulesUnmet, field]]),
      ...(field.value === repeat.value ? [] : [[words.differs, repeat]]),
      ...(place === undefined ? [[words.whoseDevice, places[0]]] : []),
    ];
    if (faults.length > 0) return stages.wrongAll(faults);
    chosen(field.value, place.value === 'shared');
  });
  return () => {
    for (const each of [field, repeat]) each.value = '';
  };
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
