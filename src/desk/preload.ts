import { setImmediate as turn } from 'node:timers/promises';
import type { Inbound } from '../conversation/inbound.ts';
import { together } from '../together.ts';
import { type Entry, importOf } from './entry.ts';
import { hasWords } from './message/message.ts';
import type { Address } from './ports.ts';
import { repliesFrom } from './speak.ts';
import type { ContactRow } from './store.ts';
import type { Work } from './work.ts';

/** What is known of a batch's messages before the first is judged. */
export type Arrived = {
  /** Messages that are on record already: `source\nexternalId`. */
  readonly received: Set<string>;
  readonly contacts: ReadonlyMap<string, ContactRow>;
};

export const addressKey = ({ channel, value }: Address) => `${channel}\n${value}`;

/**
 * What a batch needs to be judged, looked up with one statement a kind whatever its size; locks contacts, then
 * applicants, then renewals, each in id order. What is not found here is looked up when it is needed.
 */
export async function preload(work: Work, entries: readonly Entry[]): Promise<Arrived> {
  await preloadNotices(work, entries);
  await preloadImport(work, entries);
  const messages = entries.flatMap((entry) => (entry.enter === 'message' ? [entry.message] : []));
  // Taken in once more among them: what it answers is looked up with theirs.
  const again = entries.flatMap((entry) => (entry.enter === 'again' ? [entry.message] : []));
  if (messages.length === 0) return { received: new Set(), contacts: new Map() };
  const [arrived] = await together([lookUp(work, messages, again), understandAll(work, messages)]);
  return arrived;
}

async function lookUp(work: Work, messages: readonly Inbound[], again: readonly Inbound[]): Promise<Arrived> {
  const rows = work.keepContacts(await work.tx.contactsAt(distinct(messages), work.parts.settings.language));
  const contacts = new Map(rows.map((row) => [addressKey({ channel: row.channel, value: row.address }), row]));
  const contactOf = (message: Inbound) => contacts.get(addressKey(message.contact))!.id;
  // Looked up under the contacts' locks: a second receipt of the same message waits here for the first.
  const [received] = await together([
    knownAlready(work, messages, contactOf),
    preloadTalk(work, [...messages, ...again], rows),
    preloadPeople(work, [...new Set(rows.flatMap(({ applicant }) => applicant ?? []))]),
    work.tx.chains(rows.map(({ id }) => `contact:${id}`)),
  ]);
  return { received, contacts };
}

/** A few at a time: what the database answers meanwhile is heard. */
const UNDERSTOOD_AT_ONCE = 10;

/** What the words mean is found out while the database looks up who said them. One message has nothing to wait beside. */
async function understandAll(work: Work, messages: readonly Inbound[]): Promise<void> {
  for (const [at, message] of messages.entries()) {
    if (at % UNDERSTOOD_AT_ONCE === 0) await turn();
    if (hasWords(message)) work.preloaded.meaningsOf(message);
  }
}

const distinct = (messages: readonly Inbound[]) => [
  ...new Map(messages.map(({ contact }) => [addressKey(contact), contact])).values(),
];

/** Received before under the same key, or as another copy of the same mail. */
async function knownAlready(
  { tx }: Work,
  messages: readonly Inbound[],
  contactOf: (message: Inbound) => string,
): Promise<Set<string>> {
  const mails = messages.filter(({ copyKey }) => copyKey !== undefined);
  const [received, copied] = await together([
    tx.received(messages),
    tx.copies(mails.map((mail) => ({ contact: contactOf(mail), copyKey: mail.copyKey! }))),
  ]);
  for (const mail of mails)
    if (copied.has(`${contactOf(mail)}\n${mail.copyKey}`)) received.add(`${mail.source}\n${mail.externalId}`);
  return received;
}

/** The questions that are open, and what of ours the messages answer. */
async function preloadTalk(work: Work, messages: readonly Inbound[], contacts: readonly ContactRow[]): Promise<void> {
  const { tx, parts } = work;
  const tokens = messages.flatMap(({ proof }) => (proof?.token ? [parts.keyring.hash('reply', proof.token)] : []));
  const mailboxes = contacts.filter(({ channel }) => channel === 'mail').map(({ id }) => id);
  const [questions, byToken, byName, replies] = await together([
    tx.latestQuestions(contacts.map(({ id }) => id)),
    tx.sentByToken(tokens),
    tx.sentAs([...new Set(messages.flatMap(({ answers }) => answers))]),
    tx.repliesSince(mailboxes, repliesFrom(work.now)),
  ]);
  const sent = [...byToken, ...byName];
  const asked = await tx.questionsOfMessages([...new Set(sent.map(({ id }) => id))]);
  work.preloaded.keepTalk({ contacts: contacts.map(({ id }) => id), questions, sent, asked, mailboxes, replies });
}

/** What the notices that are due are about, with the people, their addresses and their renewals. */
async function preloadNotices(work: Work, entries: readonly Entry[]): Promise<void> {
  const due = entries.flatMap((entry) => (entry.enter === 'notice-due' ? [entry] : []));
  if (due.length === 0) return;
  const certificates = await work.tx.certificates(due.map(({ certificate }) => certificate));
  work.keepCertificates(certificates);
  const people = [...new Set(certificates.map(({ applicant }) => applicant))];
  work.keepContactsOf(people, await work.tx.contactsOf(people));
  const [notices] = await together([work.tx.notices(due), preloadPeople(work, people)]);
  work.preloaded.keepNotices(due, notices);
}

/** Whom the rows of an import name, and what is on record of them; for a batch of nothing else, so that nothing is out of date. */
async function preloadImport(work: Work, entries: readonly Entry[]): Promise<void> {
  const rows = entries.flatMap((entry) => importOf(entry) ?? []);
  if (rows.length < entries.length) return;
  const { tx, preloaded } = work;
  const people = rows.flatMap((row) => (row.act === 'import-applicant' ? [row.data] : []));
  const serials = rows.flatMap((row) => (row.act === 'import-certificate' ? (row.certificate.serial ?? []) : []));
  const nips = rows.map((row) => (row.act === 'import-applicant' ? row.data.nip : row.nip));
  const niks = people.map(({ nik }) => nik);
  const [known, taken, certificates, issued] = await together([
    tx.findApplicants('nip', nips),
    tx.findApplicants('nik', niks),
    tx.certificatesBySerial(serials),
    tx.issuedAmong(serials),
  ]);
  // Looking a mailbox up makes it: of somebody new whose NIK is another's nothing is to be left behind.
  const newcomers = people.filter(({ nip, nik }) => !known.has(nip) && !taken.has(nik));
  await work.mailboxes(newcomers.map(({ email }) => email));
  await preloadPeople(work, [...new Set(known.values())]);
  // Under their locks: whoever was erased meanwhile has no number any more, and whoever was taken in has one.
  const [byNip, byNik] = await together([tx.findApplicants('nip', nips), tx.findApplicants('nik', niks)]);
  preloaded.keepNamed({ people, nips, niks, serials, byNip, byNik, certificates, issued });
}

/** Applicants with their open renewals. */
async function preloadPeople(work: Work, ids: readonly string[]): Promise<void> {
  const [applicants, renewals] = await together([work.tx.applicants(ids), work.tx.renewalsOf(ids)]);
  work.keepApplicants(applicants);
  const open = Map.groupBy(renewals, ({ renewal }) => renewal.applicant);
  for (const id of ids) work.keepRenewals(id, open.get(id) ?? []);
}
