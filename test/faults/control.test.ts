import { setTimeout as after } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Sql } from '../../db/connect.ts';
import { chanceOf } from '../support/chance.ts';
import { type Office, openOffice } from '../support/office.ts';
import { answersInCalm } from './calm.ts';
import type { Carelessness } from './careless-child.ts';
import { gather } from './evidence.ts';
import { housesOn } from './houses.ts';
import { startLoad } from './load.ts';
import { quickTime } from './settle.ts';
import { type Finding, judge } from './verdict.ts';
import { layWires } from './wires.ts';

/**
 * The same checks, on a house with one safeguard off: they must fail, or they would show nothing. With all safeguards on,
 * the very same script passes.
 */

const KILLS = 2;
const LIFE_MS = [600, 1_600] as const;
/** A slow database keeps a batch in hand for longer, which is when a kill hurts who has confirmed it already. */
const SLOW_MS = 25;
const PATIENCE_MS = 60_000;

let office: Office;
let expected: readonly string[];
beforeAll(async () => {
  office = await openOffice();
  expected = await answersInCalm(office, 100);
});
afterAll(() => office.close());

type Safeguard = {
  readonly who: string;
  readonly careless?: Carelessness;
  readonly before?: () => Promise<void>;
  readonly finds: readonly Finding['kind'][];
};
const SAFEGUARDS: Record<string, Safeguard> = {
  'all safeguards on': { who: 'ani', finds: [] },
  'an update is confirmed before it is recorded': { who: 'beni', careless: 'confirms first', finds: ['lost'] },
  'a message is marked as sent before it is sent': { who: 'citra', careless: 'marks first', finds: ['lost'] },
  'the key of what was received is forgotten': { who: 'dodi', before: forgetKeys, finds: ['twice'] },
};

test.each(Object.entries(SAFEGUARDS))('%s: the checks say so', async (name, { who, careless, before, finds }) => {
  await before?.();
  const { findings } = judge(await script(who, careless));
  const kinds = new Set(findings.map(({ kind }) => kind));
  console.info(`${name}: ${findings.length} findings (${[...kinds].join(', ') || 'none'})`);
  if (finds.length === 0) expect(findings).toEqual([]);
  for (const kind of finds) expect(kinds).toContain(kind);
});

/** Keys that differ each time: as if none were stored. Done in the database, since the house itself has no such switch. */
async function forgetKeys(): Promise<void> {
  const owner = postgres(office.ownerUrl, { max: 1 });
  await owner`create function forget() returns trigger language plpgsql as $$ begin
    new.external_id := new.external_id || '-' || gen_random_uuid(); new.copy_key := null; return new; end $$`;
  await owner`create trigger forget before insert on messages for each row when (new.direction = 'in') execute function forget()`;
  await owner.end();
}

/** Until the bot's next message to anybody has arrived, whether or not the house knows yet; not for ever. */
const nextMessage = () =>
  new Promise<void>((resolve) => {
    const heard = () => {
      clearTimeout(timer);
      off();
      resolve();
    };
    const timer = setTimeout(heard, PATIENCE_MS / 10);
    const off = office.telegram.on((event) => event.what === 'message' && event.message.from === 'bot' && heard());
  });

/** A new UIDVALIDITY: every mail comes once more, and only its Message-ID tells that it did. */
async function readAnew(looking: Sql): Promise<void> {
  const [last] =
    await looking`select source, value, at from cursors where source like 'imap:%' order by at desc limit 1`;
  office.mail.imap.renumber();
  await office.until('the mailbox is read anew', async () => {
    const rows = await looking`
      select 1 from cursors where source like 'imap:%' and source <> ${last!.source} and at > ${last!.at} and value::int >= ${Number(last!.value)}`;
    return rows.length > 0;
  });
}

/** A short load, a slow database, a mailbox that is numbered anew, and kills. */
async function script(who: string, careless: Carelessness | undefined) {
  const chance = chanceOf(1);
  return office.elsewhere(async (given) => {
    const looking = connect(given.ground.database.url, { max: 2, name: 'looking' });
    const wires = await layWires(given);
    const houses = housesOn(wires.given, careless);
    const time = await quickTime({ office, looking, given }, () => false);
    try {
      await houses.open();
      const load = startLoad(office, { who, chats: 6, boxes: 3, thinksMs: 1_500 });
      for (let kill = 0; kill < KILLS; kill++) {
        await wires.inject('postgres', { kind: 'delay', ms: SLOW_MS });
        await (kill % 2 === 0 ? after(chance.between(...LIFE_MS)) : nextMessage());
        await houses.kill();
        await wires.heal('postgres');
        await houses.open();
      }
      await load.stop();
      await time.settled(PATIENCE_MS);
      await readAnew(looking);
      await time.settled(PATIENCE_MS);
      await houses.kill();
      return await gather({ office, looking, load, renewed: [], expected, disturbances: 2 * KILLS });
    } finally {
      await houses.kill();
      await time.stop();
      await wires.stop();
      await looking.end({ timeout: 1 });
    }
  });
}
