import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';

/** A mail as its reader sees it. */
export type MailMessage = {
  readonly id: string;
  readonly folder: 'inbox' | 'sent';
  readonly messageId: string;
  readonly from: string;
  readonly fromName: string;
  readonly to: readonly string[];
  /** Where an answer goes: Reply-To, else From. */
  readonly replyTo: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly attachments: readonly { readonly name: string; readonly type: string; readonly content: Buffer }[];
  readonly inReplyTo?: string;
  readonly references: readonly string[];
  readonly at: Date;
  readonly raw: Buffer;
};

/** The mailboxes of everyone who is not the office: files on disk where a folder is given, else memory. */
export type Letterboxes = {
  addresses(): string[];
  all(address: string): readonly MailMessage[];
  put(address: string, folder: MailMessage['folder'], raw: Buffer, at: Date): Promise<MailMessage>;
};

export async function openLetterboxes(dir?: string): Promise<Letterboxes> {
  const boxes = new Map<string, MailMessage[]>();
  const boxOf = (address: string) => {
    const box = boxes.get(address) ?? [];
    boxes.set(address, box);
    return box;
  };
  if (dir) for (const [address, message] of await load(dir)) boxOf(address).push(message);

  return {
    addresses: () => [...boxes.keys()].sort(),
    all: (address) => boxes.get(address) ?? [],
    async put(address, folder, raw, at) {
      // Parsed before its number is taken, so that two arrivals at once do not get the same one.
      const parsed = await read(raw);
      const box = boxOf(address);
      const message = { ...parsed, id: String(box.length + 1), folder, at };
      box.push(message);
      if (dir) save(join(dir, encodeURIComponent(address)), message);
      return message;
    },
  };
}

function save(folder: string, message: MailMessage): void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${message.id.padStart(8, '0')}.${message.folder}.eml`);
  writeFileSync(`${file}.part`, message.raw);
  utimesSync(`${file}.part`, message.at, message.at);
  renameSync(`${file}.part`, file);
}

async function load(dir: string): Promise<[string, MailMessage][]> {
  mkdirSync(dir, { recursive: true });
  const found: [string, MailMessage][] = [];
  for (const folder of readdirSync(dir)) {
    for (const name of readdirSync(join(dir, folder)).sort()) {
      const [, number, kind] = /^(\d{8})\.(inbox|sent)\.eml$/.exec(name) ?? [];
      if (!number) continue;
      const file = join(dir, folder, name);
      const parsed = await read(readFileSync(file));
      const place = { id: String(Number(number)), folder: kind as MailMessage['folder'], at: statSync(file).mtime };
      found.push([decodeURIComponent(folder), { ...parsed, ...place }]);
    }
  }
  return found;
}

async function read(raw: Buffer): Promise<Omit<MailMessage, 'id' | 'folder' | 'at'>> {
  const mail = await simpleParser(raw, { skipTextToHtml: true });
  const from = mail.from?.value[0];
  const references = mail.references ?? [];
  return {
    messageId: mail.messageId ?? '',
    from: from?.address?.toLowerCase() ?? '',
    fromName: from?.name ?? '',
    to: [mail.to ?? []].flat().flatMap((header) => header.value.map((to) => to.address ?? '')),
    replyTo: mail.replyTo?.value[0]?.address ?? from?.address ?? '',
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    ...(mail.html ? { html: mail.html } : {}),
    attachments: mail.attachments.map((file) => ({
      name: file.filename ?? '',
      type: file.contentType,
      content: file.content,
    })),
    ...(mail.inReplyTo ? { inReplyTo: mail.inReplyTo } : {}),
    references: typeof references === 'string' ? [references] : references,
    raw,
  };
}
