import { bytesOf } from '../../db/kept.ts';
import { SEALED_AS } from '../../src/seal.ts';
import type { Office } from './office.ts';

/** Where in the database these bytes stand, as they are, in base64 or in hexadecimal; also in what is sealed there. */
export async function tracesOf(office: Office, secrets: ReadonlyMap<string, Uint8Array>): Promise<string[]> {
  const needles = [...secrets].flatMap(([what, bytes]) => formsOf(bytes).map((form) => ({ what, form })));
  const found = new Set<string>();
  const look = (where: string, bytes: Uint8Array | string) => {
    const text = inOneLine(Buffer.from(bytes).toString('latin1'));
    for (const { what, form } of needles) if (text.includes(form)) found.add(`${what} in ${where}`);
  };
  const columns = await office.sql`
    select table_schema, table_name, column_name, data_type from information_schema.columns
    where table_schema in ('public', 'pgboss') and data_type in ('text', 'character varying', 'json', 'jsonb', 'bytea')`;
  for (const { tableSchema, tableName, columnName, dataType } of columns) {
    const value = dataType === 'bytea' ? `"${columnName}"` : `"${columnName}"::text`;
    const rows = await office.sql.unsafe(
      `select ${value} as value from ${tableSchema}."${tableName}" where "${columnName}" is not null`,
    );
    for (const { value: each } of rows) look(`${tableName}.${columnName}`, each);
  }
  for (const { message, sealed, form, heard } of await office.sql`select * from raw_messages`) {
    if (sealed) look('raw mail', await bytesOf(office, { message, sealed, form }));
    if (heard) look('heard', office.keyring.open(SEALED_AS.heard(message), heard));
  }
  for (const { hash, sealed } of await office.sql`select hash, sealed from documents where sealed is not null`)
    look('document', office.keyring.open(SEALED_AS.document(hash), sealed));
  return [...found].sort();
}

/** Without what stands between the letters of an encoding; of bytes that are chance some look like it. */
const inOneLine = (text: string): string => text.replaceAll(/=?[\r\n]+/g, '').replaceAll('\0', '');

/** Out of the middle of a longer text it may begin at any of three places of base64. */
function formsOf(bytes: Uint8Array): string[] {
  const of = Buffer.from(bytes);
  const encoded = [0, 1, 2].map((place) => {
    const shifted = Buffer.concat([Buffer.alloc(place), of])
      .toString('base64')
      .replaceAll('=', '');
    return shifted.slice(place === 0 ? 0 : 4, -4);
  });
  return [
    inOneLine(of.toString('latin1')),
    of.toString('hex'),
    ...encoded,
    ...encoded.map((each) => each.replaceAll('+', '-').replaceAll('/', '_')),
  ];
}
