import type { Inbox } from './inbox.ts';
import type { Letterboxes, MailMessage } from './letterbox.ts';
import { createPeople, type MailPeople } from './people.ts';
import type { Envelope, Smtp, SmtpFault } from './smtp.ts';
import { stamp } from './stamp.ts';

/** The people, and what can go wrong at the servers between them and the office. */
export type MailWorld = MailPeople & {
  /** A delivery failure for a message that a person got, from his server to the sender. */
  bounce(message: MailMessage, recipient: string): Promise<void>;
  /** Faults of the SMTP server, replacing earlier ones. None: all well again. */
  smtpFaults(...faults: readonly SmtpFault[]): void;
  readonly imap: Pick<Inbox, 'drop' | 'mute' | 'refuse' | 'renumber'>;
};

type WorldParts = {
  readonly system: { readonly address: string; readonly isSystem: (address: string) => boolean };
  readonly authservId: string;
  readonly inbox: Inbox;
  readonly letterboxes: Letterboxes;
  readonly now: () => Date;
};

/** The exchange between the office's mailbox and everyone else's; `smtp` is handed over when it listens. */
export function createWorld({ system, authservId, inbox, letterboxes, now }: WorldParts) {
  let smtp: Smtp | undefined;

  const deliver = async (raw: Buffer, envelope: Envelope, authenticated: boolean) => {
    for (const to of new Set(envelope.to.map((address) => address.toLowerCase()))) {
      const at = now();
      const stamped = stamp(raw, { authservId, from: envelope.from, to, authenticated, at });
      if (system.isSystem(to)) inbox.append(stamped, at);
      else await keep('received', to, stamped);
    }
  };
  const { people, keep } = createPeople({ systemAddress: system.address, letterboxes, deliver, now });

  const world: MailWorld = {
    ...people,
    async bounce(message, recipient) {
      await deliver(bounceOf(message, recipient, now()), { from: '', to: [message.from] }, false);
    },
    smtpFaults: (...faults) => smtp?.faults(faults),
    imap: inbox,
  };
  return {
    world,
    deliver,
    attach(server: Smtp) {
      smtp = server;
    },
  };
}

/** A delivery status notification (RFC 3464) that says: no such mailbox. */
function bounceOf(message: MailMessage, recipient: string, at: Date): Buffer {
  const boundary = 'bounce-7f3a';
  const host = recipient.split('@')[1] ?? 'localhost';
  const head = message.raw.subarray(0, Math.max(0, message.raw.indexOf('\r\n\r\n'))).toString('latin1');
  const lines = [
    `From: Mail Delivery System <MAILER-DAEMON@${host}>`,
    `To: <${message.from}>`,
    `Date: ${at.toUTCString()}`,
    'Subject: Undelivered Mail Returned to Sender',
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=us-ascii',
    '',
    `<${recipient}>: host ${host} said: 550 5.1.1 User unknown`,
    '',
    `--${boundary}`,
    'Content-Type: message/delivery-status',
    '',
    `Reporting-MTA: dns; ${host}`,
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    'Action: failed',
    'Status: 5.1.1',
    '',
    `--${boundary}`,
    'Content-Type: text/rfc822-headers',
    '',
    head,
    '',
    `--${boundary}--`,
    '',
  ];
  return Buffer.from(lines.join('\r\n'), 'latin1');
}
