import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { emptyState, type State } from './state.ts';

/** After a crash the last messages may be missing on disk, but their numbers were seen: go on well behind them. */
const NUMBER_GAP = 1000;

/** The state and the files' contents: in memory only, or also in `path` and a folder beside it. */
export function openStore(path: string | undefined) {
  const state = load(path);
  const contents = new Map<string, Uint8Array>();
  let pending: NodeJS.Immediate | undefined;

  function save(): void {
    pending = undefined;
    if (path === undefined) return;
    writeFileSync(`${path}.new`, JSON.stringify(state), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }

  return {
    state,
    /** Many changes of one moment become one write. */
    changed(): void {
      if (path !== undefined) pending ??= setImmediate(save);
    },
    files: {
      read(id: string): Uint8Array {
        return contents.get(id) ?? (path === undefined ? new Uint8Array() : readFileSync(join(folder(path), id)));
      },
      write(id: string, bytes: Uint8Array): void {
        if (path === undefined) contents.set(id, bytes);
        else writeFileSync(join(folder(path), id), bytes, { mode: 0o600 });
      },
    },
    close(): void {
      if (pending === undefined) return;
      clearImmediate(pending);
      save();
    },
  };
}

function folder(path: string): string {
  return `${path}.files`;
}

/** Update ids begin at the seconds of now, so that a world made anew never repeats what a database has seen. */
function load(path: string | undefined): State {
  const now = Math.floor(Date.now() / 1000);
  if (path === undefined) return emptyState(now);
  mkdirSync(dirname(path), { recursive: true });
  mkdirSync(folder(path), { recursive: true });
  try {
    const state: State = JSON.parse(readFileSync(path, 'utf8'));
    state.nextUpdate = Math.max(now, state.nextUpdate + NUMBER_GAP);
    state.nextMessage += NUMBER_GAP;
    return state;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return emptyState(now);
    throw error;
  }
}
