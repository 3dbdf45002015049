import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FRESH_MS, miniAppUrl, readMiniAppVisitor } from '../../bots/mini-app.ts';
import { TOKEN } from '../support/telegram.ts';
import { initDataOf } from '../web/mini-app.ts';

const NOW = new Date('2026-11-25T02:00:00Z');
const later = (ms: number) => new Date(NOW.getTime() + ms);
const read = (initData: string, now = NOW) => readMiniAppVisitor(TOKEN, initData, now);
const good = initDataOf(4_503_599_627_370_495, { at: NOW });

it('believes what Telegram signed for this bot, and nothing else', () => {
  expect(read(good)).toEqual({ user: '4503599627370495' });
  const other = initDataOf(1, { at: NOW, token: '1:other' });
  const changed = good.replace('4503599627370495', '4503599627370494');
  const unsigned = new URLSearchParams(good);
  unsigned.delete('hash');
  const twice = `${good}&user=${encodeURIComponent('{"id":7}')}`;
  for (const each of [other, changed, unsigned.toString(), twice, '', 'hash=00', `${good}${'&'.repeat(5000)}`])
    expect([each.slice(0, 40), read(each)]).toEqual([each.slice(0, 40), { refused: 'foreign' }]);
});

it('believes no word that stands there twice, though both are signed', () => {
  const fields = [
    ['auth_date', String(NOW.getTime() / 1000)],
    ['user', '{"id":7}'],
    ['user', '{"id":8}'],
  ] as const;
  const key = createHmac('sha256', 'WebAppData').update(TOKEN).digest();
  const lines = fields.map(([name, value]) => `${name}=${value}`).join('\n');
  const hash = createHmac('sha256', key).update(lines).digest('hex');
  const twice = new URLSearchParams([...fields.map(([name, value]) => [name, value]), ['hash', hash]]);
  expect(read(twice.toString())).toEqual({ refused: 'foreign' });
});

it('agrees with an example that others use', () => {
  // From the documentation of @telegram-apps/init-data-node (docs.telegram-mini-apps.com).
  const initData =
    'query_id=AAHdF6IQAAAAAN0XohDhrOrc&user=%7B%22id%22%3A279058397%2C%22first_name%22%3A%22Vladislav%22%2C%22last_name%22%3A%22Kibenko%22%2C%22username%22%3A%22vdkfrost%22%2C%22language_code%22%3A%22ru%22%2C%22is_premium%22%3Atrue%7D&auth_date=1662771648&hash=c501b71e775f74ce10e377dea85a7ea24ecd640b223ea86dfe453e0eaed2e2b2';
  const token = '5768337691:AAH5YkoiEuPk8-FZa32hStHTqXiLPtAEhx8';
  expect(readMiniAppVisitor(token, initData, new Date(1_662_771_648_000))).toEqual({ user: '279058397' });
});

it('believes no bot, no channel and no user without a number, though it is signed', () => {
  for (const user of ['{"id":1,"is_bot":true}', '{"id":-100}', '{"id":"1"}', '{}', 'x'])
    expect(read(initDataOf(1, { at: NOW, more: { user } }))).toEqual({ refused: 'foreign' });
});

it('is good for an hour, and not before its time', () => {
  expect(read(good, later(FRESH_MS - 1000))).toEqual({ user: '4503599627370495' });
  expect(read(good, later(FRESH_MS + 1000))).toEqual({ refused: 'old' });
  expect(read(good, later(-30_000))).toEqual({ user: '4503599627370495' });
  expect(read(good, later(-120_000))).toEqual({ refused: 'old' });
});

it('survives whatever a stranger sends', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.nat().map((at) => good.slice(0, at)),
      ),
      (text) => {
        fc.pre(text !== good);
        expect(read(text)).toHaveProperty('refused');
      },
    ),
  );
});

it('has an address only where Telegram can open it', () => {
  expect(miniAppUrl('https://sertifikat.contohprov.go.id')).toBe('https://sertifikat.contohprov.go.id/mini');
  for (const url of ['http://sertifikat.contohprov.go.id', 'https://localhost:3000', 'https://10.0.0.1'])
    expect([url, miniAppUrl(url)]).toEqual([url, undefined]);
});
