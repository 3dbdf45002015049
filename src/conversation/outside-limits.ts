import { isUnnamed } from './focus.ts';
import type { Turn } from './turn.ts';

/** What could not be taken in is said; what could is heard all the same. */
export function outsideLimits(turn: Turn): void {
  const { heard, known } = turn;
  const before = turn.follow;
  turn.follow = 'pending';
  if (heard.tooLong) turn.say({ say: 'text-too-long', limit: known.limits.characters });
  else if (heard.tooManyFiles) turn.say({ say: 'too-many-files', limit: known.limits.files });
  else if (heard.tooLargeFile) turn.say({ say: 'file-too-large', limitMegabytes: known.limits.megabytes });
  else if (heard.odd !== undefined) turn.say({ say: 'odd', kind: heard.odd });
  else if (heard.late === undefined && isEmpty(turn)) turn.say({ say: 'empty' });
  else if (heard.late === undefined && isWithoutFile(turn)) {
    // "Sudah saya kirim": it is there, and asked about below.
    if (!isUnnamed(turn)) turn.say({ say: 'file-missing' });
  } else turn.follow = before;
  turn.understood = turn.follow === 'pending';
}

function isEmpty({ heard, known }: Turn): boolean {
  const said = heard.text.trim() !== '' || heard.meanings.length > 0 || heard.enclosed.length > 0;
  return !said && known.link === undefined;
}

/** "Terlampir", and nothing is: words that only accompany a file have no meaning of their own. */
function isWithoutFile({ heard, known }: Turn): boolean {
  return heard.meanings.length === 0 && heard.enclosed.length === 0 && !heard.tooLong && known.link === undefined;
}
