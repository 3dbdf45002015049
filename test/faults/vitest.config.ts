import { defineConfig } from 'vitest/config';

/** Apart from the other tests: it cuts connections and kills processes for minutes, and its files must not share the cores. */
export default defineConfig({
  test: {
    include: ['test/faults/**/*.test.ts'],
    globalSetup: ['test/support/postgres.setup.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 60_000,
    teardownTimeout: 5_000,
  },
});
