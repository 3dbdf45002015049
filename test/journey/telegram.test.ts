import { afterAll, beforeAll, expect, test } from 'vitest';
import { reviewContent } from '../../src/renewal/content.ts';
import { getsFile, newKey, reader, sees } from '../../src/sandbox/play.ts';
import { type Office, openOffice } from '../support/office.ts';
import { settled } from '../support/talk.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const LABEL = { right: 'Data sudah sesuai' };

test('a renewal by Telegram runs from the notice to the certificate', async () => {
  const siti = office.person('Siti');
  const mailbox = reader(office.mail.person(siti.email));
  await office.mail.caNotice({
    name: siti.name,
    email: siti.email,
    serial: (await office.certificates(siti.nip))[0]!.serial,
    expires: (await office.certificates(siti.nip))[0]!.notAfter,
    basis: 'expiring',
    to: office.mail.systemAddress,
  });
  const notice = await mailbox('Siti Rahmawati', 'Anda membuat pasangan kunci baru', 't.me');
  const payload = /start=([\w-]+)/.exec(notice.text)![1]!;

  const phone = office.telegram.person({ firstName: 'Siti', language: 'id' });
  phone.open(payload);
  await sees(phone, 'Ya');
  phone.press(undefined, 0);
  await sees(phone, LABEL.right, '1985');
  phone.press(undefined, LABEL.right);
  await sees(phone, 'Surat Rekomendasi');
  phone.sendFile({
    name: 'surat rekomendasi.pdf',
    type: 'application/pdf',
    bytes: await getsFile(phone, 'Surat-Rekomendasi'),
  });
  await sees(phone, 'pasangan kunci');
  const { request } = await newKey(siti.name);
  phone.sendFile({ name: 'permintaan.csr', type: 'application/octet-stream', bytes: request });
  await office.until('the operator is awaited', async () =>
    (await office.awaits(siti.nip)).includes('operator review'),
  );

  const [rina] = office.operators;
  const renewal = await office.renewal(siti.nip);
  await settled(office);
  const actions = () => office.api.calls.filter(({ method }) => method === 'sendChatAction').length;
  const before = actions();
  await rina!.does({ act: 'approve', renewal: renewal.id, content: reviewContent(renewal) });
  const issued = await mailbox('sudah terbit');
  expect(issued.attachments.map(({ name }) => name).join()).toContain('.pem');
  await sees(phone, 'sudah terbit');
  await office.until('it was shown that we were signing', async () => actions() > before);
  expect(await office.awaits(siti.nip)).toEqual(['applicant collect']);
  phone.send('sudah saya pasang, berhasil');
  await sees(phone, 'Apakah sertifikat yang baru sudah terpasang');
  phone.press(undefined, 'Ya, sudah terpasang');
  await office.until('the renewal is over', async () => (await office.renewal(siti.nip)).outcome === 'completed');
  await office.until(
    'the old certificate is revoked',
    async () => (await office.certificates(siti.nip))[0]!.state === 'revoked',
  );
});
