import type { Words } from './words.ts';

export const troubles: Words['bad'] = {
  expired: {
    title: 'This link has expired',
    what: 'Nothing has changed, and your renewal is kept.',
    next: 'Press the button below, or write LINK in your conversation, and we send you a new link at once.',
  },
  'expired-long-ago': {
    title: 'This link expired long ago',
    what: 'A link as old as this cannot be replaced from this page, so that nobody can use it to trouble its owner. Nothing has changed.',
    next: 'Write LINK in your conversation or in reply to our e-mail, and we send a new one at once.',
  },
  'expired-request': {
    title: 'This link has expired',
    what: 'What your e-mail asked for was not carried out, so nothing has changed.',
    next: 'Send your e-mail once more, and we answer at once with a new link to confirm it.',
  },
  used: {
    title: 'This link has been used already',
    what: 'Your request was confirmed with this link before, so there is no need to do it again.',
    next: 'Look for our answer in your inbox. If there is none, write STATUS in reply to our e-mail.',
  },
  unknown: {
    title: 'This link is not known',
    what: 'Perhaps it was cut off when it was copied. Nothing has changed.',
    next: 'Go back to our message and open the whole link, or write LINK in your conversation to receive a new one.',
  },
  none: {
    title: 'There is no renewal yet',
    what: 'No renewal has been started in your name, so there is nothing to show.',
    next: 'Write RENEW in reply to our e-mail or in your chat with us to begin.',
  },
  'no-way': {
    title: 'No new link can be sent yet',
    what: 'Neither your chat with us nor your e-mail address on record can be reached at present. Your renewal is kept.',
    next: 'Please telephone us during office hours, and an operator helps you to sign in again.',
  },
  'too-many': {
    title: 'We have sent many links today',
    what: 'To keep your chat and inbox clear, no more links are sent from this page today. The last one we sent still works.',
    next: 'Look for our newest message, in the spam folder too. If it is not there, write OPERATOR in your conversation, or try again tomorrow.',
  },
  session: {
    title: 'Your session has ended',
    what: 'For safety this page closes by itself after 12 hours. Your renewal, letter and key are not lost.',
    next: 'Open the personal link in our message again. The same link works as often as you like until it expires. If you cannot find it, write LINK in your conversation.',
  },
  foreign: {
    title: 'This request was not carried out',
    what: 'It did not come from our own page, or the page was open for too long. Nothing has changed.',
    next: 'Go back to your page, reload it, and try once more.',
  },
  broken: {
    title: 'Our system is having trouble',
    what: 'Your last step may not have been saved. The fault is ours, not yours.',
    next: 'Wait a few minutes, then reload this page. If it is still the same, please telephone us.',
  },
  absent: {
    title: 'There is no file here',
    what: 'Your new certificate has not been issued yet, or we do not keep its file.',
    next: 'Go back to your page to see where your renewal stands.',
  },
  'app-old': {
    title: 'This page has been open for long',
    what: 'For safety the page inside Telegram is good for one hour. Nothing is lost.',
    next: 'Close this page and open it again from the chat.',
  },
  'app-foreign': {
    title: 'Open this page from Telegram',
    what: 'This page works only when it is opened from your chat with us on Telegram.',
    next: 'Open that chat and press the Status button beside the message field.',
  },
  'app-unbound': {
    title: 'This chat is not connected yet',
    what: 'We do not know yet whose renewal to show, or you have not signed in to this chat for a long time.',
    next: 'Close this page and write your NIP or your office e-mail address in the chat. Once you have signed in, your renewal is shown here.',
  },
};
