import { defineConfig } from 'vitest/config';

/** Apart from the other tests: it kills a process a thousand times. */
export default defineConfig({
  test: {
    include: ['test/kills/**/*.test.ts'],
    globalSetup: ['test/support/postgres.setup.ts'],
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 60_000,
    teardownTimeout: 5_000,
  },
});
