import { ImapFlow } from 'imapflow';
import { simpleParser } from 'mailparser';
import { createLease, readCursor } from '../../../db/leases.ts';
import { type Authenticity, createAuthenticity } from '../../../mail/authenticity.ts';
import { createListener } from '../../../mail/listener.ts';
import { createNoticeReader } from '../../../mail/notice.ts';
import { NOTICE_PATTERNS } from '../../../mail/notice-patterns.ts';
import { silent } from '../../../src/log.ts';
import { type Dovecot, startDovecot, withoutDovecot } from '../../interop/dovecot.ts';
import { layGround, type OpenDatabase } from '../ground.ts';
import { AUTHSERV_ID, createMailbag, type Mailbag } from './mailbag.ts';

const MAILS = 10_000;
const MAILBOX = 'sertifikat@contohprov.example';
const AIM = 0.7;
const MEGABYTE = 1024 * 1024;

/** What a run took, and how much memory the process had when a tenth, a half and all of the mails were through. */
type Run = { readonly perSecond: number; readonly memory: readonly number[] };

/**
 * A mailbox of mixed mails on a real Dovecot: how fast a bare imapflow and mailparser loop reads it that stores nothing,
 * and how fast we do with everything recorded: verified, understood, decided, answered, sealed, journalled.
 */
export async function mail(print: (line: string) => void, mails = MAILS): Promise<void> {
  const missing = withoutDovecot();
  if (missing) return print(`mail: skipped, ${missing}`);
  const dovecot = await startDovecot({ [MAILBOX]: 'kata-sandi' });
  try {
    const bag = createMailbag({ to: MAILBOX });
    const bytes = await fill(dovecot, bag, mails);
    print(`mail: ${mails} mails of mixed size, ${Math.round(bytes / MEGABYTE)} MB, from a Dovecot on this machine`);
    // The first look at a new mailbox makes Dovecot's index; neither run pays for it.
    await bare(dovecot, 100);
    const limit = await bare(dovecot, mails);
    tell(print, 'imapflow + mailparser, nothing stored', limit);
    const ground = await layGround(async () => undefined);
    try {
      for (const [how, authenticity] of [
        ['its server says who signed', createAuthenticity({ authservId: AUTHSERV_ID })],
        ['signatures verified here', createAuthenticity({ resolver: bag.resolver })],
      ] as const) {
        const ours = await ground.on((database) => recorded(dovecot, authenticity, database, mails));
        tell(print, `perbarui, everything recorded, ${how}`, ours);
        print(`    ratio ${(ours.perSecond / limit.perSecond).toFixed(2)} (aim ${AIM})`);
      }
    } finally {
      await ground.close();
    }
  } finally {
    await dovecot.close();
  }
}

function tell(print: (line: string) => void, what: string, { perSecond, memory }: Run): void {
  const megabytes = memory.map((each) => Math.round(each / MEGABYTE)).join(', ');
  print(`  ${what}: ${Math.round(perSecond)} mails/s; memory at 10, 50, 100 %: ${megabytes} MB`);
}

async function fill(dovecot: Dovecot, bag: Mailbag, mails: number): Promise<number> {
  let bytes = 0;
  for (let index = 0; index < mails; index++) {
    const raw = await bag.mail(index);
    bytes += raw.length;
    await dovecot.put(MAILBOX, raw);
  }
  return bytes;
}

/** Counts mails and looks at the memory on the way. */
function progress(mails: number) {
  const began = performance.now();
  const marks = [0.1, 0.5, 1].map((part) => Math.ceil(part * mails));
  const memory: number[] = [];
  let done = 0;
  let finish: () => void;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  return {
    finished,
    add(count: number) {
      done += count;
      while (memory.length < marks.length && done >= marks[memory.length]!) memory.push(process.memoryUsage.rss());
      if (done >= mails) finish();
    },
    run: (): Run => ({ perSecond: (done / (performance.now() - began)) * 1000, memory }),
  };
}

async function bare(dovecot: Dovecot, mails: number): Promise<Run> {
  const auth = { user: MAILBOX, pass: 'kata-sandi' };
  const client = new ImapFlow({ host: '127.0.0.1', port: dovecot.imapPort, secure: false, auth, logger: false });
  await client.connect();
  await client.mailboxOpen('INBOX', { readOnly: true });
  const counted = progress(mails);
  for await (const message of client.fetch(`1:${mails}`, { source: true })) {
    await simpleParser(message.source!);
    counted.add(1);
  }
  const run = counted.run();
  await client.logout();
  return run;
}

async function recorded(
  dovecot: Dovecot,
  authenticity: Authenticity,
  { sql, desk }: OpenDatabase,
  mails: number,
): Promise<Run> {
  const { receive } = desk();
  const counted = progress(mails);
  const listener = createListener({
    account: { url: dovecot.url(MAILBOX) },
    from: MAILBOX,
    replyAddress: MAILBOX.replace('@', '+{token}@'),
    authenticity,
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
  await counted.finished;
  const run = counted.run();
  await listener.stop();
  const [row] = await sql`select count(*)::int as mails from messages where direction = 'in'`;
  if (row!.mails !== mails) throw new Error(`${row!.mails} of ${mails} mails are on record`);
  return run;
}
