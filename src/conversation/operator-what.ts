import type { Act } from './conversation.ts';

/** What waits for operators beside the steps of renewals; the queue and the line to their group say it in words. */
export type OperatorWhat =
  | `call-${Extract<Act, { act: 'call-operator' }>['why']}`
  | 'ca-says-issued'
  | 'ca-status-unknown'
  | 'confirm-certificate'
  | 'erasure'
  | 'fault'
  | 'kept-key'
  | 'not-delivered'
  | 'notice-differs'
  | 'release-notices'
  | 'reply-cap'
  | 'revocation-asked'
  | 'revoke-by-hand'
  | 'silent'
  | 'talk-answered'
  | 'unknown-notice'
  | 'unplaced'
  | 'unreachable'
  | 'unreadable-message'
  | 'vouch-taken-back';
