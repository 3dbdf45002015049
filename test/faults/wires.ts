import { setTimeout as after } from 'node:timers/promises';
import type { Chance } from '../support/chance.ts';
import type { HouseGiven } from '../support/office.ts';
import { type Kind, type LinkFault, startProxy, type TcpProxy } from '../support/proxy.ts';

export const LINKS = ['postgres', 'imap', 'smtp', 'telegram'] as const;
type Link = (typeof LINKS)[number];
export const KINDS = ['delay', 'cut', 'half-open', 'refuse'] as const satisfies readonly Kind[];

/** The house's own limits on silence are minutes; these tests have not so many. Well above what a busy machine needs. */
const SILENCE_MS = 4_000;
/** Connections to the server that takes our mail come and go with the mails. */
const MEETS_WITHIN_MS = 20_000;
const LOOK_MS = 50;

export type Wires = {
  /** What the house is given instead: every address leads over a wire. */
  readonly given: HouseGiven;
  inject(link: Link, fault: LinkFault): Promise<void>;
  /** Until the fault on this link has met a connection; throws when none comes. */
  meets(link: Link): Promise<void>;
  heal(link: Link): Promise<void>;
  readonly faulty: boolean;
  /** How often each kind was injected into each link, and how many connections it met. */
  readonly tally: ReadonlyMap<Link, ReadonlyMap<Kind, { readonly times: number; readonly met: number }>>;
  stop(): Promise<void>;
};

/** A wire for each of the four links of a house. */
export async function layWires(given: HouseGiven): Promise<Wires> {
  const { database, mail, telegram } = given.ground;
  const ends = {
    postgres: database.url,
    imap: mail!.imapUrl,
    smtp: mail!.smtpUrl,
    telegram: telegram!.apiRoot,
  } satisfies Record<Link, string>;
  const proxies = new Map<Link, TcpProxy>();
  for (const link of LINKS) proxies.set(link, await startProxy(Number(new URL(ends[link]).port)));
  const over = (link: Link, url: string) =>
    Object.assign(new URL(url), { port: String(proxies.get(link)!.port) }).href.replace(/\/$/, '');
  const now = new Map<Link, Kind>();
  const tally = new Map(LINKS.map((link) => [link, new Map(KINDS.map((kind) => [kind, { times: 0, met: 0 }]))]));
  const reconnect = { reconnectFirstMs: 200, reconnectLastMs: 1_000 };
  return {
    given: {
      ...given,
      ground: {
        ...given.ground,
        database: {
          ...database,
          url: over('postgres', database.url),
          ownerUrl: over('postgres', database.ownerUrl),
          issuerUrl: over('postgres', database.issuerUrl!),
          silenceMs: SILENCE_MS,
        },
        mail: {
          ...mail!,
          imapUrl: over('imap', mail!.imapUrl),
          smtpUrl: over('smtp', mail!.smtpUrl),
          limits: {
            inbox: { ...reconnect, sweepEveryMs: 2_000, silenceMs: SILENCE_MS },
            submissionSilenceMs: SILENCE_MS,
          },
        },
        telegram: {
          ...telegram!,
          apiRoot: over('telegram', telegram!.apiRoot),
          timing: {
            callMs: SILENCE_MS,
            poll: { pollSeconds: 2, silenceMs: 2_000 + SILENCE_MS, firstRetryMs: 200, lastRetryMs: 1_000 },
          },
        },
      },
    },
    async inject(link, fault) {
      now.set(link, fault.kind);
      await proxies.get(link)!.inject(fault);
    },
    async meets(link) {
      const deadline = performance.now() + MEETS_WITHIN_MS;
      while (proxies.get(link)!.met === 0) {
        if (performance.now() > deadline) throw new Error(`never came true: a connection to ${link} meets its fault`);
        await after(LOOK_MS);
      }
    },
    async heal(link) {
      const kind = now.get(link);
      if (!kind) return;
      const met = await proxies.get(link)!.heal();
      now.delete(link);
      const count = tally.get(link)!.get(kind)!;
      tally.get(link)!.set(kind, { times: count.times + 1, met: count.met + met });
    },
    get faulty() {
      return now.size > 0;
    },
    tally,
    async stop() {
      for (const proxy of proxies.values()) await proxy.stop();
    },
  };
}

/** A fault of this kind; how exactly, chance decides. */
export function drawn(kind: Kind, chance: Chance): LinkFault {
  switch (kind) {
    case 'delay':
      return { kind, ms: chance.between(50, 300) };
    case 'cut':
      return { kind, afterBytes: chance.between(1, 600), of: chance.pick(['requests', 'answers']) };
    case 'half-open':
      return { kind, silent: chance.pick(['requests', 'answers', 'both']) };
    case 'refuse':
      return { kind, how: chance.pick(['deaf', 'reset']) };
  }
}
