import { setTimeout as after } from 'node:timers/promises';
import type { MailPerson } from '../../src/sandbox/mail/people.ts';
import type { Person } from '../../src/sandbox/telegram/person/person.ts';
import type { Office } from '../support/office.ts';

/** Two that follow each other have different answers, so that a repeated answer is told from the next one. */
const QUESTIONS = ['berapa lama prosesnya?', 'apa biayanya?', 'dokumen apa saja?', 'apa itu surat rekomendasi?'];
export const question = (n: number): string => `${QUESTIONS[n % QUESTIONS.length]} (${n + 1})`;

/** An hour's mails from one address are answered up to a cap (desk, LIMITS). */
const MAILS = 18;

export type Load = {
  readonly phones: readonly Person[];
  readonly boxes: readonly MailPerson[];
  /** Everyone stops asking; what was asked is accepted by the servers. */
  stop(): Promise<void>;
};

/** People who ask one thing after the other, each thing with its number, until they are told to stop. */
export function startLoad(office: Office, size: { who: string; chats: number; boxes: number; thinksMs: number }): Load {
  const over = new AbortController();
  const thinks = (times: number) =>
    after(size.thinksMs * times, undefined, { signal: over.signal }).catch(() => undefined);
  const phones = Array.from({ length: size.chats }, (_, i) =>
    office.telegram.person({ firstName: `${size.who} ${i}`, language: 'id' }),
  );
  const boxes = Array.from({ length: size.boxes }, (_, i) =>
    office.mail.person(`${size.who}${i}@lain.example`, `${size.who} ${i}`),
  );
  const chatting = phones.map(async (phone) => {
    for (let n = 0; !over.signal.aborted; n++) {
      phone.send(question(n));
      await thinks(1);
    }
  });
  const writing = boxes.map(async (box) => {
    for (let n = 0; n < MAILS && !over.signal.aborted; n++) {
      await box.send({ subject: `Tanya ${n + 1}`, text: question(n) });
      await thinks(3);
    }
  });
  return {
    phones,
    boxes,
    async stop() {
      over.abort();
      await Promise.all([...chatting, ...writing]);
    },
  };
}
