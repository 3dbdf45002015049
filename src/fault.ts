/**
 * The closed set of faults. A `Fault` is a broken invariant or a part of the world that does not answer; a `Refusal`
 * (renewal/event.ts) is data and is explained to the person. The edges turn library errors into these codes; only
 * render and web turn a code into words, and the detail never reaches a user.
 */
const FAULT_CODES = [
  'config', // the configuration cannot be used; raised at start only
  'database', // Postgres does not answer or refuses
  'invariant', // the program is wrong
  'telegram', // the Bot API does not answer or refuses
  'mail', // IMAP or SMTP does not answer or refuses
  'unparsable', // bytes of a stranger that cannot be understood
  'too-large', // over a named limit
  'sealed', // something encrypted at rest cannot be opened with the keys we have
  'custody', // the CA's key cannot be used
  'signer-journal', // the signer's own journal is missing, behind or ahead of the database
  'issuance', // the certificate would not be what was approved
  'letter-reader', // the process that reads PDFs failed
  'busy', // a lease is held by another process
] as const;

type FaultCode = (typeof FAULT_CODES)[number];

export class Fault extends Error {
  readonly code: FaultCode;
  /** `detail` is for the log and for operators; it must not contain personal data or secrets. */
  constructor(code: FaultCode, detail: string, options?: ErrorOptions) {
    super(`${code}: ${detail}`, options);
    this.name = 'Fault';
    this.code = code;
  }
}

/** What the log may know of an error: of what is no fault of ours only its kind, since its message may quote anything. */
export const forLog = (error: unknown): { readonly code: FaultCode | 'unexpected'; readonly detail: string } =>
  error instanceof Fault
    ? { code: error.code, detail: error.message }
    : { code: 'unexpected', detail: error instanceof Error ? error.name : '' };

/** For the `default` of a switch over a union: does not compile when a case is missing. */
export function unreachable(value: never): never {
  throw new Fault('invariant', `unexpected ${JSON.stringify(value)}`);
}
