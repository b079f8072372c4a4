import type { OrderIntent, OrderVerdict, RiskApproved } from '@perpstream/core';

/** A verdict on an order, with the permission to send it; undefined when refused. */
export type OrderApproval = {
  readonly verdict: OrderVerdict;
  readonly order: RiskApproved<OrderIntent> | undefined;
};
