/**
 * How a reply finds its way back: by a secret token in the address it goes to (`sertifikat+TOKEN@agency`), or, where
 * the server has no such addresses, in the Message-ID that clients copy into References. One token per outgoing message.
 *
 * The prefix keeps our Message-IDs apart from those of clients that also use a UUID.
 */
const PREFIX = 'perbarui.';
const TOKEN = '[A-Za-z0-9_-]+';
const OUR_MESSAGE_ID = new RegExp(`^<?${PREFIX.replace('.', '\\.')}([A-Za-z0-9-]+)(?:\\.(${TOKEN}))?@([^<>@\\s]+)>?$`);

/** `<perbarui.ID.TOKEN@domain>`, without the token where the reply address carries it. Stable for one row. */
export function messageIdOf(id: string, domain: string, token?: string): string {
  return `<${PREFIX}${id}${token ? `.${token}` : ''}@${domain}>`;
}

/** As it is kept and looked up: one of ours without its token, which nobody should find in the records. */
export function keptMessageId(messageId: string, domain: string): string {
  const own = readMessageId(messageId, domain);
  return own ? messageIdOf(own.id, domain) : messageId;
}

/** The row's id and token, if this Message-ID is one of ours. */
export function readMessageId(messageId: string, domain: string): { id: string; token?: string } | undefined {
  const [, id, token, host] = OUR_MESSAGE_ID.exec(messageId.trim()) ?? [];
  if (!id || host?.toLowerCase() !== domain.toLowerCase()) return undefined;
  return token ? { id, token } : { id };
}

/** The address that an answer goes to. `pattern` is REPLY_ADDRESS, with `{token}`. */
export const replyAddressOf = (pattern: string, token: string): string => pattern.replace('{token}', token);

/** The token in one of the recipient addresses. Servers may change the case of the domain, some that of the whole. */
export function tokenInAddresses(pattern: string, addresses: readonly string[]): string | undefined {
  const [before = '', after = ''] = pattern.split('{token}').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const shape = new RegExp(`^${before}(${TOKEN})${after}$`, 'i');
  for (const address of addresses) {
    const token = shape.exec(address.trim())?.[1];
    if (token) return token;
  }
  return undefined;
}

/** The token in the nearest of our Message-IDs that the mail answers. */
export function tokenInAnswers(domain: string, answers: readonly string[]): string | undefined {
  for (const messageId of answers) {
    const token = readMessageId(messageId, domain)?.token;
    if (token) return token;
  }
  return undefined;
}

/** The bare address of `Name <address>`. */
export const addressOf = (from: string): string => /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from.trim();
