import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import createImapServer, { type ImapServer, type Query, type StoredMessage } from 'hoodiecrow-imap';

/**
 * The office's mailbox as an IMAP server. hoodiecrow keeps mail in memory and begins at UIDVALIDITY 1 and UID 1 after
 * every start, so that a careful client would take new mail for old (FIELD-NOTES, hoodiecrow). Here each message is a
 * file named by its UID, and UIDVALIDITY is drawn once and kept with them.
 */
export type Inbox = {
  readonly port: number;
  /** Stored on disk before it is announced. */
  append(raw: Buffer, at: Date): void;
  /** As after a restored backup: a new UIDVALIDITY, and UIDs from 1. Connections end. */
  renumber(): void;
  /** Cuts every connection, as a restart of the server does. */
  drop(): void;
  /** While true, new connections are cut at once. */
  refuse(refusing: boolean): void;
  /** While true, nobody is told of new mail, as when IDLE has silently died. */
  mute(muted: boolean): void;
  stop(): Promise<void>;
};

type InboxOptions = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly dir?: string | undefined;
};

/** What a client needs of IMAP beside the core: IDLE above all. */
const PLUGINS = ['ID', 'IDLE', 'UIDPLUS', 'ENABLE', 'LITERALPLUS', 'UNSELECT', 'NAMESPACE'] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export async function startInbox(options: InboxOptions): Promise<Inbox> {
  const store = options.dir ? openStore(options.dir) : undefined;
  const sockets = new Set<Socket>();
  let refusing = false;
  let muted = false;
  const imap = createImapServer({
    plugins: [...PLUGINS, rawFetch],
    users: { [options.user]: { password: options.password } },
    storage: { INBOX: { uidvalidity: store?.uidvalidity() ?? drawUidvalidity(), messages: store?.load() ?? [] } },
  });
  // Every connection listens for news of the mailbox; more than ten are no leak.
  imap.setMaxListeners(0);
  const notify = imap.notify.bind(imap);
  imap.notify = (...news) => {
    if (!muted) notify(...news);
  };
  imap.connectionHandlers.push(({ socket }) => {
    if (!socket) return;
    if (refusing) return void socket.destroy();
    // It writes line by line; waiting to fill a packet costs 40 ms each.
    socket.setNoDelay(true);
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    imap.server.once('error', reject);
    imap.listen(options.port, options.host, resolve);
  });

  const drop = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (imap.server.address() as AddressInfo).port,
    append(raw, at) {
      store?.save(imap.getMailbox('INBOX').uidnext, raw, at);
      imap.appendMessage('INBOX', [], internalDate(at), raw.toString('latin1'));
    },
    renumber() {
      const box = imap.getMailbox('INBOX');
      box.uidvalidity += 1;
      box.messages.forEach((message, index) => {
        message.uid = index + 1;
      });
      box.uidnext = box.messages.length + 1;
      store?.renumber(box.uidvalidity);
      drop();
    },
    drop,
    refuse(next) {
      refusing = next;
      if (next) drop();
    },
    mute(next) {
      muted = next;
    },
    stop: () =>
      new Promise((resolve) => {
        imap.server.close(() => resolve());
        drop();
      }),
  };
}

/**
 * hoodiecrow takes every message apart before it hands out even the whole of it, and fails on hostile ones. A real
 * server hands out the bytes; so does this.
 */
function rawFetch(server: ImapServer): void {
  const whole = (_connection: unknown, message: StoredMessage, query: Query) => {
    const part = query.section?.[0]?.value?.toUpperCase() ?? '';
    const end = message.raw.search(/\r?\n\r?\n/);
    const value = part.startsWith('HEADER')
      ? `${end < 0 ? message.raw : message.raw.slice(0, end)}\r\n\r\n`
      : message.raw;
    const [start, length] = query.partial ?? [];
    return {
      type: 'LITERAL',
      value: start === undefined ? value : value.slice(start, start + (length ?? value.length)),
    };
  };
  server.fetchHandlers['BODY.PEEK'] = whole;
  server.fetchHandlers.BODY = whole;
}

/** Seconds since 1970 grow from one start to the next, which is all that RFC 9051 2.3.1.1 asks for. */
const drawUidvalidity = (): number => Math.floor(Date.now() / 1000);

function internalDate(at: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${two(at.getUTCDate())}-${MONTHS[at.getUTCMonth()]}-${at.getUTCFullYear()}`;
  return `${day} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} +0000`;
}

/** Synchronous on purpose: the UID in the name and the UID in memory must not drift apart. */
function openStore(dir: string) {
  mkdirSync(dir, { recursive: true });
  const validityFile = join(dir, 'uidvalidity');
  const nameOf = (uid: number) => join(dir, `${String(uid).padStart(10, '0')}.eml`);
  const names = () =>
    readdirSync(dir)
      .filter((name) => /^\d{10}\.eml$/.test(name))
      .sort();
  return {
    uidvalidity(): number {
      try {
        const kept = Number(readFileSync(validityFile, 'utf8'));
        if (Number.isSafeInteger(kept) && kept > 0) return kept;
      } catch {
        // The first start has no such file.
      }
      const drawn = drawUidvalidity();
      writeFileSync(validityFile, String(drawn));
      return drawn;
    },
    load: (): StoredMessage[] =>
      names().map((name) => ({
        uid: Number.parseInt(name, 10),
        raw: readFileSync(join(dir, name), 'latin1'),
        internaldate: internalDate(statSync(join(dir, name)).mtime),
      })),
    save(uid: number, raw: Buffer, at: Date): void {
      const file = nameOf(uid);
      writeFileSync(`${file}.part`, raw);
      utimesSync(`${file}.part`, at, at);
      renameSync(`${file}.part`, file);
    },
    renumber(uidvalidity: number): void {
      names().forEach((name, index) => {
        renameSync(join(dir, name), nameOf(index + 1));
      });
      writeFileSync(validityFile, String(uidvalidity));
    },
  };
}
