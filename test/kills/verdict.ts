import { createHash, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readParts } from '../../src/issuance/certificate/read-certificate.ts';
import { compareJournal } from '../../src/issuance/signer/reconcile.ts';
import { openSignerJournal } from '../../src/issuance/signer/signer-journal.ts';
import type { Intent, StoredCertificate } from '../../src/issuance/storage.ts';
import type { Yard } from './yard.ts';

/** What is wrong after the kills, and with which request. */
export type Finding = {
  readonly kind:
    | 'lost' // approved, and there is no certificate
    | 'twice' // two contents were signed for it, or two certificates left the house
    | 'differs' // its certificate is not what was meant
    | 'journal' // the journal is broken, or does not agree with the database
    | 'failed'; // a signer gave up where it should have gone on
  readonly what: string;
};

/** What left the house: hashes of certificates, by request. */
type Told = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Judges by what is there at the end: the rows, the journal, what was told, and the witness, which noted every content that
 * was signed whatever the issuer thought of it. Nothing of the issuer's own is asked.
 */
export async function judge(yard: Yard, requests: readonly string[], told: Told): Promise<Finding[]> {
  const { intents, certificates } = await yard.storage.onRecord(requests);
  const pem = await readFile(join(yard.dir, 'ca', 'issuing.pem'), 'utf8');
  const issuer = new X509Certificate(pem).publicKey;
  const found: Finding[] = [];
  for (const request of requests) {
    const certificate = certificates.get(request);
    if (certificate === undefined) found.push({ kind: 'lost', what: request });
    const hashes = new Set([...(told.get(request) ?? []), ...(certificate ? [hashOf(certificate.der)] : [])]);
    if (hashes.size > 1) found.push({ kind: 'twice', what: request });
    if (certificate && !isAsMeant(certificate, intents.get(request), issuer))
      found.push({ kind: 'differs', what: request });
  }
  return [...found, ...(await unknownContents(yard, certificates)), ...(await journalFindings(yard, intents))];
}

function isAsMeant(
  { der, serial }: StoredCertificate,
  intent: Intent | undefined,
  issuer: X509Certificate['publicKey'],
): boolean {
  const certificate = new X509Certificate(der);
  return (
    intent !== undefined &&
    Buffer.compare(readParts(der).tbs, intent.tbs) === 0 &&
    certificate.serialNumber.toLowerCase() === serial &&
    serial === intent.serial &&
    certificate.verify(issuer)
  );
}

/** Every content that was ever signed is that of a certificate. */
async function unknownContents(yard: Yard, certificates: ReadonlyMap<string, StoredCertificate>): Promise<Finding[]> {
  const meant = new Set([...certificates.values()].map(({ der }) => hashOf(readParts(der).tbs)));
  const signed = await readFile(join(yard.dir, 'witness'), 'utf8').catch(() => '');
  return [...new Set(signed.match(/.+/g))].filter((each) => !meant.has(each)).map((what) => ({ kind: 'twice', what }));
}

async function journalFindings(yard: Yard, intents: ReadonlyMap<string, Intent>): Promise<Finding[]> {
  const found: Finding[] = [];
  try {
    const journal = await openSignerJournal(join(yard.dir, 'journal.jsonl'));
    const { state } = await compareJournal(journal, yard.storage, new Date());
    if (state !== 'agrees') found.push({ kind: 'journal', what: state });
    if (journal.count() !== intents.size) found.push({ kind: 'journal', what: `${journal.count()} entries` });
    for await (const { request, serial, tbs } of journal.entries()) {
      const intent = intents.get(request);
      if (intent?.serial !== serial || Buffer.compare(intent.tbs, tbs) !== 0)
        found.push({ kind: 'journal', what: request });
    }
  } catch (error) {
    found.push({ kind: 'journal', what: String(error) });
  }
  return found;
}

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
