import { customType, timestamp, uuid } from 'drizzle-orm/pg-core';

/** Columns that every table uses in the same way. */
export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' });
export const at = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });
export const id = () => uuid('id').primaryKey();
