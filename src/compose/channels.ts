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

function mailboxState(mailbox: Listener): ChannelState {
  const { connected, ...rest } = mailbox.state();
  return { channel: 'mail', state: connected ? 'connected' : 'failing', ...rest };
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
