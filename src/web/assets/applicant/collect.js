import { readBackup, unlock } from './backup.js';
import { makeBundle, opensAgain } from './bundle.js';
import { loadForge, readPem, spkiOf } from './der.js';
import { forget, keptFor } from './keep.js';
import { announce, askStatus, begin, end } from './live.js';
import { refuse } from './new-key.js';
import { fits, nameOfKey } from './request.js';
import { download, on, showPassphrases, stagesOf } from './stages.js';
import { obstacle } from './surroundings.js';
import { words } from './words.js';

/** A file this large is no backup of ours. */
const MAX_BACKUP_BYTES = 100_000;

/** Joins the issued certificate and the applicant's key into one .p12, here in the browser. */
export async function startCollect(root) {
  const { number } = root.dataset;
  root.hidden = false;
  const stages = stagesOf(root);
  const hindrance = obstacle();
  if (hindrance !== undefined) return refuse(root, stages, hindrance);
  let bundle;

  const kept = stages.stage('kept');
  const file = stages.stage('file');
  for (const form of [kept, file]) {
    showPassphrases(form);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void join(form);
    });
  }
  on(root, 'file', () => stages.show('file'));
  on(root, 'save', () => download(bundle, 'application/x-pkcs12', `sertifikat-${number}.p12`));

  // Of a key that was lost and replaced a copy may still be here: it is not the one that is asked for.
  const all = await keptFor(number);
  const keys = all.filter(({ spki }) => spki === root.dataset.key);
  stages.show(keys.length > 0 ? 'kept' : 'file', { focus: false });
  offerToForget(number, all);

  async function join(form) {
    const field = form.querySelector('[data-passphrase]');
    const passphrase = field.value;
    stages.right();
    const backups = form === file ? await chosen() : keys.map(({ backup }) => backup);
    if (backups === undefined) return;
    if (passphrase === '') return stages.wrong(words.noPassphrase, field);
    begin(root);
    stages.show('making');
    try {
      bundle = await build(backups, passphrase);
      for (const each of root.querySelectorAll('[data-passphrase]')) each.value = '';
      stages.show('ready');
      stages.stage('ready').querySelector('[data-file-name]').textContent = words.file(`sertifikat-${number}.p12`);
      announce(words.ready);
    } catch (error) {
      const sentence = SENTENCES[error.code] ?? 'joiningFailed';
      stages.show(form.dataset.stage, { focus: false });
      stages.wrong(words[sentence], error.code === 'passphrase' ? field : undefined);
    } finally {
      end(root);
    }
  }

  /** The chosen backup file, or undefined after saying what is wrong with it. */
  async function chosen() {
    const input = file.querySelector('[data-backup]');
    const [picked] = input.files;
    if (picked === undefined) return stages.wrong(words.noFile, input);
    if (picked.size > MAX_BACKUP_BYTES) return stages.wrong(words.notBackup, input);
    try {
      const backup = readBackup(await picked.text());
      return backup.number === number ? [backup] : stages.wrong(words.otherBackup(backup.number), input);
    } catch {
      return stages.wrong(words.notBackup, input);
    }
  }

  async function build(backups, passphrase) {
    stages.doing(words.joining.fetch);
    const [forge, certificates] = await Promise.all([loadForge(), fetchChain(number)]);
    const [certificate, ...chain] = certificates;
    const spki = spkiOf(forge, certificate);
    const name = await nameOfKey(spki);
    const backup = backups.find((each) => each.spki === name);
    if (backup === undefined) throw coded('not-fitting');
    stages.doing(words.joining.open);
    const pkcs8 = await unlock(backup, passphrase);
    if (!(await fits(pkcs8, spki))) throw coded('not-fitting');
    stages.doing(words.joining.join);
    const made = await makeBundle(forge, { pkcs8, certificate, chain, name: `Perbarui ${number}` }, passphrase);
    pkcs8.fill(0);
    stages.doing(words.joining.check);
    if (!(await opensAgain(forge, made, passphrase, certificates))) throw new Error('the bundle does not open');
    return made;
  }
}

const SENTENCES = {
  passphrase: 'wrongPassphrase',
  'not-fitting': 'notFitting',
  away: 'certificateAway',
  'other-renewal': 'otherRenewal',
};
const coded = (code) => Object.assign(new Error(code), { code });

/** The certificate and its issuers, DER. */
async function fetchChain(number) {
  const status = await askStatus().catch(() => 'session');
  if (status !== 'session' && status.number !== number) throw coded('other-renewal');
  const response = await fetch('/me/chain.pem', { cache: 'no-store' }).catch(() => undefined);
  if (!response?.ok) throw coded('away');
  return readPem(await response.text());
}

/** Once the certificate is in use, the key need not stay in this browser. */
function offerToForget(number, keys) {
  const place = document.querySelector('[data-forget]');
  if (!place || keys.length === 0) return;
  place.hidden = false;
  on(place, 'forget', async () => {
    await forget(number);
    place.replaceChildren(Object.assign(document.createElement('p'), { textContent: words.forgotten }));
    announce(words.forgotten);
  });
}
