import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createNarrator } from './demo/narrator.ts';
import { byAms, byMail, byTelegram, crossing, type Play } from './demo/plays.ts';
import { type Check, checks, writeResults } from './demo/results.ts';
import { openStage } from './demo/stage.ts';

/**
 * Plays four applicants through the whole procedure without a person, over the same code, protocols and database as in
 * production. Exits 0 only if every certificate, message and journal entry is right.
 */
async function demo(dir: string): Promise<Check[]> {
  const print = (text: string) => process.stdout.write(text);
  const found: Check[] = [];
  for (const [issuer, scenes] of [
    ['local', [byTelegram, byMail, crossing]],
    ['ams', [byAms]],
  ] as const) {
    const stage = await openStage(issuer);
    try {
      const tell = createNarrator(stage, print);
      const plays: Play[] = [];
      for (const scene of scenes) plays.push(await scene({ stage, tell }));
      await writeResults(stage, plays, dir);
      found.push(...(await checks(stage, plays, dir)));
    } finally {
      await stage.close();
    }
  }
  return found;
}

// Whoever reads along may have seen enough (`| head`): the results are files, and the stage is still cleared.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const { values } = parseArgs({ options: { out: { type: 'string' } } });
const dir = values.out ? resolve(values.out) : await mkdtemp(join(tmpdir(), 'perbarui-hasil-'));
try {
  const found = await demo(dir);
  const wrong = found.filter(({ right }) => !right);
  process.stdout.write(
    `\nPemeriksaan\n${found.map(({ what, right, why }) => `  ${right ? '✓' : '✗'} ${what}${right || !why ? '' : ` (${why})`}`).join('\n')}\n\nHasil: ${dir}\n`,
  );
  process.exitCode = wrong.length === 0 ? 0 : 1;
} catch (error) {
  process.stderr.write(`\nDemo berhenti: ${error instanceof Error ? error.message : 'sebab tidak diketahui'}\n`);
  process.exitCode = 1;
}
