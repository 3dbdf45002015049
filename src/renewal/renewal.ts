import { z } from 'zod';
import { CA_STATUSES } from './ca-status.ts';

/**
 * What AMS keeps of an applicant. NIK and NIP are digits only. Every field is a string and may be empty except
 * nik, nip, name and email; validation of a new value is `validField` in data.ts.
 */
export const Data = z.object({
  nik: z.string(),
  nip: z.string(),
  name: z.string(),
  email: z.string(),
  phone: z.string(),
  position: z.string(),
  organisation: z.string(),
  unit: z.string(),
  city: z.string(),
  province: z.string(),
});
export type Data = z.infer<typeof Data>;
export type Field = keyof Data;
export const FIELDS = Object.keys(Data.shape) as readonly Field[];
/**
 * One way to write a data version down, so that equal data has an equal hash. Approvals, letters and the check of the keys
 * at start are held against stored hashes of it, so nothing of this form may change. A field that comes later is read as
 * empty from versions that lack it (`z.string().default('')`), and is left out here where it is empty.
 */
export const canonicalData = (data: Data): string => JSON.stringify(FIELDS.map((field) => data[field]));
export type Changes = { readonly [F in Field]?: string };

/** Who did something. An operator and nobody else carries an id. */
export const Actor = z.object({
  role: z.enum(['applicant', 'operator', 'issuer', 'system']),
  id: z.string().optional(),
});
export type Actor = z.infer<typeof Actor>;

/** Every fact says when it became known, through whom, and where. */
export const Mark = z.object({
  at: z.coerce.date(),
  by: Actor,
  channel: z.enum(['telegram', 'mail', 'web', 'none']),
});
export type Mark = z.infer<typeof Mark>;

/** A letter: the document (id and keyed hash of its content), the data version it is written for, and how its reading went. */
export const Paper = Mark.extend({
  document: z.string(),
  hash: z.string(),
  version: z.string(),
  state: z.enum(['reading', 'on-file']),
  remarks: z.array(z.string()),
});
export type Paper = z.infer<typeof Paper>;

/** A letter that the reader could not take, with its code, until another of its kind comes. */
const RefusedLetter = Mark.extend({ refused: z.string() });

export const RETURN_TO = ['letter', 'data', 'key'] as const;
export type ReturnTo = (typeof RETURN_TO)[number];

/** Why an operator returned or rejected. Each has a sentence in conversation/phrases. */
export const REASONS = [
  'letter-unreadable',
  'letter-unsigned',
  'letter-wrong-person',
  'letter-wrong-data',
  'letter-incomplete',
  'letter-not-a-recommendation',
  'change-not-proven',
  'change-letter-incomplete',
  'data-incomplete',
  'key-unsuitable',
  'not-employed',
  'not-entitled',
  'duplicate',
  'other',
] as const;
export type Reason = (typeof REASONS)[number];

/** What the applicant says of the CA's mail with the link to set his passphrase. */
const LINK_STATES = ['set', 'missing', 'expired'] as const;
export type LinkState = (typeof LINK_STATES)[number];

export const Approval = Mark.extend({ content: z.string() });
export type Approval = z.infer<typeof Approval>;

/**
 * What is known of a renewal. Never a position: `awaited` derives whose turn it is.
 * `data` means: the applicant confirmed the data version it names.
 */
export const Facts = z.object({
  noticed: Mark.extend({ how: z.enum(['mail', 'scan', 'applicant', 'operator']) }),
  signedIn: Mark.extend({ method: z.enum(['code', 'link', 'reply', 'vouched']) }).optional(),
  /** Operators' words for the person, kept also where he has proven himself; `applicant`: a word given in another renewal. */
  vouched: z.array(Mark).optional(),
  data: Mark.extend({ version: z.string() }).optional(),
  /** An open data change. `version` is the hash of the data as it would be; approvals name it and the letter. */
  change: Mark.extend({
    fields: z.partialRecord(z.enum(Object.keys(Data.shape) as [Field, ...Field[]]), z.string()),
    version: z.string().optional(),
    /** The applicant said that these are all his changes, so the letter can be written. */
    complete: z.boolean(),
    letter: Paper.optional(),
    refusedLetter: RefusedLetter.optional(),
    approvals: z.array(Approval),
    approved: Mark.optional(),
  }).optional(),
  /** Data changes that were carried out in this renewal: the version that came out of each. */
  changed: z.array(Mark.extend({ version: z.string(), fields: z.array(z.string()) })).default([]),
  letter: Paper.optional(),
  refusedLetter: RefusedLetter.optional(),
  /** Documents sent before their time, or by others (`from`): kept, and asked about when the letter is awaited. */
  kept: z
    .array(
      z.object({
        document: z.string(),
        hash: z.string(),
        name: z.string(),
        from: z.string().optional(),
        at: z.coerce.date(),
      }),
    )
    .default([]),
  key: Mark.extend({ request: z.string(), spki: z.string() }).optional(),
  approvals: z.array(Approval).default([]),
  /** The last return or refusal by an operator, until the applicant has answered it. `hash`: of the letter that went back. */
  returned: Mark.extend({
    to: z.enum(RETURN_TO),
    reason: z.enum(REASONS),
    instruction: z.string(),
    hash: z.string().optional(),
  }).optional(),
  /** The request was entered in AMS (issuer `ams`): from then on the CA writes to the applicant. */
  ams: z
    .object({
      entered: Mark,
      link: Mark.extend({ state: z.enum(LINK_STATES) }).optional(),
      /** The last word of the CA's status service, where there is one. `moved`: another than ISSUE was seen since the entry. */
      status: Mark.extend({
        value: z.enum(CA_STATUSES),
        moved: z.boolean(),
        /** An operator has looked into AMS because of it. */
        checked: Mark.optional(),
      }).optional(),
    })
    .optional(),
  /** Its number stands on its own row alone, where it may be corrected. */
  certificate: Mark.extend({ id: z.string(), evidence: z.string() }).optional(),
  /** How many certificates this renewal has asked for; more than one only after a lost key. */
  issuances: z.number().int().default(0),
  /** How many of these the issuer refused before anything was committed: no certificate can come of them any more. */
  refusals: z.number().int().default(0),
  keyLost: Mark.optional(),
  collected: Mark.optional(),
  /** The applicant asked not to be reminded before this moment. */
  quietUntil: z.coerce.date().optional(),
  reminders: z.object({ count: z.number().int(), last: z.coerce.date(), told: z.coerce.date().optional() }).optional(),
  /** When the primary awaited thing last changed, or the awaited applicant last did something; kept by `step`. */
  since: z.coerce.date().optional(),
});
export type Facts = z.infer<typeof Facts>;

/** Frozen when the renewal starts, so that a change of the settings never moves the ground under a running one. */
export const Rules = z.object({
  needsCsr: z.boolean(),
  /** A data change counts only after an operator has recorded it as entered in AMS (issuer `ams`). */
  entersAms: z.boolean(),
  fourEyes: z.boolean(),
  windowDays: z.number().int(),
  procedureVersion: z.string(),
});
export type Rules = z.infer<typeof Rules>;

export const BASES = ['expiring', 'expired', 'revoked'] as const;
export type Basis = (typeof BASES)[number];
export const OUTCOMES = ['completed', 'withdrawn', 'rejected', 'lapsed', 'not-applicant'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export type Renewal = {
  readonly id: string;
  /** Shown to people: 2026-000123. */
  readonly number: string;
  readonly applicant: string;
  readonly certificate: string;
  readonly basis: Basis;
  readonly rules: Rules;
  /** Grows by one with every event that changed something. */
  readonly revision: number;
  /** Hash of the applicant's current data version. */
  readonly version: string;
  /** When it was opened, or taken up again after it had lapsed. */
  readonly openedAt: Date;
  readonly facts: Facts;
  readonly outcome?: Outcome;
};

export const WHATS = [
  // the applicant
  'sign-in',
  'data-check',
  'change-values',
  'change-letter',
  'letter',
  'kept-letter',
  'key',
  'collect',
  'passphrase', // issuer ams: behind the CA's link
  // the operator
  'change-review',
  'change-record',
  'review',
  'packet',
  'resend-link',
  'ca-check',
  'certificate-record',
  'key-replacement',
  // nobody in particular: work under way
  'reading',
  'issuance',
] as const;
export type What = (typeof WHATS)[number];

export type Awaited = {
  /** `system`: work of our own is under way, nobody has to do anything. */
  readonly who: 'applicant' | 'operator' | 'issuer' | 'system';
  readonly what: What;
  readonly since: Date;
};
