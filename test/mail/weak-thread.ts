import { parentPort } from 'node:worker_threads';
import { readMail } from '../../mail/inbound.ts';
import type { Asked } from '../../mail/reader.ts';
import { FROM } from './support.ts';

/** A thread that some mails end and some hold up for ever; the others it reads as ours does. */
let before = Promise.resolve();
parentPort!.on('message', ({ id, raw, meta }: Asked) => {
  before = before.then(async () => {
    const mail = Buffer.from(raw);
    if (mail.includes('ENDS')) process.exit(1);
    while (mail.includes('HANGS'));
    parentPort!.postMessage({ id, read: await readMail(mail, meta, { from: FROM }) });
  });
});
