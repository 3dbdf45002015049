import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../src/sandbox/database.ts';
import type { Certified } from './dovecot.ts';
import { isRoot, run, wordOf } from './process.ts';

/** A Postfix of the system's packages with folders, a queue and a port of its own, on loopback. It hands mail to Dovecot. */
export type Postfix = {
  readonly port: number;
  /** Everything that waits in the queue is tried again now. */
  flush(): void;
  stop(): Promise<void>;
};

type PostfixOptions = {
  readonly lmtpPort: number;
  /** Where it asks whether a password is right. */
  readonly authPort: number;
  /** Domains whose mail it takes; what it is said to know of them is known by Dovecot alone, later. */
  readonly domains: readonly string[];
  /** Of these domains it knows the people itself, and refuses all others at once. */
  readonly known: Readonly<Record<string, readonly string[]>>;
  /** Where it asks about each recipient (its policy delegation). */
  readonly policyPort: number;
  readonly messageBytes?: number;
  readonly tls?: Certified;
};

/** Why there can be none here; undefined when there can. */
export function withoutPostfix(): string | undefined {
  if (wordOf('postconf', '-d', 'mail_version') === undefined) return 'Postfix is not installed (postfix)';
  return isRoot() ? undefined : 'Postfix is started by root only';
}

export async function startPostfix(options: PostfixOptions): Promise<Postfix> {
  const dir = await mkdtemp(join(tmpdir(), 'perbarui-postfix-'));
  const port = await freePort();
  const etc = join(dir, 'etc');
  await chmod(dir, 0o755);
  for (const folder of ['etc', 'queue', 'data']) await mkdir(join(dir, folder));
  execFileSync('chown', ['postfix', join(dir, 'data')]);
  await writeFile(join(etc, 'main.cf'), main(dir, options));
  await writeFile(join(etc, 'master.cf'), master(port));
  // Makes the queue's folders with the rights that they need.
  execFileSync('postfix', ['-c', etc, 'check'], { stdio: 'ignore' });
  const running = await run([`${daemons()}/master`, '-c', etc, '-d'], [port], { MAIL_CONFIG: etc });
  return {
    port,
    flush: () => void execFileSync('postqueue', ['-c', etc, '-f']),
    async stop() {
      await running.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** What servers of the field take. */
const ORDINARY_BYTES = 30 * 1024 * 1024;

const daemons = () => execFileSync('postconf', ['-d', '-h', 'daemon_directory'], { encoding: 'utf8' }).trim();

function main(dir: string, options: PostfixOptions): string {
  const { lmtpPort, authPort, domains, known, policyPort, messageBytes = ORDINARY_BYTES, tls } = options;
  const people = Object.values(known)
    .flat()
    .map((address) => `{ ${address} = ok }`);
  const loose = domains.map((domain) => `{ @${domain} = ok }`);
  return `
compatibility_level = 3.6
queue_directory = ${dir}/queue
data_directory = ${dir}/data
maillog_file = ${dir}/data/log
maillog_file_prefixes = ${dir}
myhostname = mx.contohprov.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
alias_maps =
alias_database =
biff = no
recipient_delimiter = +
message_size_limit = ${messageBytes}
virtual_mailbox_domains = ${[...domains, ...Object.keys(known)].join(', ')}
virtual_mailbox_maps = inline:{ ${[...people, ...loose].join(', ')} }
virtual_transport = lmtp:inet:127.0.0.1:${lmtpPort}
smtpd_relay_restrictions = reject_unauth_destination
smtpd_recipient_restrictions = reject_unlisted_recipient, check_policy_service inet:127.0.0.1:${policyPort}
smtpd_peername_lookup = no
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:${authPort}
smtp_dns_support_level = disabled
minimal_backoff_time = 1s
queue_run_delay = 1s
${tls ? `smtpd_tls_security_level = encrypt\nsmtpd_tls_cert_file = ${tls.certificate}\nsmtpd_tls_key_file = ${tls.key}` : ''}
`;
}

/** The services it consists of; none of them in a root of its own. */
function master(port: number): string {
  const services = [
    `127.0.0.1:${port} inet n - n - - smtpd`,
    'pickup unix n - n 60 1 pickup',
    'cleanup unix n - n - 0 cleanup',
    'qmgr unix n - n 300 1 qmgr',
    'rewrite unix - - n - - trivial-rewrite',
    'bounce unix - - n - 0 bounce',
    'defer unix - - n - 0 bounce',
    'trace unix - - n - 0 bounce',
    'error unix - - n - - error',
    'retry unix - - n - - error',
    'lmtp unix - - n - - lmtp',
    'smtp unix - - n - - smtp',
    'anvil unix - - n - 1 anvil',
    'proxymap unix - - n - - proxymap',
    'tlsmgr unix - - n 1000? 1 tlsmgr',
    'scache unix - - n - 1 scache',
    'showq unix n - n - - showq',
    'flush unix n - n 1000? 0 flush',
    'postlog unix-dgram n - n - 1 postlogd',
  ];
  return `${services.join('\n')}\n`;
}
