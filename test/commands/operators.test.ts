import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Sql } from '../../db/connect.ts';
import { verifyChain } from '../../db/journal.ts';
import { changePassword, createOperator, findSession, openSession, operatorByLogin } from '../../db/operators.ts';
import { verifyPassword } from '../../db/password.ts';
import {
  allOperators,
  disableOperator,
  enableOperator,
  importingOperator,
  newFirstPassword,
  newOperator,
} from '../../src/commands/operators.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

const NOW = new Date('2026-11-27T03:00:00Z');
const clock = () => NOW;
let database: TestDatabase;
let sql: Sql;
beforeAll(async () => {
  database = await createTestDatabase();
  sql = connect(database.url, { max: 2 });
});
afterAll(async () => {
  await sql.end();
  await database.drop();
});

test('whoever leaves the office loses his access at once, whoever forgot his password gets a first one, and all is on record', async () => {
  const office = { sql, clock };
  expect(await importingOperator(sql, undefined)).toMatchObject({ done: false });
  await createOperator(
    sql,
    { login: 'pindah', name: 'Pindah', password: 'kata-sandi-yang-lama', mustChange: false },
    NOW,
  );
  const before = (await operatorByLogin(sql, 'pindah'))!;
  const token = (await openSession(sql, before, NOW))!;

  expect(await disableOperator(office, 'Pindah')).toMatchObject({
    done: true,
    lines: [expect.stringContaining('tidak dapat masuk lagi'), expect.stringContaining('Tidak ada lagi operator')],
  });
  expect(await findSession(sql, token, NOW)).toBeUndefined();
  expect((await allOperators(office)).lines).toEqual(['pindah  Pindah  nonaktif']);
  expect(await enableOperator(office, 'pindah')).toMatchObject({ done: true });
  // His window stays closed: he signs in anew.
  expect(await findSession(sql, token, NOW)).toBeUndefined();

  const [line] = (await newFirstPassword(office, 'pindah')).lines;
  const after = (await operatorByLogin(sql, 'pindah'))!;
  expect(after).toMatchObject({ disabled: false, mustChange: true });
  expect(await verifyPassword(/: (\S+) \(/.exec(line!)![1]!, after.password)).toBe(true);
  expect(await disableOperator(office, 'entah')).toMatchObject({ done: false });

  expect(await newOperator(office, 'nama dengan spasi', 'Rina')).toMatchObject({ done: false });
  expect(await newOperator(office, 'Rina', 'Rina')).toMatchObject({ done: true });
  expect(await newOperator(office, 'rina', 'Rina')).toMatchObject({ done: false });
  const entries = await sql`select entry from journal where chain = 'system' order by number`;
  expect(entries.map(({ entry }) => entry)).toEqual([
    'operator disabled',
    'operator enabled',
    'password reset',
    'operator added',
  ]);
  expect(await verifyChain(sql, 'system')).toBeUndefined();
});

test('an import asks in whose name it is where there are several, and never takes who has left', async () => {
  expect(await importingOperator(sql, undefined)).toMatchObject({
    done: false,
    lines: [
      expect.stringContaining('--by NAMA_MASUK'),
      expect.stringContaining('pindah'),
      expect.stringContaining('rina'),
    ],
  });
  expect(await importingOperator(sql, 'RINA')).toMatchObject({ login: 'rina' });
  await disableOperator({ sql, clock }, 'pindah');
  expect(await importingOperator(sql, 'pindah')).toMatchObject({ done: false });
  expect(await importingOperator(sql, undefined)).toMatchObject({ login: 'rina' });
});

test('a password that was asked for before it was given anew opens no window and sets no other one', async () => {
  const office = { sql, clock };
  await createOperator(sql, { login: 'lama', name: 'Lama', password: 'kata-sandi-yang-lama', mustChange: false }, NOW);
  const asked = (await operatorByLogin(sql, 'lama'))!;
  await newFirstPassword(office, 'lama');
  expect(await openSession(sql, asked, NOW)).toBeUndefined();
  expect(await changePassword(sql, asked, 'kata-sandi-orang-lain')).toBeUndefined();
  const renewed = (await operatorByLogin(sql, 'lama'))!;
  expect(renewed.mustChange).toBe(true);

  const own = (await changePassword(sql, renewed, 'kata-sandi-sendiri'))!;
  const token = (await openSession(sql, own, NOW))!;
  expect(await findSession(sql, token, NOW)).toMatchObject({ operator: { login: 'lama', mustChange: false } });
  await disableOperator(office, 'lama');
  expect(await openSession(sql, own, NOW)).toBeUndefined();
  expect(await changePassword(sql, own, 'kata-sandi-orang-lain')).toBeUndefined();
  // A first password alone does not let him in again, and whoever gives it is told so.
  expect((await newFirstPassword(office, 'Lama')).lines).toEqual([
    expect.stringContaining('Kata sandi pertama'),
    expect.stringContaining('operator enable'),
  ]);
});
