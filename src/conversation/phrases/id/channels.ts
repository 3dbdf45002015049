import { isChat } from '../../inbound.ts';
import type { Context, Vocabulary } from '../catalogue.ts';

export const channels: Vocabulary['channels'] = {
  telegram: { through: 'melalui Telegram', contact: 'sebuah akun Telegram' },
  mail: { through: 'melalui email', contact: 'sebuah alamat email lain' },
};

/** Where what is asked for is to be written or sent. */
export const replying = (c: Context) => (isChat(c.channel) ? 'di percakapan ini' : 'dengan membalas email ini');
