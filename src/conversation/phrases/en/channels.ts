import { isChat } from '../../inbound.ts';
import type { Context, Vocabulary } from '../catalogue.ts';

export const channels: Vocabulary['channels'] = {
  telegram: { through: 'on Telegram', contact: 'a Telegram account' },
  mail: { through: 'by e-mail', contact: 'another e-mail address' },
};

/** Where what is asked for is to be written or sent. */
export const replying = (c: Context) => (isChat(c.channel) ? 'here' : 'in reply to this e-mail');
