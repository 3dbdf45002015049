import type { DeskRefusal, OperatorAct, Outcome } from '../desk/entry.ts';

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
  | 'workbook'
  | 'column-twice'
  | 'cut-off'
  | 'rounded'
  | 'person-twice'
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

export type RowReport = {
  /** Of the file, from 1; the heading is line 1. For PEM the place of the certificate. */
  readonly line: number;
  /** `known`: it was on record already, nothing changed. */
  readonly result: 'done' | 'known' | 'refused';
  readonly why?: ImportFault;
  /** The column or field it is about. */
  readonly field?: string;
  /** Another line that it contradicts. */
  readonly other?: number;
};
export type ImportReport = {
  readonly rows: readonly RowReport[];
  /** The file as a whole cannot be used. */
  readonly fault?: ImportFault;
  readonly field?: string;
  /** Where it begins, as far as that can be told. */
  readonly line?: number;
};

/** Enters acts through the desk as somebody: an operator in the console, or the command line. */
export type Enter = (acts: readonly OperatorAct[]) => Promise<readonly Outcome[]>;

/** A row as what it asks of the desk, or why it cannot be taken. */
export type Found = { readonly line: number; readonly act: OperatorAct } | RowReport;

/** Takes in what was found, a batch at a time, and reports each row in its place. */
export async function enterAll(found: readonly Found[], enter: Enter): Promise<RowReport[]> {
  const reports: RowReport[] = [];
  for (const batch of batches(found)) {
    const wanted = batch.flatMap((each) => ('act' in each ? [each.act] : []));
    const outcomes = wanted.length > 0 ? [...(await enter(wanted))] : [];
    for (const each of batch) reports.push('act' in each ? reportOf(each.line, outcomes.shift()!) : each);
  }
  return reports;
}

/** A batch is one transaction: a row that names the same person or serial as an earlier one has to come after its commit. */
function batches(found: readonly Found[]): Found[][] {
  const all: Found[][] = [];
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
  if (act.act === 'import-applicant') return [`nip:${act.data.nip}`, `nik:${act.data.nik}`, `email:${act.data.email}`];
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
