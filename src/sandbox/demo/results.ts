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
    await writeFile(join(dir, 'ca.pem'), (await stage.house.issuer.authority.chain()).map(pem).join(''));
  for (const play of plays) {
    const folder = join(dir, play.slug);
    await mkdir(folder, { recursive: true });
    const renewal = await stage.renewal(play.data.nip);
    const messages = await messagesOf(stage, renewal);
    await writeFile(join(folder, 'messages.json'), `${JSON.stringify(messages, null, 2)}\n`);
    await writeFile(join(folder, 'transcript.txt'), await transcript(stage, play, renewal, messages));
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
  pressed: string | null;
  buttons: readonly string[];
  state: string;
  attempts: number;
  files: readonly string[];
};

async function messagesOf(stage: Stage, renewal: Renewal): Promise<Message[]> {
  return await stage.house.sql<Message[]>`
    select m.at, c.channel, m.direction, m.author, m.subject, m.body, m.detail->>'pressed' as pressed, m.state, m.attempts,
      jsonb_path_query_array(coalesce(m.choices, '[]'), '$[*].label') as buttons,
      array(select d.name from documents d where d.message = m.id order by d.id) as files
    from messages m join contacts c on c.id = m.contact where c.applicant = ${renewal.applicant} order by m.at, m.direction, m.number nulls first`;
}

type Spoken = { readonly at: Date; readonly lines: readonly string[] };

/** The conversation as both sides saw it, with what operators decided, under the SOP's activities. */
async function transcript(stage: Stage, play: Play, renewal: Renewal, messages: readonly Message[]): Promise<string> {
  const steps = statusSteps(renewal);
  const activityAt = (at: Date) =>
    steps.find((step) => step.state !== 'not-needed' && (step.at === undefined || step.at > at))?.activity ?? 6;
  // At the same moment the decision comes first: what is told follows from it.
  const all = [...(await decisionsOf(stage, renewal)), ...messages.map((message) => spoken(play, message))];
  const text = all
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .map(({ at, lines: [head, ...rest] }) => {
      const time = at.toISOString().slice(0, 19).replace('T', ' ');
      return [`[${time}] SOP ${activityAt(at)} · ${head}`, ...rest, ''].join('\n');
    });
  return `Permohonan ${renewal.number}: ${play.data.name}, ${play.title}\n\n${text.join('\n')}`;
}

const AUTHORS: Readonly<Record<string, string>> = { assistant: 'Perbarui', operator: 'Operator', robot: 'Mesin' };

function spoken(play: Play, { at, channel, author, subject, body, pressed, buttons, files }: Message): Spoken {
  const where = channel === 'mail' ? `surat · ${subject ?? ''}` : 'Telegram';
  const words = body.replaceAll(/\{\{link:[^}]*\}\}/g, '[tautan pribadi]').replaceAll(/\{\{code:[^}]*\}\}/g, '[kode]');
  const offered = channel === 'telegram' ? buttons.map((label) => `[${label}]`).join(' ') : '';
  const lines = [words, pressed ? `menekan [${pressed}]` : '', offered, ...files.map((name) => `[berkas: ${name}]`)];
  return { at, lines: [`${AUTHORS[author] ?? play.data.name} · ${where}`, ...lines.filter(Boolean)] };
}

const ACTS: Readonly<Record<string, string>> = {
  approve: 'menyetujui penerbitan',
  'approve-change': 'menyetujui perubahan data',
  'enter-ams': 'memasukkan permohonan ke AMS',
  'record-certificate': 'mencatat sertifikat yang diterbitkan lewat AMS',
};

async function decisionsOf(stage: Stage, renewal: Renewal): Promise<Spoken[]> {
  const rows = await stage.house.sql`
    select d.at, d.subject, o.name from decisions d join operators o on o.id = d.operator where d.renewal = ${renewal.id} order by d.at`;
  return rows.map(({ at, subject, name }) => ({ at, lines: [`${name} (operator) ${ACTS[subject] ?? subject}`] }));
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
    await stage.quiet(play.data.nip);
    const failed = (await messagesOf(stage, renewal)).filter(
      ({ state }) => !['sent', 'received', 'done', 'held'].includes(state),
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
  const [issuing] = await stage.house.issuer.authority!.chain();
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
