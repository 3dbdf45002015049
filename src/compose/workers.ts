import type { JobResult, PgBoss } from 'pg-boss';
import type { Sql } from '../../db/connect.ts';
import { QUEUES, type QueueName } from '../../db/queues.ts';
import { lookUpStatuses } from '../desk/jobs/ca-status.ts';
import {
  fetchFile,
  issue,
  type JobParts,
  type OverdueWork,
  readLetter,
  remind,
  revoke,
  scan,
  sweep,
} from '../desk/jobs/jobs.ts';
import type { Courier } from '../desk/sending/courier.ts';
import { type DeliveryParts, drain } from '../desk/sending/deliver.ts';
import { forLog } from '../fault.ts';
import type { Log } from '../log.ts';
import { together } from '../together.ts';
import { lookAfterOthers } from './left-behind.ts';

type WorkerParts = {
  readonly sql: Sql;
  readonly boss: PgBoss;
  readonly delivery: DeliveryParts;
  readonly jobs: JobParts;
  readonly log: Log;
  /** Where this process does the desk's work. */
  readonly courier: Courier | undefined;
  readonly checkpoint: () => Promise<unknown>;
  /** How long a killed process keeps its contacts, where that is not the default. */
  readonly leaseMs?: number | undefined;
};

/**
 * Workers for what is to be sent later, or was committed by a process that sends nothing. More than one: a slow chat holds
 * up those that were taken with it, and nobody else.
 */
const DELIVERY_WORKERS = 3;
/** A job names one contact or twenty. */
const DELIVERIES_AT_ONCE = 10;
/** What is approved together is signed together: the first of them makes the signer look, and all have their answers. */
const REQUESTS_AT_ONCE = 50;
const TOGETHER: readonly QueueName[] = ['deliver', 'issue'];
/** The same work is queued again at most this often; its job has retries of its own. */
const AGAIN_S = 600;

/** Jobs that a worker takes at once: while there are so many it comes back at once, else it waits to be woken. */
const JOBS_AT_ONCE = 5;
const IDLE_POLL_S = 5;

type Job<Data> = { readonly id: string; readonly data: Data; readonly retryCount?: number };
type Named = Record<string, string>;
type Delivering = { readonly contacts: readonly string[] };

const WORKING = {
  batchSize: JOBS_AT_ONCE,
  burstWhenBatchFull: true,
  includeMetadata: true,
  perJobResults: true,
  pollingIntervalSeconds: 2,
  notifyPollingIntervalSeconds: IDLE_POLL_S,
} as const;
type Working = Omit<typeof WORKING, 'batchSize'> & { readonly localConcurrency: number; readonly batchSize: number };

/**
 * Registers who does what is queued: the desk, all of it. The signer has no queue: he reads the rows (issuance/signer/signer.ts).
 * `stop` ends what is done without a job; the jobs end with their queue.
 */
export async function startWorkers(parts: WorkerParts): Promise<{ stop(withinMs: number): Promise<void> }> {
  const { boss, delivery, jobs, courier } = parts;
  const work = <Data extends object = Named>(
    queue: QueueName,
    run: (job: Job<Data>) => Promise<unknown>,
    localConcurrency = 1,
    batchSize = JOBS_AT_ONCE,
  ) =>
    boss.work<Data, unknown, Working>(queue, { ...WORKING, localConcurrency, batchSize }, async (batch) => {
      const one = (job: Job<Data>) => guarded(parts.log, queue, job.id, () => run(job));
      if (TOGETHER.includes(queue)) return Promise.all(batch.map(one));
      const results: JobResult[] = [];
      for (const job of batch) results.push(await one(job));
      return results;
    });
  if (courier) {
    courier.start((contact) => drain(delivery, contact));
    await work<Delivering>(
      'deliver',
      ({ data }) => together(data.contacts.map((contact) => courier.drained({ contact, lane: 'jobs' }))),
      DELIVERY_WORKERS,
      DELIVERIES_AT_ONCE,
    );
    await work(
      'fetch',
      ({ data, retryCount }) => fetchFile(jobs, data.document!, (retryCount ?? 0) >= QUEUES.fetch.retryLimit),
      2,
    );
    await work('read', ({ data }) => readLetter(jobs, { renewal: data.renewal!, document: data.document! }), 2);
    await work('scan', () => scan(jobs));
    await work('remind', () => remind(jobs));
    await work('status', () => lookUpStatuses(jobs));
    await work('sweep', () => sweep(jobs, (overdue) => queueAgain(boss, overdue)));
    await work('checkpoint', () => parts.checkpoint());
    await work('issue', ({ data }) => issue(jobs, data.request!), 1, REQUESTS_AT_ONCE);
    await work('revoke', ({ data }) => revoke(jobs, data.revocation!));
  }
  if (jobs.caStatus) await boss.schedule('status', '4-59/10 * * * *');
  await schedule(boss);
  if (!courier) return { stop: async () => undefined };
  const others = lookAfterOthers({ ...delivery, sql: parts.sql, boss, courier }, parts.leaseMs);
  return { stop: async (withinMs) => void (await Promise.all([others.stop(), courier.stop(withinMs)])) };
}

async function schedule(boss: PgBoss): Promise<void> {
  await boss.schedule('scan', '7 * * * *');
  await boss.schedule('remind', '*/10 * * * *');
  await boss.schedule('sweep', '* * * * *');
  await boss.schedule('checkpoint', '23 * * * *');
}

const queueAgain = (boss: PgBoss, { work, data }: OverdueWork) =>
  boss.send(work, data, { singletonKey: JSON.stringify(data), singletonSeconds: AGAIN_S });

/** A job that fails is tried again by itself; those beside it are done. */
async function guarded(log: Log, job: string, id: string, run: () => Promise<unknown>): Promise<JobResult> {
  try {
    await run();
    return { id, status: 'completed' };
  } catch (error) {
    log.error('job failed', { job, ...forLog(error) });
    return { id, status: 'failed' };
  }
}
