import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { listening } from '../../src/sandbox/database.ts';

/** A server of the system's packages, started for a test: a process group of its own, gone when the test is. */
export type Running = {
  /** Of a process that all of it descends from. */
  readonly pid: number;
  /** Ends it as an administrator does. */
  stop(): Promise<void>;
  /** `kill -9` of the whole group: nothing is finished, nothing is said. */
  kill(): Promise<void>;
};

const START_MS = 15_000;
const STOP_MS = 5_000;
const LOOK_MS = 20;

/** Waits for the end of its input, which is the end of this process however it comes, and then ends the server's group. */
const GUARDED = '"$@" </dev/null & cat >/dev/null; kill -9 0';

/** Starts it in the foreground and waits until it listens at each of these ports. Throws with its last words if it ends first. */
export async function run(
  command: readonly string[],
  ports: readonly number[],
  environment: Record<string, string> = {},
): Promise<Running> {
  const server = spawn('/bin/sh', ['-c', GUARDED, 'guard', ...command], {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  const words: string[] = [];
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (chunk) => words.push(String(chunk)));
  const ended = once(server, 'exit');
  for (const deadline = performance.now() + START_MS; !(await allListen(ports)); await pause(LOOK_MS))
    if (server.exitCode !== null || performance.now() > deadline) {
      signal(server, 'SIGKILL');
      throw new Error(`${command[0]} did not start: ${words.join('').slice(-2_000)}`);
    }
  const end = async (how: NodeJS.Signals) => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    signal(server, how);
    await Promise.race([ended, pause(STOP_MS)]);
    signal(server, 'SIGKILL');
    await ended;
  };
  return { pid: server.pid!, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

/** To the whole group: master, children and guard. */
function signal({ pid }: ChildProcess, how: NodeJS.Signals): void {
  try {
    process.kill(-pid!, how);
  } catch {
    // None of it is left.
  }
}

async function allListen(ports: readonly number[]): Promise<boolean> {
  const each = await Promise.all(ports.map(listening));
  return each.every((yes) => yes);
}

/** What it answers, or undefined where it is not installed. */
export function wordOf(command: string, ...args: readonly string[]): string | undefined {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}

export const isRoot = (): boolean => process.getuid?.() === 0;
