import { ImapFlow } from 'imapflow';
import { createTransport, type SendMailOptions } from 'nodemailer';
import type { MailEvent } from '../../src/sandbox/mail/people.ts';
import { startMailServer } from '../../src/sandbox/mail/server.ts';
import type { MailWorld } from '../../src/sandbox/mail/world.ts';
import { createSandboxPage, type SandboxPageParts } from '../../src/sandbox/page/page.ts';
import type { WorldEvent } from '../../src/sandbox/telegram/events.ts';
import type { TelegramWorld } from '../../src/sandbox/telegram/world.ts';
import { startTelegram, USERNAME } from '../support/telegram.ts';

export const OFFICE = 'sertifikat@kominfo.example';
const DAY_MS = 86_400_000;
const NOW = new Date('2026-11-23T03:00:00Z');
const sample = (name: string, nip: string, email: string, daysLeft: number) => ({
  name,
  nip,
  email,
  serial: `0${nip.slice(0, 6)}ab`,
  expires: new Date(NOW.getTime() + daysLeft * DAY_MS),
  daysLeft,
});
export const SITI = sample('Siti Rahmawati', '198503122010012004', 'siti@contohprov.example', 14);
export const RIZAL = sample('Rizal Effendi', '198204212008011005', 'rizal@contohprov.example', -3);

type Document = { file_name: string; mime_type: string; file_size: number };
type Update = {
  readonly message?: { from: { id: number }; text?: string; caption?: string; document?: Document };
  readonly callback_query?: { data: string };
};

/** Both worlds over their real servers, the page on top, and the office's eyes: its bot and its mailbox. */
export async function startPage(changes: Partial<SandboxPageParts> = {}) {
  const telegram = await startTelegram();
  const mail = await startMailServer({ system: { user: 'sertifikat', password: 'rahasia', address: OFFICE } });
  let listening = 0;
  /** Counts who listens to this world through the page. */
  const watched = <Event, World extends { on(listener: (event: Event) => void): () => void }>(world: World) => ({
    ...world,
    on(listener: (event: Event) => void) {
      listening += 1;
      const end = world.on(listener);
      return () => {
        listening -= 1;
        end();
      };
    },
  });
  const page = createSandboxPage({
    telegram: watched<WorldEvent, TelegramWorld>(telegram.world),
    mail: watched<MailEvent, MailWorld>(mail.world),
    bot: USERNAME,
    consoleUrl: 'http://localhost:3000/console',
    publicUrl: 'http://localhost:3000',
    agency: 'Dinas Komunikasi & Informatika <Contoh>',
    people: async () => [SITI, RIZAL],
    clock: () => NOW,
    ...changes,
  });
  const transport = createTransport(mail.smtpUrl);
  let offset = 0;

  async function ask<T>(path: string, init?: RequestInit): Promise<T> {
    const response = await page.request(path, withOrigin(init));
    if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }
  const people = await ask<{ key: string; email: string }[]>('/people');

  return {
    page,
    telegram,
    mail,
    listening: () => listening,
    ask,
    /** The key of this person in the page's addresses, which is also the chat's id. */
    key: (email: string) => people.find((each) => each.email === email)!.key,
    act: <T = unknown>(path: string, body: unknown) => ask<T>(path, posted(body)),
    /** What the bot is told next, as its own client is told. */
    async updates() {
      const updates = await telegram.client.call('getUpdates', { offset, timeout: 1 });
      offset = (updates.at(-1)?.update_id ?? offset - 1) + 1;
      return updates as unknown as Update[];
    },
    /** Mail from the office, as its own transport sends it. */
    fromOffice: (to: string, mail: SendMailOptions) => transport.sendMail({ from: OFFICE, to, ...mail }),
    inbox: () => inboxOf(mail.imapUrl),
    async stop() {
      transport.close();
      await Promise.all([telegram.stop(), mail.stop()]);
    },
  };
}

export const posted = (body: unknown): RequestInit =>
  body instanceof FormData
    ? { method: 'POST', body }
    : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };

/** As a browser asks that has the page open. */
const withOrigin = (init: RequestInit = {}): RequestInit => ({
  ...init,
  headers: { ...(init.headers as Record<string, string>), 'sec-fetch-site': 'same-origin' },
});

export function formOf(fields: Record<string, string>, ...files: File[]): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  for (const file of files) form.append('files', file);
  return form;
}

/** What arrived in the office's mailbox, read over IMAP. */
async function inboxOf(imapUrl: string): Promise<string[]> {
  const url = new URL(imapUrl);
  const auth = { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) };
  const client = new ImapFlow({ host: url.hostname, port: Number(url.port), secure: false, auth, logger: false });
  client.on('error', () => {});
  await client.connect();
  await client.mailboxOpen('INBOX', { readOnly: true });
  const ids = (await client.search({ all: true }, { uid: true })) || [];
  const messages = ids.length > 0 ? await client.fetchAll(ids, { source: true }, { uid: true }) : [];
  await client.logout();
  return messages.map(({ source }) => source!.toString('latin1'));
}
