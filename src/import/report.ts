import type { DeskRefusal } from '../desk/entry.ts';

/** What an import says of each row and of the file, in codes; the console and the command line have the words. */

export type ImportFault =
  | 'too-large'
  | 'too-many-rows'
  | 'not-csv'
  // What was chosen is another kind of file.
  | 'workbook'
  | 'zip'
  | 'pdf'
  | 'der'
  | 'pem'
  | 'column-twice'
  | 'cut-off'
  | 'rounded'
  | 'person-twice'
  | 'trouble' // ours: the row is taken in at the next try
  | 'missing-column'
  | 'list-of-applicants' // where certificates were expected
  | 'list-of-certificates' // where applicants were expected
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

/** Something of a row that has to be mended. */
export type RowFault = {
  readonly why: ImportFault;
  /** The column or field it is about. */
  readonly field?: string;
  /** How long the value is that stands there, where another length is wanted: digits of a number, else characters. */
  readonly length?: number;
  /** Another line that it contradicts. */
  readonly other?: number;
  /** The applicant on record whom it belongs to. */
  readonly whose?: string;
};
/** Where a row stands, and whose it is. */
export type Place = {
  /** Of the file, from 1; the heading is line 1. For PEM the place of the certificate. */
  readonly line: number;
  /** The name as the file has it, or a masked NIP where it has none. */
  readonly who?: string;
};
/** All that is wrong with it at once, so that it is mended in one round. */
export type Refused = Place & { readonly result: 'refused'; readonly faults: readonly RowFault[] };
/** `known`: it was on record already, nothing changed. */
export type RowReport = Refused | (Place & { readonly result: 'done' | 'known' });

export type ImportReport = {
  readonly rows: readonly RowReport[];
  /** The columns that the file lacks and need not have: what is on record of them stays. */
  readonly lacking?: readonly string[];
  /** The file as a whole cannot be used. */
  readonly fault?: ImportFault;
  readonly field?: string;
  /** Where it begins, as far as that can be told. */
  readonly line?: number;
};

export const refused = ({ line, who }: Place, ...faults: readonly RowFault[]): Refused => ({
  line,
  ...(who === undefined ? {} : { who }),
  result: 'refused',
  faults,
});
