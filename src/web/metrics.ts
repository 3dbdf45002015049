import { Hono } from 'hono';
import { bearerAuth } from 'hono/bearer-auth';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { type Figures, figures, type Pile } from '../../db/metrics.ts';
import type { WebParts } from './parts.ts';

/**
 * What waits and what runs, for Prometheus (text format 0.0.4): numbers alone, of nobody, for whoever has the token. With
 * the database away, `perbarui_up` says so and what it would have told is absent, never nought.
 */
export function metricsRoutes(parts: WebParts): Hono {
  const app = new Hono();
  const { metricsToken: token } = parts;
  if (token === undefined) return app;
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const show = gauges(registry);
  app.get('/metrics', bearerAuth({ token }), async (c) => {
    const [health, found] = await Promise.all([
      parts.health(),
      figures(parts.sql, parts.clock()).catch(() => undefined),
    ]);
    show(health, found);
    c.header('cache-control', 'no-store');
    return c.body(await registry.metrics(), 200, { 'content-type': registry.contentType });
  });
  return app;
}

type Health = Awaited<ReturnType<WebParts['health']>>;
const MS = 1000;

function gauges(registry: Registry): (health: Health, found: Figures | undefined) => void {
  const gauge = (name: string, help: string, ...labelNames: string[]) =>
    new Gauge({ name: `perbarui_${name}`, help, labelNames, registers: [registry] });
  const up = gauge('up', 'Whether this part of the process runs (1) or is in trouble (0)', 'part');
  const awaited = gauge('awaited', 'Steps that are waited for, by who has to take them', 'who');
  const awaitedOldest = gauge('awaited_oldest_seconds', 'How long the oldest of them has been waited for', 'who');
  const unsent = gauge('unsent_messages', 'Messages that have not left', 'channel');
  const unsentOldest = gauge('unsent_oldest_seconds', 'How long the oldest of them has been waiting', 'channel');
  const faults = gauge('open_faults', 'Faults that no operator has settled');
  const late = gauge('late_jobs', 'Jobs that have waited for longer than any should', 'queue');
  const failed = gauge('failed_jobs', 'Jobs that gave up within the last day', 'queue');
  const authority = gauge('authority_end_timestamp_seconds', 'When the certificate of the issuing CA ends');
  const list = gauge('list_end_timestamp_seconds', 'When the list of revoked certificates runs out that does so first');
  const piles = (of: ReadonlyMap<string, Pile>, label: string, count: Gauge, oldest: Gauge) => {
    for (const [name, pile] of of) {
      count.set({ [label]: name }, pile.count);
      oldest.set({ [label]: name }, pile.oldest);
    }
  };
  const end = (of: Gauge, at: Date | undefined) => (at ? of.set(at.getTime() / MS) : of.remove());

  return (health, found) => {
    for (const each of [up, awaited, awaitedOldest, unsent, unsentOldest, faults, late, failed]) each.reset();
    for (const { part, ok } of health) up.set({ part }, ok ? 1 : 0);
    if (!found) return [faults, authority, list].forEach((each) => void each.remove());
    piles(found.awaited, 'who', awaited, awaitedOldest);
    piles(found.unsent, 'channel', unsent, unsentOldest);
    for (const [queue, count] of found.late) late.set({ queue }, count);
    for (const [queue, count] of found.failed) failed.set({ queue }, count);
    faults.set(found.faults);
    end(authority, found.authorityEnds);
    end(list, found.listEnds);
  };
}
