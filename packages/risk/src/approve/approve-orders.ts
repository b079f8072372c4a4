import type { OrderIntent } from '@perpstream/core';
import { defer, filter, map, type OperatorFunction } from 'rxjs';
import { checkRiskOptions } from '../monitor/check-options';
import { RiskBook } from '../monitor/risk-book';
import type { RiskInput, RiskOptions } from '../monitor/risk-options';
import { mintApproval } from './mint-approval';
import type { OrderApproval } from './order-approval';
import { orderHits } from './order-hits';
import { sentAs } from './sent-order';

function judge(book: RiskBook, order: OrderIntent): OrderApproval {
  const { marketId, receivedMs, cause } = order;
  const about = { subject: 'order', marketId, receivedMs, cause, order } as const;
  const by = orderHits(book, order);
  if (by.length > 0) {
    return { verdict: { ...about, kind: 'refused', by }, order: undefined, rateLeft: book.rate.left };
  }
  book.rate.countOrder(order);
  const { rules } = book.market(marketId);
  if (!order.reduceOnly && rules !== undefined) {
    const { sizeBase, priceUsd } = sentAs(order, rules);
    book.reserveOrder(order, sizeBase, priceUsd);
  }
  return { verdict: { ...about, kind: 'approved' }, order: mintApproval(order), rateLeft: book.rate.left };
}

function approvalOf(book: RiskBook, input: RiskInput | OrderIntent): OrderApproval | undefined {
  if (input.kind !== 'order') {
    book.apply(input);
    return undefined;
  }
  book.advance(input.receivedMs);
  return judge(book, input);
}

/**
 * The last check before an order is sent, and the only source of `RiskApproved`.
 *
 * Emits exactly one approval per order, at once and in order; nothing for other inputs. An order is approved or refused, never
 * changed. It is held against the same limits as decisions, with the integers that will be sent: filled in full at its own
 * price, after all working orders of its market and side, and after orders that were approved but are not in the account yet
 * (these count until the account lists them, or for `inFlightOrderMs`). Besides, an opening order may not be priced far worse
 * than the oracle or the book, not be oversized, and not be one too many: open at a time, or by the chain's rates in blocks.
 * Reduce-only orders pass in any state, and so do orders that close no more than their side's working orders leave open; they
 * meet none but the chain's own rules: a reduce-only order that is not `ioc`, a rate whose pool is empty.
 *
 * For the rates, `block` events and the `CancelIntent`s that are sent must be among the inputs; `rateLeft` tells what is left.
 * @throws RangeError when a limit or option is out of its range
 * @example
 * merge(riskInputs$, intents$).pipe(approveOrders({ limits })) // { verdict, order }, order undefined when refused
 */
export function approveOrders(options: RiskOptions = {}): OperatorFunction<RiskInput | OrderIntent, OrderApproval> {
  const checked = checkRiskOptions(options);
  return (source$) =>
    defer(() => {
      const book = new RiskBook(checked);
      return source$.pipe(
        map((input) => approvalOf(book, input)),
        filter((approval) => approval !== undefined),
      );
    });
}
