/** What was broken on purpose, for the line at the end. */
export function createTally(suite: string) {
  const faults = new Map<string, number>();
  return {
    /** Breaks something, and counts it. */
    async breaks(what: string, act: () => unknown): Promise<void> {
      faults.set(what, (faults.get(what) ?? 0) + 1);
      await act();
    },
    counted(what: string, times: number): void {
      faults.set(what, (faults.get(what) ?? 0) + times);
    },
    tell(mails: number, lost: number, twice: number): void {
      const total = [...faults.values()].reduce((sum, each) => sum + each, 0);
      const list = [...faults].map(([what, times]) => `${times} × ${what}`).join(', ');
      process.stdout.write(
        `\n${suite}: ${total} faults injected (${list}); ${mails} mails, ${lost} lost, ${twice} taken twice\n`,
      );
    },
  };
}
