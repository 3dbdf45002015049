import { execFileSync } from 'node:child_process';
import { chownSync, existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../src/sandbox/database.ts';
import { isRoot, type Running, run, wordOf } from './process.ts';

/** A Dovecot of the system's packages with folders, ports and people of its own, on loopback. */
export type Dovecot = {
  readonly imapPort: number;
  readonly lmtpPort: number;
  /** Where other servers ask whether a password is right. */
  readonly authPort: number;
  /** `imap://address:password@127.0.0.1:port/INBOX`. */
  url(address: string, given?: { readonly password?: string; readonly folder?: string }): string;
  /** The process that all of it descends from; undefined while it does not run. */
  readonly pid: () => number | undefined;
  /** Where this address has its Maildir. */
  maildir(address: string): string;
  /** Makes the mailbox of this address; where its new mail lies. */
  open(address: string): Promise<string>;
  /** Puts a mail, with CRLF, straight into a Maildir, as a delivery agent does. */
  put(address: string, raw: Buffer): Promise<void>;
  /** Makes these the people who may sign in and get mail; takes effect with the next sign-in. */
  people(passwords: Readonly<Record<string, string>>): Promise<void>;
  doveadm(...args: readonly string[]): string;
  start(): Promise<void>;
  stop(): Promise<void>;
  kill(): Promise<void>;
  /** Stops it and removes all mail. */
  close(): Promise<void>;
};

/** Files with the server's key and its certificate, in PEM; with them nobody signs in without TLS. */
export type Certified = { readonly key: string; readonly certificate: string };

/** Why there can be none here; undefined when there can. Release 2.4 reads its configuration in another language. */
export function withoutDovecot(): string | undefined {
  const version = wordOf('dovecot', '--version');
  if (version === undefined) return 'Dovecot is not installed (dovecot-imapd, dovecot-lmtpd)';
  const programs = wordOf('doveconf', '-d', '-h', 'libexec_dir') ?? '';
  if (!['imap', 'lmtp'].every((each) => existsSync(join(programs, each))))
    return 'Dovecot is installed without IMAP or LMTP (dovecot-imapd, dovecot-lmtpd)';
  return version.startsWith('2.3.') ? undefined : `Dovecot is ${version}, and this configuration is for 2.3`;
}

/** Sign-in by token beside that by password: how, and where Dovecot asks whose a token is (RFC 7662). */
export type Tokens = { readonly mechanism: 'xoauth2' | 'oauthbearer'; readonly introspectionUrl: string };

export async function startDovecot(
  people: Readonly<Record<string, string>>,
  tls?: Certified,
  tokens?: Tokens,
): Promise<Dovecot> {
  const dir = await mkdtemp(join(tmpdir(), 'perbarui-dovecot-'));
  const ports = { imapPort: await freePort(), lmtpPort: await freePort(), authPort: await freePort() };
  const { imapPort } = ports;
  const conf = join(dir, 'dovecot.conf');
  const mail = join(dir, 'mail');
  await chmod(dir, 0o755);
  await mkdir(mail);
  belongsToMail(mail);
  await writeFile(conf, `${configuration(dir, ports, tls)}${tokens ? byToken(dir, tokens) : ''}`);
  if (tokens) await writeFile(join(dir, 'oauth2.conf'), introspection(tokens));
  const maildir = (address: string) => join(mail, address, 'Maildir');
  let passwords = people;
  let running: Running | undefined;
  let count = 0;

  const dovecot: Dovecot = {
    ...ports,
    pid: () => running?.pid,
    maildir,
    url: (address, { password = passwords[address] ?? '', folder = 'INBOX' } = {}) =>
      `imap://${encodeURIComponent(address)}:${encodeURIComponent(password)}@127.0.0.1:${imapPort}/${folder}`,
    async open(address) {
      await folders(maildir(address));
      return join(maildir(address), 'new');
    },
    async put(address, raw) {
      // `S` and `W` are what Dovecot would have to count itself: the bytes on disk, and with CRLF.
      const name = `${Math.floor(Date.now() / 1000)}.M${++count}P${process.pid}.test,S=${raw.length},W=${raw.length}`;
      await folders(maildir(address));
      await writeFile(join(maildir(address), 'tmp', name), raw);
      belongsToMail(join(maildir(address), 'tmp', name));
      await rename(join(maildir(address), 'tmp', name), join(maildir(address), 'new', name));
    },
    async people(changed) {
      passwords = changed;
      const lines = Object.entries(changed).map(([address, password]) => `${address}:{plain}${password}::::::\n`);
      await writeFile(join(dir, 'people'), lines.join(''));
    },
    doveadm: (...args) => execFileSync('doveadm', ['-c', conf, ...args], { encoding: 'utf8' }),
    async start() {
      // What a killed one left there would be taken for a living one; after a crash of the machine it is empty as well.
      if (!running) await rm(join(dir, 'run'), { recursive: true, force: true });
      running ??= await run(['dovecot', '-F', '-c', conf], Object.values(ports));
    },
    async stop() {
      await running?.stop();
      running = undefined;
    },
    async kill() {
      await running?.kill();
      running = undefined;
    },
    async close() {
      await dovecot.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
  await dovecot.people(people);
  await dovecot.start();
  return dovecot;
}

async function folders(maildir: string): Promise<void> {
  if ((await readdir(maildir).catch((): string[] => [])).includes('new')) return;
  for (const folder of ['', 'tmp', 'new', 'cur']) await mkdir(join(maildir, folder), { recursive: true });
  for (const folder of ['..', '', 'tmp', 'new', 'cur']) belongsToMail(join(maildir, folder));
}

/** Dovecot gives nobody mail as root: a root's mail belongs to `nobody`. Everyone else's is his own. */
const NOBODY = 65534;
function belongsToMail(path: string): void {
  if (isRoot()) chownSync(path, NOBODY, NOBODY);
}

function configuration(
  dir: string,
  ports: Pick<Dovecot, 'imapPort' | 'lmtpPort' | 'authPort'>,
  tls?: Certified,
): string {
  const { username } = userInfo();
  // Who is not root can neither change to other users nor into other roots.
  const ofOneUser = [
    `default_internal_user = ${username}`,
    `default_login_user = ${username}`,
    `default_internal_group = ${execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim()}`,
    ...['anvil', 'imap-login', 'ipc', 'stats'].map((service) => `service ${service} {\n  chroot =\n}`),
  ];
  return `
base_dir = ${dir}/run
state_dir = ${dir}/run
log_path = ${dir}/log
protocols = imap lmtp
listen = 127.0.0.1
${tls ? `ssl = required\nssl_cert = <${tls.certificate}\nssl_key = <${tls.key}` : 'ssl = no\ndisable_plaintext_auth = no'}
auth_failure_delay = 0
mail_location = maildir:~/Maildir
mail_uid = ${isRoot() ? NOBODY : userInfo().uid}
mail_gid = ${isRoot() ? NOBODY : userInfo().gid}
first_valid_uid = 1
first_valid_gid = 0
recipient_delimiter = +
mail_fsync = never
service imap-login {
  inet_listener imap {
    port = ${ports.imapPort}
  }
  inet_listener imaps {
    port = 0
  }
}
service lmtp {
  inet_listener lmtp {
    port = ${ports.lmtpPort}
  }
}
service auth {
  inet_listener {
    port = ${ports.authPort}
  }
}
passdb {
  driver = passwd-file
  args = username_format=%Lu ${dir}/people
}
userdb {
  driver = passwd-file
  args = username_format=%Lu ${dir}/people
  default_fields = home=${dir}/mail/%Lu
}
namespace inbox {
  inbox = yes
}
${isRoot() ? '' : ofOneUser.join('\n')}
`;
}

/** Only this mechanism is announced, so that the client takes it and no other. */
const byToken = (dir: string, { mechanism }: Tokens) => `
auth_mechanisms = ${mechanism}
passdb {
  driver = oauth2
  mechanisms = ${mechanism}
  args = ${dir}/oauth2.conf
}
`;

const introspection = ({ introspectionUrl }: Tokens) => `
introspection_url = ${introspectionUrl}
introspection_mode = post
username_attribute = username
active_attribute = active
active_value = true
`;
