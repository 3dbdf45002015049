import { lock, opensAgain } from './backup.js';
import { loadForge, toBase64 } from './der.js';
import { keep } from './keep.js';
import { makeRequest, nameOfKey, newKeyPair } from './request.js';
import { words } from './words.js';

/**
 * A new key pair: its backup, which opens with the passphrase, and its request (base64). The private key leaves this
 * function only locked. `kept`: the browser keeps both, which a shared one is not asked to. `doing` is told each step.
 */
export async function makeKey({ number, name, shared }, passphrase, doing) {
  doing(words.making.key);
  const [forge, pair] = await Promise.all([loadForge(), newKeyPair()]);
  const spki = await nameOfKey(pair.spki);
  doing(words.making.lock);
  const made = new Date().toISOString();
  const backup = await lock({ pkcs8: pair.pkcs8, number, spki, made, note: words.backupNote }, passphrase);
  doing(words.making.check);
  if (!(await opensAgain(backup, passphrase, pair.pkcs8))) throw new Error('the backup does not open');
  pair.pkcs8.fill(0);
  doing(words.making.request);
  const request = toBase64(await makeRequest(forge, pair, name));
  const kept = !shared && (await keep({ spki, backup, request }));
  return { spki, backup, request, kept };
}
