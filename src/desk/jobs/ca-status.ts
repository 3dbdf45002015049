import { DAY_MS, MINUTE_MS } from '../../durations.ts';
import type { CaLook } from '../ports.ts';
import type { JobParts } from './jobs.ts';

/**
 * Asks the CA's status service about the requests that stand in AMS, and for a while about certificates that were recorded
 * on somebody's word: rarely, more rarely the longer one stands, and not at all while the service is unwell or refuses us.
 * When each is due is a row beside what came of it.
 */

/** Of one run: the service is the whole country's, and the next run is ten minutes away. */
const LOOKS_AT_ONCE = 50;
/** After the first, second ... look that brought nothing new; then daily. A link is used within the hour or not today. */
const INTERVALS_MINUTES = [10, 20, 40, 60, 120, 240, 480, 1_440] as const;
/** After the first, second ... failure in a row. */
const PAUSES_MINUTES = [5, 10, 20, 40, 80, 160, 360] as const;
/** What a server asks for is respected up to a day. */
const LONGEST_PAUSE_MS = DAY_MS;
/** Of what was recorded on somebody's word the service is asked so long whether it agrees; by then it knows, or never will. */
const FOLLOWED_MS = 14 * DAY_MS;
/** By then more than an hour has passed: an operator is told. */
const TOLD_AFTER_FAILURES = 5;

/** One that is looked after: what was said last, and when it is due again. */
type LookPlace = {
  readonly looks: number;
  readonly next: string;
  readonly said?: string;
  /** Questions in a row that had no answer. */
  readonly unanswered?: number;
};
/** Of the service as a whole. `denied`: it refused the account that this is the print of. */
type ServicePlace = { readonly failures: number; readonly until?: string; readonly denied?: string };

const SERVICE = 'ca-status';
const placeOf = <T>(value: string | undefined): T | undefined => (value === undefined ? undefined : JSON.parse(value));

export function nextLook(before: LookPlace | undefined, said: string, now: Date): LookPlace {
  const looks = before?.said === said ? before.looks + 1 : 1;
  const minutes = INTERVALS_MINUTES[Math.min(looks, INTERVALS_MINUTES.length) - 1]!;
  return { looks, next: new Date(now.getTime() + minutes * MINUTE_MS).toISOString(), said };
}

export function pauseAfter(failures: number, askedMs: number | undefined): number {
  const minutes = PAUSES_MINUTES[Math.min(failures, PAUSES_MINUTES.length) - 1]!;
  return Math.min(Math.max(minutes * MINUTE_MS, askedMs ?? 0), LONGEST_PAUSE_MS);
}

/** Returns how many were asked about. */
export async function lookUpStatuses(parts: JobParts): Promise<number> {
  const { caStatus: service, reads, clock } = parts;
  if (!service) return 0;
  const place = placeOf<ServicePlace>(await reads.cursor(SERVICE)) ?? { failures: 0 };
  // A refused account is not tried again until it is another one: some servers lock what is tried too often.
  if (place.denied === service.print || (place.until && new Date(place.until) > clock())) return 0;
  let count = 0;
  const requests = (await reads.inAms(new Date(clock().getTime() - FOLLOWED_MS))).map((request) => ({
    request,
    before: placeOf<LookPlace>(request.place),
  }));
  // Whoever had no answer comes last: something about him alone may be wrong, and the others shall not wait for it.
  requests.sort((one, other) => (one.before?.unanswered ?? 0) - (other.before?.unanswered ?? 0));
  for (const { request, before } of requests) {
    if (count >= LOOKS_AT_ONCE || (before && new Date(before.next) > clock())) continue;
    const look = await service.look(request.nik);
    if (look.look !== 'said') {
      if (look.look === 'later') await unanswered(parts, request.source, before);
      // An answer about somebody else just now shows that the service is there.
      await unwell(parts, look, count > 0 ? { failures: 0 } : place);
      return count;
    }
    count++;
    await said(parts, request, before, look.value);
  }
  if (count > 0 && (place.failures > 0 || place.denied)) await keep(parts, { failures: 0 });
  return count;
}

/** What is new enters; what is not only moves the next look. */
async function said(
  { desk, clock }: JobParts,
  { renewal, source }: { readonly renewal: string; readonly source: string },
  before: LookPlace | undefined,
  value: string,
): Promise<void> {
  const cursor = { source, value: JSON.stringify(nextLook(before, value, clock())) };
  await desk.receive(before?.said === value ? [] : [{ enter: 'ca-status', renewal, said: value }], cursor);
}

/** He stays due; only his place among the others changes. */
async function unanswered({ desk, clock }: JobParts, source: string, before: LookPlace | undefined): Promise<void> {
  const place: LookPlace = before ?? { looks: 0, next: clock().toISOString() };
  const value = JSON.stringify({ ...place, unanswered: (place.unanswered ?? 0) + 1 });
  await desk.receive([], { source, value });
}

async function unwell(
  parts: JobParts,
  look: Exclude<CaLook, { look: 'said' }>,
  { failures: before }: ServicePlace,
): Promise<void> {
  const { clock, desk, log, caStatus: service } = parts;
  const failures = before + 1;
  if (look.look === 'denied') {
    log.error('the status service refuses us', { code: look.why });
    await keep(parts, { failures, denied: service!.print });
    await desk.receive([{ enter: 'ca-trouble', why: `denied ${look.why}` }]);
    return;
  }
  log.warn('the status service does not answer', { code: look.why, attempt: failures });
  const until = new Date(clock().getTime() + pauseAfter(failures, look.afterMs)).toISOString();
  await keep(parts, { failures, until });
  if (failures === TOLD_AFTER_FAILURES) await desk.receive([{ enter: 'ca-trouble', why: `silent ${look.why}` }]);
}

const keep = ({ desk }: JobParts, place: ServicePlace) =>
  desk.receive([], { source: SERVICE, value: JSON.stringify(place) });
