import { parse } from 'csv-parse/sync';
import type { RecordedCertificate } from '../desk/entry.ts';
import { validEntry, validField } from '../renewal/data.ts';
import type { Data, Field } from '../renewal/renewal.ts';
import {
  type Enter,
  enterAll,
  type Found,
  IMPORT_LIMITS,
  type ImportFault,
  type ImportReport,
  type RowReport,
  serialOf,
} from './enter.ts';

const APPLICANT_COLUMNS: Readonly<Record<string, Field>> = {
  nik: 'nik',
  nip: 'nip',
  nama: 'name',
  email: 'email',
  telepon: 'phone',
  jabatan: 'position',
  instansi: 'organisation',
  unit_kerja: 'unit',
  kota: 'city',
  provinsi: 'province',
};

type Row = { readonly line: number; readonly cells: Readonly<Record<string, string>> };

/** UTF-8, or what Excel writes on an older Windows. */
export function textOf(file: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(file);
  } catch {
    return new TextDecoder('windows-1252').decode(file);
  }
}

/** CSV with the heading `nik,nip,nama,email,telepon,jabatan,instansi,unit_kerja,kota,provinsi`. */
export async function importApplicants(text: string, enter: Enter): Promise<ImportReport> {
  return importRows(text, Object.keys(APPLICANT_COLUMNS), applicantOf, enter);
}

/** CSV with the heading `nip,serial,berlaku_sampai,status`: certificates that are known by number and date only. */
export async function importCertificates(text: string, enter: Enter): Promise<ImportReport> {
  return importRows(text, ['nip', 'serial', 'berlaku_sampai', 'status'], certificateOf, enter);
}

async function importRows(
  text: string,
  columns: readonly string[],
  read: (row: Row) => Found,
  enter: Enter,
): Promise<ImportReport> {
  const rows = readRows(text, columns);
  if ('fault' in rows) return { rows: [], ...rows };
  return { rows: await enterAll(rows.map(read), enter) };
}

/** Separated by `,` or `;`, whichever the heading has; a byte order mark, as Excel writes it, is no part of it. */
function readRows(text: string, columns: readonly string[]): Row[] | { fault: ImportFault; field?: string } {
  if (Buffer.byteLength(text) > IMPORT_LIMITS.bytes) return { fault: 'too-large' };
  const heading = text.slice(0, text.search(/[\r\n]|$/));
  const delimiter = heading.split(';').length > heading.split(',').length ? ';' : ',';
  // Not the first row's: one that is cut short lacks cells, and is judged by itself.
  let named: string[] = [];
  try {
    const parsed = parse(text, {
      bom: true,
      delimiter,
      columns: (names: string[]) => {
        named = names.map(columnName);
        return named;
      },
      info: true,
      skip_empty_lines: true,
      trim: true,
      relax_column_count: true,
      to: IMPORT_LIMITS.rows + 1,
    });
    const rows = (parsed as unknown as { info: { lines: number }; record: Record<string, string> }[]).map(
      ({ info, record }) => ({ line: info.lines, cells: record }),
    );
    if (rows.length > IMPORT_LIMITS.rows) return { fault: 'too-many-rows' };
    if (rows.length === 0) return { fault: 'empty' };
    const lacking = columns.find((name) => !named.includes(name));
    return lacking ? { fault: 'missing-column', field: lacking } : rows;
  } catch {
    return { fault: 'not-csv' };
  }
}

/** `Unit Kerja`, `unit_kerja` and `UNIT KERJA` are the same column. */
const columnName = (name: string) =>
  name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');

function applicantOf({ line, cells }: Row): Found {
  const data: Partial<Record<Field, string>> = {};
  for (const [column, field] of Object.entries(APPLICANT_COLUMNS)) {
    const value = cells[column] ?? '';
    if (value.length > IMPORT_LIMITS.cellCharacters) return { line, result: 'refused', why: 'too-long', field: column };
    const checked = validEntry(field, value);
    if (!checked.ok) return { line, result: 'refused', why: checked.why, field: column };
    data[field] = checked.value;
  }
  return { line, act: { act: 'import-applicant', data: data as Data } };
}

/** As the field writes its states: what is over by date alone is still a certificate that can be renewed. */
const STATES: Readonly<Record<string, RecordedCertificate['state']>> = {
  '': 'valid',
  issue: 'valid',
  issued: 'valid',
  aktif: 'valid',
  active: 'valid',
  berlaku: 'valid',
  valid: 'valid',
  expired: 'valid',
  kedaluwarsa: 'valid',
  kadaluarsa: 'valid',
  renew: 'valid',
  revoke: 'revoked',
  revoked: 'revoked',
  dicabut: 'revoked',
};

function certificateOf({ line, cells }: Row): Found {
  const refused = (why: ImportFault, field: string): RowReport => ({ line, result: 'refused', why, field });
  const nip = validField('nip', cells.nip ?? '');
  if (!nip.ok) return refused(nip.why, 'nip');
  const serial = serialOf(cells.serial ?? '');
  if (!serial) return refused('serial', 'serial');
  const notAfter = lastMomentOf(cells.berlaku_sampai ?? '');
  if (!notAfter) return refused('date', 'berlaku_sampai');
  const state = STATES[(cells.status ?? '').toLowerCase()];
  if (!state) return refused('status', 'status');
  return {
    line,
    act: {
      act: 'import-certificate',
      nip: nip.value,
      certificate: { serial, notAfter, evidence: 'number', state, issuer: 'ams' },
    },
  };
}

/** 2027-01-15, 15/01/2027, 15-01-2027 or 15.01.2027: until that day is over in all of Indonesia, in the west last. */
function lastMomentOf(text: string): Date | undefined {
  const found = /^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$/.exec(text) ?? /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text);
  if (!found) return undefined;
  const numbers = found.slice(1, 4).map(Number) as [number, number, number];
  const [year, month, day] = numbers[0] > 31 ? numbers : (numbers.toReversed() as [number, number, number]);
  const at = new Date(Date.UTC(year, month - 1, day, 16, 59, 59));
  return year >= 2000 && year < 2100 && at.getUTCMonth() === month - 1 && at.getUTCDate() === day ? at : undefined;
}
