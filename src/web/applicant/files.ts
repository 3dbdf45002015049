import { certificateDer } from '../../../db/pages.ts';
import { dataChanges } from '../../renewal/data.ts';
import { pemOf } from '../authority/routes.ts';
import type { WebParts } from '../parts.ts';
import { trouble } from './links.ts';
import type { Visit } from './visit.ts';
import type { CertificateFile } from './words/words.ts';

const TYPES: Readonly<Record<CertificateFile, string>> = {
  'certificate.pem': 'application/x-pem-file',
  'certificate.cer': 'application/pkix-cert',
  'chain.pem': 'application/pem-certificate-chain',
};

/** The new certificate as a file; `chain.pem` goes on with the issuers up to the root. */
export async function sendCertificate(visit: Visit, parts: WebParts, file: CertificateFile): Promise<Response> {
  const { c, content } = visit;
  const { certificate } = content.renewal.facts;
  const der = certificate && (await certificateDer(parts.sql, certificate.id));
  if (!der) return trouble(c, parts, 'absent', { back: true });
  const chain = file === 'chain.pem' ? await parts.authority?.chainOf(der) : undefined;
  const bytes = file === 'certificate.cer' ? der : Buffer.from(pemOf([der, ...(chain ?? [])]));
  return download(visit, bytes, TYPES[file], `${content.renewal.number}-${file}`);
}

/** The letter with the data filled in, to be signed. It carries the full NIK, as the letter has to. */
export async function sendDraft(visit: Visit, parts: WebParts, letter: 'recommendation' | 'change'): Promise<Response> {
  const { renewal, applicant } = visit.content;
  const fields = renewal.facts.change?.fields ?? {};
  const changes = dataChanges(applicant.data, fields);
  const data = letter === 'recommendation' ? { ...applicant.data, ...fields } : applicant.data;
  const pdf = await parts.draft.draft({ letter, data, changes, renewal: renewal.number, at: parts.clock() });
  const name = letter === 'recommendation' ? 'surat-rekomendasi' : 'surat-perubahan-data';
  return download(visit, pdf, 'application/pdf', `${name}-${renewal.number}.pdf`);
}

/** `name` is made of our own words and the renewal's number. */
function download({ c }: Visit, content: Uint8Array, type: string, name: string): Response {
  c.header('Content-Type', type);
  c.header('Content-Disposition', `attachment; filename="${name}"`);
  return c.body(new Uint8Array(content));
}
