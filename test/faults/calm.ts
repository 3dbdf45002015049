import type { Office } from '../support/office.ts';
import { said, settled } from '../support/talk.ts';
import { question } from './load.ts';

/** The first question is also welcomed; from then on the four take turns. Two rounds show that they do. */
const ASKED = 9;
const ROUND = 4;

/** What a chat is answered, question by question, where nothing happens: what the others are compared with. */
export async function answersInCalm(office: Office, upTo: number): Promise<string[]> {
  const phone = office.telegram.person({ firstName: 'Tenang', language: 'id' });
  for (let n = 0; n < ASKED; n++) {
    phone.send(question(n));
    await office.until(`question ${n + 1} is answered`, async () => (await said(office, phone.chat)).length > n);
  }
  await settled(office);
  const bodies = (await said(office, phone.chat)).map(({ body }) => body);
  const round = bodies.slice(-ROUND);
  if (bodies.length !== ASKED || new Set(round).size !== ROUND || bodies.at(-1) !== bodies.at(-1 - ROUND))
    throw new Error(`the questions have no answers of their own: ${bodies.join(' | ')}`);
  const first = ASKED - ROUND;
  return Array.from({ length: upTo }, (_, n) => (n < first ? bodies[n]! : round[(n - first) % ROUND]!));
}
