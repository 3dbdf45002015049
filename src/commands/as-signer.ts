import { passphraseOf } from '../compose/passphrase.ts';
import type { Config } from '../config.ts';
import type { RevocationReason } from '../issuance/issuer.ts';
import { REASON_CODES } from '../issuance/status/crl.ts';
import { clock, failed, type Options, print } from './command.ts';
import { reconcileJournal } from './reconciling.ts';
import { revokeBySerial } from './revoking.ts';
import type { StandingInParts } from './standing-in.ts';
import type { Tools } from './tools.ts';
import { misused } from './usage.ts';

/** What is done in the signer's place: it needs his role, and no other. */
export async function asSigner(
  words: readonly string[],
  { issuerUrl, keyring }: Pick<Tools, 'issuerUrl' | 'keyring'>,
  config: Config,
  { apply, reason, by }: Options,
): Promise<number> {
  if (!issuerUrl) return failed('ISSUER_DATABASE_URL belum diisi: perintah ini bekerja sebagai penanda tangan.');
  const passphrase = await passphraseOf(config);
  const parts: StandingInParts = { issuerUrl, keyring, clock, caDir: config.caDir, passphrase, print };
  if (words[1] === 'reconcile') return (await reconcileJournal({ ...parts, apply: apply === true })) ? 0 : 1;
  const serial = words[2];
  if (serial === undefined || !isReason(reason) || !by?.trim()) return misused(words);
  return (await revokeBySerial({ ...parts, serial, reason, by: by.trim() })) ? 0 : 1;
}

const isReason = (text: string | undefined): text is RevocationReason =>
  text !== undefined && Object.hasOwn(REASON_CODES, text);
