import { X509Certificate } from 'node:crypto';
import { DAY_MS } from '../../durations.ts';
import { certificatesIn, leadsTo } from '../certificate/certificate-files.ts';
import type { SubjectData } from '../issuer.ts';
import { hashKey } from '../request/fingerprint.ts';

/**
 * How a certificate that was issued elsewhere becomes known here: by itself, by a PDF that was signed with it, or by
 * number and dates, each with its level of evidence. Whether its serial or key is on record already is for the records to
 * say.
 */
type RecordingRefusal =
  | 'unreadable'
  | 'too-large'
  /** No certificate of a person in it, or several. */
  | 'not-one-certificate'
  /** Leads to none of the CAs that were configured. */
  | 'not-of-the-ca'
  /** Another person's, or with old data; `fields` says which. */
  | 'mismatch'
  | 'expired'
  /** Begins in the future. */
  | 'not-yet'
  | 'serial'
  | 'dates'
  | 'not-signed'
  /** The signature does not fit the document, or does not cover all of it. */
  | 'signature-broken';

/** By whom number and dates are told: an operator who saw them in AMS himself, or somebody else. */
type Told = 'word' | 'number';
type Recorded = {
  /** Absent where nobody knows it. */
  readonly serial?: string;
  readonly notBefore?: Date;
  readonly notAfter: Date;
  readonly evidence: 'certificate' | 'signed-pdf' | Told | 'dates';
  readonly state: 'valid';
  readonly issuer: 'ams';
  readonly der?: Uint8Array;
  /** SHA-256 of the SubjectPublicKeyInfo, hex. */
  readonly spki?: string;
};
type RecordingResult =
  | { readonly ok: true; readonly certificate: Recorded }
  | { readonly ok: false; readonly why: RecordingRefusal; readonly fields?: readonly (keyof SubjectData)[] };

/** What a reader of PDFs says of the signature; it does not judge the signer. */
export type SignedPdf =
  | {
      readonly ok: true;
      readonly signature: 'none' | 'intact' | 'broken' | 'partial';
      readonly certificate?: Uint8Array;
      /** What came along with it. */
      readonly others?: readonly Uint8Array[];
    }
  | { readonly ok: false };

export type RecordingSettings = {
  readonly clock: () => Date;
  /** Reads a PDF apart from this process; a stranger's file is dangerous. */
  readonly readPdf: (pdf: Uint8Array) => Promise<SignedPdf>;
  /** Certificates (DER or PEM) of the CAs that are believed, issuing or root. Without any, the issuer is not checked. */
  readonly trusted?: readonly (Uint8Array | string)[];
};

type Recording = {
  /** Whether a certificate has to lead to a CA that is configured. */
  readonly checksIssuer: boolean;
  byCertificate(bytes: Uint8Array, data: SubjectData): RecordingResult;
  bySignedPdf(pdf: Uint8Array, data: SubjectData): Promise<RecordingResult>;
  byNumber(serial: string, notBefore: Date | undefined, notAfter: Date, told?: Told): RecordingResult;
  /**
   * Where nobody knows the number: the weakest that is recorded, whoever saw it. `at`: when it was there to be seen, if not
   * now.
   */
  byDates(notBefore: Date | undefined, notAfter: Date, at?: Date): RecordingResult;
};

/** A PEM with its whole chain has under 10 KiB. */
const MAX_CERTIFICATE_BYTES = 64 * 1024;
/** CAs that come along in one file; no chain is longer, and each is tried behind each. */
const MOST_BETWEEN = 6;
/** RFC 5280 4.1.2.2: at most 20 octets. */
const SERIAL = /^[1-9a-f][0-9a-f]{0,39}$/;
/** No personal certificate of the CA lasts as long; a typing error in the year does. */
const LONGEST_LIFE_MS = 5 * 366 * DAY_MS;

const refuse = (why: RecordingRefusal): RecordingResult => ({ ok: false, why });

export function createRecording({ clock, readPdf, trusted = [] }: RecordingSettings): Recording {
  const issuers = trusted.map((certificate) => new X509Certificate(certificate));

  const judge = (
    certificate: X509Certificate,
    between: readonly X509Certificate[],
    data: SubjectData,
    evidence: 'certificate' | 'signed-pdf',
  ): RecordingResult => {
    if (issuers.length > 0 && !leadsTo(certificate, issuers, between)) return refuse('not-of-the-ca');
    const fields = mismatches(certificate, data);
    if (fields.length > 0) return { ok: false, why: 'mismatch', fields };
    const why = implausible(certificate.validFromDate, certificate.validToDate, clock());
    if (why !== undefined) return refuse(why);
    return {
      ok: true,
      certificate: {
        serial: plainSerial(certificate.serialNumber),
        notBefore: certificate.validFromDate,
        notAfter: certificate.validToDate,
        evidence,
        state: 'valid',
        issuer: 'ams',
        der: new Uint8Array(certificate.raw),
        spki: hashKey(certificate.publicKey.export({ format: 'der', type: 'spki' })),
      },
    };
  };

  return {
    checksIssuer: issuers.length > 0,

    byCertificate(bytes, data) {
      if (bytes.length > MAX_CERTIFICATE_BYTES) return refuse('too-large');
      const found = certificatesIn(bytes);
      if (found === undefined) return refuse('unreadable');
      const [leaf, ...more] = found.filter((certificate) => !certificate.ca);
      if (leaf === undefined || more.length > 0) return refuse('not-one-certificate');
      const between = found.filter(({ ca }) => ca).slice(0, MOST_BETWEEN);
      return judge(leaf, between, data, 'certificate');
    },

    async bySignedPdf(pdf, data) {
      const reading = await readPdf(pdf);
      if (!reading.ok) return refuse('unreadable');
      if (reading.signature === 'none') return refuse('not-signed');
      // Anything added after the signature, or a document that it does not fit, proves nothing of the signer's key.
      if (reading.signature !== 'intact' || reading.certificate === undefined) return refuse('signature-broken');
      const [certificate] = certificatesIn(reading.certificate) ?? [];
      if (certificate === undefined) return refuse('unreadable');
      // A signer's program sends its CAs along: links, which are believed for nothing but their own signatures.
      const along = (reading.others ?? []).flatMap((each) => certificatesIn(each) ?? []).filter(({ ca }) => ca);
      return judge(certificate, along.slice(0, MOST_BETWEEN), data, 'signed-pdf');
    },

    byNumber(written, notBefore, notAfter, told = 'number') {
      const serial = plainSerial(written);
      if (!SERIAL.test(serial)) return refuse('serial');
      const why = implausible(notBefore, notAfter, clock());
      if (why !== undefined) return refuse(why);
      return { ok: true, certificate: { serial, ...datesOf(notBefore, notAfter), evidence: told, ...OF_AMS } };
    },

    byDates(notBefore, notAfter, at = clock()) {
      const why = implausible(notBefore, notAfter, at);
      if (why !== undefined) return refuse(why);
      return { ok: true, certificate: { ...datesOf(notBefore, notAfter), evidence: 'dates', ...OF_AMS } };
    },
  };
}

const OF_AMS = { state: 'valid', issuer: 'ams' } as const;
const datesOf = (notBefore: Date | undefined, notAfter: Date) => ({ ...(notBefore ? { notBefore } : {}), notAfter });

/** People copy serials with colons, blanks, `0x` and leading zeros. */
export const plainSerial = (written: string): string =>
  written
    .toLowerCase()
    .replace(/^\s*0x/, '')
    .replace(/[\s:-]/g, '')
    .replace(/^0+/, '');

/** Clocks and zones differ by less. */
const AHEAD_MS = DAY_MS;

/** Dates that no new certificate of a person has. */
function implausible(notBefore: Date | undefined, notAfter: Date, now: Date): RecordingRefusal | undefined {
  if (Number.isNaN(notAfter.getTime()) || (notBefore !== undefined && !(notBefore < notAfter))) return 'dates';
  if (notAfter <= now) return 'expired';
  if (notBefore !== undefined && notBefore.getTime() > now.getTime() + AHEAD_MS) return 'not-yet';
  return notAfter.getTime() - (notBefore ?? now).getTime() > LONGEST_LIFE_MS ? 'dates' : undefined;
}

/** Every field of the approved data that the certificate contradicts. What it does not say, it does not contradict. */
function mismatches(certificate: X509Certificate, data: SubjectData): readonly (keyof SubjectData)[] {
  const subject = certificate.toLegacyObject().subject as unknown as Readonly<
    Record<string, string | string[] | undefined>
  >;
  const all = Object.values(subject).flatMap((value) => value ?? []);
  const [name] = [subject.CN ?? []].flat();
  const emails = emailsOf(certificate, subject);
  const differs: Readonly<Partial<Record<keyof SubjectData, boolean>>> = {
    name: name === undefined || !sameName(name, data.name),
    // A CA writes the number of the person into one attribute or another; its length says which number it is.
    nip: all.some((value) => /^\d{18}$/.test(value) && value !== data.nip),
    nik: all.some((value) => /^\d{16}$/.test(value) && value !== data.nik),
    email: emails.length > 0 && !emails.includes(data.email.toLowerCase()),
  };
  return (Object.keys(differs) as (keyof SubjectData)[]).filter((field) => differs[field]);
}

function emailsOf(
  certificate: X509Certificate,
  subject: Readonly<Record<string, string | string[] | undefined>>,
): string[] {
  const alternative = [...(certificate.subjectAltName ?? '').matchAll(/email:([^,"\s]+)/g)].map(([, email]) => email!);
  return [...alternative, ...[subject.emailAddress ?? []].flat()].map((email) => email.toLowerCase());
}

/** Academic, religious and noble titles before a name; those after it follow a comma. CAs write them or leave them out. */
const TITLES_BEFORE = /^((prof|dr|drs|dra|ir|h|hj|kh|apt|drg|drh|ns|rr?|rm)\.?\s+)+/i;
const withoutTitles = (name: string): string => (name.split(',')[0] ?? '').trim().replace(TITLES_BEFORE, '');
const letters = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

function sameName(one: string, other: string): boolean {
  const [a, b] = [letters(withoutTitles(one)), letters(withoutTitles(other))];
  return a !== '' && a === b;
}
