/**
 * Waits for all of these; what has been begun has ended when this does, also where something failed: nothing of it may
 * reach the database after its transaction. Throws what failed first.
 */
export async function together<T extends readonly unknown[] | []>(
  all: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(all);
  return Promise.all(all);
}
