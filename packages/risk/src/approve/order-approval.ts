import type { OrderIntent, OrderVerdict, RiskApproved } from '@perpstream/core';
import type { OrderRateLeft } from '../limits/order-rate';

/** A verdict on an order, with the permission to send it; undefined when refused. */
export type OrderApproval = {
  readonly verdict: OrderVerdict;
  readonly order: RiskApproved<OrderIntent> | undefined;
  /** What the chain's rates leave after this order. */
  readonly rateLeft: OrderRateLeft;
};
