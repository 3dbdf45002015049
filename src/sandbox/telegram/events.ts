import type { WorldMessage } from './seen.ts';

export type WorldEvent =
  | { readonly what: 'message' | 'edited'; readonly chat: number; readonly message: WorldMessage }
  | { readonly what: 'deleted'; readonly chat: number; readonly id: number }
  | {
      readonly what: 'answered';
      readonly chat: number;
      readonly callback: string;
      readonly text: string;
      readonly alert: boolean;
    }
  | { readonly what: 'action'; readonly chat: number; readonly action: string }
  | { readonly what: 'person' | 'group'; readonly chat: number };

/** Who is told of everything that happens in this Telegram; `changed` is told first. */
export function createEvents(changed: () => void) {
  const listeners = new Set<(event: WorldEvent) => void>();

  function emit(event: WorldEvent): void {
    changed();
    for (const listener of [...listeners]) listener(event);
  }

  function on(listener: (event: WorldEvent) => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  return { emit, on };
}
