import { type FSWatcher, watch } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { openLetterboxes } from '../../src/sandbox/mail/letterbox.ts';
import { createPeople, type MailPeople } from '../../src/sandbox/mail/people.ts';
import { selfSigned } from '../mail/secure.ts';
import type { OfficeMail } from '../support/office.ts';
import { type Dovecot, startDovecot, withoutDovecot } from './dovecot.ts';
import { startPolicy } from './policy.ts';
import { type Postfix, startPostfix, withoutPostfix } from './postfix.ts';

/** The mail of a small world: a Postfix that takes it, over TLS, and a Dovecot that keeps it for the office and for everyone else. */
export type Exchange = OfficeMail<MailPeople> & {
  readonly dovecot: Dovecot;
  readonly postfix: Postfix;
  /** Both servers' own, in PEM. */
  readonly certificate: string;
  /** Of everyone who has a mailbox. */
  readonly passwords: Readonly<Record<string, string>>;
  /** The first mail to these addresses is turned away for now (450), as unknown senders' mail is by greylisting. */
  greylist(address: string): void;
  /** How often a mail was turned away for now. */
  readonly turnedAway: () => number;
};
type ExchangeOptions = {
  readonly office: string;
  readonly people: readonly string[];
  /** The office's mail server refuses larger ones. */
  readonly messageBytes?: number;
};

export const withoutExchange = (): string | undefined => withoutDovecot() ?? withoutPostfix();

const PASSWORD = 'kata sandi p@ss/word';
/** Under this name the people's own mail server says hello; what comes from others is nobody's. */
const OUR_CLIENT = 'smtp.contohprov.example';
const STRANGE_CLIENT = 'smtp.elsewhere.example';
const AUTHSERV_ID = 'mx.contohprov.example';

export async function openExchange({ office, people, messageBytes }: ExchangeOptions): Promise<Exchange> {
  const dir = await mkdtemp(join(tmpdir(), 'perbarui-exchange-'));
  const { key, cert } = await selfSigned();
  const tls = { key: join(dir, 'key.pem'), certificate: join(dir, 'certificate.pem') };
  await Promise.all([writeFile(tls.key, key), writeFile(tls.certificate, cert)]);
  const greylisted = new Map<string, 'new' | 'seen'>();
  let turnedAway = 0;

  const policy = await startPolicy((asked) => {
    const recipient = asked.get('recipient') ?? '';
    if (greylisted.get(recipient) === 'new') {
      greylisted.set(recipient, 'seen');
      turnedAway += 1;
      return '450 4.2.0 Greylisted, see you later';
    }
    const domain = asked.get('sender')?.split('@')[1];
    // What a milter writes that has checked DKIM: the office trusts its own server's word.
    return asked.get('helo_name') === OUR_CLIENT && domain
      ? `PREPEND Authentication-Results: ${AUTHSERV_ID}; dkim=pass header.d=${domain}`
      : 'DUNNO';
  });
  const passwords = Object.fromEntries([office, ...people].map((each) => [each, PASSWORD]));
  const dovecot = await startDovecot(passwords, tls);
  const postfix = await startPostfix({
    lmtpPort: dovecot.lmtpPort,
    authPort: dovecot.authPort,
    domains: [...new Set([office, ...people].map((address) => address.split('@')[1]!))],
    known: { [STRICT_DOMAIN]: [] },
    policyPort: policy.port,
    tls,
    ...(messageBytes ? { messageBytes } : {}),
  });

  const sender = (name: string) =>
    createTransport({ host: '127.0.0.1', port: postfix.port, name, tls: { ca: cert }, pool: true });
  const [ours, strange] = [sender(OUR_CLIENT), sender(STRANGE_CLIENT)];
  const { people: world, keep } = createPeople({
    systemAddress: office,
    letterboxes: await openLetterboxes(),
    now: () => new Date(),
    async deliver(raw, { from, to }, authenticated) {
      await (authenticated ? ours : strange).sendMail({ raw, envelope: { from, to: [...to] } });
    },
  });
  const watchers = await Promise.all(
    people.map((address) => delivered(dovecot, address, (raw) => keep('received', address, raw))),
  );

  const credentials = `${encodeURIComponent(office)}:${encodeURIComponent(PASSWORD)}`;
  return {
    imapUrl: dovecot.url(office),
    smtpUrl: `smtp://${credentials}@127.0.0.1:${postfix.port}`,
    authservId: AUTHSERV_ID,
    caFile: tls.certificate,
    certificate: cert,
    passwords,
    world,
    dovecot,
    postfix,
    greylist: (address) => void greylisted.set(address, 'new'),
    turnedAway: () => turnedAway,
    async stop() {
      for (const watcher of watchers) watcher.close();
      ours.close();
      strange.close();
      await postfix.stop();
      await Promise.all([policy.stop(), dovecot.close()]);
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Of this domain Postfix itself knows everybody, and refuses others while they are named. Nobody is there. */
export const STRICT_DOMAIN = 'tegas.example';

/** Tells of each mail that Dovecot has put into this Maildir. */
async function delivered(
  dovecot: Dovecot,
  address: string,
  tell: (raw: Buffer) => Promise<unknown>,
): Promise<FSWatcher> {
  const folder = await dovecot.open(address);
  const seen = new Set<string>();
  const look = async () => {
    for (const name of (await readdir(folder).catch((): string[] => [])).sort()) {
      if (seen.has(name)) continue;
      seen.add(name);
      await tell(await readFile(join(folder, name)));
    }
  };
  return watch(folder, () => void look());
}
