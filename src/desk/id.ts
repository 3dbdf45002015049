import { randomUUID } from 'node:crypto';

/** A UUID that sorts by its time (version 7; RFC 9562, 5.7): rows that are written together lie together in every index. */
export function newId(at: Date): string {
  const time = at.getTime().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
