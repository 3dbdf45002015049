import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

/** What the server does wrong on purpose. Without `to` it concerns everyone, without `times` it lasts until cleared. */
export type SmtpFault = {
  readonly at: 'connect' | 'recipient' | 'data';
  /** `deliver-and-close`: takes the message and cuts the line before it says so. */
  readonly does: { readonly reply: number; readonly text?: string } | 'hang' | 'close' | 'deliver-and-close';
  readonly to?: string;
  readonly times?: number;
};

export type Envelope = { readonly from: string; readonly to: readonly string[] };
export type Smtp = {
  readonly port: number;
  /** Replaces all faults by these. */
  faults(faults: readonly SmtpFault[]): void;
  stop(): Promise<void>;
};
type SmtpOptions = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Whether this address may be written to without signing in: this server is the mail exchanger of the office. */
  readonly isOurs: (address: string) => boolean;
  readonly deliver: (raw: Buffer, envelope: Envelope) => Promise<void>;
};

/** What most servers of the field take at most, in bytes. */
const SIZE_LIMIT_BYTES = 35 * 1024 * 1024;
/** How long a stop waits for sessions under way; the sandbox owes nobody more. */
const CLOSE_TIMEOUT_MS = 100;

type Answer = (error?: Error | null) => void;

export async function startSmtp(options: SmtpOptions): Promise<Smtp> {
  const { faults, faulty } = createFaults((session) => cut(session));
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    size: SIZE_LIMIT_BYTES,
    closeTimeout: CLOSE_TIMEOUT_MS,
    logger: false,
    onConnect: (session, answer) => {
      if (!faulty('connect', undefined, session, answer)) answer();
    },
    onAuth: (auth, _session, answer) => {
      const right = auth.username === options.user && auth.password === options.password;
      if (right) answer(null, { user: options.user });
      else answer(Object.assign(new Error('5.7.8 Authentication credentials invalid'), { responseCode: 535 }));
    },
    onRcptTo: ({ address }, session, answer) => {
      if (faulty('recipient', address, session, answer)) return;
      if (session.user || options.isOurs(address)) answer();
      else answer(Object.assign(new Error('5.7.1 Relay access denied'), { responseCode: 554 }));
    },
    onData: (stream, session, answer) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (stream.sizeExceeded)
          return answer(Object.assign(new Error('5.3.4 Message too big'), { responseCode: 552 }));
        const { mailFrom, rcptTo } = session.envelope;
        const envelope = {
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address.toLowerCase()),
        };
        const deliver = () => options.deliver(Buffer.concat(chunks), envelope);
        if (faulty('data', envelope.to[0], session, answer, deliver)) return;
        deliver().then(() => answer(), answer);
      });
    },
  });
  const cut = (session: SMTPServerSession) => {
    for (const connection of connectionsOf(server)) if (connection.id === session.id) connection._socket.destroy();
  };
  server.on('error', () => {
    // A client that goes away in the middle is its own affair; it must not end the process.
  });
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });

  return {
    port: (server.server.address() as AddressInfo).port,
    faults,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const connection of connectionsOf(server)) connection._socket.destroy();
      }),
  };
}

/** What goes wrong on purpose; `cut` ends a session's connection. */
function createFaults(cut: (session: SMTPServerSession) => void) {
  let ordered: (SmtpFault & { left: number })[] = [];

  function faults(next: readonly SmtpFault[]): void {
    ordered = next.map((fault) => ({ ...fault, left: fault.times ?? Number.POSITIVE_INFINITY }));
  }

  /** Carries out a fault that applies here; true if the caller has nothing more to do. */
  function faulty(
    at: SmtpFault['at'],
    to: string | undefined,
    session: SMTPServerSession,
    answer: Answer,
    deliver?: () => Promise<void>,
  ): boolean {
    const fault = ordered.find(
      (candidate) => candidate.at === at && candidate.left > 0 && (!candidate.to || candidate.to === to?.toLowerCase()),
    );
    if (!fault) return false;
    fault.left -= 1;
    if (typeof fault.does === 'object')
      answer(Object.assign(new Error(fault.does.text ?? 'refused'), { responseCode: fault.does.reply }));
    else if (fault.does === 'close') cut(session);
    else if (fault.does === 'deliver-and-close') void deliver?.().finally(() => cut(session));
    return true;
  }

  return { faults, faulty };
}

/** smtp-server keeps its connections in a set that its types do not mention. */
const connectionsOf = (server: SMTPServer) =>
  (server as unknown as { readonly connections: Set<{ readonly id: string; readonly _socket: Socket }> }).connections;
