import { announce, begin, end } from './live.js';
import { way } from './way.js';
import { words } from './words.js';

/** Announced at these shares only: a screen reader should not read every per cent. */
const ANNOUNCED_STEP = 25;
const MAGIC = '%PDF-';
/** Readers accept the mark within the first kilobyte. */
const MAGIC_WITHIN = 1024;
/** A line over which nothing has moved for so long is broken, whatever the browser thinks of it. */
const STALLED_MS = 60_000;

/** Checks the letter before it is sent, and shows how far it is. `done` is called once it is there. */
export function startUpload(form, done) {
  const input = form.querySelector('input[type=file]');
  const wrongPlace = form.querySelector('[data-wrong]');
  const picked = form.querySelector('[data-picked]');
  const progress = form.querySelector('[data-progress]');
  const share = form.querySelector('[data-share]');
  const button = form.querySelector('button');
  form.noValidate = true;

  const wrong = (sentence) => {
    wrongPlace.textContent = sentence;
    wrongPlace.hidden = false;
    input.setAttribute('aria-invalid', 'true');
    input.focus();
  };
  const right = () => {
    wrongPlace.hidden = true;
    input.removeAttribute('aria-invalid');
  };
  const check = async () => {
    const [file] = input.files;
    if (file === undefined) return words.chooseFile;
    if (file.size > Number(form.dataset.limit)) return words.tooLarge(sizeOf(file));
    if ((await file.slice(0, MAGIC_WITHIN).text()).includes(MAGIC)) return undefined;
    return file.type.startsWith('image/') ? words.photo : words.notPdf;
  };
  input.addEventListener('change', async () => {
    right();
    const [file] = input.files;
    picked.hidden = file === undefined;
    if (file === undefined) return;
    picked.textContent = words.picked(file.name, sizeOf(file));
    const sentence = await check();
    if (sentence) wrong(sentence);
  });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (button.ariaDisabled === 'true') return;
    right();
    const sentence = await check();
    if (sentence) return wrong(sentence);
    begin(form);
    // Not `disabled`: that would take the focus from whoever pressed it.
    button.ariaDisabled = 'true';
    progress.hidden = share.hidden = false;
    const trouble = await send(form, (percent, sentence) => {
      progress.value = percent;
      progress.setAttribute('aria-valuetext', sentence);
      share.textContent = sentence;
    });
    end(form);
    button.ariaDisabled = null;
    progress.hidden = share.hidden = true;
    // The file stays chosen, so that it can be sent again with one press.
    if (trouble) wrong(trouble);
    else done();
  });
}

/** Megabytes with one decimal, as people know file sizes. */
const sizeOf = ({ size }) =>
  Math.max(size / 1024 / 1024, 0.1).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });

/** XMLHttpRequest, because fetch cannot tell how much has left. Undefined when the letter is there. */
function send(form, show) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    let announced = 0;
    let stalled;
    const said = (percent) => (percent < 100 ? words.uploading(percent) : words.uploaded);
    show(0, said(0));
    const moving = () => {
      clearTimeout(stalled);
      stalled = setTimeout(() => request.abort(), STALLED_MS);
    };
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      moving();
      const percent = Math.round((loaded / total) * 100);
      show(percent, said(percent));
      if (percent < announced + ANNOUNCED_STEP) return;
      announced = percent;
      announce(said(percent));
    });
    const ended = (sentence) => {
      clearTimeout(stalled);
      resolve(sentence);
    };
    request.addEventListener('load', () => ended(request.status === 200 ? undefined : sentenceOf(request)));
    request.addEventListener('error', () => ended(words.uploadFailed));
    // Nobody but the watch over a line on which nothing moves stops it. All of it may have left by then.
    request.addEventListener('abort', () => ended(words.uploadStalled));
    request.open('POST', form.action);
    for (const [name, value] of Object.entries({ ...way.headers, accept: 'application/json' }))
      request.setRequestHeader(name, value);
    request.send(new FormData(form));
    moving();
  });
}

function sentenceOf({ status, responseText }) {
  if (status === 401 || status === 403) return words[way.uploadOver];
  try {
    return JSON.parse(responseText).sentence ?? words.uploadTrouble;
  } catch {
    return words.uploadTrouble;
  }
}
