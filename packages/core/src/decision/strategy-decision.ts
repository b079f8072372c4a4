import type { OperatorFunction } from 'rxjs';
import type { AccountState } from '../account/account-state';
import type { MarketEvent } from '../market/market-data';
import type { ProcessedData } from '../market/processed-data';
import type { SignalScores } from '../signal/signal-scores';

/** One reason for a decision, with the numbers that led to it, in a form that prints in one line. */
export type Reason = {
  /** What was looked at: a signal, or a rule such as `max-positions`. */
  readonly name: string;
  /** The value that was seen. */
  readonly value: number;
  /** Its weight in the confidence, where it has one. */
  readonly weight?: number;
  /** The bound it was held against, where there is one. */
  readonly bound?: number;
};

type DecisionBase = MarketEvent & {
  readonly strategy: string;
  /** Counts the decisions of a run from 0. */
  readonly decision: number;
  /** In [0, 1]. */
  readonly confidence: number;
  readonly reasons: readonly Reason[];
};

/** What one of several strategies on an account wants of a market, as part of what they want together. */
export type DecisionPart = { readonly strategy: string; readonly targetNotionalUsd: number };

/** The position a strategy wants in a market, as signed notional at the present price: negative is short, 0 is flat. */
export type TargetDecision = DecisionBase & {
  readonly kind: 'target';
  readonly targetNotionalUsd: number;
  /**
   * The same as signed size in base units, where the size itself is meant and not its worth at a mark that may be old: then it
   * is the target, and `targetNotionalUsd` is for showing. For making positions smaller: risk lets nothing more than is held pass.
   */
  readonly targetSizeBase?: number;
  /** How much worse than the best price its takers may pay, in basis points; by default what the planner is told. */
  readonly maxSlippageBps?: number;
  /** Of whom it is put together, where several strategies share the account; they add up to the target. */
  readonly parts?: readonly DecisionPart[];
};

/** The two-sided quotes a strategy wants in a market. A side that is absent is not quoted. */
export type QuotesDecision = DecisionBase & {
  readonly kind: 'quotes';
  readonly bid?: { readonly priceUsd: number; readonly sizeBase: number };
  readonly ask?: { readonly priceUsd: number; readonly sizeBase: number };
};

/** What a strategy wants; sent only when it changes. */
export type StrategyDecision = TargetDecision | QuotesDecision;

/** What a strategy sees: scores of all markets, the state of their data, and its own account. */
export type StrategyInput = SignalScores | ProcessedData | AccountState;

/** A strategy: one instance decides for all markets. State is born with each subscription. */
export type Strategy = OperatorFunction<StrategyInput, StrategyDecision>;
