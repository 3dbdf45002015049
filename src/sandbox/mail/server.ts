import { join } from 'node:path';
import { startInbox } from './inbox.ts';
import { openLetterboxes } from './letterbox.ts';
import { startSmtp } from './smtp.ts';
import { createWorld, type MailWorld } from './world.ts';

export type MailServerOptions = {
  /** Where mail is kept across restarts; without it, in memory. */
  readonly dir?: string;
  /** 0 or absent: any free port. */
  readonly imapPort?: number;
  readonly smtpPort?: number;
  readonly host?: string;
  /**
   * The office's mailbox. Mail to `address` and to `local+anything@domain` lands in its INBOX, all other mail in its
   * addressee's letterbox.
   */
  readonly system: { readonly user: string; readonly password: string; readonly address: string };
  readonly authservId?: string;
  readonly now?: () => Date;
};
export type MailServer = {
  readonly imapUrl: string;
  readonly smtpUrl: string;
  readonly authservId: string;
  readonly world: MailWorld;
  stop(): Promise<void>;
};

/** By what name the server stamps what it takes in (RFC 8601), where it is not told another. */
export const authservIdOf = (address: string): string => `mx.${address.toLowerCase().split('@')[1]}`;

/** Starts the sandbox's IMAP and SMTP server. Without TLS, hence on loopback only. */
export async function startMailServer(options: MailServerOptions): Promise<MailServer> {
  const { host = '127.0.0.1', now = () => new Date(), dir } = options;
  const { user, password, address } = options.system;
  const [local = '', domain = ''] = address.toLowerCase().split('@');
  const authservId = options.authservId ?? authservIdOf(address);
  const isSystem = (other: string) => {
    const [box = '', host] = other.toLowerCase().split('@');
    return host === domain && (box === local || box.startsWith(`${local}+`));
  };

  const letterboxes = await openLetterboxes(dir && join(dir, 'people'));
  const inbox = await startInbox({ host, port: options.imapPort ?? 0, user, password, dir: dir && join(dir, 'inbox') });
  const { world, deliver, attach } = createWorld({
    system: { address, isSystem },
    authservId,
    inbox,
    letterboxes,
    now,
  });
  const smtp = await startSmtp({
    host,
    port: options.smtpPort ?? 0,
    user,
    password,
    isOurs: isSystem,
    deliver: (raw, envelope) => deliver(raw, envelope, false),
  }).catch(async (error) => {
    await inbox.stop();
    throw error;
  });
  attach(smtp);

  const credentials = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
  return {
    imapUrl: `imap://${credentials}@${host}:${inbox.port}/INBOX`,
    smtpUrl: `smtp://${credentials}@${host}:${smtp.port}`,
    authservId,
    world,
    async stop() {
      await Promise.all([inbox.stop(), smtp.stop()]);
    },
  };
}
