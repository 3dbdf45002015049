import { ensureFirstOperator } from '../../db/operators.ts';
import type { House } from '../compose/house.ts';
import { listen } from '../compose/listen.ts';
import type { Config } from '../config.ts';
import type { Clock } from '../desk/ports.ts';
import type { Embedded } from './embedded.ts';
import { createSandboxPage } from './page/page.ts';
import { firstOperator, people } from './people.ts';
import { addSamples } from './samples.ts';

export type Sandbox = {
  readonly url?: string;
  /** The first operator's, printed once. */
  readonly credentials?: { readonly login: string; readonly password: string };
  stop(): Promise<void>;
};

/** The first operator, sample people, and the page that plays the applicant: for whoever starts this for the first time. */
export async function openSandbox(config: Config, embedded: Embedded, house: House, clock: Clock): Promise<Sandbox> {
  const credentials = await ensureFirstOperator(house.sql, clock);
  if (embedded.database && credentials) await addSamples(house, await firstOperator(house.sql), clock());
  if (config.sandboxPort === undefined) return { credentials, async stop() {} };
  const page = createSandboxPage({
    telegram: embedded.telegram?.world,
    mail: embedded.mail?.world,
    bot: house.settings.bot,
    withoutMail: house.settings.withoutMail,
    consoleUrl: `${house.url}/console`,
    publicUrl: house.url,
    agency: config.agency.name,
    people: () => people(house.sql, clock()),
    clock,
  });
  const server = await listen(page, '127.0.0.1', config.sandboxPort);
  return {
    url: `http://127.0.0.1:${config.sandboxPort}/`,
    credentials,
    stop: server.stop,
  };
}
