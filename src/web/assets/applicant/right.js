/**
 * The right to make the key of a renewal: one tab has it, from the choice of a passphrase until the request is sent or
 * the tab is closed. Another tab may take it over; then the older one hears of it.
 */
export async function takeRight(number, { over = false, lost }) {
  // Browsers without locks are few and old; there the office notices the second key.
  if (!navigator.locks) return () => undefined;
  return new Promise((resolve) => {
    navigator.locks
      .request(`perbarui-key-${number}`, over ? { steal: true } : { ifAvailable: true }, (lock) => {
        if (lock === null) return resolve(undefined);
        return new Promise((giveBack) => resolve(giveBack));
      })
      .catch(lost);
  });
}
