import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPoller, type Poller, type PollerOptions } from '../../bots/poll.ts';
import type { Inbound } from '../../src/conversation/inbound.ts';
import type { Fields } from '../../src/log.ts';
import { startTelegram, until } from '../support/telegram.ts';

const TIMING = { pollSeconds: 20, silenceMs: 25_000, firstRetryMs: 5, lastRetryMs: 20 };

let telegram: Awaited<ReturnType<typeof startTelegram>>;
let pollers: Poller[];
let batches: { batch: readonly Inbound[]; cursor: string | undefined }[];
let warnings: (Fields | undefined)[];
beforeEach(async () => {
  telegram = await startTelegram();
  [pollers, batches, warnings] = [[], [], []];
});
afterEach(async () => {
  await Promise.all(pollers.map((poller) => poller.stop()));
  await telegram.stop();
});

function poll(options: Partial<PollerOptions> = {}): Poller {
  const poller = createPoller({
    client: telegram.client,
    receive: async (batch, cursor) => void batches.push({ batch, cursor: cursor?.value }),
    lease: { acquire: async () => true, release: async () => undefined },
    clock: () => new Date(),
    log: { info() {}, warn: (_what, fields) => void warnings.push(fields), error() {} },
    timing: TIMING,
    ...options,
  });
  pollers.push(poller);
  poller.start();
  return poller;
}
const texts = () => batches.flatMap(({ batch }) => batch.map(({ text }) => text));
const polls = () => telegram.calls.filter(({ method }) => method === 'getUpdates');

describe('the poll', () => {
  it('hands over what was said, in order, and confirms it to Telegram only afterwards', async () => {
    const budi = telegram.world.person({ firstName: 'Budi' });
    budi.send('satu');
    budi.send('dua');
    let waiting = 0;
    poll({
      receive: async (batch, cursor) => {
        waiting = (await telegram.client.call('getWebhookInfo', {})).pending_update_count;
        batches.push({ batch, cursor: cursor?.value });
      },
    });
    await until(() => polls().length === 2, 'the confirming poll');
    expect(texts()).toEqual(['satu', 'dua']);
    expect(waiting).toBe(2);
    expect(polls()[1]?.params.offset).toBe(Number(batches[0]?.cursor));
    expect((await telegram.client.call('getWebhookInfo', {})).pending_update_count).toBe(0);
  });

  it('names what it wants each time, since what is left out stays as somebody set it before', async () => {
    telegram.world.person({ firstName: 'Budi' }).send('halo');
    poll();
    await until(() => polls().length === 2, 'the confirming poll');
    const wanted = ['message', 'edited_message', 'callback_query', 'my_chat_member'];
    expect(polls().map(({ params }) => params.allowed_updates)).toEqual([wanted, wanted]);
  });

  it('brings a batch again until it is committed', async () => {
    telegram.world.person({ firstName: 'Budi' }).send('penting');
    let tries = 0;
    poll({
      receive: async (batch, cursor) => {
        tries += 1;
        if (tries < 3) throw new Error('the database is away');
        batches.push({ batch, cursor: cursor?.value });
      },
    });
    await until(() => batches.length === 1, 'the commit');
    expect([tries, texts()]).toEqual([3, ['penting']]);
    expect(warnings.map((fields) => fields?.why)).toEqual(Array(2).fill('what arrived cannot be recorded'));
  });

  it('confirms what is nobody’s as well, so that it holds up nothing', async () => {
    const budi = telegram.world.person({ firstName: 'Budi' });
    budi.open();
    budi.sendLocation();
    budi.moveLocation();
    budi.block();
    budi.unblock();
    poll();
    await until(() => polls().length === 2, 'the confirming poll');
    const heard = batches.flatMap(({ batch }) => batch.map(({ gone, back, odd, text }) => odd ?? { gone, back, text }));
    expect(heard).toMatchObject([{ text: 'start' }, 'location', { gone: true }, { back: true }]);
    expect((await telegram.client.call('getWebhookInfo', {})).pending_update_count).toBe(0);
  });

  it('begins without a position after a restart: ids may have jumped downwards', async () => {
    const first = poll();
    telegram.world.person({ firstName: 'Budi' }).send('satu');
    await until(() => polls().length === 2, 'the confirming poll');
    await first.stop();
    poll();
    await until(() => polls().length === 3, 'the new poll');
    expect(polls()[2]?.params).not.toHaveProperty('offset');
  });

  it('begins without a position after a failure as well, however long that lasted', async () => {
    telegram.world.person({ firstName: 'Budi' }).send('satu');
    poll({
      receive: async (batch, cursor) => {
        if (batches.length === 0) telegram.world.fail({ how: 'close' }, 1, ['getUpdates']);
        batches.push({ batch, cursor: cursor?.value });
      },
    });
    await until(() => polls().length === 3, 'confirmed after all');
    expect(polls().map(({ params }) => 'offset' in params)).toEqual([false, false, true]);
    expect(texts()).toEqual(['satu', 'satu']); // the desk knows it by its key
  });

  it.each([
    ['500', { how: 'error' }],
    ['401', { how: 'error', code: 401, description: 'Unauthorized' }],
    ['409', { how: 'error', code: 409, description: 'Conflict: terminated by other getUpdates request' }],
    ['a cut line', { how: 'close' }],
  ] as const)('goes on after %s, and says why it failed', async (_name, failure) => {
    telegram.world.fail(failure, 3, ['getUpdates']);
    const poller = poll();
    await until(() => warnings.length === 3, 'three failures');
    telegram.world.person({ firstName: 'Budi' }).send('masih di sini?');
    await until(() => texts().length === 1, 'received');
    await until(() => poller.status().state === 'polling', 'recovered');
    expect(warnings.map((fields) => fields?.attempt)).toEqual([1, 2, 3]);
    expect(warnings[0]?.why).toMatch(/^telegram/);
  });

  it('takes silence as a fault', async () => {
    telegram.world.fail({ how: 'silence' }, 1, ['getUpdates']);
    poll({ timing: { ...TIMING, silenceMs: 50 } });
    await until(() => warnings.length > 0, 'the fault');
    expect(warnings[0]?.why).toBe('telegram did not answer in time');
  });

  it('leaves the token to whoever holds the lease', async () => {
    let mine = false;
    const poller = poll({ lease: { acquire: async () => mine, release: async () => undefined } });
    await until(() => poller.status().state === 'waiting', 'waiting');
    expect(polls()).toHaveLength(0);
    mine = true;
    await until(() => polls().length === 1, 'polling');
  });

  it('stops at once in the middle of a poll, and gives the lease back', async () => {
    let released = 0;
    const poller = poll({ lease: { acquire: async () => true, release: async () => void released++ } });
    await until(() => polls().length === 1, 'polling');
    await poller.stop();
    expect([released, poller.status().state, warnings]).toEqual([1, 'stopped', []]);
  });
});
