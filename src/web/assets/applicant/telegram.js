/** Telegram's web client; no other site may frame this page (guard.ts). */
const WEB_CLIENT = 'https://web.telegram.org';

/**
 * Tells the Telegram client around this page something, in the way of its kind ("Implementing Mini Apps", Telegram's
 * documentation of web events). Its own script is not loaded, because it comes from another address than ours.
 */
export function tellTelegram(eventType, eventData = {}) {
  if (globalThis.TelegramWebviewProxy) globalThis.TelegramWebviewProxy.postEvent(eventType, JSON.stringify(eventData));
  else if (typeof globalThis.external?.notify === 'function')
    globalThis.external.notify(JSON.stringify({ eventType, eventData }));
  else if (globalThis.parent !== globalThis.self)
    globalThis.parent.postMessage(JSON.stringify({ eventType, eventData }), WEB_CLIENT);
}

/** What Telegram signed about whoever opened this page; it stands behind the # and is sent to nobody by itself. */
export const signedByTelegram = () => new URLSearchParams(location.hash.slice(1)).get('tgWebAppData') ?? '';
