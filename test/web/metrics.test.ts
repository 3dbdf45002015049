import { afterAll, beforeAll, expect, test } from 'vitest';
import { reviewContent } from '../../src/renewal/content.ts';
import { createWeb } from '../../src/web/server.ts';
import { type ConsoleOffice, openConsole, person } from './console-office.ts';

const TOKEN = 'a'.repeat(32);
const HOUR_MS = 3_600_000;

let office: ConsoleOffice;
beforeAll(async () => {
  office = await openConsole({}, { metricsToken: TOKEN });
});
afterAll(() => office?.close());

const asks = (app: ConsoleOffice['app'], token?: string) =>
  app.request('/metrics', token ? { headers: { authorization: `Bearer ${token}` } } : {});

async function figures(): Promise<ReadonlyMap<string, number>> {
  const answer = await asks(office.app, TOKEN);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  const lines = (await answer.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

test('what waits is told by who has to act and since when, and what is not there is absent', async () => {
  await office.reviewable(person('Siti'));
  office.passes(HOUR_MS);
  const told = await figures();
  expect(told.get('perbarui_up{part="database"}')).toBe(1);
  expect(told.get('perbarui_awaited{who="operator"}')).toBe(1);
  expect(told.get('perbarui_awaited_oldest_seconds{who="operator"}')).toBe(HOUR_MS / 1000);
  expect(told.get('perbarui_unsent_messages{channel="mail"}')).toBeGreaterThan(0);
  expect(told.get('perbarui_open_faults')).toBe(0);
  expect(told.get('process_resident_memory_bytes')).toBeGreaterThan(0);
  for (const absent of ['perbarui_awaited{who="issuer"}', 'perbarui_authority_end_timestamp_seconds'])
    expect(told.has(absent), absent).toBe(false);
});

test('what was told before is gone once it is settled', async () => {
  const renewal = await office.renewal(person('Siti'));
  await office.does({ act: 'approve', renewal: renewal.id, content: reviewContent(renewal) });
  expect((await figures()).has('perbarui_awaited{who="operator"}')).toBe(false);
});

test('while the database is away that alone is told, and no figure stands as nought', async () => {
  const away = await openConsole(
    {},
    { metricsToken: TOKEN, health: async () => [{ part: 'database', ok: false }] },
    office.database,
  );
  await away.close();
  const answer = await asks(away.app, TOKEN);
  const text = await answer.text();
  expect(answer.status).toBe(200);
  expect(text).toContain('perbarui_up{part="database"} 0');
  expect(text).not.toMatch(/^perbarui_(open_faults|awaited)/m);
});

test('nobody is told without the token, and without one configured there is no such page', async () => {
  expect((await asks(office.app)).status).toBe(401);
  expect((await asks(office.app, 'b'.repeat(32))).status).toBe(401);
  const { metricsToken: _, ...parts } = office.parts;
  expect((await asks(createWeb(parts), TOKEN)).status).toBe(404);
});
