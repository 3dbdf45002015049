import { setImmediate as turn } from 'node:timers/promises';
import { type ImportRow, namesIn, type Outcome } from '../desk/entry.ts';
import { type Place, type RowReport, refused } from './report.ts';

export const IMPORT_LIMITS = {
  /** A province has some tens of thousands of civil servants; a row is about 250 bytes. */
  bytes: 10 * 1024 * 1024,
  rows: 20_000,
  /** Longer cells are no names or addresses. */
  cellCharacters: 500,
  /** How many rows go through the desk at once. */
  batch: 100,
} as const;

/** Enters acts through the desk as somebody: an operator in the console, or the command line. */
export type Enter = (rows: readonly ImportRow[]) => Promise<readonly Outcome[]>;

/** A row as what it asks of the desk, or why it cannot be taken. */
export type Found = (Place & { readonly act: ImportRow }) | RowReport;

/** Hears how many of how many rows are dealt with. */
export type Progress = (done: number, of: number) => void;

/** Rows that are read without a pause. */
const READ_AT_ONCE = 100;

/** Reads rows one after the other; whoever writes to us meanwhile need not wait for thousands of them. */
export async function readEach<R>(
  rows: readonly R[],
  read: (row: R, at: number) => Found | Promise<Found>,
): Promise<Found[]> {
  const found: Found[] = [];
  for (const [at, row] of rows.entries()) {
    if (at % READ_AT_ONCE === 0) await turn();
    found.push(await read(row, at));
  }
  return found;
}

/**
 * Takes in what was found, a batch at a time, and reports each row in its place. Rows whose NIK is somebody else's come
 * once more when all the others are committed: he may have given it up, or get theirs in exchange.
 */
export async function enterAll(
  found: readonly Found[],
  enter: Enter,
  progress: Progress = () => {},
): Promise<RowReport[]> {
  const outcomes = new Map<Found, Outcome>();
  let done = 0;
  for (const batch of batches(found)) {
    await enterBatch(batch, enter, outcomes);
    done += batch.length;
    progress(done, found.length);
  }
  const taken = () => found.filter((each) => isNikTaken(outcomes.get(each)));
  for (let before = found.length, again = taken(); again.length > 0 && again.length < before; again = taken()) {
    before = again.length;
    for (const batch of batches(again)) await enterBatch(batch, enter, outcomes);
  }
  return found.map((each) => ('act' in each ? reportOf(each, outcomes.get(each)!) : each));
}

async function enterBatch(batch: readonly Found[], enter: Enter, outcomes: Map<Found, Outcome>): Promise<void> {
  const asking = batch.filter((each) => 'act' in each);
  const heard = asking.length > 0 ? await enter(asking.map(({ act }) => act)) : [];
  for (const [at, each] of asking.entries()) outcomes.set(each, heard[at]!);
}

const isNikTaken = (outcome: Outcome | undefined): boolean =>
  outcome !== undefined && 'refused' in outcome && outcome.refused === 'exists' && outcome.why === 'nik';

/** A batch is one transaction: a row that names the same person or serial as an earlier one has to come after its commit. */
function batches(found: readonly Found[]): Found[][] {
  const all: Found[][] = [];
  let seen = new Set<string>();
  for (const each of found) {
    const names = 'act' in each ? namesIn(each.act) : [];
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

function reportOf(place: Place, outcome: Outcome): RowReport {
  const { line } = place;
  if ('fault' in outcome) return refused(place, { why: 'trouble' });
  if (!('refused' in outcome)) return { line, result: 'done' };
  if (outcome.refused === 'already') return { line, result: 'known' };
  const { refused: why, why: field, whose } = outcome;
  return refused(place, { why, ...(field ? { field } : {}), ...(whose ? { whose } : {}) });
}
