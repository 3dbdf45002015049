/**
 * The right to make the key of a renewal: one tab has it, from the choice of a passphrase until the request is sent or
 * the tab is closed. Another tab may take it over; then `lost` is called in the older one.
 */
export function rightToMake(number, lost) {
  let giveBack;
  const robbed = () => {
    giveBack = undefined;
    lost();
  };
  return {
    isHeld: () => giveBack !== undefined,
    /** Whether this tab has it now. `over`: even if it has to be taken from another one. */
    async take({ over = false } = {}) {
      giveBack ??= await request(`perbarui-key-${number}`, over, robbed);
      return giveBack !== undefined;
    },
    giveBack() {
      giveBack?.();
      giveBack = undefined;
    },
  };
}

/** Resolves to what gives the lock back, or to undefined while another tab has it. */
function request(name, over, robbed) {
  return new Promise((resolve) => {
    let held = false;
    const hold = (lock) => {
      if (lock === null) return resolve(undefined);
      held = true;
      return new Promise((giveBack) => resolve(giveBack));
    };
    // Where a browser has no locks, or refuses them, the second key is still noticed when it is sent (hand-over.js).
    const without = () => resolve(() => undefined);
    if (!navigator.locks) return without();
    navigator.locks
      .request(name, over ? { steal: true } : { ifAvailable: true }, hold)
      .catch(() => (held ? robbed() : without()));
  });
}
