import type { Inbound } from '../../conversation/inbound.ts';
import type { DeskRefusal, Operator, Outcome } from '../entry.ts';
import type { ChannelName } from '../ports.ts';
import type { Desk } from '../receive.ts';

/** A message that came, with its fault and its bytes where they are still there. */
export type KeptCopy = {
  readonly message: string;
  readonly channel: ChannelName;
  readonly source: string;
  readonly externalId: string;
  readonly receivedAt: Date;
  /** Undefined when it has none any more. */
  readonly fault?: string;
  readonly raw?: Uint8Array;
};

/** What processing again needs of the records; db/kept.ts reads it. */
export interface KeptReads {
  /** Undefined when no such message came. Throws Fault('sealed') when no key opens it. */
  copy(message: string): Promise<KeptCopy | undefined>;
  /** All that are kept with a fault, in the order in which they came. */
  all(): Promise<readonly string[]>;
}

/** The edge a message came by: makes of its bytes what the desk receives, as it did when it came. */
export type Edge = (copy: KeptCopy & { readonly raw: Uint8Array }) => Promise<Inbound | undefined>;

export type ProcessingAgain = {
  /** One message. What still fails says so and stays. */
  one(message: string, operator?: Operator): Promise<Outcome>;
  /** All that are kept with a fault, one by one: none holds up the others. */
  all(operator?: Operator): Promise<readonly { readonly message: string; readonly outcome: Outcome }[]>;
};

/** Processes messages again that could not be understood, or on which we failed: from their bytes, by the same way in. */
export function createProcessingAgain({
  desk,
  reads,
  edges,
}: {
  readonly desk: Desk;
  readonly reads: KeptReads;
  readonly edges: ReadonlyMap<ChannelName, Edge>;
}): ProcessingAgain {
  async function one(id: string, operator?: Operator): Promise<Outcome> {
    const copy = await reads.copy(id);
    if (!copy) return { refused: 'no-message' };
    if (copy.fault === undefined) return { refused: 'already' };
    const { raw } = copy;
    const edge = edges.get(copy.channel);
    const missing = obstacle(copy, edge);
    if (missing || !raw || !edge) return { refused: missing ?? 'unknown' };
    const message = await edge({ ...copy, raw });
    // Nobody said anything to us: a notice of the channel about itself.
    if (!message) return { refused: 'nothing-said' };
    const [outcome] = await desk.receive([{ enter: 'again', of: id, message, operator }]);
    return outcome!;
  }

  return {
    one,
    async all(operator) {
      const outcomes: { message: string; outcome: Outcome }[] = [];
      for (const message of await reads.all()) outcomes.push({ message, outcome: await one(message, operator) });
      return outcomes;
    },
  };
}

/** Why there is nothing to be parsed. */
function obstacle({ raw, fault }: KeptCopy, edge: Edge | undefined): DeskRefusal | undefined {
  if (fault === 'too-large') return 'head-only';
  if (!raw) return 'no-copy';
  return edge ? undefined : 'channel-off';
}
