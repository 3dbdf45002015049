import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { connect, type Sql } from '../../db/connect.ts';
import type { OperatorAct, Outcome } from '../../src/desk/entry.ts';
import { reviewContent } from '../../src/renewal/content.ts';
import { type ConsoleOffice, newcomer, openConsole } from '../web/console-office.ts';

/** Two operators enter the same number in the same moment, each in a process of his own: neither has seen the other's. */

let office: ConsoleOffice;
let elsewhere: ConsoleOffice;
let aside: Sql;
beforeAll(async () => {
  office = await openConsole({ issuer: 'ams' });
  elsewhere = await openConsole({ issuer: 'ams' }, {}, office.database);
  aside = connect(office.database.url, { max: 2, name: 'aside' });
});
afterAll(async () => {
  await aside?.end();
  await elsewhere?.close();
  await office?.close();
});

let one: string;
let other: string;
beforeEach(async () => {
  [one, other] = [await entered(), await entered()];
});

async function entered(): Promise<string> {
  const data = newcomer();
  const renewal = await office.reviewable(data);
  await office.does({ act: 'approve', renewal: renewal.id, content: reviewContent(renewal) });
  await office.does({ act: 'enter-ams', renewal: renewal.id });
  return renewal.id;
}

const recorded = (renewal: string, serial?: string): OperatorAct => ({
  act: 'record-certificate',
  renewal,
  certificate: {
    ...(serial === undefined ? {} : { serial }),
    notAfter: new Date('2028-11-22T16:59:59Z'),
    evidence: serial === undefined ? 'dates' : 'word',
    state: 'valid',
    issuer: 'ams',
  },
});

/** Both have looked before either writes: nothing may be written until both wait to. */
async function atOnce(first: OperatorAct, second: OperatorAct): Promise<readonly Outcome[]> {
  const both = await aside.begin(async (sql) => {
    await sql`lock table certificates in share mode`;
    const asked = [office.does(first), elsewhere.does(second, office.operator)];
    await expect
      .poll(() => aside`select 1 from pg_locks where relation = 'certificates'::regclass and not granted`)
      .toHaveLength(2);
    return { asked };
  });
  return Promise.all(both.asked);
}

const known = [{ refused: 'serial-known' }, expect.objectContaining({ done: true })];
const sorted = (outcomes: readonly Outcome[]) => outcomes.toSorted((a) => ('refused' in a ? -1 : 1));

test('the second is told that it is on record, as if it had stood there before', async () => {
  expect(sorted(await atOnce(recorded(one, 'aa01'), recorded(other, 'aa01')))).toEqual(known);
  const rows = await office.sql`select renewal from certificates where serial = 'aa01'`;
  expect(rows).toHaveLength(1);
  const refused = rows[0]!.renewal === one ? other : one;
  expect(
    await office.sql`select 1 from decisions where renewal = ${refused} and subject = 'refused-record-certificate'`,
  ).toHaveLength(1);
  expect(await office.does(recorded(refused, 'aa02'))).toMatchObject({ done: true });
});

test('also where the number comes to light later', async () => {
  for (const renewal of [one, other]) await office.does(recorded(renewal));
  const adds = (renewal: string) => ({ ...recorded(renewal, 'bb01'), act: 'add-evidence' }) as OperatorAct;
  expect(sorted(await atOnce(adds(one), adds(other)))).toEqual(known);
});

test('also where it is a correction', async () => {
  await office.does(recorded(one, 'cc01'));
  await office.does(recorded(other, 'cc02'));
  const corrects = (renewal: string, was: string): OperatorAct => ({
    act: 'correct-record',
    renewal,
    serial: 'cc03',
    seen: { serial: was, notAfter: office.clock() },
    note: 'tertukar',
  });
  expect(sorted(await atOnce(corrects(one, 'cc01'), corrects(other, 'cc02')))).toEqual(known);
  expect(await office.sql`select serial from certificates where renewal in (${one}, ${other}) order by serial`).toEqual(
    [{ serial: expect.stringMatching(/^cc0[12]$/) }, { serial: 'cc03' }],
  );
});
