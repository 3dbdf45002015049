import { randomInt } from 'node:crypto';
import type { Core } from './core.ts';
import { type Person, personOf } from './person/person.ts';

export type PersonSpec = {
  readonly id?: number;
  readonly firstName: string;
  readonly username?: string;
  readonly language?: string;
};

export function createPeople(core: Core) {
  const { state } = core;
  const known = new Map<number, Person>();
  for (const record of Object.values(state.people)) known.set(record.id, personOf(core, record));

  function person(spec: PersonSpec): Person {
    const existing = spec.id === undefined ? undefined : known.get(spec.id);
    if (existing !== undefined) return existing;
    const id = spec.id ?? randomInt(1e8, 2 ** 46); // user ids have up to 52 bits; drawn, so that a new world never reuses one
    const record = {
      id,
      firstName: spec.firstName,
      ...(spec.username ? { username: spec.username } : {}),
      language: spec.language ?? 'id',
      wrote: false,
      blocked: false,
    };
    state.people[id] = record;
    const made = personOf(core, record);
    known.set(id, made);
    core.emit({ what: 'person', chat: id });
    return made;
  }

  return { person, people: () => [...known.values()] };
}
