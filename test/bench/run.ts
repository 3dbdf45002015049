import { cpus } from 'node:os';
import { latency } from './channels/latency.ts';
import { mail } from './channels/mail.ts';
import { notices } from './channels/notices.ts';
import { receiving } from './channels/receiving.ts';
import { signing } from './issuance/signing.ts';
import { storing } from './issuance/storing.ts';

type Bench = (print: (line: string) => void) => Promise<void>;

/** What is measured, by the name that is given on the command line. Figures of one run on one machine; compare only ratios. */
const BENCHES: Readonly<Record<string, Readonly<Record<string, Bench>>>> = {
  channels: {
    'receiving from Telegram': receiving,
    'from an update to the answer': latency,
    'mail from Dovecot': mail,
    'notices that are due': notices,
  },
  issuance: {
    'the signing path alone': signing,
    'with everything stored': storing,
  },
};

const print = (line: string) => process.stdout.write(`${line}\n`);
const [name = '', ...only] = process.argv.slice(2);
const chosen = BENCHES[name];
if (!chosen) {
  print(`npm run bench -- ${Object.keys(BENCHES).join('|')} [a word of what is to be measured]`);
  process.exit(1);
}
print(`${name}: Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model})`);
for (const [what, bench] of Object.entries(chosen)) {
  if (only.length > 0 && !only.some((word) => what.includes(word))) continue;
  print(`\n${what}`);
  await bench(print);
}
