import type { Inbound } from '../../conversation/inbound.ts';
import type { Line } from '../../conversation/line.ts';
import { findSecrets } from '../../conversation/secret.ts';
import { textHoldsPrivateKey } from '../../private-key/text.ts';

/** A private key came with it, wherever it stands. */
export const holdsKey = ({ holdsKey, wholeText, text }: Inbound): boolean =>
  holdsKey ?? textHoldsPrivateKey(wholeText || text);

/** A password or a private key came with it: nothing is kept of its bytes. */
export const holdsSecret = (message: Inbound): boolean =>
  message.holdsKey === true ||
  [message.subject ?? '', message.wholeText, message.text].some((part) => findSecrets(part).found);

/** To the sender of a message that we could not take in: where a key came with it, he must not send it once more. */
export const warningOr = (message: Inbound, otherwise: Line): Line =>
  holdsKey(message) ? { say: 'key-warning', deleted: false } : otherwise;
