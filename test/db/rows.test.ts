import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, type Sql } from '../../db/connect.ts';
import { insertRows, updateRows } from '../../db/rows.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

let database: TestDatabase;
let sql: Sql;
beforeAll(async () => {
  database = await createTestDatabase();
  sql = connect(database.ownerUrl, { max: 2 });
  await sql`create table things (id int primary key, some_text text, some_bytes bytea, at timestamptz(3), count bigint, flag boolean, some_json jsonb)`;
});
afterAll(async () => {
  await sql.end();
  await database.drop();
});

/** Any text that a stranger may send, NUL and halves of surrogate pairs too. */
const text = fc.string({ unit: 'binary', maxLength: 60 });
const thing = fc.record({
  someText: fc.option(text),
  someBytes: fc.option(fc.uint8Array({ maxLength: 200 })),
  at: fc.option(fc.date({ min: new Date('1970-01-02'), max: new Date('2200-01-01'), noInvalidDate: true })),
  count: fc.maxSafeInteger(),
  flag: fc.boolean(),
  someJson: fc.option(fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), text, { maxKeys: 4 })),
});
type Thing = (typeof thing extends fc.Arbitrary<infer T> ? T : never) & { id: number };
/** What Postgres can hold of a text: all but NUL and lone halves, which become the replacement character. */
const held = (value: string) => value.toWellFormed().replaceAll('\0', '\ufffd');
const heldThing = ({ someText, someBytes, someJson, count, ...rest }: Thing) => ({
  ...rest,
  count: String(count),
  someText: someText === null ? null : held(someText),
  someBytes: someBytes === null ? null : Buffer.from(someBytes),
  someJson:
    someJson === null
      ? null
      : Object.fromEntries(Object.entries(someJson).map(([name, value]) => [held(name), held(value)])),
});
const stored = async () => [
  ...(await sql`select id, flag, at, count, some_text, some_bytes, some_json from things order by id`),
];
const things = fc.array(thing, { minLength: 1, maxLength: 20 }).map((all) => all.map((each, id) => ({ id, ...each })));

describe('set-based writes', () => {
  test('whatever the rows hold, they come back as they went in', async () => {
    await fc.assert(
      fc.asyncProperty(things, async (rows) => {
        await sql`truncate things`;
        expect(await insertRows(sql, 'things', rows)).toBe(rows.length);
        expect(await stored()).toEqual(rows.map((row) => expect.objectContaining(heldThing(row))));
      }),
      { numRuns: 60 },
    );
  });

  test('an update writes the columns it names in the rows it names, and no others', async () => {
    await fc.assert(
      fc.asyncProperty(things, fc.infiniteStream(text), fc.infiniteStream(fc.boolean()), async (rows, texts, picks) => {
        await sql`truncate things`;
        await insertRows(sql, 'things', rows);
        const changed = rows
          .filter(() => picks.next().value)
          .map(({ id }) => ({ id, someText: texts.next().value as string }));
        expect(await updateRows(sql, 'things', 'id', changed)).toBe(changed.length);
        const after = rows.map((row) => heldThing({ ...row, ...changed.find(({ id }) => id === row.id) }));
        expect(await stored()).toEqual(after.map((row) => expect.objectContaining(row)));
      }),
      { numRuns: 40 },
    );
  });

  test('a backslash before u0000 is six characters and stays so', async () => {
    await sql`truncate things`;
    await insertRows(sql, 'things', [{ id: 1, someText: '\\u0000 \\\\u0000 \\\0' }]);
    expect((await stored())[0]!.someText).toBe('\\u0000 \\\\u0000 \\\ufffd');
  });

  test('rows that are there already are left alone where that is wanted, and a fault where it is not', async () => {
    await sql`truncate things`;
    await insertRows(sql, 'things', [{ id: 1, someText: 'erster' }]);
    expect(
      await insertRows(
        sql,
        'things',
        [
          { id: 1, someText: 'x' },
          { id: 2, someText: 'y' },
        ],
        'nothing',
      ),
    ).toBe(1);
    await expect(insertRows(sql, 'things', [{ id: 2, someText: 'z' }])).rejects.toMatchObject({ code: '23505' });
    expect((await stored()).map(({ someText }) => someText)).toEqual(['erster', 'y']);
  });

  test('no rows are no statement', async () => {
    expect(await insertRows(sql, 'no such table', [])).toBe(0);
    expect(await updateRows(sql, 'no such table', 'id', [])).toBe(0);
  });
});

test('lists of texts go to Postgres and come back as they are', async () => {
  const list = fc.array(
    fc.string({ unit: 'grapheme', minLength: 1 }).filter((each) => !each.includes('\0') && each !== 'NULL'),
    { maxLength: 8 },
  );
  await fc.assert(
    fc.asyncProperty(list, async (texts) => {
      const [row] = await sql.unsafe('select $1::text[] as texts, array_length($1::text[], 1) as count', [texts]);
      expect(row!.texts).toEqual(texts);
      expect(row!.count ?? 0).toBe(texts.length);
    }),
  );
});
