import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { chanceOf } from './chance.ts';
import { startProxy, type TcpProxy } from './proxy.ts';

let echo: Server;
const served: Socket[] = [];
let proxy: TcpProxy;
beforeAll(async () => {
  echo = createServer((socket) => {
    served.push(socket.on('error', () => undefined));
    socket.pipe(socket);
  });
  await once(echo.listen(0, '127.0.0.1'), 'listening');
});
beforeEach(async () => {
  proxy = await startProxy((echo.address() as AddressInfo).port);
});
afterEach(() => proxy.stop());
afterAll(() => {
  for (const socket of served) socket.destroy();
  return new Promise<void>((resolve) => void echo.close(() => resolve()));
});

/** A connection, and all that came over it. */
async function caller() {
  const socket = connect(proxy.port, '127.0.0.1').on('error', () => undefined);
  const heard: Buffer[] = [];
  socket.on('data', (chunk) => heard.push(chunk));
  await once(socket, 'connect');
  const answer = async (text: string) => {
    socket.write(text);
    await once(socket, 'data');
  };
  const gone = new Promise((resolve) => socket.once('close', resolve));
  return { socket, answer, gone, heard: () => Buffer.concat(heard).toString() };
}

test('passes on what it gets, and that one side has gone', async () => {
  const { answer, heard, gone } = await caller();
  await answer('halo');
  expect(heard()).toBe('halo');
  served.at(-1)!.destroy();
  await gone;
});

test('cuts in the middle of what flows: its beginning arrives', async () => {
  const { socket, heard, gone } = await caller();
  await proxy.inject({ kind: 'cut', afterBytes: 5, of: 'answers' });
  socket.write('sepuluh dan dua');
  await gone;
  expect(heard()).toBe('sepul');
  expect(await proxy.heal()).toBe(1);
  await (await caller()).answer('lagi');
});

test('half open: nothing arrives, nobody hears of an end, and only a new connection is alive', async () => {
  const { socket, answer, heard } = await caller();
  await answer('sebelum');
  await proxy.inject({ kind: 'half-open', silent: 'both' });
  socket.write('selama');
  served.at(-1)!.end('selesai');
  await proxy.heal();
  await (await caller()).answer('baru');
  socket.write('sesudah');
  await (await caller()).answer('lagi');
  expect([socket.destroyed, heard()]).toEqual([false, 'sebelum']);
  socket.destroy();
});

test.each(['deaf', 'reset'] as const)('refuses (%s), and listens again when it is healed', async (how) => {
  const { gone } = await caller();
  await proxy.inject({ kind: 'refuse', how });
  await gone;
  await new Promise((resolve) => connect(proxy.port, '127.0.0.1').once('error', resolve));
  await proxy.heal();
  await (await caller()).answer('lagi');
});

test('delays, and keeps the order', async () => {
  const { socket, heard } = await caller();
  await proxy.inject({ kind: 'delay', ms: 50 });
  const began = performance.now();
  socket.write('satu ');
  await new Promise(setImmediate);
  socket.write('dua');
  while (heard() !== 'satu dua') await once(socket, 'data');
  // A timer may fire a moment before its time.
  expect(performance.now() - began).toBeGreaterThanOrEqual(95);
});

test('chance is the same for the same seed', () => {
  const draws = (seed: number) => {
    const chance = chanceOf(seed);
    return Array.from({ length: 20 }, () => chance.between(1, 6));
  };
  expect(draws(7)).toEqual(draws(7));
  expect(draws(7)).not.toEqual(draws(8));
  expect(Math.min(...draws(7))).toBeGreaterThanOrEqual(1);
  expect(Math.max(...draws(7))).toBeLessThanOrEqual(6);
});
