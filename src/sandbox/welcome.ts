import type { House } from '../compose/house.ts';
import type { Config } from '../config.ts';
import { date } from '../conversation/format.ts';
import type { Embedded } from './embedded.ts';
import type { Sandbox } from './open.ts';

type Started = {
  readonly config: Config;
  readonly house: House;
  readonly embedded: Embedded;
  readonly sandbox: Sandbox;
};

const STATES = { real: 'dari konfigurasi', embedded: 'bawaan (percobaan)', off: 'dimatikan' } as const;
const VARIABLES = { database: 'DATABASE_URL', mail: 'IMAP_URL, SMTP_URL', telegram: 'TELEGRAM_BOT_TOKEN' } as const;

/** What is real, what is embedded, where to click, and how to sign in the first time. */
export function welcome({ config, house, embedded, sandbox }: Started): string {
  const names = { database: 'Basis data', mail: 'Surat', telegram: 'Telegram' } as const;
  const where = {
    database: embedded.database ? 'Postgres 18' : '',
    mail: embedded.ground.mail?.from ?? '',
    telegram: house.settings.bot ? `@${house.settings.bot}` : '',
  };
  const rows = (Object.keys(names) as (keyof typeof names)[]).map((part) => [
    names[part],
    STATES[config.parts[part]],
    where[part],
    config.parts[part] === 'embedded' ? `ganti dengan ${VARIABLES[part]}` : '',
  ]);
  const lines = [
    '',
    '  Perbarui: pembaruan sertifikat elektronik dalam percakapan',
    '',
    ...table([...rows, ['Penerbit', config.issuer === 'local' ? 'CA lokal' : 'AMS', '', 'ISSUER']]),
    '',
    `  Konsol operator     ${house.url}/console`,
    ...(sandbox.url ? [`  Mencoba sendiri     ${sandbox.url}  (Telegram dan surat pemohon)`] : []),
    ...(sandbox.credentials
      ? [
          '',
          `  Masuk pertama kali  nama: ${sandbox.credentials.login}   sandi: ${sandbox.credentials.password}`,
          '                      (ditampilkan sekali; diganti saat masuk)',
        ]
      : []),
    '',
    `  Data tersimpan di ${config.dataDir}. Hentikan dengan Ctrl-C.`,
    '',
  ];
  return `${lines.join('\n')}\n`;
}

/** What a process that only signs says of itself. */
export const signerWelcome = ({ caDir, timeZone }: Config, { until }: { readonly until: Date }): string =>
  `
  Perbarui: penanda tangan (ROLES=issuer)

  CA di ${caDir} terbuka dan berlaku sampai ${date(until, { language: 'id', timeZone })}.
  Permohonan yang sudah disetujui ditandatangani dari basis data. Hentikan dengan Ctrl-C.

`;

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join('   ')}`.trimEnd());
}
