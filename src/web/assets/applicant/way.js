/**
 * How this page reaches its renewal: behind the session's cookie, or inside Telegram with what Telegram signed. `over`
 * and `uploadOver` name what is said when that no longer counts.
 */
export const way = {
  page: '/me',
  status: '/me/status',
  headers: {},
  over: 'sessionOver',
  uploadOver: 'uploadSession',
};
