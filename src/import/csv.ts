import { parse } from 'csv-parse/sync';
import { type Enter, enterAll, type Found, IMPORT_LIMITS, type Progress, readEach } from './enter.ts';
import { hasPem, otherFile } from './other-file.ts';
import { type ImportFault, type ImportReport, refused } from './report.ts';
import { applicantOf, COLUMNS, certificateOf, NEEDED, type Row } from './rows.ts';

/** UTF-8, or what Excel writes: UTF-16 as "Unicode text", Windows-1252 on an older Windows. */
export function textOf(file: Uint8Array): string {
  const mark = (file[0]! << 8) | file[1]!;
  if (mark === 0xfffe || mark === 0xfeff)
    return new TextDecoder(mark === 0xfffe ? 'utf-16le' : 'utf-16be').decode(file);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(file);
  } catch {
    return new TextDecoder('windows-1252').decode(file);
  }
}

/** CSV with a column for each field of a person's data. */
export async function importApplicants(text: string, enter: Enter, progress?: Progress): Promise<ImportReport> {
  const file = readRows(text, 'applicants');
  if ('fault' in file) return { rows: [], ...file };
  const { rows, lacking } = file;
  const found = withoutTwice(await readEach(rows, applicantOf));
  return { rows: await enterAll(found, enter, progress), ...(lacking.length > 0 && { lacking }) };
}

/** CSV of certificates that are known by number and date only. */
export async function importCertificates(text: string, enter: Enter, progress?: Progress): Promise<ImportReport> {
  const file = readRows(text, 'certificates');
  if ('fault' in file) return { rows: [], ...file };
  return { rows: await enterAll(await readEach(file.rows, certificateOf), enter, progress) };
}

/** Excel's own word on the delimiter, in front of the heading. */
const DELIMITER_LINE = /^\ufeff?"?sep=([,;\t])"?\r?\n/i;
const DELIMITERS = [',', ';', '\t'];

type Unusable = Omit<ImportReport, 'rows'> & { readonly fault: ImportFault };
type Table = { readonly rows: readonly Row[]; readonly lacking: readonly string[] };
type Parsed = { readonly info: { readonly lines: number }; readonly record: Readonly<Record<string, string>> };

/** Separated by what the heading has most of; a byte order mark, as Excel writes it, is no part of it. */
function readRows(text: string, kind: keyof typeof COLUMNS): Table | Unusable {
  if (Buffer.byteLength(text) > IMPORT_LIMITS.bytes) return { fault: 'too-large' };
  const other = hasPem(text) ? 'pem' : otherFile(text);
  if (other) return { fault: other };
  const [told, delimiter = delimiterOf(text)] = DELIMITER_LINE.exec(text) ?? [];
  // Not the first row's: one that is cut short lacks cells, and is judged by itself.
  let named: string[] = [];
  let whole = 0;
  try {
    const parsed = parse(text, {
      bom: true,
      delimiter,
      columns: (names: string[]) => {
        named = names.map(columnName);
        return named;
      },
      info: true,
      on_record: (row: unknown) => {
        whole = (row as Parsed).info.lines;
        return row as never;
      },
      skip_empty_lines: true,
      // Excel writes lines of delimiters alone where cells were once formatted.
      skip_records_with_empty_values: true,
      trim: true,
      relax_column_count: true,
      from_line: told === undefined ? 1 : 2,
      to: IMPORT_LIMITS.rows + 1,
    }) as unknown as Parsed[];
    if (parsed.length > IMPORT_LIMITS.rows) return { fault: 'too-many-rows' };
    const twice = COLUMNS[kind].find((name) => named.indexOf(name) !== named.lastIndexOf(name));
    if (twice) return { fault: 'column-twice', field: twice };
    if (parsed.length === 0) return { fault: 'empty' };
    const lacking = COLUMNS[kind].filter((name) => !named.includes(name));
    const needed = NEEDED[kind].find((name) => lacking.includes(name));
    if (needed) return otherList(named, COLUMNS[kind]) ?? { fault: 'missing-column', field: needed };
    const blank = Object.fromEntries(named.map((name) => [name, '']));
    const rows = parsed.map(({ info, record }): Row => ({ line: info.lines, cells: { ...blank, ...record } }));
    if (allRounded(rows)) return { fault: 'rounded', field: 'nik' };
    const cut = !/[\r\n]$/.test(text) && !(named.at(-1)! in parsed.at(-1)!.record);
    return { rows: cut ? [...rows.slice(0, -1), { ...rows.at(-1)!, cut }] : rows, lacking };
  } catch {
    // What is wrong begins behind the last row that could be read.
    return { fault: 'not-csv', line: whole + 1 };
  }
}

/** The other kind of list, chosen by mistake: it is known by columns that the wanted kind does not have. */
function otherList(named: readonly string[], wanted: readonly string[]): Unusable | undefined {
  const has = (...columns: string[]) => columns.every((name) => named.includes(name) && !wanted.includes(name));
  if (has('serial', 'berlaku_sampai')) return { fault: 'list-of-certificates' };
  return has('nik', 'nama') ? { fault: 'list-of-applicants' } : undefined;
}

function delimiterOf(text: string): string {
  const [heading = ''] = text.trimStart().split(/[\r\n]/, 1);
  const count = (delimiter: string) => heading.split(delimiter).length;
  return DELIMITERS.reduce((most, each) => (count(each) > count(most) ? each : most));
}

/** `Unit Kerja`, `unit_kerja` and `UNIT KERJA` are the same column. */
const columnName = (name: string) =>
  name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');

/** Of two rows that say different things of one person nobody but the office knows the right one: neither is taken. */
function withoutTwice(found: readonly Found[]): Found[] {
  const people = new Map<string, { line: number; data: string; other?: number }>();
  for (const { nip, line, data } of found.flatMap(personIn)) {
    const first = people.get(nip);
    if (!first) people.set(nip, { line, data });
    else if (first.data !== data) first.other ??= line;
  }
  return found.map((each): Found => {
    const [person] = personIn(each);
    const first = person && people.get(person.nip);
    if (first?.other === undefined) return each;
    const other = person!.data === first.data ? first.other : first.line;
    return refused(each, { why: 'person-twice', field: 'nip', other });
  });
}

const personIn = (found: Found) =>
  'act' in found && found.act.act === 'import-applicant'
    ? [{ nip: found.act.data.nip, line: found.line, data: JSON.stringify(found.act.data) }]
    : [];

/** Fewer may end so by chance. */
const ROUNDED_LEAST = 5;

/** Of the sixteen digits of a NIK only the last is lost: one alone does not show it, all of them do. */
const allRounded = (rows: readonly Row[]): boolean =>
  rows.length >= ROUNDED_LEAST && rows.every(({ cells }) => /^\d{15}0$/.test(cells.nik ?? ''));
