import type { DecisionVerdict, StrategyDecision } from '@perpstream/core';
import { defer, filter, map, type OperatorFunction } from 'rxjs';
import { checkRiskOptions } from '../monitor/check-options';
import { RiskBook } from '../monitor/risk-book';
import type { RiskInput, RiskOptions } from '../monitor/risk-options';
import { assessQuotes } from './assess-quotes';
import { assessTarget } from './assess-target';

function verdictOf(book: RiskBook, input: RiskInput | StrategyDecision): DecisionVerdict | undefined {
  if (input.kind !== 'target' && input.kind !== 'quotes') {
    book.apply(input);
    return undefined;
  }
  book.advance(input.receivedMs);
  return input.kind === 'target' ? assessTarget(book, input) : assessQuotes(book, input);
}

/**
 * Holds each decision against the limits: approved, trimmed to the largest size that keeps every limit, or refused, with every
 * limit that bit.
 *
 * Emits exactly one verdict per decision, at once and in order; nothing for other inputs. What only reduces a position is
 * approved whatever the state of data, account or halts is. New exposure needs live data, an active market, an account with
 * equity and every mark and margin input: what is missing is never guessed.
 *
 * Several decisions may come before the account shows the first: an approved target counts as exposure beside what the account
 * shows, until a later decision for its market is approved, or the account has shown it and then fell below it again. A
 * refused decision reserves and releases nothing.
 * @throws RangeError when a limit or option is out of its range
 * @example merge(riskInputs$, decisions$).pipe(assessDecisions({ limits: { maxLeverage: 2 } }))
 */
export function assessDecisions(
  options: RiskOptions = {},
): OperatorFunction<RiskInput | StrategyDecision, DecisionVerdict> {
  const checked = checkRiskOptions(options);
  return (source$) =>
    defer(() => {
      const book = new RiskBook(checked);
      return source$.pipe(
        map((input) => verdictOf(book, input)),
        filter((verdict) => verdict !== undefined),
      );
    });
}
