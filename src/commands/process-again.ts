import { againInWords } from '../web/console/talk/words.ts';
import { print } from './command.ts';
import type { Tools } from './tools.ts';
import { misused } from './usage.ts';

/** Fails as long as one of them stays as it is. */
export async function processAgain([, which]: readonly string[], { again }: Tools): Promise<number> {
  if (which === undefined || (which !== ALL && !isMessageId(which))) return misused(['process-again']);
  const results = which === ALL ? await again.all() : [{ message: which, outcome: await again.one(which) }];
  for (const { message, outcome } of results) print(`${message}: ${againInWords(outcome)}`);
  const done = results.filter(({ outcome }) => 'done' in outcome || 'duplicate' in outcome).length;
  if (which === ALL) print(`${results.length} pesan dicoba, ${done} selesai, ${results.length - done} tetap tersimpan`);
  return done === results.length ? 0 : 1;
}

export const ALL = '--all';
const isMessageId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
