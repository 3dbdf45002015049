/** A bell that may ring while nobody listens: the next one who waits does not wait then. */
export function bell() {
  let rung = false;
  let wake: (() => void) | undefined;
  return {
    ring() {
      rung = true;
      wake?.();
    },
    /** Until the bell rings or the time is over; `meanwhile` runs beside it and may end earlier by itself. */
    async wait(ms: number, meanwhile: () => Promise<unknown>): Promise<void> {
      let timer: NodeJS.Timeout | undefined;
      const rang = new Promise<void>((resolve) => {
        wake = resolve;
        timer = setTimeout(resolve, ms);
        if (rung) resolve();
      });
      // IDLE ends with the next command or with the connection; how, the loop finds out.
      if (!rung) meanwhile().catch(() => undefined);
      await rang;
      clearTimeout(timer);
      rung = false;
      wake = undefined;
    },
  };
}
