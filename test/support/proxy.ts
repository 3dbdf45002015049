import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** `requests` flow from the client to the server, `answers` back. */
type Direction = 'requests' | 'answers';
export type LinkFault =
  | { readonly kind: 'delay'; readonly ms: number }
  /** Each connection ends after so many more bytes of one direction, wherever in a frame that is. */
  | { readonly kind: 'cut'; readonly afterBytes: number; readonly of: Direction }
  /** What flows vanishes, and the sockets stay open. Whoever was connected then never comes to life again. */
  | { readonly kind: 'half-open'; readonly silent: Direction | 'both' }
  /** Nobody listens, or whoever knocks is sent away at once; who was connected is cut. */
  | { readonly kind: 'refuse'; readonly how: 'deaf' | 'reset' };
export type Kind = LinkFault['kind'];

export type TcpProxy = {
  readonly port: number;
  /** From now on, for everyone who is connected or connects; replaces the fault before. */
  inject(fault: LinkFault): Promise<void>;
  /** How many connections the fault has met so far. */
  readonly met: number;
  /** Back to normal; returns how many connections the fault met. */
  heal(): Promise<number>;
  stop(): Promise<void>;
};

/** A half-open connection's server learns of it after this long, as by TCP keepalive: else its side would stay for ever. */
const NOTICED_AFTER_MS = 10_000;

/** A wire on loopback that can be faulty: everything that connects is passed on to `target` on this machine. */
export async function startProxy(target: number): Promise<TcpProxy> {
  const pairs = new Set<Pair>();
  const timers = new Set<NodeJS.Timeout>();
  let fault: LinkFault | undefined;
  let met = new Set<Pair>();
  let server = accept();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;

  function accept(): Server {
    return createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
      if (fault?.kind === 'refuse') {
        met.add(pairOf(client, client));
        client.resetAndDestroy();
        if (fault.how === 'deaf' && server.listening) server.close();
        return;
      }
      const pair = pairOf(client, connect({ port: target, host: '127.0.0.1', allowHalfOpen: true, noDelay: true }));
      pairs.add(pair);
      if (fault) strike(pair, fault);
      pass(pair, 'requests');
      pass(pair, 'answers');
    });
  }

  function strike(pair: Pair, by: LinkFault): void {
    met.add(pair);
    if (by.kind === 'cut') pair.left[by.of] = by.afterBytes;
    if (by.kind === 'half-open') {
      for (const way of ways(by.silent)) pair.silent.add(way);
      const timer = setTimeout(() => pair.server.destroy(), NOTICED_AFTER_MS);
      pair.server.once('close', () => clearTimeout(timer));
    }
    if (by.kind === 'refuse') cut(pair);
  }

  function pass(pair: Pair, way: Direction): void {
    const [from, to] = way === 'requests' ? [pair.client, pair.server] : [pair.server, pair.client];
    const write = later(to);
    const dead = () => pair.silent.size > 0;
    from.on('data', (chunk: Buffer) => {
      if (pair.silent.has(way)) return;
      const left = pair.left[way];
      pair.left[way] = left - chunk.length;
      if (chunk.length < left) return write(() => to.write(chunk));
      // The beginning of a frame arrives, the rest never does.
      to.write(chunk.subarray(0, left), () => cut(pair));
    });
    from.on('end', () => dead() || write(() => to.end()));
    from.on('error', () => undefined);
    from.on('close', () => {
      // Across a dead line nobody hears that the other one has gone.
      if (!dead()) write(() => to.destroy());
      if (pair.client.destroyed && pair.server.destroyed) pairs.delete(pair);
    });
  }

  /** Keeps the order, whatever the delay. */
  function later(to: Socket): (act: () => void) => void {
    let last = 0;
    return (act) => {
      const now = performance.now();
      last = Math.max(last, now + (fault?.kind === 'delay' ? fault.ms : 0));
      if (last <= now) return act();
      const timer = setTimeout(() => {
        timers.delete(timer);
        if (!to.destroyed) act();
      }, last - now);
      timers.add(timer);
    };
  }

  return {
    port,
    async inject(next) {
      fault = next;
      met = new Set();
      for (const pair of pairs) if (pair.silent.size === 0) strike(pair, next);
      // What nobody listens for cannot be counted: where no connection was met yet, the next one is refused here first.
      if (next.kind === 'refuse' && next.how === 'deaf' && met.size > 0) await closed(server);
    },
    get met() {
      return met.size;
    },
    async heal() {
      fault = undefined;
      for (const { left } of pairs) left.requests = left.answers = Number.POSITIVE_INFINITY;
      if (!server.listening) {
        server = accept();
        await once(server.listen(port, '127.0.0.1'), 'listening');
      }
      return met.size;
    },
    async stop() {
      for (const timer of timers) clearTimeout(timer);
      for (const pair of pairs) cut(pair);
      if (server.listening) await closed(server);
    },
  };
}

type Pair = {
  readonly client: Socket;
  readonly server: Socket;
  /** Bytes that still pass. */
  readonly left: Record<Direction, number>;
  readonly silent: Set<Direction>;
};
const pairOf = (client: Socket, server: Socket): Pair => ({
  client,
  server,
  left: { requests: Number.POSITIVE_INFINITY, answers: Number.POSITIVE_INFINITY },
  silent: new Set(),
});

const ways = (silent: Direction | 'both'): readonly Direction[] =>
  silent === 'both' ? ['requests', 'answers'] : [silent];

function cut({ client, server }: Pair): void {
  for (const socket of [client, server]) socket.destroy();
}

/** It may still have connections: those go on. */
async function closed(server: Server): Promise<void> {
  server.close();
  while (server.listening) await new Promise(setImmediate);
}
