import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { createBotClient } from '../../bots/client.ts';
import { deliveryOf } from '../../bots/failure.ts';

it('goes through the proxy it is given, and a proxy that refuses means that nothing left', async () => {
  const asked: (string | undefined)[] = [];
  const proxy = createServer();
  proxy.on('connect', (request, socket) => {
    asked.push(request.url);
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  try {
    const client = createBotClient({
      token: '1:rahasia',
      proxy: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    });
    const error: unknown = await client.call('getMe', {}).catch((thrown: unknown) => thrown);
    expect(asked).toEqual(['api.telegram.org:443']);
    const delivery = deliveryOf(error, new Date());
    expect(delivery).toMatchObject({ retryAt: expect.any(Date) });
    expect(JSON.stringify(delivery)).not.toContain('rahasia');
    await expect(client.download('x', 10)).rejects.toMatchObject({
      code: 'telegram',
      message: expect.not.stringContaining('rahasia'),
    });
    expect(asked).toHaveLength(2);
  } finally {
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
  }
});
