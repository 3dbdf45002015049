import { randomUUID } from 'node:crypto';
import type { Progress } from '../../../import/enter.ts';
import type { ImportReport } from '../../../import/report.ts';
import type { WebParts } from '../../parts.ts';

/** An import that was begun in the console: how far it is, and what became of it. */
export type ImportRun = {
  readonly id: string;
  /** Who began it; nobody else is shown it. */
  readonly operator: string;
  readonly file: string;
  readonly begunAt: Date;
  done: number;
  /** Absent while the file is read. */
  of?: number;
  report?: ImportReport;
  /** It broke off; the rows that were taken in until then stay. */
  broken?: true;
};

/** How many are remembered; the oldest is forgotten first. A restart forgets them all, and loses no row. */
const KEPT = 50;

export function createImportRuns({ clock, log }: Pick<WebParts, 'clock' | 'log'>) {
  const runs = new Map<string, ImportRun>();
  return {
    /** Begins the work and returns at once; `ended` resolves when it is over, however it went. */
    begin(
      { operator, file }: Pick<ImportRun, 'operator' | 'file'>,
      work: (progress: Progress) => Promise<ImportReport>,
    ): { readonly run: ImportRun; readonly ended: Promise<void> } {
      const run: ImportRun = { id: randomUUID(), operator, file, begunAt: clock(), done: 0 };
      runs.set(run.id, run);
      for (const id of [...runs.keys()].slice(0, -KEPT)) runs.delete(id);
      const progress: Progress = (done, of) => Object.assign(run, { done, of });
      const ended = work(progress).then(
        (report) => {
          run.report = report;
        },
        () => {
          log.error('an import broke off', { part: 'console' });
          run.broken = true;
        },
      );
      return { run, ended };
    },
    /** The latest first. */
    of: (operator: string): ImportRun[] => [...runs.values()].filter((run) => run.operator === operator).reverse(),
    find(id: string, operator: string): ImportRun | undefined {
      const run = runs.get(id);
      return run?.operator === operator ? run : undefined;
    },
  };
}
