import { readdirSync, readFileSync } from 'node:fs';

/** What /proc/<pid>/stat says: the parent, and clock ticks that it and its collected children took (proc(5), fields 4, 14 to 17). */
type Stat = { readonly pid: number; readonly parent: number; readonly ticks: number };
/** Of a clock tick; a hundred to the second on every Linux that we know. */
const TICK_US = 10_000;

function statOf(pid: number): Stat | undefined {
  try {
    // A name may hold blanks and brackets; what follows its last bracket does not.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
      .map(Number);
    const [parent, ticks] = [fields[1]!, fields.slice(11, 15).reduce((sum, each) => sum + each, 0)];
    return { pid, parent, ticks };
  } catch {
    return undefined;
  }
}

export const parentOf = (pid: number): number | undefined => statOf(pid)?.parent;

/** The processor's time that a process and all that descend from it have taken so far, in microseconds. 0 where there is no /proc. */
export function processorOf(root: number): number {
  const running = readPids().flatMap((pid) => statOf(pid) ?? []);
  const family = new Set([root]);
  for (let before = 0; before < family.size; ) {
    before = family.size;
    for (const { pid, parent } of running) if (family.has(parent)) family.add(pid);
  }
  return running.reduce((sum, { pid, ticks }) => sum + (family.has(pid) ? ticks * TICK_US : 0), 0);
}

function readPids(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}
