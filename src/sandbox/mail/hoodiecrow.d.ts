declare module 'hoodiecrow-imap' {
  import type { EventEmitter } from 'node:events';
  import type { Server, Socket } from 'node:net';

  /** `raw` is a binary string: one character per byte. */
  export type StoredMessage = { uid?: number; raw: string; flags?: string[]; internaldate?: string };
  export type Mailbox = { uidvalidity: number; uidnext: number; messages: StoredMessage[] };
  export type Query = { section?: { type: string; value: string }[]; partial?: number[] };
  export type FetchHandler = (connection: unknown, message: StoredMessage, query: Query) => unknown;

  export interface ImapServer extends EventEmitter {
    readonly server: Server;
    readonly fetchHandlers: Record<string, FetchHandler>;
    readonly connectionHandlers: ((connection: { readonly socket: Socket | null }) => void)[];
    listen(port: number, host: string, listening: () => void): void;
    notify(...news: unknown[]): void;
    getMailbox(path: string): Mailbox;
    appendMessage(mailbox: string, flags: string[], internaldate: string, raw: string): { message: StoredMessage };
  }

  export default function createServer(options: {
    plugins: readonly (string | ((server: ImapServer) => void))[];
    users: Record<string, { password: string; xoauth2?: { accessToken: string } }>;
    /** Without them its own self-signed ones serve for STARTTLS. */
    credentials?: { key: string; cert: string };
    secureConnection?: boolean;
    storage: Record<string, { uidvalidity?: number; uidnext?: number; messages?: StoredMessage[] }>;
  }): ImapServer;
}
