import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // These have commands of their own: test:faults, test:kills, test:interop.
    exclude: ['test/faults/**', 'test/kills/**', 'test/interop/**'],
    globalSetup: ['test/support/postgres.setup.ts'],
    // Each file has a database of its own, cloned from a template. Two cores are the measure; more than half of the time
    // the tests wait for a chat's rate, a retry, a lease.
    maxWorkers: 3,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A busy machine is slow, not wrong.
    expect: { poll: { timeout: 20_000 } },
    // What a test starts it stops: a server or timer left behind is a fault of the test.
    teardownTimeout: 5_000,
  },
});
