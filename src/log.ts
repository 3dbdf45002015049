import { type Logger, pino } from 'pino';

/**
 * Only these fields reach the log. An allow-list: a field that nobody thought of stays out. None of them may hold
 * personal data, message text, file links, tokens or URLs with credentials.
 */
const LOGGED_FIELDS = [
  'code',
  'detail',
  'what',
  'count',
  'source',
  'cursor',
  'id',
  'renewal',
  'contact',
  'message',
  'job',
  'role',
  'port',
  'ms',
  'attempt',
  'state',
  'status',
  'part',
  'mode',
  'version',
  'retryAt',
  'why',
  'uid',
  'update',
] as const;
export type Fields = { readonly [F in (typeof LOGGED_FIELDS)[number]]?: string | number | boolean | Date };

export interface Log {
  info(what: string, fields?: Fields): void;
  warn(what: string, fields?: Fields): void;
  error(what: string, fields?: Fields): void;
}

function allowed(fields: Fields = {}): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const name of LOGGED_FIELDS) if (fields[name] !== undefined) out[name] = fields[name];
  return out;
}

export function createLog(logger: Logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime })): Log {
  return {
    info: (what, fields) => logger.info(allowed(fields), what),
    warn: (what, fields) => logger.warn(allowed(fields), what),
    error: (what, fields) => logger.error(allowed(fields), what),
  };
}

export const silent: Log = { info() {}, warn() {}, error() {} };
