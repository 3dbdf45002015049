/**
 * Locked keys in the browser's own database, by the name of the key: a second attempt never overwrites the first, and
 * the one that fits the certificate is found. Everything here may fail (private windows, full disks, browsers in apps);
 * the backup file is what counts.
 */
const DATABASE = 'perbarui';
const STORE = 'keys';

function open() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: 'spki' });
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
    opening.onblocked = () => reject(new Error('blocked'));
  });
}

async function run(mode, act) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** Keeps a locked key (backup.js) and its request. Returns whether the browser did. */
export async function keep(entry) {
  try {
    await run('readwrite', (store) => store.put(entry));
    // Asks the browser not to clear it when space is short; it may refuse.
    await navigator.storage?.persist?.();
    return true;
  } catch {
    return false;
  }
}

/** All keys kept for a renewal, newest first. */
export async function keptFor(number) {
  try {
    const all = await run('readonly', (store) => store.getAll());
    return all
      .filter((entry) => entry.backup.number === number)
      .sort((a, b) => b.backup.made.localeCompare(a.backup.made));
  } catch {
    return [];
  }
}

export async function forget(number) {
  for (const { spki } of await keptFor(number))
    await run('readwrite', (store) => store.delete(spki)).catch(() => undefined);
}
