import { randomInt } from 'node:crypto';
import type { Core } from './core.ts';
import type { Person } from './person/person.ts';
import { createReading, type Reading } from './person/reading.ts';
import { apiBot, apiChat, apiMessage, apiUser, type GroupRecord } from './state.ts';

/** A group the bot is a member of. As in Telegram's default, it is shown only commands, its name and answers to it. */
export type Group = Reading & {
  readonly id: number;
  readonly title: string;
  send(person: Person, text: string, replyTo?: number): number;
  /** Somebody adds the bot, or takes it out. */
  add(person: Person): void;
  remove(person: Person): void;
};

export function createGroups(core: Core) {
  const known = new Map<number, Group>();
  for (const record of Object.values(core.state.groups)) known.set(record.id, groupOf(core, record));

  /** The bot is a member from the beginning. */
  function group(spec: { id?: number; title: string }): Group {
    const existing = spec.id === undefined ? undefined : known.get(spec.id);
    if (existing !== undefined) return existing;
    const record = { id: spec.id ?? -randomInt(1e8, 2 ** 40), title: spec.title, member: true };
    core.state.groups[record.id] = record;
    const made = groupOf(core, record);
    known.set(record.id, made);
    core.emit({ what: 'group', chat: record.id });
    return made;
  }

  return { group, groups: () => [...known.values()] };
}

function groupOf(core: Core, record: GroupRecord): Group {
  const { state, bot, queue } = core;

  function send(person: Person, text: string, replyTo?: number): number {
    const message = core.say({
      kind: 'text',
      chat: record.id,
      from: person.id,
      text,
      ...(replyTo === undefined ? {} : { replyTo }),
    });
    const meant =
      text.startsWith('/') || text.includes(`@${bot.username}`) || core.find(record.id, replyTo)?.from === bot.id;
    if (record.member && meant) queue.push('message', apiMessage(state, bot, message));
    return message.id;
  }

  function membership(person: Person, status: 'member' | 'left'): void {
    record.member = status === 'member';
    const member = (now: string) => ({ user: apiBot(bot), status: now });
    core.emit({ what: 'group', chat: record.id });
    queue.push('my_chat_member', {
      chat: apiChat(state, record.id),
      from: apiUser(state.people[person.id]!),
      date: Math.floor(Date.now() / 1000),
      old_chat_member: member(status === 'member' ? 'left' : 'member'),
      new_chat_member: member(status),
    });
  }

  return {
    id: record.id,
    title: record.title,
    send,
    add: (person) => membership(person, 'member'),
    remove: (person) => membership(person, 'left'),
    ...createReading(core, record.id),
  };
}
