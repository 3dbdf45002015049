import { type KeyObject, randomUUID } from 'node:crypto';
import type { Queryable } from '../../db/connect.ts';
import { insertRows, type Row } from '../../db/rows.ts';
import { createRequestReader } from '../../src/issuance/request/csr.ts';
import { makeRequest } from '../../src/issuance/request/make-request.ts';
import { canonicalData } from '../../src/renewal/renewal.ts';
import { type Keyring, SEALED_AS } from '../../src/seal.ts';
import { sealData } from '../support/sealed.ts';
import { NOW, newEcKey, SITI } from './office.ts';

const requests = createRequestReader();

export type Wanted = {
  readonly fourEyes?: boolean;
  /** Who approved it. */
  readonly operators?: readonly string[];
  readonly decidedAt?: Date;
  readonly key?: KeyObject;
  readonly letter?: Buffer;
};

/** A renewal that a letter, a key and an operator have brought as far as the issuer. */
export type ApprovedRenewal = {
  /** The request's. */
  readonly id: string;
  readonly renewal: string;
  readonly applicant: string;
  readonly version: string;
  readonly letter: string;
  readonly csr: string;
  readonly content: string;
  readonly key: KeyObject;
  /** SHA-256 of its SubjectPublicKeyInfo, hex. */
  readonly spki: string;
  /** By table, in the order in which they can be written. */
  readonly rows: Readonly<Record<string, readonly Row[]>>;
};

export function approvedRenewal(keyring: Keyring, wanted: Wanted = {}): ApprovedRenewal {
  const { fourEyes = false, operators = [randomUUID()], decidedAt = NOW, key = newEcKey() } = wanted;
  const ids = { applicant: '', old: '', renewal: '', version: '', letter: '', csr: '' };
  for (const name of Object.keys(ids)) ids[name as keyof typeof ids] = randomUUID();
  const { applicant, old, renewal, version, letter, csr } = ids;
  const dataHash = keyring.hash('data', canonicalData(SITI));
  const document = (id: string, kind: string, content: Buffer) => {
    const hash = keyring.hash('document', content);
    const sealed = keyring.seal(SEALED_AS.document(hash), content);
    return { id, hash, kind, name: 'x', size: content.length, sealed, at: NOW };
  };
  const pdf = document(letter, 'pdf', wanted.letter ?? Buffer.from(`%PDF- ${renewal}`));
  const asked = Buffer.from(makeRequest('Siti', key));
  const spki = hashOf(asked);
  const content = [dataHash, pdf.hash, spki].join('|');
  const mark = { at: NOW, by: { role: 'applicant' }, channel: 'web' };
  const facts = {
    noticed: { ...mark, how: 'scan' },
    letter: { ...mark, document: letter, hash: pdf.hash, version: dataHash, state: 'on-file', remarks: [] },
    key: { ...mark, request: csr, spki },
  };
  const id = `${renewal}:1`;
  const person = { id: applicant, nipHash: randomUUID(), nikHash: 'x', version: dataHash };
  const known = { name: 'x', organisation: 'x', unit: 'x', source: 'import', by: 'x', at: NOW };
  const sealed = sealData(keyring, version, SITI);
  const certificate = { issuer: 'import', evidence: 'number', notAfter: NOW, state: 'valid', at: NOW };
  const rules = { needsCsr: true, entersAms: false, fourEyes, windowDays: 30, procedureVersion: '1' };
  const opened = { basis: 'expiring', rules, settings: {}, version: dataHash, revision: 1, facts, openedAt: NOW };
  const decision = { renewal, subject: 'approve', decision: 'approve', content, at: decidedAt };
  const rows = {
    applicants: [{ ...person, versionNumber: 1, createdAt: NOW }],
    data_versions: [{ id: version, applicant, number: 1, hash: dataHash, sealed, ...known }],
    certificates: [{ id: old, applicant, serial: randomUUID(), ...certificate }],
    renewals: [{ id: renewal, number: renewal, applicant, certificate: old, ...opened }],
    documents: [pdf, document(csr, 'request', asked)],
    decisions: operators.map((operator) => ({ id: randomUUID(), operator, ...decision })),
    issue_requests: [{ id, renewal, number: 1, content, request: csr, state: 'asked', at: NOW }],
  };
  return { id, renewal, applicant, version, letter, csr, content, key, spki, rows };
}

function hashOf(request: Uint8Array): string {
  const reading = requests.read(request);
  if (!reading.ok) throw new Error(reading.refused);
  return reading.spkiHash;
}

/** Writes them into the tables, all rows of a table with one statement. */
export async function keepApproved(sql: Queryable, all: readonly ApprovedRenewal[]): Promise<void> {
  for (const table of Object.keys(all[0]?.rows ?? {})) {
    const rows = all.flatMap((each) => each.rows[table] ?? []);
    if (rows.length > 0) await insertRows(sql, table, rows);
  }
}
