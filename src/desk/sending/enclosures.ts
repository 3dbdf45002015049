import { calendar } from '../../conversation/calendar.ts';
import type { FileSpec } from '../../conversation/line.ts';
import { dataChanges } from '../../renewal/data.ts';
import type { Data, Renewal } from '../../renewal/renewal.ts';
import type { DeskSettings } from '../parts.ts';
import type { Clock, LetterDraft, ReadyText } from '../ports.ts';
import type { Queued } from './outbox.ts';

/** What is read for a file when its message leaves. */
export interface EnclosureReads {
  renewal(id: string): Promise<{ renewal: Renewal; data: Data; expires: Date } | undefined>;
  certificate(id: string): Promise<{ der?: Uint8Array; serial: string; notAfter: Date } | undefined>;
}

type EnclosureParts = {
  readonly reads: EnclosureReads;
  readonly draft: LetterDraft;
  /** Of a certificate's issuers, DER, from the nearest up to the root; empty where they are not known. */
  readonly chainOf: (certificate: Uint8Array) => Promise<readonly Uint8Array[]>;
  readonly clock: Clock;
  readonly settings: DeskSettings;
};

type Files = ReadyText['files'];
const NAMES = {
  id: {
    letter: 'Surat-Rekomendasi',
    change: 'Surat-Permohonan-Perubahan-Data',
    calendar: 'pembaruan-sertifikat',
    certificate: 'sertifikat',
  },
  en: {
    letter: 'Recommendation-Letter',
    change: 'Data-Change-Letter',
    calendar: 'certificate-renewal',
    certificate: 'certificate',
  },
} as const;

/** Makes or loads the files of a message at the moment it is sent, so that a draft carries the data of that moment. */
export function createEnclosures(parts: EnclosureParts): (file: FileSpec, message: Queued) => Promise<Files> {
  return async (file, { detail, id }) => {
    const names = NAMES[detail.language];
    switch (file.file) {
      case 'draft-recommendation':
        return draft(parts, file.renewal, 'recommendation', names.letter);
      case 'draft-change':
        return draft(parts, file.renewal, 'change', names.change);
      case 'calendar': {
        const content = Buffer.from(
          calendar({
            from: new Date(file.from),
            expires: new Date(file.expires),
            agency: parts.settings.agency,
            language: detail.language,
            uid: id,
          }),
        );
        return [{ name: `${names.calendar}.ics`, type: 'text/calendar', content }];
      }
      case 'certificate':
        return certificate(parts, file.certificate, names.certificate);
    }
  };
}

/** While a change is open the recommendation is written for the data as it would be: both letters can be signed in one go. */
async function draft(
  { reads, draft: letters, clock }: EnclosureParts,
  id: string,
  letter: 'recommendation' | 'change',
  name: string,
): Promise<Files> {
  const found = await reads.renewal(id);
  if (!found) return [];
  const { renewal, data } = found;
  const wishes = renewal.facts.change?.fields;
  const content = await letters.draft({
    letter,
    data: letter === 'change' ? data : { ...data, ...wishes },
    renewal: renewal.number,
    at: clock(),
    changes: letter === 'change' ? dataChanges(data, wishes) : undefined,
  });
  return [{ name: `${name}-${renewal.number}.pdf`, type: 'application/pdf', content }];
}

async function certificate({ reads, chainOf }: EnclosureParts, id: string, name: string): Promise<Files> {
  const found = await reads.certificate(id);
  if (!found?.der) return [];
  const chain = await chainOf(found.der);
  const pem = (der: Uint8Array) =>
    `-----BEGIN CERTIFICATE-----\n${Buffer.from(der)
      .toString('base64')
      .replace(/(.{64})(?=.)/g, '$1\n')}\n-----END CERTIFICATE-----\n`;
  return [
    {
      name: `${name}-${found.serial.slice(0, 16)}.pem`,
      type: 'application/x-pem-file',
      content: Buffer.from(pem(found.der)),
    },
    ...(chain.length > 0
      ? [{ name: 'rantai-ca.pem', type: 'application/x-pem-file', content: Buffer.from(chain.map(pem).join('')) }]
      : []),
  ];
}
