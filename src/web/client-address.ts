import { BlockList, isIP } from 'node:net';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

/** Addresses and networks (CIDR) of the proxies in front of us; what runs on this machine is one of them. */
export function proxyList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  list.addSubnet('127.0.0.0', 8, 'ipv4');
  list.addAddress('::1', 'ipv6');
  for (const network of networks) {
    const [address, bits] = network.split('/') as [string, string?];
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    list.addSubnet(address, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family);
  }
  return list;
}

/**
 * Who asks. Anybody may write X-Forwarded-For; what counts is the last address in it that a proxy of ours saw. Behind
 * one address that stands for the whole world, a stranger's tries would keep everybody out.
 */
export function clientAddress(c: Context, proxies: BlockList): string {
  const told = (c.req.header('x-forwarded-for') ?? '').split(',').map(bare);
  let seen = bare(peerOf(c));
  while (isIP(seen) && proxies.check(seen, isIP(seen) === 6 ? 'ipv6' : 'ipv4')) {
    const before = told.pop();
    if (before === undefined || !isIP(before)) break;
    seen = before;
  }
  return seen;
}

function peerOf(c: Context): string {
  try {
    return getConnInfo(c).remote.address ?? '';
  } catch {
    return ''; // asked without a socket
  }
}

/** As proxies write them: `192.0.2.1`, `192.0.2.1:443`, `2001:db8::1`, `[2001:db8::1]:443`, `::ffff:192.0.2.1`. */
const WRITTEN = /^\s*(?:\[([\da-f:.]+)\](?::\d+)?|(\d+(?:\.\d+){3})(?::\d+)?|([\da-f:.]+))\s*$/i;

/** Without port and brackets; empty where it is no address. */
function bare(text: string): string {
  const [, bracketed, four, six] = WRITTEN.exec(text) ?? [];
  return (bracketed ?? four ?? six ?? '').replace(/^::ffff:(?=\d+\.)/i, '');
}
