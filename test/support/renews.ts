import { setTimeout as after } from 'node:timers/promises';
import type { Sql } from '../../db/connect.ts';
import { patiently } from '../../db/patience.ts';
import { reviewContent } from '../../src/renewal/content.ts';
import type { Data } from '../../src/renewal/renewal.ts';
import { newKey } from '../../src/sandbox/play.ts';
import type { Person } from '../../src/sandbox/telegram/person/person.ts';
import type { WorldMessage } from '../../src/sandbox/telegram/seen.ts';
import type { Office } from './office.ts';
import { codeIn } from './talk.ts';

type Away = {
  readonly office: Office;
  /** The database, while the house is in another process. */
  readonly looking: Sql;
  /** Says it to whoever is alive; a killed one never hears it. */
  readonly tell: (entries: unknown) => void;
  /** How long any one step may take. */
  readonly patienceMs: number;
};

const sees = (phone: Person, patienceMs: number, ...words: string[]): Promise<WorldMessage> =>
  phone.waitFor(
    ({ text, buttons }) =>
      words.every((word) => `${text} ${buttons.map(({ label }) => label).join(' ')}`.includes(word)),
    patienceMs,
  );

/** One whole renewal on Telegram, while houses come and go: from the first word to the news that it is issued. */
export async function renews({ office, looking, tell, patienceMs }: Away, person: Data): Promise<void> {
  const phone = office.telegram.person({ firstName: person.name.split(' ')[0]!, language: 'id' });
  const mailbox = office.mail.person(person.email);
  phone.send('halo');
  await sees(phone, patienceMs, 'NIP');
  phone.send(person.nip);
  phone.send(codeIn((await mailbox.waitFor(({ text }) => text.includes('Kode masuk'), patienceMs)).text));
  await sees(phone, patienceMs, 'Data sudah sesuai');
  phone.press(undefined, 'Data sudah sesuai');
  const letter = await phone.waitFor(
    ({ files }) => files.some(({ name }) => name.includes('Surat-Rekomendasi')),
    patienceMs,
  );
  phone.sendFile({ name: 'surat rekomendasi.pdf', type: 'application/pdf', bytes: letter.files[0]!.bytes() });
  await sees(phone, patienceMs, 'pasangan kunci');
  const { request } = await newKey(person.name);
  phone.sendFile({ name: 'permintaan.csr', type: 'application/octet-stream', bytes: request });
  const renewal = () => patiently(() => office.renewal(person.nip, looking));
  const { id } = await renewal();
  await office.until(
    'the operator is awaited',
    async () => (await looking`select 1 from awaits where what = 'review' and ref = ${id}`).length > 0,
    patienceMs,
  );
  const approval = {
    enter: 'operator',
    operator: office.operators[0]!.operator,
    act: { act: 'approve', renewal: id, content: reviewContent(await renewal()) },
  };
  await office.until(
    'it is approved',
    async () => {
      tell([approval]);
      await after(300);
      return (await renewal()).facts.approvals.length === 1;
    },
    patienceMs,
  );
  await mailbox.waitFor(({ text }) => text.includes('sudah terbit'), patienceMs);
  await sees(phone, patienceMs, 'sudah terbit');
}
