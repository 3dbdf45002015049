import { setImmediate as turn } from 'node:timers/promises';
import { Fault } from '../fault.ts';
import { again } from './again/again.ts';
import { isAway, keepAsItIs, keepWithFault } from './again/rescue.ts';
import { type Entry, importOf, namesIn, type Outcome } from './entry.ts';
import { fetched } from './events/fetched.ts';
import { freshLink } from './events/fresh-link.ts';
import { issuance } from './events/issued.ts';
import { keyFound } from './events/key-found.ts';
import { linkUsed } from './events/link.ts';
import { pageAct } from './events/page.ts';
import { letterRead, silence, stuck, undelivered } from './events/results.ts';
import { receiveMessage } from './message/message.ts';
import { noticeDue } from './notice/due.ts';
import { caStatus, caTrouble } from './operator/ams.ts';
import { operatorAct } from './operator/operator.ts';
import type { DeskParts } from './parts.ts';
import { type Arrived, addressKey, preload } from './preload.ts';
import { revoked } from './revocation/carried-out.ts';
import { revokedElsewhere } from './revocation/elsewhere.ts';
import { speak } from './speak.ts';
import type { Tx } from './store.ts';
import { type Caller, type Cursor, createTurns } from './turns.ts';
import { Work } from './work.ts';

/** So many decided entries are worth a statement a table; the first time fewer, so that the database has work soon. */
const WRITE_AHEAD_ENTRIES = 25;
const FIRST_ENTRIES = 10;

export interface Desk {
  /**
   * Takes entries in, in their order, and moves the source's cursor with them in one transaction. What it returns is
   * committed. Throws Fault('database') when nothing was committed; the caller comes again.
   */
  receive(entries: readonly Entry[], cursor?: Cursor): Promise<Outcome[]>;
}

/** The one door. */
export function createDesk(parts: DeskParts): Desk {
  const wait = createTurns((callers, judged) => commit(parts, callers, judged));
  return {
    receive: (entries, cursor) => new Promise((resolve, reject) => wait({ entries, resolve, reject, cursor })),
  };
}

/**
 * All callers in one transaction; if that fails, each alone; if one fails alone, its entries one by one. With the database
 * away nobody is tried alone: each would wait as long as all of them have, and so would whoever comes meanwhile.
 */
async function commit(parts: DeskParts, callers: readonly Caller[], judged: () => void): Promise<void> {
  try {
    const entries = callers.flatMap((caller) => caller.entries);
    const outcomes = await take(
      parts,
      entries,
      callers.flatMap((caller) => caller.cursor ?? []),
      judged,
    );
    for (const caller of callers) caller.resolve(outcomes.splice(0, caller.entries.length));
  } catch (error) {
    let away = isAway(error) ? error : undefined;
    for (const caller of callers) {
      try {
        if (away) throw away;
        caller.resolve(await oneByOne(parts, caller));
      } catch (alone) {
        if (isAway(alone)) away = alone;
        caller.reject(alone);
      }
    }
  }
}

async function oneByOne(parts: DeskParts, { entries, cursor }: Caller): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const entry of entries) {
    try {
      outcomes.push(...(await take(parts, [entry], [])));
    } catch (error) {
      // A caller with one thing to say, or with a cursor, hears what went wrong and comes again; of many, one never
      // holds up the others.
      const comesAgain = entries.length === 1 || cursor !== undefined;
      if (isAway(error)) throw error;
      // Only a message is a stranger's: it is kept with its fault.
      if (entry.enter === 'message') outcomes.push(await keepWithFault(parts, entry.message, error));
      else if (entry.enter === 'again') outcomes.push(await keepAsItIs(parts, entry, error));
      else if (comesAgain) throw error;
      else outcomes.push(left(parts, entry, error));
    }
  }
  if (cursor) await parts.store.transact(async (tx) => tx.cursor(cursor.source, cursor.value));
  return outcomes;
}

/** One of many that could not be taken in: whoever sent it (a scan, an import) sends it again, or tells its line. */
function left(parts: DeskParts, { enter: what }: Entry, error: unknown): Outcome {
  const detail = error instanceof Fault ? error.code : error instanceof Error ? error.name : 'unknown';
  parts.log.error('an entry of many was left out', { code: detail, what });
  return { fault: detail };
}

async function take(
  parts: DeskParts,
  entries: readonly Entry[],
  cursors: readonly Cursor[],
  judged = () => {},
): Promise<Outcome[]> {
  return parts.store.transact(async (tx) => {
    const work = new Work(tx, parts);
    const arrived = await preload(work, entries);
    const outcomes: Outcome[] = [];
    const heard = new Set<string>();
    for (const entry of entries) {
      // Whoever may meet what an earlier entry of this batch did has to see it: tries are counted, links are used once.
      if (!isFirst(await subjectsOf(work, entry), heard)) await tx.flush();
      outcomes.push(await enter(work, entry, arrived));
      if (outcomes.length % WRITE_AHEAD_ENTRIES === FIRST_ENTRIES) await writeAhead(tx);
    }
    for (const { source, value } of cursors) tx.cursor(source, value);
    await ringOperators(work);
    judged();
    return outcomes;
  });
}

/** The database writes what was decided while the next messages are judged. */
async function writeAhead(tx: Tx): Promise<void> {
  tx.writeAhead();
  // What the database answered is heard, and others have their turn.
  await turn();
}

/** The first of its contact or person in this batch: it can wait for nothing, so that many are written at once. */
function isFirst(subjects: readonly string[], heard: Set<string>): boolean {
  const isNew = subjects.length > 0 && !subjects.some((subject) => heard.has(subject));
  for (const subject of subjects) heard.add(subject);
  return isNew;
}

/** What an entry reads and changes; nothing where that is not known ahead. */
async function subjectsOf(work: Work, entry: Entry): Promise<readonly string[]> {
  if (entry.enter === 'message') return [addressKey(entry.message.contact)];
  if (entry.enter === 'notice-due') return [(await work.certificate(entry.certificate))?.applicant ?? []].flat();
  const row = importOf(entry);
  if (!row || !work.preloaded.hasNamed) return [];
  // Its holder may have come just before it.
  return row.act === 'import-certificate' ? [...namesIn(row), `nip:${row.nip}`] : namesIn(row);
}

async function enter(work: Work, entry: Entry, { received, contacts }: Arrived): Promise<Outcome> {
  switch (entry.enter) {
    case 'message': {
      const { message } = entry;
      const id = `${message.source}\n${message.externalId}`;
      if (received.has(id)) return { duplicate: true };
      received.add(id);
      return receiveMessage(work, message, contacts.get(addressKey(message.contact))!);
    }
    case 'again':
      return again(work, entry);
    case 'key-found':
      return keyFound(work, entry);
    case 'page':
      return pageAct(work, entry);
    case 'link-used':
      return linkUsed(work, entry.link);
    case 'link-wanted':
      return freshLink(work, entry);
    case 'operator':
      return operatorAct(work, entry.operator, entry.act);
    case 'fetched':
      return fetched(work, entry);
    case 'letter-read':
      return letterRead(work, entry);
    case 'issuance':
      return issuance(work, entry);
    case 'revoked':
      return revoked(work, entry);
    case 'revoked-elsewhere':
      return revokedElsewhere(work, entry);
    case 'notice-due':
      return noticeDue(work, entry.certificate, entry.threshold, entry.preview);
    case 'undelivered':
      return undelivered(work, entry);
    case 'stuck':
      return stuck(work, entry);
    case 'ca-status':
      return caStatus(work, entry);
    case 'ca-trouble':
      return caTrouble(work, entry);
    case 'silence':
      return silence(work, entry);
  }
}

/** One line to the operators' group when something new waits for them; without personal data. */
async function ringOperators(work: Work): Promise<void> {
  const chat = work.parts.settings.operatorChat;
  if (!chat || work.newForOperators.length === 0) return;
  // What is asked for again and again rings once.
  const before = await work.tx.awaitedBefore(work.newForOperators, work.now);
  const isNew = work.newForOperators.filter(({ kind, ref, what }) => !before.has(`${kind}\n${ref}\n${what}`));
  if (isNew.length === 0) return;
  const [contact] = work.keepContacts(
    await work.tx.contactsAt([{ channel: 'telegram', value: chat }], work.parts.settings.language),
  );
  await speak(work, contact!, [
    {
      say: 'operator-ping',
      waiting: (await work.tx.waitingForOperators()) + isNew.length,
      what: isNew[0]!.what,
    },
  ]);
}
