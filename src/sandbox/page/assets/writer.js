import { el, icon, toast } from './dom.js';
import { sizeOf } from './words.js';

/** Writes a letter: new, as an answer, or passing one on. */

/** `what`: {to?, subject?, text?} for a new one, {answers: letter, text?} or {forwards: letter, to}. */
export function createWriter({ answers, forwards, to = '', subject = '', text = '' }, world, done) {
  const heading = answers ? 'Balas' : forwards ? 'Teruskan surat' : 'Surat baru';
  const about = answers ?? forwards;
  const fixed = about && `${answers ? 'Re' : 'Fwd'}: ${about.subject.replace(answers ? /^re:\s*/i : /^$/, '')}`;
  const area = el('textarea', {
    name: 'text',
    rows: '9',
    'aria-label': 'Isi surat',
    placeholder: forwards ? 'Tambahkan keterangan (boleh kosong)' : 'Tulis surat Anda …',
  });
  area.value = text;
  const picker = el('input', { type: 'file', multiple: true, hidden: true, tabindex: '-1' });
  const chosen = el('div', { class: 'chosen-files' });
  let files = [];

  const remove = (file) => {
    files = files.filter((each) => each !== file);
    list();
  };
  const list = () =>
    chosen.replaceChildren(
      ...files.map((file) =>
        el(
          'span',
          { class: 'chip' },
          icon('file'),
          `${file.name} (${sizeOf(file.size)})`,
          el(
            'button',
            {
              type: 'button',
              class: 'round small',
              'aria-label': `Hapus lampiran ${file.name}`,
              on: { click: () => remove(file) },
            },
            icon('close'),
          ),
        ),
      ),
    );
  const add = (more) => {
    files = [...files, ...more];
    list();
  };
  picker.addEventListener('change', () => add(picker.files));

  const form = el(
    'form',
    { class: 'writer' },
    el(
      'header',
      {},
      el('button', { type: 'button', class: 'back', on: { click: done } }, icon('back'), 'Batal'),
      el('h3', {}, heading),
    ),
    el(
      'label',
      { class: 'line' },
      el('span', {}, 'Kepada'),
      el('input', {
        name: 'to',
        type: 'text',
        inputmode: 'email',
        value: answers ? answers.replyTo : to,
        readonly: Boolean(answers),
        required: true,
      }),
    ),
    el(
      'label',
      { class: 'line' },
      el('span', {}, 'Subjek'),
      el('input', { name: 'subject', value: fixed ?? subject, readonly: Boolean(fixed) }),
    ),
    area,
    chosen,
    forwards &&
      el(
        'label',
        { class: 'way' },
        el('input', { type: 'checkbox', name: 'attached', value: 'yes' }),
        el('span', {}, 'Teruskan sebagai lampiran'),
      ),
    about &&
      el(
        'p',
        { class: 'muted small' },
        answers ? 'Surat asal dikutip di bawah jawaban Anda.' : 'Isi dan lampiran surat asal ikut diteruskan.',
      ),
    el(
      'div',
      { class: 'acts' },
      el('button', {}, icon('send'), 'Kirim'),
      !forwards &&
        el(
          'button',
          { type: 'button', class: 'plain', on: { click: () => picker.click() } },
          icon('attach'),
          'Lampirkan',
        ),
      picker,
    ),
  );
  form.addEventListener('dragover', (event) => event.preventDefault());
  form.addEventListener('drop', (event) => {
    event.preventDefault();
    if (!forwards) add(event.dataTransfer.files);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    return world.safely(async () => {
      const body = new FormData(form);
      if (answers) body.set('answers', answers.id);
      if (forwards) body.set('forwards', forwards.id);
      for (const file of files) body.append('files', file);
      const button = form.querySelector('.acts button');
      button.disabled = true;
      await world.act('/mail', body).finally(() => {
        button.disabled = false;
      });
      toast('Surat terkirim.');
      done();
    })();
  });
  return form;
}
