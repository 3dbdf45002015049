import type { CertStatus } from '../../src/issuance/status/ocsp-answer.ts';
import type { MemoryStorage } from './memory.ts';

/** What the storage in memory knows of serials, as db/issuance.ts reads it from the real one. */
export const statusesOf =
  (storage: MemoryStorage) =>
  async (serials: readonly string[]): Promise<CertStatus[]> =>
    Promise.all(
      serials.map(async (serial) => {
        if ((await storage.findCertificateBySerial(serial)) === undefined) return 'unknown';
        return storage.revocations.get(serial) ?? 'good';
      }),
    );
