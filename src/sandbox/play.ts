import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { Operator, OperatorAct, Outcome } from '../desk/entry.ts';
import type { Desk } from '../desk/receive.ts';
import { Fault } from '../fault.ts';
import { makeRequest } from '../issuance/request/make-request.ts';
import { LIMITS } from '../letters/limits.ts';
import type { MailMessage } from './mail/letterbox.ts';
import type { MailPerson } from './mail/people.ts';
import type { Person } from './telegram/person/person.ts';
import type { WorldMessage } from './telegram/seen.ts';

/** People at their devices, for the demo and the journeys: what they see is awaited, never slept for. */

/** Nobody gives up on a letter before its reader does: a busy machine is slow, not wrong. */
const PATIENCE_MS = LIMITS.deadlineMs + 10_000;

/** The next message of the bot in which all of these words stand; messages before it are passed over. */
export async function sees(person: Person, ...words: readonly string[]): Promise<WorldMessage> {
  const holds = ({ text, buttons }: WorldMessage) =>
    words.every((word) => `${text} ${buttons.map(({ label }) => label).join(' ')}`.includes(word));
  return person.waitFor(holds, PATIENCE_MS).catch(() => {
    const last = person
      .messages()
      .slice(-3)
      .map(({ from, text }) => `${from}: ${text}`);
    throw new Fault(
      'invariant',
      `${person.name} never saw "${words.join('", "')}"; the last messages: ${last.join(' | ')}`,
    );
  });
}

/** The next file of the bot whose name holds this word. */
export async function getsFile(person: Person, word: string): Promise<Uint8Array> {
  const message = await person.waitFor(({ files }) => files.some(({ name }) => name.includes(word)), PATIENCE_MS);
  return message.files.find(({ name }) => name.includes(word))!.bytes();
}

/** Someone who reads each mail once. */
export function reader(person: MailPerson) {
  const read = new Set<string>();
  return async (...words: readonly string[]): Promise<MailMessage> => {
    const holds = (mail: MailMessage) =>
      !read.has(mail.id) && words.every((word) => `${mail.subject}\n${mail.text}`.includes(word));
    const mail = await person.waitFor(holds, PATIENCE_MS).catch(() => {
      const unread = person.messages().filter(({ id }) => !read.has(id));
      throw new Fault(
        'invariant',
        `${person.address} never got "${words.join('", "')}"; unread: ${unread.map(({ subject, text }) => `${subject}: ${text}`).join(' | ')}`,
      );
    });
    read.add(mail.id);
    return mail;
  };
}

/** An operator, through the same door as the console's buttons. */
export function atConsole(desk: Desk, operator: Operator) {
  const tries = async (act: OperatorAct): Promise<Outcome> =>
    (await desk.receive([{ enter: 'operator', operator, act }]))[0]!;
  return {
    operator,
    tries,
    async does(act: OperatorAct): Promise<void> {
      const outcome = await tries(act);
      if (!('done' in outcome)) throw new Fault('invariant', `the desk refused ${act.act}: ${JSON.stringify(outcome)}`);
    },
  };
}
export type AtConsole = ReturnType<typeof atConsole>;

const newKeyPair = promisify(generateKeyPair);

/** What a person's own device makes: a key pair and the request for it. */
export async function newKey(name: string): Promise<{ key: KeyObject; request: Uint8Array }> {
  const { privateKey } = await newKeyPair('rsa', { modulusLength: 2048 });
  return { key: privateKey, request: Buffer.from(makeRequest(name, privateKey)) };
}
