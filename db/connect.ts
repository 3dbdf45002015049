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
 * Opens a pool. Column names are camel case in TypeScript and snake case in SQL; the content of JSON columns is left
 * as it is. Never hand this client to drizzle: drizzle rewrites the serializers of the client it is given.
 */
export function connect(url: string, options: { max?: number; name?: string } = {}): Sql {
  return postgres(url, {
    max: options.max ?? POOL_SIZE,
    connect_timeout: CONNECT_TIMEOUT_S,
    onnotice: () => {},
    // The look-up of array types on every new connection rejects where nobody listens when that connection is cut,
    // which ends the process (*run* with pg_terminate_backend). The two that we use stand here instead.
    fetch_types: false,
    types: { texts: listOf(TEXT_ARRAY), ids: listOf(UUID_ARRAY) },
    // Its types do not name this option.
    ...({ socket: lingering } as object),
    connection: { application_name: options.name ?? 'perbarui', TimeZone: 'UTC' },
    transform: { column: { from: postgres.toCamel, to: postgres.fromCamel } },
  });
}

/**
 * postgres.js 3.4.9 forgets a closed socket at once. A statement of a transaction that is under way then, at least its
 * rollback, ends the process or poisons the pooled connection for ever (its issues 1154 and 1208; *run*). So what is under
 * way fails first, and a moment later it learns that the socket is closed. With TLS it wraps this socket
 * in one of its own, and the process may end: whatever starts it again loses nothing.
 */
function lingering({ host, port }: { host: string[]; port: number[] }): Socket {
  const socket = createConnection({ host: host[0]!, port: port[0]! });
  const emit = socket.emit.bind(socket) as (event: string | symbol, ...args: unknown[]) => boolean;
  socket.emit = (event: string | symbol, ...args: unknown[]): boolean => {
    if (event !== 'close') return emit(event, ...args);
    const [hadError] = args;
    if (!hadError && socket.listenerCount('error') > 0)
      emit('error', Object.assign(new Error('connection closed'), { code: 'CONNECTION_CLOSED' }));
    setTimeout(emit, LINGER_MS, event, ...args);
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
 * Serialization failure, deadlock, lock timeout, or another process was quicker with the next entry of a journal's
 * chain: the same again, nobody is to blame.
 */
export function isConflict(error: unknown): boolean {
  const state = sqlState(error);
  return ['40001', '40P01', '55P03'].includes(state) || (state === '23505' && tableOf(error) === 'journal');
}

const tableOf = (error: unknown) => (error as { readonly table_name?: string }).table_name;

/** The database is away, starting or stopping. */
export function isAway(error: unknown): boolean {
  const state = sqlState(error);
  return AWAY.test(state) && state !== CLOSED_BY_US;
}

const AWAY = /^(?:08|57P|53|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_|EHOST|ENET|CONNECT)/;
/** postgres.js says so once the pool was ended: waiting for it would be in vain. */
const CLOSED_BY_US = 'CONNECTION_ENDED';

function sqlState(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
