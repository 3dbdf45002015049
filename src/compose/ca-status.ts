import type { Config } from '../config.ts';
import type { CaStatusService, Clock } from '../desk/ports.ts';
import { createStatusLookup, type StatusLookupSettings } from '../issuance/ams/ams-status.ts';
import type { Outward } from '../outward.ts';
import { caStatusOf } from '../renewal/ca-status.ts';
import type { Keyring } from '../seal.ts';

type Parts = { readonly outward: Outward; readonly clock: Clock };

/** How the configured service is asked. */
const statusLookup = (configured: NonNullable<Config['amsStatus']>, { outward, clock }: Parts) =>
  createStatusLookup({ ...configured, ask: (url, ask) => outward.ask(url, ask), clock } satisfies StatusLookupSettings);

/** The same, as the doctor asks it. */
export const statusToExamine = (configured: NonNullable<Config['amsStatus']>, parts: Parts) => ({
  host: new URL(configured.url).host,
  ...statusLookup(configured, parts),
  knows: (said: string) => caStatusOf(said) !== undefined,
});

/** The CA's status service, where one is configured. */
export function openCaStatus(
  { amsStatus }: Config,
  { keyring, ...parts }: Parts & { readonly keyring: Keyring },
): CaStatusService | undefined {
  if (!amsStatus) return undefined;
  const { url, user, password } = amsStatus;
  // Keyed: a bare hash of a password could be guessed from a copy of the database.
  return { ...statusLookup(amsStatus, parts), print: keyring.hash('ca-status', [url, user, password].join('\n')) };
}
