import { Fault } from '../src/fault.ts';
import { canonicalData, type Data } from '../src/renewal/renewal.ts';
import type { Keyring } from '../src/seal.ts';
import type { Sql } from './connect.ts';
import { openData } from './people.ts';

/** How the secret keys stand to what is stored. */
type KeyStanding = {
  /** How many samples there were: the oldest and the newest of what is sealed; keys that open both open what lies between. */
  readonly seen: number;
  readonly shut: readonly ('oldest' | 'newest')[];
  /** What was opened was hashed with another key: nobody would be found by his number any more. */
  readonly hashedOtherwise: boolean;
};

export async function keyStanding(sql: Sql, keyring: Keyring): Promise<KeyStanding> {
  // Their ids begin with the time (UUID version 7), so that the index finds both.
  const oldest = await sql<Version[]>`select id, sealed, hash from data_versions order by id limit 1`;
  const newest = await sql<Version[]>`select id, sealed, hash from data_versions order by id desc limit 1`;
  const samples = [
    ...oldest.map((version) => ({ which: 'oldest' as const, ...version })),
    ...newest.map((version) => ({ which: 'newest' as const, ...version })),
  ].map((version) => ({ ...version, data: opened(keyring, version) }));
  return {
    seen: samples.length,
    shut: samples.filter(({ data }) => data === undefined).map(({ which }) => which),
    hashedOtherwise: samples.some(({ data, hash }) => data && keyring.hash('data', canonicalData(data)) !== hash),
  };
}
type Version = { readonly id: string; readonly sealed: Uint8Array; readonly hash: string };

function opened(keyring: Keyring, { id, sealed }: Version): Data | undefined {
  try {
    return openData(keyring, id, sealed);
  } catch (error) {
    if (error instanceof Fault && error.code === 'sealed') return undefined;
    throw error;
  }
}

/** Before anything is received or signed with them. Throws Fault('config') with what is to be mended. */
export async function assertKeysFit(sql: Sql, keyring: Keyring): Promise<void> {
  const { seen, shut, hashedOtherwise } = await keyStanding(sql, keyring);
  // One of two that cannot be opened is damage, and no reason to keep everybody out; the doctor tells of it.
  if (seen > 0 && shut.length === seen)
    throw new Fault(
      'config',
      'SECRET_KEY opens nothing of what is stored: put the key back that was used before; keys that it has replaced belong into SECRET_KEY_OLD',
    );
  if (hashedOtherwise)
    throw new Fault(
      'config',
      'the last key of SECRET_KEY_OLD must be the first one that this database was used with: people and letters are found by it',
    );
}
