import { PgBoss } from 'pg-boss';

/**
 * The job queue for whoever only sends: no job is worked on, supervised or scheduled through it. What goes wrong with it
 * shows where something is sent. Whoever opens it stops it.
 */
export async function openSender(databaseUrl: string, connections: number): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    max: connections,
    migrate: false,
    createSchema: false,
    supervise: false,
    schedule: false,
  });
  boss.on('error', () => {});
  await boss.start();
  return boss;
}
