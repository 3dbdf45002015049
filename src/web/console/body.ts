import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { forgetBody } from '../forgotten.ts';
import { messagePage } from '../layout.ts';

/** What a form of the console may weigh: the largest is an import file, with room for its frame. */
const CONSOLE_BODY_BYTES = 21 * 1024 * 1024;
/** Before somebody has signed in, a form holds a name and a password. */
const SIGN_IN_BODY_BYTES = 16 * 1024;

const tooLarge = (c: Context) =>
  c.html(
    messagePage(
      'Berkas terlalu besar',
      [
        'Berkas yang dikirim melampaui batas, jadi tidak ada yang disimpan.',
        'Kecilkan atau bagi berkasnya, lalu kirim lagi.',
      ],
      { href: '/console/queue', label: 'Ke antrean' },
    ),
    413,
  );

/** For who has signed in; put before that it would read a stranger's into memory. */
export const consoleBody = () =>
  bodyLimit({
    maxSize: CONSOLE_BODY_BYTES,
    onError: async (c) => {
      await forgetBody(c);
      return tooLarge(c);
    },
  });
export const signInBody = () => bodyLimit({ maxSize: SIGN_IN_BODY_BYTES, onError: tooLarge });
