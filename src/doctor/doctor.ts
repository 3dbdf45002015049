import { setTimeout as pause } from 'node:timers/promises';
import { Fault } from '../fault.ts';
import { type Check, type Finding, PARTS, type Part, type Report } from './finding.ts';
import { gravest, inWords, levelOf } from './words.ts';

export type Examined = {
  readonly part: Part;
  readonly done: boolean;
  readonly findings: readonly Finding[];
};
export type Examination = {
  readonly startedAt: Date;
  /** Absent while it runs. */
  readonly finishedAt?: Date;
  readonly parts: readonly Examined[];
};
export type Doctor = {
  /** The one that runs, or the last that ran in this process. */
  latest(): Examination | undefined;
  /** Begins to examine all parts at once. `busy`: somebody else does at the moment. `told` hears of every change. */
  examine(told?: (examination: Examination) => void): Promise<{ readonly done: Promise<Examination> } | 'busy'>;
};

export type DoctorParts = {
  readonly checks: Readonly<Record<Part, { readonly check: Check; readonly limitMs: number }>>;
  readonly clock: () => Date;
  /** Over all processes: one at a time, because each sends a mail. */
  readonly lease: { acquire(): Promise<boolean>; release(): Promise<void> };
};

/** Tries each part for real, all at the same time. One that fails or hangs stops no other. */
export function createDoctor({ checks, clock, lease }: DoctorParts): Doctor {
  let latest: Examination | undefined;
  let running = false;

  async function run(told: (examination: Examination) => void): Promise<Examination> {
    const parts = new Map<Part, Examined>(PARTS.map((part) => [part, { part, done: false, findings: [] }]));
    const startedAt = clock();
    const tell = (finishedAt?: Date): Examination => {
      latest = { startedAt, ...(finishedAt ? { finishedAt } : {}), parts: [...parts.values()] };
      told(latest);
      return latest;
    };
    tell();
    const change = (part: Part, to: (before: Examined) => Partial<Examined>) => {
      const before = parts.get(part)!;
      if (before.done) return;
      parts.set(part, { ...before, ...to(before) });
      tell();
    };
    await Promise.all(
      PARTS.map(async (part) => {
        const { check, limitMs } = checks[part];
        await limited(check, limitMs, (code, values = {}) =>
          change(part, ({ findings }) => ({ findings: [...findings, { code, values }] })),
        );
        change(part, () => ({ done: true }));
      }),
    );
    return tell(clock());
  }

  return {
    latest: () => latest,
    async examine(told = () => {}) {
      if (running) return 'busy';
      running = true;
      // Without the database there is no lease, and that is what somebody wants to find out then.
      if (!(await lease.acquire().catch(() => true))) {
        running = false;
        return 'busy';
      }
      const done = run(told).finally(async () => {
        running = false;
        await lease.release().catch(() => undefined);
      });
      return { done };
    },
  };
}

async function limited(check: Check, limitMs: number, report: Report): Promise<void> {
  const over = new AbortController();
  const ended = new AbortController();
  const examined = check(report, over.signal).catch((error: unknown) => {
    if (!over.signal.aborted) report('not-examined', { why: codeOf(error) });
  });
  const late = pause(limitMs, undefined, { signal: ended.signal }).then(
    () => report('timed-out', { seconds: limitMs / 1000 }),
    () => undefined,
  );
  await Promise.race([examined, late]);
  over.abort();
  ended.abort();
}

/** A code, never a sentence: what others say may quote a secret. */
function codeOf(error: unknown): string {
  if (error instanceof Fault) return error.code;
  const { code, name } = error as { code?: unknown; name?: unknown };
  return typeof code === 'string' || typeof code === 'number' ? String(code) : String(name ?? 'unknown');
}

/** As programs read it: stable codes, with the words beside them. */
export function asJson({ startedAt, finishedAt, parts }: Examination, timeZone: string) {
  return {
    ok: isSound({ startedAt, parts }),
    startedAt,
    finishedAt,
    parts: parts.map(({ part, findings }) => ({
      part,
      level: gravest(findings),
      findings: findings.map((finding) => ({
        code: finding.code,
        level: levelOf(finding),
        values: finding.values,
        ...inWords(finding, timeZone),
      })),
    })),
  };
}

/** Nothing is wrong; warnings are allowed. */
export const isSound = ({ parts }: Examination): boolean =>
  parts.every(({ findings }) => gravest(findings) !== 'wrong');
