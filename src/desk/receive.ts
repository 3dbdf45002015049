import { setImmediate as turn } from 'node:timers/promises';
import type { Inbound } from '../conversation/inbound.ts';
import { findSecrets } from '../conversation/secret.ts';
import { Fault } from '../fault.ts';
import { again, inVain } from './again.ts';
import { caStatus, caTrouble } from './ams.ts';
import type { Entry, Outcome } from './entry.ts';
import { freshLink } from './fresh-link.ts';
import { receiveMessage } from './message.ts';
import { noticeDue } from './notice.ts';
import { operatorAct } from './operator.ts';
import { linkUsed, pageAct } from './page.ts';
import type { DeskParts } from './parts.ts';
import type { Address, ChannelName } from './ports.ts';
import { type Arrived, addressKey, preload } from './preload.ts';
import { fetched, issuance, letterRead, silence, stuck, undelivered } from './results.ts';
import { revoked } from './revocation.ts';
import { mayAnswer, speak } from './speak.ts';
import type { Tx } from './store.ts';
import { Work } from './work.ts';

/** How much one transaction takes: bounded, so that a backlog never holds locks for long. */
const BATCH_ENTRIES = 100;
/** So many decided entries are worth a statement a table; the first time fewer, so that the database has work soon. */
const WRITE_AHEAD_ENTRIES = 25;
const FIRST_ENTRIES = 10;
/** The same in bytes: sealed and written as text they take several times as much. */
const BATCH_BYTES = 24 * 1024 * 1024;

export type Cursor = { readonly source: string; readonly value: string };
export interface Desk {
  /**
   * Takes entries in, in their order, and moves the source's cursor with them in one transaction. What it returns is
   * committed. Throws Fault('database') when nothing was committed; the caller comes again.
   */
  receive(entries: readonly Entry[], cursor?: Cursor): Promise<Outcome[]>;
}

type Waiting = {
  entries: readonly Entry[];
  cursor?: Cursor;
  resolve: (outcomes: Outcome[]) => void;
  reject: (error: unknown) => void;
};

/** The one door. Callers that come while a transaction is under way are gathered into the next one (group commit). */
export function createDesk(parts: DeskParts): Desk {
  const waiting: Waiting[] = [];
  let working = false;

  async function work(): Promise<void> {
    if (working) return;
    working = true;
    try {
      while (waiting.length > 0) await commit(parts, gather(waiting));
    } finally {
      working = false;
    }
  }

  return {
    receive: (entries, cursor) =>
      new Promise((resolve, reject) => {
        waiting.push({ entries, resolve, reject, ...(cursor ? { cursor } : {}) });
        void work();
      }),
  };
}

function gather(waiting: Waiting[]): Waiting[] {
  const taken: Waiting[] = [];
  let count = 0;
  let bytes = 0;
  while (waiting.length > 0) {
    const { entries } = waiting[0]!;
    count += entries.length;
    bytes += entries.reduce((sum, entry) => sum + weightOf(entry), 0);
    if (taken.length > 0 && (count > BATCH_ENTRIES || bytes > BATCH_BYTES)) break;
    taken.push(waiting.shift()!);
  }
  return inOrder(taken);
}

/** Telegram posts up to 40 updates at once, and they arrive in any order: the one with the lower id was said first. */
function inOrder(callers: readonly Waiting[]): Waiting[] {
  const posted = callers.filter((caller) => updateOf(caller) !== undefined);
  const sorted = posted.toSorted((a, b) => updateOf(a)! - updateOf(b)!);
  return callers.map((caller) => (updateOf(caller) === undefined ? caller : sorted.shift()!));
}

/** A poll or a mailbox brings a batch, which is in order. */
function updateOf({ entries: [entry, ...others], cursor }: Waiting): number | undefined {
  const isPosted = entry?.enter === 'message' && entry.message.channel === 'telegram';
  return isPosted && others.length === 0 && cursor === undefined ? Number(entry.message.externalId) : undefined;
}

function weightOf(entry: Entry): number {
  if (entry.enter === 'message' || entry.enter === 'again')
    return entry.message.files.reduce((sum, file) => sum + (file.content?.length ?? 0), entry.message.raw.length);
  if (entry.enter === 'fetched') return entry.content?.length ?? 0;
  return entry.enter === 'page' && 'content' in entry.act ? entry.act.content.length : 0;
}

/** All callers in one transaction; if that fails, each alone; if one fails alone, its entries one by one. */
async function commit(parts: DeskParts, callers: readonly Waiting[]): Promise<void> {
  try {
    const entries = callers.flatMap((caller) => caller.entries);
    const outcomes = await take(
      parts,
      entries,
      callers.flatMap((caller) => caller.cursor ?? []),
    );
    for (const caller of callers) caller.resolve(outcomes.splice(0, caller.entries.length));
  } catch {
    for (const caller of callers) {
      try {
        caller.resolve(await oneByOne(parts, caller));
      } catch (error) {
        caller.reject(error);
      }
    }
  }
}

async function oneByOne(parts: DeskParts, { entries, cursor }: Waiting): Promise<Outcome[]> {
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

const isAway = (error: unknown) => error instanceof Fault && error.code === 'database';

async function take(parts: DeskParts, entries: readonly Entry[], cursors: readonly Cursor[]): Promise<Outcome[]> {
  return parts.store.transact(async (tx) => {
    const work = new Work(tx, parts);
    const arrived = await preload(work, entries);
    const outcomes: Outcome[] = [];
    const heard = new Set<string>();
    for (const entry of entries) {
      // Whoever may meet what an earlier entry of this batch did has to see it: tries are counted, links are used once.
      if (!(await isFirstOf(work, entry, heard))) await tx.flush();
      outcomes.push(await enter(work, entry, arrived));
      if (outcomes.length % WRITE_AHEAD_ENTRIES === FIRST_ENTRIES) await writeAhead(tx);
    }
    for (const { source, value } of cursors) tx.cursor(source, value);
    await ringOperators(work);
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
async function isFirstOf(work: Work, entry: Entry, heard: Set<string>): Promise<boolean> {
  const whose = await subjectOf(work, entry);
  if (whose === undefined || heard.has(whose)) return false;
  heard.add(whose);
  return true;
}

async function subjectOf(work: Work, entry: Entry): Promise<string | undefined> {
  if (entry.enter === 'message') return addressKey(entry.message.contact);
  return entry.enter === 'notice-due' ? (await work.certificate(entry.certificate))?.applicant : undefined;
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

/** Processed again in vain: nothing of it has happened, and operators see that it was tried. */
async function keepAsItIs(
  parts: DeskParts,
  { of, operator }: Extract<Entry, { enter: 'again' }>,
  error: unknown,
): Promise<Outcome> {
  return parts.store.transact((tx) => inVain(new Work(tx, parts), of, detailOf(error), operator?.id));
}

const detailOf = (error: unknown) =>
  error instanceof Fault ? error.message : error instanceof Error ? error.name : 'unknown';

/** The message as bytes with its fault, for the operators; it can be processed again. */
async function keepWithFault(parts: DeskParts, message: Inbound, error: unknown): Promise<Outcome> {
  const detail = detailOf(error);
  parts.log.error('message kept with fault', {
    code: error instanceof Fault ? error.code : detail,
    source: message.source,
  });
  try {
    return await parts.store.transact((tx) => rescue(new Work(tx, parts), message, message.contact, detail));
  } catch (again) {
    if (isAway(again)) throw again;
    // Its very contact cannot be read: it is kept under nobody's name, so that it holds up nothing.
    return parts.store.transact((tx) => rescue(new Work(tx, parts), message, NOBODY[message.channel], detail));
  }
}

/** Contacts that nobody has and nothing is sent to; the edges use the same. */
const NOBODY: Readonly<Record<ChannelName, Address>> = {
  mail: { channel: 'mail', value: 'unknown@invalid' },
  telegram: { channel: 'telegram', value: '0' },
};

async function rescue(work: Work, message: Inbound, at: Address, detail: string): Promise<Outcome> {
  if ((await work.tx.received([message])).size > 0) return { duplicate: true };
  const [contact] = work.keepContacts(await work.tx.contactsAt([at], work.parts.settings.language));
  const { copyKey } = message;
  if (copyKey && (await work.tx.copies([{ contact: contact!.id, copyKey }])).size > 0) return { duplicate: true };
  const id = work.newId();
  const fault = work.newId();
  work.tx.insert('messages', {
    id,
    contact: contact!.id,
    applicant: contact!.applicant ?? null,
    direction: 'in',
    author: contact!.applicant ? 'applicant' : 'stranger',
    source: message.source,
    externalId: message.externalId,
    copyKey: copyKey ?? null,
    body: '',
    detail: { fault: detail },
    state: 'fault',
    at: work.now,
    sentAt: message.at,
  });
  if (![message.subject ?? '', message.wholeText, message.text].some((part) => findSecrets(part).found))
    work.tx.insert('raw_messages', {
      message: id,
      sealed: work.parts.keyring.sealing(`raw_messages:${id}`, message.raw),
    });
  work.tx.insert('faults', { id: fault, part: message.channel, ref: id, code: 'core', detail, at: work.now });
  work.awaitOperator('message', id, 'unreadable-message', contact!.applicant);
  const isPerson = !message.automatic && !message.group && at === message.contact;
  // A robot that we fail on writes again as well.
  if (isPerson && (await mayAnswer(work, contact!))) await speak(work, contact!, [{ say: 'try-later' }]);
  return { fault: detail };
}
