import type { UncrossPolicyName } from '@perpstream/core';
import { uncrossPolicies } from './policies/uncross-policies';

/** How a book is kept. Every option has a default. */
export type OrderBookOptions = {
  /** Raw levels kept per side, default 5,000; beyond it the level farthest from the top goes. */
  readonly maxLevelsPerSide?: number;
  /** How a crossed book is shown; default `age`. */
  readonly uncross?: UncrossPolicyName;
  /** A level that loses to a cross for so long without a break is deleted; > 0, default 5,000. */
  readonly evictAfterMs?: number;
  /** An answer may be older than its question by so much; >= 0, default 3,000. */
  readonly auditLagMs?: number;
};

/**
 * The options with their defaults.
 *
 * @throws RangeError naming the option, its value and its bound
 */
export function checkedOrderBookOptions(options: OrderBookOptions): Required<OrderBookOptions> {
  const { maxLevelsPerSide = 5_000, uncross = 'age', evictAfterMs = 5_000, auditLagMs = 3_000 } = options;
  if (!(Number.isInteger(maxLevelsPerSide) && maxLevelsPerSide >= 1)) {
    throw new RangeError(`maxLevelsPerSide must be an integer >= 1, was ${maxLevelsPerSide}`);
  }
  if (!Object.hasOwn(uncrossPolicies, uncross)) {
    throw new RangeError(`uncross must be one of ${Object.keys(uncrossPolicies).join(', ')}, was ${String(uncross)}`);
  }
  if (!(evictAfterMs > 0 && evictAfterMs < Infinity)) {
    throw new RangeError(`evictAfterMs must be > 0 and finite, was ${evictAfterMs}`);
  }
  if (!(auditLagMs >= 0 && auditLagMs < Infinity)) {
    throw new RangeError(`auditLagMs must be >= 0 and finite, was ${auditLagMs}`);
  }
  return { maxLevelsPerSide, uncross, evictAfterMs, auditLagMs };
}
