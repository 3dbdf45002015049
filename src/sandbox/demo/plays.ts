import type { KeyObject } from 'node:crypto';
import { DAY_MS } from '../../durations.ts';
import { isAwaited } from '../../renewal/awaited.ts';
import { changeContent, reviewContent } from '../../renewal/content.ts';
import type { Data, What } from '../../renewal/renewal.ts';
import type { MailMessage } from '../mail/letterbox.ts';
import { getsFile, newKey, reader, sees } from '../play.ts';
import { SAMPLES } from '../samples.ts';
import type { Person } from '../telegram/person/person.ts';
import type { Narrator } from './narrator.ts';
import type { Stage } from './stage.ts';

export type Play = {
  readonly slug: string;
  readonly title: string;
  readonly data: Data;
  readonly key?: KeyObject;
  readonly issuer: 'local' | 'ams';
};
type Scene = { readonly stage: Stage; readonly tell: Narrator };

const person = (name: string): Data => SAMPLES.find(({ data }) => data.name.startsWith(name))!.data;
const PDF = 'application/pdf';

async function notice({ stage, tell }: Scene, data: Data): Promise<void> {
  const { world } = stage.embedded.mail!;
  const [row] = await stage.house.sql`
    select c.serial, c.not_after from certificates c join contacts k on k.applicant = c.applicant where k.address = ${data.email} order by c.not_after desc limit 1`;
  tell.does(
    'Balai Sertifikasi Elektronik',
    `mengirim pemberitahuan tentang sertifikat ${data.name} ke kotak surat dinas`,
  );
  await world.caNotice({
    name: data.name,
    email: data.email,
    serial: row!.serial,
    expires: row!.notAfter,
    basis: row!.notAfter > new Date() ? 'expiring' : 'expired',
    to: world.systemAddress,
  });
}

/** Waits until the renewal waits for this and all was said that leads there, and says which activity of the SOP is under way. */
async function reaches({ stage, tell }: Scene, data: Data, what: What): Promise<string> {
  const renewal = await stage.until(`${data.name}: ${what}`, async () => {
    const now = await stage.renewal(data.nip).catch(() => undefined);
    return now && isAwaited(now, what) ? now : undefined;
  });
  await stage.quiet(data.nip);
  tell.step(renewal);
  return renewal.id;
}

async function approve(scene: Scene, data: Data): Promise<void> {
  const { stage, tell } = scene;
  const id = await reaches(scene, data, 'review');
  tell.does(stage.operator.operator.name, 'memeriksa permohonan di konsol dan menyetujui penerbitan');
  await stage.operator.does({ act: 'approve', renewal: id, content: reviewContent(await stage.renewal(data.nip)) });
}

/** Asked back, because the old certificate is revoked after it. */
async function confirmsInstalled(scene: Scene, name: string, phone: Person): Promise<void> {
  await sees(phone, 'beserta kata sandinya');
  scene.tell.does(name, 'menekan tombol [Ya, sudah terpasang]');
  phone.press(undefined, 0);
}

async function completes({ stage, tell }: Scene, data: Data): Promise<void> {
  const renewal = await stage.until(`${data.name}: selesai`, async () => {
    const now = await stage.renewal(data.nip);
    return now.outcome === 'completed' ? now : undefined;
  });
  await stage.quiet(data.nip);
  tell.step(renewal);
}

const payloadOf = (mail: MailMessage) => /https:\/\/t\.me\/\w+\?start=([\w-]+)/.exec(mail.text)![1]!;

/** The notice by mail, everything else in the chat. */
export async function byTelegram(scene: Scene): Promise<Play> {
  const data = person('Siti');
  const { telegram, mail } = scene.stage.embedded;
  scene.tell.title(`1. ${data.name}: lewat Telegram`);
  await notice(scene, data);
  const letter = await reader(mail!.world.person(data.email))(data.name, 't.me');
  await reaches(scene, data, 'sign-in');
  const phone = telegram!.world.person({ firstName: 'Siti', language: 'id' });
  phone.open(payloadOf(letter));
  await sees(phone, 'Ya');
  scene.tell.does('Siti', 'menekan tombol [Ya]');
  phone.press(undefined, 0);
  await reaches(scene, data, 'data-check');
  await sees(phone, 'Data sudah sesuai');
  phone.send('iya udah bener min');
  await reaches(scene, data, 'letter');
  phone.sendFile({ name: 'surat-rekomendasi-ttd.pdf', type: PDF, bytes: await getsFile(phone, 'Surat-Rekomendasi') });
  await reaches(scene, data, 'key');
  await sees(phone, 'pasangan kunci');
  const { key, request } = await newKey(data.name);
  phone.sendFile({ name: 'permintaan-sertifikat.csr', type: 'application/pkcs10', bytes: request });
  await approve(scene, data);
  await sees(phone, 'sudah terbit');
  await reaches(scene, data, 'collect');
  phone.send('sudah saya pasang, berhasil. makasih ya');
  await confirmsInstalled(scene, 'Siti', phone);
  await completes(scene, data);
  return { slug: 'telegram', title: 'lewat Telegram', data, key, issuer: 'local' };
}

/** By mail alone, with a change of data: both letters are signed in one go. */
export async function byMail(scene: Scene): Promise<Play> {
  const data = person('Budi');
  const { mail } = scene.stage.embedded;
  const budi = mail!.world.person(data.email, data.name);
  const gets = reader(budi);
  scene.tell.title(`2. ${data.name}: lewat surat elektronik, dengan perubahan data`);
  await notice(scene, data);
  const first = await gets(data.name, 'Telegram');
  await reaches(scene, data, 'sign-in');
  await budi.reply(first, 'Ya, saya ingin memperbarui sertifikat saya.');
  const check = await gets('Kepala Seksi Persandian');
  await reaches(scene, data, 'data-check');
  await budi.reply(check, 'Jabatan saya berubah.\njabatan: Kepala Bidang Persandian\nno hp: 0812-3456-7899');
  const noted = await gets('Kepala Bidang Persandian', '+62');
  await reaches(scene, data, 'change-values');
  await budi.reply(noted, 'Itu saja.');
  const letters = await gets('Perubahan Data', 'Rekomendasi');
  await reaches(scene, data, 'change-letter');
  await budi.reply(
    letters,
    'Terlampir kedua surat yang sudah ditandatangani.',
    letters.attachments.filter(({ type }) => type === PDF).map(({ name, content }) => ({ name, type: PDF, content })),
  );
  const change = await reaches(scene, data, 'change-review');
  scene.tell.does(scene.stage.operator.operator.name, 'membandingkan data lama dan baru, lalu menyetujui perubahan');
  await scene.stage.until(
    'kedua surat terbaca',
    async () => (await scene.stage.renewal(data.nip)).facts.letter?.state === 'on-file',
  );
  await scene.stage.operator.does({
    act: 'approve-change',
    renewal: change,
    content: changeContent(await scene.stage.renewal(data.nip)),
  });
  await reaches(scene, data, 'key');
  const asked = await gets('pasangan kunci');
  const { key, request } = await newKey(data.name);
  await budi.reply(asked, 'Berikut permintaan sertifikat saya.', [
    { name: 'permintaan.csr', type: 'application/pkcs10', content: Buffer.from(request) },
  ]);
  await approve(scene, data);
  const issued = await gets('sudah terbit');
  await reaches(scene, data, 'collect');
  await budi.reply(issued, 'Sudah terpasang, terima kasih.');
  await budi.reply(await gets('beserta kata sandinya'), 'Ya, sudah.');
  await completes(scene, data);
  return { slug: 'surat', title: 'lewat surat, dengan perubahan data', data, key, issuer: 'local' };
}

/** Begins by mail and goes on in the chat. */
export async function crossing(scene: Scene): Promise<Play> {
  const data = person('Dewi');
  const { mail, telegram } = scene.stage.embedded;
  const dewi = mail!.world.person(data.email, data.name);
  const gets = reader(dewi);
  scene.tell.title(`3. ${data.name}: mulai lewat surat, selesai di Telegram`);
  await notice(scene, data);
  const first = await gets(data.name, 't.me');
  await reaches(scene, data, 'sign-in');
  await dewi.reply(first, 'Ya, silakan dimulai');
  const check = await gets('Pranata Komputer');
  await reaches(scene, data, 'data-check');
  await dewi.reply(check, 'sudah sesuai semua');
  const asked = await gets('Surat Rekomendasi');
  await reaches(scene, data, 'letter');
  const phone = telegram!.world.person({ firstName: 'Dewi', language: 'id' });
  phone.open(payloadOf(first));
  await sees(phone, 'Ya');
  scene.tell.does('Dewi', 'menekan tombol [Ya]');
  phone.press(undefined, 0);
  await sees(phone, 'Surat Rekomendasi');
  phone.sendFile({
    name: 'SR Dewi.pdf',
    type: PDF,
    bytes: asked.attachments.find(({ type }) => type === PDF)!.content,
  });
  await reaches(scene, data, 'key');
  await sees(phone, 'pasangan kunci');
  const { key, request } = await newKey(data.name);
  phone.sendFile({ name: 'dewi.csr', type: 'application/pkcs10', bytes: request });
  await approve(scene, data);
  await sees(phone, 'sudah terbit');
  await reaches(scene, data, 'collect');
  phone.send('sudah terpasang');
  await confirmsInstalled(scene, 'Dewi', phone);
  await completes(scene, data);
  return { slug: 'beralih', title: 'mulai lewat surat, selesai di Telegram', data, key, issuer: 'local' };
}

/** With the national CA's AMS: an operator carries the request out there and records what was issued. */
export async function byAms(scene: Scene): Promise<Play> {
  const data = person('Rizal');
  const { stage, tell } = scene;
  tell.title(
    `4. ${data.name}: penerbitan lewat AMS, sertifikat sudah habis masa berlaku, percakapan berbahasa Inggris`,
  );
  await notice(scene, data);
  const mailbox = reader(stage.embedded.mail!.world.person(data.email));
  await mailbox(data.name);
  await reaches(scene, data, 'sign-in');
  const phone = stage.embedded.telegram!.world.person({ firstName: 'Rizal', language: 'en' });
  phone.open();
  await sees(phone, 'NIP');
  phone.send(data.nip);
  await sees(phone, 'six-digit code');
  const code = /\b(\d{6})\b/.exec((await mailbox('kode')).text)![1]!;
  phone.send(code);
  await reaches(scene, data, 'data-check');
  await sees(phone, 'The data is right');
  phone.send('yes, that is all correct');
  await reaches(scene, data, 'letter');
  phone.sendFile({
    name: 'recommendation-signed.pdf',
    type: PDF,
    bytes: await getsFile(phone, 'Recommendation-Letter'),
  });
  await approve(scene, data);
  await sees(phone, 'passphrase');
  const id = await reaches(scene, data, 'packet');
  tell.does(stage.operator.operator.name, 'memasukkan permohonan ke AMS');
  await stage.operator.does({ act: 'enter-ams', renewal: id });
  await sees(phone, 'I have set it');
  phone.press(undefined, 'I have set it');
  await reaches(scene, data, 'certificate-record');
  tell.does(stage.operator.operator.name, 'mencatat sertifikat yang terbit di AMS');
  const now = new Date();
  const until = new Date(now.getTime() + 730 * DAY_MS);
  const recorded = stage.house.issuer.recording.byNumber('5e0c9a41b7d2f863', now, until, 'word');
  if (!recorded.ok) throw new Error(`the record was refused: ${recorded.why}`);
  await stage.operator.does({ act: 'record-certificate', renewal: id, certificate: recorded.certificate });
  await sees(phone, 'has been issued');
  await mailbox('sudah terbit');
  await completes(scene, data);
  return { slug: 'ams', title: 'penerbitan lewat AMS', data, issuer: 'ams' };
}
