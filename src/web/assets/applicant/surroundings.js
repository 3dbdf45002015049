/** Where the page runs, and whether a key can be made there. */

/** Browsers inside apps: they lose storage and cannot save files (field note). */
const IN_APP = /Telegram|WhatsApp|\bLine\/|FBAN|FBAV|FB_IAB|Instagram|MicroMessenger|; wv\)/i;

export function isInApp() {
  const { userAgent } = navigator;
  if (IN_APP.test(userAgent) || 'TelegramWebviewProxy' in globalThis || 'TelegramWebview' in globalThis) return true;
  // A web view on iOS is Safari's engine without Safari's name.
  return /iPhone|iPad|iPod/.test(userAgent) && !/Safari\//.test(userAgent);
}

/** Why no key can be made here, as the name of a sentence; undefined when it can. */
export function obstacle() {
  if (isInApp()) return 'inApp';
  if (!globalThis.isSecureContext) return 'insecure';
  if (!globalThis.crypto?.subtle || !('download' in document.createElement('a'))) return 'oldBrowser';
  return undefined;
}
