import { openSignerJournal } from '../../src/issuance/signer/signer-journal.ts';

/** Appends to the journal named on the command line until the system refuses, then says how many entries it knows. */
const journal = await openSignerJournal(process.argv[2]!);
try {
  for (let n = 1; ; n++) {
    const names = { request: `r${n}`, serial: `4c${n}`, approval: 'x', number: n };
    await journal.append([{ ...names, tbs: new Uint8Array(700), at: new Date(0) }]);
  }
} catch (error) {
  process.stdout.write(JSON.stringify({ count: journal.count(), why: String(error) }));
}
