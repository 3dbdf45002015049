/** The Bot API's limits, from core.telegram.org/bots/api (10.1) and the local Bot API server's source. */
export const TEXT_LIMIT = 4096; // UTF-16 units after entities are parsed
export const CAPTION_LIMIT = 1024;
export const CALLBACK_DATA_BYTES = 64;
export const CALLBACK_ANSWER_LIMIT = 200;
export const BUTTON_LIMIT = 100;
export const DOWNLOAD_BYTES = 20 * 1024 * 1024; // getFile
export const UPLOAD_BYTES = 50 * 1024 * 1024;
export const REQUEST_BYTES = UPLOAD_BYTES + 1024 * 1024; // a file at its limit, and the form around it
export const UPDATES_PER_POLL = 100;
export const POLL_SECONDS = 50; // longer waits are cut to this, as on the real server
export const START_PAYLOAD = /^[A-Za-z0-9_-]{1,64}$/;
export const SECRET_TOKEN = /^[A-Za-z0-9_-]{1,256}$/;
export const WEBHOOK_CONNECTIONS = 40;
export const COMMAND_LIMIT = 100;
export const COMMAND = /^[a-z0-9_]{1,32}$/;
export const COMMAND_DESCRIPTION_LIMIT = 256;
export const DELETE_WITHIN_SECONDS = 48 * 3600;
