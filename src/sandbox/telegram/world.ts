import type { Core } from './core.ts';
import type { WorldEvent } from './events.ts';
import type { Failure } from './failures.ts';
import { createGroups, type Group } from './groups.ts';
import { createPeople, type PersonSpec } from './people.ts';
import type { Person } from './person/person.ts';
import type { Bot } from './state.ts';

/** The people's side of the local Telegram: what tests, the demo and the sandbox page use. */
export type TelegramWorld = {
  readonly bot: Bot;
  /** The person with this id, or a new one. */
  person(spec: PersonSpec): Person;
  people(): readonly Person[];
  group(spec: { id?: number; title: string }): Group;
  groups(): readonly Group[];
  /** Every message, change and answer from now on; returns how to end it. */
  on(listener: (event: WorldEvent) => void): () => void;
  /** The next `times` requests fail. Without `methods`: any but getUpdates. */
  fail(failure: Failure, times?: number, methods?: readonly string[]): void;
  /** An update as it is, whatever is wrong with it. */
  deliver(kind: string, content: unknown): void;
  /** The next update has this id, as after a quiet week. */
  jump(id: number): void;
  /** The commands in the menu, by scope and language, as last set by the bot. */
  commands(): Readonly<Record<string, readonly { command: string; description: string }[]>>;
};

export function createWorld(core: Core): TelegramWorld {
  const { person, people } = createPeople(core);
  const { group, groups } = createGroups(core);
  return {
    bot: core.bot,
    person,
    people,
    group,
    groups,
    on: core.on,
    fail: core.fail,
    deliver: core.queue.push,
    jump: (id) => {
      core.state.nextUpdate = id;
    },
    commands: () => core.state.commands,
  };
}
