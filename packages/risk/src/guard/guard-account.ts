import type { RiskAction, TargetDecision } from '@perpstream/core';
import { concatMap, defer, filter, identity, map, type OperatorFunction } from 'rxjs';
import { checkRiskOptions } from '../monitor/check-options';
import type { RiskInput } from '../monitor/risk-options';
import { AccountGuard } from './account-guard';
import type { GuardOptions } from './guard-options';
import { guardSettings } from './guard-settings';

/**
 * Takes the account down safely: an emergency deleveraging when it comes near to liquidation, and the operator's kill switch.
 *
 * Emits an action of kind `deleverage`, which says why and what, and then one decision of strategy `risk` for each of its
 * steps, with `targetSizeBase`; silent otherwise. Decisions go through `assessDecisions` and the planner like all others.
 *
 * - level `critical`: the plan of `deleveragePlan`, and resting orders are taken back. Planned anew from the account as it is
 *   when a market makes no progress for `retryMs` (it is then counted on last), when something came in between, and when all is
 *   done and the level still `critical`
 * - command `halt-new-exposure`: all orders are taken back, positions stay; `flatten`: all positions are closed too, and so is
 *   what appears later. Needs sizes alone, no prices. Given twice it acts once. Each ends with `resume`; a flatten that is not
 *   done by then stops where it is
 *
 * An `AccountState` is one margin account to it: a child with its isolated position has a guard of its own.
 *
 * Locks on new exposure are not its business: the protections in every risk operator hold them. While the account is not known
 * it waits, with a command in mind. While the margin rules of a position were never stated it does not deleverage by itself; an
 * oracle price that is missing is stood in for by the last one, or by the entry price.
 * @throws RangeError when a limit or setting is out of its range
 * @example merge(facts$, commands$).pipe(guardAccount({ limits, guard: { targetHeadroom: 0.3 } }))
 */
export function guardAccount(options: GuardOptions = {}): OperatorFunction<RiskInput, RiskAction | TargetDecision> {
  const checked = checkRiskOptions(options);
  const settings = guardSettings(options.guard);
  return (source$) =>
    defer(() => {
      const guard = new AccountGuard(checked, settings);
      return source$.pipe(
        map((input) => guard.take(input)),
        filter(({ length }) => length > 0),
        concatMap(identity),
      );
    });
}
