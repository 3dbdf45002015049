/** What this browser has shown of each person's chat and letters. Without storage everything counts as new. */

const KEPT = 500; // marks per person; older letters have been read

function load(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? otherwise;
  } catch {
    return otherwise;
  }
}
function keep(name, value) {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // Storage may be full or forbidden: then marks last until the page is closed.
  }
}

export const lastPlayer = () => load('player', undefined);
export const keepPlayer = (key) => keep('player', key);

const read = (key) => load(`read:${key}`, []);
export const isRead = (key, mark) => read(key).includes(mark);
export function markRead(key, mark) {
  if (!isRead(key, mark)) keep(`read:${key}`, [...read(key), mark].slice(-KEPT));
}
export const unreadMail = (key, inbox) => {
  const known = new Set(read(key));
  return inbox.filter((mark) => !known.has(mark)).length;
};

export const seenChat = (key) => load(`chat:${key}`, 0);
export const markChat = (key, id) => keep(`chat:${key}`, Math.max(id, seenChat(key)));
