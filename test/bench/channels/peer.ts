import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Postgres } from '@telegraf/session/pg';
import pg from 'pg';
import { type Context, session, Telegraf } from 'telegraf';
import { BOT, type Update } from './dialogue.ts';

/** What one would write instead: a bot on telegraf, its conversations in `@telegraf/session` on the same Postgres. */

type Talk = { greeted: boolean; heard: number; lastQuestion?: string };
type Talking = Context & { session?: Talk };

const TOKEN = `${BOT.id}:AAFakeTokenOnlyForThisMachine000000000`;
/** As many connections as ours. */
const POOL_SIZE = 10;
const ANSWERS: readonly (readonly [RegExp, string])[] = [
  [/halo/, 'Selamat datang. Silakan kirim NIP atau NIK Anda.'],
  [
    /berapa lama/,
    'Pengerjaannya sekitar 20 menit bila data tidak berubah, dan 30 sampai 35 menit bila ada perubahan data.',
  ],
  [/biaya/, 'Pembaruan sertifikat elektronik tidak dipungut biaya.'],
  [/dokumen|surat/, 'Anda memerlukan satu surat: Surat Rekomendasi dari pimpinan instansi Anda, dalam bentuk PDF.'],
  [/sampai mana/, 'Permohonan Anda menunggu Surat Rekomendasi.'],
  [/sesuai/, 'Terima kasih, data Anda sudah dicatat.'],
];

const RECORDS = `create table if not exists peer_messages (
  id bigserial primary key, chat bigint not null, direction text not null, body text not null, raw jsonb not null, at timestamptz not null default now());
  create index if not exists peer_messages_chat on peer_messages (chat, id)`;
const RECORD = 'insert into peer_messages (chat, direction, body, raw) values ($1, $2, $3, $4)';

type Peer = {
  /** As telegraf's own polling does it: the updates of a batch at once. */
  receive(batch: readonly Update[]): Promise<void>;
  stop(): Promise<void>;
};

export type PeerOptions = {
  /** Each answer is a call to a Bot API that says yes to everything; else it is only made. */
  readonly api?: boolean;
  /** What came and what was said is a row each, as an office has to keep it; else only the session is kept. */
  readonly records?: boolean;
};

export async function openPeer(databaseUrl: string, { api = false, records = false }: PeerOptions): Promise<Peer> {
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      response.setHeader('content-type', 'application/json');
      response.end('{"ok":true,"result":{"message_id":1,"date":1,"chat":{"id":1,"type":"private"}}}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const apiRoot = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const bot = new Telegraf<Talking>(TOKEN, { telegram: { apiRoot } });
  bot.botInfo = { ...BOT, is_bot: true, first_name: 'Perbarui' } as never;
  if (!api) bot.telegram.callApi = (async () => ({ message_id: 1 })) as never;
  const pool = new pg.Pool({ connectionString: databaseUrl, max: POOL_SIZE });
  const store = Postgres<Talk>({ pool });
  if (records) await pool.query(RECORDS);
  const record = async (direction: 'in' | 'out', chat: number, body: string, raw: unknown) => {
    if (records) await pool.query(RECORD, [chat, direction, body, JSON.stringify(raw)]);
  };
  bot.use(session({ store, defaultSession: () => ({ greeted: false, heard: 0 }) }) as never);
  bot.on('message', async (context) => {
    const text = 'text' in context.message ? context.message.text : '';
    const answer = ANSWERS.find(([words]) => words.test(text))?.[1] ?? 'Mohon maaf, kami belum memahami pesan Anda.';
    await record('in', context.chat.id, text, context.update);
    const talk = context.session!;
    Object.assign(talk, { greeted: true, heard: talk.heard + 1, lastQuestion: text });
    const said = await context.reply(answer);
    await record('out', context.chat.id, answer, said);
  });
  return {
    receive: async (batch) => void (await Promise.all(batch.map((update) => bot.handleUpdate(update as never)))),
    async stop() {
      server.closeAllConnections();
      server.close();
      await pool.end();
    },
  };
}
