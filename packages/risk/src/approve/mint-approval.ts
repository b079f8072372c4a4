import type { OrderIntent, RiskApproved } from '@perpstream/core';

/** The one place in which permission to trade comes into being. */
export function mintApproval(order: OrderIntent): RiskApproved<OrderIntent> {
  return order as RiskApproved<OrderIntent>;
}
