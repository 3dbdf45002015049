import { z } from 'zod';
import { Fault } from '../../fault.ts';

/**
 * The CA's status service: what it says of a person, by NIK. There is no published description. Assumed is what public
 * clients of BSrE's signing service do: `GET {url}/api/user/status/{nik}` with Basic authentication, answered with JSON
 * that holds the status as a word in `status`, also where the HTTP status says that the person was not found. Path and
 * field are settings, so that another service of the same kind does as well.
 */
export type StatusLookupSettings = {
  /** `https:`; `http:` on this machine only, which the configuration sees to. Without a slash at the end. */
  readonly url: string;
  /** Holds `{nik}`. */
  readonly path: string;
  readonly user: string;
  readonly password: string;
  /** The field of the answer that holds the status; dots lead into objects. */
  readonly field: string;
  /** One question, one answer; redirects are not followed. Throws Fault('too-large'), or an error with the system's `code`. */
  readonly ask: (url: string, ask: Asking) => Promise<Answered>;
  readonly clock: () => Date;
  /** For the whole of an answer; ten seconds. Tests have less patience. */
  readonly timeoutMs?: number;
};
type Asking = {
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly limitBytes: number;
  readonly signal?: AbortSignal | undefined;
};
type Answered = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
};

export type StatusLook =
  | { readonly look: 'said'; readonly value: string }
  | { readonly look: 'denied'; readonly why: string }
  | { readonly look: 'later'; readonly why: string; readonly afterMs?: number };

const TIMEOUT_MS = 10_000;
/** An answer is a line of JSON. */
const LIMIT_BYTES = 16 * 1024;
/** A word; what is longer is no status but somebody's error page. */
const VALUE_CHARACTERS = 60;
/** Some services answer a person they do not know in this way, with the word all the same. */
const ANSWERS: ReadonlySet<number> = new Set([200, 400, 404]);
const DENIED: ReadonlySet<number> = new Set([401, 403]);
const SECOND_MS = 1_000;

/** No NIK in any of its answers, nor in what it throws: it never throws. */
export function createStatusLookup(settings: StatusLookupSettings) {
  const { url, path, user, password, field, ask, clock, timeoutMs = TIMEOUT_MS } = settings;
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const wordOf = wordIn(field.split('.'));

  return {
    async look(nik: string, signal?: AbortSignal): Promise<StatusLook> {
      const question = {
        headers: { authorization, accept: 'application/json' },
        timeoutMs,
        limitBytes: LIMIT_BYTES,
        signal,
      };
      try {
        const answer = await ask(`${url}${path.replace('{nik}', encodeURIComponent(nik))}`, question);
        return read(answer);
      } catch (error) {
        return { look: 'later', why: codeOf(error) };
      }
    },
  };

  function read({ status, headers, body }: Answered): StatusLook {
    if (DENIED.has(status)) return { look: 'denied', why: `http-${status}` };
    const value = ANSWERS.has(status) ? wordOf(body) : undefined;
    if (value !== undefined) return { look: 'said', value };
    const afterMs = retryAfter(headers['retry-after'], clock());
    const why = status === 200 ? 'not-a-status' : `http-${status}`;
    return { look: 'later', why, ...(afterMs === undefined ? {} : { afterMs }) };
  }
}

/** Reads the word at this place of a JSON document; undefined for anything else, such as the number of an error page. */
function wordIn(path: readonly string[]): (body: Buffer) => string | undefined {
  const word = z
    .string()
    .transform((said) => said.replace(/\p{C}/gu, '').trim().toUpperCase())
    .pipe(z.string().min(1).max(VALUE_CHARACTERS));
  const shape = path.reduceRight<z.ZodType>((inner, name) => z.object({ [name]: inner }), word);
  return (body) => {
    const parsed = shape.safeParse(jsonOf(body));
    if (!parsed.success) return undefined;
    return path.reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], parsed.data) as string;
  };
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Seconds, or a date (RFC 9110, 10.2.3). */
function retryAfter(said: string | string[] | undefined, now: Date): number | undefined {
  if (typeof said !== 'string' || said.trim() === '') return undefined;
  if (/^\d{1,9}$/.test(said.trim())) return Number(said) * SECOND_MS;
  const until = Date.parse(said);
  return Number.isNaN(until) ? undefined : Math.max(0, until - now.getTime());
}

/** A code and never a sentence: what others say may quote the address, and the address holds the NIK. */
function codeOf(error: unknown): string {
  if (error instanceof Fault) return error.code;
  const { code, name } = error as { readonly code?: unknown; readonly name?: unknown };
  return name === 'TimeoutError' ? 'timeout' : typeof code === 'string' ? code : String(name ?? 'unknown');
}
