import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientAddress, proxyList } from '../../src/web/client-address.ts';

/** A server on the loopback, where our own proxy stands; the headers are what arrives there. */
let server: ReturnType<typeof serve>;
let url: string;
let proxies = proxyList([]);
beforeAll(async () => {
  const app = new Hono().get('/', (c) => c.text(clientAddress(c, proxies)));
  url = await new Promise((resolve) => {
    server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) =>
      resolve(`http://127.0.0.1:${port}/`),
    );
  });
});
afterAll(() => server.close());

const seenAs = async (forwarded?: string, behind: readonly string[] = []) => {
  proxies = proxyList(behind);
  return (await fetch(url, forwarded === undefined ? {} : { headers: { 'x-forwarded-for': forwarded } })).text();
};

describe('who asks', () => {
  test('is who is connected, where nobody stands between', async () => {
    expect(await seenAs()).toBe('127.0.0.1');
  });

  test('is whom the proxy on this machine saw, whatever the asker wrote before it', async () => {
    expect(await seenAs('203.0.113.9')).toBe('203.0.113.9');
    expect(await seenAs('198.51.100.1, 10.0.0.1, 203.0.113.9')).toBe('203.0.113.9');
    expect(await seenAs('127.0.0.1, 203.0.113.9')).toBe('203.0.113.9');
  });

  test('is looked for behind each proxy that is ours, and no further', async () => {
    const behind = ['10.1.0.0/16', '2001:db8:1::/48'];
    expect(await seenAs('198.51.100.1, 203.0.113.9, 10.1.2.3', behind)).toBe('203.0.113.9');
    expect(await seenAs('203.0.113.9, 2001:db8:1::7', behind)).toBe('203.0.113.9');
    expect(await seenAs('203.0.113.9, 10.2.2.3', behind)).toBe('10.2.2.3');
  });

  test('is read as proxies write it', async () => {
    for (const [written, address] of [
      ['203.0.113.9:4711', '203.0.113.9'],
      ['[2001:db8::1]:443', '2001:db8::1'],
      ['[2001:db8::1]', '2001:db8::1'],
      ['::ffff:203.0.113.9', '203.0.113.9'],
    ] as const)
      expect(await seenAs(written)).toBe(address);
  });

  test('is the proxy itself where it says nothing that is an address', async () => {
    for (const written of ['', 'unknown', '_hidden', '203.0.113.9, unknown', '999.1.1.1', 'x'.repeat(8000)])
      expect(await seenAs(written)).toBe('127.0.0.1');
  });
});
