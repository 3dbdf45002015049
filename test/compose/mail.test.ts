import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { authenticate } from 'mailauth';
import { afterEach, expect, test } from 'vitest';
import { type MailParts, openMail } from '../../src/compose/mail.ts';
import { silent } from '../../src/log.ts';
import { createOutward } from '../../src/outward.ts';
import { startMailServer } from '../../src/sandbox/mail/server.ts';
import { FROM, RECEIVED } from '../mail/support.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});
async function fileWith(text: string): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'perbarui-mail-'));
  stops.push(() => rm(dir, { recursive: true }));
  await writeFile(join(dir, 'file.pem'), text);
  return join(dir, 'file.pem');
}
const parts = { imapUrl: 'imap://u:p@127.0.0.1/', smtpUrl: 'smtp://u:p@127.0.0.1', from: FROM };
const SENDING = {
  tokenOf: (id: string) => `token-${id}`,
  clock: () => RECEIVED,
  log: silent,
  outward: createOutward(),
};
const opening = (more: Partial<MailParts>) => openMail({ ...parts, ...more }, SENDING);
const keyOf = (type: 'rsa' | 'ed25519', bits = 2048) =>
  (type === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: bits }) : generateKeyPairSync('ed25519')).privateKey
    .export({ type: 'pkcs8', format: 'pem' })
    .toString();

test('a file that the configuration names and that cannot be used stops the start, by the name of its variable', async () => {
  await expect(opening({ caFile: '/not/here.pem' })).rejects.toMatchObject({
    code: 'config',
    message: expect.stringContaining('MAIL_CA_FILE'),
  });
  await expect(opening({ caFile: await fileWith(keyOf('rsa')) })).rejects.toMatchObject({ code: 'config' });
  for (const pem of ['', 'no key', keyOf('ed25519'), keyOf('rsa', 512)]) {
    const dkim = { domain: 'kominfo.example', selector: 'k', keyFile: await fileWith(pem) };
    await expect(opening({ dkim })).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining('DKIM_KEY_FILE'),
    });
  }
});

test('what goes out with a key is taken for ours by whoever asks DNS, also under a name above the sender', async () => {
  const server = await startMailServer({ system: { user: 'u', password: 'p', address: FROM } });
  stops.push(() => server.stop());
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const keyFile = await fileWith(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  const { channel } = await openMail(
    {
      imapUrl: server.imapUrl,
      smtpUrl: server.smtpUrl,
      from: `Layanan Sertifikat <${FROM}>`,
      replyAddress: 'sertifikat+{token}@kominfo.example',
      dkim: { domain: 'kominfo.example', selector: 'k1', keyFile },
    },
    SENDING,
  );
  stops.push(() => channel.close());
  await channel.send({
    id: 'id-1',
    to: { channel: 'mail', value: 'budi@pemprov.example' },
    references: ['<a@x>'],
    token: 'tok',
    text: {
      subject: 'Re: Pemeriksaan data – penting',
      body: 'Apakah data “benar”?\n.\nTerima kasih',
      language: 'id',
      choices: [{ id: 'c', label: 'Data sesuai' }],
      links: [],
      files: [{ name: 'surat.pdf', type: 'application/pdf', content: Buffer.from('%PDF-1.7') }],
    },
  });
  const spki = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const zone: Record<string, string> = {
    'k1._domainkey.kominfo.example': `v=DKIM1; k=rsa; p=${spki}`,
    '_dmarc.kominfo.example': 'v=DMARC1; p=reject',
  };
  const resolver = async (name: string, type: string) => {
    const record = type === 'TXT' ? zone[name] : undefined;
    if (record) return [[record]];
    throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
  };
  const [received] = server.world.person('budi@pemprov.example').messages();
  const verdict = await authenticate(received!.raw, { resolver, disableArc: true, disableBimi: true });
  expect(verdict.dkim.results).toMatchObject([
    { status: { result: 'pass' }, signingDomain: 'kominfo.example', selector: 'k1' },
  ]);
  expect(verdict.dmarc).toMatchObject({ status: { result: 'pass' } });
  const changed = Buffer.from(received!.raw.toString('latin1').replace('Reply-To: ', 'Reply-To: x'), 'latin1');
  const broken = await authenticate(changed, { resolver, disableArc: true, disableBimi: true });
  expect(broken.dkim.results).not.toMatchObject([{ status: { result: 'pass' } }]);
});
