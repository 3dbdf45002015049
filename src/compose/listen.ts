import { once } from 'node:events';
import { type ServerType, serve } from '@hono/node-server';
import type { Hono } from 'hono';
import { Fault } from '../fault.ts';

export type Listening = { stop(): Promise<void> };

/** Serves pages at an address. Throws Fault('config') where that address cannot be had. */
export async function listen(app: Hono, hostname: string, port: number): Promise<Listening> {
  const server = serve({ fetch: app.fetch, hostname, port });
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new Fault('config', refusal((cause as { code?: string }).code, hostname, port), { cause });
  }
  return { stop: () => closed(server) };
}

function refusal(code: string | undefined, hostname: string, port: number): string {
  if (code === 'EADDRINUSE') return `PORT ${port} is used by another program`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `HOST ${hostname} is no address of this machine`;
  return `PORT ${port} cannot be used (${code})`;
}

/** Streams to open pages never end by themselves, so they are cut. */
async function closed(server: ServerType): Promise<void> {
  const done = once(server, 'close');
  server.close();
  if ('closeAllConnections' in server) server.closeAllConnections();
  await done;
}
