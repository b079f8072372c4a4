import type { ProtectionName } from '../account/risk-action';
import type { StrategyDecision } from '../decision/strategy-decision';
import type { MarketEvent } from '../market/market-data';
import type { OrderIntent } from './order-intent';

/**
 * The limits that a verdict can name; a protection names itself while its lock holds. `chain-rule`: the chain would refuse it
 * whatever the limits are, for example a reduce-only order that rests.
 */
export type LimitName =
  | ProtectionName
  | 'max-position-notional'
  | 'max-gross-notional'
  | 'max-net-notional'
  | 'max-leverage'
  | 'min-liquidation-distance'
  | 'free-collateral'
  | 'concentration'
  | 'correlation'
  | 'open-orders'
  | 'equity-tier'
  | 'order-rate'
  | 'oracle-band'
  | 'book-band'
  | 'fat-finger'
  | 'strategy-budget'
  | 'reduce-only'
  | 'data-quality'
  | 'market-status'
  | 'missing-input'
  | 'chain-rule'
  | 'not-finite';

/** A limit that bit: its name, the value that was met and the bound it was held against, in the unit of the limit. */
export type LimitHit = {
  readonly limit: LimitName;
  readonly value: number;
  readonly bound: number;
  /** One line for people. */
  readonly message: string;
};

/**
 * What risk says of a decision. `approved` passes it as it is, `trimmed` passes less than was asked with the limits
 * that bit, `refused` passes nothing. `decision` is always what may be done (the original one when refused).
 */
export type DecisionVerdict = MarketEvent & {
  readonly subject: 'decision';
  readonly decision: StrategyDecision;
} & (
    | { readonly kind: 'approved' }
    | { readonly kind: 'trimmed'; readonly by: readonly LimitHit[]; readonly askedNotionalUsd: number }
    | { readonly kind: 'refused'; readonly by: readonly LimitHit[] }
  );

/** What risk says of an order just before it is sent; there is no trimming here. */
export type OrderVerdict = MarketEvent & { readonly subject: 'order'; readonly order: OrderIntent } & (
    { readonly kind: 'approved' } | { readonly kind: 'refused'; readonly by: readonly LimitHit[] }
  );

/** Every verdict says which limit, the value and the bound. */
export type RiskVerdict = DecisionVerdict | OrderVerdict;
