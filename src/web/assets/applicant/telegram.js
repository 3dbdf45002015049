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

/** What Telegram gave along when it opened this page; it stands behind the # and is sent to nobody by itself. */
const given = (name) => new URLSearchParams(location.hash.slice(1)).get(name) ?? '';
/** What Telegram signed about whoever opened this page. */
export const signedByTelegram = () => given('tgWebAppData');
/** Telegram's colours, by its names; whoever made the address may have written anything there. */
export const givenTheme = () => parsed(given('tgWebAppThemeParams'));

/**
 * Hears what the Telegram client around this page tells: a view calls a function of the page, by one of two names; the
 * web client posts to its frame.
 */
export function onTelegram(eventType, listener) {
  const receiveEvent = (type, data) => type === eventType && listener(data);
  Object.assign(globalThis, { Telegram: { WebView: { receiveEvent } }, TelegramGameProxy: { receiveEvent } });
  addEventListener('message', ({ source, origin, data }) => {
    const said = source === globalThis.parent && origin === WEB_CLIENT ? parsed(data) : undefined;
    if (said) receiveEvent(said.eventType, said.eventData);
  });
}

function parsed(text) {
  try {
    return JSON.parse(text) ?? undefined;
  } catch {
    return undefined;
  }
}
