import type { Phrases } from './catalogue.ts';
import { ams } from './en/ams.ts';
import { anytime } from './en/anytime.ts';
import { data } from './en/data.ts';
import { decision } from './en/decision.ts';
import { identity } from './en/identity.ts';
import { letter } from './en/letter.ts';
import { revocation } from './en/revocation.ts';
import { trouble } from './en/trouble.ts';
import { vocabulary } from './en/vocabulary.ts';

/** Everything the product says in English. */
export const en: Phrases = {
  ...vocabulary,
  lines: { ...identity, ...data, ...letter, ...decision, ...ams, ...anytime, ...revocation, ...trouble },
  subject: (c) => `Renewal of your electronic certificate${c.number ? ` ${c.number}` : ''}`,
  salutation: (name) => `Dear ${name},`,
  answerWith: (howMany) => (howMany === 1 ? 'You can reply with this word:' : 'You can reply with one of these words:'),
  pressAnswer: (howMany) =>
    `Or press ${howMany === 1 ? 'this button' : 'one of these buttons'}: an answer opens, and you only have to send it.`,
  closing: (c) => `Yours sincerely,\n${c.agency.name}`,
  linkAbove: '(the link above)',
};
