// Small conveniences of the console; every page works without them.

const live = document.getElementById('live');
const tell = (words) => {
  if (live) live.textContent = words;
};

// Copy buttons of the work packet.
document.addEventListener('click', async (event) => {
  const button = event.target.closest?.('[data-copy]');
  if (!button) return;
  const done = await copy(button.dataset.copy);
  tell(done ? button.dataset.copied : 'Tidak dapat menyalin. Pilih teksnya, lalu salin sendiri.');
  const label = button.textContent;
  button.textContent = done ? 'Disalin' : 'Gagal';
  setTimeout(() => {
    button.textContent = label;
  }, 1500);
});

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyOldWay(text);
  }
}

// On plain HTTP there is no clipboard object.
function copyOldWay(text) {
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'unseen';
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
}

// What a reason is about is chosen with it, and what it asks of the applicant is suggested; what the operator wrote
// himself is left alone.
for (const reason of document.querySelectorAll('select[name="reason"]')) {
  const { instruction, to } = reason.form?.elements ?? {};
  let suggested = '';
  reason.addEventListener('change', () => {
    const about = reason.selectedOptions[0]?.dataset.to;
    if (to && about) to.value = about;
    if (!instruction || instruction.value.trim() !== suggested) return;
    suggested = reason.selectedOptions[0]?.dataset.todo ?? '';
    instruction.value = suggested;
  });
}

// What was begun to be written outlives the other buttons of its form, such as taking the conversation over first.
for (const draft of document.querySelectorAll('[data-draft]')) {
  const key = `draft:${draft.id}`;
  draft.value ||= sessionStorage.getItem(key) ?? '';
  sessionStorage.removeItem(key);
  draft.form.addEventListener('submit', ({ submitter }) => {
    if (submitter?.value !== 'say') sessionStorage.setItem(key, draft.value);
  });
}

// Ticks of the packet stay with this window, so that a reload loses none.
for (const packet of document.querySelectorAll('[data-ticks]')) {
  const key = `packet:${packet.dataset.ticks}`;
  const ticked = new Set(JSON.parse(sessionStorage.getItem(key) ?? '[]'));
  const show = (box) => box.closest('tr').classList.toggle('ticked', box.checked);
  for (const box of packet.querySelectorAll('[data-tick]')) {
    box.checked = ticked.has(box.id);
    show(box);
    box.addEventListener('change', () => {
      if (box.checked) ticked.add(box.id);
      else ticked.delete(box.id);
      sessionStorage.setItem(key, JSON.stringify([...ticked]));
      show(box);
    });
  }
}

// Whoever fills in one way of several has chosen it.
for (const way of document.querySelectorAll('.way')) {
  const choice = way.querySelector('legend input[type="radio"]');
  way.addEventListener('change', ({ target }) => {
    if (choice && target !== choice) choice.checked = true;
  });
}

// What was typed into a form that did not go through, because the session had ended or the desk refused it, stands there
// again: it is kept in this window until the next page says how the form went, for the same operator alone, and goes with
// him when he leaves. Ticks are not kept: they are given anew.
const UNSENT = 'unsent';
const WRITTEN = 'textarea, select, input:not([type]), input[type="text"], input[type="search"]';
const written = (form) => [...form.elements].filter((each) => each.name && each.matches(WRITTEN));
const hidden = (form, name) => form.querySelector(`input[type="hidden"][name="${name}"]`)?.value ?? '';
const nameOf = (form) =>
  [form.getAttribute('action') ?? '', hidden(form, 'act'), hidden(form, 'certificate')].join(' ');

const operator = document.querySelector('.who a')?.textContent;

document.addEventListener('submit', ({ target: form }) => {
  if (form.matches('.who')) return sessionStorage.removeItem(UNSENT);
  const fields = form.method === 'post' ? written(form).map(({ name, value }) => [name, value]) : [];
  if (fields.some(([, value]) => value.trim() !== ''))
    sessionStorage.setItem(UNSENT, JSON.stringify({ operator, page: location.pathname, form: nameOf(form), fields }));
});

function putBack({ operator: by, page, form: name, fields }) {
  const form =
    by === operator && page === location.pathname && [...document.forms].find((each) => nameOf(each) === name);
  if (!form) return;
  for (const [at, field] of written(form).entries()) if (field.name === fields[at]?.[0]) field.value = fields[at][1];
  form.closest('details')?.setAttribute('open', '');
}

const told = new URLSearchParams(location.search);
if (told.has('said') || told.has('refused')) {
  const unsent = sessionStorage.getItem(UNSENT);
  if (unsent && (told.has('refused') || ['form-expired', 'incomplete'].includes(told.get('said'))))
    putBack(JSON.parse(unsent));
  sessionStorage.removeItem(UNSENT);
}

// What a form just did was said once: loaded anew, the page says how things stand now.
const address = new URL(location.href);
if (address.searchParams.has('said') || address.searchParams.has('refused')) {
  address.searchParams.delete('said');
  address.searchParams.delete('refused');
  address.searchParams.delete('of');
  history.replaceState(history.state, '', address);
}

// "Choose all" of a list.
for (const all of document.querySelectorAll('[data-all]')) {
  all.addEventListener('change', () => {
    for (const box of all.form.querySelectorAll(`input[name="${all.dataset.all}"]`)) box.checked = all.checked;
  });
}

// On a phone the row of places is longer than the screen: the present one is brought into it.
document.querySelector('.top nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });

// A conversation is read from its end.
for (const talk of document.querySelectorAll('[data-end]')) talk.scrollTop = talk.scrollHeight;

// A form is sent once, however often its button is pressed; but one that fetches a file leaves its page as it is.
document.addEventListener('submit', (event) => {
  if ('again' in event.target.dataset) return;
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = 'yes';
});
addEventListener('pageshow', () => {
  for (const form of document.forms) delete form.dataset.sent;
});

document.addEventListener('htmx:sse:after:message', () => tell('Antrean diperbarui.'));
