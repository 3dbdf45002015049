import type { Sql } from '../../db/connect.ts';
import type { Operator } from '../desk/entry.ts';
import { DAY_MS } from '../durations.ts';
import { SAMPLES } from './samples.ts';

type SandboxPerson = {
  readonly name: string;
  readonly nip: string;
  readonly email: string;
  readonly unit: string;
  readonly serial: string;
  readonly expires: Date;
  readonly daysLeft: number;
};

/** The sample people with the certificate that each holds now. */
export async function people(sql: Sql, now: Date): Promise<readonly SandboxPerson[]> {
  const rows = await sql`
    select distinct on (k.address) k.address as email, c.serial, c.not_after as expires from certificates c join contacts k on k.applicant = c.applicant and k.channel = 'mail' and k.standing = 'on-record'
    where c.state <> 'provisional' order by k.address, (c.successor is null) desc, c.not_after desc`;
  return SAMPLES.flatMap(({ data }) => {
    const row = rows.find(({ email }) => email === data.email);
    return row
      ? [
          {
            name: data.name,
            unit: data.unit,
            nip: data.nip,
            email: data.email,
            serial: row.serial,
            expires: row.expires,
            daysLeft: Math.ceil((row.expires.getTime() - now.getTime()) / DAY_MS),
          },
        ]
      : [];
  });
}

export async function firstOperator(sql: Sql): Promise<Operator> {
  const [row] = await sql`select id, name from operators order by at limit 1`;
  return { id: row!.id, name: row!.name };
}
