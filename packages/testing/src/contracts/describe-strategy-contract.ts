import { describeContract } from './describe-contract';
import { strategyContract } from './strategy-contract';
import type { StrategySubject } from './strategy-subject';

/**
 * Registers the tests that every strategy has to pass, in a runner with global `describe` and `it` (jest, vitest). For
 * another runner use `strategyContract`, the same checks as functions.
 *
 * @example
 * describeStrategyContract({ name: 'momentumSniper', create: (scheduler) => momentumSniper({ scheduler }), events });
 */
export function describeStrategyContract(subject: StrategySubject): void {
  describeContract('strategy', strategyContract, subject);
}
