import { parseArgs } from 'node:util';
import { asSigner } from './commands/as-signer.ts';
import { importBlockedKeys } from './commands/blocked-keys.ts';
import { CA_COMMANDS, CA_OPTIONS, type CaOptions } from './commands/ca.ts';
import { type Command, clock, failed, OPTIONS, type Options, print } from './commands/command.ts';
import { troubleInWords } from './commands/command-words.ts';
import { examine } from './commands/examine.ts';
import { forgetKeys } from './commands/forget-keys.ts';
import { importFile } from './commands/imports.ts';
import { exportJournal, verifyJournal } from './commands/journal.ts';
import { operatorCommand } from './commands/operators.ts';
import { ALL, processAgain } from './commands/process-again.ts';
import { openTools, type Tools } from './commands/tools.ts';
import { misused, USAGE } from './commands/usage.ts';
import { type Config, ConfigFault, readConfig } from './config.ts';
import { DAY_MS } from './durations.ts';
import { createKeyring } from './seal.ts';

const COMMANDS: Readonly<Record<string, Command>> = {
  'import applicants': importFile,
  'import certificates': importFile,
  'import blocked-keys': importBlockedKeys,
  'operator add': operatorCommand,
  'operator list': operatorCommand,
  'operator disable': operatorCommand,
  'operator enable': operatorCommand,
  'operator password': operatorCommand,
  'process-again': processAgain,
  'forget-keys': forgetKeys,
  'ca reconcile': asSigner,
  'ca revoke': asSigner,
  'journal verify': verifyJournal,
  'journal export': exportJournal,
  scan,
};

async function scan(_: readonly string[], { sql }: Tools, { renewalWindowDays, notices }: Config): Promise<number> {
  const until = new Date(clock().getTime() + renewalWindowDays * DAY_MS);
  const [row] =
    await sql`select count(*)::int as count from certificates where successor is null and state = 'valid' and not_after between now() and ${until}`;
  print(
    `${row!.count} sertifikat berakhir dalam ${renewalWindowDays} hari. Pemberitahuan dikirim oleh layanan yang berjalan (NOTICES=${notices}).`,
  );
  return 0;
}

/** What concerns the CA's folder alone; see commands/ca.ts. */
async function keepCa(command: string, options: CaOptions): Promise<number> {
  const spoken = await CA_COMMANDS[command]!(readConfig(process.env), options, clock());
  if (spoken.failed) return failed(spoken.lines.join('\n'));
  for (const line of spoken.lines) print(line);
  return 0;
}

/** With the configuration of a process that only signs there are no commands but those in his place. */
async function alone(words: readonly string[], config: Config, issuerUrl: string, options: Options): Promise<number> {
  if (COMMANDS[words.slice(0, 2).join(' ')] !== asSigner)
    return failed('Perintah ini memerlukan konfigurasi layanan; di sini hanya penanda tangan (ROLES=issuer).');
  const keyring = createKeyring(config.secretKey!, [...config.oldSecretKeys]);
  return asSigner(words, { issuerUrl, keyring }, config, options);
}

async function run(): Promise<number> {
  const { positionals: words, values } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      all: { type: 'boolean' },
      json: { type: 'boolean' },
      ...OPTIONS,
      ...CA_OPTIONS,
    },
  });
  if (values.help || words[0] === 'help') {
    print(USAGE);
    return 0;
  }
  if (words[0] === 'ca' && words.length === 2 && words[1]! in CA_COMMANDS) return keepCa(words[1]!, values);
  if (words[0] === 'doctor' && words.length === 1) return examine(process.env, values.json === true);
  const positionals = [...words, ...(values.all ? [ALL] : [])];
  const command = COMMANDS[positionals.slice(0, 2).join(' ')] ?? COMMANDS[positionals[0] ?? ''];
  if (!command) return misused(words);
  const config = readConfig(process.env);
  if (config.signer) return alone(positionals, config, config.signer.url, values);
  const tools = await openTools(config, clock);
  try {
    return await command(positionals, tools, config, values);
  } finally {
    await tools.close();
  }
}

/** Whoever reads along may have seen enough (`| head`): nothing is wrong then, and nobody is left to be told. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

try {
  process.exitCode = await run();
} catch (error) {
  process.exitCode = failed(
    error instanceof ConfigFault
      ? `Perintah tidak dapat dijalankan: ${error.faults.map(({ variable, why }) => `${variable} ${why}`).join('\n')}`
      : troubleInWords(error),
  );
}
