import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../db/connect.ts';
import { type House, openHouse } from '../../src/compose/house.ts';
import { readConfig } from '../../src/config.ts';
import { silent } from '../../src/log.ts';
import { createKeyring } from '../../src/seal.ts';
import { housesOn } from '../faults/houses.ts';
import { type HouseGiven, type Office, openOffice, TEST_KEY } from '../support/office.ts';
import { startProxy } from '../support/proxy.ts';
import { stranger } from '../support/talk.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

/** In the house it is fifteen seconds. */
const LEASE_MS = 1_000;

test('what a process was sending when it was killed is sent by another one, once, and not before', async () => {
  const phone = await stranger(office);
  const [{ id: contact }] = (await office.sql`select id from contacts where address = ${String(phone.chat)}`) as [
    { id: string },
  ];
  const bot = () => phone.messages().filter(({ from }) => from === 'bot');
  const before = bot().length;

  await office.elsewhere(async (given) => {
    const wire = await startProxy(Number(new URL(given.ground.telegram!.apiRoot).port));
    const looking = connect(given.ground.database.url, { max: 1, name: 'looking' });
    const one = housesOn(desk(given, wire.port));
    let other: House | undefined;
    const leased = async () => (await looking`select until from leases where name = ${`deliver:${contact}`}`)[0]?.until;
    try {
      await one.open();
      // Telegram neither takes what is sent nor answers: the message is on its way for half a minute.
      await wire.inject({ kind: 'half-open', silent: 'both' });
      const { operator } = office.operators[0]!;
      one.tell([{ enter: 'operator', operator, act: { act: 'say', contact, text: 'Selamat siang.' } }]);
      await office.until('it is being sent', leased);
      other = await openHere(desk(given));
      // The other one looked for what was left behind when it opened, and looks once more in this time.
      const first = await leased();
      await office.until('its lease was renewed meanwhile', async () => (await leased()) - first >= LEASE_MS);
      expect(bot()).toHaveLength(before);

      await one.kill();
      await office.until('it has arrived', async () => bot().length > before);
      await office.until('it is on record', async () => {
        const rows = await looking`select 1 from messages where contact = ${contact} and state = 'queued'`;
        return rows.length === 0 && (await leased()) === undefined;
      });
    } finally {
      await Promise.all([one.kill(), other?.stop()]);
      await wire.stop();
      await looking.end({ timeout: 1 });
    }
  });
  expect(
    bot()
      .slice(before)
      .map(({ text }) => text),
  ).toEqual([expect.stringContaining('Selamat siang.')]);
});

const openHere = ({ variables, ground }: HouseGiven) =>
  openHouse(
    readConfig(variables),
    { ...ground, keyring: createKeyring(TEST_KEY) },
    { clock: () => new Date(), log: silent },
  );

/** A process that only works the desk, on a database that others use as well; `port`: of the wire that leads to Telegram. */
function desk({ variables, ground }: HouseGiven, port?: number): HouseGiven {
  const { issuerUrl: _, ...database } = ground.database;
  const apiRoot = new URL(ground.telegram!.apiRoot);
  if (port !== undefined) apiRoot.port = String(port);
  return {
    variables: { ...variables, ROLES: 'desk' },
    ground: {
      ...ground,
      database: { ...database, own: false, leaseMs: LEASE_MS },
      telegram: { ...ground.telegram!, apiRoot: apiRoot.href.replace(/\/$/, '') },
    },
  };
}
