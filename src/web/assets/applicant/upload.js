import { announce, begin, end } from './live.js';
import { words } from './words.js';

/** Announced at these shares only: a screen reader should not read every per cent. */
const ANNOUNCED_STEP = 25;
const MAGIC = '%PDF-';
/** Readers accept the mark within the first kilobyte. */
const MAGIC_WITHIN = 1024;

/** Checks the letter before it is sent, and shows how far it is. `done` is called once it is there. */
export function startUpload(form, done) {
  const input = form.querySelector('input[type=file]');
  const wrongPlace = form.querySelector('[data-wrong]');
  const progress = form.querySelector('[data-progress]');
  const button = form.querySelector('button');
  form.noValidate = true;

  const wrong = (sentence) => {
    wrongPlace.textContent = sentence;
    wrongPlace.hidden = false;
    input.setAttribute('aria-invalid', 'true');
    input.focus();
  };
  const check = async () => {
    const [file] = input.files;
    if (file === undefined) return words.chooseFile;
    if (file.size > Number(form.dataset.limit)) return words.tooLarge(Math.ceil(file.size / 1024 / 1024));
    return (await file.slice(0, MAGIC_WITHIN).text()).includes(MAGIC) ? undefined : words.notPdf;
  };
  input.addEventListener('change', async () => {
    wrongPlace.hidden = true;
    input.removeAttribute('aria-invalid');
    const sentence = input.files.length > 0 ? await check() : undefined;
    if (sentence) wrong(sentence);
  });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    wrongPlace.hidden = true;
    const sentence = await check();
    if (sentence) return wrong(sentence);
    begin(form);
    button.disabled = true;
    progress.hidden = false;
    const trouble = await send(form, progress);
    end(form);
    button.disabled = false;
    progress.hidden = true;
    if (trouble) wrong(trouble);
    else done();
  });
}

/** XMLHttpRequest, because fetch cannot tell how much has left. Undefined when the letter is there. */
function send(form, progress) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    let announced = 0;
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      const percent = Math.round((loaded / total) * 100);
      progress.value = percent;
      if (percent < announced + ANNOUNCED_STEP) return;
      announced = percent;
      announce(words.uploading(percent));
    });
    request.addEventListener('load', () =>
      resolve(request.status === 200 ? undefined : (sentenceOf(request) ?? words.uploadFailed)),
    );
    request.addEventListener('error', () => resolve(words.uploadFailed));
    request.open('POST', form.action);
    request.setRequestHeader('accept', 'application/json');
    request.send(new FormData(form));
  });
}

function sentenceOf({ status, responseText }) {
  if (status === 401 || status === 403) return words.uploadSession;
  try {
    return JSON.parse(responseText).sentence;
  } catch {
    return undefined;
  }
}
