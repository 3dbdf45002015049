import { randomUUID } from 'node:crypto';
import { Fault } from '../../src/fault.ts';
import { markOf } from '../../src/issuance/signer-journal.ts';
import type {
  ApprovedRequest,
  Draft,
  Intent,
  IssuanceStorage,
  Revocation,
  StoredCertificate,
  StoredCrl,
  StoredResponder,
} from '../../src/issuance/storage.ts';

/**
 * The storage in memory, with the promises of the real one: the first writer wins and nothing is overwritten. It
 * outlives the issuers that are made on it, as a database outlives processes.
 */
export class MemoryStorage implements IssuanceStorage {
  readonly requests = new Map<string, ApprovedRequest>();
  readonly intents = new Map<string, Intent>();
  readonly keys = new Set<string>();
  readonly certificates = new Map<string, StoredCertificate>();
  readonly revocations = new Map<string, Revocation>();
  readonly crls: StoredCrl[] = [];
  readonly responders: StoredResponder[] = [];

  async approvedRequests(requests: readonly string[]) {
    return pick(this.requests, requests);
  }
  async onRecord(requests: readonly string[], latest?: string) {
    const knowsLatest = latest === undefined || [...this.intents.values()].some(({ serial }) => serial === latest);
    return { knowsLatest, intents: pick(this.intents, requests), certificates: pick(this.certificates, requests) };
  }
  async saveIntents(drafts: readonly Draft[], latest?: string) {
    if (!(await this.onRecord([], latest)).knowsLatest) throw new Fault('signer-journal', 'put back');
    for (const { key = randomUUID(), ...draft } of drafts) {
      if (this.intents.has(draft.request) || this.keys.has(key)) continue;
      const next = Math.max(0, ...[...this.intents.values()].map((kept) => kept.number)) + 1;
      this.intents.set(draft.request, { ...draft, number: draft.number ?? next });
      this.keys.add(key);
    }
    return pick(
      this.intents,
      drafts.map(({ request }) => request),
    );
  }
  async *intentMarks() {
    yield [...this.intents.values()].map((intent) => ({
      ...markOf(intent),
      signed: this.certificates.has(intent.request),
    }));
  }
  async saveCertificates(certificates: readonly StoredCertificate[]) {
    for (const each of certificates)
      if (!this.certificates.has(each.request)) this.certificates.set(each.request, each);
    return pick(
      this.certificates,
      certificates.map(({ request }) => request),
    );
  }
  async findCertificateBySerial(serial: string) {
    return [...this.certificates.values()].find((certificate) => certificate.serial === serial);
  }
  async saveRevocation(revocation: Revocation) {
    if (!this.revocations.has(revocation.serial)) this.revocations.set(revocation.serial, revocation);
  }
  async listRevocations() {
    return [...this.revocations.values()];
  }
  async latestCrl() {
    return this.crls.at(-1);
  }
  async saveCrl(crl: StoredCrl) {
    if (this.crls.some(({ number }) => number === crl.number)) return false;
    this.crls.push(crl);
    return true;
  }
  async latestResponder() {
    return this.responders.at(-1);
  }
  async saveResponder(responder: StoredResponder) {
    this.responders.push(responder);
  }
}

const pick = <T>(all: ReadonlyMap<string, T>, names: readonly string[]): Map<string, T> =>
  new Map(names.flatMap((name) => (all.has(name) ? [[name, all.get(name)!] as const] : [])));
