import type { Core } from '../core.ts';
import type { PersonRecord } from '../state.ts';
import { type Changing, createChanging } from './changing.ts';
import { createPressing, type Pressing } from './pressing.ts';
import { createReading, type Reading } from './reading.ts';
import { createWriting, type Writing } from './writing.ts';

/** One person and the private chat with the bot; every act does what a person's client would do. */
export type Person = Writing &
  Pressing &
  Changing &
  Reading & {
    /** The person's id, which is the private chat's as well. */
    readonly id: number;
    readonly chat: number;
    readonly name: string;
    readonly language: string;
    blocked(): boolean;
  };

export function personOf(core: Core, record: PersonRecord): Person {
  return {
    id: record.id,
    chat: record.id,
    name: record.firstName,
    language: record.language,
    blocked: () => record.blocked,
    ...createWriting(core, record),
    ...createPressing(core, record),
    ...createChanging(core, record),
    ...createReading(core, record.id),
  };
}
