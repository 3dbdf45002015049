import { createHash } from 'node:crypto';
import { HTTPException } from 'hono/http-exception';
import type { MailPerson } from '../mail/people.ts';
import type { Person } from '../telegram/person/person.ts';
import type { SamplePerson, SandboxPageParts } from './parts.ts';

/** Who the visitor can be: a sample person, or somebody the office does not know. */
export type Player = {
  /** Stands in addresses; the Telegram id as text. */
  readonly key: string;
  readonly name: string;
  readonly email: string;
  readonly unit?: string;
  readonly nip?: string;
  readonly certificate?: Pick<SamplePerson, 'serial' | 'expires' | 'daysLeft'>;
};

const STRANGER = { name: 'Orang tidak dikenal', email: 'seseorang@surel.example' };
/** Telegram's user ids have up to 52 bits; below this there are old, real ones. */
const FIRST_ID = 1_000_000_000;
const ID_BYTES = 5;

/** Drawn from what does not change of a person, so that a chat is found again after a restart. */
const keyOf = (constant: string) =>
  String(FIRST_ID + createHash('sha256').update(constant).digest().readUIntBE(0, ID_BYTES));

export async function playersOf(parts: SandboxPageParts): Promise<readonly Player[]> {
  const samples = (await parts.people()).map(({ name, nip, email, unit, serial, expires, daysLeft }) => ({
    key: keyOf(nip),
    name,
    nip,
    email,
    ...(unit ? { unit } : {}),
    certificate: { serial, expires, daysLeft },
  }));
  return [...samples, { key: keyOf(STRANGER.email), ...STRANGER }];
}

/** HTTPException 404 for a key that belongs to nobody. */
export async function playerOf(parts: SandboxPageParts, key: string): Promise<Player> {
  const player = (await playersOf(parts)).find((each) => each.key === key);
  if (!player)
    throw new HTTPException(404, { message: 'Orang ini tidak ada dalam daftar contoh. Muat ulang halaman.' });
  return player;
}

/** The player's side of the chat with the bot. */
export function chatOf({ telegram }: SandboxPageParts, { key, name }: Player): Person {
  if (!telegram) throw new HTTPException(409, { message: 'Telegram bawaan tidak dijalankan.' });
  return telegram.person({ id: Number(key), firstName: name });
}

export function letterboxOf({ mail }: SandboxPageParts, { email, name }: Player): MailPerson {
  if (!mail) throw new HTTPException(409, { message: 'Kotak surat bawaan tidak dijalankan.' });
  return mail.person(email, name);
}
