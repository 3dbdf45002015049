import { isOfDatabase } from '../db/connect.ts';
import { openHouse } from './compose/house.ts';
import { openSignerAlone } from './compose/signer-alone.ts';
import { type Config, ConfigFault, readConfig } from './config.ts';
import type { Clock } from './desk/ports.ts';
import { Fault } from './fault.ts';
import { createLog, type Log } from './log.ts';
import { type Embedded, startEmbedded } from './sandbox/embedded.ts';
import { openSandbox } from './sandbox/open.ts';
import { signerWelcome, welcome } from './sandbox/welcome.ts';

/** Starts the product: reads the environment, opens what is embedded, then the house, and stops all of it on a signal. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog();
  const clock = () => new Date();
  if (config.signer) return signAlone(config, { clock, log });
  const embedded = await startEmbedded(config, log);
  const open: { stop(): Promise<void> }[] = [embedded];
  const stop = async () => {
    for (const each of open.splice(0).reverse()) await each.stop();
  };
  const { house, sandbox } = await furnish(config, embedded, { clock, log, open }).catch(async (error) => {
    await stop();
    throw error;
  });
  process.stdout.write(welcome({ config, house, embedded, sandbox }));
  process.send?.('ready');
  stopOn(['SIGINT', 'SIGTERM'], stop);
}

/** A process that only signs (ROLES=issuer). */
async function signAlone(config: Config, { clock, log }: Pick<Opening, 'clock' | 'log'>): Promise<void> {
  const signer = await openSignerAlone(config, { clock, log });
  process.stdout.write(signerWelcome(config, signer));
  process.send?.('ready');
  stopOn(['SIGINT', 'SIGTERM'], () => signer.close());
}

type Opening = {
  clock: Clock;
  log: Log;
  /** Everything that was opened, to be closed in the opposite order. */
  open: { stop(): Promise<void> }[];
};

async function furnish(config: Config, embedded: Embedded, { clock, log, open }: Opening) {
  const house = await openHouse(config, embedded.ground, { clock, log });
  open.push(house);
  const sandbox = await openSandbox(config, embedded, house, clock);
  open.push(sandbox);
  return { house, sandbox };
}

/** A second signal ends at once; what was committed is not lost by it. */
function stopOn(signals: readonly NodeJS.Signals[], stop: () => Promise<void>): void {
  let stopping = false;
  for (const signal of signals) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      process.stdout.write('\nMenghentikan layanan ...\n');
      stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}

function explain(error: unknown): string {
  if (error instanceof ConfigFault)
    return `Konfigurasi belum lengkap atau keliru:\n${error.faults.map(({ variable, why }) => `  ${variable} ${why}`).join('\n')}\nLihat .env.example.\n`;
  if (error instanceof Fault && error.code === 'config') return `Layanan tidak dapat dimulai: ${error.message}\n`;
  if (error instanceof Fault && error.code === 'custody')
    return `CA tidak dapat dibuka: ${error.message}\nPeriksa CA_DIR dan CA_PASSPHRASE (atau CA_PASSPHRASE_FILE), lalu jalankan: npm run cli -- doctor\n`;
  if (error instanceof Fault && error.code === 'busy')
    return 'Layanan ini sudah berjalan pada folder data yang sama (DATA_DIR).\n';
  const why = error instanceof Error ? error.message : 'sebab tidak diketahui';
  if (isOfDatabase(error))
    return `Basis data tidak dapat dipakai: ${why}\nPeriksa DATABASE_URL, DATABASE_OWNER_URL, dan ISSUER_DATABASE_URL, lalu jalankan: npm run cli -- doctor\n`;
  return `Layanan tidak dapat dimulai: ${why}\n`;
}

main().catch((error) => {
  process.stderr.write(explain(error));
  process.exit(1);
});
