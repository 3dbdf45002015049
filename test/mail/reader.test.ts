import { afterEach, expect, test } from 'vitest';
import { inboundOf } from '../../mail/inbound.ts';
import { createReader, type Reader } from '../../mail/reader.ts';
import { bytes, corpus, FROM, options, RECEIVED, REPLY_ADDRESS } from './support.ts';

const own = { from: FROM, replyAddress: REPLY_ADDRESS };
const meta = (uid: number) => ({ source: 'imap:INBOX:7', uid, receivedAt: RECEIVED });
const opened: Reader[] = [];
afterEach(async () => {
  for (const reader of opened.splice(0)) await reader.close();
});
function reader(...args: Parameters<typeof createReader>): Reader {
  const made = createReader(...args);
  opened.push(made);
  return made;
}

const letter = (subject: string) =>
  bytes(
    'From: Budi <budi@pemprov.example>',
    `To: ${FROM}`,
    `Subject: ${subject}`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="m"',
    '',
    '--m',
    'Content-Type: text/plain',
    '',
    'Terlampir.',
    '--m',
    'Content-Type: application/pdf; name="Surat.pdf"',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(`%PDF-1.7 ${subject}`).toString('base64'),
    '--m--',
    '',
  );

test('a thread makes of every mail what is made of it here', async () => {
  const { read } = reader(own);
  const mails = [letter('satu'), letter('dua'), ...(corpus('mime')?.map(({ raw }) => raw) ?? [])];
  const there = await Promise.all(mails.map((raw, uid) => inboundOf(raw, meta(uid), options, read)));
  const here = await Promise.all(mails.map((raw, uid) => inboundOf(raw, meta(uid), options)));
  expect(there).toEqual(here);
  expect(there[0]!.files).toMatchObject([{ name: 'Surat.pdf', type: 'application/pdf' }]);
});

test('a mail that ends the thread or holds it up is kept with a fault, and those beside it are read', async () => {
  const entry = new URL('./weak-thread.ts', import.meta.url);
  const { read } = reader(own, { entry, limitMs: 3_000 });
  const mails = ['satu', 'ENDS', 'dua', 'HANGS', 'tiga'].map(letter);
  const received = await Promise.all(mails.map((raw, uid) => inboundOf(raw, meta(uid), options, read)));
  expect(received.map(({ subject, fault }) => fault ?? subject)).toEqual([
    'satu',
    'unparsable',
    'dua',
    'unparsable',
    'tiga',
  ]);
  for (const [at, { raw }] of received.entries()) expect(Buffer.from(raw)).toEqual(mails[at]);
});
