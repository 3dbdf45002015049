import { Fault } from '../../fault.ts';
import { gathered } from '../../gather.ts';
import type { RevocationReason } from '../issuer.ts';
import type { LocalIssuer } from '../local.ts';

/** What lies there to be done, and where refusals go: rows, under the signer's own role. Certificates are stored by the issuer. */
interface SignerRows {
  /** Requests that were approved and have no answer yet, the oldest first. */
  openRequests(most: number, except: string[]): Promise<readonly string[]>;
  /** The first refusal of a request is kept. */
  saveRefusals(refusals: readonly { readonly request: string; readonly why: string }[], at: Date): Promise<void>;
  /** Certificates of this CA whose revocation was decided and is due. */
  dueRevocations(now: Date, most: number): Promise<readonly { serial: string; reason: RevocationReason }[]>;
}

type SignerParts = {
  readonly issuer: Pick<LocalIssuer, 'issueAll' | 'revokeAll' | 'crl' | 'responder'>;
  readonly rows: SignerRows;
  /** One signer at a time, over all processes. */
  readonly lease: { acquire(): Promise<boolean>; release(): Promise<void> };
  readonly clock: () => Date;
  /** Told when a round failed, or a request in it. Nothing personal. */
  readonly onFault: (error: unknown) => void;
};

/** What failed in a round, by request. */
type Round = ReadonlyMap<string, unknown>;

export type Signer = {
  /**
   * One round over everything that lies there at the moment of the call, whether or not another round is under way. A
   * request that failed a moment ago rests for a while, unless it is the one `asked` for. Throws what concerns all of them.
   */
  round(asked: string | undefined): Promise<Round>;
  /** Goes on with rounds by itself until `stop`, which waits for the one under way. */
  start(): void;
  stop(): Promise<void>;
};

/** Nobody waits longer than this for a signer in another process to look. */
const LOOK_MS = 1_000;
/**
 * Of one round; what is left comes in the next. So many take two seconds, which is how long a revocation may wait, or one
 * who has just been approved; with fewer, everything would stand still more often at the end of a round.
 */
const MOST_REQUESTS = 2_000;
const MOST_REVOCATIONS = 500;
/** A request that failed is not tried at every look. */
const REST_MS = 60_000;
/** List and responder are looked after this often; when a new one is due is their own matter (crl.ts, responder.ts). */
const TEND_MS = 10 * 60_000;

/**
 * The signer at work. Nobody calls him: he reads from the rows what was decided, carries it out, and leaves his answer in
 * rows. So he can stand in a process of his own, with a database role of his own, where neither messages nor the web
 * reach him, and the others need neither his key nor its passphrase.
 */
export function createSigner(parts: SignerParts): Signer {
  const resting = new Map<string, number>();
  let tendedAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  async function work(): Promise<Round> {
    const { issuer, rows, lease, clock } = parts;
    if (!(await lease.acquire())) return new Map();
    await issuer.revokeAll(await rows.dueRevocations(clock(), MOST_REVOCATIONS));
    const tends = performance.now() - tendedAt >= TEND_MS;
    // Where nothing may be issued there is a list all the same.
    if (tends) await issuer.crl();
    const failed = await issueOpen(parts, resting);
    if (tends) {
      await issuer.responder();
      tendedAt = performance.now();
    }
    return failed;
  }

  // A round under way may have looked already: those who ask meanwhile share the next one.
  const round = gathered(async (asked: readonly (string | undefined)[]) => {
    for (const request of asked) if (request !== undefined) resting.delete(request);
    const failed = stopped ? new Map() : await work();
    return asked.map(() => failed);
  });

  const look = async (): Promise<void> => {
    try {
      for (const error of (await round(undefined)).values()) parts.onFault(error);
    } catch (error) {
      parts.onFault(error);
    }
    if (!stopped) timer = setTimeout(look, LOOK_MS);
  };

  return {
    round,
    start: () => void look(),
    async stop() {
      clearTimeout(timer);
      stopped = true;
      // What is under way ends, and nothing follows it.
      await round(undefined).catch(() => undefined);
      await parts.lease.release();
    },
  };
}

async function issueOpen({ issuer, rows, clock }: SignerParts, resting: Map<string, number>): Promise<Round> {
  const now = performance.now();
  for (const [request, until] of resting) if (until <= now) resting.delete(request);
  const failed = new Map<string, unknown>();
  const refused: { request: string; why: string }[] = [];
  const open = await rows.openRequests(MOST_REQUESTS, [...resting.keys()]);
  for (const [request, answer] of await issuer.issueAll(open)) {
    if (answer instanceof Fault) failed.set(request, answer);
    else if (answer.status === 'refused') refused.push({ request, why: answer.why });
  }
  if (refused.length > 0) await rows.saveRefusals(refused, clock());
  for (const request of failed.keys()) resting.set(request, now + REST_MS);
  return failed;
}
