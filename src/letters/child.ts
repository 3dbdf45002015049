import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { dirname, resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Fault } from '../fault.ts';
import { parseAnswer } from './answer.ts';
import type { LetterReading } from './letter.ts';
import { type Limits, READY } from './limits.ts';

type Child = ChildProcessByStdio<Writable, Readable, null>;
/** Why we ended a child; what is `stopped` says nothing about the letter. */
type Ended = 'memory' | 'deadline' | 'answer' | 'stopped';
export type Reading = { readonly result: Promise<LetterReading>; stop(): void };

const HERE = import.meta.dirname;
const ENTRY = resolve(HERE, 'read-child.ts');
const SHELL = '/bin/sh';
/** Somebody ends us (Ctrl-C reaches the whole group): not the letter's fault. */
const FROM_OUTSIDE = new Set<NodeJS.Signals | null>(['SIGINT', 'SIGTERM', 'SIGHUP']);

/** The child may read its own code and libraries, and nothing else: no keys, no letters of others, no network helpers. */
function readableFolders(): string[] {
  const libraries = ['pdfjs-dist/package.json', 'pkijs', 'asn1js'].map((name) => {
    const file = fileURLToPath(import.meta.resolve(name));
    return file.slice(0, file.lastIndexOf('node_modules') + 'node_modules'.length);
  });
  return [...new Set([HERE, ...libraries].flatMap((folder) => [folder, realpathSync(folder)]))];
}

function command(limits: Limits): { file: string; args: string[] } {
  const folders = readableFolders().map((folder) => `--allow-fs-read=${folder}`);
  const args = [`--max-old-space-size=${limits.heapMb}`, '--permission', ...folders, '--no-warnings', ENTRY];
  if (!existsSync(SHELL)) return { file: process.execPath, args };
  // The kernel's own limits, also should we be killed: processor time, data, no file written, no memory dumped to disk.
  const kernel = `ulimit -t ${limits.cpuSeconds} && ulimit -d ${limits.dataMb * 1024} && ulimit -f 0 && ulimit -c 0`;
  return { file: SHELL, args: ['-c', `${kernel} && exec "$0" "$@"`, process.execPath, ...args] };
}

/**
 * Reads a PDF in a process of its own, which is gone when the result is there. Out of memory, out of processor time, a
 * crash or nonsense for an answer make the letter `unreadable`. Fault('letter-reader') when the process does not come up,
 * is ended from outside, or gets no processor until the deadline: a good letter must not be called damaged because this
 * machine is busy. `ended` is told why a child had to be ended.
 */
export function readInChild(pdf: Uint8Array, limits: Limits, ended: (why: Ended) => void): Reading {
  let child: Child;
  try {
    const { file, args } = command(limits);
    // No environment: it holds the keys and passwords of the whole product.
    child = spawn(file, args, { env: {}, cwd: dirname(ENTRY), stdio: ['pipe', 'pipe', 'ignore'] });
  } catch (cause) {
    return { result: Promise.reject(new Fault('letter-reader', 'cannot be started', { cause })), stop() {} };
  }
  let why: Ended | undefined;
  const end = (reason: Ended) => {
    if (why) return;
    why = reason;
    ended(reason);
    child.kill('SIGKILL');
  };
  const result = settle(child, pdf, limits, end).then((out) => judge(out, why));
  return { result, stop: () => end('stopped') };
}

type Out = { readonly text: string; readonly signal: NodeJS.Signals | null };

/** Feeds and watches the child until it is gone. */
function settle(child: Child, pdf: Uint8Array, limits: Limits, end: (why: Ended) => void): Promise<Out> {
  const deadline = setTimeout(end, limits.deadlineMs, 'deadline');
  const watch = setInterval(() => residentMb(child.pid) > limits.memoryMb && end('memory'), limits.watchMs);
  const parts: Buffer[] = [];
  let size = 0;
  child.stdout.on('data', (part: Buffer) => {
    size += part.length;
    if (size > limits.answerBytes) end('answer');
    else parts.push(part);
  });
  // A child that ends early closes its input: the end is told by 'close'.
  child.stdin.on('error', () => {});
  child.stdin.end(pdf);
  if (child.pid) yieldProcessor(child.pid);
  return new Promise<Out>((done, failed) => {
    child.once('error', (cause) => failed(new Fault('letter-reader', 'cannot be started', { cause })));
    child.once('close', (_code, signal) => done({ text: Buffer.concat(parts).toString('utf8'), signal }));
  }).finally(() => {
    clearTimeout(deadline);
    clearInterval(watch);
  });
}

function judge({ text, signal }: Out, why: Ended | undefined): LetterReading {
  const [ready, answer] = text.split('\n');
  if (why === 'stopped' || FROM_OUTSIDE.has(signal)) throw new Fault('letter-reader', 'stopped');
  if (why === 'deadline' && ready === READY) throw new Fault('letter-reader', 'not read in time');
  if (ready !== READY) throw new Fault('letter-reader', `did not come up (${why ?? signal ?? 'exit'})`);
  const reading = why === undefined && answer !== undefined ? parseAnswer(answer) : undefined;
  return reading ?? { ok: false, refused: 'unreadable' };
}

/** Resident memory, from the kernel; 0 where there is no /proc, or the child is gone. */
function residentMb(pid: number | undefined): number {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
    return Number(kilobytes ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Reading letters can wait, conversations cannot. */
function yieldProcessor(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Gone already, or not allowed here: a courtesy only.
  }
}
