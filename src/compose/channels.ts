import type { Poller } from '../../bots/poll.ts';
import type { Listener } from '../../mail/listener.ts';
import type { ChannelState } from '../web/parts.ts';

/** The mailbox and the bot as operators see them; of those this process does not listen to it says nothing. */
export function channelStates(listening: {
  readonly mailbox?: Listener | undefined;
  readonly poller?: Poller | undefined;
  readonly webhook?: boolean | undefined;
}): () => readonly ChannelState[] {
  const { mailbox, poller, webhook } = listening;
  return () => [
    ...(mailbox ? [mailboxState(mailbox)] : []),
    ...(poller ? [botState(poller)] : webhook ? [{ channel: 'telegram' as const, state: 'told' as const }] : []),
  ];
}

type MailboxState = ReturnType<Listener['state']> & { readonly why?: string };

function mailboxState(mailbox: Listener): ChannelState {
  const { connected, why, ...rest }: MailboxState = mailbox.state();
  // Not connected and nothing went wrong: it is about to be, or the lease is another process's.
  if (!connected && why === undefined) return { channel: 'mail', state: 'elsewhere', ...rest };
  return { channel: 'mail', state: connected ? 'connected' : 'failing', ...rest, ...(why ? { why } : {}) };
}

const BOT_STATES = { polling: 'connected', waiting: 'elsewhere', failing: 'failing', stopped: 'stopped' } as const;

function botState(poller: Poller): ChannelState {
  const { state, why, answeredAt } = poller.status();
  return {
    channel: 'telegram',
    state: BOT_STATES[state],
    ...(answeredAt ? { syncedAt: answeredAt } : {}),
    ...(why && state === 'failing' ? { why } : {}),
  };
}
