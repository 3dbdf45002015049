import type { Config } from '../config.ts';
import type { Tools } from './tools.ts';

/** Returns what the process ends with: 0 when all is well, 1 when something is left to do, 2 when nothing was done. */
export type Command = (words: readonly string[], tools: Tools, config: Config, options: Options) => Promise<number>;

export const OPTIONS = {
  apply: { type: 'boolean' },
  reason: { type: 'string' },
  by: { type: 'string' },
} as const;
export type Options = { readonly apply?: boolean; readonly reason?: string; readonly by?: string };

export const clock = () => new Date();
export const print = (text: string) => process.stdout.write(`${text}\n`);

export function failed(why: string): number {
  process.stderr.write(`${why}\n`);
  return 2;
}
