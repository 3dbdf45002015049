import { enhance } from './enhance.js';
import { announce, watch } from './live.js';

enhance(document);
if (document.body.dataset.stamp) watch(enhance);

// What has just been done is told once: after a reload it may no longer be so.
const note = document.querySelector('[data-note]');
if (note) {
  announce(note.textContent);
  history.replaceState(null, '', location.pathname);
}
