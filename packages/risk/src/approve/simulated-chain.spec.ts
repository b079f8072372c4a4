import { marketId, type MarketId, type OrderIntent } from '@perpstream/core';
import { BTC, dataQuality, ETH, marketRules } from '@perpstream/testing';
import * as fc from 'fast-check';
import { Subject } from 'rxjs';
import { NO_LIMITS } from '../../fixtures/no-limits';
import { NO_PROTECTIONS } from '../../fixtures/no-protections';
import { orderFor } from '../../fixtures/orders';
import { SimulatedChain } from '../../fixtures/simulated-chain';
import type { RiskInput } from '../monitor/risk-options';
import { approveOrders } from './approve-orders';
import type { OrderApproval } from './order-approval';

const SOL = marketId('SOL-USD');
const NAMES: readonly MarketId[] = [BTC, ETH, SOL];
/** A plain market, one whose margin rises steeply with open interest, one with other numbers of decimals and little margin. */
const RULES = [
  marketRules(),
  marketRules({ marketId: ETH, clobPairId: 1, openInterestLowerCapUsd: 90_000, openInterestUpperCapUsd: 160_000 }),
  marketRules({ marketId: SOL, clobPairId: 2, initialMarginFraction: 0.02, maintenanceMarginFraction: 0.012 }),
];

/** What float64 may differ from the chain's integers, in quote quantums: a thousandth of a cent. */
const NOISE = 10n;

type Step = {
  readonly action: 'order' | 'quotes' | 'fill' | 'drop' | 'show' | 'move';
  readonly size: number;
  readonly price: number;
  readonly market: MarketId;
  readonly nth: number;
};

const step: fc.Arbitrary<Step> = fc.record({
  action: fc.constantFrom('order', 'order', 'order', 'quotes', 'fill', 'drop', 'show', 'move'),
  size: fc.integer({ min: -2_000_000, max: 2_000_000 }).map((size) => (size === 0 ? 1 : size) / 1e4),
  price: fc.integer({ min: 92, max: 108 }),
  market: fc.constantFrom(...NAMES),
  nth: fc.nat({ max: 7 }),
});

/** All ways in which some of the orders fill; up to 2^12. */
function subsets(orders: readonly OrderIntent[]): OrderIntent[][] {
  return orders.reduce<OrderIntent[][]>((all, order) => [...all, ...all.map((some) => [...some, order])], [[]]);
}

/** The bot's approval on one side, the chain on the other. */
class Rehearsal {
  readonly chain = new SimulatedChain(RULES, 2_000_000_000n, 1_000);
  checks = 0;
  readonly #inputs$ = new Subject<RiskInput | OrderIntent>();
  #approval: OrderApproval | undefined;

  constructor(maxMarginUsage: number) {
    const limits = { ...NO_LIMITS, maxMarginUsage };
    const options = { limits, protections: NO_PROTECTIONS };
    this.#inputs$.pipe(approveOrders(options)).subscribe((approval) => (this.#approval = approval));
    for (const name of NAMES) this.tell(this.chain.context(name), dataQuality({ marketId: name }));
    this.tell(this.chain.account());
  }

  tell(...inputs: readonly (RiskInput | OrderIntent)[]): void {
    for (const input of inputs) this.#inputs$.next(input);
  }

  take({ action, size, price, market, nth }: Step): void {
    const live = [...this.chain.live.values()];
    const chosen = live[nth % live.length];
    if (action === 'order') this.#order(orderFor(size, price, { marketId: market }));
    if (action === 'quotes')
      for (const sign of [1, -1]) this.#order(orderFor(sign * size, 100 - sign, { marketId: market }));
    if (action === 'fill' && chosen !== undefined) this.#fill(chosen);
    if (action === 'drop' && chosen !== undefined) this.#drop(chosen);
    if (action === 'show') this.tell(this.chain.account());
    if (action === 'move') this.tell(this.chain.move(market, price));
  }

  #order(order: OrderIntent): void {
    if (this.chain.live.size >= 7) return;
    const held = this.chain.heldQuantums(order.marketId);
    this.tell(order);
    if (this.#approval?.order === undefined) return;
    this.chain.live.set(order.clientId, order);
    const turns = order.side === 'buy' ? held < 0n : held > 0n;
    if (turns) this.#checkTurn(order);
    else this.#check([]);
  }

  /** Whichever orders fill in whatever order: every state on the way is one of these subsets. */
  #check(filled: readonly OrderIntent[]): void {
    const others = [...this.chain.live.values()].filter((order) => !filled.includes(order));
    for (const some of subsets(others)) {
      this.checks += 1;
      expect(this.chain.spareAfter([...filled, ...some])).toBeGreaterThanOrEqual(-NOISE);
    }
  }

  /** An order against a position is judged by where it leads; an order that only reduces is not judged at all. */
  #checkTurn({ marketId: market, side, quantums }: OrderIntent): void {
    const own = [...this.chain.live.values()].filter((order) => order.marketId === market && order.side === side);
    const total = own.reduce((sum, order) => sum + order.quantums, 0n);
    const held = this.chain.heldQuantums(market);
    if (total <= (held < 0n ? -held : held) || quantums === 0n) return;
    this.#check(own);
  }

  /** The open interest that the bot knows follows at once. */
  #fill(order: OrderIntent): void {
    this.chain.fill(order);
    this.tell(this.chain.context(order.marketId));
  }

  /** What drops out was listed before: the account shows an order before it shows its end. */
  #drop(order: OrderIntent): void {
    this.tell(this.chain.account());
    this.chain.live.delete(order.clientId);
    this.tell(this.chain.account());
  }
}

describe('an account on a simulated chain', () => {
  it('is initially collateralised when an order was approved, whichever orders then fill at their own prices', () => {
    let checks = 0;
    const usage = fc.constantFrom(1, 0.9, 0.5);
    fc.assert(
      fc.property(usage, fc.array(step, { minLength: 5, maxLength: 60 }), (maxMarginUsage, steps) => {
        const rehearsal = new Rehearsal(maxMarginUsage);
        for (const given of steps) rehearsal.take(given);
        checks += rehearsal.checks;
      }),
      { numRuns: 120 },
    );
    expect(checks).toBeGreaterThan(2_000);
  }, 60_000);
});
