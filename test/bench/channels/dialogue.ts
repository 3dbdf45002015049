import type { OpenDatabase } from '../ground.ts';

/** The dialogue of the receiving benches: strangers who ask, and applicants with an open renewal who go on with it. */

export const BOT = { id: 700_100_200, username: 'perbarui_bot' };
const FIRST_CHAT = 5_000_000;
/** Of a hundred chats so many are applicants whom the bot knows. */
const KNOWN_OF_HUNDRED = 30;

/** What each says, a line a round; everything is answered. */
const STRANGER = [
  'halo',
  'berapa lama prosesnya?',
  'apa biayanya?',
  'dokumen apa saja yang diperlukan?',
  'apakah ini resmi?',
  'bagaimana dengan dokumen lama saya?',
  'saya lupa passphrase',
  'apa itu surat rekomendasi?',
  'jam berapa kantor buka?',
  'terima kasih banyak atas bantuannya',
];
const APPLICANT = [
  'halo',
  'sampai mana permohonan saya?',
  'data saya sudah sesuai semua',
  'berapa lama prosesnya?',
  'apa itu surat rekomendasi?',
  'sampai mana permohonan saya?',
  'apa biayanya?',
  'suratnya masih diproses, besok ya',
  'dokumen apa saja yang diperlukan?',
  'terima kasih banyak atas bantuannya',
];
export const ROUNDS = STRANGER.length;

const isKnown = (chat: number) => chat % 100 < KNOWN_OF_HUNDRED;
const textOf = (chat: number, round: number) => (isKnown(chat) ? APPLICANT : STRANGER)[round % ROUNDS]!;

export type Update = ReturnType<typeof updateOf>;

function updateOf(id: number, chat: number, text: string, date: number) {
  const from = { id: chat, is_bot: false, first_name: 'Orang', last_name: String(chat), language_code: 'id' };
  return {
    update_id: id,
    message: {
      message_id: id % 100_000,
      date,
      from,
      chat: { id: chat, type: 'private' as const, first_name: from.first_name, last_name: from.last_name },
      text,
    },
  };
}

/** Every chat says its line of each round: as Telegram hands them out, oldest first. */
export function updates(chats: number, rounds = ROUNDS): Update[] {
  const date = Math.floor(Date.now() / 1000);
  return Array.from({ length: chats * rounds }, (_, at) =>
    updateOf(at + 1, FIRST_CHAT + (at % chats), textOf(at % chats, Math.floor(at / chats)), date),
  );
}

const DAY_MS = 86_400_000;
/** Rows of one seeding transaction. */
const SEED_BATCH = 100;

/** Puts those of the chats who are applicants on record: data, a certificate, an open renewal, the chat bound to them. */
export async function seedApplicants({ desk, sql }: Pick<OpenDatabase, 'desk' | 'sql'>, chats: number): Promise<void> {
  const door = desk();
  const operator = { id: '00000000-0000-4000-8000-000000000001', name: 'Rina' };
  const known = Array.from({ length: chats }, (_, chat) => chat).filter(isKnown);
  const expires = new Date(Date.now() + 20 * DAY_MS);
  for (let at = 0; at < known.length; at += SEED_BATCH) {
    const some = known.slice(at, at + SEED_BATCH);
    const acts = some.flatMap((chat) => [
      { act: 'import-applicant' as const, data: person(chat) },
      {
        act: 'import-certificate' as const,
        nip: person(chat).nip,
        certificate: {
          serial: (0x10000000 + chat).toString(16),
          notAfter: expires,
          evidence: 'number' as const,
          state: 'valid' as const,
          issuer: 'local',
        },
      },
    ]);
    for (const act of acts) await door.receive([{ enter: 'operator', operator, act }]);
    const certificates = await sql`
      select c.id from certificates c where c.serial in ${sql(some.map((chat) => (0x10000000 + chat).toString(16)))}`;
    await door.receive(
      certificates.map(({ id }) => ({ enter: 'operator', operator, act: { act: 'start', certificate: id } })),
    );
    for (const chat of some)
      await sql`
        insert into contacts (id, channel, address, applicant, standing, proven_until, proven_by, state, created_at)
        select gen_random_uuid(), 'telegram', ${String(FIRST_CHAT + chat)}, a.applicant, 'bound', ${expires}, 'code',
          ${sql.json({ language: 'id', misunderstood: 0, greeted: true, undecided: [] })}, now()
        from contacts a where a.channel = 'mail' and a.address = ${person(chat).email}`;
  }
}

function person(chat: number) {
  const serial = String(chat % 1000).padStart(3, '0');
  const day = String(1 + (Math.floor(chat / 1000) % 28)).padStart(2, '0');
  return {
    nik: `137101${day}0385${String(chat).padStart(4, '0').slice(-4)}`,
    nip: `198503${day}2010011${serial}`,
    name: `Orang ${['Satu', 'Dua', 'Tiga', 'Empat', 'Lima'][chat % 5]} Contoh`,
    email: `orang.${chat}@contohprov.example`,
    phone: `+62812345${String(10_000 + chat).slice(-5)}`,
    position: 'Analis Kebijakan',
    organisation: 'Dinas Komunikasi dan Informatika',
    unit: 'Bidang Aplikasi Informatika',
    city: 'Kota Contoh',
    province: 'Provinsi Contoh',
  };
}
