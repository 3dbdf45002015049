import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sees } from '../../src/sandbox/play.ts';
import type { Person } from '../../src/sandbox/telegram/person/person.ts';
import { type Office, openOffice } from '../support/office.ts';
import { signedIn } from '../support/talk.ts';
import { caWrites, mailbox } from './transcript.ts';

let office: Office;
beforeAll(async () => {
  // At an address that Telegram opens, there is a Mini App.
  office = await openOffice({ env: { PUBLIC_URL: 'https://sertifikat.contohprov.example' } });
});
afterAll(() => office.close());

const RIGHT = 'Data sudah sesuai';

describe('the buttons of a question', () => {
  const armed = (phone: Person) => phone.messages().filter(({ buttons }) => buttons.some(({ data }) => data));
  const labels = (phone: Person) => armed(phone).map(({ buttons }) => buttons[0]!.label);

  test('are gone once it is answered: by pressing, and in words', async () => {
    const phone = await signedIn(office, 'Siti');
    phone.send('perpanjang');
    await sees(phone, RIGHT);
    phone.press(undefined, 'Ada yang salah');
    await office.until('the first question is disarmed', async () => !labels(phone).includes(RIGHT));
    phone.send('telepon: 0812 9999 0001');
    const noted = await sees(phone, '+6281299990001');
    expect(armed(phone).map(({ id }) => id)).toContain(noted.id);
    phone.send('batal ubah');
    await sees(phone, RIGHT);
    await office.until('only the new question has buttons', async () => labels(phone).join() === RIGHT);

    // The button of the Mini App asks nothing, so it stays when the others go.
    const app = 'https://sertifikat.contohprov.example/mini';
    phone.press(undefined, RIGHT);
    const draft = await phone.waitFor(({ files }) => files.length > 0);
    const asks = () =>
      phone.messages().find(({ buttons }) => buttons.some(({ label }) => label === 'Unggah surat di sini'))!;
    expect(asks().buttons.length).toBeGreaterThan(1);
    phone.sendFile({ name: 'surat.pdf', type: 'application/pdf', bytes: draft.files[0]!.bytes() });
    await office.until('the letter is no longer asked for', async () => asks().buttons.length === 1);
    expect(asks().buttons).toEqual([{ label: 'Unggah surat di sini', app }]);
  });

  test('are gone once it is answered on the other channel', async () => {
    const dewi = office.person('Dewi');
    const mail = mailbox(office, dewi.email);
    await caWrites(office, dewi);
    await mail.reads('Bersediakah Anda memulai sekarang?');
    const phone = await signedIn(office, 'Dewi');
    await office.until('only the question has buttons', async () => labels(phone).join() === RIGHT);
    await mail.replies('ya, mulai');
    await mail.reads('Apakah semua data di atas masih benar?');
    await mail.replies('tidak ada perubahan');
    await office.until('the chat is disarmed', async () => armed(phone).length === 0);
    expect(await office.awaits(dewi.nip)).toContain('applicant letter');
  });
});
