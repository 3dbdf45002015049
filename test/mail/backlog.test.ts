import type { ImapFlow } from 'imapflow';
import { expect, test } from 'vitest';
import { batchesOf } from '../../mail/backlog.ts';

test.each(['kemarin', '01-Jan-275000 00:00:00 +0000', undefined])(
  'a mail that the server got at “%s” is listed as of now: a moment that cannot be stored would hold up all behind it',
  async (internalDate) => {
    const client = { fetchAll: async () => [{ uid: 7, size: 10, internalDate }] } as unknown as ImapFlow;
    const limits = { messageBytes: 100, batchCount: 10, batchBytes: 100 };
    const { value: batch } = await batchesOf(client, [7], limits).next();
    expect(Math.abs(batch![0]!.receivedAt.getTime() - Date.now())).toBeLessThan(60_000);
  },
);
