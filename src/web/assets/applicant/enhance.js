import { startCollect } from './collect.js';
import { announce, refresh } from './live.js';
import { startNewKey } from './new-key.js';
import { isPoor } from './surroundings.js';
import { startUpload } from './upload.js';
import { words } from './words.js';

/** Remembered for this tab only, and only where no key can be made: there the link has to be carried elsewhere. */
const LINK = 'perbarui-tautan';

/** Wakes a page, or a part of it that was exchanged. */
export function enhance(root) {
  const fresh = () => void refresh(enhance, { byReader: true });
  for (const form of root.querySelectorAll('[data-remember-link]')) form.addEventListener('submit', rememberLink);
  for (const form of root.querySelectorAll('[data-upload]')) startUpload(form, fresh);
  for (const part of root.querySelectorAll('[data-new-key]')) void startNewKey(part, fresh);
  for (const part of root.querySelectorAll('[data-collect]')) void startCollect(part);
  if (isPoor()) for (const notice of root.querySelectorAll('[data-other-browser]')) showWayOut(notice);
}

function rememberLink() {
  if (isPoor()) sessionStorage.setItem(LINK, location.href);
}

/** How to open the link in a real browser: the link to copy, where we know it. */
function showWayOut(notice) {
  notice.hidden = false;
  const link = location.pathname.startsWith('/p/') ? location.href : sessionStorage.getItem(LINK);
  notice.querySelector('[data-no-address]').hidden = link !== null;
  if (link === null) return;
  const field = notice.querySelector('[data-address]');
  field.value = link;
  notice.querySelector('[data-copy]').hidden = false;
  const said = notice.querySelector('[data-said]');
  notice.querySelector('[data-copy-button]').addEventListener('click', async () => {
    const copied = await copy(field);
    said.textContent = copied ? words.copied : words.copyFailed;
    said.hidden = false;
    announce(said.textContent);
  });
}

async function copy(field) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    return false;
  }
}
