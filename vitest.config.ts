import { defineConfig } from 'vitest/config';

/** What ends threads, measures this process's memory or changes what all of it trusts, and the longest that start programs. */
const ALONE = [
  'test/cli.test.ts',
  'test/main.test.ts',
  'test/outward.test.ts',
  'test/doctor/address.test.ts',
  'test/issuance/{ams-status,crash,signer-journal,signing}.test.ts',
  'test/journey/{kill,signer}.test.ts',
  'test/letters/read.test.ts',
  'test/sandbox/database.test.ts',
];
// These have commands of their own: test:faults, test:kills, test:interop.
const ELSEWHERE = ['test/faults/**', 'test/kills/**', 'test/interop/**'];

export default defineConfig({
  test: {
    // Loading hundreds of modules anew for each file took a third of the work. Most take turns in few processes instead:
    // what a file needs it opens, and what it opened it closes. Vitest takes projects in the order of their names, so some
    // of the longest files come first, and the run does not end with one process waiting for another.
    projects: [
      { extends: true, test: { name: 'alone', include: ALONE, exclude: ELSEWHERE } },
      {
        extends: true,
        test: { name: 'together', include: ['test/**/*.test.ts'], exclude: [...ELSEWHERE, ...ALONE], isolate: false },
      },
    ],
    globalSetup: ['test/support/postgres.setup.ts'],
    // Each file has a database of its own, cloned from a template. Two cores are the measure; more than half of the time
    // the tests wait for a chat's rate, a retry, a lease.
    maxWorkers: 3,
    // A busy machine is slow, not wrong: a whole journey of eight seconds has taken fifty there.
    testTimeout: 120_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    // What a test starts it stops: a server or timer left behind is a fault of the test.
    teardownTimeout: 5_000,
  },
});
