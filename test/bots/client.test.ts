import { afterEach, expect, it } from 'vitest';
import { createBotClient } from '../../bots/client.ts';
import { deliveryOf } from '../../bots/failure.ts';
import { createOutward } from '../../src/outward.ts';
import { startConnectProxy } from '../support/connect-proxy.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

it('a proxy that refuses means that nothing left', async () => {
  const proxy = await startConnectProxy();
  stops.push(proxy.stop);
  const client = createBotClient({ token: '1:rahasia', agent: createOutward({ proxy: proxy.url }).agent });
  const error: unknown = await client.call('getMe', {}).catch((thrown: unknown) => thrown);
  expect(proxy.hosts()).toEqual(['api.telegram.org:443']);
  const delivery = deliveryOf(error, new Date());
  expect(delivery).toMatchObject({ retryAt: expect.any(Date) });
  expect(JSON.stringify(delivery)).not.toContain('rahasia');
  await expect(client.download('x', 10)).rejects.toMatchObject({
    code: 'telegram',
    message: expect.not.stringContaining('rahasia'),
  });
  expect(proxy.hosts()).toHaveLength(2);
});
