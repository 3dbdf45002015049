import type { Sql } from './connect.ts';

/** How far a source was taken in; the desk moves it with what came from there. */
export async function readCursor(sql: Sql, source: string): Promise<string | undefined> {
  return (await sql`select value from cursors where source = ${source}`)[0]?.value;
}
