import type {
  ApprovedRequest,
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
  readonly certificates = new Map<string, StoredCertificate>();
  readonly revocations = new Map<string, Revocation>();
  readonly crls: StoredCrl[] = [];
  readonly responders: StoredResponder[] = [];

  async approvedRequest(id: string) {
    return this.requests.get(id);
  }
  async findIntent(request: string) {
    return this.intents.get(request);
  }
  async saveIntent(intent: Omit<Intent, 'number'> & { number?: number }) {
    const number = intent.number ?? Math.max(0, ...[...this.intents.values()].map((kept) => kept.number)) + 1;
    if (!this.intents.has(intent.request)) this.intents.set(intent.request, { ...intent, number });
    return this.intents.get(intent.request)!;
  }
  async listIntents() {
    return [...this.intents.values()].map((intent) => ({ ...intent, signed: this.certificates.has(intent.request) }));
  }
  async findCertificate(request: string) {
    return this.certificates.get(request);
  }
  async findCertificateBySerial(serial: string) {
    return [...this.certificates.values()].find((certificate) => certificate.serial === serial);
  }
  async saveCertificate(certificate: StoredCertificate) {
    if (!this.certificates.has(certificate.request)) this.certificates.set(certificate.request, certificate);
    return this.certificates.get(certificate.request)!;
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
