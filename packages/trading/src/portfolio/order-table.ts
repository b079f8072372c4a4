import {
  decimalNumber,
  type CancelIntent,
  type ClientId,
  type ExecutionReport,
  type OpenOrder,
  type OrderIntent,
  type Quantums,
  type UnixMs,
} from '@perpstream/core';
import { hasEnded, nextOrderState, type OrderStatus } from '../order-state/next-order-state';
import { atomicResolutionOf } from './atomic-resolution';

/** Ended orders that are remembered, so that a late report does not bring one back to life. */
const MAX_ENDED = 10_000;

type TrackedOrder = {
  readonly status: OrderStatus;
  /** Known once `submitted` was reported. */
  readonly order: OrderIntent | undefined;
  readonly submittedMs: UnixMs;
  readonly filledQuantums: bigint;
};

/** What an event did to an order. */
export type OrderChange = {
  readonly isChanged: boolean;
  /** Filled beyond the size of the order, 0 as long as all is well; undefined for an order that was never submitted. */
  readonly excessQuantums: bigint | undefined;
};

function openOrder(tracked: TrackedOrder, order: OrderIntent): OpenOrder {
  const { marketId, clientId, side, quantums, subticks, sizeBase, priceUsd, timeInForce, reduceOnly } = order;
  const remaining = quantums - tracked.filledQuantums;
  return {
    clientId,
    marketId,
    side,
    quantums,
    filledQuantums: tracked.filledQuantums as Quantums,
    subticks,
    sizeBase,
    remainingBase: decimalNumber(remaining, atomicResolutionOf(order)),
    priceUsd,
    timeInForce,
    reduceOnly,
    status: tracked.status === 'cancelling' ? 'cancelling' : tracked.status === 'submitted' ? 'submitted' : 'open',
    submittedMs: tracked.submittedMs,
  };
}

/** What became of all orders of a run, by client id, as far as reports tell. */
export class OrderTable {
  readonly #live = new Map<ClientId, TrackedOrder>();
  readonly #ended = new Map<ClientId, TrackedOrder>();

  /** Takes a report or the wish to cancel. `newFillQuantums` is the size of its fill, 0 for one that was seen before. */
  take(event: ExecutionReport | CancelIntent, newFillQuantums: bigint): OrderChange {
    const before = this.#find(event);
    const order = before.order ?? (event.kind === 'submitted' ? event.order : undefined);
    const filledQuantums = before.filledQuantums + newFillQuantums;
    const excess = order && filledQuantums - order.quantums;
    const isComplete = excess !== undefined && excess >= 0n;
    const status = isComplete ? 'filled' : nextOrderState(before.status, event.kind);
    const submittedMs = before.order === undefined ? event.receivedMs : before.submittedMs;
    this.#store(event.clientId, { status, order, submittedMs, filledQuantums });
    const isChanged = status !== before.status || order !== before.order || newFillQuantums !== 0n;
    return { isChanged, excessQuantums: isComplete || excess === undefined ? excess : 0n };
  }

  /** Orders that are not known to have ended, in order of submission. */
  openOrders(): Map<ClientId, OpenOrder> {
    const open = new Map<ClientId, OpenOrder>();
    for (const [clientId, tracked] of this.#live) {
      if (tracked.order !== undefined) open.set(clientId, openOrder(tracked, tracked.order));
    }
    return open;
  }

  #find(event: ExecutionReport | CancelIntent): TrackedOrder {
    return (
      this.#live.get(event.clientId) ??
      this.#ended.get(event.clientId) ?? {
        status: 'new',
        order: undefined,
        submittedMs: event.receivedMs,
        filledQuantums: 0n,
      }
    );
  }

  #store(clientId: ClientId, tracked: TrackedOrder): void {
    if (tracked.status === 'new') return;
    if (!hasEnded(tracked.status)) {
      this.#live.set(clientId, tracked);
      return;
    }
    this.#live.delete(clientId);
    this.#ended.set(clientId, tracked);
    if (this.#ended.size > MAX_ENDED) {
      for (const oldest of this.#ended.keys()) {
        this.#ended.delete(oldest);
        break;
      }
    }
  }
}
