import { openDoctor } from '../compose/doctor.ts';
import { type Config, ConfigFault, type Environment, readConfig } from '../config.ts';
import { asJson, isSound } from '../doctor/doctor.ts';
import { partInWords } from '../doctor/words.ts';
import { clock, failed, print } from './command.ts';

/** What is wrong with the configuration itself is told to programs in their form, too. */
function configFor(env: Environment, json: boolean): Config | undefined {
  try {
    return readConfig(env);
  } catch (error) {
    if (!json || !(error instanceof ConfigFault)) throw error;
    print(JSON.stringify({ ok: false, configuration: error.faults }, null, 2));
    return undefined;
  }
}

/** Opens no tools: what they need may be the very thing that is wrong. 0 when nothing is wrong; warnings are allowed. */
export async function examine(env: Environment, json: boolean): Promise<number> {
  const config = configFor(env, json);
  if (!config) return 2;
  const { doctor, close } = await openDoctor(config, clock);
  const shown = new Set<string>();
  try {
    const begun = await doctor.examine((examination) => {
      for (const { part, done, findings } of json ? [] : examination.parts) {
        if (!done || shown.has(part)) continue;
        shown.add(part);
        print(partInWords(part, findings, config.timeZone));
      }
    });
    if (begun === 'busy') return failed('Pemeriksaan lain sedang berjalan. Tunggu sebentar, lalu ulangi.');
    const examination = await begun.done;
    if (json) print(JSON.stringify(asJson(examination, config.timeZone), null, 2));
    else
      print(isSound(examination) ? '\nTidak ada yang perlu diperbaiki.' : '\nAda yang perlu diperbaiki (bertanda !!).');
    return isSound(examination) ? 0 : 1;
  } finally {
    await close();
  }
}
