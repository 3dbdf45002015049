/** Where the page runs, and whether a key can be made there. */

/** Browsers inside apps: they lose storage and cannot save files (field note). */
const IN_APP = /Telegram|WhatsApp|\bLine\/|FBAN|FBAV|FB_IAB|Instagram|MicroMessenger|; wv\)/i;

function isInApp() {
  const { userAgent } = navigator;
  if (IN_APP.test(userAgent) || 'TelegramWebviewProxy' in globalThis || 'TelegramWebview' in globalThis) return true;
  // A web view on iOS is Safari's engine without Safari's name.
  return /iPhone|iPad|iPod/.test(userAgent) && !/Safari\//.test(userAgent);
}

const hasAll = () => Boolean(globalThis.crypto?.subtle) && 'download' in document.createElement('a');

/** Why no key can be made here: `poor`, another browser is needed; `insecure`, no browser could. Undefined when it can. */
export function obstacle() {
  if (isInApp()) return 'poor';
  if (!globalThis.isSecureContext) return 'insecure';
  return hasAll() ? undefined : 'poor';
}

/** A browser that lacks something, by what it says of itself or by what it cannot do: the link is opened elsewhere. */
export const isPoor = () => obstacle() === 'poor';
