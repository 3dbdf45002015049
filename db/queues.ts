/**
 * Somebody waits for these: a job whose process is dead is another one's after so long, not when its whole time has run out.
 * What it had begun is begun anew, which each of them bears. pg-boss takes no less than ten.
 */
const WAITED_FOR = { heartbeatSeconds: 15 } as const;

/** The queues of pg-boss. A job only says that there is work: order, retries and results are in our own rows. */
export const QUEUES = {
  deliver: { retryLimit: 3, expireInSeconds: 300 },
  fetch: { ...WAITED_FOR, retryLimit: 5, retryDelay: 5, retryBackoff: true, expireInSeconds: 300 },
  read: { ...WAITED_FOR, retryLimit: 10, retryDelay: 5, retryBackoff: true, retryDelayMax: 60, expireInSeconds: 300 },
  issue: { ...WAITED_FOR, retryLimit: 10, retryDelay: 5, retryBackoff: true, retryDelayMax: 600, expireInSeconds: 300 },
  revoke: { ...WAITED_FOR, retryLimit: 10, retryDelay: 30, retryBackoff: true, expireInSeconds: 300 },
  scan: { retryLimit: 1, expireInSeconds: 1800 },
  remind: { retryLimit: 1, expireInSeconds: 900 },
  status: { retryLimit: 0, expireInSeconds: 900 },
  sweep: { retryLimit: 0, expireInSeconds: 300 },
  checkpoint: { retryLimit: 3, expireInSeconds: 300 },
} as const;

/** Earlier releases made these; what they would still schedule nobody works on. */
export const RETIRED_QUEUES: readonly string[] = ['crl'];

export type QueueName = keyof typeof QUEUES;

/** The queue goes by the machine's clock, the desk by the one it was given: a moment of the desk's in the queue's time. */
export function queueTime(at: Date, clock: () => Date): Date {
  return new Date(Date.now() + at.getTime() - clock().getTime());
}
