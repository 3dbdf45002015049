import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config.ts';
import type { Clock } from '../desk/ports.ts';
import { Fault } from '../fault.ts';
import { createRequestReader } from '../issuance/request/csr.ts';
import type { Log } from '../log.ts';
import { createKeyring } from '../seal.ts';
import { passphraseOf } from './passphrase.ts';
import { openSigner, type SignerSide } from './signer.ts';

/** What started at the same moment brings the database to its schema meanwhile. */
const PATIENCE_MS = 60_000;
const LOOK_MS = 1_000;
/** undefined_table, insufficient_privilege, and Postgres that is not there yet. */
const NOT_YET: readonly string[] = ['42P01', '42501', '57P03', 'ECONNREFUSED', 'CONNECT_TIMEOUT'];

/** The signer in a process of his own: no channel, no pages, no queue, and of the database only his own role. */
export async function openSignerAlone(config: Config, { clock, log }: { clock: Clock; log: Log }): Promise<SignerSide> {
  const keyring = createKeyring(config.secretKey!, [...config.oldSecretKeys]);
  const passphrase = await passphraseOf(config);
  const parts = { config, url: config.signer!.url, passphrase, keyring, clock, requests: createRequestReader(), log };
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await openSigner(parts);
    } catch (cause) {
      const code = String((cause as { code?: unknown }).code);
      if (!NOT_YET.includes(code)) throw cause;
      if (performance.now() >= until)
        throw new Fault('database', `the tables of the signer cannot be used (${code}); start the other roles first`, {
          cause,
        });
      await sleep(LOOK_MS);
    }
  }
}
