import type { Inbound } from '../../src/conversation/inbound.ts';

let ids = 0;

/** A mail as the edge hands it over, each with a key of its own. */
export function mailFrom(address: string, at: Date, text: string, more: Partial<Inbound> = {}): Inbound {
  const externalId = String(++ids);
  return {
    channel: 'mail',
    source: 'imap:UJI:1',
    externalId,
    copyKey: `<${externalId}@uji>`,
    contact: { channel: 'mail', value: address },
    at,
    text,
    wholeText: text,
    answers: [],
    files: [],
    raw: Buffer.from(text),
    ...more,
  };
}
