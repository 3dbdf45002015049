import { createJobReads } from '../../../db/work.ts';
import { scan } from '../../../src/desk/jobs/jobs.ts';
import { silent } from '../../../src/log.ts';
import type { Keyring } from '../../../src/seal.ts';
import { layGround, type OpenDatabase } from '../ground.ts';

const SIZES = [100_000, 1_000_000] as const;
const DUE = 10_000;
const FEW = 2_000;
/** Rows of one seeding statement. */
const SLICE = 5_000;

/** From the scan to the last notice recorded and queued: it grows with the due ones, not with the total. */
export async function notices(print: (line: string) => void): Promise<void> {
  const ground = await layGround((database, keyring) => seed(database, keyring, SIZES[0], DUE));
  try {
    const few = await ground.on(async (database) => {
      await database.sql`update certificates set not_after = not_after + interval '400 days' where id in
        (select id from certificates where not_after < now() + interval '31 days' order by id limit ${DUE - FEW})`;
      return scanned(database, ground.keyring, FEW);
    });
    print(`  ${SIZES[0]} certificates, ${FEW} due: ${few.toFixed(1)} s`);
    const many = await ground.on((database) => scanned(database, ground.keyring, DUE));
    print(`  ${SIZES[0]} certificates, ${DUE} due: ${many.toFixed(1)} s (${(many / few).toFixed(1)} times ${FEW} due)`);
    const large = await ground.on(async (database) => {
      await seed(database, ground.keyring, SIZES[1] - SIZES[0], 0, SIZES[0]);
      return scanned(database, ground.keyring, DUE);
    });
    print(
      `  ${SIZES[1]} certificates, ${DUE} due: ${large.toFixed(1)} s (${(large / many).toFixed(2)} times a tenth of the certificates; aim: under 20 s)`,
    );
  } finally {
    await ground.close();
  }
}

async function scanned({ sql, desk, rest }: OpenDatabase, keyring: Keyring, due: number): Promise<number> {
  const clock = () => new Date();
  const unused = undefined as never;
  const settings = {
    notices: 'on' as const,
    noticeDays: [30, 14, 7, 3, 1],
    windowDays: 30,
    reminderDays: [2],
    officeHours: 'Mon-Sun 00:00-24:00',
    officeClosed: [],
    timeZone: 'Asia/Jakarta',
  };
  const parts = {
    desk: desk(),
    reads: createJobReads({ sql, keyring }),
    channels: new Map(),
    letters: unused,
    issuer: unused,
    clock,
    log: silent,
    settings,
  };
  await rest();
  const began = performance.now();
  await scan(parts);
  const seconds = (performance.now() - began) / 1000;
  const [row] = await sql`
    select (select count(*) from notices where state = 'sent')::int as notices, (select count(*) from renewals)::int as renewals,
      (select count(*) from messages where state = 'queued')::int as queued, (select sum(jsonb_array_length(data->'contacts')) from pgboss.job where name = 'deliver')::int as jobs`;
  if (Object.values(row!).some((count) => count !== due))
    throw new Error(`not all are recorded and queued: ${JSON.stringify(row)}`);
  return seconds;
}

/** People with one certificate each, of which some end within the window; written straight into the tables. */
async function seed({ sql }: OpenDatabase, keyring: Keyring, count: number, due: number, from = 0): Promise<void> {
  for (let at = 0; at < count; at += SLICE) {
    const rows = Array.from({ length: Math.min(SLICE, count - at) }, (_, offset) =>
      personRow(keyring, from + at + offset, at + offset < due),
    );
    await sql`
      with w as (select * from json_to_recordset(${JSON.stringify(rows)}::text::json) as w(applicant uuid, nip text, nik text, version text, data uuid, sealed bytea, email text, serial text, days float)),
        a as (insert into applicants (id, nip_hash, nik_hash, version, version_number, created_at) select applicant, nip, nik, version, 1, now() from w),
        v as (insert into data_versions (id, applicant, number, hash, sealed, name, organisation, unit, source, by, at)
          select data, applicant, 1, version, sealed, 'Orang Contoh', 'Dinas Contoh', 'Bidang Contoh', 'import', 'bench', now() from w),
        k as (insert into contacts (id, channel, address, applicant, standing, state, created_at)
          select gen_random_uuid(), 'mail', email, applicant, 'on-record', '{"language":"id","misunderstood":0,"greeted":false,"undecided":[]}', now() from w)
      insert into certificates (id, applicant, serial, issuer, evidence, not_after, state, at)
        select gen_random_uuid(), applicant, serial, 'import', 'number', now() + days * interval '1 day', 'valid', now() from w`;
  }
}

function personRow(keyring: Keyring, at: number, isDue: boolean) {
  const number = String(at).padStart(10, '0');
  const [applicant, data] = [`00000000-0000-4000-8000-00${number}`, `00000000-0000-4000-9000-00${number}`];
  const values = {
    nik: `137101${number}`,
    nip: `19850312${number}`,
    name: 'Orang Contoh',
    email: `orang.${at}@contohprov.example`,
    phone: '+6281234567801',
    position: 'Analis Kebijakan',
    organisation: 'Dinas Contoh',
    unit: 'Bidang Contoh',
    city: 'Kota Contoh',
    province: 'Provinsi Contoh',
  };
  const sealed = keyring.seal(`data_versions:${data}`, Buffer.from(JSON.stringify(values)));
  return {
    applicant,
    data,
    nip: keyring.hash('nip', values.nip),
    nik: keyring.hash('nik', values.nik),
    version: `v${number}`,
    sealed: `\\x${Buffer.from(sealed).toString('hex')}`,
    email: values.email,
    serial: (0x1000_0000_0000 + at).toString(16),
    days: isDue ? 1 + (at % 28) : 60 + (at % 600),
  };
}
