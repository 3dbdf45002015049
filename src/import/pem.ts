import { createHash, X509Certificate } from 'node:crypto';
import type { RecordedCertificate } from '../desk/entry.ts';
import { validField } from '../renewal/data.ts';
import { digitsOf } from '../renewal/nik.ts';
import { serialOf } from '../renewal/serial.ts';
import { type Enter, enterAll, type Found, IMPORT_LIMITS, type Progress, readEach } from './enter.ts';
import { otherFile } from './other-file.ts';
import { type ImportReport, refused } from './report.ts';
import { whoIn } from './rows.ts';

const BLOCK = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/** The applicant behind an e-mail address on record, as his NIP; undefined for a stranger. */
type NipByEmail = (email: string) => Promise<string | undefined>;

/** One or many PEM certificates. Each is given to the person whose NIP, or else whose e-mail, stands in its subject or SAN. */
export async function importPem(
  text: string,
  enter: Enter,
  nipByEmail: NipByEmail,
  progress?: Progress,
): Promise<ImportReport> {
  if (Buffer.byteLength(text) > IMPORT_LIMITS.bytes) return { rows: [], fault: 'too-large' };
  const blocks = text.match(BLOCK) ?? [];
  if (blocks.length === 0) return { rows: [], fault: otherFile(text) ?? 'not-a-certificate' };
  if (blocks.length > IMPORT_LIMITS.rows) return { rows: [], fault: 'too-many-rows' };
  const found = await readEach(blocks, (block, at) => fromPem(at + 1, block, nipByEmail));
  return { rows: await enterAll(found, enter, progress) };
}

async function fromPem(line: number, pem: string, nipByEmail: NipByEmail): Promise<Found> {
  const certificate = parsed(pem);
  if (!certificate || certificate.ca) return refused({ line }, { why: 'not-a-certificate' });
  const place = { line, who: whoIn(/^CN=(.*)$/m.exec(certificate.subject)?.[1]) };
  const serial = serialOf(certificate.serialNumber);
  const nip = await ownerOf(certificate, nipByEmail);
  if (!serial || !nip)
    return refused(
      place,
      ...(serial ? [] : [{ why: 'serial' } as const]),
      ...(nip ? [] : [{ why: 'no-owner-in-certificate' } as const]),
    );
  const spki = certificate.publicKey.export({ type: 'spki', format: 'der' });
  const recorded: RecordedCertificate = {
    serial,
    notBefore: certificate.validFromDate,
    notAfter: certificate.validToDate,
    evidence: 'certificate',
    state: 'valid',
    issuer: 'ams',
    der: new Uint8Array(certificate.raw),
    spki: createHash('sha256').update(spki).digest('hex'),
  };
  return { ...place, act: { act: 'import-certificate', nip, certificate: recorded } };
}

function parsed(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

const NIP_DIGITS = 18;
const EMAIL = /[^\s=,:"<>]+@[^\s=,:"<>]+/g;

async function ownerOf(
  { subject, subjectAltName = '' }: X509Certificate,
  nipByEmail: NipByEmail,
): Promise<string | undefined> {
  const values = subject.split('\n').map((line) => line.slice(line.indexOf('=') + 1));
  const nip = values.map(digitsOf).find((digits) => digits?.length === NIP_DIGITS && validField('nip', digits).ok);
  if (nip) return nip;
  for (const email of `${subject}\n${subjectAltName}`.match(EMAIL) ?? []) {
    const owner = await nipByEmail(email.toLowerCase());
    if (owner) return owner;
  }
  return undefined;
}
