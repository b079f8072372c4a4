import { defer, filter, map, type OperatorFunction } from 'rxjs';
import type { MarketId } from '../units/market-id';

/**
 * Runs one engine over all markets: a table of per-market state behind one operator, a fresh table per subscription.
 *
 * `step` may change its state in place and returns what to emit, or undefined for nothing. Costs one look-up per event
 * whatever the number of markets; use it instead of `groupBy` or a filter per market.
 * @param create makes the state of a market at its first event
 * @throws (through the error channel) what `create` or `step` throw: a broken invariant, not bad data
 * @example
 * const counts$ = trades$.pipe(mapWithMarketState(() => ({ seen: 0 }), (state) => ++state.seen));
 */
export function mapWithMarketState<In extends { readonly marketId: MarketId }, State, Out>(
  create: (marketId: MarketId) => State,
  step: (state: State, event: In) => Out | undefined,
): OperatorFunction<In, Out> {
  return (source$) =>
    defer(() => {
      const states = new Map<MarketId, State>();
      const stateOf = (marketId: MarketId): State => {
        let state = states.get(marketId);
        if (state === undefined) states.set(marketId, (state = create(marketId)));
        return state;
      };
      return source$.pipe(
        map((event) => step(stateOf(event.marketId), event)),
        filter((out): out is Out => out !== undefined),
      );
    });
}
