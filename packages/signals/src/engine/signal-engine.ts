import type { MarketId, ProcessedData, SignalEngine } from '@perpstream/core';
import { Observable } from 'rxjs';
import { withPlan, type EnginePlan, type EventKind } from './engine-plan';
import type { MarketModel } from './market-model';
import { ScoredMarkets } from './scored-markets';

/**
 * Makes a signal engine of a model of one market: one engine scores all markets, each with a model of its own, fresh in
 * every subscription. This is how the engines of this package are made, and how to add your own.
 *
 * Emits after every event for which the model has a score. A `quality` event with level `syncing` means that data were
 * lost: the model of that market is thrown away, and a score that was given before is withdrawn (`score` undefined, once).
 * `stale` and `dirty` change nothing: what was counted is still right, or will be as soon as the book is repaired. Blocks and
 * other events that belong to no market are passed over.
 * @param name the name of the signal, not empty
 * @param createModel makes the model of one market
 * @param kinds the kinds of events that the models read, all by default: models are not asked about the others, which costs
 * less than their saying so
 * @throws RangeError when the name is empty
 * @throws (through the error channel) RangeError when a model returns NaN
 * @example
 * const spread = (): SignalEngine =>
 *   signalEngine('spread', () => ({
 *     update: (event) => (event.kind === 'book' ? 100 / (1 + spreadBps(event.top)) : undefined),
 *   }));
 */
export function signalEngine(
  name: string,
  createModel: (marketId: MarketId) => MarketModel,
  kinds?: readonly EventKind[],
): SignalEngine {
  return crossMarketEngine(name, () => createModel, kinds);
}

/**
 * Makes a signal engine whose models know of each other: like `signalEngine`, with something that all models of one
 * subscription share, such as the returns of a leading market. A model is thrown away and made anew as there; what it told
 * the others is for the new one to take back.
 *
 * @param createModels called once per subscription: makes what is shared, and returns what makes the model of one market
 * @param kinds as in `signalEngine`
 * @throws as `signalEngine`
 * @example
 * crossMarketEngine('leadLag', () => {
 *   const leaders = new LeaderReturns();
 *   return (marketId) => new LeadLagModel(marketId, leaders);
 * });
 */
export function crossMarketEngine(
  name: string,
  createModels: () => (marketId: MarketId) => MarketModel,
  kinds?: readonly EventKind[],
): SignalEngine {
  if (name === '') throw new RangeError('name must not be empty, was ""');
  const plan = { name, createModels, kinds };
  return withPlan(runAlone(plan), plan);
}

function runAlone(plan: EnginePlan): SignalEngine {
  return (source$) =>
    new Observable((subscriber) => {
      const markets = new ScoredMarkets(plan);
      const error = (reason: unknown): void => subscriber.error(reason);
      const next = (event: ProcessedData): void => {
        try {
          const said = markets.update(event);
          if (said !== undefined) subscriber.next(said);
        } catch (reason) {
          error(reason);
        }
      };
      return source$.subscribe({ next, error, complete: () => subscriber.complete() });
    });
}
