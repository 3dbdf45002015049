import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOperator, readablePassword } from '../../../db/operators.ts';
import { renewalOf } from '../../../db/renewals.ts';
import { type House, openHouse } from '../../compose/house.ts';
import { readConfig } from '../../config.ts';
import { Fault } from '../../fault.ts';
import { silent } from '../../log.ts';
import type { Renewal } from '../../renewal/renewal.ts';
import { freePort } from '../database.ts';
import { type Embedded, startEmbedded } from '../embedded.ts';
import { type AtConsole, atConsole } from '../play.ts';
import { addSamples, type Holding, SAMPLES } from '../samples.ts';

/** An office of its own for the demo, in a folder that is removed afterwards: all embedded, all real protocols. */
export type Stage = {
  readonly house: House;
  readonly embedded: Embedded;
  readonly operator: AtConsole;
  readonly holdings: ReadonlyMap<string, Holding>;
  renewal(nip: string): Promise<Renewal>;
  /** Nothing is on its way to this person any more: a chat takes one message a second, and nobody answers what he has not read. */
  quiet(nip: string): Promise<void>;
  until<T>(what: string, look: () => Promise<T | undefined | false>): Promise<T>;
  close(): Promise<void>;
};

const PATIENCE_MS = 30_000;
const LOOK_MS = 20;

export async function openStage(issuer: 'local' | 'ams'): Promise<Stage> {
  const dir = await mkdtemp(join(tmpdir(), 'perbarui-demo-'));
  const config = readConfig({
    DATA_DIR: dir,
    PORT: String(await freePort()),
    ISSUER: issuer,
    NOTICES: 'off',
    REVOKE_DELAY_HOURS: '0',
    OFFICE_HOURS: 'Mon-Sun 00:00-24:00',
  });
  const clock = () => new Date();
  const embedded = await startEmbedded(config, silent);
  const house = await openHouse(config, embedded.ground, { clock, log: silent });
  const operator = {
    id: (await createOperator(house.sql, {
      login: 'rina',
      name: 'Rina Marlina',
      password: readablePassword(),
      mustChange: true,
    }))!,
    name: 'Rina Marlina',
  };
  const holdings = await addSamples(house, operator, clock(), SAMPLES);
  const { keyring } = embedded.ground;
  const { sql } = house;
  return {
    house,
    embedded,
    holdings,
    operator: atConsole(house.desk, operator),
    async renewal(nip) {
      const [row] =
        await sql`select r.* from renewals r join applicants a on a.id = r.applicant where a.nip_hash = ${keyring.hash('nip', nip)} order by r.opened_at desc limit 1`;
      if (!row) throw new Fault('invariant', 'no renewal was opened');
      return renewalOf(keyring, row).renewal;
    },
    async quiet(nip) {
      await until('everything is sent', async () => {
        const [waiting] = await sql`
          select 1 from messages m join contacts c on c.id = m.contact join applicants a on a.id = c.applicant
          where a.nip_hash = ${keyring.hash('nip', nip)} and m.direction = 'out' and m.state = 'queued' limit 1`;
        return !waiting;
      });
    },
    until,
    async close() {
      await house.stop();
      await embedded.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function until<T>(what: string, look: () => Promise<T | undefined | false>): Promise<T> {
  for (const deadline = Date.now() + PATIENCE_MS; ; ) {
    const found = await look();
    if (found) return found;
    if (Date.now() > deadline) throw new Fault('invariant', `never came true: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
