import type { Observable } from 'rxjs';
import type { ExecutionReport } from '../order/execution-report';
import type { CancelIntent, OrderIntent } from '../order/order-intent';
import type { RiskApproved } from '../order/risk-approved';

/**
 * Takes approved orders to an exchange, real or simulated. Nothing is reported from inside `submit` or `cancel`: reports
 * come later, through `reports$`, so that handling one event never interrupts the handling of another.
 */
export interface OrderGateway {
  submit(order: RiskApproved<OrderIntent>): void;
  /** Cancelling what is unknown or has ended is harmless. */
  cancel(cancel: CancelIntent): void;
  readonly reports$: Observable<ExecutionReport>;
}
