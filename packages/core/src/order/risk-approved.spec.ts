import { EMPTY } from 'rxjs';
import type { OrderGateway } from '../ports/order-gateway';
import type { OrderIntent } from './order-intent';
import type { RiskApproved } from './risk-approved';

const submitted: OrderIntent[] = [];
const gateway: OrderGateway = { submit: (order) => submitted.push(order), cancel: () => undefined, reports$: EMPTY };

/** Compile-time checks: permission is a type. */
describe('RiskApproved', () => {
  it('lets no bare intent through to a gateway', () => {
    const send = (intent: OrderIntent): void => {
      // @ts-expect-error the risk layer has not approved this order
      gateway.submit(intent);
    };
    expect(send).toBeInstanceOf(Function);
  });

  it('is lost by a changed copy', () => {
    const resend = (approved: RiskApproved<OrderIntent>): void => {
      gateway.submit(approved);
      // @ts-expect-error twice the size was never approved
      gateway.submit({ ...approved, sizeBase: approved.sizeBase * 2 });
    };
    expect(resend).toBeInstanceOf(Function);
  });

  it('reads like the order it approves', () => {
    const size = (approved: RiskApproved<OrderIntent>): number => approved.sizeBase;
    expect(size).toBeInstanceOf(Function);
  });
});
