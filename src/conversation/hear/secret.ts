import { follow } from '../focus.ts';
import { deletes } from '../inbound.ts';
import type { Turn } from '../turn.ts';
import { hearDocuments } from './document.ts';
import { signIn } from './identity.ts';

/** A password, a passphrase or a private key, in words or in a file. */
export function holdsSecret({ heard }: Turn): boolean {
  return heard.meanings.some(({ means }) => means === 'secret') || heard.enclosed.some(({ kind }) => kind === 'key');
}

/**
 * The person is warned and the message forgotten; whatever else it says was said beside a secret. Letters that came along
 * are letters all the same; a request beside its private key is that of a key which is nobody's alone any more.
 */
export function hearSecret(turn: Turn): void {
  const { heard, conversation } = turn;
  const isKey =
    heard.enclosed.some(({ kind }) => kind === 'key') ||
    heard.meanings.some((each) => each.means === 'secret' && each.key);
  turn.act({ act: 'forget-secret' });
  turn.say({ say: isKey ? 'key-warning' : 'secret-warning', deleted: deletes(conversation.channel) });
  turn.state = { ...turn.state, misunderstood: 0 };
  if (!heard.enclosed.some(({ kind }) => kind === 'pdf')) return;
  signIn(turn);
  hearDocuments(turn, []);
  follow(turn);
}
