import { createHash, X509Certificate } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import type { DeskRefusal, OperatorAct, Outcome, RecordedCertificate } from './desk/entry.ts';
import { validField } from './renewal/data.ts';
import { digitsOf } from './renewal/nik.ts';
import type { Data, Field } from './renewal/renewal.ts';

/** Applicants and certificates from the files that offices have. A bad row is reported with its line; good rows are kept. */

export const IMPORT_LIMITS = {
  /** A province has some tens of thousands of civil servants; a row is about 250 bytes. */
  bytes: 10 * 1024 * 1024,
  rows: 20_000,
  /** Longer cells are no names or addresses. */
  cellCharacters: 500,
  /** How many rows go through the desk at once. */
  batch: 50,
} as const;

export type ImportFault =
  | 'too-large'
  | 'too-many-rows'
  | 'not-csv'
  | 'trouble' // ours: the row is taken in at the next try
  | 'missing-column'
  | 'too-long'
  | 'empty'
  | 'format'
  | 'birth-date'
  | 'length'
  | 'not-changeable'
  | 'date'
  | 'status'
  | 'serial'
  | 'not-a-certificate'
  | 'no-owner-in-certificate'
  | DeskRefusal;

type RowReport = {
  /** Of the file, from 1; the heading is line 1. For PEM the place of the certificate. */
  readonly line: number;
  /** `known`: it was on record already, nothing changed. */
  readonly result: 'done' | 'known' | 'refused';
  readonly why?: ImportFault;
  /** The column or field it is about. */
  readonly field?: string;
};
export type ImportReport = {
  readonly rows: readonly RowReport[] /** The file as a whole cannot be used. */;
  readonly fault?: ImportFault;
  readonly field?: string;
};

/** Enters acts through the desk as somebody: an operator in the console, or the command line. */
export type Enter = (acts: readonly OperatorAct[]) => Promise<readonly Outcome[]>;

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
const REQUIRED: readonly Field[] = ['nik', 'nip', 'name', 'email'];

type Row = { readonly line: number; readonly cells: Readonly<Record<string, string>> };
type Found<T> = { readonly line: number; readonly act: T } | RowReport;

/** CSV with the heading `nik,nip,nama,email,telepon,jabatan,instansi,unit_kerja,kota,provinsi`. */
export async function importApplicants(text: string, enter: Enter): Promise<ImportReport> {
  return importRows(text, Object.keys(APPLICANT_COLUMNS), applicantOf, enter);
}

/** CSV with the heading `nip,serial,berlaku_sampai,status`: certificates that are known by number and date only. */
export async function importCertificates(text: string, enter: Enter): Promise<ImportReport> {
  return importRows(text, ['nip', 'serial', 'berlaku_sampai', 'status'], certificateOf, enter);
}

type RowReader = (row: Row) => Found<OperatorAct>;

async function importRows(
  text: string,
  columns: readonly string[],
  read: RowReader,
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

function applicantOf({ line, cells }: Row): Found<OperatorAct> {
  const data: Partial<Record<Field, string>> = {};
  for (const [column, field] of Object.entries(APPLICANT_COLUMNS)) {
    const value = cells[column] ?? '';
    if (value.length > IMPORT_LIMITS.cellCharacters) return { line, result: 'refused', why: 'too-long', field: column };
    const checked = value === '' && !REQUIRED.includes(field) ? { ok: true as const, value } : validField(field, value);
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

function certificateOf({ line, cells }: Row): Found<OperatorAct> {
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

/** RFC 5280 section 4.1.2.2: at most 20 octets. */
const SERIAL = /^[1-9a-f][0-9a-f]{0,39}$/;

function serialOf(text: string): string | undefined {
  const serial = text.toLowerCase().replace(/^0x/, '').replaceAll(/[\s:]/g, '').replace(/^0+/, '');
  return SERIAL.test(serial) ? serial : undefined;
}

/** 2027-01-15, 15/01/2027, 15-01-2027 or 15.01.2027: until the end of that day in Indonesia's earliest zone. */
function lastMomentOf(text: string): Date | undefined {
  const found = /^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$/.exec(text) ?? /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text);
  if (!found) return undefined;
  const numbers = found.slice(1, 4).map(Number) as [number, number, number];
  const [year, month, day] = numbers[0] > 31 ? numbers : (numbers.toReversed() as [number, number, number]);
  const at = new Date(Date.UTC(year, month - 1, day, 16, 59, 59));
  return year >= 2000 && year < 2100 && at.getUTCMonth() === month - 1 && at.getUTCDate() === day ? at : undefined;
}

// --- PEM -------------------------------------------------------------------------------------------------------------------

const BLOCK = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/** The applicant behind an e-mail address on record, as his NIP; undefined for a stranger. */
type NipByEmail = (email: string) => Promise<string | undefined>;

/** One or many PEM certificates. Each is given to the person whose NIP, or else whose e-mail, stands in its subject or SAN. */
export async function importPem(
  text: string,
  enter: Enter,
  nipByEmail: NipByEmail,
  issuer = 'ams',
): Promise<ImportReport> {
  if (Buffer.byteLength(text) > IMPORT_LIMITS.bytes) return { rows: [], fault: 'too-large' };
  const blocks = text.match(BLOCK) ?? [];
  if (blocks.length === 0) return { rows: [], fault: 'not-a-certificate' };
  if (blocks.length > IMPORT_LIMITS.rows) return { rows: [], fault: 'too-many-rows' };
  const found: Found<OperatorAct>[] = [];
  for (const [index, block] of blocks.entries()) found.push(await fromPem(index + 1, block, nipByEmail, issuer));
  return { rows: await enterAll(found, enter) };
}

async function fromPem(line: number, pem: string, nipByEmail: NipByEmail, issuer: string): Promise<Found<OperatorAct>> {
  const certificate = parsed(pem);
  if (!certificate || certificate.ca) return { line, result: 'refused', why: 'not-a-certificate' };
  const serial = serialOf(certificate.serialNumber);
  if (!serial) return { line, result: 'refused', why: 'serial' };
  const nip = await ownerOf(certificate, nipByEmail);
  if (!nip) return { line, result: 'refused', why: 'no-owner-in-certificate' };
  const spki = certificate.publicKey.export({ type: 'spki', format: 'der' });
  const recorded: RecordedCertificate = {
    serial,
    notBefore: certificate.validFromDate,
    notAfter: certificate.validToDate,
    evidence: 'certificate',
    state: 'valid',
    issuer,
    der: new Uint8Array(certificate.raw),
    spki: createHash('sha256').update(spki).digest('hex'),
  };
  return { line, act: { act: 'import-certificate', nip, certificate: recorded } };
}

function parsed(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

const NIP_DIGITS = 18;
const EMAIL = /[^\s=,:"<>]+@[^\s=,:"<>]+/g;

async function ownerOf(
  { subject, subjectAltName = '' }: X509Certificate,
  nipByEmail: NipByEmail,
): Promise<string | undefined> {
  const values = subject.split('\n').map((line) => line.slice(line.indexOf('=') + 1));
  const nip = values.map(digitsOf).find((digits) => digits?.length === NIP_DIGITS && validField('nip', digits).ok);
  if (nip) return nip;
  for (const email of `${subject}\n${subjectAltName}`.match(EMAIL) ?? []) {
    const owner = await nipByEmail(email.toLowerCase());
    if (owner) return owner;
  }
  return undefined;
}

// --- through the door ------------------------------------------------------------------------------------------------------

async function enterAll(found: readonly Found<OperatorAct>[], enter: Enter): Promise<RowReport[]> {
  const reports: RowReport[] = [];
  for (const batch of batches(found)) {
    const wanted = batch.flatMap((each) => ('act' in each ? [each.act] : []));
    const outcomes = wanted.length > 0 ? [...(await enter(wanted))] : [];
    for (const each of batch) reports.push('act' in each ? reportOf(each.line, outcomes.shift()!) : each);
  }
  return reports;
}

/** A batch is one transaction: a row that names the same person or serial as an earlier one has to come after its commit. */
function batches(found: readonly Found<OperatorAct>[]): Found<OperatorAct>[][] {
  const all: Found<OperatorAct>[][] = [];
  let seen = new Set<string>();
  for (const each of found) {
    const names = 'act' in each ? namesOf(each.act) : [];
    const last = all.at(-1);
    if (!last || last.length >= IMPORT_LIMITS.batch || names.some((name) => seen.has(name))) {
      all.push([each]);
      seen = new Set(names);
    } else {
      last.push(each);
      for (const name of names) seen.add(name);
    }
  }
  return all;
}

function namesOf(act: OperatorAct): string[] {
  if (act.act === 'import-applicant') return [`nip:${act.data.nip}`, `email:${act.data.email}`];
  return act.act === 'import-certificate'
    ? [`serial:${act.certificate.serial}`, ...(act.certificate.spki ? [`key:${act.certificate.spki}`] : [])]
    : [];
}

function reportOf(line: number, outcome: Outcome): RowReport {
  if ('fault' in outcome) return { line, result: 'refused', why: 'trouble' };
  if (!('refused' in outcome)) return { line, result: 'done' };
  if (outcome.refused === 'already') return { line, result: 'known' };
  return { line, result: 'refused', why: outcome.refused, ...(outcome.why ? { field: outcome.why } : {}) };
}
