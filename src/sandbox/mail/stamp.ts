/** What the office's mail server found out about the sender. */
type Arrival = {
  readonly authservId: string;
  /** Envelope sender; empty for bounces. */
  readonly from: string;
  readonly to: string;
  readonly authenticated: boolean;
  readonly at: Date;
};

/**
 * Puts on top what a receiving server adds, and takes away every `Authentication-Results` that came with the mail:
 * a stranger could have written it (RFC 8601, 5).
 */
export function stamp(raw: Buffer, arrival: Arrival): Buffer {
  const domain = arrival.from.split('@')[1] ?? '';
  const results = arrival.authenticated
    ? `dkim=pass header.d=${domain}; spf=pass smtp.mailfrom=${arrival.from}; dmarc=pass header.from=${domain}`
    : 'dkim=none; spf=none; dmarc=none';
  const head = [
    `Return-Path: <${arrival.from}>`,
    `Delivered-To: ${arrival.to}`,
    `Received: by ${arrival.authservId} for <${arrival.to}>; ${arrival.at.toUTCString()}`,
    `Authentication-Results: ${arrival.authservId}; ${results}`,
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n`), withoutForeignResults(raw)]);
}

function withoutForeignResults(raw: Buffer): Buffer {
  const text = raw.toString('latin1');
  const end = text.search(/\r?\n\r?\n/);
  const head = end < 0 ? text : text.slice(0, end);
  const kept = `\n${head}`
    .replace(/\r?\n(?:Authentication-Results|Return-Path|Delivered-To)[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*/gi, '')
    .replace(/^\r?\n/, '');
  return Buffer.from(kept + (end < 0 ? '' : text.slice(end)), 'latin1');
}
