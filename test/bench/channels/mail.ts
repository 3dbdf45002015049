import { fork } from 'node:child_process';
import { once } from 'node:events';
import { type Dovecot, startDovecot, withoutDovecot } from '../../interop/dovecot.ts';
import { layGround } from '../ground.ts';
import { parentOf, processorOf } from '../processor.ts';
import type { Reading, Run } from './mail-reader.ts';
import { createMailbag, type Mailbag } from './mailbag.ts';

const MAILS = 10_000;
const MAILBOX = 'sertifikat@contohprov.example';
const AIM = 0.7;
const MEGABYTE = 1024 * 1024;
const READER = new URL('./mail-reader.ts', import.meta.url);

/** What the servers took of the processor meanwhile, in microseconds, by their names. */
type Shares = Readonly<Record<string, number>>;
type Servers = Readonly<Record<string, number | undefined>>;

/**
 * A mailbox of mixed mails on a real Dovecot: how fast a bare imapflow and mailparser loop reads it that stores nothing,
 * and how fast we do with everything recorded: verified, understood, decided, answered, sealed, journalled.
 */
export async function mail(print: (line: string) => void, mails = MAILS): Promise<void> {
  const missing = withoutDovecot();
  if (missing) return print(`mail: skipped, ${missing}`);
  const dovecot = await startDovecot({ [MAILBOX]: 'kata-sandi' });
  const ground = await layGround(async () => undefined);
  try {
    const bag = createMailbag({ to: MAILBOX });
    const bytes = await fill(dovecot, bag, mails);
    print(`mail: ${mails} mails of mixed size, ${Math.round(bytes / MEGABYTE)} MB, from a Dovecot on this machine`);
    const whole = { url: dovecot.url(MAILBOX), mailbox: MAILBOX, mails };
    // The first look at a new mailbox makes Dovecot's index; neither run pays for it.
    await read({ ...whole, mails: Math.min(mails, 100) }, {});
    const servers = { Dovecot: dovecot.pid() };
    const limit = await read(whole, servers);
    tell(print, mails, 'imapflow + mailparser, nothing stored', limit);
    for (const [how, trust] of [
      ['its server says who signed', {}],
      ['signatures verified here', { record: bag.record }],
    ] as const) {
      const ours = await ground.on(async ({ url, sql }) => {
        const recorded = { database: url, keyBase64: ground.keyBase64, ...trust };
        const [backend] = await sql`select pg_backend_pid() as pid`;
        const found = await read({ ...whole, recorded }, { Postgres: parentOf(backend!.pid), ...servers });
        const [row] = await sql`select count(*)::int as mails from messages where direction = 'in'`;
        if (row!.mails !== mails) throw new Error(`${row!.mails} of ${mails} mails are on record`);
        return found;
      });
      tell(print, mails, `perbarui, everything recorded, ${how}`, ours);
      const [all, main] = [ours.perSecond / limit.perSecond, limit.mainThread / ours.mainThread];
      print(`    ratio ${all.toFixed(2)} (aim ${AIM}); of what the one thread does that parses: ${main.toFixed(2)}`);
    }
  } finally {
    await ground.close();
    await dovecot.close();
  }
}

async function read(reading: Reading, servers: Servers): Promise<Run & { readonly shares: Shares }> {
  const taken = () =>
    Object.entries(servers).flatMap(([name, pid]) => (pid ? [[name, processorOf(pid)] as const] : []));
  const before = new Map(taken());
  // With the bench's own flags of Node, which are those of `npm start`.
  const reader = fork(READER, [JSON.stringify(reading)]);
  const [run] = (await Promise.race([once(reader, 'message'), once(reader, 'exit')])) as [Run | number];
  if (typeof run === 'number') throw new Error(`the reader ended with ${run}`);
  const shares = Object.fromEntries(taken().map(([name, time]) => [name, time - before.get(name)!]));
  return { ...run, shares };
}

function tell(
  print: (line: string) => void,
  mails: number,
  what: string,
  { perSecond, memory, processor, mainThread, shares }: Run & { readonly shares: Shares },
): void {
  const each = (time: number) => `${Math.round(time / mails)} µs`;
  const megabytes = memory.map((bytes) => Math.round(bytes / MEGABYTE)).join(', ');
  const others = Object.entries(shares).map(([name, time]) => `${name} ${each(time)}`);
  print(`  ${what}: ${Math.round(perSecond)} mails/s`);
  print(`    a mail: Node ${each(processor)} (${each(mainThread)} of it one thread), ${others.join(', ')}`);
  print(`    memory before, at 10, 50, 100 %: ${megabytes} MB`);
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
