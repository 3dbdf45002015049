import { readFile } from 'node:fs/promises';
import type { Config } from '../config.ts';
import { Fault } from '../fault.ts';
import { MIN_PASSPHRASE_CHARACTERS } from '../issuance/custody/locked-key.ts';

/** The passphrase of the CA's key, as given or from its file. Undefined where neither is configured. */
export async function passphraseOf({ caPassphrase, caPassphraseFile }: Config): Promise<string | undefined> {
  if (caPassphraseFile === undefined) return caPassphrase;
  return readPassphrase(caPassphraseFile, 'CA_PASSPHRASE_FILE');
}

/**
 * A passphrase from a file; the line break that editors put at its end is none of it. Throws Fault('config') under the
 * name by which the file was given, and without a word of what is in it.
 */
export async function readPassphrase(path: string, name: string, least = MIN_PASSPHRASE_CHARACTERS): Promise<string> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Fault('config', `${name} cannot be read (${error.code})`);
  });
  const passphrase = text.replace(/\r?\n$/, '');
  if (passphrase.length < least) throw new Fault('config', `${name} must hold ${least} characters or more`);
  return passphrase;
}
