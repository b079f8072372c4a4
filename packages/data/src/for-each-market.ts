import { Observable, type OperatorFunction, type Subscriber } from 'rxjs';
import type { Block, MarketData, MarketId } from '@perpstream/core';
import type { MarketInput, MarketPart } from './market-part';

/** What one subscription of an operator consists of. */
export type MarketTable = {
  /** Makes the part of a market at its first input. */
  readonly createPart: (marketId: MarketId) => MarketPart;
  /** Called with each block first; the markets are told when it returns true. Without it they are told of every block. */
  readonly beforeBlock?: (block: Block) => boolean;
};

/**
 * Runs one part per market over all markets: a table behind one operator, a fresh table per subscription.
 *
 * A market appears in the table with its first input; blocks reach all markets in order of appearance. Unlike
 * `mapWithMarketState` of core it lets one input have several outputs, lets blocks reach every market, and lets the
 * parts of one subscription share something (a timer).
 * @param open called on each subscription. What it adds to the subscriber ends with it.
 * @throws (through the error channel) what a part throws: a broken invariant, not bad data
 */
export function forEachMarket<Out>(
  open: (subscriber: Subscriber<Out>) => MarketTable,
): OperatorFunction<MarketData, Out> {
  return (source$) =>
    new Observable((subscriber) => {
      const { createPart, beforeBlock } = open(subscriber);
      const parts = new Map<MarketId, MarketPart>();
      const partOf = (marketId: MarketId): MarketPart => {
        let part = parts.get(marketId);
        if (part === undefined) parts.set(marketId, (part = createPart(marketId)));
        return part;
      };
      const handleMarket = (event: MarketInput): void => partOf(event.marketId).handle(event);
      const handleBlock = (block: Block): void => {
        if (beforeBlock === undefined || beforeBlock(block)) parts.forEach((part) => part.handleBlock?.(block));
      };
      return source$.subscribe({
        next: (event) => {
          try {
            if (event.kind === 'block') handleBlock(event);
            else handleMarket(event);
          } catch (error) {
            subscriber.error(error);
          }
        },
        error: (error: unknown) => subscriber.error(error),
        complete: () => subscriber.complete(),
      });
    });
}
