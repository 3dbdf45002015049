import { once } from 'node:events';
import { type ServerType, serve } from '@hono/node-server';
import type { Hono } from 'hono';
import { Fault } from '../fault.ts';

export type Listening = { stop(): Promise<void> };

/** Serves pages at an address. Throws Fault('config') when somebody else is there already. */
export async function listen(app: Hono, hostname: string, port: number): Promise<Listening> {
  const server = serve({ fetch: app.fetch, hostname, port });
  try {
    await once(server, 'listening');
  } catch (cause) {
    const taken = (cause as { code?: string }).code === 'EADDRINUSE';
    throw new Fault('config', taken ? `PORT ${port} is used by another program` : `PORT ${port} cannot be used`, {
      cause,
    });
  }
  return { stop: () => closed(server) };
}

/** Streams to open pages never end by themselves, so they are cut. */
async function closed(server: ServerType): Promise<void> {
  const done = once(server, 'close');
  server.close();
  if ('closeAllConnections' in server) server.closeAllConnections();
  await done;
}
