import type { PgBoss } from 'pg-boss';
import type { Lease } from '../../db/leases.ts';
import { QUEUES, type QueueName } from '../../db/queues.ts';
import { type DeliveryParts, drain } from '../desk/deliver.ts';
import { fetchFile, issue, type JobParts, readLetter, remind, revoke, scan } from '../desk/jobs.ts';
import { Fault } from '../fault.ts';
import type { Log } from '../log.ts';

export type WorkerParts = {
  readonly boss: PgBoss;
  readonly delivery: DeliveryParts;
  readonly jobs: JobParts;
  readonly log: Log;
  readonly publishCrl?: () => Promise<unknown> /** One signer at a time. */;
  readonly signer: Lease;
  readonly checkpoint: () => Promise<unknown>;
};

/** Contacts drained at once: one slow chat must not hold up the others. */
const DELIVERIES_AT_ONCE = 8;
const SWEEP_CONTACTS = 100;

type Job = { readonly data: Record<string, string>; readonly retryCount?: number };

/** Registers who does what is queued. `desk` carries out everything but signing, `issuer` signs. */
export async function startWorkers(parts: WorkerParts, roles: { desk: boolean; issuer: boolean }): Promise<void> {
  const { boss, delivery, jobs } = parts;
  const work = (queue: QueueName, run: (job: Job) => Promise<unknown>, localConcurrency = 1) =>
    boss.work<Record<string, string>>(
      queue,
      { localConcurrency, includeMetadata: true, pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 5 },
      async (batch) => {
        for (const job of batch) await guarded(parts.log, queue, () => run(job as Job));
      },
    );
  if (roles.desk) {
    await work('deliver', ({ data }) => drain(delivery, data.contact!), DELIVERIES_AT_ONCE);
    await work(
      'fetch',
      ({ data, retryCount }) => fetchFile(jobs, data.document!, (retryCount ?? 0) >= QUEUES.fetch.retryLimit),
      2,
    );
    await work('read', ({ data }) => readLetter(jobs, { renewal: data.renewal!, document: data.document! }), 2);
    await work('scan', () => scan(jobs));
    await work('remind', () => remind(jobs));
    await work('sweep', () => sweep(parts));
    await work('checkpoint', () => parts.checkpoint());
  }
  if (roles.issuer) {
    const signing = (act: (job: Job) => Promise<unknown>) => async (job: Job) => {
      if (!(await parts.signer.acquire())) throw new Fault('busy', 'another process signs');
      return act(job);
    };
    await work(
      'issue',
      signing(({ data }) => issue(jobs, data.request!)),
    );
    await work(
      'revoke',
      signing(({ data }) => revoke(jobs, data.revocation!)),
    );
    if (parts.publishCrl)
      await work(
        'crl',
        signing(() => parts.publishCrl!()),
      );
  }
  await schedule(boss, roles.issuer && parts.publishCrl !== undefined);
}

async function schedule(boss: PgBoss, crl: boolean): Promise<void> {
  await boss.schedule('scan', '7 * * * *');
  await boss.schedule('remind', '*/10 * * * *');
  await boss.schedule('sweep', '* * * * *');
  await boss.schedule('checkpoint', '23 * * * *');
  if (crl) await boss.schedule('crl', '41 * * * *');
}

/** What a lost or failed job would have sent: the rows are the truth, a job is only a hint. */
async function sweep({ delivery }: WorkerParts): Promise<void> {
  const contacts = await delivery.outbox.overdue(delivery.clock());
  for (const contact of contacts.slice(0, SWEEP_CONTACTS)) await drain(delivery, contact);
}

async function guarded(log: Log, job: string, run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    log.error('job failed', {
      job,
      code: error instanceof Fault ? error.code : 'unexpected',
      detail: error instanceof Fault ? error.message : error instanceof Error ? error.name : '',
    });
    throw error;
  }
}
