import { defineConfig } from 'drizzle-kit';

/**
 * `npm run db:generate` writes a migration from what changed in the schema; no database is needed for it. It compares with
 * the newest snapshot in `meta/` alone, and so does `check`: those before it are deleted, and undoing a migration that
 * nobody has run yet is git's work, not `drizzle-kit drop`'s.
 */
export default defineConfig({ dialect: 'postgresql', schema: './db/schema.ts', out: './db/migrations' });
