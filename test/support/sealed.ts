import type { Data } from '../../src/renewal/renewal.ts';
import { type Keyring, SEALED_AS } from '../../src/seal.ts';

/** A version of somebody's data as it is stored. */
export const sealData = (keyring: Keyring, version: string, data: Data): Uint8Array =>
  keyring.seal(SEALED_AS.data(version), Buffer.from(JSON.stringify(data)));
