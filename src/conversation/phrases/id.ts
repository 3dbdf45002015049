import type { Phrases } from './catalogue.ts';
import { ams } from './id/ams.ts';
import { anytime } from './id/anytime.ts';
import { data } from './id/data.ts';
import { decision } from './id/decision.ts';
import { identity } from './id/identity.ts';
import { letter } from './id/letter.ts';
import { revocation } from './id/revocation.ts';
import { trouble } from './id/trouble.ts';
import { vocabulary } from './id/vocabulary.ts';

/** Everything the product says in Indonesian. */
export const id: Phrases = {
  ...vocabulary,
  lines: { ...identity, ...data, ...letter, ...decision, ...ams, ...anytime, ...revocation, ...trouble },
  subject: (c) => `Pembaruan sertifikat elektronik${c.number ? ` ${c.number}` : ''}`,
  salutation: (name) => `Yth. Bapak/Ibu ${name},`,
  answerWith: (howMany) =>
    howMany === 1 ? 'Anda dapat membalas dengan kata:' : 'Anda dapat membalas dengan salah satu kata berikut:',
  pressAnswer: (howMany) =>
    `Atau tekan ${howMany === 1 ? 'tombol' : 'salah satu tombol'} ini: email balasannya terbuka, dan Anda tinggal mengirimnya.`,
  closing: (c) => `Hormat kami,\n${c.agency.name}`,
  linkAbove: '(tautan di atas)',
};
