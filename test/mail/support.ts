import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { type InboundOptions, inboundOf, type Meta } from '../../mail/inbound.ts';
import { createNoticeReader } from '../../mail/notice.ts';
import { NOTICE_PATTERNS } from '../../mail/notice-patterns.ts';
import type { Inbound } from '../../src/conversation/inbound.ts';

export const FROM = 'sertifikat@kominfo.example';
export const REPLY_ADDRESS = 'sertifikat+{token}@kominfo.example';
export const RECEIVED = new Date('2027-01-15T03:00:00Z');

export const options: InboundOptions = {
  from: FROM,
  replyAddress: REPLY_ADDRESS,
  authenticity: async () => ({ authentic: 'unknown' }),
  notice: createNoticeReader(NOTICE_PATTERNS),
};

/** A mail given as lines, with CRLF between them. */
export const bytes = (...lines: string[]): Buffer => Buffer.from(lines.join('\r\n'));

export const receive = (
  raw: Buffer,
  changes: Partial<InboundOptions> = {},
  meta: Partial<Meta> = {},
): Promise<Inbound> =>
  inboundOf(raw, { source: 'imap:INBOX:7', uid: 12, receivedAt: RECEIVED, ...meta }, { ...options, ...changes });

const CORPORA = '../shared/corpora';
/** Real and hostile mail nobody here wrote; undefined where the folder is absent, and the test then skips and says so. */
export function corpus(folder: string): { name: string; raw: Buffer }[] | undefined {
  const dir = `${CORPORA}/${folder}`;
  if (!existsSync(dir)) {
    console.warn(`skipped: ${dir} is not here`);
    return undefined;
  }
  return readdirSync(dir)
    .sort()
    .map((name) => ({ name, raw: readFileSync(`${dir}/${name}`) }));
}
