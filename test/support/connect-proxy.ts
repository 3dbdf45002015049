import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/**
 * A proxy that opens the way by CONNECT (RFC 9110, 9.3.6), whatever host is named, to one server on this machine; or, without
 * one, opens none. What comes without CONNECT it refuses. Keeps what it was asked for.
 */
export async function startConnectProxy(target?: number) {
  const asked: { host: string; authorization?: string }[] = [];
  const sockets = new Set<Socket>();
  const server = createServer(({ url = '' }, response) => {
    asked.push({ host: url });
    response.writeHead(405).end();
  });
  server.on('connect', (request, socket: Socket) => {
    const authorization = request.headers['proxy-authorization'];
    asked.push({ host: request.url ?? '', ...(authorization ? { authorization } : {}) });
    sockets.add(socket.on('error', () => undefined));
    if (target === undefined) return void socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    const beyond = connect(target, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      beyond.pipe(socket).pipe(beyond);
    });
    sockets.add(beyond.on('error', () => undefined));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    hosts: () => asked.map(({ host }) => host),
    async stop(): Promise<void> {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
