import { createConnection, type Socket } from 'node:net';
import postgres from 'postgres';

export type Sql = postgres.Sql<Record<never, never>>;
export type Transaction = postgres.TransactionSql<Record<never, never>>;
/** A connection or a transaction: both take the same statements. */
export type Queryable = Sql | Transaction;

/** Connections of one process for one role. Ten carry the receiving transaction, deliveries and pages at once. */
const POOL_SIZE = 10;
const CONNECT_TIMEOUT_S = 10;
/**
 * Without a word from the database for so long a connection counts as dead, and what was asked on it fails. A cable that was
 * pulled, a firewall that forgot: TCP may notice after hours, and one statement that never ends would hold up the desk.
 */
export const DATABASE_SILENCE_MS = 60_000;
/** What keeps a living database from being silent for so long, and frees what a dead client had locked before others give up. */
export const withinSilence = (silenceMs: number) => ({
  statement_timeout: Math.floor((silenceMs * 3) / 4),
  idle_in_transaction_session_timeout: Math.floor(silenceMs / 2),
});

/**
 * Opens a pool. Column names are camel case in TypeScript and snake case in SQL; the content of JSON columns is left
 * as it is. Never hand this client to drizzle: drizzle rewrites the serializers of the client it is given.
 */
export function connect(url: string, options: { max?: number; name?: string; silenceMs?: number } = {}): Sql {
  const { silenceMs = DATABASE_SILENCE_MS } = options;
  return postgres(url, {
    max: options.max ?? POOL_SIZE,
    ...lively(silenceMs),
    onnotice: () => {},
    // The look-up of array types on every new connection rejects where nobody listens when that connection is cut,
    // which ends the process (*run* with pg_terminate_backend). The two that we use stand here instead.
    fetch_types: false,
    types: { texts: listOf(TEXT_ARRAY), ids: listOf(UUID_ARRAY) },
    connection: { application_name: options.name ?? 'perbarui', TimeZone: 'UTC', ...withinSilence(silenceMs) },
    transform: { column: { from: postgres.toCamel, to: postgres.fromCamel } },
  });
}

/** The library would wait 20 s between attempts after seven that failed, whatever they were about; people wait meanwhile. */
const LAST_WAIT_S = 1;

/** How a connection ends that has died: options for postgres.js, whose types do not name `socket`. */
export const lively = (silenceMs: number) => ({
  connect_timeout: CONNECT_TIMEOUT_S,
  // A connection that nobody uses is silent too; it ends before it is taken for dead.
  idle_timeout: silenceMs / 2000,
  backoff: (failures: number) => Math.min(2 ** failures / 50, LAST_WAIT_S),
  ...({ socket: (at: At) => watched(lingering(at), silenceMs) } as object),
});

/**
 * Only what arrives counts: writing more into a dead connection is no sign of life. Bytes are counted, not events, since
 * with TLS the events are those of another socket.
 */
function watched(socket: Socket, silenceMs: number): Socket {
  let heard = { bytes: 0, at: performance.now() };
  const watch = setInterval(() => {
    const now = performance.now();
    if (socket.bytesRead !== heard.bytes) heard = { bytes: socket.bytesRead, at: now };
    else if (now - heard.at >= silenceMs)
      socket.destroy(Object.assign(new Error('the database is silent'), { code: 'ETIMEDOUT' }));
  }, silenceMs / 10).unref();
  return socket.once('close', () => clearInterval(watch));
}

type At = { readonly host: readonly string[]; readonly port: readonly number[] };

/**
 * postgres.js 3.4.9 forgets a closed socket at once. A statement of a transaction that is under way then, at least its
 * rollback, ends the process or poisons the pooled connection for ever (its issues 1154 and 1208; *run*). So what is under
 * way fails first, and a moment later it learns that the socket is closed. With TLS it wraps this socket
 * in one of its own, and the process may end: whatever starts it again loses nothing.
 */
function lingering({ host, port }: At): Socket {
  // Statements follow one another in small pieces; none of them waits until the one before is acknowledged (Nagle).
  const socket = createConnection({ host: host[0]!, port: port[0]!, noDelay: true });
  const emit = socket.emit.bind(socket) as (event: string | symbol, ...args: unknown[]) => boolean;
  socket.emit = (event: string | symbol, ...args: unknown[]): boolean => {
    if (event !== 'close') return emit(event, ...args);
    const fail = () => {
      if (socket.listenerCount('error') > 0)
        emit('error', Object.assign(new Error('connection closed'), { code: 'CONNECTION_CLOSED' }));
    };
    const [hadError] = args;
    if (!hadError) fail();
    setTimeout(() => {
      // What was asked on it in between would wait for ever (*run* with a connection that was reset).
      fail();
      emit(event, ...args);
    }, LINGER_MS);
    return true;
  };
  return socket;
}

/** Longer than a failed transaction takes to say so; short enough that nobody waits for the new connection. */
const LINGER_MS = 50;

/** Object ids of text[] and uuid[] in every Postgres (pg_type.dat). */
const TEXT_ARRAY = 1009;
const UUID_ARRAY = 2951;

/** One-dimensional lists in Postgres' text form (Arrays, 8.15.6). */
const listOf = (oid: number) => ({
  to: oid,
  from: [oid],
  serialize: (list: readonly string[]) => `{${list.map((each) => `"${each.replaceAll(/["\\\\]/g, '\\$&')}"`).join()}}`,
  parse: (text: string) =>
    [...text.slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|([^,]+)/gs)].map(
      ([, quoted, bare]) => quoted?.replaceAll(/\\(.)/gs, '$1') ?? bare!,
    ),
});

const CONSTRAINT_OR_DATA = /^2[23]/;

/** The statement itself was wrong for the data (SQLSTATE 22, 23): one message of a batch is to blame. */
export function blamesData(error: unknown): boolean {
  return CONSTRAINT_OR_DATA.test(sqlState(error));
}

/**
 * Serialization failure, deadlock, lock timeout, a statement that took too long, or another process was quicker with
 * the next entry of a journal's chain: the same again, nobody is to blame.
 */
export function isConflict(error: unknown): boolean {
  const state = sqlState(error);
  return ['40001', '40P01', '55P03', '57014'].includes(state) || (state === '23505' && tableOf(error) === 'journal');
}

const tableOf = (error: unknown) => (error as { readonly table_name?: string }).table_name;

/** The classes of Postgres (Appendix A); five letters are also EPERM. */
const SQLSTATE = /^(?:\d[0-9A-Z]|F0|HV|P0|XX)[0-9A-Z]{3}$/;

/** The database said so, or could not be reached. */
export const isOfDatabase = (error: unknown): boolean => isAway(error) || SQLSTATE.test(sqlState(error));

/** The database is away, starting or stopping. */
export function isAway(error: unknown): boolean {
  const state = sqlState(error);
  return AWAY.test(state) && state !== CLOSED_BY_US;
}

// 25P03: it ended a transaction in which we were silent.
const AWAY = /^(?:08|57P|53|25P03|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_|EHOST|ENET|CONNECT)/;
/** postgres.js says so once the pool was ended: waiting for it would be in vain. */
const CLOSED_BY_US = 'CONNECTION_ENDED';

function sqlState(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
