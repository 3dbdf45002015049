import { randomUUID } from 'node:crypto';
import { Fault } from '../../src/fault.ts';
import { issuerKeyIdOf } from '../../src/issuance/certificate/read-certificate.ts';
import { markOf } from '../../src/issuance/signer/signer-journal.ts';
import type {
  ApprovedRequest,
  Draft,
  Intent,
  IssuanceStorage,
  Latest,
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
  /** Serials whose revocation the desk has decided. */
  readonly due = new Set<string>();
  /** Where it is not due at any time. */
  readonly dueFrom = new Map<string, Date>();
  readonly crls: StoredCrl[] = [];
  readonly responders: StoredResponder[] = [];

  clear(): void {
    const { requests, intents, keys, certificates, revocations, due, crls, responders } = this;
    for (const each of [requests, intents, keys, certificates, revocations, due]) each.clear();
    for (const each of [crls, responders]) each.length = 0;
  }
  async approvedRequests(requests: readonly string[]) {
    return pick(this.requests, requests);
  }
  async onRecord(requests: readonly string[], latest: Latest = {}) {
    const { intent, revocation } = latest;
    const knowsLatest =
      (intent === undefined || [...this.intents.values()].some(({ serial }) => serial === intent)) &&
      (revocation === undefined || this.revocations.has(revocation));
    return { knowsLatest, intents: pick(this.intents, requests), certificates: pick(this.certificates, requests) };
  }
  async saveIntents(drafts: readonly Draft[], latest?: Latest) {
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
  async saveRevocations(revocations: readonly Revocation[]) {
    for (const { serial, reason, at } of revocations)
      if (!this.revocations.has(serial)) this.revocations.set(serial, { serial, reason, at });
  }
  async dueAmong(serials: readonly string[], now: Date) {
    return new Set(serials.filter((serial) => this.due.has(serial) && now >= (this.dueFrom.get(serial) ?? now)));
  }
  async listRevocations() {
    return Promise.all(
      [...this.revocations.values()].map(async (revocation) => {
        const certificate = await this.findCertificateBySerial(revocation.serial);
        const authority = certificate && issuerKeyIdOf(certificate.der);
        return authority === undefined ? revocation : { ...revocation, authority };
      }),
    );
  }
  /** Without a CA, of whichever. */
  async latestCrl(authority = '') {
    return this.crls.findLast(({ der }) => names(der, authority));
  }
  async saveCrl(crl: StoredCrl) {
    if (this.crls.some(({ number }) => number === crl.number)) return false;
    this.crls.push(crl);
    return true;
  }
  async latestResponder(authority = '', now?: Date) {
    const begun = this.responders.filter(({ notBefore }) => now === undefined || notBefore <= now);
    return begun.findLast(({ certificate }) => names(certificate, authority));
  }
  async saveResponder(responder: StoredResponder) {
    this.responders.push(responder);
  }
}

/** What is signed holds the key identifier of who signed it. */
const names = (der: Uint8Array, keyId: string): boolean => Buffer.from(der).includes(Buffer.from(keyId, 'hex'));

const pick = <T>(all: ReadonlyMap<string, T>, names: readonly string[]): Map<string, T> =>
  new Map(names.flatMap((name) => (all.has(name) ? [[name, all.get(name)!] as const] : [])));
