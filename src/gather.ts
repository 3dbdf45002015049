/** More than these are two groups. */
const GROUP_LIMIT = 200;

type Waiting<Q, A> = { readonly asked: Q; resolve(answer: A): void; reject(error: unknown): void };

/**
 * Calls that come while one is under way are gathered into the next (group commit): `run` gets them all, and answers
 * each in its place. A failure is everybody's who was in the group.
 */
export function gathered<Q, A>(run: (asked: readonly Q[]) => Promise<readonly A[]>): (asked: Q) => Promise<A> {
  const waiting: Waiting<Q, A>[] = [];
  let working = false;

  async function work(): Promise<void> {
    working = true;
    while (waiting.length > 0) {
      const group = waiting.splice(0, GROUP_LIMIT);
      try {
        const answers = await run(group.map(({ asked }) => asked));
        for (const [at, { resolve }] of group.entries()) resolve(answers[at]!);
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    working = false;
  }

  return (asked) =>
    new Promise((resolve, reject) => {
      waiting.push({ asked, resolve, reject });
      if (!working) void work();
    });
}
