import { openHouse } from '../../src/compose/house.ts';
import { readConfig } from '../../src/config.ts';
import type { Entry } from '../../src/desk/entry.ts';
import { createLog, silent } from '../../src/log.ts';
import { createKeyring } from '../../src/seal.ts';

/** The office's house in a process of its own, which may be killed at any moment. What it is sent goes through the desk. */
const { variables, ground, key } = JSON.parse(process.argv[2]!);
const log = process.env.PERBARUI_TEST_LOG ? createLog() : silent;
const house = await openHouse(
  readConfig(variables),
  { ...ground, keyring: createKeyring(Buffer.from(key, 'base64')) },
  { clock: () => new Date(), log },
);
process.on('message', (entries: Entry[]) => void house.desk.receive(entries).catch(() => undefined));
process.on('disconnect', () => process.exit());
process.send!('open');
