import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chains, verifyChain } from '../../../db/journal.ts';
import { statusSteps } from '../../conversation/status.ts';
import type { Renewal } from '../../renewal/renewal.ts';
import type { Play } from './plays.ts';
import type { Stage } from './stage.ts';

const run = promisify(execFile);

export type Check = { readonly what: string; readonly right: boolean; readonly why?: string };

const pem = (der: Uint8Array) => new X509Certificate(der).toString();

/** Writes ca.pem, and per applicant his conversation and his certificates. */
export async function writeResults(stage: Stage, plays: readonly Play[], dir: string): Promise<void> {
  await mkdir(dir, { recursive: true });
  if (stage.house.issuer.authority)
    await writeFile(join(dir, 'ca.pem'), stage.house.issuer.authority.chain.map(pem).join(''));
  for (const play of plays) {
    const folder = join(dir, play.slug);
    await mkdir(folder, { recursive: true });
    const renewal = await stage.renewal(play.data.nip);
    const messages = await messagesOf(stage, renewal);
    await writeFile(join(folder, 'messages.json'), `${JSON.stringify(messages, null, 2)}\n`);
    await writeFile(join(folder, 'transcript.txt'), transcript(play, renewal, messages));
    const held = stage.holdings.get(play.data.nip);
    const issued = await newCertificate(stage, renewal);
    if (held) await writeFile(join(folder, 'old.pem'), pem(held.certificate));
    if (issued) await writeFile(join(folder, 'new.pem'), pem(issued));
  }
}

type Message = {
  at: Date;
  channel: string;
  direction: string;
  author: string;
  subject: string | null;
  body: string;
  state: string;
  attempts: number;
  files: readonly string[];
};

async function messagesOf(stage: Stage, renewal: Renewal): Promise<Message[]> {
  return await stage.house.sql<Message[]>`
    select m.at, c.channel, m.direction, m.author, m.subject, m.body, m.state, m.attempts,
      coalesce((select json_agg(d.name order by d.id) from documents d where d.message = m.id), '[]') as files
    from messages m join contacts c on c.id = m.contact where c.applicant = ${renewal.applicant} order by m.at, m.number nulls first`;
}

function transcript(play: Play, renewal: Renewal, messages: readonly Message[]): string {
  const steps = statusSteps(renewal);
  const activityAt = (at: Date) =>
    steps.find((step) => step.state !== 'not-needed' && (step.at === undefined || step.at > at))?.activity ?? 6;
  const who = {
    applicant: play.data.name,
    stranger: play.data.name,
    assistant: 'Perbarui',
    operator: 'Operator',
    robot: 'Mesin',
  } as Record<string, string>;
  const lines = messages.map(({ at, channel, author, subject, body, files }) =>
    [
      `[${at.toISOString().slice(0, 19).replace('T', ' ')}] SOP ${activityAt(at)} · ${who[author] ?? author} · ${channel === 'mail' ? 'surat' : 'Telegram'}${subject ? ` · ${subject}` : ''}`,
      body.replaceAll(/\{\{link:[^}]*\}\}/g, '[tautan pribadi]').replaceAll(/\{\{code:[^}]*\}\}/g, '[kode]'),
      ...files.map((name) => `[berkas: ${name}]`),
      '',
    ].join('\n'),
  );
  return `Permohonan ${renewal.number}: ${play.data.name}, ${play.title}\n\n${lines.join('\n')}`;
}

async function newCertificate(stage: Stage, renewal: Renewal): Promise<Uint8Array | undefined> {
  const [row] = await stage.house
    .sql`select der from certificates where renewal = ${renewal.id} order by at desc limit 1`;
  return row?.der ?? undefined;
}

/** Is all of it right? By our own means, and by openssl where that is installed. */
export async function checks(stage: Stage, plays: readonly Play[], dir: string): Promise<Check[]> {
  const found: Check[] = [];
  const check = (what: string, right: boolean, why?: string) => found.push({ what, right, ...(why ? { why } : {}) });
  for (const play of plays) {
    const renewal = await stage.renewal(play.data.nip);
    check(`${play.slug}: permohonan selesai`, renewal.outcome === 'completed', renewal.outcome);
    const failed = (await messagesOf(stage, renewal)).filter(
      ({ state }) => !['sent', 'received', 'held'].includes(state),
    );
    check(`${play.slug}: semua pesan sampai`, failed.length === 0, failed.map(({ state }) => state).join());
    if (play.issuer === 'local') await checkCertificate(stage, play, renewal, dir, check);
  }
  const broken = [];
  for (const chain of await chains(stage.house.sql))
    if ((await verifyChain(stage.house.sql, chain)) !== undefined) broken.push(chain);
  check('catatan: semua rantai utuh', broken.length === 0, broken.join());
  return found;
}

async function checkCertificate(
  stage: Stage,
  play: Play,
  renewal: Renewal,
  dir: string,
  check: (what: string, right: boolean, why?: string) => void,
): Promise<void> {
  const der = await newCertificate(stage, renewal);
  const certificate = der && new X509Certificate(der);
  const held = stage.holdings.get(play.data.nip)!;
  const [issuing] = stage.house.issuer.authority!.chain;
  const spki = (x: X509Certificate) => x.publicKey.export({ format: 'der', type: 'spki' }).toString('hex');
  check(`${play.slug}: sertifikat dari CA kita`, certificate?.verify(new X509Certificate(issuing!).publicKey) === true);
  check(`${play.slug}: kunci milik pemohon`, certificate?.checkPrivateKey(play.key!) === true);
  check(
    `${play.slug}: kunci berbeda dari yang lama`,
    certificate !== undefined && spki(certificate) !== spki(new X509Certificate(held.certificate)),
  );
  check(`${play.slug}: atas nama pemohon`, certificate?.subject.includes(play.data.name) === true);
  const revoked = await stage
    .until(
      'pencabutan',
      async () =>
        (await stage.house.sql`select state from certificates where id = ${renewal.certificate}`)[0]?.state ===
        'revoked',
    )
    .catch(() => false);
  check(`${play.slug}: sertifikat lama dicabut`, revoked);
  const openssl = await run('openssl', [
    'verify',
    '-CAfile',
    join(dir, 'ca.pem'),
    join(dir, play.slug, 'new.pem'),
  ]).catch((error) => error);
  if (openssl.code === 'ENOENT') return;
  check(
    `${play.slug}: openssl verify`,
    String(openssl.stdout ?? '')
      .trim()
      .endsWith('OK'),
    openssl.code ? String(openssl.stderr) : undefined,
  );
}
