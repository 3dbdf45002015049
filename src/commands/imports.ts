import { readFile } from 'node:fs/promises';
import { nipByEmail } from '../../db/people.ts';
import { importApplicants, importCertificates, textOf } from '../import/csv.ts';
import type { Enter, ImportReport } from '../import/enter.ts';
import { importPem } from '../import/pem.ts';
import { importFaultInWords } from '../web/console/import-words.ts';
import { clock, failed, type Options, print } from './command.ts';
import { importingOperator, told } from './operators.ts';
import type { Tools } from './tools.ts';
import { misused } from './usage.ts';

export async function importFile(
  words: readonly string[],
  { desk, sql, keyring }: Tools,
  _: unknown,
  { by }: Options,
): Promise<number> {
  const [, kind, path] = words;
  if (!path) return misused(words);
  const operator = await importingOperator(sql, by);
  if ('done' in operator) return told(operator);
  const text = textOf(await readFile(path));
  const enter: Enter = (acts) =>
    desk.receive(acts.map((act) => ({ enter: 'operator', operator: { id: operator.id, name: operator.name }, act })));
  const pem = text.includes('-----BEGIN CERTIFICATE-----');
  const report = await (kind === 'applicants'
    ? importApplicants(text, enter)
    : pem
      ? importPem(text, enter, (email) => nipByEmail(sql, keyring, email, clock()))
      : importCertificates(text, enter));
  return reported(report);
}

function reported({ rows, fault, field }: ImportReport): number {
  if (fault)
    return failed(`Berkas tidak dapat dipakai, dan tidak ada yang disimpan. ${importFaultInWords(fault, field)}`);
  for (const row of rows)
    if (row.result === 'refused')
      print(`baris ${row.line}${row.field ? `, kolom ${row.field}` : ''}: ${importFaultInWords(row.why!, row.field)}`);
  const count = (result: string) => rows.filter((row) => row.result === result).length;
  print(`${count('done')} baru, ${count('known')} sudah tercatat, ${count('refused')} ditolak`);
  return count('refused') > 0 ? 1 : 0;
}
