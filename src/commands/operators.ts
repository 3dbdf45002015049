import type { Sql } from '../../db/connect.ts';
import {
  addOperator,
  type KnownOperator,
  listOperators,
  resetPassword,
  setDisabled,
} from '../../db/operator-changes.ts';
import { readablePassword } from '../../db/operators.ts';
import type { Clock } from '../desk/ports.ts';
import { clock, failed, print } from './command.ts';
import type { Tools } from './tools.ts';
import { misused } from './usage.ts';

/** Who may work at the console, from the command line. Each answers with lines, and whether it was done. */

type Answered = { readonly done: boolean; readonly lines: readonly string[] };
type Parts = { readonly sql: Sql; readonly clock: Clock };

const done = (...lines: string[]): Answered => ({ done: true, lines });
const refused = (...lines: string[]): Answered => ({ done: false, lines });
const unknown = (login: string) =>
  refused(`Tidak ada operator dengan nama masuk ${login}. Lihat: npm run cli -- operator list`);

/** What can be typed at a sign-in without doubt; longer ones are not taken there. */
const LOGIN = /^[a-z0-9][a-z0-9._@-]{0,99}$/i;

export async function newOperator({ sql, clock }: Parts, login: string, name: string): Promise<Answered> {
  if (!LOGIN.test(login))
    return refused(
      'Nama masuk terdiri atas huruf, angka, titik, garis, atau @, tanpa spasi, paling panjang 100 karakter.',
    );
  const password = readablePassword();
  const id = await addOperator(sql, { login, name, password, mustChange: true }, clock());
  if (!id) return refused(`Nama masuk ${login} sudah dipakai.`);
  return done(
    `Operator ${name}: nama masuk ${login.toLowerCase()}, kata sandi pertama ${password} (diganti saat masuk)`,
  );
}

export async function allOperators({ sql }: Parts): Promise<Answered> {
  return done(...(await listOperators(sql)).map(inWords));
}

const inWords = ({ login, name, disabled, mustChange }: KnownOperator): string =>
  `${login}  ${name}  ${disabled ? 'nonaktif' : mustChange ? 'aktif, kata sandi pertama belum diganti' : 'aktif'}`;

/** Whoever leaves the office keeps nothing: his windows are closed, too. */
export async function disableOperator({ sql, clock }: Parts, login: string): Promise<Answered> {
  if (!(await setDisabled(sql, login, true, clock()))) return unknown(login);
  const left = (await listOperators(sql)).some(({ disabled }) => !disabled);
  return done(
    `Operator ${login} tidak dapat masuk lagi, dan sesinya ditutup. Catatan keputusannya tetap ada.`,
    ...(left ? [] : ['Tidak ada lagi operator yang aktif: npm run cli -- operator add NAMA_MASUK "NAMA"']),
  );
}

export async function enableOperator({ sql, clock }: Parts, login: string): Promise<Answered> {
  return (await setDisabled(sql, login, false, clock())) ? done(`Operator ${login} dapat masuk lagi.`) : unknown(login);
}

export async function newFirstPassword({ sql, clock }: Parts, login: string): Promise<Answered> {
  const password = readablePassword();
  if (!(await resetPassword(sql, login, password, clock()))) return unknown(login);
  const isOff = (await listOperators(sql)).some((each) => each.login === login.toLowerCase() && each.disabled);
  return done(
    `Kata sandi pertama untuk ${login}: ${password} (diganti saat masuk). Sesinya yang lain sudah ditutup.`,
    ...(isOff ? [`Operator ini nonaktif dan belum dapat masuk: npm run cli -- operator enable ${login}`] : []),
  );
}

/** In whose name a file is imported: whoever is named, or the only one there is. */
export async function importingOperator(sql: Sql, login: string | undefined): Promise<KnownOperator | Answered> {
  const active = (await listOperators(sql)).filter(({ disabled }) => !disabled);
  if (login !== undefined) return active.find((each) => each.login === login.toLowerCase()) ?? unknown(login);
  if (active.length === 1) return active[0]!;
  if (active.length === 0) return refused('Belum ada operator: npm run cli -- operator add NAMA_MASUK "NAMA"');
  return refused(
    'Impor dicatat atas nama seorang operator. Sebutkan siapa, dengan --by NAMA_MASUK:',
    ...active.map(inWords),
  );
}

/** What of an operator can be typed, with his sign-in name alone. */
const CHANGES: Readonly<Record<string, (parts: Parts, login: string) => Promise<Answered>>> = {
  disable: disableOperator,
  enable: enableOperator,
  password: newFirstPassword,
};

export async function operatorCommand(words: readonly string[], { sql }: Pick<Tools, 'sql'>): Promise<number> {
  const [, what = '', login, name = ''] = words;
  const parts = { sql, clock };
  if (what === 'list') return told(await allOperators(parts));
  if (login && what === 'add' && name.trim()) return told(await newOperator(parts, login, name.trim()));
  const change = CHANGES[what];
  return login && change ? told(await change(parts, login)) : misused(words);
}

export function told({ done, lines }: Answered): number {
  if (!done) return failed(lines.join('\n'));
  for (const line of lines) print(line);
  return 0;
}
