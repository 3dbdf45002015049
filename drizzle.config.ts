import { defineConfig } from 'drizzle-kit';

/** `npm run db:generate` writes a migration from what changed in the schema; no database is needed for it. */
export default defineConfig({ dialect: 'postgresql', schema: './db/schema.ts', out: './db/migrations' });
