import MailComposer from 'nodemailer/lib/mail-composer';
import type { MailMessage } from './letterbox.ts';

export type Enclosure = { readonly name: string; readonly type?: string; readonly content: Uint8Array };
export type Letter = {
  readonly to?: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly attachments?: readonly Enclosure[];
  readonly inReplyTo?: string;
  readonly references?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  /** False: the mail arrives without proof of its sender's domain. Default: true. */
  readonly authenticated?: boolean;
};
export type Sender = { readonly address: string; readonly name?: string | undefined };

/** The bytes of a mail as an ordinary client makes them. */
export function compose(letter: Letter, from: Sender, to: string, at: Date): Promise<Buffer> {
  const composer = new MailComposer({
    from: { name: from.name ?? '', address: from.address },
    to,
    subject: letter.subject,
    text: letter.text,
    date: at,
    ...(letter.html ? { html: letter.html } : {}),
    ...(letter.inReplyTo ? { inReplyTo: letter.inReplyTo } : {}),
    ...(letter.references?.length ? { references: [...letter.references] } : {}),
    ...(letter.headers ? { headers: { ...letter.headers } } : {}),
    attachments: (letter.attachments ?? []).map(({ name, type, content }) => ({
      filename: name,
      contentDisposition: 'attachment',
      content: Buffer.from(content),
      ...(type ? { contentType: type } : {}),
    })),
    // A sandbox mail carries what it is given and fetches nothing.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

/** An answer with the quoted original below it, as clients write it. */
export function replyTo(message: MailMessage, text: string): Letter {
  const when = message.at.toLocaleString('id-ID', { dateStyle: 'full', timeStyle: 'short', timeZone: 'Asia/Jakarta' });
  const quoted = message.text
    .trimEnd()
    .split('\n')
    .map((line) => (line ? `> ${line}` : '>'));
  const name = message.fromName ? `${message.fromName} ` : '';
  return {
    to: message.replyTo,
    subject: /^re:/i.test(message.subject) ? message.subject : `Re: ${message.subject}`,
    text: [text, '', `Pada ${when}, ${name}<${message.from}> menulis:`, ...quoted, ''].join('\n'),
    inReplyTo: message.messageId,
    references: [...message.references, message.messageId],
  };
}

/** The message passed on inside the text, as a person does it. */
export function forwardOf(message: MailMessage, comment: string): Letter {
  const head = [
    '---------- Pesan terusan ----------',
    `Dari: ${message.fromName ? `${message.fromName} ` : ''}<${message.from}>`,
    `Tanggal: ${message.at.toISOString()}`,
    `Subjek: ${message.subject}`,
    `Kepada: ${message.to.map((to) => `<${to}>`).join(', ')}`,
  ];
  return {
    subject: `Fwd: ${message.subject}`,
    text: [comment, '', ...head, '', message.text].join('\n'),
    attachments: message.attachments,
  };
}

/** The message passed on as an attached mail. */
export function attachedForward(message: MailMessage, comment: string): Letter {
  const attached = { name: 'pesan.eml', type: 'message/rfc822', content: message.raw };
  return { subject: `Fwd: ${message.subject}`, text: comment, attachments: [attached] };
}
