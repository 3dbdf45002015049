import { createReadStream } from 'node:fs';
import { type Person, peopleById } from '../../db/console/console.ts';
import { nipByEmail } from '../../db/people.ts';
import { importApplicants, importCertificates, textOf } from '../import/csv.ts';
import { type Enter, IMPORT_LIMITS } from '../import/enter.ts';
import { hasPem } from '../import/other-file.ts';
import { importPem } from '../import/pem.ts';
import type { ImportFault, ImportReport, Refused } from '../import/report.ts';
import { mask } from '../renewal/data.ts';
import {
  fileFaultInWords,
  lackingInWords,
  namedIn,
  ownerInWords,
  rowFaultInWords,
} from '../web/console/import/words.ts';
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
  const file = await readUpTo(path, IMPORT_LIMITS.bytes);
  if (!file) return reported({ rows: [], fault: 'too-large' }, path);
  const text = textOf(file);
  const enter: Enter = (acts) =>
    desk.receive(acts.map((act) => ({ enter: 'operator', operator: { id: operator.id, name: operator.name }, act })));
  const report = await (kind === 'applicants'
    ? importApplicants(text, enter, progress)
    : hasPem(text)
      ? importPem(text, enter, (email) => nipByEmail(sql, keyring, email, clock()), progress)
      : importCertificates(text, enter, progress));
  return reported(report, path, await peopleById({ sql, keyring }, namedIn(report.rows)));
}

/** One line that is written anew, for whoever looks on; a file or a pipe gets the result alone. */
function progress(done: number, of: number): void {
  const { stderr } = process;
  if (stderr.isTTY) stderr.write(`\r${number(done)} dari ${number(of)} baris${done === of ? '\n' : ' …'}`);
}

const number = (count: number) => count.toLocaleString('id-ID');

/** Undefined where there is more. A pipe does not tell its size. */
async function readUpTo(path: string, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  // One more than may be: `end` is read, too.
  for await (const chunk of createReadStream(path, { end: limit })) chunks.push(chunk as Buffer);
  const file = Buffer.concat(chunks);
  return file.length > limit ? undefined : file;
}

/** How a file is imported that was taken for another kind of list. */
const INSTEAD: Partial<Readonly<Record<ImportFault, string>>> = {
  pem: 'certificates',
  'list-of-certificates': 'certificates',
  'list-of-applicants': 'applicants',
};

type People = ReadonlyMap<string, Person>;

function reported(report: ImportReport, path: string, people: People = new Map()): number {
  const { rows, fault, lacking } = report;
  if (fault) {
    const words = `Berkas tidak dapat dipakai, dan tidak ada yang disimpan. ${fileFaultInWords(report)}`;
    return failed(fault in INSTEAD ? `${words}\nnpm run cli -- import ${INSTEAD[fault]} ${path}` : words);
  }
  for (const row of rows) if (row.result === 'refused') for (const line of toMend(row, people)) print(line);
  if (lacking) print(lackingInWords(lacking));
  const count = (result: string) => rows.filter((row) => row.result === result).length;
  print(`${count('done')} disimpan, ${count('known')} sudah tercatat, ${count('refused')} ditolak`);
  return count('refused') > 0 ? 1 : 0;
}

/** A line for each fault, so that they can be counted and sorted. */
const toMend = ({ line, who, faults }: Refused, people: People): string[] =>
  faults.map(
    (fault) =>
      `baris ${line}${who ? ` (${who})` : ''}${fault.field ? `, kolom ${fault.field}` : ''}: ${rowFaultInWords(fault)}${owner(people.get(fault.whose ?? ''))}`,
  );

/** Whom it belongs to on record; what a terminal shows may stay in a file, so his NIP is masked as on every page. */
const owner = (person: Person | undefined): string =>
  person ? ` Tercatat pada ${ownerInWords(person)}${person.erasedAt ? '' : ` (NIP ${mask(person.data.nip)})`}.` : '';
