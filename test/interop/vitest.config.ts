import { defineConfig } from 'vitest/config';

/** Apart from the other tests: it needs Dovecot and Postfix, and skips with a clear line where they are not installed. */
export default defineConfig({
  test: {
    include: ['test/interop/**/*.test.ts'],
    globalSetup: ['test/support/postgres.setup.ts'],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 60_000,
    teardownTimeout: 5_000,
  },
});
