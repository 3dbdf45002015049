export type Timing = {
  /** How long Telegram holds a poll that has nothing to say. */
  readonly pollSeconds: number;
  /** Silence is a fault: 15 s more than that. */
  readonly silenceMs: number;
  readonly firstRetryMs: number;
  readonly lastRetryMs: number;
};
export const POLL_TIMING: Timing = { pollSeconds: 50, silenceMs: 65_000, firstRetryMs: 1000, lastRetryMs: 60_000 };

/** Doubles with each failure, up to the last. */
export function backoff(failures: number, { firstRetryMs, lastRetryMs }: Timing): number {
  return Math.min(firstRetryMs * 2 ** (failures - 1), lastRetryMs);
}
