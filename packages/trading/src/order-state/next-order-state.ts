import type { CancelIntent, ExecutionReport } from '@perpstream/core';

/**
 * How far an order has come. `new`: nothing was heard of it. `submitted`, `open` and `cancelling` may still fill;
 * `filled`, `cancelled`, `expired` and `rejected` have ended.
 */
export type OrderStatus = 'new' | 'submitted' | 'open' | 'cancelling' | 'filled' | 'cancelled' | 'expired' | 'rejected';

/** What moves an order on: a report about it, or the wish to cancel it. */
export type OrderEventKind = ExecutionReport['kind'] | CancelIntent['kind'];

type Row = Readonly<Record<OrderStatus, OrderStatus>>;

/** Ended orders stay as they ended: reports come twice and out of order. */
const ended = { filled: 'filled', cancelled: 'cancelled', expired: 'expired', rejected: 'rejected' } as const;

function ends(status: 'cancelled' | 'expired' | 'rejected'): Row {
  return { ...ended, new: status, submitted: status, open: status, cancelling: status };
}

const rests: Row = { ...ended, new: 'open', submitted: 'open', open: 'open', cancelling: 'cancelling' };

const transitions: Readonly<Record<OrderEventKind, Row>> = {
  submitted: { ...ended, new: 'submitted', submitted: 'submitted', open: 'open', cancelling: 'cancelling' },
  accepted: rests,
  // An order that was cancelled best-effort can still fill in part: its fills count, and it stays cancelled.
  'partially-filled': rests,
  filled: {
    new: 'filled',
    submitted: 'filled',
    open: 'filled',
    cancelling: 'filled',
    filled: 'filled',
    cancelled: 'filled',
    expired: 'filled',
    rejected: 'filled',
  },
  cancelled: ends('cancelled'),
  expired: ends('expired'),
  rejected: ends('rejected'),
  unknown: { ...ended, new: 'submitted', submitted: 'submitted', open: 'open', cancelling: 'cancelling' },
  cancel: { ...ended, new: 'new', submitted: 'cancelling', open: 'cancelling', cancelling: 'cancelling' },
};

/**
 * The status of an order after a report about it, for every status and every report: duplicates and reports out of order
 * change nothing that is certain. An order that has ended stays ended as it did, unless a fill completes it.
 *
 * `unknown` ends nothing: the order may exist until a later report says otherwise.
 * @param status `new` for an order that nothing was heard of
 * @example nextOrderState('cancelled', 'filled') // 'filled': a cancel is best effort
 * @see v4-chain `indexer/services/vulcan` and `ender` for the orders in which statuses arrive
 */
export function nextOrderState(status: OrderStatus, event: OrderEventKind): OrderStatus {
  return transitions[event][status];
}

/** Whether an order of this status can no longer rest in a book. A late fill may still be reported. */
export function hasEnded(status: OrderStatus): boolean {
  return status in ended;
}
