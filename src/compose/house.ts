import type { Sql } from '../../db/connect.ts';
import type { Config } from '../config.ts';
import type { JobParts } from '../desk/jobs/jobs.ts';
import type { DeskSettings } from '../desk/parts.ts';
import type { Clock } from '../desk/ports.ts';
import type { Desk } from '../desk/receive.ts';
import type { Log } from '../log.ts';
import { createOutward } from '../outward.ts';
import { openDoors } from './doors.ts';
import { type Ground, layGround } from './ground.ts';
import type { IssuerSide } from './issuer.ts';
import { openChannels, openRooms, startWork } from './rooms.ts';

export type { Ground };

export type House = {
  readonly desk: Desk;
  readonly sql: Sql;
  readonly jobs: JobParts;
  readonly settings: DeskSettings;
  readonly issuer: IssuerSide;
  /** Where the pages are. */
  readonly url: string;
  stop(): Promise<void>;
};

/** What runs is given this long to finish; what does not finish is done again after the next start. */
const STOP_MS = 8_000;
/** All work is over by then; postgres.js would wait for connections that were cut and never used again. */
const POOL_END_S = 1;

/** Puts all rooms together and opens the doors. Stopping closes them in the opposite order: first nothing new comes in. */
export async function openHouse(
  config: Config,
  ground: Ground,
  { clock, log }: { clock: Clock; log: Log },
): Promise<House> {
  const { sql, boss } = await layGround(ground, log);
  const outward = createOutward({ proxy: config.httpsProxy, noProxy: config.noProxy });
  const base = { config, ground, clock, log, sql, boss, outward };
  const channels = await openChannels(base);
  const rooms = await openRooms(base, channels);
  const { jobs, stop } = await startWork(base, channels, rooms);
  const { poller, mailbox, pages } = await openDoors(base, channels, rooms, jobs);
  const { desk, settings, issuer, letters } = rooms;
  return {
    desk,
    sql,
    jobs,
    settings,
    issuer,
    url: config.publicUrl,
    async stop() {
      // What waits for its turn at Telegram's rate stays queued for the next start.
      channels.telegram?.channel.close();
      await Promise.all([poller?.stop(), mailbox?.stop(), stop(STOP_MS)]);
      await boss.stop({ graceful: true, timeout: STOP_MS });
      await pages?.stop();
      await letters.stop();
      channels.mail?.channel.close();
      await issuer.close();
      await sql.end({ timeout: POOL_END_S });
    },
  };
}
