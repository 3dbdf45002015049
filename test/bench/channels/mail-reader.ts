import { ImapFlow } from 'imapflow';
import { simpleParser } from 'mailparser';
import { readCursor } from '../../../db/cursors.ts';
import { createLease } from '../../../db/leases.ts';
import { createAuthenticity } from '../../../mail/authenticity.ts';
import { createListener } from '../../../mail/listener.ts';
import { createNoticeReader } from '../../../mail/notice.ts';
import { NOTICE_PATTERNS } from '../../../mail/notice-patterns.ts';
import { silent } from '../../../src/log.ts';
import { createKeyring } from '../../../src/seal.ts';
import { enter } from '../ground.ts';
import { AUTHSERV_ID, resolverOf } from './mailbag.ts';

/** Whoever reads the mailbox has a process of his own, so that its memory and its processor's time are his. */
export type Reading = {
  readonly url: string;
  readonly mailbox: string;
  readonly mails: number;
  /** Without it the mails are parsed and thrown away. */
  readonly recorded?: {
    readonly database: string;
    readonly keyBase64: string;
    /** The record under which signatures are verified here; without it the mailbox's own server is believed. */
    readonly record?: string;
  };
};
/** Memory in bytes, before the first mail and when a tenth, a half and all were through; the processor's time in microseconds. */
export type Run = {
  readonly perSecond: number;
  readonly memory: readonly number[];
  readonly processor: number;
  /** Of it, the thread on which everything is done one after the other. */
  readonly mainThread: number;
};

/** Counts mails and looks at the memory on the way. */
function progress(mails: number) {
  const began = { at: performance.now(), all: process.cpuUsage(), main: process.threadCpuUsage() };
  const marks = [0.1, 0.5, 1].map((part) => Math.ceil(part * mails));
  const memory = [process.memoryUsage.rss()];
  const finished = Promise.withResolvers<Run>();
  let done = 0;
  const sum = ({ user, system }: NodeJS.CpuUsage) => user + system;
  return {
    finished: finished.promise,
    add(count: number) {
      done += count;
      while (memory.length <= marks.length && done >= marks[memory.length - 1]!) memory.push(process.memoryUsage.rss());
      if (done < mails) return;
      finished.resolve({
        perSecond: (done / (performance.now() - began.at)) * 1000,
        memory,
        processor: sum(process.cpuUsage(began.all)),
        mainThread: sum(process.threadCpuUsage(began.main)),
      });
    },
  };
}

async function bare({ url, mails }: Reading): Promise<Run> {
  const { username, password, hostname, port } = new URL(url);
  const auth = { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
  const client = new ImapFlow({ host: hostname, port: Number(port), secure: false, auth, logger: false });
  await client.connect();
  await client.mailboxOpen('INBOX', { readOnly: true });
  const counted = progress(mails);
  for await (const message of client.fetch(`1:${mails}`, { source: true })) {
    await simpleParser(message.source!);
    counted.add(1);
  }
  await client.logout();
  return counted.finished;
}

async function recorded(
  { url, mailbox, mails }: Reading,
  { database, keyBase64, record }: NonNullable<Reading['recorded']>,
): Promise<Run> {
  const { sql, desk, close } = await enter(database, createKeyring(Buffer.from(keyBase64, 'base64')));
  const { receive } = desk();
  const counted = progress(mails);
  const listener = createListener({
    account: { url },
    from: mailbox,
    replyAddress: mailbox.replace('@', '+{token}@'),
    authenticity: createAuthenticity(record ? { resolver: resolverOf(record) } : { authservId: AUTHSERV_ID }),
    notice: createNoticeReader(NOTICE_PATTERNS),
    receive: async (batch, cursor) => {
      await receive(
        batch.map((message) => ({ enter: 'message', message })),
        cursor,
      );
      counted.add(batch.length);
    },
    cursor: (source) => readCursor(sql, source),
    lease: createLease(sql, 'mail'),
    log: silent,
  });
  listener.start();
  const run = await counted.finished;
  await listener.stop();
  await close();
  return run;
}

const reading: Reading = JSON.parse(process.argv[2]!);
process.send!(await (reading.recorded ? recorded(reading, reading.recorded) : bare(reading)));
process.disconnect();
