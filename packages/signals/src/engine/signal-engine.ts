import {
  mapWithMarketState,
  score,
  type ProcessedData,
  type ProcessedMarketData,
  type SignalEngine,
  type SignalScore,
} from '@perpstream/core';
import { filter } from 'rxjs';
import type { MarketModel } from './market-model';

type Scored = { model: MarketModel; hasScore: boolean };

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
 * @throws RangeError when the name is empty
 * @throws (through the error channel) RangeError when a model returns NaN
 * @example
 * const spread = (): SignalEngine =>
 *   signalEngine('spread', () => ({
 *     update: (event) => (event.kind === 'book' ? 100 / (1 + spreadBps(event.top)) : undefined),
 *   }));
 */
export function signalEngine(name: string, createModel: () => MarketModel): SignalEngine {
  if (name === '') throw new RangeError('name must not be empty, was ""');
  const create = (): Scored => ({ model: createModel(), hasScore: false });
  const step = (state: Scored, event: ProcessedMarketData): SignalScore | undefined => {
    if (event.kind === 'quality' && event.level === 'syncing') return restart(state, event);
    const value = state.model.update(event);
    if (value === undefined) return undefined;
    state.hasScore = true;
    return scoreOf(event, value);
  };
  const restart = (state: Scored, event: ProcessedMarketData): SignalScore | undefined => {
    const { hasScore } = state;
    Object.assign(state, create());
    return hasScore ? scoreOf(event, undefined) : undefined;
  };
  const scoreOf = ({ marketId, receivedMs, cause }: ProcessedMarketData, value: number | undefined): SignalScore => ({
    kind: 'score',
    signal: name,
    marketId,
    receivedMs,
    cause,
    score: value === undefined ? undefined : score(value),
  });
  return (source$) => source$.pipe(filter(belongsToMarket), mapWithMarketState(create, step));
}

function belongsToMarket(event: ProcessedData): event is ProcessedMarketData {
  return 'marketId' in event;
}
